"""The list of people: one field finds by name, kana, telephone, address or number while one types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QWidget

from collections_app.ui import look
from collections_app.ui.people.columns import PEOPLE
from collections_app.ui.table.rows_model import RowsModel
from collections_app.ui.table.view import TableView
from collections_app.ui.widgets import Button, EmptyState, Label, column, row, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.ui.context import Context

_WAIT_MS = 120


class PeopleModel(RowsModel):
    """Rows of people by their numbers."""

    @staticmethod
    def _number_of(row: Any) -> str:
        return str(row.party_no)


class FindField(QLineEdit):
    """↓ and Enter go to the list; Esc empties the field."""

    left_downwards = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("氏名・カナ・電話・住所・番号の一部（2文字から）　F3")
        self.setAccessibleName("関係人を探す")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave downwards, or empty the field."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class PeopleList(QWidget):
    """`opened` tells the number of Enter or a double click."""

    opened = Signal(object)
    duplicates_requested = Signal()
    add_requested = Signal()
    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._is_read = False
        self._wanted = ""  # the person to put the keyboard on when the list comes
        self.field = FindField()
        self.model = PeopleModel(PEOPLE, context.jobs, context.desk.person_rows, self)
        self.table = TableView("関係人の一覧", compact=context.settings.compact)
        self.table.set_model(self.model)
        self.count = Label("", "soft")
        self.add, self.duplicates = Button("新しい関係人 Ctrl+N"), Button("重複の候補")
        self.empty = EmptyState("", "新しい関係人を登録", self.add_requested.emit)
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.reload)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setProperty("role", "card")
        frame.setLayout(column(self._body, margins=(1, look.XS, 1, look.XS)))
        top = row(title("関係人"), spacing=look.M)
        top.addWidget(self.field, 1)
        top.addWidget(self.duplicates)
        top.addWidget(self.add)
        layout = column(top, frame, self.count, margins=(look.L, look.M, look.L, look.S), spacing=look.S)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_text)
        self.field.left_downwards.connect(self.table.setFocus)
        self.table.opened.connect(self._on_opened)
        self.add.clicked.connect(self.add_requested)
        self.duplicates.clicked.connect(self.duplicates_requested)
        self._context.taste_changed.connect(self._wear_height)

    def enter(self) -> None:
        """Read what has not been read."""
        if not self._is_read:
            self.reload()

    def forget(self) -> None:
        """Read again when shown."""
        self._is_read = False

    def reload(self) -> None:
        """Find again."""
        self._is_read = True
        self._wanted = self.current_no() or self._wanted
        text = self.field.text().strip()
        work = partial(self._context.desk.person_numbers, text)
        self._context.jobs.read(work, partial(self._take, text), owner=self, topic="people")

    def focus_find(self) -> None:
        """Let a text be typed (F3)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def current_no(self) -> str:
        """Return the number of the person the keyboard is on."""
        at, numbers = self.table.current_row(), self.model.numbers()
        return numbers[at] if 0 <= at < len(numbers) else ""

    def return_to(self, text: str, party_no: str) -> None:
        """Go back to where one was."""
        self._wanted = party_no
        if text != self.field.text():
            self.field.setText(text)
        self._select(self.model.numbers())

    def _take(self, text: str, numbers: Sequence[str]) -> None:
        self.model.set_numbers(numbers)
        self.count.setText(f"{len(numbers):,}人")
        if not numbers:
            self.empty.sentence.setText(
                f"「{text}」に当たる関係人はいません。氏名・カナ・電話・住所・番号の一部を入れてください。"
                if text
                else "関係人がまだいません。主債務者・保証人・相続人などを登録すると、ここに並びます。"
            )
        self._body.setCurrentWidget(self.table if numbers else self.empty)
        self._select(numbers)
        self.changed.emit()

    def _select(self, numbers: Sequence[str]) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted and wanted in numbers:
            self.table.select_row(list(numbers).index(wanted))
        elif numbers and self.table.current_row() < 0:
            self.table.select_row(0)

    def _on_text(self) -> None:
        self._timer.start(_WAIT_MS)

    def _on_opened(self, at: int) -> None:
        self.opened.emit(self.model.numbers()[at])

    def _wear_height(self) -> None:
        self.table.set_compact(self._context.settings.compact)
