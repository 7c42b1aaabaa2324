"""Monthly totals: kept in the transaction that posts, rebuilt and proven from the rows they were added from.

Key order (dim, key, measure, month): what a screen asks for lies together whatever the history behind it. A table is
read once for all that is counted of it by month and person, and once more for the cohorts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from collections_app.domain.bundle import TABLE
from collections_app.domain.counting import Rules
from collections_app.domain.figures import LEVELS
from collections_app.storage import counting
from collections_app.storage.bulk import Row, add_rows, insert_rows
from collections_app.storage.sources import ADDITIVE, BY_COHORT, NOTHING, Source
from collections_app.storage.tables import BUNDLE, ledger_entries, monthly_totals, standing_entries
from collections_app.storage.types import month_of

Key = tuple[str, str, str, str]
_KEY = ("dim", "key", "measure", "month")
_COLUMNS = (*_KEY, "count", "amount")
_NONE = (0, 0)


def add(connection: Connection, audit_no: int) -> None:
    """Add what the operation of that audit record wrote to the totals."""
    found = _summed(connection, lambda table: table.c.audit_no == audit_no)
    add_rows(connection, monthly_totals, _KEY, _rows(found))


def count_row(connection: Connection, table: str, key: str, sign: int = 1) -> None:
    """Add one row of a bundle table to the totals, or with `sign` -1 take it out: before it changes, after it did.

    The row is found by its key: the totals of one record cost the same however many there are.
    """
    stored = BUNDLE[table]
    found = _summed(connection, lambda one: one.c[TABLE[table].key[0]] == key, stored)
    rows = [(*name, sign * count, sign * amount) for name, (count, amount) in sorted(found.items())]
    add_rows(connection, monthly_totals, _KEY, rows)


def count_entries(connection: Connection, claim_nos: Sequence[str], audit_no: int) -> None:
    """Add what the operation of that audit record wrote into the ledger and the standing of these claims."""
    for table in (ledger_entries, standing_entries):
        found = _summed(connection, lambda one: one.c.claim_no.in_(claim_nos) & (one.c.audit_no == audit_no), table)
        add_rows(connection, monthly_totals, _KEY, _rows(found))


def newest_entries(connection: Connection) -> tuple[int, ...]:
    """Return the last entry of the ledger and of the standing there are, for `count_after`."""
    tables = (ledger_entries, standing_entries)
    return tuple(connection.scalar(select(func.max(table.c.entry_no))) or 0 for table in tables)


def count_after(connection: Connection, newest: Sequence[int]) -> None:
    """Add the entries written after those of `newest` to the totals; they lie at the end, however many there are."""
    for table, last in zip((ledger_entries, standing_entries), newest, strict=True):
        after: Callable[[Any], ColumnElement[bool]] = partial(_is_after, last=last)
        add_rows(connection, monthly_totals, _KEY, _rows(_summed(connection, after, table)))


def _is_after(table: Any, last: int) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.c.entry_no > last
    return found


def rebuild(connection: Connection) -> None:
    """Make every total anew from the rows."""
    connection.execute(monthly_totals.delete())
    insert_rows(connection, monthly_totals, _COLUMNS, _rows(recomputed(connection)))


def recomputed(connection: Connection) -> dict[Key, tuple[int, int]]:
    """Return (count, yen) by (dim, key, measure, month) as the rows say."""
    return _summed(connection)


def kept(connection: Connection) -> dict[Key, tuple[int, int]]:
    """Return (count, yen) by (dim, key, measure, month) as the totals say."""
    return {
        (row[0], row[1], row[2], row[3]): (row[4], row[5])
        for row in connection.execute(select(*(monthly_totals.c[name] for name in _COLUMNS)))
    }


def _rows(found: dict[Key, tuple[int, int]]) -> list[Row]:
    return [(*key, *pair) for key, pair in sorted(found.items())]


Groups = tuple[ColumnElement[Any], ColumnElement[Any]]
_COHORT: Groups = (ledger_entries.c.cohort, ledger_entries.c.elapsed)


def _summed(
    connection: Connection,
    wanted: Callable[[Any], ColumnElement[bool]] | None = None,
    only: Table | None = None,
) -> dict[Key, tuple[int, int]]:
    """Return (count, yen) by key of the rows `wanted` of a table says, or of all; of every table, or of one."""
    found: dict[Key, tuple[int, int]] = {}
    decided = counting.rules(connection) if only is None or only.name in counting.DECIDED_TABLES else ()
    for sources, groups in _passes(decided):
        table = sources[0].table
        if only is not None and table is not only:
            continue
        query = _query(sources, groups)
        if wanted is not None:
            query = query.where(wanted(table))
        for month, first, second, *sums in connection.execute(query):
            for n, source in enumerate(sources):
                count, amount = sums[2 * n : 2 * n + 2]
                if (amount if source.count is NOTHING else count) is None:  # no row of this group is of this source
                    continue
                count, amount = int(count), int(amount)
                for dim, key in _keys(source, groups, first, second):
                    before = found.get((dim, key, source.measure, month), _NONE)
                    found[dim, key, source.measure, month] = (before[0] + count, before[1] + amount)
    return found


def _passes(decided: Rules) -> Iterator[tuple[list[Source], Groups]]:
    """Yield what is counted together: sources of one table, dated by one column, and what their rows are grouped by."""
    additive = counting.by_rules(ADDITIVE, decided)
    for _, together in groupby(sorted(additive, key=_dated_by), key=_dated_by):
        sources = list(together)
        columns = sources[0].table.c
        yield sources, (columns.section, columns.staff_no)
    yield [source for source in additive if source.measure in BY_COHORT], _COHORT


def _dated_by(source: Source) -> tuple[str, str]:
    return source.table.name, str(source.dated)


def _query(sources: Sequence[Source], groups: Groups) -> Select[Any]:
    """Return the SELECT of month, groups, and count and yen of each source; NULL where it has no row."""
    dated = sources[0].dated
    month = month_of(dated)
    sums = [_of_source(source, amount) for source in sources for amount in (source.count, source.amount)]
    return select(month, *groups, *sums).where(dated.is_not(None)).group_by(month, *groups)


def _of_source(source: Source, amount: ColumnElement[Any]) -> ColumnElement[Any]:
    if amount is NOTHING:  # most sources count rows or yen: a sum of zeros is not worth its time
        return NOTHING
    total = func.sum(amount)
    return total.filter(*source.where) if source.where else total


def _keys(source: Source, groups: Groups, first: Any, second: Any) -> Iterator[tuple[str, str]]:
    if groups is _COHORT:
        yield "cohort", f"{first}:{second}"
        return
    yield "", ""
    if source.measure not in LEVELS:  # a level is broken down by who is in charge of the claim, not of the row
        yield "section", first or ""
        yield "staff", second or ""
