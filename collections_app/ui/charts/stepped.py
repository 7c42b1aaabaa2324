"""What charts of a row of places share: one place is current by mouse or key, Enter or a click chooses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QWidget

from collections_app.domain.shown import chart_rows
from collections_app.reports.table import table_of
from collections_app.reports.tsv import tsv_of
from collections_app.ui import look

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

    from collections_app.domain.shown import Chart

_SILENT = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SteppedChart(QWidget):
    """A chart with places in a row. Sub-classes say how many there are, where each is and what it says."""

    stepped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        look.theme().changed.connect(self._restyle)

    def count(self) -> int:
        """Return how many places there are."""
        raise NotImplementedError

    def place_at(self, where: QPointF) -> int | None:
        """Return the place under a point."""
        raise NotImplementedError

    def readout(self, place: int) -> tuple[str, ...]:
        """Return the lines shown for a place, as plain text."""
        raise NotImplementedError

    def choose(self, place: int) -> None:
        """Take the place as chosen."""

    def drawn(self) -> Chart | None:
        """Return what is drawn as data, which Ctrl+C copies; None where there is nothing to copy."""
        return None

    def current(self) -> int | None:
        """Return the current place."""
        return self._at

    def step_to(self, place: int | None) -> None:
        """Make a place current and say so to assistive technology."""
        if place is not None:
            place = min(max(place, 0), self.count() - 1) if self.count() else None
        if place == self._at:
            return
        self._at = place
        self.setAccessibleDescription("、".join(self.readout(place)) if place is not None else "")
        self.stepped.emit(place)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Home and End move; Enter and the space bar choose; Ctrl+C copies the numbers."""
        last = self.count() - 1
        at = self._at
        moves = {
            Qt.Key.Key_Left: last if at is None else at - 1,
            Qt.Key.Key_Right: 0 if at is None else at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        chart = self.drawn() if event.matches(QKeySequence.StandardKey.Copy) else None
        if chart is not None:
            QGuiApplication.clipboard().setText(tsv_of(table_of(chart_rows(chart))))
        elif key in moves and last >= 0:
            self.step_to(moves[key])
        elif key in _CHOOSE and at is not None:
            self.choose(at)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the last place when the keyboard arrives and nothing is current."""
        super().focusInEvent(event)
        if self._at is None and event.reason() not in _SILENT:
            self.step_to(self.count() - 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no place when the keyboard leaves."""
        super().focusOutEvent(event)
        self.step_to(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Make the place under the mouse current."""
        self.step_to(self.place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show no place when the mouse leaves, unless the keyboard is here."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.step_to(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the place under the mouse."""
        place = self.place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.step_to(place)
            self.choose(place)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def paint_focus(painter: QPainter, area: QRectF) -> None:
    """Draw the focus ring around an area."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.ink("accent"), 2))
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), look.SMALL_RADIUS, look.SMALL_RADIUS)


def paint_readout(painter: QPainter, lines: tuple[str, ...], anchor: QPointF, bounds: QRectF) -> None:
    """Draw lines of plain text in a small raised box beside `anchor`, inside `bounds`."""
    font = look.number_font(look.HINT)
    metrics = QFontMetrics(font)
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * look.S
    line_height = metrics.height() + look.XS
    height = line_height * len(lines) + 2 * look.XS
    left = anchor.x() + look.M
    if left + width > bounds.right():
        left = anchor.x() - look.M - width
    left = max(left, bounds.left())
    top = min(max(anchor.y() - height / 2, bounds.top()), bounds.bottom() - height)
    box = QRectF(left, top, width, height)
    painter.setPen(QPen(look.ink("line_strong"), 1))
    painter.setBrush(look.ink("raised"))
    painter.drawRoundedRect(box, look.SMALL_RADIUS, look.SMALL_RADIUS)
    painter.setFont(font)
    painter.setPen(look.ink("text"))
    for index, line in enumerate(lines):
        base = top + look.XS + line_height * index + metrics.ascent() + look.XS / 2
        painter.drawText(QPointF(left + look.S, base), line)
