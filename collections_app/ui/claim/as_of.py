"""The as-of field: a day typed in any form; what is wrong with it is said while it is typed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from collections_app.domain.calendar import parse_date, short_era
from collections_app.domain.errors import DateError
from collections_app.ui import look

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_RELATIVE = re.compile(r"[tT]|今日|[+-]\d{1,5}", re.ASCII)
_WIDTH = 112
_EXAMPLE = "R7.3.31、2025/3/31、t（今日）、+7（7日後）のように入力し、Enterで表示します。↑↓で1日ずつ動きます。"


def why_not(text: str) -> str:
    """Return what is wrong with a typed day; nothing for a date, `t` (today) and `+7` (days from the day shown)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _RELATIVE.fullmatch(plain):
        return ""
    try:
        parse_date(plain)
    except DateError as error:
        return str(error)
    return ""


class AsOfField(QLineEdit):
    """On Enter `requested` hands over the typed text; `problem` says what is wrong, or nothing."""

    requested = Signal(object)
    problem = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setFixedWidth(look.scaled(_WIDTH))
        self.setAccessibleName("基準日")
        self.setToolTip(_EXAMPLE)
        self.setFont(look.number_font())
        self.textEdited.connect(self._check)
        self.returnPressed.connect(self._request)

    def show_day(self, day: date) -> None:
        """Show the day the page is of."""
        self._shown = short_era(day)
        self.setText(self._shown)
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        """Mark the field as wrong, or as right with an empty sentence."""
        self.setProperty("problem", "true" if sentence else "false")
        self.style().unpolish(self)
        self.style().polish(self)
        self.problem.emit(sentence)

    def is_changed(self) -> bool:
        """Return whether another day is typed than the one shown."""
        return self.text() != self._shown

    def undo_typing(self) -> None:
        """Put back the day shown."""
        self.setText(self._shown)
        self.show_problem("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step a day with the arrows; Esc puts back the day shown."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._step(step)
        elif event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.undo_typing()
        else:
            super().keyPressEvent(event)

    def _step(self, days: int) -> None:
        try:
            moved = parse_date(self.text()) + timedelta(days=days)
        except (DateError, OverflowError):
            return
        self.setText(short_era(moved))
        self.show_problem("")

    def _check(self, text: str) -> None:
        self.show_problem(why_not(text))

    def _request(self) -> None:
        sentence = why_not(self.text())
        self.show_problem(sentence)
        if not sentence:
            self.requested.emit(self.text())
