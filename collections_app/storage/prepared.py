"""Queries compiled once for each engine: what every summary asks costs the driver's time and little more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Connection, CursorResult, SelectBase, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg


def given(name: str) -> BindParameter[Any]:
    """Return the place in a query of what is given when it is asked."""
    return bindparam(name, required=False)


class Prepared:
    """A query sent as the text it was compiled to.

    Rows come as the driver gives them: it may name plain columns and whole numbers (`CAST` what PostgreSQL would give
    as a Decimal), and no type that is kept otherwise than it is read.
    """

    def __init__(self, query: SelectBase) -> None:
        self._query = query

    def rows(self, connection: Connection, **cells: object) -> Sequence[Any]:
        """Return every row."""
        if connection.dialect.name == "sqlite":
            sql, names, fixed = self._on_sqlite
            values = fixed | {name: _as_kept(cell) for name, cell in cells.items()}
            return _fetched(connection.exec_driver_sql(sql, tuple([values[name] for name in names])))
        sql, fixed = self._on_postgresql
        return _fetched(connection.exec_driver_sql(sql, fixed | cells))

    @cached_property
    def _on_sqlite(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        made = self._compiled(sqlite.dialect(paramstyle="qmark"))
        return str(made), tuple(made.positiontup), _fixed(made)

    @cached_property
    def _on_postgresql(self) -> tuple[str, dict[str, Any]]:
        """By name: there an expression is grouped by only where it is written with the same parameters."""
        made = self._compiled(psycopg.dialect(paramstyle="pyformat"))  # type: ignore[no-untyped-call]
        return str(made), _fixed(made)

    def _compiled(self, dialect: Any) -> Any:
        return self._query.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})


def _fixed(compiled: Any) -> dict[str, Any]:
    return {name: value for name, value in compiled.params.items() if value is not None}


def _fetched(result: CursorResult[Any]) -> Sequence[Any]:
    with result:
        return result.cursor.fetchall() if result.cursor is not None else []


def _as_kept(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
