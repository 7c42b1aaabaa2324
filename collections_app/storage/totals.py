"""Monthly totals: kept in the transaction that posts, rebuilt and proven from the rows they were added from.

Key order (dim, key, measure, month): what a screen asks for lies together whatever the history behind it. A table is
read once for all that is counted of it by month and person, and once more for the cohorts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from collections_app.domain.bundle import TABLE
from collections_app.domain.counting import Rules
from collections_app.domain.figures import LEVELS
from collections_app.storage import counting
from collections_app.storage.bulk import Row, add_rows, insert_rows
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.sources import ADDITIVE, BY_COHORT, NOTHING, Source
from collections_app.storage.tables import ledger_entries, monthly_totals, standing_entries
from collections_app.storage.types import is_among, month_of

Key = tuple[str, str, str, str]
_KEY = ("dim", "key", "measure", "month")
_COLUMNS = (*_KEY, "count", "amount")
_NONE = (0, 0)


def add(connection: Connection, audit_no: int) -> None:
    """Add what the operation of that audit record wrote to the totals."""
    _add(connection, _summed(connection, "operation", audit_no=audit_no))


def count_row(connection: Connection, table: str, key: str, sign: int = 1) -> None:
    """Add one row of a bundle table to the totals, or with `sign` -1 take it out: before it changes, after it did.

    The row is found by its key: the totals of one record cost the same however many there are.
    """
    _add(connection, _summed(connection, "key", (table,), key=key), sign)


_BOOKS = (ledger_entries.name, standing_entries.name)


def count_entries(connection: Connection, claim_nos: Sequence[str], audit_no: int) -> None:
    """Add what the operation of that audit record wrote into the ledger and the standing of these claims."""
    _add(connection, _summed(connection, "claims", _BOOKS, wanted=claim_nos, audit_no=audit_no))


def newest_entries(connection: Connection) -> tuple[int, ...]:
    """Return the last entry of the ledger and of the standing there are, for `count_after`."""
    tables = (ledger_entries, standing_entries)
    return tuple(connection.scalar(select(func.max(table.c.entry_no))) or 0 for table in tables)


def count_after(connection: Connection, newest: Sequence[int]) -> None:
    """Add the entries written after those of `newest` to the totals; they lie at the end, however many there are."""
    for name, last in zip(_BOOKS, newest, strict=True):
        _add(connection, _summed(connection, "after", (name,), last=last))


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


def _add(connection: Connection, found: dict[Key, tuple[int, int]], sign: int = 1) -> None:
    rows = [(*key, sign * count, sign * amount) for key, (count, amount) in sorted(found.items())]
    add_rows(connection, monthly_totals, _KEY, rows)


Groups = tuple[ColumnElement[Any], ColumnElement[Any]]
_COHORT: Groups = (ledger_entries.c.cohort, ledger_entries.c.elapsed)

_WHICH: dict[str, Callable[[Table], tuple[ColumnElement[bool], ...]]] = {
    "": lambda _: (),
    "operation": lambda table: (table.c.audit_no == given("audit_no"),),
    "key": lambda table: (table.c[TABLE[table.name].key[0]] == given("key"),),
    "claims": lambda table: (is_among(table.c.claim_no, given("wanted")), table.c.audit_no == given("audit_no")),
    "after": lambda table: (table.c.entry_no > given("last"),),
}


def _summed(
    connection: Connection, which: str = "", tables: tuple[str, ...] = (), **cells: object
) -> dict[Key, tuple[int, int]]:
    """Return (count, yen) by key of those rows of these tables; of every table where none is named."""
    found: dict[Key, tuple[int, int]] = {}
    is_decided = not tables or not counting.DECIDED_TABLES.isdisjoint(tables)
    for sources, groups, query in _passes(which, tables, counting.rules(connection) if is_decided else ()):
        for month, first, second, *sums in query.rows(connection, **cells):
            for n, source in enumerate(sources):
                count, amount = sums[2 * n : 2 * n + 2]
                if (amount if source.count is NOTHING else count) is None:  # no row of this group is of this source
                    continue
                count, amount = int(count), int(amount)
                for dim, key in _keys(source, groups, first, second):
                    before = found.get((dim, key, source.measure, month), _NONE)
                    found[dim, key, source.measure, month] = (before[0] + count, before[1] + amount)
    return found


@lru_cache(maxsize=256)
def _passes(which: str, tables: tuple[str, ...], decided: Rules) -> list[tuple[list[Source], Groups, Prepared]]:
    """Return what is counted together: sources of one table, dated by one column, what groups their rows, the query."""
    found = []
    additive = counting.by_rules(ADDITIVE, decided)
    for _, together in groupby(sorted(additive, key=_dated_by), key=_dated_by):
        sources = list(together)
        columns = sources[0].table.c
        found.append((sources, (columns.section, columns.staff_no)))
    found.append(([source for source in additive if source.measure in BY_COHORT], _COHORT))
    return [
        (sources, groups, Prepared(_query(sources, groups).where(*_WHICH[which](sources[0].table))))
        for sources, groups in found
        if not tables or sources[0].table.name in tables
    ]


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
