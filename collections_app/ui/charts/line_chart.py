"""The cumulative line chart: this year, last year in grey, a dashed line to the year's plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF

from collections_app.domain.money import Unit, in_unit, percent_of
from collections_app.ui import look
from collections_app.ui.charts.scale import nice_ticks, spread
from collections_app.ui.charts.stepped import SteppedChart, paint_focus, paint_readout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_app.domain.views import MonthPoint

_TICKS = 4
_DOT = 4.0
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


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

    def extremes(self) -> tuple[int, int]:
        """Return the least and the greatest amount drawn."""
        amounts = [0, self.plan or 0]
        for point in self.points:
            amounts += [point.previous, point.current or 0]
        return min(amounts), max(amounts)


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

    def ticks(self) -> tuple[int, ...]:
        """Return the amounts (yen) of the horizontal lines."""
        low, high = self._data.extremes()
        return nice_ticks(low, high, _TICKS, self._data.unit.yen)

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
        area = self._plot()
        if not self._data.points or not area.adjusted(-look.L, -look.L, look.L, look.XL).contains(where):
            return None
        step = self._step(area)
        return min(max(round((where.x() - area.left() - look.S) / step), 0), self.count() - 1)

    def end_labels(self) -> list[tuple[str, str, int]]:
        """Return the labels at the right end: words, palette token, amount."""
        data = self._data
        if not data.points:
            return []
        last = data.points[-1]
        labels = [(f"前年 {in_unit(last.previous, data.unit)}", "soft", last.previous)]
        if data.plan is not None:
            labels.append((f"計画 {in_unit(data.plan, data.unit)}", "soft", data.plan))
        if last.current is not None:
            labels.append((in_unit(last.current, data.unit), "accent", last.current))
        return labels

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, lines, labels and the current month."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._plot()
        self._paint_grid(painter, area)
        if self._data.points:
            self._paint_lines(painter, area)
            self._paint_ends(painter, area)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        place = self.current()
        if place is not None and place < self.count():
            self._paint_current(painter, area, place)
        painter.end()

    def _announce(self) -> None:
        known = [place for place, point in enumerate(self._data.points) if point.current is not None]
        words = "、".join(self.readout(known[-1])) if known else "まだ記録がありません"
        self.setAccessibleName(f"回収の累計 {words}")

    def _plot(self) -> QRectF:
        metrics = QFontMetrics(look.number_font(look.HINT))
        unit = self._data.unit
        left = max(metrics.horizontalAdvance(in_unit(tick, unit)) for tick in self.ticks()) + look.M
        bold = QFontMetrics(look.number_font(look.HINT, bold=True))
        right = max((bold.horizontalAdvance(words) for words, _, _ in self.end_labels()), default=0) + look.M + look.XS
        half = metrics.height() / 2
        area = QRectF(self.rect()).adjusted(left, half + look.XS, -right, -metrics.height() - look.M)
        return area if area.width() > 1 and area.height() > 1 else QRectF(left, half, 1, 1)

    def _step(self, area: QRectF) -> float:
        return (area.width() - 2 * look.S) / max(self.count() - 1, 1)

    def _at_point(self, area: QRectF, place: int, amount: int) -> QPointF:
        ticks = self.ticks()
        share = (amount - ticks[0]) / (ticks[-1] - ticks[0])
        return QPointF(area.left() + look.S + place * self._step(area), area.bottom() - share * area.height())

    def _paint_grid(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(look.number_font(look.HINT))
        height = painter.fontMetrics().height()
        for tick in self.ticks():
            y = self._at_point(area, 0, tick).y()
            painter.setPen(QPen(look.ink("line_strong" if tick == 0 else "line"), 1))
            painter.drawLine(QPointF(area.left(), round(y) + 0.5), QPointF(area.right(), round(y) + 0.5))
            painter.setPen(look.ink("faint"))
            box = QRectF(0, y - height / 2, area.left() - look.S, height)
            painter.drawText(box, _RIGHT, in_unit(tick, self._data.unit))
        painter.setFont(look.text_font(look.HINT))
        is_tight = self._step(area) < painter.fontMetrics().horizontalAdvance("12月") + look.XS
        for place, point in enumerate(self._data.points):
            x = self._at_point(area, place, 0).x()
            painter.setPen(look.ink("text" if place == self.current() else "faint"))
            box = QRectF(x - look.XL, area.bottom() + look.XS, 2 * look.XL, height)
            painter.drawText(box, _CENTRE, str(point.month.month) if is_tight else f"{point.month.month}月")

    def _paint_lines(self, painter: QPainter, area: QRectF) -> None:
        points = self._data.points
        before = [self._at_point(area, place, point.previous) for place, point in enumerate(points)]
        now = [
            self._at_point(area, place, point.current)
            for place, point in enumerate(points)
            if point.current is not None
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.ink("faint"), 1.5))
        painter.drawPolyline(QPolygonF(before))
        if self._data.plan is not None:
            shares = [self._at_point(area, place, self._data.planned(place) or 0) for place in range(len(points))]
            pen = QPen(look.ink("soft"), 1.25)
            pen.setDashPattern([4.0, 3.0])
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(shares))
        painter.setPen(QPen(look.ink("accent"), 2.25))
        painter.drawPolyline(QPolygonF(now))
        if now:
            painter.setBrush(look.ink("accent"))
            painter.drawEllipse(now[-1], _DOT, _DOT)

    def _paint_ends(self, painter: QPainter, area: QRectF) -> None:
        labels = self.end_labels()
        metrics = QFontMetrics(look.number_font(look.HINT, bold=True))
        height = metrics.height()
        wanted = [self._at_point(area, 0, amount).y() for _, _, amount in labels]
        places = spread(wanted, height, height / 2, area.bottom())
        left = area.right() + look.XS
        for (words, color, _), y in zip(labels, places, strict=True):
            painter.setFont(look.number_font(look.HINT, bold=color == "accent"))
            painter.setPen(look.ink(color))
            painter.drawText(QRectF(left, y - height / 2, self.width() - left, height), _LEFT, words)
        self._paint_unfinished(painter, area, height)

    def _paint_unfinished(self, painter: QPainter, area: QRectF, height: int) -> None:
        """Write the value beside the last dot of a year that is still running, on the card's ground."""
        points = self._data.points
        known = [place for place, point in enumerate(points) if point.current is not None]
        if not known or known[-1] == len(points) - 1:
            return
        amount = points[known[-1]].current or 0
        words = in_unit(amount, self._data.unit)
        painter.setFont(look.number_font(look.HINT, bold=True))
        width = painter.fontMetrics().horizontalAdvance(words) + look.S
        at = self._at_point(area, known[-1], amount)
        left = max(at.x() - width / 2, area.left())
        box = QRectF(left, max(at.y() - height - look.S, 0), width, height)
        painter.fillRect(box, look.ink("surface"))
        painter.setPen(look.ink("accent"))
        painter.drawText(box, _CENTRE, words)

    def _paint_current(self, painter: QPainter, area: QRectF, place: int) -> None:
        point = self._data.points[place]
        top = self._at_point(area, place, point.previous if point.current is None else point.current)
        painter.setPen(QPen(look.ink("line_strong"), 1))
        painter.drawLine(QPointF(top.x(), area.top()), QPointF(top.x(), area.bottom()))
        painter.setPen(QPen(look.ink("surface"), 2))
        painter.setBrush(look.ink("faint" if point.current is None else "accent"))
        painter.drawEllipse(top, _DOT + 1, _DOT + 1)
        paint_readout(painter, self.readout(place), top, QRectF(self.rect()))
