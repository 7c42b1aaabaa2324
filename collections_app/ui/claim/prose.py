"""Prose: plain text that wraps anywhere, set with a line height in which it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_app.ui import look

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

LINE_HEIGHT = 1.4
_LEAST = 40


def line_height(font: QFont) -> int:
    """Return the distance of two base lines in pixels."""
    return round(font.pixelSize() * LINE_HEIGHT)


def wrapped(text: str, font: QFont, width: int) -> list[str]:
    """Return the lines a text takes at a width; line breaks are kept, anything may be parted."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, _LEAST))
            lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
    return lines


def paint_lines(painter: QPainter, lines: list[str], left: float, top: float) -> None:
    """Draw lines one below the other in the painter's font and pen."""
    metrics = painter.fontMetrics()
    height = line_height(painter.font())
    base = top + (height + metrics.ascent() - metrics.descent()) / 2
    for place, line in enumerate(lines):
        painter.drawText(QPointF(left, base + place * height), line)


class Prose(QWidget):
    """A wrapped text; it is never cut."""

    def __init__(self, text: str, color: str = "text", *, bold: bool = False) -> None:
        super().__init__()
        self._text = text
        self._color = color
        self._bold = bold
        self._heights: dict[int, int] = {}  # by width: layouts ask for the same again and again
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)
        look.theme().changed.connect(self._restyle)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def heightForWidth(self, width: int) -> int:
        """Return the height the text takes at a width."""
        if width not in self._heights:
            font = look.text_font(bold=self._bold)
            self._heights[width] = line_height(font) * len(wrapped(self._text, font, width))
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Ask for the text in one line."""
        font = look.text_font(bold=self._bold)
        return QSize(QFontMetrics(font).horizontalAdvance(self._text) + look.XS, line_height(font))

    def minimumSizeHint(self) -> QSize:
        """Be content with a few characters a line."""
        return QSize(_LEAST, line_height(look.text_font()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        del event
        painter = QPainter(self)
        painter.setFont(look.text_font(bold=self._bold))
        painter.setPen(look.ink(self._color))
        paint_lines(painter, wrapped(self._text, painter.font(), self.width()), 0, 0)
        painter.end()

    def _restyle(self) -> None:
        self._heights.clear()
        self.updateGeometry()
        self.update()
