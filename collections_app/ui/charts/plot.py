"""Charts painted on anything: a window in either theme, or paper, where grey must tell what colour tells elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from collections_app.domain.shown import Chart, Lines, Marker, Series, Waterfall, number_text
from collections_app.ui import look
from collections_app.ui.charts.scale import nice_ticks, spread

_TICKS = 4
_DOT = 3.0
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
_BELOW = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Style:
    """Where one paints: inks, fonts, and how many units of the painter a pixel is."""

    ink: Callable[[str], QColor]
    numbers: QFont
    bold: QFont
    words: QFont
    px: float = 1.0


def _screen_ink(name: str) -> QColor:
    return QColor(look.colors().series[int(name[-1])]) if name.startswith("series") else look.ink(name)


def _paper_ink(name: str) -> QColor:
    return QColor(look.LIGHT.series[int(name[-1])]) if name.startswith("series") else look.paper_ink(name)


def screen() -> Style:
    """Return the style of the window as it is dressed now; `series0` … `series5` are the inks of lines side by side."""
    return Style(
        _screen_ink, look.number_font(look.HINT), look.number_font(look.HINT, bold=True), look.text_font(look.HINT)
    )


def paper() -> Style:
    """Return the style of a page, measured in parts of a point."""
    points = look.PAPER_CELL
    return Style(
        _paper_ink,
        look.paper_font(points, digits=True),
        look.paper_font(points, digits=True, bold=True),
        look.paper_font(points),
        look.PAPER_UNIT * 0.75,
    )


def paint_chart(painter: QPainter, chart: Chart, bounds: QRectF, style: Style) -> None:
    """Paint a chart into a rectangle."""
    if isinstance(chart, Lines):
        LinePlot(chart, bounds, style).paint(painter)
    else:
        WaterfallPlot(chart, bounds, style).paint(painter)


class _Plot:
    """What charts over a row of places share: round amounts at the left, a grid, room for labels."""

    def __init__(self, bounds: QRectF, style: Style, ticks: tuple[int, ...], texts: list[str]) -> None:
        self.bounds = bounds
        self.style = style
        self.ticks = ticks
        self.tick_texts = texts
        self.metrics = QFontMetricsF(style.numbers)
        self.left = max(map(self.metrics.horizontalAdvance, texts)) + look.M * style.px
        self.area = bounds

    def fit(self, right: float, below: float) -> None:
        """Leave room for the labels at the right and below."""
        half, px = self.metrics.height() / 2, self.style.px
        area = self.bounds.adjusted(self.left, half + look.XS * px, -right, -below)
        is_there = area.width() > 1 and area.height() > 1
        self.area = area if is_there else QRectF(self.bounds.left() + self.left, self.bounds.top() + half, 1, 1)

    def y(self, value: int) -> float:
        """Return the height of a value."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.area.bottom() - share * self.area.height()

    def paint_grid(self, painter: QPainter) -> None:
        """Draw the lines of the round amounts and write them."""
        style, height = self.style, self.metrics.height()
        painter.setFont(style.numbers)
        for tick, text in zip(self.ticks, self.tick_texts, strict=True):
            y = self.y(tick)
            painter.setPen(QPen(style.ink("line_strong" if tick == 0 else "line"), style.px))
            painter.drawLine(QPointF(self.area.left(), y), QPointF(self.area.right(), y))
            painter.setPen(style.ink("soft"))
            width = self.left - look.S * style.px
            painter.drawText(QRectF(self.bounds.left(), y - height / 2, width, height), RIGHT, text)


class LinePlot(_Plot):
    """Lines laid out in a rectangle."""

    def __init__(self, chart: Lines, bounds: QRectF, style: Style) -> None:
        self.chart = chart
        values = chart.values()
        smallest = chart.unit.yen if chart.unit is not None else 1
        ticks = nice_ticks(min(values, default=0), max(values, default=0), _TICKS, smallest)
        super().__init__(bounds, style, ticks, [number_text(tick, chart.unit) for tick in ticks])
        bold = QFontMetricsF(style.bold)
        widest = max((bold.horizontalAdvance(one.label) for one in chart.series), default=0)
        self.fit(widest + (look.M + look.XS) * style.px, self.metrics.height() + look.M * style.px)

    @property
    def step(self) -> float:
        """The distance of two places."""
        return (self.area.width() - 2 * look.S * self.style.px) / max(len(self.chart.places) - 1, 1)

    def at(self, place: int, value: int) -> QPointF:
        """Return the point of a value."""
        return QPointF(self.area.left() + look.S * self.style.px + place * self.step, self.y(value))

    def paint(self, painter: QPainter, current: int | None = None, raised: int | None = None) -> None:
        """Paint everything; `raised` is the line that stands out while the others step back."""
        self.paint_grid(painter)
        self._paint_places(painter, current)
        for number, one in enumerate(self.chart.series):
            self._paint_line(painter, one, is_back=raised is not None and raised != number)
        self._paint_labels(painter, raised)

    def _paint_places(self, painter: QPainter, current: int | None) -> None:
        style, height = self.style, self.metrics.height()
        painter.setFont(style.words)
        widest = max(map(QFontMetricsF(style.words).horizontalAdvance, self.chart.places), default=0)
        is_tight = self.step < widest + look.XS * style.px
        for place, words in enumerate(self.chart.places):
            x = self.at(place, 0).x()
            painter.setPen(style.ink("text" if place == current else "soft"))
            box = QRectF(
                x - look.XL * style.px, self.area.bottom() + look.XS * style.px, 2 * look.XL * style.px, height
            )
            painter.drawText(box, CENTRE, words.rstrip("月年目") if is_tight else words)

    def _paint_line(self, painter: QPainter, one: Series, *, is_back: bool) -> None:
        style = self.style
        points = [self.at(place, value) for place, value in enumerate(one.values) if value is not None]
        ink = style.ink(one.ink)
        ink.setAlphaF(0.35 if is_back else 1.0)
        pen = QPen(ink, one.width * style.px)
        if one.dash:
            pen.setDashPattern(list(one.dash))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for point in points if one.marker else ():
            paint_marker(painter, one.marker, point, _DOT * style.px)

    def _paint_labels(self, painter: QPainter, raised: int | None) -> None:
        """Write each line's label beside its end, none over another."""
        style = self.style
        labelled = [(n, one, _last(one)) for n, one in enumerate(self.chart.series) if one.label]
        height = QFontMetricsF(style.bold).height() - (2 * style.px if len(labelled) > _TICKS else 0)
        wanted = [self.y(last[1]) for _, _, last in labelled]
        places = spread(wanted, height, self.bounds.top() + height / 2, self.area.bottom())
        for (number, one, (place, value)), y in zip(labelled, places, strict=True):
            painter.setFont(style.bold if one.ink == "accent" or raised == number else style.numbers)
            painter.setPen(style.ink(one.ink))
            if place == len(self.chart.places) - 1:
                left = self.area.right() + look.XS * style.px
                painter.drawText(QRectF(left, y - height / 2, self.bounds.right() - left, height), LEFT, one.label)
            else:
                self._paint_inside(painter, one, place, value)

    def _paint_inside(self, painter: QPainter, one: Series, place: int, value: int) -> None:
        """Write the label of a line that ends before the last place beside its end, clear of what goes on there."""
        style, at = self.style, self.at(place, value)
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(one.label) + look.XS * style.px
        room = self.bounds.right() - at.x() - look.S * style.px
        goes_on = any(other.values[place] == value and _last(other)[0] > place for other in self.chart.series)
        fits_left = at.x() - width - look.S * style.px > self.area.left()
        is_right = width <= room and not (goes_on and fits_left)
        left = at.x() + look.S * style.px if is_right else at.x() - width - look.S * style.px
        top = max(at.y() - metrics.height() - look.XS * style.px, self.bounds.top())
        box = QRectF(left, top, width, metrics.height())
        painter.fillRect(box, style.ink("surface"))
        painter.drawText(box, LEFT, one.label)


def _last(one: Series) -> tuple[int, int]:
    found = [(place, value) for place, value in enumerate(one.values) if value is not None]
    return found[-1] if found else (0, 0)


class WaterfallPlot(_Plot):
    """Bars from one total to another, each beginning where the one before ended."""

    def __init__(self, chart: Waterfall, bounds: QRectF, style: Style) -> None:
        self.chart = chart
        ends = [end for pair in chart.ends() for end in pair]
        ticks = nice_ticks(min(ends, default=0), max(ends, default=0), _TICKS, chart.unit.yen)
        super().__init__(bounds, style, ticks, [number_text(tick, chart.unit) for tick in ticks])
        self.words = QFontMetricsF(style.words)
        self.fit(look.S * style.px, 2 * self.words.height() + look.S * style.px)

    def bar(self, place: int) -> QRectF:
        """Return the rectangle of a bar, at least a line high."""
        width = self.area.width() / max(len(self.chart.steps), 1)
        begin, end = self.chart.ends()[place]
        top, bottom = sorted((self.y(begin), self.y(end)))
        gap = width * 0.16
        height = max(bottom - top, self.style.px)
        return QRectF(self.area.left() + place * width + gap, top, width - 2 * gap, height)

    def paint(self, painter: QPainter, current: int | None = None) -> None:
        """Paint bars, the threads between them, amounts and words."""
        self.paint_grid(painter)
        style = self.style
        for place, step in enumerate(self.chart.steps):
            bar = self.bar(place)
            ink = style.ink("accent" if step.is_total else ("good" if step.value >= 0 else "bad"))
            painter.setPen(QPen(ink, style.px))
            painter.setBrush(ink if step.is_total or step.value >= 0 else Qt.BrushStyle.BDiagPattern)
            if not step.is_total and step.value < 0:  # hatched: a loss is told without colour
                painter.setBrush(_hatch(ink))
            painter.drawRect(bar)
            if place:
                y = self.y(self.chart.ends()[place - 1][1])
                painter.setPen(QPen(style.ink("line_strong"), style.px, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(self.bar(place - 1).right(), y), QPointF(bar.left(), y))
            self._paint_words(painter, place, bar, is_current=place == current)

    def _paint_words(self, painter: QPainter, place: int, bar: QRectF, *, is_current: bool) -> None:
        style, step = self.style, self.chart.steps[place]
        sign = "" if step.is_total else ("＋" if step.value > 0 else "")
        text = f"{sign}{number_text(step.value, self.chart.unit)}"
        painter.setFont(style.bold)
        painter.setPen(style.ink("text"))
        height = self.metrics.height()
        width = bar.width() * 1.6
        top = bar.top() - height if bar.top() - height >= self.bounds.top() else bar.bottom()
        painter.drawText(QRectF(bar.center().x() - width / 2, top, width, height), CENTRE, text)
        painter.setFont(style.words)
        painter.setPen(style.ink("text" if is_current or step.is_total else "soft"))
        slot = bar.width() / 0.68
        below = QRectF(
            bar.center().x() - slot / 2, self.area.bottom() + look.XS * style.px, slot, 2 * self.words.height()
        )
        painter.drawText(below, _BELOW, step.label)


def _hatch(ink: QColor) -> QColor:
    ground = QColor(ink)
    ground.setAlphaF(0.25)
    return ground


def paint_marker(painter: QPainter, marker: Marker, at: QPointF, size: float) -> None:
    """Draw a mark around a point."""
    if marker == "circle":
        painter.drawEllipse(at, size, size)
    elif marker == "square":
        painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))
    else:
        high = QPointF(at.x(), at.y() - size * 1.3)
        sides = [QPointF(at.x() + size * 1.2, at.y() + (size if marker == "triangle" else 0))]
        low = [QPointF(at.x(), at.y() + size * 1.3)] if marker == "diamond" else []
        sides = [*sides, *low, QPointF(at.x() - size * 1.2, at.y() + (size if marker == "triangle" else 0))]
        painter.drawPolygon(QPolygonF([high, *sides]))
