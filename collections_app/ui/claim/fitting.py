"""Texts that are set smaller rather than cut: a debtor's name, an amount."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_app.ui import look
from collections_app.ui.widgets import Label, column

_NAME_SIZES = (look.TITLE, look.SECTION, look.BODY, look.HINT)
_AMOUNT_SIZES = (look.FIGURE - look.XS, look.TITLE, look.SECTION, look.BODY, look.HINT)
_NAME_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWrapAnywhere)
_AMOUNT_FLAGS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEAST = 160


class FittingName(QWidget):
    """A name in the title's size; a long one is smaller, a very long one takes two lines."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.theme().changed.connect(self.update)

    def text(self) -> str:
        """Return the name as recorded."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show another name."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the width of the whole name in one line."""
        metrics = QFontMetrics(look.text_font(look.TITLE, bold=True))
        return QSize(metrics.horizontalAdvance(self._text) + look.XS, look.scaled(look.TITLE) + look.M)

    def minimumSizeHint(self) -> QSize:
        """Give way to the amounts."""
        return QSize(min(self.sizeHint().width(), look.scaled(_LEAST)), self.sizeHint().height())

    def font_size(self) -> int:
        """Return the size (pixels) the name is set in."""
        for size in _NAME_SIZES:
            metrics = QFontMetrics(look.text_font(size, bold=True))
            lines = 1 if size >= look.SECTION else max(self.height() // metrics.lineSpacing(), 1)
            # a line of full-width characters never fills up to its last pixel
            if metrics.horizontalAdvance(self._text) <= (self.width() - (lines - 1) * size) * lines:
                return size
        return _NAME_SIZES[-1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name."""
        del event
        painter = QPainter(self)
        painter.setFont(look.text_font(self.font_size(), bold=True))
        painter.setPen(look.ink("text"))
        painter.drawText(QRectF(self.rect()), _NAME_FLAGS, self._text)
        painter.end()


class FittingAmount(QWidget):
    """An amount in large tabular digits, aligned right; a long one is smaller."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.theme().changed.connect(self.update)

    def text(self) -> str:
        """Return the amount as shown."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show another amount."""
        self._text = text
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the amount in its largest size."""
        return QSize(self._advance(self._font(_AMOUNT_SIZES[0])) + 1, look.scaled(look.FIGURE))

    def minimumSizeHint(self) -> QSize:
        """Never be narrower than the amount in the smallest size."""
        return QSize(self._advance(self._font(_AMOUNT_SIZES[-1])) + 1, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the amount."""
        del event
        painter = QPainter(self)
        fonts = [self._font(size) for size in _AMOUNT_SIZES]
        painter.setFont(next((font for font in fonts if self._advance(font) <= self.width()), fonts[-1]))
        painter.setPen(look.ink("text"))
        painter.drawText(QRectF(self.rect()), _AMOUNT_FLAGS, self._text)
        painter.end()

    @staticmethod
    def _font(size: int) -> QFont:
        return look.number_font(size, bold=True)

    def _advance(self, font: QFont) -> int:
        return QFontMetrics(font).horizontalAdvance(self._text)


class AmountColumn(QWidget):
    """A caption with its amount below, both aligned right."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.caption = Label(caption, "hint")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.amount = FittingAmount()
        self.setLayout(column(self.caption, self.amount, spacing=2))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_amount(self, yen: str, caption: str = "") -> None:
        """Show another amount, perhaps under another caption."""
        if caption:
            self.caption.setText(caption)
        self.amount.show_text(yen)
        self.setAccessibleName(f"{self.caption.text()} {yen}円")
