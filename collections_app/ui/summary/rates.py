"""回収率: recovery by elapsed year of every year of subrogation, as curves and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.calendar import fiscal_period, fiscal_year_name, short_era
from collections_app.domain.money import Unit, in_unit, show_percent
from collections_app.domain.shown import Lines, Marker, Series, Shown
from collections_app.ui import look
from collections_app.ui.charts.curves import Curves
from collections_app.ui.charts.heat_table import HeatTable
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from collections_app.ui.summary.put_out import cohort_table
from collections_app.ui.summary.view import SummaryView, days_words
from collections_app.ui.widgets import Card, column, hint, row

if TYPE_CHECKING:
    from collections_app.domain.breakdowns import FigureWanted
    from collections_app.domain.summary_views import SummarySeen
    from collections_app.domain.views import Cohort
    from collections_app.ui.context import Context

DRAWN = 6  # more lines than inks would not be told apart
_MARKERS: tuple[Marker, ...] = ("circle", "square", "triangle", "diamond")
_DASHES: tuple[tuple[float, ...], ...] = ((), (), (6.0, 2.0), (2.0, 2.0), (6.0, 2.0, 2.0, 2.0), (1.0, 2.0))
_MOST_ROWS = 12


def recovered_rows(seen: SummarySeen, cohort: int, elapsed: int) -> FigureWanted:
    """Return the question behind a rate: what came in of a year's claims up to an elapsed year."""
    since = fiscal_period(cohort)[0]
    wanted = seen.rows_between("recovery.total", since, seen.summary.as_of)
    return wanted.within("cohort", str(cohort)).within("until", str(elapsed))


def paid_rows(seen: SummarySeen, cohort: int) -> FigureWanted:
    """Return the question behind a rate's ground: the claims subrogated in a fiscal year."""
    first, last = fiscal_period(cohort)
    return seen.rows_between("subrogation.amount", first, min(last, seen.summary.as_of))


def curves_of(cohorts: tuple[Cohort, ...]) -> Lines:
    """Return the newest years as lines; the year not yet whole is part of its line, and said so in the table."""
    newest = cohorts[-DRAWN:]
    longest = max((len(one.rate) for one in newest), default=0)
    series = []
    for place, one in enumerate(reversed(newest)):
        values = [round(float(rate) * 10) for rate in one.rate]
        padded = (*values, *(None for _ in range(longest - len(values))))
        name = fiscal_year_name(one.cohort)
        dash, marker = _DASHES[place % len(_DASHES)], _MARKERS[place % len(_MARKERS)]
        label = short_era(fiscal_period(one.cohort)[0].replace(month=5)).partition(".")[0]  # the era of its name
        series.append(Series(name, padded, f"series{place}", label, dash, marker, 2.25 if place == 0 else 1.5))
    places = tuple(f"{k + 1}年目" for k in range(longest))
    return Lines("回収率の推移（代位弁済年度別、累計 %）", places, tuple(series), None)


class Rates(SummaryView):
    """Curves of the newest years, the heat table of all, and the yen behind them; every point opens its rows."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen: SummarySeen | None = None
        self.curves = Curves("回収率の推移")
        self.heat = HeatTable()
        self.yen = CellTable("代位弁済額と回収額", _heads(Unit.MILLION))
        self.empty = hint("代位弁済が登録されると、年度ごとの回収率がここに出ます。")
        self._upper = Card("回収率の推移（累計 %）", hint(f"新しい{DRAWN}年度　↑↓ 年度　←→ 経過年"), padding=look.M)
        self._upper.body.addWidget(self.curves, 1)
        self._beside = Card("代位弁済額と回収額", hint("数字を押すと内訳"), padding=look.M)
        self._beside.body.addWidget(self.yen)
        self._beside.body.addStretch(1)
        lower = Card("代位弁済後の経過年数と回収率（累計 %）", hint("元損 ÷ 代位弁済額　* 経過途中"), padding=look.M)
        lower.body.addWidget(self.empty)
        lower.body.addWidget(self.heat)
        top = row(spacing=look.M)
        top.addWidget(self._upper, 3)
        top.addWidget(self._beside, 2)
        layout = column(top, lower, spacing=look.M)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.heat.cohort_chosen.connect(self._open)
        self.yen.opened.connect(self.rows_wanted)
        self.curves.point_chosen.connect(self._open_point)

    def show_seen(self, seen: SummarySeen, unit: Unit) -> None:
        """Show the years of another summary."""
        self.seen = seen
        cohorts = seen.summary.cohorts
        self.curves.show_chart(curves_of(cohorts))
        self.heat.show_cohorts(cohorts)
        self.yen.set_heads(_heads(unit))
        self.yen.set_cells(_yen_cells(seen, unit))
        self.yen.fit_rows(_MOST_ROWS)
        for widget in (self._upper, self._beside, self.heat):
            widget.setVisible(bool(cohorts))
        self.empty.setVisible(not cohorts)
        self.put_out_changed.emit()

    def shown(self) -> Shown | None:
        """Return the curves and the whole table."""
        if self.seen is None:
            return None
        cohorts = self.seen.summary.cohorts
        return Shown("集計　回収率", days_words(self.seen), (curves_of(cohorts),), (cohort_table(cohorts),))

    def _open(self, spot: tuple[int, int]) -> None:
        if self.seen is not None:
            self.rows_wanted.emit(recovered_rows(self.seen, *spot))

    def _open_point(self, point: tuple[int, int]) -> None:
        if self.seen is not None:
            newest = self.seen.summary.cohorts[-DRAWN:]
            self._open((newest[len(newest) - 1 - point[0]].cohort, point[1]))


def _heads(unit: Unit) -> tuple[Head, ...]:
    return (
        Head("代位弁済年度", 100, is_wide=True),
        Head(f"代位弁済 {unit.label}", 118, is_number=True),
        Head(f"回収 {unit.label}", 106, is_number=True),
        Head("回収率 %", 70, is_number=True),
    )


def _yen_cells(seen: SummarySeen, unit: Unit) -> list[list[Cell]]:
    """Return the newest year first."""
    return [
        [
            Cell(fiscal_year_name(one.cohort)),
            Cell(in_unit(one.subrogated, unit), opens=paid_rows(seen, one.cohort)),
            Cell(in_unit(one.recovered[-1], unit), opens=recovered_rows(seen, one.cohort, len(one.recovered) - 1)),
            Cell(f"{show_percent(one.rate[-1])}", "soft"),
        ]
        for one in reversed(seen.summary.cohorts)
        if one.recovered
    ]
