"""The window as it is painted first: the frame of the shell, before anything heavier is imported.

Only PySide6 and `look` may be imported here; a test watches it. No word is written: fonts cost more than all the rest,
and so does the namespace of Qt's enumerations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMainWindow

from collections_app.ui import look

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

SIZE = (1366, 768)
LEAST = (960, 560)


class FirstWindow(QMainWindow):
    """Paints the frame, tells `painted`, and is then filled with the shell."""

    painted = Signal()
    closing = Signal()

    def __init__(self, geometry: str = "", *, rail_collapsed: bool = False) -> None:
        super().__init__()
        self.setWindowTitle("求償権管理")
        self.setMinimumSize(*LEAST)
        self._rail = look.RAIL_COLLAPSED if rail_collapsed else look.scaled(look.RAIL_WIDTH)
        self._is_painted = False
        if not geometry or not self.restoreGeometry(QByteArray.fromBase64(QByteArray(geometry.encode()))):
            self.resize(*SIZE)

    def geometry_text(self) -> str:
        """Return place and size of the window, to be given back at the next start."""
        return bytes(self.saveGeometry().toBase64().data()).decode()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame where the shell will be."""
        super().paintEvent(event)
        if self._is_painted:
            return
        self._is_painted = True
        painter = QPainter(self)
        top, keys = look.scaled(look.TOP_BAR_HEIGHT), look.scaled(look.KEY_BAR_HEIGHT)
        bars = (
            QRect(0, 0, self.width(), top),
            QRect(0, top, self._rail, self.height() - top - keys),
            QRect(0, self.height() - keys, self.width(), keys),
        )
        for bar in bars:
            painter.fillRect(bar, look.ink("surface"))
        painter.setPen(look.ink("line"))
        painter.drawLine(0, top - 1, self.width(), top - 1)
        painter.drawLine(self._rail - 1, top, self._rail - 1, self.height() - keys)
        painter.drawLine(0, self.height() - keys, self.width(), self.height() - keys)
        painter.end()
        QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the parts of the program come to their end."""
        self.closing.emit()
        super().closeEvent(event)
