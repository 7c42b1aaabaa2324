"""Many rows at once, as fast as the driver allows, on either engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from itertools import compress
from operator import not_
from typing import Any

from sqlalchemy import Connection, Date, Insert, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

Row = tuple[Any, ...]
Columns = Mapping[str, Sequence[Any]]  # cells by column; all columns are equally long

_TOGETHER = 2_000  # cells in one statement: rows sent together take two thirds of the time they take one by one
_BATCH = 50  # statements
_MANY = 1_000  # rows from which on it pays to make an index afterwards
_VALUES = re.compile(r"(?<= VALUES )(\([^()]*\))")


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows whose cells stand in the order of `columns`, which is that of the table; dates are dates."""
    if rows:
        insert_columns(connection, table, dict(zip(columns, zip(*rows, strict=True), strict=True)))


def insert_columns(connection: Connection, table: Table, columns: Columns, last: str | None = None) -> None:
    """Insert the rows that these columns make, given in the order of the table; dates are dates.

    Rows with something in the column `last` come after the others.
    """
    assert [*columns] == [name for name in table.c.keys() if name in columns], "columns out of order"  # noqa: SIM118
    given = {name: cells for name, cells in columns.items() if _has_something(cells)}
    if not given:
        return
    kept = _as_kept(connection, table, given)
    if last in given:
        is_first = [cell is None for cell in given[last]]
        kept = [[*compress(cells, is_first), *compress(cells, map(not_, is_first))] for cells in kept]
    with _indexed_afterwards(connection, table, len(kept[0])):
        _execute(connection, _insert(connection.dialect.name, table, tuple(given)), kept)


def _has_something(cells: Sequence[Any]) -> bool:
    """Return False for a column that is empty in every row: it need not be sent."""
    return any(cells) or any(cell is not None for cell in cells)


def _as_kept(connection: Connection, table: Table, columns: Columns) -> list[Sequence[Any]]:
    """Return the columns with their days as the database keeps them: SQLite as text."""
    if connection.dialect.name != "sqlite":
        return list(columns.values())
    written = _Written()
    days = {column.name for column in table.c if isinstance(column.type, Date)}
    return [list(map(written.__getitem__, c)) if name in days else c for name, c in columns.items()]


class _Written(dict[date | None, str | None]):
    """Each day as text."""

    def __missing__(self, day: date | None) -> str | None:
        text = self[day] = None if day is None else day.isoformat()
        return text


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
    if rows:
        _execute(connection, _addition(connection.dialect.name, table, tuple(key)), list(zip(*rows, strict=True)))


def put_rows(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of a whole table; where a row's key is kept already, put the new row in its place."""
    if rows:
        columns = _as_kept(connection, table, dict(zip(table.c.keys(), zip(*rows, strict=True), strict=True)))
        _execute(connection, _replacement(connection.dialect.name, table, tuple(key)), columns)


def _execute(connection: Connection, statement: str, columns: Sequence[Sequence[Any]]) -> None:
    """Send the statement that writes one row for every row that these columns make, many rows at once."""
    before, row, after = _VALUES.split(statement, maxsplit=1)
    width, number = len(columns), len(columns[0])
    done = 0
    while done < number:
        size = min(number - done, max(1, _TOGETHER // width))  # rows in a statement
        until = done + size * min((number - done) // size, _BATCH)
        cells = [None] * ((until - done) * width)
        for place, column in enumerate(columns):
            cells[place::width] = column[done:until]
        batch = [tuple(cells[n : n + size * width]) for n in range(0, len(cells), size * width)]
        connection.exec_driver_sql(before + ", ".join([row] * size) + after, batch)
        done = until


@lru_cache(maxsize=256)
def _insert(dialect: str, table: Table, columns: tuple[str, ...]) -> str:
    return _positional(dialect, table.insert().inline(), columns)  # PostgreSQL need not return the numbers


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
