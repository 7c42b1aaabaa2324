"""Above a form whose record somebody else changed meanwhile: what was taken over from them, what is to be chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from collections_app.ui import look
from collections_app.ui.claim.prose import Prose
from collections_app.ui.entry.side_by_side import SideBySide
from collections_app.ui.widgets import clear, column

if TYPE_CHECKING:
    from collections_app.domain.history import ConflictView, FieldChange
    from collections_app.domain.records import Record

_EMPTY = "（空欄）"


class ConflictPanel(QFrame):
    """`chosen` tells a column and the value taken for it; the form below goes on showing all of the record."""

    chosen = Signal(str, object)
    left = Signal()  # on to the form
    submitted = Signal()
    reached = Signal(QWidget)  # the question the keyboard came to

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.setAccessibleName("ほかの人の変更との違い")
        self.rows: list[SideBySide] = []
        self.body = column(spacing=look.XS, margins=(look.M, 0, look.M, look.S))
        self.setLayout(self.body)
        self.hide()

    def show_conflict(self, view: ConflictView) -> None:
        """Say who changed the record, what was taken over from them, and ask about the rest."""
        self.forget()
        who = f"（{view.who}）" if view.who else ""
        self.body.addWidget(Prose(f"開いたあとに、ほかの人がこの記録を変更しました{who}。", "warn", bold=True))
        for field in view.taken:
            self.body.addWidget(Prose(_taken(field), "soft"))
        if view.contested:
            self.body.addWidget(Prose("次の欄は両方で変わっています。←→か1・2で選び、F9で登録してください。"))
        else:
            self.body.addWidget(Prose("自分の入力と合わせました。下の内容を確かめ、F9で登録してください。"))
        for contested in view.contested:
            row = SideBySide(contested)
            row.chosen.connect(partial(self.chosen.emit, contested.field.column))
            row.stepped.connect(partial(self._step, row))
            row.submitted.connect(self.submitted)
            self.rows.append(row)
            self.body.addWidget(row)
        self.show()

    def forget(self) -> None:
        """Be empty and out of sight."""
        clear(self.body)
        self.rows = []
        self.hide()

    def undecided(self) -> SideBySide | None:
        """Return the first question nobody answered."""
        return next((row for row in self.rows if not row.choice), None)

    def follow(self, record: Record) -> None:
        """Hear what the form holds by now."""
        for row in self.rows:
            row.follow(record[row.contested.field.column])

    def enter(self, row: SideBySide) -> None:
        """Put the keyboard on a question."""
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self.reached.emit(row)

    def _step(self, row: SideBySide, is_on: bool) -> None:
        following = self.rows.index(row) + (1 if is_on else -1)
        if following >= len(self.rows):
            self.left.emit()
        elif following >= 0:
            self.enter(self.rows[following])


def _taken(field: FieldChange) -> str:
    who = f"　{field.who}" if field.who else ""
    return f"取り入れました　{field.heading}: {field.before or _EMPTY} → {field.after or _EMPTY}{who}"
