"""Queries compiled once for each engine: what every summary asks costs the driver's time and little more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Connection, SelectBase, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg

_Sent = tuple[str, tuple[str, ...], dict[str, Any]]  # its text, its parameters in order, those the query itself fixes


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
        is_sqlite = connection.dialect.name == "sqlite"
        sql, names, fixed = self._on_sqlite if is_sqlite else self._on_postgresql
        values = {**fixed, **({name: _as_kept(cell) for name, cell in cells.items()} if is_sqlite else cells)}
        with connection.exec_driver_sql(sql, tuple([values[name] for name in names])) as result:
            return result.cursor.fetchall() if result.cursor is not None else []

    @cached_property
    def _on_sqlite(self) -> _Sent:
        return self._compiled(sqlite.dialect(paramstyle="qmark"))

    @cached_property
    def _on_postgresql(self) -> _Sent:
        return self._compiled(psycopg.dialect(paramstyle="format"))  # type: ignore[no-untyped-call]

    def _compiled(self, dialect: Any) -> _Sent:
        made: Any = self._query.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        fixed = {name: value for name, value in made.params.items() if value is not None}
        return str(made), tuple(made.positiontup), fixed


def _as_kept(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
