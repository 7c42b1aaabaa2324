"""The supervisor's summary of any span of days, as known today or as known then, and its breakdowns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import value_label
from collections_app.domain.calendar import era_date, era_month, month_end
from collections_app.domain.comparison import compared, value_of
from collections_app.domain.figures import FIGURE, FIGURES
from collections_app.domain.month_close import closed_months, from_text
from collections_app.domain.summary_views import GroupBalance, GroupLine, SummarySeen, SummaryWanted
from collections_app.services.statistics import breakdown_of, summary_of
from collections_app.storage import audit, month_closes
from collections_app.storage import figures as storage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.month_close import Closed, YearFigure
    from collections_app.domain.views import Summary
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


def seen(office: Office, wanted: SummaryWanted) -> SummarySeen:
    """Return the summary of a period; as known then, the figures of a fiscal year are those its close froze."""
    with office.database.reading() as connection:
        if not wanted.is_then:
            return SummarySeen(wanted, summary_of(connection, wanted.period))
        closed = _close_of(connection, wanted)
        if closed is None:
            day = wanted.known_on or wanted.period.last
            known = audit.last_by(connection, day)
            said = f"{era_date(day)}までに登録されたもの"
            return SummarySeen(wanted, summary_of(connection, wanted.period, known=known), known, said)
        found = summary_of(connection, wanted.period, known=closed.audit_no)
        said = f"{era_month(wanted.period.last)}の締め（{closed.recorded_at.astimezone():%Y-%m-%d %H:%M}）"
        if not (wanted.period.is_cumulative and wanted.period.last == month_end(wanted.period.last)):
            return SummarySeen(wanted, found, closed.audit_no, said)
        frozen = from_text(month_closes.snapshot(connection, closed.close_no)).year
    kept = _with_frozen(found, frozen)
    moved = tuple(
        one.label
        for one in FIGURES
        if (kept.figures[one.key].current, kept.figures[one.key].previous)
        != (found.figures[one.key].current, found.figures[one.key].previous)
    )
    return SummarySeen(wanted, kept, closed.audit_no, said, moved)


def _close_of(connection: Connection, wanted: SummaryWanted) -> Closed | None:
    """Return the close in force of the month a period ends in, unless another day was asked for."""
    if wanted.known_on is not None:
        return None
    return closed_months(month_closes.history(connection)).get(storage.month_name(wanted.period.last))


def _with_frozen(found: Summary, frozen: Mapping[str, YearFigure]) -> Summary:
    figures = {figure.key: compared(figure, *frozen[figure.key]) for figure in FIGURES if figure.key in frozen}
    return replace(found, figures={**found.figures, **figures})


def groups(office: Office, shown: SummarySeen, dimension: str) -> tuple[GroupLine, ...]:
    """Return what happened in the period by the values of a dimension, members of staff by their names."""
    found = breakdown_of(office, shown.wanted.period, dimension, known_no=shown.known_no, has_levels=False)
    with office.database.reading() as connection:
        names = _names(connection, dimension)
    return tuple(
        GroupLine(value, names.get(value) or value_label(dimension, value), figures) for value, figures in found.items()
    )


def group_balances(office: Office, shown: SummarySeen, dimension: str) -> tuple[GroupBalance, ...]:
    """Return the principal outstanding at the end of the period by the values of a dimension.

    It walks the whole history of the books: a question of its own, so that what happened is there before it.
    """
    figure = FIGURE["outstanding.principal"]
    with office.database.reading() as connection:
        span = shown.wanted.period.spans[0]
        found = storage.by_dimension(connection, dimension, span, figure.measures, shown.known_no)
        names = _names(connection, dimension)
    return tuple(
        GroupBalance(value, names.get(value) or value_label(dimension, value), value_of(figure, values))
        for value, values in sorted(found.items())
    )


def _names(connection: Connection, dimension: str) -> dict[str, str]:
    if dimension != "staff":
        return {}
    return {number: name for number, name, _ in storage.charges(connection)}
