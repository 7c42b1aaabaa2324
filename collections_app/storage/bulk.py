"""Many rows at once, as fast as the driver allows, on either engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date, Table
from sqlalchemy.dialects import sqlite
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
    statement = _insert(connection.dialect.name, table, tuple(columns))
    prepared = list(cells)
    for start in range(0, len(prepared), _BATCH):
        connection.exec_driver_sql(statement, prepared[start : start + _BATCH])


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
    compiler = (
        sqlite.dialect(paramstyle="qmark") if dialect == "sqlite" else psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]  # positional, as the rows are
    )
    return str(table.insert().compile(dialect=compiler, column_keys=list(columns)))


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
