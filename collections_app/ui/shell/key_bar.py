"""The function-key bar: the keys the page really has, and its status at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy

from collections_app.ui import look
from collections_app.ui.widgets import clear, row, soft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.ui.actions import ActionId, ActionSpec


class KeyButton(QAbstractButton):
    """A key and what it does; a click does the same. The keyboard has the key itself, so it is no tab stop."""

    def __init__(self, spec: ActionSpec) -> None:
        super().__init__()
        self.spec = spec
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(spec.short)
        self.setAccessibleName(f"{spec.shortcut} {spec.text}")
        self.setToolTip(spec.text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _widths(self) -> tuple[int, int]:
        key = QFontMetrics(look.number_font(11)).horizontalAdvance(self.spec.shortcut) + 10
        return key, QFontMetrics(look.text_font(look.HINT)).horizontalAdvance(self.spec.short)

    def sizeHint(self) -> QSize:
        """Take the room of key and word."""
        key, word = self._widths()
        return QSize(key + look.XS + word + 2, look.scaled(look.L) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key as a key, and the word."""
        del event
        palette = look.colors()
        key, word = self._widths()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cap = QRectF(0.5, 2.5, key - 1, self.height() - 5)
        painter.setPen(QPen(QColor(palette.line_strong), 1))
        painter.setBrush(QColor(palette.hover if self.underMouse() else palette.surface))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(QColor(palette.text))
        painter.setFont(look.number_font(11))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self.spec.shortcut)
        painter.setFont(look.text_font(look.HINT))
        painter.setPen(QColor(palette.text if self.underMouse() else palette.soft))
        room = QRectF(key + look.XS, 0, word + 2, self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.spec.short)
        painter.end()


class KeyBar(QFrame):
    """The bar at the bottom of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "keys")
        self.setFixedHeight(look.KEY_BAR_HEIGHT)
        self._keys = row(spacing=14)
        self._buttons: list[KeyButton] = []
        self._status = soft()
        self.setLayout(row(self._keys, None, self._status, margins=(look.L, 0, look.L, 0)))

    def set_keys(self, specs: Sequence[ActionSpec]) -> list[KeyButton]:
        """Show keys; the buttons are returned for their clicks."""
        clear(self._keys)
        self._buttons = [KeyButton(spec) for spec in specs]
        for button in self._buttons:
            self._keys.addWidget(button)
        return self._buttons

    def shown(self) -> list[ActionId]:
        """Return the actions whose keys are shown."""
        return [button.spec.id for button in self._buttons]

    def set_status(self, text: str) -> None:
        """Show the status."""
        self._status.setText(text)

    def status(self) -> str:
        """Return the status shown."""
        return self._status.text()

    def rescale(self) -> None:
        """Follow the font scale."""
        self.setFixedHeight(look.scaled(look.KEY_BAR_HEIGHT))
