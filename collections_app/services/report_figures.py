"""The figures a report's layout asks for: the year up to a day, its last month, whole years one after the other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import value_label
from collections_app.domain.comparison import compared, value_of
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE, FIGURES, LEVELS, MEASURES
from collections_app.domain.period import Period, period_of
from collections_app.reports.layout_figures import FigureSet, Group, Need, days_of
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
    groups: dict[str, Mapping[Group, Mapping[str, FigureValue]]] = {}
    typed: set[tuple[Span, int, str]] = set()
    for need in sorted(needs, key=str):
        if need.by:
            groups[need.by] = _groups(connection, period, need.by)
            continue
        days = days_of(fiscal_year, period.last, need.span, need.back)
        found, before = _measured(connection, days)
        typed |= {(need.span, need.back + 1, key) for key in before}
        if days.fiscal_year not in years:
            found = _typed(connection, days, found)
            typed |= {(need.span, need.back, key) for key in found}
        if found:
            figures[need.span, need.back] = found
    return FigureSet(fiscal_year, period.last, figures, groups, frozenset(typed), overview.corporation(connection))


def _typed(connection: Connection, days: Period, found: dict[str, FigureValue]) -> dict[str, FigureValue]:
    """Return the figures of a year before the first record; none but of the whole of it."""
    if not days.is_whole_year:
        return {}
    typed = storage.plans_and_prior(connection, days.fiscal_year + 1)[1]
    known = ((key, one) for key, one in found.items() if key in typed)
    return {key: compared(FIGURE[key], typed[key], one.previous, one.plan) for key, one in known}


def _measured(connection: Connection, period: Period) -> tuple[dict[str, FigureValue], frozenset[str]]:
    """Return every figure of a span of days, from the monthly totals, and those whose year before was typed."""
    counted = storage.totals(connection, period.spans, _ADDED)
    levels = storage.levels(connection, (period.last, period.previous_last))
    once = storage.distinct(connection, period.spans)
    current, previous = ({**counted[n], **levels[n], **once[n]} for n in range(2))
    found = figures_of(period, current, previous, *storage.plans_and_prior(connection, period.fiscal_year))
    typed = (key for key, one in found.items() if one.previous and not value_of(FIGURE[key], previous))
    return found, frozenset(typed)


def _groups(connection: Connection, period: Period, by: str) -> dict[Group, dict[str, FigureValue]]:
    now, before = (storage.by_dimension(connection, by, span, MEASURES) for span in period.spans)
    people = _people(connection) if by == "staff" else {}
    return {
        Group(group, people.get(group, value_label(by, group))): {
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
