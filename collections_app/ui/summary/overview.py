"""全体: four key figures, the year's line, recovery by elapsed year, and every action of the report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from collections_app.domain.calendar import fiscal_year_name, month_end
from collections_app.domain.money import Unit
from collections_app.domain.shown import Shown
from collections_app.ui import look
from collections_app.ui.charts.heat_table import HeatTable
from collections_app.ui.charts.line_chart import CumulativeChart
from collections_app.ui.summary.card import KeyFigureCard
from collections_app.ui.summary.cell_table import CellTable
from collections_app.ui.summary.figure_cells import ACTIONS, figure_cells, figure_heads
from collections_app.ui.summary.late_card import LateCard
from collections_app.ui.summary.put_out import cohort_table, figure_table
from collections_app.ui.summary.rates import recovered_rows
from collections_app.ui.summary.view import SummaryView, days_words
from collections_app.ui.widgets import Card, ElidedLabel, LinkButton, column, hint, row

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from collections_app.domain.summary_views import SummarySeen
    from collections_app.domain.views import MonthPoint
    from collections_app.ui.context import Context

KEY_FIGURES = (
    ("総回収（元損）", "recovery.total"),
    ("定期回収", "recovery.regular"),
    ("不定期回収", "recovery.irregular"),
    ("代位弁済", "subrogation.amount"),
)
SHOWN_COHORTS = 6
_AROUND_TABLE = 64  # heading and padding of the card around the table
_LEFT_SHARE, _RIGHT_SHARE = 572, 566


class Overview(SummaryView):
    """The first screen of the summary: every card, month, rate and number opens its rows."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen: SummarySeen | None = None
        self._unit = Unit.MILLION
        self.cards = {key: KeyFigureCard(label) for label, key in KEY_FIGURES}
        self.late = LateCard()
        self.chart = CumulativeChart()
        self.legend = hint()
        self.heat = HeatTable()
        self.all_cohorts = LinkButton("すべての年度", "回収率をすべての年度について見る")
        self.table = CellTable("回収行動と処理", figure_heads())
        self.no_cohorts = hint("代位弁済が登録されると、年度ごとの回収率がここに出ます。")
        self._chart_card = Card("回収の累計", self.legend, padding=look.M)
        self._chart_card.body.addWidget(self.chart, 1)
        self._heat_card = Card("代位弁済後の経過年数と回収率（累計 %）", self._heat_trailing(), padding=look.M)
        self._heat_card.body.addWidget(self.heat)
        self._heat_card.body.addWidget(self.no_cohorts)
        self._table_card = Card("回収行動と処理", hint("数字を押すと内訳"), padding=look.M)
        self._table_card.body.setSpacing(look.XS)
        self._table_card.body.addWidget(self.table, 1)
        for card in (self._chart_card, self._heat_card):
            card.body.setSpacing(look.XS)
        lower = row(spacing=look.M)
        lower.addLayout(self._left_column(), _LEFT_SHARE)
        lower.addWidget(self._table_card, _RIGHT_SHARE)
        # the style sheet gives buttons a least height of their own: the row keeps the cards from being squeezed
        self._cards_row = QWidget()
        self._cards_row.setLayout(row(*self.cards.values(), self.late, spacing=look.M))
        layout = column(self._cards_row, spacing=look.M)
        layout.addLayout(lower, 1)
        self.setLayout(layout)
        self._connect()

    def show_seen(self, seen: SummarySeen, unit: Unit) -> None:
        """Show another summary, or the same one in another unit."""
        self.seen, self._unit = seen, unit
        view = seen.summary
        for key, card in self.cards.items():
            card.show_figure(view.figures[key], unit, seen)
        self.chart.set_unit(unit)
        self.chart.show_points(view.months, self._plan(), view.planned)
        year = fiscal_year_name(view.fiscal_year)
        lines = "━ 今年度　─ 前年度" + ("　╌ 計画" if self._plan() is not None else "")
        self.legend.setText(f"{year}　{unit.label}　{lines}")
        self.heat.show_cohorts(view.cohorts[-SHOWN_COHORTS:])
        self.heat.setVisible(bool(view.cohorts))
        self.no_cohorts.setVisible(not view.cohorts)
        self.all_cohorts.setVisible(len(view.cohorts) > SHOWN_COHORTS)
        self.table.set_heads(figure_heads(view.figures, unit))
        self.table.set_cells(figure_cells(ACTIONS, seen, unit))
        self._fit_rows()
        late = partial(self.context.desk.count_late, self.context.as_of)
        self.context.jobs.read(late, self.late.show_count, owner=self, topic="late")
        self.put_out_changed.emit()

    def shown(self) -> Shown | None:
        """Return the figures, the months and the rates."""
        if self.seen is None:
            return None
        view = self.seen.summary
        lines = [*((label, key, 0) for label, key in KEY_FIGURES), *ACTIONS]
        tables = (figure_table("実績", lines, view.figures), cohort_table(view.cohorts[-SHOWN_COHORTS:]))
        return Shown("集計　全体", days_words(self.seen), (self.chart.drawn(),), tables)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the usual row height where there is room, the compact one where not."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        card = self.cards["recovery.total"].sizeHint().height()
        self._cards_row.setFixedHeight(card)
        room = self.height() - card - look.M - look.scaled(_AROUND_TABLE)
        fits = self.table.row_room(look.ROW_HEIGHT) <= room
        height = look.ROW_HEIGHT if fits else look.COMPACT_ROW_HEIGHT
        self.table.set_row_height(height)
        self.heat.set_row_height(height)
        self.table.setMinimumHeight(self.table.row_room(height))  # the page scrolls, never the table in it

    def _plan(self) -> int | None:
        return None if self.seen is None else self.seen.summary.figures["recovery.total"].plan

    def _heat_trailing(self) -> QWidget:
        box = QWidget()
        box.setLayout(row(ElidedLabel("* 経過途中", "faint", look.HINT), self.all_cohorts))
        return box

    def _left_column(self) -> QVBoxLayout:
        left = column(spacing=look.M)
        left.addWidget(self._chart_card, 1)
        left.addWidget(self._heat_card)
        return left

    def _connect(self) -> None:
        for card in self.cards.values():
            card.chosen.connect(self.rows_wanted)
        self.late.clicked.connect(partial(self.context.page_requested.emit, "first_weeks"))
        self.table.opened.connect(self.rows_wanted)
        self.chart.month_chosen.connect(self._open_month)
        self.heat.cohort_chosen.connect(self._open_cohort)
        self.all_cohorts.clicked.connect(partial(self.turn_wanted.emit, "rates"))

    def _open_month(self, point: MonthPoint) -> None:
        if self.seen is not None:
            last = min(month_end(point.month), self.seen.summary.as_of)
            self.rows_wanted.emit(self.seen.rows_between("recovery.total", point.month, last))

    def _open_cohort(self, spot: tuple[int, int]) -> None:
        if self.seen is not None:
            self.rows_wanted.emit(recovered_rows(self.seen, *spot))
