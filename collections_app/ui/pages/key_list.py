"""A list of lines in a popover in which single keys do things."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget

from collections_app.ui import look

Press = tuple[Qt.Key, Qt.KeyboardModifier]
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ENTER = (Qt.Key.Key_Return, NONE)
_GAP = 3  # pixels around a line


class KeyList(QListWidget):
    """`keys` tells what a key does; everything else moves in the list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.keys: dict[Press, Callable[[], None]] = {}
        self.setAccessibleName(name)
        self.setSpacing(_GAP)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # letters are keys here
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda: self._do(ENTER))

    def fit(self, most: int) -> None:
        """Be as high as the lines, `most` at most."""
        line = max(self.sizeHintForRow(0), look.scaled(look.BODY)) + 2 * _GAP
        self.setFixedHeight(line * max(1, min(most, self.count())) + 2 * _GAP)

    def _do(self, press: Press) -> bool:
        wanted = self.keys.get(press)
        if wanted is not None:
            wanted()
        return wanted is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key says."""
        key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
        if not self._do((key, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)):
            super().keyPressEvent(event)
