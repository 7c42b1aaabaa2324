"""Many rows at once, as fast as the driver allows, on either engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Date, Insert, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

Row = tuple[Any, ...]
Columns = Mapping[str, Sequence[Any]]  # cells by column; all columns are equally long

_BATCH = 5_000
_MANY = 1_000  # rows from which on it pays to make an index afterwards


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows whose cells stand in the order of `columns`, which is that of the table; dates are dates."""
    if rows:
        insert_columns(connection, table, dict(zip(columns, zip(*rows, strict=True), strict=True)))


def insert_columns(connection: Connection, table: Table, columns: Columns, last: str | None = None) -> None:
    """Insert the rows that these columns make, given in the order of the table; dates are dates.

    Rows with something in the column `last` come after the others.
    """
    names = tuple(columns)
    assert names == tuple(name for name in table.c.keys() if name in columns), "columns out of order"  # noqa: SIM118
    dialect = connection.dialect.name
    has_iso_dates = [dialect == "sqlite" and isinstance(table.c[name].type, Date) for name in names]
    cells = [_iso(one) if is_iso else one for one, is_iso in zip(columns.values(), has_iso_dates, strict=True)]
    rows: Iterator[Row] = zip(*cells, strict=True)
    if last:
        position = names.index(last)
        rows = iter(sorted(rows, key=lambda row: row[position] is not None))
    with _indexed_afterwards(connection, table, len(next(iter(cells), ()))):
        _execute(connection, _insert(dialect, table, names), rows)


@contextmanager
def _indexed_afterwards(connection: Connection, table: Table, number: int) -> Iterator[None]:
    """Leave the indexes of an empty table of SQLite away while many rows come in: made at once they cost a third less.

    They go and come back in the same transaction. PostgreSQL would keep readers out until its end.
    """
    is_worth_it = number >= _MANY and connection.dialect.name == "sqlite"
    if not is_worth_it or connection.execute(select(1).select_from(table).limit(1)).first() is not None:
        yield
        return
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def add_rows(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of a table of sums; where a row's key is kept already, add its numbers to those kept."""
    _execute(connection, _addition(connection.dialect.name, table, tuple(key)), iter(rows))


def put_rows(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of a whole table; where a row's key is kept already, put the new row in its place."""
    dialect = connection.dialect.name
    columns = list(zip(*rows, strict=True))
    for at, column in enumerate(table.c):
        if dialect == "sqlite" and isinstance(column.type, Date):
            columns[at] = tuple(_iso(columns[at]))
    _execute(connection, _replacement(dialect, table, tuple(key)), zip(*columns, strict=True))


def _execute(connection: Connection, statement: str, rows: Iterator[Row]) -> None:
    while batch := list(islice(rows, _BATCH)):
        connection.exec_driver_sql(statement, batch)


def _iso(column: Sequence[date | None]) -> list[str | None]:
    """Return a column of dates as SQLite keeps them."""
    written = {day: None if day is None else day.isoformat() for day in set(column)}
    return list(map(written.__getitem__, column))


@lru_cache(maxsize=256)
def _insert(dialect: str, table: Table, columns: tuple[str, ...]) -> str:
    return _positional(dialect, table.insert(), columns)


@lru_cache(maxsize=16)
def _addition(dialect: str, table: Table, key: tuple[str, ...]) -> str:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    sums = {c.name: c + statement.excluded[c.name] for c in table.columns if c.name not in key}
    return _positional(dialect, statement.on_conflict_do_update(index_elements=key, set_=sums), table.c.keys())


@lru_cache(maxsize=16)
def _replacement(dialect: str, table: Table, key: tuple[str, ...]) -> str:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    new = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in key}
    return _positional(dialect, statement.on_conflict_do_update(index_elements=key, set_=new), table.c.keys())


def _positional(dialect: str, statement: Insert, columns: Sequence[str]) -> str:
    """Return the SQL of a statement whose parameters stand in the order of `columns`, as the cells of a row do."""
    compiler = sqlite.dialect(paramstyle="qmark") if dialect == "sqlite" else psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
    return str(statement.compile(dialect=compiler, column_keys=list(columns)))


def in_chunks(keys: Iterable[str], size: int = 2_000) -> Iterable[list[str]]:
    """Yield the keys in lists short enough for one IN clause."""
    chunk: list[str] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
