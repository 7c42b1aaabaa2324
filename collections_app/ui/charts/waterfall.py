"""The waterfall: how last year's total becomes this year's, bar by bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent

from collections_app.domain.money import in_unit
from collections_app.domain.shown import Waterfall
from collections_app.ui import look
from collections_app.ui.charts.plot import WaterfallPlot, screen
from collections_app.ui.charts.stepped import SteppedChart, paint_focus

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class WaterfallChart(SteppedChart):
    """Bars in a row; a click or Enter on one tells `step_chosen` its place."""

    step_chosen = Signal(object)  # an int

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._chart = Waterfall(name, ())
        self.setAccessibleName(name)

    def show_chart(self, chart: Waterfall) -> None:
        """Draw other bars."""
        self._chart = chart
        self.step_to(None)
        words = "、".join("".join(self.readout(place)) for place in range(self.count()))
        self.setAccessibleName(f"{self._name} {words or 'まだ記録がありません'}")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a quiet size that shows every bar."""
        return QSize(look.scaled(720), look.scaled(280))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(look.scaled(420), look.scaled(180))

    def drawn(self) -> Waterfall:
        """Return the bars as data."""
        return self._chart

    def count(self) -> int:
        """Return how many bars there are."""
        return len(self._chart.steps)

    def readout(self, place: int) -> tuple[str, ...]:
        """Return a bar's word and amount."""
        step = self._chart.steps[place]
        return (f"{step.label} ", f"{in_unit(step.value, self._chart.unit)}{self._chart.unit.label}")

    def choose(self, place: int) -> None:
        """Tell the bar."""
        self.step_chosen.emit(place)

    def place_at(self, where: QPointF) -> int | None:
        """Return the bar in whose column a point lies."""
        plot = self._plot()
        if not self.count() or not (plot.area.left() <= where.x() <= plot.area.right()):
            return None
        return min(int((where.x() - plot.area.left()) / (plot.area.width() / self.count())), self.count() - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, and a frame around the current one."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, place = self._plot(), self.current()
        plot.paint(painter, place)
        if place is not None and place < self.count():
            paint_focus(painter, plot.bar(place).adjusted(-4, -4, 4, 4))
        painter.end()

    def _plot(self) -> WaterfallPlot:
        return WaterfallPlot(self._chart, QRectF(self.rect()), screen())
