"""A name whose reading is taken from what the IME was given, so that kana need not be typed a second time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collections_app.domain.columns import Column
from collections_app.ui.fields.cell import CellEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent

_KANA = re.compile(r"[ぁ-ゖァ-ヺー・　 ]+")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


class NameEdit(CellEdit):
    """`read_aloud` tells the katakana of what was just put in by the IME."""

    read_aloud = Signal(str)

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._preedit = ""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember the kana while they are composed, and tell them when the text is committed."""
        if event.commitString():
            reading = event.commitString() if _KANA.fullmatch(event.commitString()) else self._preedit
            self._preedit = ""
            super().inputMethodEvent(event)
            if reading:
                self.read_aloud.emit(reading.translate(_TO_KATAKANA))
            return
        if _KANA.fullmatch(event.preeditString()):
            self._preedit = event.preeditString()
        elif not event.preeditString():  # taken back
            self._preedit = ""
        super().inputMethodEvent(event)
