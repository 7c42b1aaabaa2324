"""The left card of the claim page: 経過 with its filters, 元帳, 弁済計画, 契約, 変更履歴."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QStackedWidget, QWidget

from collections_app.ui import look
from collections_app.ui.claim.history_list import HistoryList
from collections_app.ui.claim.ledger import Ledger
from collections_app.ui.claim.plans import Plans
from collections_app.ui.claim.terms import Terms
from collections_app.ui.claim.timeline import ALL, Timeline, matching
from collections_app.ui.widgets import Card, Segmented, column, hint, row, soft

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from collections_app.domain.views import ClaimPage, TimelineItem

VIEWS = (
    ("timeline", "経過"),
    ("ledger", "元帳"),
    ("plans", "弁済計画"),
    ("terms", "契約"),
    ("history", "変更履歴"),
)
_FILTER_ROOM = 200  # the filter, the count, and the spaces between
GROUPS = (
    (ALL, "すべて"),
    ("督促", "督促"),
    ("入金", "入金"),
    ("法的手続", "法的手続"),
    ("担保", "担保"),
    ("決裁", "決裁"),
)


class FilterField(QLineEdit):
    """A few letters that narrow the timeline; ↓ goes to the list, Esc empties it."""

    left_downwards = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("絞り込み F3")
        self.setAccessibleName("経過の絞り込み")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave downwards, or empty the field before the page takes Esc."""
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Story(Card):
    """Five views of one claim. `view_changed` tells which one is in front."""

    view_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=look.M)
        self.views = Segmented(VIEWS, "timeline", "左の表示")
        self.groups = Segmented(GROUPS, ALL, "経過の種類")
        self.filter = FilterField()
        self.count = soft()
        self.timeline, self.ledger, self.terms, self.history = Timeline(), Ledger(), Terms(), HistoryList()
        self.plans = Plans()
        self.nothing = hint()
        self.stack = QStackedWidget()
        self._gap = QWidget()
        self._gap.hide()
        box = QWidget()
        self._listed = column(self.nothing, spacing=look.XS)
        self._listed.addWidget(self.timeline, 1)
        box.setLayout(self._listed)
        self._pages: dict[str, QWidget] = {"timeline": box, "ledger": self.ledger, "terms": self.terms}
        self._pages |= {"plans": self.plans, "history": self.history}
        for page in self._pages.values():
            self.stack.addWidget(page)
        narrowing = row(self.groups, spacing=look.M)
        narrowing.addWidget(self.filter, 1)
        narrowing.addWidget(self._gap, 1)
        narrowing.addWidget(self.count)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(look.M)
        self._top.addWidget(self.views)
        self._top.addLayout(narrowing, 1)
        self.body.addLayout(self._top)
        self.body.addWidget(self.stack, 1)
        self._items: tuple[TimelineItem, ...] = ()
        self._lines = self._plans = 0
        self.views.changed.connect(self.show_view)
        self.groups.changed.connect(self._refresh)
        self.filter.textChanged.connect(self._refresh)
        self.filter.left_downwards.connect(self._enter_list)

    def show_claim(self, view: ClaimPage, *, is_other: bool) -> None:
        """Show a claim; the filter is kept while the same claim is read again."""
        self._items = view.timeline
        self._lines = len(view.ledger)
        if is_other:
            self.groups.set_current(ALL)
            self.filter.setText("")
        self.ledger.show_claim(view)
        self.plans.show_claim(view)
        self.terms.show_claim(view)
        self._plans = len(view.plans)
        self._refresh()

    def minimumSizeHint(self) -> QSize:
        """Be content with the choice of view above the filters: beside each other they need room, not a right to it."""
        parts = (self.views.sizeHint(), self.groups.sizeHint(), self.stack.minimumSizeHint())
        return QSize(max(part.width() for part in parts) + 2 * look.M, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the filters below the choice of view where both do not fit side by side."""
        super().resizeEvent(event)
        needed = self.views.sizeHint().width() + self.groups.sizeHint().width() + look.scaled(_FILTER_ROOM)
        is_narrow = needed > self.width()
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)

    def show_view(self, key: str) -> None:
        """Turn to 経過, 元帳, 弁済計画, 契約 or 変更履歴."""
        self.views.set_current(key)
        self.stack.setCurrentWidget(self._pages[key])
        is_timeline = key == "timeline"
        self.groups.setVisible(is_timeline)
        self.filter.setVisible(is_timeline)
        self._gap.setVisible(not is_timeline)
        self._show_count()
        self.view_changed.emit(key)

    def put_above_timeline(self, widget: QWidget) -> None:
        """Put the entry row above the timeline."""
        self._listed.insertWidget(0, widget)
        widget.show()

    def show_month(self, month: date) -> None:
        """Show the receipts of the timeline, the last one of the month in sight."""
        self.show_view("timeline")
        self.groups.set_current("入金")
        self.filter.setText("")
        self._refresh()
        items = self.timeline.items.items
        place = next((i for i, item in enumerate(items) if item.on.replace(day=1) <= month.replace(day=1)), 0)
        if items:
            self.timeline.setCurrentIndex(self.timeline.items.index(place))
            self.timeline.setFocus()

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the timeline."""
        self.show_view("timeline")
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _enter_list(self) -> None:
        self.timeline.setFocus()
        if not self.timeline.currentIndex().isValid() and self.timeline.items.items:
            self.timeline.setCurrentIndex(self.timeline.items.index(0))

    def _refresh(self) -> None:
        items = matching(self._items, self.groups.current(), self.filter.text())
        self.timeline.items.set_items(items)
        self.timeline.setCurrentIndex(QModelIndex())
        if not self._items:
            self.nothing.setText("まだ記録がありません。訪問、入金、手続が登録されると、新しい順に並びます。")
        else:
            self.nothing.setText("条件に合う記録はありません。「すべて」を選ぶと全件が出ます。")
        self.nothing.setVisible(not items)
        self._show_count()

    def _show_count(self) -> None:
        shown, all_of_them = len(self.timeline.items.items), len(self._items)
        words = {
            "timeline": f"{shown:,}件" if shown == all_of_them else f"{shown:,} / {all_of_them:,}件",
            "ledger": f"{self._lines:,}行",
            "plans": f"{self._plans:,}件",
        }
        self.count.setText(words.get(self.views.current(), ""))
