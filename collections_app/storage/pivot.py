"""A figure counted by two dimensions at once, from the very rows."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import Connection, cast, func, literal_column, select, union_all

from collections_app.domain.counting import Rules
from collections_app.domain.figures import FIGURE, LEVELS, MEASURES
from collections_app.domain.pivot import PivotWanted
from collections_app.storage import counting
from collections_app.storage.fact_rows import AMOUNT, COUNT, DATED, PARTY, fact_rows
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.sources import BROKEN_DOWN, EVERYTHING, KNOWN
from collections_app.storage.types import YEN


def counted(connection: Connection, wanted: PivotWanted) -> list[tuple[str, str, str, int]]:
    """Return (row, column, party, number) of a figure; the party is "" where the figure counts rows or yen.

    The question's `known_no` is the last audit record whose rows count; None: all.
    """
    asked = wanted.figure
    known = asked.known_no
    query = _query(asked.key, wanted.rows, wanted.columns, counting.rules(connection, known))
    cells = {"first": asked.first, "last": asked.last, KNOWN: EVERYTHING if known is None else known}
    rows = query.rows(connection, **cells)
    return [(row, column, party, int(number or 0)) for row, column, party, number in rows]


@lru_cache(maxsize=64)
def _query(key: str, rows: str, columns: str, decided: Rules) -> Prepared:
    figure = FIGURE[key]
    is_distinct = any(MEASURES[measure].distinct for measure in figure.measures)
    parts = []
    for source in counting.by_rules(BROKEN_DOWN, decided):
        if source.measure not in figure.measures:
            continue
        facts = fact_rows(source).where(source.table.c.audit_no <= given(KNOWN)).subquery()
        c = facts.c
        groups = [c[rows], c[columns], *([c[PARTY]] if is_distinct else [])]
        party = c[PARTY] if is_distinct else literal_column("''")
        days = c[DATED] <= given("last")
        if source.measure not in LEVELS:
            days &= c[DATED] >= given("first")
        number = cast(func.sum(c[AMOUNT if figure.is_money else COUNT]), YEN)
        parts.append(select(groups[0], groups[1], party, number).where(days).group_by(*groups))
    return Prepared(union_all(*parts))
