"""Labels: always plain text, because stored text must never become HTML."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from collections_app.ui import look


class Label(QLabel):
    """A plain-text label. `role` is body, soft, hint, section, title, problem or key."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setText(text)

    def set_role(self, role: str) -> None:
        """Change the role and restyle."""
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)


class NumberLabel(QLabel):
    """An amount, code or date in tabular digits; `color` names its palette token."""

    def __init__(self, text: str = "", size: int = look.BODY, *, bold: bool = False, color: str = "text") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size = size
        self._bold = bold
        self._color = color
        self._restyle()
        look.theme().changed.connect(self._restyle)
        self.setText(text)

    def set_color(self, color: str) -> None:
        """Colour the number with another palette token."""
        self._color = color
        self._restyle()

    def _restyle(self) -> None:
        size = look.scaled(self._size)
        weight = 700 if self._bold else 400
        ink = getattr(look.colors(), self._color)
        self.setStyleSheet(
            f'font-family: "{look.NUMBER_FAMILY}"; font-size: {size}px; font-weight: {weight}; color: {ink};'
        )


class ElidedLabel(QWidget):
    """One line of plain text that ends in … where there is no room; the whole text is the tooltip."""

    def __init__(self, text: str = "", color: str = "text", size: int = look.BODY, *, bold: bool = False) -> None:
        super().__init__()
        self._text = ""
        self._color = color
        self._size = size
        self._bold = bold
        self.setText(text)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the width of the whole text."""
        metrics = QFontMetrics(look.text_font(self._size, bold=self._bold))
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Be content with a few characters."""
        return QSize(look.XL, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, elided at the right."""
        del event
        painter = QPainter(self)
        painter.setFont(look.text_font(self._size, bold=self._bold))
        painter.setPen(QColor(getattr(look.colors(), self._color)))
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Show the whole text as a tooltip only where it is cut."""
        if event.type() == QEvent.Type.ToolTip:
            cut = self.sizeHint().width() > self.width() + 2
            self.setToolTip(self._text.replace("<", "＜") if cut else "")
        return super().event(event)


def title(text: str = "") -> Label:
    """Return a page title."""
    return Label(text, "title")


def section(text: str = "") -> Label:
    """Return the heading of a card."""
    return Label(text, "section")


def soft(text: str = "") -> Label:
    """Return a soft label."""
    return Label(text, "soft")


class Prose(QLabel):
    """Sentences that go over several lines, one and a half apart; what they say is shown as it is, as everywhere."""

    def __init__(self, text: str = "", role: str = "soft") -> None:
        super().__init__()
        self._said = ""
        self.setTextFormat(Qt.TextFormat.RichText)  # the only way to set lines apart
        self.setWordWrap(True)
        self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Say something else."""
        self._said = text
        lines = escape(text).replace("\n", "<br>")
        super().setText(f'<div style="line-height: 150%">{lines}</div>' if text else "")
        self.setAccessibleName(text)

    def text(self) -> str:
        """Return what is said."""
        return self._said


def prose(text: str = "") -> Prose:
    """Return a soft label that breaks its sentences into lines."""
    return Prose(text)


def hint(text: str = "") -> Label:
    """Return a small faint label."""
    return Label(text, "hint")
