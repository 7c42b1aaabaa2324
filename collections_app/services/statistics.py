"""The figures of a fiscal year: for the summary page, the workbook and the command line, from the same definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import FigureWanted, applies, is_level
from collections_app.domain.calendar import fiscal_period, month_end, month_range, month_start, year_before
from collections_app.domain.comparison import Compared, compared, value_of
from collections_app.domain.elapsed import cohorts_of
from collections_app.domain.figures import FIGURES, LEVELS, MEASURES, MOVEMENT, OUTSTANDING
from collections_app.domain.ledger import number_key
from collections_app.domain.period import Period, period_of
from collections_app.domain.plan_figures import planned_by_month
from collections_app.domain.views import (
    Cohort,
    FigureRows,
    FigureValue,
    GroupValue,
    MonthPoint,
    RollForward,
    Summary,
    YearFigures,
)
from collections_app.storage import audit, movements, overview, plan_figures
from collections_app.storage import figure_rows as storage_rows
from collections_app.storage import figures as storage
from collections_app.storage.sources import EVERYTHING

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


def fiscal_years(office: Office) -> tuple[int, ...]:
    """Return the fiscal years with anything to count, newest first."""
    with office.database.reading() as connection:
        return overview.fiscal_years(connection)


def summary(office: Office, fiscal_year: int, as_of: date | None = None, last_cohorts: int | None = None) -> Summary:
    """Return the supervisor's summary; `last_cohorts` limits recovery by elapsed year to the newest cohorts."""
    return period_summary(office, period_of(fiscal_year, as_of), last_cohorts)


def period_summary(office: Office, period: Period, last_cohorts: int | None = None) -> Summary:
    """Return the summary of any span of days, beside the same span of the year before."""
    with office.database.reading() as connection:
        return summary_of(connection, period, last_cohorts)


def summary_of(
    connection: Connection, period: Period, last_cohorts: int | None = None, known: int | None = None
) -> Summary:
    """Return the summary read through one connection, so that all of it is of one moment.

    `known` is the last audit record whose rows count; None: all, which the monthly totals answer fast.
    """
    current, previous, opening = _measured(connection, period, known)
    year = period.fiscal_year
    plans, prior = storage.plans_and_prior(connection, year, EVERYTHING if known is None else known)
    first_cohort = 0 if last_cohorts is None else year - last_cohorts + 1
    cells = (
        storage.cohorts(connection, first_cohort, period.last)
        if known is None
        else storage.cohorts_known(connection, period.last, known)
    )
    sections, staff = _in_charge(connection, period.spans, known)
    return Summary(
        year,
        period.last,
        period.spans[0],
        figures_of(period, current, previous, plans, prior),
        cohorts_of(cells, year),
        _points(connection, period, current, known),
        sections,
        staff,
        _roll_forward(current, _of(opening, OUTSTANDING)),
        planned_by_month(plans.get(_TOTAL), plan_figures.months(connection, year).get(_TOTAL, {}) if plans else {}),
    )


def _measured(
    connection: Connection, period: Period, known: int | None
) -> tuple[storage.Values, storage.Values, storage.Values]:
    """Return every measure of the period and of the span before, and the levels before its first day."""
    days = (period.last, period.previous_last, period.first - _ONE_DAY)
    if known is None:
        counted = storage.totals(connection, period.spans, _MONTHLY)
        levels = storage.levels(connection, days)
        once = storage.distinct(connection, period.spans)
        return {**counted[0], **levels[0], **once[0]}, {**counted[1], **levels[1], **once[1]}, levels[2]
    measures = (MEASURES.keys() - LEVELS) | set(_MOVEMENTS)
    counted = [storage.in_days(connection, *span, measures, known) for span in period.spans]
    levels = [storage.in_days(connection, None, day, LEVELS, known) for day in days]
    return {**counted[0], **levels[0]}, {**counted[1], **levels[1]}, levels[2]


def figures_of(
    period: Period,
    current: Mapping[str, storage.Pair],
    previous: Mapping[str, storage.Pair],
    plans: Mapping[str, int],
    prior: Mapping[str, int],
) -> dict[str, FigureValue]:
    """Return every figure; prior figures serve where the database itself counts nothing a whole year before.

    A plan is one of a fiscal year: only what has gathered since its beginning is held against it.
    """
    typed = prior if period.is_whole_year else {}
    planned = plans if period.is_cumulative else {}
    found = {}
    for figure in FIGURES:
        key = figure.key
        before = value_of(figure, previous) or typed.get(key, 0)
        found[key] = compared(figure, value_of(figure, current), before, planned.get(key))
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
    with office.database.reading() as connection:
        known = audit.last_by(connection, known_on)
        current, previous, _ = _measured(connection, period, known)
        plans, prior = storage.plans_and_prior(connection, fiscal_year, known)
        cells = storage.cohorts_known(connection, period.last, known)
    figures = figures_of(period, current, previous, plans, prior)
    return YearFigures(fiscal_year, period.last, span, figures, cohorts_of(cells, fiscal_year), known_on)


def breakdown(
    office: Office, fiscal_year: int, as_of: date | None, by: str, known_on: date | None = None
) -> dict[str, dict[str, FigureValue]]:
    """Return the figures by the values of a dimension; of months the year before is the same month of that year.

    `known_on` leaves out what was recorded after that day, as `year_figures` does.
    """
    return breakdown_of(office, period_of(fiscal_year, as_of), by, known_on)


def breakdown_of(
    office: Office,
    period: Period,
    by: str,
    known_on: date | None = None,
    known_no: int | None = None,
    *,
    has_levels: bool = True,
) -> dict[str, dict[str, FigureValue]]:
    """Return the figures of any span by the values of a dimension, as `breakdown` does.

    Levels walk the whole history of the books: without them the answer costs the span alone.
    """
    measures = MEASURES.keys() if has_levels else MEASURES.keys() - LEVELS
    with office.database.reading() as connection:
        known = _known(connection, known_on, known_no)
        now, before = (storage.by_dimension(connection, by, span, measures, known) for span in period.spans)
    if by == "month":
        before = {f"{int(key[:4]) + 1}{key[4:]}": values for key, values in before.items()}
    return {
        key: {
            figure.key: compared(figure, value_of(figure, now.get(key, {})), value_of(figure, before.get(key, {})))
            for figure in FIGURES
            if applies(figure, by) and (has_levels or not is_level(figure))
        }
        for key in sorted(now.keys() | before.keys(), key=number_key if by == "elapsed" else None)
    }


def figure_rows(office: Office, wanted: FigureWanted) -> FigureRows:
    """Return the very rows behind a figure, or behind a cell of its breakdowns."""
    behind = movements.rows_behind if wanted.key in MOVEMENT else storage_rows.rows_behind
    with office.database.reading() as connection:
        return behind(connection, wanted, _known(connection, wanted.known_on, wanted.known_no))


def _known(connection: Connection, known_on: date | None, known_no: int | None = None) -> int | None:
    """Return the last audit record whose rows count; None when all of them do."""
    if known_no is not None or known_on is None:
        return known_no
    return audit.last_by(connection, known_on)


def cohorts(office: Office, fiscal_year: int, as_of: date) -> tuple[Cohort, ...]:
    """Return recovery by elapsed year of every fiscal year with a claim subrogated by the day."""
    with office.database.reading() as connection:
        return cohorts_of(storage.cohorts(connection, 0, as_of), fiscal_year)


def _points(
    connection: Connection, period: Period, current: storage.Values, known: int | None
) -> tuple[MonthPoint, ...]:
    """Return the recovery since April up to each month of the fiscal year, and of the same months a year before.

    The last day may break its month, and the period may begin elsewhere than in April.
    """
    first, end = fiscal_period(period.fiscal_year)
    since = fiscal_period(period.fiscal_year - 1)[0]
    by_month = _by_month(connection, since, period.last, known)
    if not period.is_cumulative:
        current = (
            storage.totals(connection, [(first, period.last)], _RECOVERY)[0]
            if known is None
            else storage.in_days(connection, first, period.last, _RECOVERY, known)
        )
    last = sum(_of(current, measure) for measure in _RECOVERY)
    points = []
    now = previous = 0
    reached_in = month_start(period.last)
    for month, name, name_before in _months(first, end):
        previous += by_month.get(name_before, 0)
        now += by_month.get(name, 0)
        reached = last if month == reached_in else now
        points.append(MonthPoint(month, reached if month <= reached_in else None, previous))
    return tuple(points)


@lru_cache(maxsize=16)
def _months(first: date, end: date) -> tuple[tuple[date, str, str], ...]:
    """Return each month of a year as its first day and by name, with the name of that month a year before."""
    return tuple(
        (month, storage.month_name(month), storage.month_name(year_before(month))) for month in month_range(first, end)
    )


def _by_month(connection: Connection, first: date, last: date, known: int | None) -> dict[str, int]:
    """Return the recovery (yen) of each month."""
    if known is None:
        return storage.yen_by_month(connection, first, last, _RECOVERY)
    found = storage.by_dimension(connection, "month", (first, month_end(last)), _RECOVERY, known)
    return {month: sum(_of(values, measure) for measure in _RECOVERY) for month, values in found.items()}


def _of(values: storage.Values, measure: str) -> int:
    return values.get(measure, (0, 0))[1]


def _roll_forward(current: storage.Values, opening: int) -> RollForward:
    closing, subrogated = _of(current, OUTSTANDING), _of(current, "subrogation")
    recovered, waived, closed = (_of(current, measure) for measure in _MOVEMENTS)
    other = closing - (opening + subrogated - recovered - waived - closed)
    return RollForward(opening, subrogated, recovered, waived, closed, other, closing)


def _in_charge(
    connection: Connection, spans: Sequence[tuple[date, date]], known: int | None
) -> tuple[tuple[GroupValue, ...], tuple[GroupValue, ...]]:
    """Return the figures of each section and of each member of staff who has any."""
    people = storage.charges(connection)
    found = storage.by_charge(connection, spans, _OF_STAFF, known)
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
