"""Queries compiled once for each engine: what is asked again and again costs the driver's time and little more."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeGuard

from sqlalchemy import BindParameter, Connection, CursorResult, Date, SelectBase, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg


def given(name: str) -> BindParameter[Any]:
    """Return the place in a query of what is given when it is asked."""
    return bindparam(name, required=False)


class Prepared:
    """A query sent as the text it was compiled to.

    Rows come as the driver gives them, but for days: it may name plain columns and whole numbers (`CAST` what
    PostgreSQL would give as a Decimal), and no other type that is kept otherwise than it is read. Of many words
    (`is_among`) a collection is given.
    """

    def __init__(self, query: SelectBase) -> None:
        self._query = query

    def rows(self, connection: Connection, **cells: object) -> Sequence[Any]:
        """Return every row."""
        if connection.dialect.name == "sqlite":
            sql, names, fixed = self._on_sqlite
            values = fixed | {name: _as_kept(cell) for name, cell in cells.items()}
            rows = fetched(connection.exec_driver_sql(sql, tuple([values[name] for name in names])))
            return _with_days(rows, self._days) if self._days else rows
        sql, fixed = self._on_postgresql
        given = {name: list(cell) if _is_many(cell) else cell for name, cell in cells.items()}
        return fetched(connection.exec_driver_sql(sql, fixed | given))

    @cached_property
    def _days(self) -> tuple[int, ...]:
        """The places of the days among the columns."""
        return tuple(n for n, c in enumerate(self._query.selected_columns) if isinstance(c.type, Date))

    @cached_property
    def _on_sqlite(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        made = self._compiled(sqlite.dialect(paramstyle="qmark"))
        return str(made), tuple(made.positiontup), {name: _as_kept(value) for name, value in _fixed(made).items()}

    @cached_property
    def _on_postgresql(self) -> tuple[str, dict[str, Any]]:
        """By name: there an expression is grouped by only where it is written with the same parameters."""
        made = self._compiled(psycopg.dialect(paramstyle="pyformat"))  # type: ignore[no-untyped-call]
        return str(made), _fixed(made)

    def _compiled(self, dialect: Any) -> Any:
        return self._query.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})


def _fixed(compiled: Any) -> dict[str, Any]:
    return {name: value for name, value in compiled.params.items() if value is not None}


def fetched(result: CursorResult[Any]) -> Sequence[Any]:
    """Return every row as the driver gives it."""
    with result:
        return result.cursor.fetchall() if result.cursor is not None else []


def _is_many(value: object) -> TypeGuard[Collection[object]]:
    return not isinstance(value, str) and isinstance(value, Collection)


def _as_kept(value: object) -> object:
    if _is_many(value):
        return json.dumps(sorted(value))  # SQLite files them in order, twice as fast when they come so
    return value.isoformat() if isinstance(value, date) else value


def _with_days(rows: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    """Return rows whose days SQLite keeps as text, read column by column: the same days come again and again."""
    if not rows:
        return rows
    columns = list(zip(*rows, strict=True))
    for place in places:
        read = {text: None if text is None else date.fromisoformat(text) for text in set(columns[place])}
        columns[place] = tuple(map(read.__getitem__, columns[place]))
    return list(zip(*columns, strict=True))
