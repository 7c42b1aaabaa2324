"""Many rows at once, as fast as the driver allows, on either engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

Row = tuple[Any, ...]

_BATCH = 5_000


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows whose cells stand in the order of `columns`, which is that of the table; dates are dates."""
    if not rows:
        return
    assert list(columns) == [name for name in table.c.keys() if name in columns], "columns out of order"  # noqa: SIM118
    cells: Iterable[Row] = rows
    if connection.dialect.name == "sqlite":
        dates = [n for n, name in enumerate(columns) if isinstance(table.c[name].type, Date)]
        cells = with_iso_dates(rows, dates)
    _execute(connection, _insert(connection.dialect.name, table, tuple(columns)), list(cells))


def add_rows(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of a table of sums; where a row's key is kept already, add its numbers to those kept."""
    _execute(connection, _addition(connection.dialect.name, table, tuple(key)), rows)


def _execute(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), _BATCH):
        connection.exec_driver_sql(statement, list(rows[start : start + _BATCH]))


def with_iso_dates(rows: Sequence[Row], positions: Sequence[int]) -> Iterable[Row]:
    """Return the rows with the dates at these positions as SQLite keeps them, column by column."""
    if not positions:
        return rows
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for position in positions:
        known: dict[date | None, str | None] = {None: None}
        column = columns[position]
        known.update((day, day.isoformat()) for day in set(column) if day is not None)
        columns[position] = [known[day] for day in column]
    return zip(*columns, strict=True)


@lru_cache(maxsize=256)
def _insert(dialect: str, table: Table, columns: tuple[str, ...]) -> str:
    return _positional(dialect, table.insert(), columns)


@lru_cache(maxsize=16)
def _addition(dialect: str, table: Table, key: tuple[str, ...]) -> str:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    sums = {c.name: c + statement.excluded[c.name] for c in table.columns if c.name not in key}
    return _positional(dialect, statement.on_conflict_do_update(index_elements=key, set_=sums), table.c.keys())


def _positional(dialect: str, statement: Insert, columns: Sequence[str]) -> str:
    """Return the SQL of a statement whose parameters stand in the order of `columns`, as the cells of a row do."""
    compiler = sqlite.dialect(paramstyle="qmark") if dialect == "sqlite" else psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
    return str(statement.compile(dialect=compiler, column_keys=list(columns)))


def in_chunks(keys: Iterable[str], size: int = 500) -> Iterable[list[str]]:
    """Yield the keys in lists short enough for one IN clause."""
    chunk: list[str] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
