"""The navigation: icon, word, a badge where something is counted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy

from collections_app.ui import icons, look
from collections_app.ui.widgets import IconButton, column, row

_HEIGHT = 31


class RailButton(QAbstractButton):
    """One page of the navigation."""

    def __init__(self, key: str, word: str, icon: str) -> None:
        super().__init__()
        self.key = key
        self._icon = icon
        self.setText(word)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(word)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.badge = ""

    def set_badge(self, text: str) -> None:
        """Show a count at the right."""
        self.badge = text
        self.setAccessibleName(f"{self.text()} {text}件" if text else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        """Take a row."""
        return QSize(look.RAIL_COLLAPSED - look.L, look.scaled(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, word and badge."""
        del event
        palette = look.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(palette.accent_soft if self.isChecked() else palette.hover))
            painter.drawRoundedRect(box, 6, 6)
        token = "accent" if self.isChecked() else "soft"
        picture = icons.pixmap(self._icon, token, look.ICON, self.devicePixelRatioF())
        painter.drawPixmap(look.S + 1, (self.height() - look.ICON) // 2, picture)
        if self.width() > look.RAIL_COLLAPSED:
            self._paint_word(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_word(self, painter: QPainter) -> None:
        palette = look.colors()
        painter.setFont(look.text_font(bold=self.isChecked()))
        painter.setPen(QColor(palette.accent if self.isChecked() else palette.soft))
        left = look.S + look.ICON + look.S
        room = QRect(left, 0, self.width() - left - look.S, self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        if self.badge:
            painter.setFont(look.number_font(look.HINT))
            width = max(22, painter.fontMetrics().horizontalAdvance(self.badge) + 14)
            pill = QRectF(self.width() - width - look.S, (self.height() - 18) / 2, width, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.neutral_soft))
            painter.drawRoundedRect(pill, 9, 9)
            painter.setPen(QColor(palette.soft))
            painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), self.badge)


class Rail(QFrame):
    """The pages one below the other; folds to icons, whose words are then tooltips."""

    chosen = Signal(str)
    fold_requested = Signal()

    def __init__(self, entries: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setAccessibleName("ナビゲーション")
        self.buttons = {key: RailButton(key, word, icon) for key, word, icon in entries}
        for button in self.buttons.values():
            button.clicked.connect(self._on_clicked)
        self._fold = IconButton("layout-sidebar-left-collapse", "ナビゲーションをたたむ (Ctrl+B)")
        self._fold.clicked.connect(self.fold_requested)
        self.setLayout(
            column(
                *self.buttons.values(),
                None,
                row(self._fold, None),
                spacing=3,
                margins=(look.S, 10, look.S, look.S),
            )
        )
        self.set_collapsed(collapsed=False)

    def set_current(self, key: str) -> None:
        """Light the page shown."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def clear_current(self) -> None:
        """Light no page: none is shown."""
        for button in self.buttons.values():
            button.setAutoExclusive(False)
            button.setChecked(False)
            button.setAutoExclusive(True)

    def set_collapsed(self, *, collapsed: bool) -> None:
        """Fold to icons or unfold."""
        self.setFixedWidth(look.RAIL_COLLAPSED if collapsed else look.scaled(look.RAIL_WIDTH))
        for button in self.buttons.values():
            button.setToolTip(button.text() if collapsed else "")
        if collapsed:
            self._fold.set_icon("layout-sidebar-left-expand", "ナビゲーションを開く (Ctrl+B)")
        else:
            self._fold.set_icon("layout-sidebar-left-collapse", "ナビゲーションをたたむ (Ctrl+B)")

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, RailButton):
            self.chosen.emit(button.key)
