"""The cumulative line chart with what is still expected: a broken line to the year's end inside a hatched band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF

from collections_app.domain.money import Unit, in_unit
from collections_app.domain.views import MonthPoint
from collections_app.ui import look
from collections_app.ui.charts.line_chart import CumulativeChart, LineData

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF

    from collections_app.domain.back_test import MonthForecast

_DOT = 4.0


@dataclass(frozen=True, slots=True)
class ForecastData(LineData):
    """The months, plan and unit of the line chart, and what is expected of each month from the as-of month on."""

    ahead: tuple[MonthForecast, ...] = ()

    def extremes(self) -> tuple[int, int]:
        """Return the least and the greatest amount drawn."""
        low, high = LineData.extremes(self)
        for month in self.ahead:
            low = min(low, month.low or 0, month.forecast or 0)
            high = max(high, month.high or 0, month.forecast or 0)
        return low, high


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
        month = self._month(place)
        if month is not None and month.forecast is not None and month.actual != month.forecast:
            lines.append(f"見込み {in_unit(month.forecast, self._data.unit)}")
            if month.low is not None and month.high is not None:
                low, high = (in_unit(yen, self._data.unit) for yen in (month.low, month.high))
                lines.append(f"幅 {low}〜{high}")
        return tuple(lines)

    def end_labels(self) -> list[tuple[str, str, int]]:
        """Return the labels at the right end: last year, plan, and the year's end expected."""
        labels = super().end_labels()
        month = self._month(-1)
        if month is not None and month.forecast is not None and month.actual is None:
            labels.append((f"見込み {in_unit(month.forecast, self._data.unit)}", "accent", month.forecast))
        return labels

    def _month(self, place: int) -> MonthForecast | None:
        data = self._data
        return data.ahead[place] if isinstance(data, ForecastData) and data.ahead else None

    def _paint_lines(self, painter: QPainter, area: QRectF) -> None:
        places = [place for place in range(self.count()) if (one := self._month(place)) and one.forecast is not None]
        self._paint_band(painter, area, places)
        super()._paint_lines(painter, area)
        expected = [self._start(area, places), *(self._at_forecast(area, place) for place in places)]
        line = [point for point in expected if point is not None]
        pen = QPen(look.ink("accent"), 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([1.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(line))
        if line and self._data.points[-1].current is None:
            painter.setPen(QPen(look.ink("accent"), 2))
            painter.setBrush(look.ink("surface"))
            painter.drawEllipse(line[-1], _DOT, _DOT)

    def _start(self, area: QRectF, places: list[int]) -> QPointF | None:
        """Return where the broken line begins: at the last value posted."""
        current = self._data.points[places[0]].current if places else None
        return None if current is None else self._at_point(area, places[0], current)

    def _at_forecast(self, area: QRectF, place: int) -> QPointF | None:
        month = self._month(place)
        if month is None or month.forecast is None or month.actual == month.forecast:
            return None
        return self._at_point(area, place, month.forecast)

    def _paint_band(self, painter: QPainter, area: QRectF, places: list[int]) -> None:
        months = [(place, month) for place in places if (month := self._month(place)) is not None]
        upper = [self._at_point(area, place, month.high) for place, month in months if month.high is not None]
        lower = [self._at_point(area, place, month.low) for place, month in months if month.low is not None]
        start = self._start(area, places)
        if not upper or start is None:
            return
        shape = QPolygonF([start, *upper, *reversed(lower)])
        painter.setPen(QPen(look.ink("line_strong"), 1))
        painter.setBrush(look.ink("accent_soft"))
        painter.drawPolygon(shape)
        painter.setBrush(QBrush(look.ink("line_strong"), Qt.BrushStyle.BDiagPattern))
        painter.drawPolygon(shape)
