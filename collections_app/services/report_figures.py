"""The figures a report's layout asks for: the year up to a day, its last month, whole years one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.calendar import fiscal_period, month_start, year_before, years_before
from collections_app.domain.comparison import compared, value_of
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE, FIGURES, LEVELS, MEASURES
from collections_app.reports.layout_figures import FigureSet, Need
from collections_app.reports.layout_terms import Span
from collections_app.services import statistics
from collections_app.storage import figures as storage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collections_app.domain.views import FigureValue
    from collections_app.storage.database import Connection

_ADDED = frozenset(key for key, measure in MEASURES.items() if key not in LEVELS and measure.distinct is None)
_NOT_GROUPED = frozenset(key for key, figure in FIGURE.items() if figure.unit == "企業")  # one may stand in two groups
Spans = tuple[tuple[date, date], tuple[date, date]]


def figure_set(connection: Connection, fiscal_year: int, as_of: date | None, needs: Iterable[Need]) -> FigureSet:
    """Return what is needed; UserError when nothing was counted in that fiscal year, or the day lies outside it."""
    period = statistics.period_of(fiscal_year, as_of)
    years = storage.fiscal_years(connection)
    if fiscal_year not in years:
        known = f"数字があるのは{years[-1]}年度から{years[0]}年度までです。" if years else "データはまだありません。"
        raise UserError(f"{fiscal_year}年度の数字がありません。{known}")
    figures: dict[tuple[Span, int], dict[str, FigureValue]] = {}
    groups: dict[str, Mapping[str, Mapping[str, FigureValue]]] = {}
    for need in sorted(needs, key=str):
        if need.by:
            groups[need.by] = _groups(connection, period, need.by)
            continue
        found = _figures(connection, period, need, years)
        if found is not None:
            figures[need.span, need.back] = found
    return FigureSet(fiscal_year, period.last, figures, groups)


def _figures(
    connection: Connection, period: statistics.Period, need: Need, years: tuple[int, ...]
) -> dict[str, FigureValue] | None:
    """Return the figures of one need; None of a year of which nothing is known."""
    year = period.fiscal_year - need.back
    last = years_before(period.last, need.back)
    if need.span is Span.WHOLE and need.back:
        last = fiscal_period(year)[1]
    of_year = statistics.period_of(year, last)
    plans, prior = storage.plans_and_prior(connection, year)
    recorded = storage.plans_and_prior(connection, year + 1)[1] if of_year.is_whole_year else {}
    if year not in years and not recorded:
        return None
    if need.span is Span.MONTH:
        first = month_start(last)
        spans = ((first, last), (year_before(first), year_before(last)))
        return _measured(connection, spans, {}, {})
    spans = ((of_year.first, of_year.last), (of_year.previous_first, of_year.previous_last))
    found = _measured(connection, spans, plans, prior if of_year.is_whole_year else {})
    if year in years:
        return found
    return {key: _recorded(value, recorded.get(key, 0)) for key, value in found.items()}


def _measured(
    connection: Connection, spans: Spans, plans: Mapping[str, int], prior: Mapping[str, int]
) -> dict[str, FigureValue]:
    """Return every figure of two spans of days; prior figures serve where nothing was counted."""
    counted = storage.totals(connection, spans, _ADDED)
    levels = storage.levels(connection, [last for _, last in spans])
    once = storage.distinct(connection, spans)
    values = [{**counted[n], **levels[n], **once[n]} for n in range(2)]
    found = {}
    for figure in FIGURES:
        before = value_of(figure, values[1]) or prior.get(figure.key, 0)
        found[figure.key] = compared(figure, value_of(figure, values[0]), before, plans.get(figure.key))
    return found


def _recorded(value: FigureValue, amount: int) -> FigureValue:
    figure = FIGURE[value.key]
    return replace(compared(figure, amount, value.previous, value.plan), label=value.label)


def _groups(connection: Connection, period: statistics.Period, by: str) -> dict[str, dict[str, FigureValue]]:
    spans = ((period.first, period.last), (period.previous_first, period.previous_last))
    now, before = (storage.by_dimension(connection, by, span, MEASURES) for span in spans)
    return {
        group: {
            figure.key: compared(figure, value_of(figure, now.get(group, {})), value_of(figure, before.get(group, {})))
            for figure in FIGURES
            if figure.key not in _NOT_GROUPED
        }
        for group in sorted(now.keys() | before.keys())
    }
