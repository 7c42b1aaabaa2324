"""The figures of a fiscal year: for the summary page, the workbook and the command line, from the same definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from collections_app.domain.calendar import (
    fiscal_period,
    month_end,
    month_range,
    month_start,
    year_before,
)
from collections_app.domain.comparison import Compared, compared, value_of
from collections_app.domain.elapsed import cohorts_of
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURES, LEVELS, MEASURES, OUTSTANDING, Figure
from collections_app.domain.ledger import number_key
from collections_app.domain.plan_figures import planned_by_month
from collections_app.domain.views import (
    Cohort,
    FigureRows,
    FigureValue,
    FigureWanted,
    GroupValue,
    MonthPoint,
    RollForward,
    Summary,
    YearFigures,
)
from collections_app.storage import audit, plan_figures
from collections_app.storage import figure_rows as storage_rows
from collections_app.storage import figures as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_TOTAL = "recovery.total"
_RECOVERY = ("recovery.regular", "recovery.irregular")
_MOVEMENTS = ("principal.recovered", "principal.waived", "principal.closed")
_ADDITIVE = frozenset(key for key, measure in MEASURES.items() if key not in LEVELS and measure.distinct is None)
_OF_STAFF = _ADDITIVE - {"recovery_after_closing"}
_MONTHLY = frozenset((*_ADDITIVE, *_MOVEMENTS))
_GROUP_FIGURES = {figure.key: figure for figure in FIGURES if _OF_STAFF.issuperset(figure.measures)}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal year up to and including a day, and the same span one year earlier."""

    fiscal_year: int
    first: date
    last: date
    previous_first: date
    previous_last: date

    @property
    def is_whole_year(self) -> bool:
        """True when the as-of day is 31 March: only then prior figures serve."""
        return self.last == fiscal_period(self.fiscal_year)[1]


def period_of(fiscal_year: int, as_of: date | None = None) -> Period:
    """Return the period of a fiscal year; UserError when the day lies outside it. The default day is its end."""
    first, end = fiscal_period(fiscal_year)
    last = as_of or end
    if not first <= last <= end:
        raise UserError(
            f"基準日 {last:%Y-%m-%d} は{fiscal_year}年度（{first:%Y-%m-%d}〜{end:%Y-%m-%d}）の外です。"
            "年度か基準日を直してください。"
        )
    return Period(fiscal_year, first, last, fiscal_period(fiscal_year - 1)[0], year_before(last))


def fiscal_years(office: Office) -> tuple[int, ...]:
    """Return the fiscal years with anything to count, newest first."""
    with office.database.reading() as connection:
        return storage.fiscal_years(connection)


def summary(office: Office, fiscal_year: int, as_of: date | None = None, last_cohorts: int | None = None) -> Summary:
    """Return the supervisor's summary; `last_cohorts` limits recovery by elapsed year to the newest cohorts."""
    period = period_of(fiscal_year, as_of)
    with office.database.reading() as connection:
        return summary_of(connection, period, last_cohorts)


def summary_of(connection: Connection, period: Period, last_cohorts: int | None = None) -> Summary:
    """Return the summary read through one connection, so that all of it is of one moment."""
    spans = ((period.first, period.last), (period.previous_first, period.previous_last))
    by_month = storage.yen_by_month(connection, period.previous_first, period.last, _RECOVERY)
    counted = storage.totals(connection, spans, _MONTHLY)
    ends = (period.last, period.previous_last, period.first - _ONE_DAY)
    levels = storage.levels(connection, ends)
    once = storage.distinct(connection, spans)
    current, previous = ({**counted[n], **levels[n], **once[n]} for n in range(2))
    plans, prior = storage.plans_and_prior(connection, period.fiscal_year)
    first_cohort = 0 if last_cohorts is None else period.fiscal_year - last_cohorts + 1
    sections, staff = _in_charge(connection, spans)
    return Summary(
        period.fiscal_year,
        period.last,
        spans[0],
        figures_of(period, current, previous, plans, prior),
        cohorts_of(storage.cohorts(connection, first_cohort, period.last), period.fiscal_year),
        points_of(by_month, period, sum(_of(current, measure) for measure in _RECOVERY)),
        sections,
        staff,
        _roll_forward(current, _of(levels[2], OUTSTANDING)),
        planned_by_month(plans.get(_TOTAL), plan_figures.months(connection, period.fiscal_year).get(_TOTAL, {})),
    )


def figures_of(
    period: Period,
    current: Mapping[str, storage.Pair],
    previous: Mapping[str, storage.Pair],
    plans: Mapping[str, int],
    prior: Mapping[str, int],
) -> dict[str, FigureValue]:
    """Return every figure; prior figures serve where the database itself counts nothing a whole year before."""
    found = {}
    for figure in FIGURES:
        before = value_of(figure, previous)
        if before == 0 and period.is_whole_year:
            before = prior.get(figure.key, 0)
        found[figure.key] = compared(figure, value_of(figure, current), before, plans.get(figure.key))
    return found


def year_figures(
    office: Office, fiscal_year: int, as_of: date | None = None, known_on: date | None = None
) -> YearFigures:
    """Return figures and recovery by elapsed year; `known_on` leaves out what was recorded after that day.

    Ledger and levels are then exact, since they are only ever appended to. Other rows count with what they say today:
    what was changed in them later cannot be told.
    """
    period = period_of(fiscal_year, as_of)
    span = (period.first, period.last)
    if known_on is None:
        all_of_it = summary(office, fiscal_year, as_of)
        return YearFigures(fiscal_year, period.last, span, all_of_it.figures, all_of_it.cohorts)
    counted = []
    with office.database.reading() as connection:
        known = audit.last_by(connection, known_on)
        for first, last in (span, (period.previous_first, period.previous_last)):
            values = storage.in_days(connection, first, last, MEASURES.keys() - LEVELS, known)
            counted.append({**values, **storage.in_days(connection, None, last, LEVELS, known)})
        plans, prior = storage.plans_and_prior(connection, fiscal_year, known)
        cells = storage.cohorts_known(connection, period.last, known)
    figures = figures_of(period, counted[0], counted[1], plans, prior)
    return YearFigures(fiscal_year, period.last, span, figures, cohorts_of(cells, fiscal_year), known_on)


def breakdown(
    office: Office, fiscal_year: int, as_of: date | None, by: str, known_on: date | None = None
) -> dict[str, dict[str, FigureValue]]:
    """Return the figures by the values of a dimension; of months the year before is the same month of that year.

    `known_on` leaves out what was recorded after that day, as `year_figures` does.
    """
    period = period_of(fiscal_year, as_of)
    with office.database.reading() as connection:
        known = None if known_on is None else audit.last_by(connection, known_on)
        now = storage.by_dimension(connection, by, (period.first, period.last), MEASURES, known)
        before = storage.by_dimension(connection, by, (period.previous_first, period.previous_last), MEASURES, known)
    if by == "month":
        before = {f"{int(key[:4]) + 1}{key[4:]}": values for key, values in before.items()}
    return {
        key: {
            figure.key: compared(figure, value_of(figure, now.get(key, {})), value_of(figure, before.get(key, {})))
            for figure in FIGURES
            if not _is_level(figure) or by not in ("month", "elapsed", "channel", "source")
        }
        for key in sorted(now.keys() | before.keys(), key=number_key if by == "elapsed" else None)
    }


def figure_rows(office: Office, wanted: FigureWanted) -> FigureRows:
    """Return the very rows behind a figure."""
    period = period_of(wanted.fiscal_year, wanted.as_of)
    first, last = period.first, period.last
    if wanted.previous:
        first, last = period.previous_first, period.previous_last
    if wanted.month is not None:
        first, last = max(first, month_start(wanted.month)), min(last, month_end(wanted.month))
    narrowed = storage_rows.Narrowed(wanted.section, wanted.staff_no)
    with office.database.reading() as connection:
        return storage_rows.rows_behind(connection, wanted.key, (first, last), narrowed)


def cohorts(office: Office, fiscal_year: int, as_of: date) -> tuple[Cohort, ...]:
    """Return recovery by elapsed year of every fiscal year with a claim subrogated by the day."""
    with office.database.reading() as connection:
        return cohorts_of(storage.cohorts(connection, 0, as_of), fiscal_year)


def _is_level(figure: Figure) -> bool:
    return not LEVELS.isdisjoint(figure.measures)


def points_of(by_month: Mapping[str, int], period: Period, recovered: int) -> tuple[MonthPoint, ...]:
    """Return the cumulative recovery of each month of the fiscal year, and of the whole months of the year before.

    `recovered` is that of the year up to its last day, which may break its month.
    """
    points = []
    current = previous = 0
    last = month_start(period.last)
    for month in month_range(period.first, fiscal_period(period.fiscal_year)[1]):
        previous += by_month.get(storage.month_name(date(month.year - 1, month.month, 1)), 0)
        current = recovered if month == last else current + by_month.get(storage.month_name(month), 0)
        points.append(MonthPoint(month, current if month <= last else None, previous))
    return tuple(points)


def _of(values: storage.Values, measure: str) -> int:
    return values.get(measure, (0, 0))[1]


def _roll_forward(current: storage.Values, opening: int) -> RollForward:
    closing, subrogated = _of(current, OUTSTANDING), _of(current, "subrogation")
    recovered, waived, closed = (_of(current, measure) for measure in _MOVEMENTS)
    other = closing - (opening + subrogated - recovered - waived - closed)
    return RollForward(opening, subrogated, recovered, waived, closed, other, closing)


def _in_charge(
    connection: Connection, spans: tuple[tuple[date, date], tuple[date, date]]
) -> tuple[tuple[GroupValue, ...], tuple[GroupValue, ...]]:
    """Return the figures of each section and of each member of staff who has any."""
    people = storage.charges(connection)
    found = storage.by_charge(connection, spans, _OF_STAFF)
    sections = (("section", section, section) for section in sorted({section for _, _, section in people}))
    staff = (("staff", staff_no, f"{name}（{section}）") for staff_no, name, section in people)
    return _groups(found, sections), _groups(found, staff)


def _groups(
    found: Mapping[tuple[str, str], list[storage.Values]], named: Iterable[tuple[str, str, str]]
) -> tuple[GroupValue, ...]:
    return tuple(
        GroupValue(key, label, Compared(_GROUP_FIGURES, values[0], values[1]))
        for dim, key, label in named
        if (values := found.get((dim, key))) is not None
    )
