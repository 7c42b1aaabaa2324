"""Curves side by side: ← and → walk a curve, ↑ and ↓ go to another one, which then stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from collections_app.domain.shown import Lines, number_text, unit_label
from collections_app.ui import look
from collections_app.ui.charts.plot import LinePlot, screen
from collections_app.ui.charts.stepped import SteppedChart, paint_focus, paint_readout

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

_DOT = 5.0


class Curves(SteppedChart):
    """Lines of which one is raised. A click or Enter on a point tells `point_chosen` (line, place)."""

    point_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._chart = Lines(name, (), (), None)
        self.raised: int | None = None
        self.setAccessibleName(name)

    def show_chart(self, chart: Lines) -> None:
        """Draw other lines."""
        self._chart = chart
        self.raised = None
        self.step_to(None)
        self.setAccessibleName(f"{self._name} {'、'.join(one.name for one in chart.series) or 'まだ記録がありません'}")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a quiet size."""
        return QSize(look.scaled(540), look.scaled(280))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(look.scaled(360), look.scaled(200))

    def drawn(self) -> Lines:
        """Return the lines as data."""
        return self._chart

    def count(self) -> int:
        """Return how many places the raised line reaches."""
        if not self._chart.series:
            return 0
        return sum(value is not None for value in self._chart.series[self._line()].values)

    def readout(self, place: int) -> tuple[str, ...]:
        """Return the line, the place and the value."""
        one = self._chart.series[self._line()]
        value = one.values[place]
        text = "－" if value is None else number_text(value, self._chart.unit)
        return (one.name, f"{self._chart.places[place]} {text}{unit_label(self._chart.unit)}")

    def choose(self, place: int) -> None:
        """Tell the point."""
        self.point_chosen.emit((self._line(), place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ raise another line; the rest is as in every chart."""
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        move = moves.get(Qt.Key(event.key()))
        if move is None or not self._chart.series:
            super().keyPressEvent(event)
            return
        place = self.current()
        line = self._line() if self.raised is None else min(max(self._line() + move, 0), len(self._chart.series) - 1)
        self._raise(line, self.count() - 1 if place is None else place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Raise the line under the mouse."""
        spot = self._spot_at(event.position())
        if spot is not None:
            self._raise(*spot)
        else:
            self.step_to(None)

    def place_at(self, where: QPointF) -> int | None:
        """Return the place of the nearest point."""
        spot = self._spot_at(where)
        if spot is not None:
            self.raised = spot[0]
        return None if spot is None else spot[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines and the current point."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, place = self._plot(), self.current()
        is_on = place is not None and bool(self._chart.series)
        plot.paint(painter, place, self._line() if is_on else None)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()))
        value = self._chart.series[self._line()].values[place] if is_on and place is not None else None
        if place is not None and value is not None:
            at = plot.at(place, value)
            painter.setPen(QPen(look.ink("surface"), 2))
            painter.setBrush(look.ink("text"))
            painter.drawEllipse(at, _DOT, _DOT)
            paint_readout(painter, self.readout(place), at, QRectF(self.rect()))
        painter.end()

    def _line(self) -> int:
        return len(self._chart.series) - 1 if self.raised is None else self.raised

    def _raise(self, line: int, place: int) -> None:
        if line != self.raised:
            self.step_to(None)  # the same place of another line is another point
            self.raised = line
        self.step_to(place)

    def _spot_at(self, where: QPointF) -> tuple[int, int] | None:
        plot = self._plot()
        found = [
            ((plot.at(place, value) - where).manhattanLength(), line, place)
            for line, one in enumerate(self._chart.series)
            for place, value in enumerate(one.values)
            if value is not None
        ]
        near = min(found, default=(look.XL + 1.0, 0, 0))
        return near[1:] if near[0] <= look.XL else None

    def _plot(self) -> LinePlot:
        return LinePlot(self._chart, QRectF(self.rect()), screen())
