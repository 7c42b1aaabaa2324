"""Monthly totals: kept in the transaction that posts, rebuilt and proven from the rows they were added from.

Key order (dim, key, measure, month): what a screen asks for lies together whatever the history behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from collections_app.domain.bundle import TABLE
from collections_app.storage.sources import ADDITIVE, Source, sums
from collections_app.storage.tables import BUNDLE, ledger_entries, monthly_totals
from collections_app.storage.types import month_of

Key = tuple[str, str, str, str]
_COLUMNS = ("dim", "key", "measure", "month", "count", "amount")
_BY_COHORT = ("recovery.regular", "recovery.irregular", "subrogation")


def add(connection: Connection, audit_no: int) -> None:
    """Add what the operation of that audit record wrote to the totals."""
    for source, query in _contributions():
        rows = query.where(source.table.c.audit_no == audit_no)
        connection.execute(_adding(_insert(connection).from_select(_COLUMNS, rows)))


def count_row(connection: Connection, table: str, key: str, sign: int = 1) -> None:
    """Add one row of a bundle table to the totals, or with `sign` -1 take it out: before it changes, after it did.

    The row is found by its key: the totals of one record cost the same however many there are.
    """
    stored = BUNDLE[table]
    of_the_row = stored.c[TABLE[table].key[0]] == key
    for source, query in _contributions():
        if source.table is not stored:
            continue
        for *named, count, amount in connection.execute(query.where(of_the_row)).all():
            values = (*named, sign * int(count), sign * int(amount))
            connection.execute(_adding(_insert(connection).values(dict(zip(_COLUMNS, values, strict=True)))))


def _insert(connection: Connection) -> Any:
    return (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(monthly_totals)


def _adding(statement: Any) -> Any:
    """Return the insertion that adds to the totals there are."""
    target = monthly_totals.c
    return statement.on_conflict_do_update(
        index_elements=_COLUMNS[:4],
        set_={
            "count": target["count"] + statement.excluded["count"],
            "amount": target.amount + statement.excluded.amount,
        },
    )


def rebuild(connection: Connection) -> None:
    """Make every total anew from the rows."""
    connection.execute(monthly_totals.delete())
    found = recomputed(connection)
    if found:
        rows = [
            dict(zip(_COLUMNS, (*key, count, amount), strict=True)) for key, (count, amount) in sorted(found.items())
        ]
        connection.execute(monthly_totals.insert(), rows)


def recomputed(connection: Connection) -> dict[Key, tuple[int, int]]:
    """Return (count, yen) by (dim, key, measure, month) as the rows say."""
    found: dict[Key, tuple[int, int]] = {}
    for _, query in _contributions():
        for dim, key, measure, month, count, amount in connection.execute(query):
            before = found.get((dim, key, measure, month), (0, 0))
            found[dim, key, measure, month] = (before[0] + int(count), before[1] + int(amount))
    return found


def kept(connection: Connection) -> dict[Key, tuple[int, int]]:
    """Return (count, yen) by (dim, key, measure, month) as the totals say."""
    return {
        (row[0], row[1], row[2], row[3]): (row[4], row[5])
        for row in connection.execute(select(*(monthly_totals.c[name] for name in _COLUMNS)))
    }


def _contributions() -> Iterator[tuple[Source, Select[Any]]]:
    for source in ADDITIVE:
        for dim, key in _dimensions(source):
            month = month_of(source.dated)
            groups = [month] if dim == "" else [key, month]
            named = [literal_column(f"'{dim}'"), key, literal_column(f"'{source.measure}'"), month]
            yield source, sums(source, named, groups)


def _dimensions(source: Source) -> Iterator[tuple[str, ColumnElement[Any]]]:
    yield "", literal_column("''")
    if source.measure in ("outstanding", "stopped"):
        return  # a level is broken down by who is in charge of the claim, not of the row
    yield "section", func.coalesce(source.table.c.section, "")
    yield "staff", func.coalesce(source.table.c.staff_no, "")
    if source.measure in _BY_COHORT:
        entry = ledger_entries.c
        yield "cohort", cast(entry.cohort, Text) + ":" + cast(entry.elapsed, Text)
