"""The figures the monthly workbook shows, read through one connection so that all of them are of one moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from collections_app.domain.calendar import fiscal_period, month_end, month_range, month_start
from collections_app.domain.comparison import value_of
from collections_app.domain.elapsed import cohorts_of
from collections_app.domain.figures import FIGURES, LEVELS, MEASURES, OUTSTANDING, STOPPED
from collections_app.domain.month_report import MonthNumbers, Span, Values
from collections_app.domain.plan_figures import planned_by_month
from collections_app.domain.views import RollForward
from collections_app.services import statistics
from collections_app.storage import counting, month_report, plan_figures
from collections_app.storage import figures as storage
from collections_app.storage.sources import CLOSED, EVERYTHING, RECOVERED, WAIVED

if TYPE_CHECKING:
    from collections_app.domain.period import Period
    from collections_app.storage.database import Connection

_DATED = frozenset(MEASURES) - LEVELS
_ADDITIVE = frozenset(key for key in _DATED if MEASURES[key].distinct is None)
_MOVEMENTS = (RECOVERED, WAIVED, CLOSED)
RECOVERY = "recovery.total"
_RECOVERY = frozenset(("recovery.regular", "recovery.irregular"))
_GROUPS = ("section", "staff", "source", "channel", "elapsed")
_ONE_DAY = timedelta(days=1)
_NOBODY = (0, 0)


def month_numbers(connection: Connection, period: Period, known: int | None, words: str) -> MonthNumbers:
    """Return the numbers of a fiscal year up to a day; `known` is the last audit record whose rows count.

    None: all of them, and from the monthly totals, so that the rows beside them are a check.
    """
    span, before = (period.first, period.last), (period.previous_first, period.previous_last)
    now_level, before_level = _levels(connection, (period.last, period.previous_last), known)
    current = {**_between(connection, span, known), **now_level}
    previous = {**_between(connection, before, known), **before_level}
    plans, prior = storage.plans_and_prior(connection, period.fiscal_year, EVERYTHING if known is None else known)
    cells = (
        storage.cohorts(connection, 0, period.last)
        if known is None
        else storage.cohorts_known(connection, period.last, known)
    )
    return MonthNumbers(
        period.fiscal_year,
        period.last,
        span,
        statistics.figures_of(period, current, previous, plans, prior),
        cohorts_of(cells, period.fiscal_year),
        _span(connection, span, current, known),
        _month(connection, period.last, now_level, known),
        _before(connection, period, known),
        _month_ends(connection, period, known),
        tuple(storage.charges(connection)),
        words,
        counting.rules(connection, known),
        planned_by_month(plans.get(RECOVERY), plan_figures.months(connection, period.fiscal_year).get(RECOVERY, {})),
    )


def is_empty(numbers: MonthNumbers) -> bool:
    """Return whether there is nothing at all to report: no figure this year or last, nothing outstanding."""
    return not any(figure.current or figure.previous for figure in numbers.figures.values())


def _between(connection: Connection, span: tuple[date, date], known: int | None) -> storage.Values:
    """Return every measure of a span that begins with a month, the changes of the principal among them."""
    if known is not None:
        return storage.in_days(connection, *span, (*_DATED, *_MOVEMENTS), known)
    counted = storage.totals(connection, [span], (*_ADDITIVE, *_MOVEMENTS))[0]
    return {**counted, **storage.distinct(connection, [span])[0]}


def _levels(connection: Connection, days: Iterable[date], known: int | None) -> list[storage.Values]:
    if known is None:
        return storage.levels(connection, tuple(days))
    return [storage.in_days(connection, None, day, LEVELS, known) for day in days]


def _month(connection: Connection, last: date, closing: storage.Values, known: int | None) -> Span:
    span = (month_start(last), last)
    return _span(connection, span, {**_between(connection, span, known), **closing}, known)


def _span(connection: Connection, span: tuple[date, date], values: storage.Values, known: int | None) -> Span:
    """Return how principal and counts went from the day before the span to its end; `values` are those of the span."""
    opening = _levels(connection, (span[0] - _ONE_DAY,), known)[0]
    begun, ended = opening.get(OUTSTANDING, _NOBODY), values.get(OUTSTANDING, _NOBODY)
    subrogated, recovered, waived, closed = (
        values.get(key, _NOBODY)[1] for key in ("subrogation", RECOVERED, WAIVED, CLOSED)
    )
    other = ended[1] - (begun[1] + subrogated - recovered - waived - closed)
    roll = RollForward(begun[1], subrogated, recovered, waived, closed, other, ended[1])
    stopped = opening.get(STOPPED, _NOBODY)[0]
    return Span(span[0], roll, begun[0], stopped, month_report.movements(connection, span, known))


def _before(connection: Connection, period: Period, known: int | None) -> dict[str, dict[str, Values]]:
    """Return last year's recovery by each breakdown, and its dated figures by the months of this year."""
    span = (period.previous_first, period.previous_last)
    found = {
        by: _figures(storage.by_dimension(connection, by, span, _RECOVERY, known), ("recovery.total",))
        for by in _GROUPS
    }
    year = fiscal_period(period.fiscal_year - 1)
    keys = [figure.key for figure in FIGURES if LEVELS.isdisjoint(figure.measures)]
    months = _figures(storage.by_dimension(connection, "month", year, _DATED, known), keys)
    found["month"] = {f"{int(name[:4]) + 1}{name[4:]}": values for name, values in months.items()}
    return found


def _figures(groups: dict[str, storage.Values], keys: Iterable[str]) -> dict[str, Values]:
    wanted = [figure for figure in FIGURES if figure.key in set(keys)]
    return {key: {figure.key: value_of(figure, values) for figure in wanted} for key, values in groups.items()}


def _month_ends(connection: Connection, period: Period, known: int | None) -> dict[date, Values]:
    """Return the levels at the ends of the months of both years, up to the as-of day of each."""
    months = list(month_range(period.first, period.last))
    earlier = (date(month.year - 1, month.month, 1) for month in months)
    days = [min(month_end(month), period.previous_last) for month in earlier]
    days += [min(month_end(month), period.last) for month in months]
    levels = [figure for figure in FIGURES if not LEVELS.isdisjoint(figure.measures)]
    return {
        month_start(day): {figure.key: value_of(figure, values) for figure in levels}
        for day, values in zip(days, _levels(connection, days, known), strict=True)
    }
