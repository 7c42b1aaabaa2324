"""The window as it is painted first: the frame of the shell, before anything heavier is imported.

Only PySide6 and `look` may be imported here; a test watches it. Nothing is drawn by a painter and no word is
written: either costs more than all the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMainWindow, QWidget

from collections_app.ui import look

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

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
        # a widget filled by a palette's role costs nothing here; the first pen of a painter costs fifteen milliseconds
        roles = [QPalette.ColorRole.Base] * 3 + [QPalette.ColorRole.Mid] * 3
        self._parts = [self._part(role) for role in roles]
        if not geometry or not self.restoreGeometry(QByteArray.fromBase64(QByteArray(geometry.encode()))):
            self.resize(*SIZE)

    def _part(self, role: QPalette.ColorRole) -> QWidget:
        part = QWidget(self)
        part.setBackgroundRole(role)
        part.setAutoFillBackground(True)
        return part

    def geometry_text(self) -> str:
        """Return place and size of the window, to be given back at the next start."""
        return bytes(self.saveGeometry().toBase64().data()).decode()

    def _frame(self) -> list[QRect]:
        top, keys = look.scaled(look.TOP_BAR_HEIGHT), look.scaled(look.KEY_BAR_HEIGHT)
        width, foot = self.width(), self.height() - keys
        return [
            QRect(0, 0, width, top - 1),
            QRect(0, top, self._rail - 1, foot - top),
            QRect(0, foot + 1, width, keys - 1),
            QRect(0, top - 1, width, 1),
            QRect(self._rail - 1, top, 1, foot - top),
            QRect(0, foot, width, 1),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay bars and hairlines where the shell will have them."""
        super().resizeEvent(event)
        for part, box in zip(self._parts, self._frame(), strict=False):
            part.setGeometry(box)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def fill(self, shell: QWidget) -> None:
        """Put the shell over the frame."""
        self.setCentralWidget(shell)
        for part in self._parts:
            part.deleteLater()
        self._parts.clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the parts of the program come to their end."""
        self.closing.emit()
        super().closeEvent(event)
