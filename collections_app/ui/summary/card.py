"""A key-figure card: the value large, last year, the ratio with its arrow, the plan as a thin bullet bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_app.ui import look
from collections_app.ui.charts.bullet import BulletBar
from collections_app.ui.summary import words
from collections_app.ui.widgets import CardButton, Label, LinkButton, NumberLabel, row

if TYPE_CHECKING:
    from collections_app.domain.breakdowns import FigureWanted
    from collections_app.domain.money import Unit
    from collections_app.domain.summary_views import SummarySeen
    from collections_app.domain.views import FigureValue

_SIZES = (look.FIGURE, look.TITLE, look.SECTION, look.BODY)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class KeyNumber(QWidget):
    """A large number and its small unit; a number too long for its room is set smaller, never cut."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.theme().changed.connect(self.update)

    def show_number(self, text: str, unit: str) -> None:
        """Show another number."""
        self._text, self._unit = text, unit
        self.setAccessibleName(f"{text}{unit}")
        self.update()

    def text(self) -> str:
        """Return the number as shown."""
        return self._text

    def unit(self) -> str:
        """Return the unit as shown."""
        return self._unit

    def sizeHint(self) -> QSize:
        """Take one line of the largest size."""
        return QSize(look.scaled(120), look.scaled(look.FIGURE) + 2)

    def minimumSizeHint(self) -> QSize:
        """Be content with little width."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number, then the unit on the same base line."""
        del event
        painter = QPainter(self)
        small = look.text_font(look.HINT)
        room = self.width() - QFontMetrics(small).horizontalAdvance(self._unit) - look.XS
        fonts = [look.number_font(size, bold=True) for size in _SIZES]
        font = next((font for font in fonts if QFontMetrics(font).horizontalAdvance(self._text) <= room), fonts[-1])
        metrics = QFontMetrics(font)
        base = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.setFont(font)
        painter.setPen(look.ink("text"))
        painter.drawText(0, base, self._text)
        painter.setFont(small)
        painter.setPen(look.ink("soft"))
        painter.drawText(metrics.horizontalAdvance(self._text) + look.XS, base, self._unit)
        painter.end()


class KeyFigureCard(CardButton):
    """One figure; `chosen` tells the FigureWanted of this year, or of last year when its number is pressed."""

    chosen = Signal(object)

    def __init__(self, label: str) -> None:
        super().__init__(label, padding=look.M)
        self._label = label
        self._opens: tuple[FigureWanted, FigureWanted] | None = None
        self.number = KeyNumber()
        self.previous = LinkButton("")
        self.ratio = NumberLabel("", color="soft")
        self.plan = Label("", "hint")
        self.bullet = BulletBar()
        self.body.setContentsMargins(look.L, look.S, look.L, look.S)
        self.body.setSpacing(0)
        self.body.addLayout(row(Label(label, "soft"), None, self.plan))
        self.body.addWidget(self.number)
        self.body.addLayout(row(Label("前年", "soft"), self.previous, self.ratio, None, spacing=look.XS))
        self.body.addWidget(self.bullet)
        self.clicked.connect(self._choose)
        self.previous.clicked.connect(self._choose_previous)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.theme().changed.connect(self._restyle)
        self._restyle()

    def show_figure(self, figure: FigureValue, unit: Unit, seen: SummarySeen) -> None:
        """Show another value."""
        self._opens = seen.rows_of(figure.key), seen.rows_of(figure.key, is_previous=True)
        value = words.amount_text(figure.current, figure.unit, unit)
        before = words.amount_text(figure.previous, figure.unit, unit)
        word = words.unit_text(figure.unit, unit)
        self.number.show_number(value, word)
        self.previous.setText(before)
        self.previous.setAccessibleName(f"{self._label} 前年度 {before}{word} 内訳を開く")
        percent = "" if figure.ratio is None else "%"
        self.ratio.setText(f"{words.ratio_with_arrow(figure)}{percent}")
        self.ratio.set_color(words.ratio_color(figure))
        self.plan.setText(words.plan_text(figure))
        self.bullet.show_value(figure.current, figure.plan)
        spoken = f"{self._label} {value}{word}、前年比 {words.ratio_text(figure)}、{self.plan.text()} 内訳を開く"
        self.setAccessibleName(spoken)

    def _restyle(self) -> None:
        self.previous.setFont(look.number_font())

    def _choose(self) -> None:
        if self._opens is not None:
            self.chosen.emit(self._opens[0])

    def _choose_previous(self) -> None:
        if self._opens is not None:
            self.chosen.emit(self._opens[1])
