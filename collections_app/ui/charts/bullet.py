"""The bullet bar: a value as a thin bar, the plan as a mark across it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_app.ui import look

_BAR = 6
_MARK = 12
_HEADROOM = 1.15


class BulletBar(QWidget):
    """A value against its plan. Without a plan nothing is drawn, and the room is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = 0
        self._plan: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.theme().changed.connect(self.update)

    def show_value(self, value: int, plan: int | None) -> None:
        """Draw another value and plan."""
        self._value, self._plan = value, plan
        self.setAccessibleName("計画なし" if plan is None else f"計画 {plan:,} に対して {value:,}")
        self.update()

    def shares(self) -> tuple[float, float]:
        """Return how far the bar and the mark reach, from 0 to 1."""
        if not self._plan or self._plan < 0:
            return 0.0, 0.0
        whole = max(self._value, self._plan) * _HEADROOM
        return max(self._value, 0) / whole, self._plan / whole

    def sizeHint(self) -> QSize:
        """Be thin."""
        return QSize(look.scaled(120), look.scaled(_MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, bar and mark."""
        del event
        if not self._plan:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = look.scaled(_BAR)
        track = QRectF(0, (self.height() - height) / 2, self.width(), height)
        bar, mark = self.shares()
        painter.setBrush(look.ink("line"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        painter.setBrush(look.ink("accent"))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), track.width() * bar, height), height / 2, height / 2)
        painter.setBrush(look.ink("text"))
        painter.drawRect(QRectF(round(self.width() * mark) - 1, 0, 2, self.height()))
        painter.end()
