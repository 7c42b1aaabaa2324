"""Labels: always plain text, because stored text must never become HTML."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QWidget

from collections_app.ui import look

_PITCH = 1.5  # of the lines of prose; the fonts' own is 1
_INKS = {"body": "text", "soft": "soft", "hint": "faint"}


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


class Prose(Label):
    """Sentences that go over several lines, which stand one and a half apart. `role` is body, soft or hint."""

    def __init__(self, text: str = "", role: str = "soft") -> None:
        super().__init__(text, role)
        self.setWordWrap(True)

    def heightForWidth(self, width: int) -> int:
        """Return the height the lines take at a width."""
        return len(self._lines(width)) * self._pitch()

    def sizeHint(self) -> QSize:
        """Ask for the width a label asks for, and the lines that makes."""
        width = super().sizeHint().width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Be at least one line high."""
        return QSize(super().minimumSizeHint().width(), self._pitch())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        del event
        painter = QPainter(self)
        painter.setPen(look.ink(_INKS[str(self.property("role"))]))
        lines = self._lines(self.width())
        top = (self.height() - len(lines) * self._pitch()) / 2
        for at, (layout, line) in enumerate(lines):
            in_it = (self._pitch() - line.height()) / 2
            line.draw(painter, QPointF(0, top + at * self._pitch() + in_it))
            del layout
        painter.end()

    def _font(self) -> QFont:
        return look.text_font(look.HINT if self.property("role") == "hint" else look.BODY)

    def _pitch(self) -> int:
        """Return the height of a line with the room around it."""
        return round(QFontMetricsF(self._font()).height() * _PITCH)

    def _lines(self, width: int) -> list[tuple[QTextLayout, QTextLine]]:
        """Return the lines at a width, each with the layout that keeps it."""
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        lines = []
        for text in self.text().splitlines():
            layout = QTextLayout(text, self._font())
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(width)
                lines.append((layout, line))
            layout.endLayout()
        return lines


def prose(text: str = "") -> Prose:
    """Return a soft label that breaks its sentences into lines."""
    return Prose(text)


def hint(text: str = "") -> Label:
    """Return a small faint label."""
    return Label(text, "hint")
