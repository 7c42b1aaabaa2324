"""Offered when a proceeding comes to nothing: its costs that are still claimed, chosen and taken back together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from collections_app.domain.action_costs import CostFate, CostsWanted
from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import ConsequencesError, moved_words, together
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.entry.moved_pane import MovedPane
from collections_app.ui.fields import LineField
from collections_app.ui.widgets import Button, CheckBox, Label, Segmented, clear, column, row, soft

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collections_app.domain.action_costs import ActionCosts
    from collections_app.domain.receipt_entry import Moved
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context
    from collections_app.ui.page import Handlers

_WIDTH = 620
_HOW = (
    "終わり方からみて、この手続の費用は債務者に求償できないことがあります。選んだ費用を、"
    "当方の負担にする（記録は残り、求償しない）か、支出そのものを取り消します。そのまま求償するものは選びません。"
)


class CostsSheet(QFrame):
    """Shows nothing where no cost is claimed any more. `changed` tells that it was opened or closed."""

    changed = Signal()

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._costs: ActionCosts | None = None
        self._is_busy = False
        self._before: QWidget | None = None
        self.setProperty("role", "entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("手続の費用の扱い")
        self.heading, self.about = Label("手続の費用の扱い", "section"), soft("")
        self.how, self.sum = soft(_HOW), Label("")
        self.boxes: dict[str, CheckBox] = {}
        self.fate = Segmented([(one.value, one.label) for one in CostFate], CostFate.BORNE.value, "費用の扱い")
        self.reason = LineField()
        self.reason.setAccessibleName("事由")
        self.said, self.moved = Label("", "problem"), MovedPane()
        self.register, self.leave = Button("登録 F9", primary=True), Button("求償を続ける Esc")
        self._lay_out()
        self.register.clicked.connect(self.submit)
        self.leave.clicked.connect(self.close_sheet)
        self.reason.returnPressed.connect(self.submit)
        self.moved.changed.connect(self.changed)
        page.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        for label in (self.about, self.how, self.said):
            label.setWordWrap(True)
        word = soft("事由(&R)")
        word.setBuddy(self.reason)
        self.lines = column(spacing=look.S)
        inside = QWidget()
        inside.setLayout(self.lines)
        place = QScrollArea()
        place.setWidgetResizable(True)
        place.setFrameShape(QFrame.Shape.NoFrame)
        place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        place.setWidget(inside)
        inside.setAutoFillBackground(False)
        place.viewport().setAutoFillBackground(False)
        why = row(word, self.reason, spacing=look.S)
        layout = column(self.heading, self.about, self.how, place, self.sum, row(self.fate, None), why, spacing=look.S)
        for item in (self.said, self.moved):
            layout.addWidget(item)
        layout.addLayout(row(self.register, self.leave, None, spacing=look.S))
        layout.setContentsMargins(look.L, look.M, look.L, look.M)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    # opening

    def offer(self, action_no: str) -> None:
        """Offer the costs of a proceeding, if any are still claimed."""
        work = partial(self._context.desk.costs_of_action, action_no)
        self._context.jobs.read(work, self._show, owner=self, topic="costs")

    def _show(self, costs: ActionCosts) -> None:
        if not costs.lines:
            return
        self._costs, self._is_busy = costs, False
        self._before = self._page.window().focusWidget()
        self.about.setText(costs.words)
        clear(self.lines)
        self.boxes = {}
        for line in costs.lines:
            what = f"{short_era(line.paid_on)}　{line.kind.label}　{show_yen(line.amount)}円"
            words = f"{what}　{line.claim_no}　{line.cost_no}"
            box = self.boxes[line.cost_no] = CheckBox(words, words)
            box.setChecked(True)
            box.toggled.connect(self._look)
            self.lines.addWidget(box)
        self.lines.addStretch(1)
        self.reason.setText(f"{costs.words}による")
        self.said.setText("")
        self._fit()
        self.show()
        self.raise_()
        next(iter(self.boxes.values())).setFocus()
        self._look()
        self.changed.emit()

    def close_sheet(self) -> None:
        """Leave the costs as they are."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self.changed.emit()

    # what is chosen

    def wanted(self) -> CostsWanted:
        """Return what is to become of the costs chosen."""
        assert self._costs is not None
        chosen = tuple(no for no, box in self.boxes.items() if box.isChecked())
        fate = CostFate(self.fate.current())
        return CostsWanted(self._costs.action_no, chosen, fate, self.reason.text(), self.moved.accepted())

    def _look(self) -> None:
        """Show what is chosen, and what receipts it would split otherwise."""
        wanted = self.wanted()
        assert self._costs is not None
        total = sum(line.amount for line in self._costs.lines if line.cost_no in wanted.cost_nos)
        self.sum.setText(f"選択 {len(wanted.cost_nos):,}件　{show_yen(total)}円")
        if wanted.cost_nos:
            work = partial(self._context.desk.moved_by_costs, wanted)
            self._context.jobs.read(work, self.moved.show_moved, self._refused, owner=self, topic="moved")
        else:
            self.moved.show_moved(())

    def submit(self) -> None:
        """Take the chosen costs back (F9)."""
        if self._is_busy or not self.isVisible():
            return
        if not self.moved.is_settled():
            self.moved.demand()
            return
        self._is_busy = True
        work = partial(self._context.desk.settle_costs, self.wanted())
        self._context.jobs.write(work, self._written, self._refused)

    def _written(self, done: list[Changes]) -> None:
        count = len(self.wanted().cost_nos)
        self.close_sheet()
        self._context.changed(done[-1], *done[:-1])
        what = f"費用 {count:,}件を「{CostFate(self.fate.current()).label}」で登録しました。"
        moved = moved_words(together(one for changes in done for one in changes.moved))
        self._context.say(f"{what}{moved}　Ctrl+Zで元に戻せます。")

    def _refused(self, error: Exception) -> None:
        self._is_busy = False
        self.said.setText(str(error))
        if isinstance(error, ConsequencesError):
            moved: tuple[Moved, ...] = error.moved
            self.moved.show_moved(moved)
            self.moved.demand()

    def handlers(self) -> Handlers:
        """Return what can be done while it is open."""
        if not self.isVisible():
            return {}
        found: Handlers = {ActionId.REGISTER: self.submit, ActionId.CLOSE: self.close_sheet}
        if self.moved.moved:
            found[ActionId.ACCEPT] = self.moved.turn
        return found

    # place

    def _fit(self) -> None:
        page = self._page
        width = min(look.scaled(_WIDTH), page.width() - 2 * look.S)
        self.setGeometry(page.width() - width - look.S, look.S, width, page.height() - 2 * look.S)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the right edge of the page."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the costs as they are; the arrows go from cost to cost."""
        steps = {Qt.Key.Key_Down: True, Qt.Key.Key_Up: False}
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif Qt.Key(event.key()) in steps:
            self.focusNextPrevChild(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.submit()
        else:
            super().keyPressEvent(event)
