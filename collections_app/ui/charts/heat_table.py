"""Recovery by elapsed year as a heat table: one row a year of subrogation, deeper ground for a higher rate."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from collections_app.domain.calendar import fiscal_year_name
from collections_app.domain.money import show_percent
from collections_app.ui import look
from collections_app.ui.charts.stepped import paint_focus

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from collections_app.domain.views import Cohort

_LABEL = 112
_COLUMN = 56
_LEAST_COLUMN = 46
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_STRONGEST = 0.38
Spot = tuple[int, int]


class HeatTable(QWidget):
    """Rates per elapsed year. Arrows move, `cohort_chosen` tells (cohort, elapsed year) on a click or Enter."""

    cohort_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cohorts: tuple[Cohort, ...] = ()
        self._columns = 0
        self._row_height = look.COMPACT_ROW_HEIGHT
        self._at: Spot | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("代位弁済後の経過年数と回収率")
        look.theme().changed.connect(self._restyle)

    def show_cohorts(self, cohorts: tuple[Cohort, ...]) -> None:
        """Show other years, in the order given."""
        self._cohorts = cohorts
        self._columns = max((len(cohort.rate) for cohort in cohorts), default=0)
        self._at = None
        self._restyle()

    def set_row_height(self, height: int) -> None:
        """Make the rows as high as the tables beside."""
        self._row_height = height
        self._restyle()

    def text_at(self, row: int, column: int) -> str:
        """Return the words of a cell; the last, unfinished year carries *, what has not come yet is empty."""
        rates = self._cohorts[row].rate
        if column >= len(rates):
            return ""
        return show_percent(rates[column]) + ("*" if column == len(rates) - 1 else "")

    def readout(self, spot: Spot) -> tuple[str, ...]:
        """Return the exact amounts behind a cell."""
        cohort = self._cohorts[spot[0]]
        elapsed = spot[1]
        last = "（経過途中）" if elapsed == len(cohort.rate) - 1 else ""
        return (
            f"{fiscal_year_name(cohort.cohort)}の代位弁済 {cohort.subrogated:,}円",
            f"{elapsed + 1}年目まで{last}の回収 {cohort.recovered[elapsed]:,}円",
            f"回収率 {show_percent(cohort.rate[elapsed])}％",
        )

    def current(self) -> Spot | None:
        """Return the current cell: row and column."""
        return self._at

    def sizeHint(self) -> QSize:
        """Take the room of all years and rows."""
        wide = look.scaled(_LABEL + _COLUMN * max(self._columns, 1))
        return QSize(wide, look.scaled(self._row_height) * (len(self._cohorts) + 1))

    def minimumSizeHint(self) -> QSize:
        """Never cut a number."""
        wide = look.scaled(_LABEL + _LEAST_COLUMN * max(self._columns, 1))
        return QSize(wide, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw headings and rows."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_headings(painter)
        top = max((Decimal(rate) for cohort in self._cohorts for rate in cohort.rate), default=Decimal(1))
        for row in range(len(self._cohorts)):
            self._paint_row(painter, row, top if top > 0 else Decimal(1))
        if self._at is not None:
            paint_focus(painter, self._cell(*self._at))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move between cells; Enter chooses."""
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if key in moves and self._cohorts:
            row, column = self._at or (0, 0)
            self._go(row + moves[key][0], column + moves[key][1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at is not None:
            self._choose(self._at)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Make the cell under the mouse current."""
        self._set(self._spot_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the mouse."""
        spot = self._spot_at(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(spot)

    def leaveEvent(self, event: QEvent) -> None:
        """Show no cell when the mouse leaves, unless the keyboard is here."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._set(None)

    def event(self, event: QEvent) -> bool:
        """Show the first cell when the keyboard arrives, none when it leaves."""
        if event.type() == QEvent.Type.FocusIn and self._at is None and self._cohorts:
            self._set((0, 0))
        if event.type() == QEvent.Type.FocusOut:
            self._set(None)
        return super().event(event)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _choose(self, spot: Spot) -> None:
        self.cohort_chosen.emit((self._cohorts[spot[0]].cohort, spot[1]))

    def _go(self, row: int, column: int) -> None:
        row = min(max(row, 0), len(self._cohorts) - 1)
        self._set((row, min(max(column, 0), len(self._cohorts[row].rate) - 1)))

    def _set(self, spot: Spot | None) -> None:
        if spot == self._at:
            return
        self._at = spot
        self.setAccessibleDescription("、".join(self.readout(spot)) if spot is not None else "")
        if spot is None:
            QToolTip.hideText()
        else:
            corner = self._cell(*spot).bottomLeft().toPoint() + QPoint(0, look.XS)
            QToolTip.showText(self.mapToGlobal(corner), "\n".join(self.readout(spot)), self)
        self.update()

    def _column_width(self) -> float:
        return (self.width() - look.scaled(_LABEL)) / max(self._columns, 1)

    def _cell(self, row: int, column: int) -> QRectF:
        height = look.scaled(self._row_height)
        width = self._column_width()
        return QRectF(look.scaled(_LABEL) + column * width, (row + 1) * height, width, height)

    def _spot_at(self, where: QPointF) -> Spot | None:
        for row, cohort in enumerate(self._cohorts):
            for column in range(len(cohort.rate)):
                if self._cell(row, column).contains(where):
                    return row, column
        return None

    def _paint_headings(self, painter: QPainter) -> None:
        height = look.scaled(self._row_height)
        painter.setFont(look.text_font(look.HINT))
        painter.setPen(look.ink("soft"))
        painter.drawText(QRectF(look.S, 0, look.scaled(_LABEL), height), _LEFT, "代位弁済年度")
        for column in range(self._columns):
            box = self._cell(-1, column).adjusted(0, 0, -look.S, 0)
            painter.drawText(box, _RIGHT, f"{column + 1}年目")
        painter.setPen(QPen(look.ink("line_strong"), 1))
        painter.drawLine(QPointF(0, height - 0.5), QPointF(self.width(), height - 0.5))

    def _paint_row(self, painter: QPainter, row: int, top: Decimal) -> None:
        height = look.scaled(self._row_height)
        cohort = self._cohorts[row]
        for column, rate in enumerate(cohort.rate):
            cell = self._cell(row, column)
            ground = QColor(look.ink("accent"))
            ground.setAlphaF(0.06 + _STRONGEST * max(float(Decimal(rate) / top), 0.0))
            painter.fillRect(cell, ground)
            painter.setFont(look.number_font())
            painter.setPen(look.ink("text"))
            star = painter.fontMetrics().horizontalAdvance("*")
            painter.drawText(cell.adjusted(0, 0, -look.S - star, 0), _RIGHT, show_percent(rate))
            if column == len(cohort.rate) - 1:
                painter.drawText(cell.adjusted(0, 0, -look.S, 0), _RIGHT, "*")
        painter.setFont(look.text_font())
        painter.setPen(look.ink("text"))
        label = QRectF(look.S, (row + 1) * height, look.scaled(_LABEL) - look.S, height)
        painter.drawText(label, _LEFT, fiscal_year_name(cohort.cohort))
        painter.setPen(QPen(look.ink("line"), 1))
        painter.drawLine(QPointF(0, (row + 2) * height - 0.5), QPointF(self.width(), (row + 2) * height - 0.5))
