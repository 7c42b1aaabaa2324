"""A place whose inside may change without the window around it being laid out anew."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Still(QWidget):
    """Holds one widget that fills it. A layout would pass every sentence that grows up to all the other pages."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        inner.setParent(self)
        self.setFocusProxy(inner)

    def sizeHint(self) -> QSize:
        """Ask for the room of the inside."""
        return self._inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Need the room of the inside."""
        return self._inner.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the inside fill the place."""
        super().resizeEvent(event)
        self._inner.resize(self.size())
