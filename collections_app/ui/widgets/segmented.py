"""A row of words of which one is chosen; one tab stop, ← and → choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_app.ui import look

if TYPE_CHECKING:
    from collections.abc import Sequence


class Segmented(QWidget):
    """Words side by side in one frame. `changed` tells the key chosen by the person, never by the program."""

    changed = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]] = (), current: str = "", name: str = "") -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name = name
        self._options: list[tuple[str, str]] = []
        self._current = ""
        self.set_options(options, current)

    def set_options(self, options: Sequence[tuple[str, str]], current: str | None = None) -> None:
        """Offer pairs of key and word; the current key is kept where it is still offered."""
        self._options = list(options)
        wanted = self._current if current is None else current
        keys = [key for key, _ in self._options]
        self._current = wanted if wanted in keys else (keys[0] if keys else "")
        self._announce()
        self.updateGeometry()
        self.update()

    def current(self) -> str:
        """Return the chosen key."""
        return self._current

    def set_current(self, key: str) -> None:
        """Choose a key without telling anybody."""
        self._current = key
        self._announce()
        self.update()

    def _announce(self) -> None:
        word = next((word for key, word in self._options if key == self._current), "")
        self.setAccessibleName(f"{self._name}: {word}" if self._name else word)

    def _widths(self) -> list[int]:
        # measured in bold, so that nothing moves when the choice does
        metrics = QFontMetrics(look.text_font(bold=True))
        return [metrics.horizontalAdvance(word) + 2 * 11 for _, word in self._options]

    def sizeHint(self) -> QSize:
        """Take the room of the words."""
        return QSize(sum(self._widths()) + 1, look.scaled(26))

    def minimumSizeHint(self) -> QSize:
        """Never cut a word."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the chosen ground, the words."""
        del event
        palette = look.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 6, 6)
        painter.fillPath(outline, QColor(palette.surface))
        painter.setClipPath(outline)
        left = 0.0
        for index, ((key, word), width) in enumerate(zip(self._options, self._widths(), strict=True)):
            chosen = key == self._current
            cell = QRectF(left, 0, width, self.height())
            if chosen:
                painter.fillRect(cell, QColor(palette.accent_soft))
            painter.setFont(look.text_font(bold=chosen))
            painter.setPen(QColor(palette.accent if chosen else palette.soft))
            painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), word)
            if index:
                painter.setPen(QColor(palette.line_strong))
                painter.drawLine(int(left), 0, int(left), self.height())
            left += width
        painter.setClipping(False)
        painter.setPen(QPen(QColor(palette.accent), 2) if self.hasFocus() else QPen(QColor(palette.line_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5) if self.hasFocus() else frame, 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the word under the mouse."""
        left = 0
        for (key, _), width in zip(self._options, self._widths(), strict=True):
            if left <= event.position().x() < left + width:
                self._choose(key)
            left += width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the word at the left or right."""
        keys = [key for key, _ in self._options]
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        self._choose(keys[max(0, min(len(keys) - 1, keys.index(self._current) + step))])

    def _choose(self, key: str) -> None:
        if key != self._current:
            self.set_current(key)
            self.changed.emit(key)
