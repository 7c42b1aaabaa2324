"""The cumulative line chart with what is still expected: a broken line to the year's end inside a hatched band."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from collections_app.domain.money import Unit, in_unit
from collections_app.domain.shown import Lines, Series
from collections_app.domain.views import MonthPoint
from collections_app.ui import look
from collections_app.ui.charts.line_chart import CumulativeChart, LineData

if TYPE_CHECKING:
    from collections_app.domain.back_test import MonthForecast
    from collections_app.ui.charts.plot import LinePlot

_DOTS = (1.0, 2.0)


@dataclass(frozen=True, slots=True)
class ForecastData(LineData):
    """The months, plan and unit of the line chart, and what is expected of each month from the as-of month on."""

    ahead: tuple[MonthForecast, ...] = ()

    def lines(self) -> Lines:
        """Return the lines of the year, and of what is still expected: its middle, and its thin edges."""
        made = LineData.lines(self)
        now = max((place for place, month in enumerate(self.ahead) if month.actual is not None), default=0)
        if now == len(self.ahead) - 1 or not self.ahead:
            return made
        months, start = self.ahead[now + 1 :], self.ahead[now].actual
        before: tuple[int | None, ...] = (*(None for _ in range(now)), start)
        label = f"見込み {in_unit(months[-1].forecast or 0, self.unit)}"
        middle = (*before, *(month.forecast for month in months))
        found = [Series("見込み", middle, "accent", label, _DOTS, width=2)]
        if months[-1].low is not None:
            lower, upper = (*before, *(one.low for one in months)), (*before, *(one.high for one in months))
            found.append(Series("幅の下", lower, "line_strong", width=1))
            found.append(Series("幅の上", upper, "line_strong", width=1))
        return replace(made, title="回収の累計と見込み", series=(*made.series, *found))


class ForecastChart(CumulativeChart):
    """Recovery month by month with the forecast; the band is hatched, so it is told from the lines in grey print."""

    def show_months(self, months: tuple[MonthForecast, ...], unit: Unit) -> None:
        """Draw the months of another forecast."""
        points = tuple(MonthPoint(month.month, month.actual, month.previous) for month in months)
        plans = tuple(month.plan for month in months if month.plan is not None)
        self._data = ForecastData(points, plans[-1] if plans else None, unit, plans, months)
        self.step_to(None)
        self._announce()
        self.update()

    def readout(self, place: int) -> tuple[str, ...]:
        """Return a month's values, and what is expected of it with its interval."""
        lines = list(super().readout(place))
        data = self._data
        month = data.ahead[place] if isinstance(data, ForecastData) else None
        if month is not None and month.forecast is not None and month.actual != month.forecast:
            lines.append(f"見込み {in_unit(month.forecast, data.unit)}")
            if month.low is not None and month.high is not None:
                lines.append(f"幅 {in_unit(month.low, data.unit)}〜{in_unit(month.high, data.unit)}")
        return tuple(lines)

    def _paint_under(self, painter: QPainter, plot: LinePlot) -> None:
        edges = [one.values for one in plot.chart.series if one.name in ("幅の下", "幅の上")]
        if len(edges) != 2:  # noqa: PLR2004 - a lower and an upper one
            return
        low, high = ([plot.at(at, value) for at, value in enumerate(edge) if value is not None] for edge in edges)
        shape = QPolygonF([*high, *reversed(low)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.ink("accent_soft"))
        painter.drawPolygon(shape)
        painter.setPen(QPen(look.ink("line_strong"), 1))
        painter.setBrush(QBrush(look.ink("line_strong"), Qt.BrushStyle.BDiagPattern))
        painter.drawPolygon(shape)
