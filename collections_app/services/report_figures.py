"""The figures a report's layout asks for: the year up to a day, its last month, whole years one after the other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import value_label
from collections_app.domain.calendar import fiscal_period, years_before
from collections_app.domain.comparison import compared, value_of
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE, FIGURES, LEVELS, MEASURES
from collections_app.domain.period import Period, month_to, period_of
from collections_app.reports.layout_figures import FigureSet, Need
from collections_app.reports.layout_terms import Span
from collections_app.services.statistics import figures_of
from collections_app.storage import figures as storage
from collections_app.storage import overview

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collections_app.domain.views import FigureValue
    from collections_app.storage.database import Connection

_ADDED = frozenset(key for key, measure in MEASURES.items() if key not in LEVELS and measure.distinct is None)
_NOT_GROUPED = frozenset(key for key, figure in FIGURE.items() if figure.unit == "企業")  # one may stand in two groups


def figure_set(connection: Connection, fiscal_year: int, as_of: date | None, needs: Iterable[Need]) -> FigureSet:
    """Return what is needed; UserError when nothing was counted in that fiscal year, or the day lies outside it."""
    period = period_of(fiscal_year, as_of)
    years = overview.fiscal_years(connection)
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
    connection: Connection, period: Period, need: Need, years: tuple[int, ...]
) -> dict[str, FigureValue] | None:
    """Return the figures of one need; None of a year of which nothing is known."""
    year = period.fiscal_year - need.back
    last = years_before(period.last, need.back)
    if need.span is Span.WHOLE and need.back:
        last = fiscal_period(year)[1]
    of_year = period_of(year, last)
    if year in years:
        return _measured(connection, month_to(last) if need.span is Span.MONTH else of_year)
    recorded = storage.plans_and_prior(connection, year + 1)[1]  # figures from before the first record
    if not recorded or not of_year.is_whole_year or need.span is Span.MONTH:
        return None
    found = _measured(connection, of_year)
    known = ((key, one) for key, one in found.items() if key in recorded)
    return {key: compared(FIGURE[key], recorded[key], one.previous, one.plan) for key, one in known}


def _measured(connection: Connection, period: Period) -> dict[str, FigureValue]:
    """Return every figure of a span of days, from the monthly totals."""
    counted = storage.totals(connection, period.spans, _ADDED)
    levels = storage.levels(connection, (period.last, period.previous_last))
    once = storage.distinct(connection, period.spans)
    current, previous = ({**counted[n], **levels[n], **once[n]} for n in range(2))
    return figures_of(period, current, previous, *storage.plans_and_prior(connection, period.fiscal_year))


def _groups(connection: Connection, period: Period, by: str) -> dict[str, dict[str, FigureValue]]:
    now, before = (storage.by_dimension(connection, by, span, MEASURES) for span in period.spans)
    people = _people(connection) if by == "staff" else {}
    return {
        people.get(group, value_label(by, group)): {
            figure.key: compared(figure, value_of(figure, now.get(group, {})), value_of(figure, before.get(group, {})))
            for figure in FIGURES
            if figure.key not in _NOT_GROUPED
        }
        for group in sorted(now.keys() | before.keys())
    }


def _people(connection: Connection) -> dict[str, str]:
    """Return the names of the staff by number, with the number where two have the same name."""
    found = storage.charges(connection)
    names = [name for _, name, _ in found]
    return {staff_no: name if names.count(name) == 1 else f"{name}（{staff_no}）" for staff_no, name, _ in found}
