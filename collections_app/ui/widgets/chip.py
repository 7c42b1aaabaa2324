"""Chips: a word with a shape on a soft ground. Status is never said by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from collections_app.domain.codes import ClaimStatus
from collections_app.ui import look

_PAD = 7
_HEIGHT = 18
_SHAPE = 14


def chip_size(text: str, shape: str = "") -> QSize:
    """Return the room a chip takes."""
    metrics = QFontMetrics(look.text_font(look.HINT))
    width = metrics.horizontalAdvance(text) + 2 * _PAD + (_SHAPE if shape else 0)
    return QSize(width, max(look.scaled(_HEIGHT), metrics.height() + 2))


def paint_chip(
    painter: QPainter, rect: QRect, text: str, tone: str = "", shape: str = "", *, grounded: bool = True
) -> None:
    """Draw a chip at the left of `rect`, in its middle; without its ground where there is one already."""
    pen, ground = look.colors().tone(tone)
    size = chip_size(text, shape)
    box = QRectF(rect.left(), rect.center().y() - size.height() / 2 + 1, min(size.width(), rect.width()), size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    if grounded:
        painter.drawRoundedRect(box, look.SMALL_RADIUS, look.SMALL_RADIUS)
    left = box.left() + _PAD
    if shape:
        _paint_shape(painter, QRectF(left, box.center().y() - 5, 10, 10), shape, QColor(pen))
        left += _SHAPE
    painter.setPen(QColor(pen))
    painter.setFont(look.text_font(look.HINT))
    room = QRectF(left, box.top(), box.right() - left - 2, box.height())
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    painter.restore()


def _paint_shape(painter: QPainter, box: QRectF, shape: str, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if shape == "dot":
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape == "square":
        painter.drawRect(box.adjusted(1, 1, -1, -1))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1.5))
        if shape == "frame":
            painter.drawRect(box.adjusted(1.5, 1.5, -1.5, -1.5))
        else:
            points = [QPointF(1, 5.5), QPointF(4, 8.5), QPointF(9.5, 2)]
            painter.drawPolyline(QPolygonF([point + box.topLeft() for point in points]))


class Chip(QWidget):
    """A word on a soft ground; `tone` is good, warn, bad, info, accent or empty."""

    def __init__(self, text: str = "", tone: str = "", shape: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text = ""
        self._tone = ""
        self._shape = ""
        self.set_chip(text, tone, shape)

    def text(self) -> str:
        """Return the word."""
        return self._text

    def set_chip(self, text: str, tone: str = "", shape: str = "") -> None:
        """Show another word, tone and shape."""
        self._text, self._tone, self._shape = text, tone, shape
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of the word."""
        return chip_size(self._text, self._shape)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        del event
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._text, self._tone, self._shape)
        painter.end()


class StatusChip(Chip):
    """The status of a claim: ● 進行中, ■ 管理事務停止, □ 求償権整理, ✓ 完済."""

    def __init__(self, status: ClaimStatus = ClaimStatus.ACTIVE) -> None:
        super().__init__()
        self.set_status(status)

    def set_status(self, status: ClaimStatus) -> None:
        """Show another status."""
        self.set_chip(status.label, look.STATUS_TONES[status], look.STATUS_SHAPES[status])


class RemovableChip(QPushButton):
    """A condition in force, taken away by a click: 「状態 = 進行中 ×」."""

    removed = Signal(str)

    def __init__(self, key: str, text: str, tone: str = "accent") -> None:
        super().__init__()
        self.key = key
        self._text = text
        self._tone = tone
        self.setAutoDefault(False)
        self.setAccessibleName(f"条件を外す: {text}")
        self.setToolTip("条件を外す")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.removed.emit(self.key)

    def sizeHint(self) -> QSize:
        """Take the room of the word and the cross."""
        return chip_size(f"{self._text} ×") + QSize(2, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip, with a ring when focused."""
        del event
        painter = QPainter(self)
        paint_chip(painter, self.rect(), f"{self._text} ×", self._tone)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.ink("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
