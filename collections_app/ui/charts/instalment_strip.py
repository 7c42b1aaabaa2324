"""The twelve instalments of a fiscal year: paid, part, missed, not yet due — by word as well as by colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip

from collections_app.domain.arrears import DueState
from collections_app.ui import look
from collections_app.ui.charts.stepped import SteppedChart, paint_focus

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_app.domain.views import PlanMonth

_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
_CELL = 40
_WORDS = {
    DueState.PAID: ("済", "good"),
    DueState.LATE: ("遅", "warn"),
    DueState.PARTLY: ("一部", "warn"),
    DueState.MISSED: ("未", "bad"),
    DueState.OPEN: ("", ""),
}


def state_of(month: PlanMonth) -> tuple[str, str]:
    """Return the word and the tone of a month: 済, 遅, 一部, 未, 入, － (nothing agreed), or empty (not yet due)."""
    if month.state is None:
        return ("入", "good") if month.received > 0 else ("－", "")
    return _WORDS[month.state]


class InstalmentStrip(SteppedChart):
    """One cell a month. `month_chosen` tells the PlanMonth a click or Enter chose."""

    month_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: tuple[PlanMonth, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("弁済計画と入金")
        self.stepped.connect(self._tell)

    def show_months(self, months: tuple[PlanMonth, ...]) -> None:
        """Draw other months."""
        self._months = months
        self.step_to(None)
        words = "、".join(f"{month.month.month}月 {state_of(month)[0] or '未到来'}" for month in months)
        self.setAccessibleName(f"弁済計画と入金 {words}")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for two lines of small text."""
        return QSize(look.scaled(360), look.scaled(_CELL))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(look.scaled(300), look.scaled(_CELL))

    def count(self) -> int:
        """Return how many months there are."""
        return len(self._months)

    def place_at(self, where: QPointF) -> int | None:
        """Return the month under a point."""
        return next((place for place in range(self.count()) if self._cell(place).contains(where)), None)

    def readout(self, place: int) -> tuple[str, ...]:
        """Return what was due and what came."""
        month = self._months[place]
        word = state_of(month)[0] or "未到来"
        return (f"{month.month.month}月 {word}", f"約定 {month.due:,}円", f"入金 {month.received:,}円")

    def choose(self, place: int) -> None:
        """Tell the month."""
        self.month_chosen.emit(self._months[place])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells: the month above, its word below."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, month in enumerate(self._months):
            word, tone = state_of(month)
            ink, ground = look.colors().tone(tone)
            cell = self._cell(place)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            if not tone:
                painter.setPen(QPen(look.ink("line"), 1))
                painter.setBrush(look.ink("surface"))
            painter.drawRoundedRect(cell, look.SMALL_RADIUS, look.SMALL_RADIUS)
            upper = QRectF(cell.left(), cell.top() + 2, cell.width(), cell.height() / 2)
            lower = QRectF(cell.left(), cell.center().y() - 1, cell.width(), cell.height() / 2)
            painter.setFont(look.number_font(look.HINT))
            painter.setPen(look.ink("text" if tone else "faint"))
            painter.drawText(upper, _CENTRE, str(month.month.month))
            painter.setFont(look.text_font(look.HINT, bold=tone == "bad"))
            painter.setPen(QColor(ink))
            painter.drawText(lower, _CENTRE, word)
            if place == self.current():
                paint_focus(painter, cell)
        painter.end()

    def _cell(self, place: int) -> QRectF:
        gap = look.XS
        width = (self.width() - gap * (self.count() - 1)) / max(self.count(), 1)
        return QRectF(place * (width + gap) + 0.5, 0.5, width - 1, self.height() - 1)

    def _tell(self, place: int | None) -> None:
        if place is None:
            QToolTip.hideText()
            return
        corner = self.mapToGlobal(self._cell(place).bottomLeft().toPoint())
        QToolTip.showText(corner, "\n".join(self.readout(place)), self)
