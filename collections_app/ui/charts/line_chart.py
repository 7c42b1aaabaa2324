"""The cumulative line chart: this year, last year in grey, a dashed line to the year's plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from collections_app.domain.money import Unit, in_unit, percent_of
from collections_app.domain.shown import Lines, Series
from collections_app.ui import look
from collections_app.ui.charts.plot import LinePlot, screen
from collections_app.ui.charts.stepped import SteppedChart, paint_focus, paint_readout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_app.domain.views import MonthPoint

_DOT = 5.0


@dataclass(frozen=True, slots=True)
class LineData:
    """What the chart draws: the months, the whole year's plan (None without one), the unit of its numbers."""

    points: tuple[MonthPoint, ...] = ()
    plan: int | None = None
    unit: Unit = Unit.MILLION
    months: tuple[int, ...] = ()  # the plan up to the end of each month, where it was entered so

    def planned(self, place: int) -> int | None:
        """Return the plan up to the end of a month: as entered by month, else on a straight line."""
        if len(self.months) == len(self.points):
            return self.months[place]
        return None if self.plan is None else self.plan * (place + 1) // len(self.points)

    def lines(self) -> Lines:
        """Return the lines: last year thin, the plan dashed, this year thick with its months marked."""
        unit, points = self.unit, self.points
        found: list[Series] = []
        if points:
            before = tuple(point.previous for point in points)
            found.append(Series("前年度", before, "soft", f"前年 {in_unit(before[-1], unit)}", width=1.25))
        if points and self.plan is not None:
            shares = tuple(self.planned(place) for place in range(len(points)))
            found.append(Series("計画", shares, "soft", f"計画 {in_unit(self.plan, unit)}", (4.0, 3.0), width=1.25))
        now = tuple(point.current for point in points)
        known = [value for value in now if value is not None]
        if known:
            found.append(Series("今年度", now, "accent", in_unit(known[-1], unit), (), "circle", 2.25))
        return Lines("回収の累計", tuple(f"{point.month.month}月" for point in points), tuple(found), unit)


class CumulativeChart(SteppedChart):
    """Recovery month by month. A click or Enter on a month tells `month_chosen` (the month's MonthPoint)."""

    month_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = LineData()
        self.setAccessibleName("回収の累計")

    def show_points(self, points: tuple[MonthPoint, ...], plan: int | None, months: tuple[int, ...] = ()) -> None:
        """Draw other months and another plan, perhaps with its months (cumulative)."""
        self._data = replace(self._data, points=points, plan=plan, months=months)
        self.step_to(None)
        self._announce()
        self.update()

    def set_unit(self, unit: Unit) -> None:
        """Show the numbers in another unit."""
        self._data = replace(self._data, unit=unit)
        self._announce()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a quiet size that shows every month."""
        return QSize(look.scaled(540), look.scaled(220))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(look.scaled(360), look.scaled(140))

    def count(self) -> int:
        """Return how many months there are."""
        return len(self._data.points)

    def readout(self, place: int) -> tuple[str, ...]:
        """Return a month's values: this year, last year, plan."""
        data = self._data
        point = data.points[place]
        lines = [f"{point.month.month}月まで（{data.unit.label}）"]
        if point.current is not None:
            lines.append(f"今年度 {in_unit(point.current, data.unit)}")
        lines.append(f"前年度 {in_unit(point.previous, data.unit)}")
        planned = data.planned(place)
        if planned is not None:
            ratio = "" if point.current is None or not planned else f"（{percent_of(point.current, planned)}%）"
            lines.append(f"計画 {in_unit(planned, data.unit)}{ratio}")
        return tuple(lines)

    def choose(self, place: int) -> None:
        """Tell the month, if it has come by the as-of day."""
        point = self._data.points[place]
        if point.current is not None:
            self.month_chosen.emit(point)

    def place_at(self, where: QPointF) -> int | None:
        """Return the month nearest to a point of the plot."""
        plot = self._plot()
        if not self._data.points or not plot.area.adjusted(-look.L, -look.L, look.L, look.XL).contains(where):
            return None
        return min(max(round((where.x() - plot.area.left() - look.S) / plot.step), 0), self.count() - 1)

    def end_labels(self) -> list[str]:
        """Return the words beside the lines that reach the last month."""
        return [one.label for one in self._data.lines().series if one.values[-1] is not None]

    def drawn(self) -> Lines:
        """Return the lines as data."""
        return self._data.lines()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, lines, labels and the current month."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, place = self._plot(), self.current()
        self._paint_under(painter, plot)
        plot.paint(painter, place)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        if place is not None and place < self.count():
            self._paint_current(painter, plot, place)
        painter.end()

    def _plot(self) -> LinePlot:
        return LinePlot(self.drawn(), QRectF(self.rect()), screen())

    def _paint_under(self, painter: QPainter, plot: LinePlot) -> None:
        """Paint what lies under the lines; here nothing does."""

    def _announce(self) -> None:
        known = [place for place, point in enumerate(self._data.points) if point.current is not None]
        words = "、".join(self.readout(known[-1])) if known else "まだ記録がありません"
        self.setAccessibleName(f"回収の累計 {words}")

    def _paint_current(self, painter: QPainter, plot: LinePlot, place: int) -> None:
        point = self._data.points[place]
        top = plot.at(place, point.previous if point.current is None else point.current)
        painter.setPen(QPen(look.ink("line_strong"), 1))
        painter.drawLine(QPointF(top.x(), plot.area.top()), QPointF(top.x(), plot.area.bottom()))
        painter.setPen(QPen(look.ink("surface"), 2))
        painter.setBrush(look.ink("faint" if point.current is None else "accent"))
        painter.drawEllipse(top, _DOT, _DOT)
        paint_readout(painter, self.readout(place), top, QRectF(self.rect()))
