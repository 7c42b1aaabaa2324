"""One group of the page of the day: its name, how many there are and how many are late, its rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from collections_app.ui import look
from collections_app.ui.table import StaticTable
from collections_app.ui.today.columns import columns_for
from collections_app.ui.widgets import Chip, Label, LinkButton, column, row, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.day_work import WorkGroup, WorkItem
    from collections_app.domain.records import RecordRef

_ROWS = 8  # shown before a group scrolls by itself


class WorkSection(QWidget):
    """Enter opens, the space bar marks as done, + puts off; the arrows run over into the group above or below."""

    opened = Signal(object)  # a WorkItem
    done = Signal(object)
    postponed = Signal(object)
    list_requested = Signal(object)  # the group
    left = Signal(object, object)  # the group, and the step: -1 upwards, 1 downwards
    skipped = Signal(object, object)  # the same, where the rows in between are not wanted

    def __init__(self, group: WorkGroup) -> None:
        super().__init__()
        self.group = group
        self.heading = section(group.label)
        self.count = Label("", "soft")
        self.late = Chip()
        self.list_link = LinkButton("一覧で見る", f"{group.label}の求償権を一覧で見る")
        self.list_link.clicked.connect(lambda: self.list_requested.emit(group))
        self.table = StaticTable(group.label)
        self.setLayout(
            column(row(self.heading, self.count, self.late, None, self.list_link, spacing=look.M), self.table)
        )
        self.table.opened.connect(self.opened)
        self.table.view.installEventFilter(self)

    def show_items(self, items: Sequence[WorkItem], day: date, person: str) -> None:
        """Show the items of a day; those of others than the person say whose they are."""
        late = sum(item.is_late(day) for item in items)
        self.count.setText(f"{len(items):,}件")
        self.late.set_chip(f"超過 {late:,}件", "bad", "dot")
        self.late.setVisible(late > 0)
        self.list_link.setVisible(any(item.claim_no for item in items))
        self.table.set_rows(items, columns_for(self.group, day, person))
        self.fit()
        self.setVisible(bool(items))

    def fit(self) -> None:
        """Be as high as the rows need, up to a few."""
        self.table.fit_height(_ROWS)

    def items(self) -> list[WorkItem]:
        """Return the items in the order shown."""
        return self.table.model.rows()

    def current(self) -> WorkItem | None:
        """Return the item the keyboard is on."""
        at = self.table.view.current_row()
        return self.table.model.row_at(at) if 0 <= at < self.table.model.rowCount() else None

    def select(self, at: int) -> None:
        """Put the keyboard on a row, on the last one when there are fewer."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.view.select_row(max(0, min(at, self.table.model.rowCount() - 1)))
        self.table.view.scrollTo(self.table.view.currentIndex())

    def place_of(self, ref: RecordRef) -> int | None:
        """Return the row of a record, None when it is not here any more."""
        return next((at for at, item in enumerate(self.items()) if item.ref == ref), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the rows."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._takes(event):
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        key, item = event.key(), self.current()
        if item is not None and key == Qt.Key.Key_Space:
            self.done.emit(item)
        elif item is not None and key == Qt.Key.Key_Plus:
            self.postponed.emit(item)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._leaves(-1 if key == Qt.Key.Key_Up else 1, event)
        else:
            return False
        return True

    def _leaves(self, step: int, event: QKeyEvent) -> bool:
        """Go to the next group at the edge of this one, or at once with Ctrl."""
        at, last = self.table.view.current_row(), self.table.model.rowCount() - 1
        jumps = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if jumps:
            self.skipped.emit(self.group, step)
        elif at == (0 if step < 0 else last):
            self.left.emit(self.group, step)
        else:
            return False
        return True
