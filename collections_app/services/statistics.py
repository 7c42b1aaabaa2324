"""The figures of a fiscal year: for the summary page, the workbook and the command line, from the same definitions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
from collections_app.domain.comparison import compared, value_of
from collections_app.domain.elapsed import cohorts_of
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURES, LEVELS, MEASURES, Figure
from collections_app.domain.ledger import number_key
from collections_app.domain.views import (
    Cohort,
    FigureRows,
    FigureValue,
    FigureWanted,
    GroupValue,
    MonthPoint,
    RollForward,
    Summary,
)
from collections_app.storage import figure_rows as storage_rows
from collections_app.storage import figures as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_RECOVERY = ("recovery.regular", "recovery.irregular")
_MOVEMENTS = ("principal.recovered", "principal.waived", "principal.closed")
_ADDITIVE = frozenset(key for key, measure in MEASURES.items() if key not in LEVELS and measure.distinct is None)
_OF_STAFF = _ADDITIVE - {"recovery_after_closing"}
_MONTHLY = frozenset((*_ADDITIVE, *_MOVEMENTS))
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
    months = storage.monthly(connection, period.previous_first, period.last, _MONTHLY)
    tails = [storage.broken_month(connection, last, _MONTHLY) for _, last in spans]
    levels = storage.levels(connection, [period.last, period.previous_last, period.first - _ONE_DAY])
    once = storage.distinct(connection, spans)
    current = {**_total(months, spans[0], tails[0]), **levels[0], **once[0]}
    previous = {**_total(months, spans[1], tails[1]), **levels[1], **once[1]}
    plans, prior = storage.plans_and_prior(connection, period.fiscal_year)
    first_cohort = 0 if last_cohorts is None else period.fiscal_year - last_cohorts + 1
    sections, staff = _in_charge(connection, period)
    return Summary(
        period.fiscal_year,
        period.last,
        (period.first, period.last),
        figures_of(period, current, previous, plans, prior),
        cohorts_of(storage.cohorts(connection, first_cohort, period.last), period.fiscal_year),
        _points(months, period, tails[0]),
        sections,
        staff,
        _roll_forward(current, levels),
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


def breakdown(office: Office, fiscal_year: int, as_of: date | None, by: str) -> dict[str, dict[str, FigureValue]]:
    """Return the figures by the values of a dimension; of months the year before is the same month of that year."""
    period = period_of(fiscal_year, as_of)
    with office.database.reading() as connection:
        now = storage.by_dimension(connection, by, period.first, period.last, MEASURES)
        before = storage.by_dimension(connection, by, period.previous_first, period.previous_last, MEASURES)
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


def _total(months: storage.Months, span: tuple[date, date], tail: storage.Values | None) -> storage.Values:
    """Return the sums over the months of a span, by measure; `tail` stands for the last month when it is broken."""
    first, last = storage.month_name(span[0]), storage.month_name(span[1])
    found: dict[str, storage.Pair] = dict(tail or {})
    for (measure, month), (count, amount) in months.items():
        if first <= month <= last and not (tail is not None and month == last):
            before = found.get(measure, (0, 0))
            found[measure] = (before[0] + count, before[1] + amount)
    return found


def _points(months: storage.Months, period: Period, tail: storage.Values | None) -> tuple[MonthPoint, ...]:
    """Return the cumulative recovery of each month of the fiscal year, and of the whole months of the year before."""
    points = []
    current = previous = 0
    for month in month_range(period.first, fiscal_period(period.fiscal_year)[1]):
        previous += _recovered(months, date(month.year - 1, month.month, 1))
        if tail is not None and month == month_start(period.last):
            current += sum(tail.get(measure, (0, 0))[1] for measure in _RECOVERY)
        else:
            current += _recovered(months, month)
        points.append(MonthPoint(month, current if month <= period.last else None, previous))
    return tuple(points)


def _recovered(months: storage.Months, month: date) -> int:
    return sum(months.get((measure, storage.month_name(month)), (0, 0))[1] for measure in _RECOVERY)


def _roll_forward(current: Mapping[str, storage.Pair], levels: list[storage.Values]) -> RollForward:
    opening, closing = levels[2]["outstanding"][1], levels[0]["outstanding"][1]
    subrogated = current.get("subrogation", (0, 0))[1]
    recovered, waived, closed = (current.get(measure, (0, 0))[1] for measure in _MOVEMENTS)
    other = closing - (opening + subrogated - recovered - waived - closed)
    return RollForward(opening, subrogated, recovered, waived, closed, other, closing)


def _in_charge(connection: Connection, period: Period) -> tuple[tuple[GroupValue, ...], tuple[GroupValue, ...]]:
    """Return the figures of each section and of each member of staff who has any."""
    people = storage.charges(connection)
    keys: dict[str, Collection[str]] = {
        "section": {section for _, _, section in people},
        "staff": {staff_no for staff_no, _, _ in people},
    }
    spans = ((period.first, period.last), (period.previous_first, period.previous_last))
    found = storage.by_charge(connection, keys, spans, _OF_STAFF)
    sections = _groups(found, "section", ((section, section) for section in sorted(keys["section"])))
    staff = _groups(found, "staff", ((staff_no, f"{name}（{section}）") for staff_no, name, section in people))
    return sections, staff


def _groups(
    found: Mapping[tuple[str, str], list[storage.Values]], dim: str, named: Iterable[tuple[str, str]]
) -> tuple[GroupValue, ...]:
    figures = [figure for figure in FIGURES if set(figure.measures) <= _OF_STAFF]
    return tuple(
        GroupValue(
            key,
            label,
            {
                figure.key: compared(figure, value_of(figure, values[0]), value_of(figure, values[1]))
                for figure in figures
            },
        )
        for key, label in named
        if (values := found.get((dim, key))) is not None
    )
