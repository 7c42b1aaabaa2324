"""Who takes over: everybody with what they have before and after; the space bar chooses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from collections_app.domain.reassigning import SplitBy
from collections_app.ui import look
from collections_app.ui.table import StaticTable
from collections_app.ui.table.column import Column
from collections_app.ui.widgets import Segmented, column, hint, row, soft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.reassigning import Share


class TakerTable(QWidget):
    """`changed` tells that other people take over, or by another measure; `refused` says why somebody cannot."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._day = date.min
        self._takers: list[str] = []
        self.by = Segmented([(by.value, by.label) for by in SplitBy], SplitBy.COUNT.value, "均等にするもの")
        self.by.changed.connect(lambda _: self.changed.emit())
        self.table = StaticTable("受け取る人")
        self.table.view.installEventFilter(self)
        self.table.opened.connect(self.toggle)
        keys = hint(
            "受け取る人の行でスペースを押します。数人を選ぶと均等に分けます。同じ主債務者の求償権は分けません。"
        )
        keys.setWordWrap(True)
        top = row(soft("均等にするもの"), self.by, spacing=look.M)
        top.addWidget(keys, 1)
        layout = column(top, self.table)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.table)

    def takers(self) -> tuple[str, ...]:
        """Return the numbers of those who take over, in the order they were chosen."""
        return tuple(self._takers)

    def split_by(self) -> SplitBy:
        """Return what is to be even."""
        return SplitBy(self.by.current())

    def forget(self) -> None:
        """Choose nobody."""
        self._takers.clear()

    def show_shares(self, shares: Sequence[Share], day: date) -> None:
        """Show what everybody has before and after; who has left and has nothing is not shown."""
        self._day = day
        at = self.table.view.current_row()
        shown = [one for one in shares if one.person.count or one.count or one.person.may_take(day)]
        self.table.set_rows(shown, self._columns())
        if shown:
            self.table.view.select_row(max(0, min(at, len(shown) - 1)))

    def toggle(self, share: Share) -> None:
        """Let a person take over, or not."""
        person = share.person
        if person.staff_no in self._takers:
            self._takers.remove(person.staff_no)
        elif not person.may_take(self._day):
            self.refused.emit(f"{person.name} は在籍を終えているため、受け取れません。")
            return
        else:
            self._takers.append(person.staff_no)
        self.changed.emit()

    def _columns(self) -> tuple[Column, ...]:
        def tone(share: Share) -> str:
            return "accent" if share.is_changed else ""

        return (
            Column("takes", "受け取る", "text", 84, self._mark, tone=lambda _: "accent", is_sortable=False),
            Column("name", "氏名", "text", 140, lambda one: one.person.name, least=104),
            Column("section", "課", "text", 150, lambda one: one.person.section, least=104),
            Column(
                "until", "在籍終了日", "date", 100, lambda one: one.person.active_until, tone=self._leaving, least=84
            ),
            Column("count", "件数 前", "count", 84, lambda one: one.person.count, least=64),
            Column("count_after", "件数 後", "count", 84, lambda one: one.count, tone=tone, least=64),
            Column("principal", "元金残高 前 円", "yen", 140, lambda one: one.person.principal, least=120),
            Column("principal_after", "元金残高 後 円", "yen", 140, lambda one: one.principal, tone=tone, least=120),
        )

    def _mark(self, share: Share) -> str:
        return "✓ 受け取る" if share.person.staff_no in self._takers else ""

    def _leaving(self, share: Share) -> str:
        return "" if share.person.may_take(self._day) else "bad"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose by the space bar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            at = self.table.view.current_row()
            if at >= 0:
                self.toggle(self.table.model.row_at(at))
            return True
        return super().eventFilter(watched, event)
