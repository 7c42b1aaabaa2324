"""Reading everything as the rows of a bundle, in the order of its tables and keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, case, select

from collections_app.domain.bundle import TABLES, Table
from collections_app.storage.bulk import Row
from collections_app.storage.tables import BUNDLE

_IN_CHARGE = ("section", "staff_no")
_NOT_WHEN_EMPTY = frozenset(("plan_months",))  # came later: without any, a bundle is what it was before


def bundle_rows(connection: Connection) -> Iterator[tuple[Table, Iterator[Row]]]:
    """Yield the tables with their rows, cells in the order of the columns; equal databases give equal rows.

    Who was in charge is left blank where it is who is in charge of the claim now, as an import would fill it in.
    """
    for table in TABLES:
        stored = BUNDLE[table.name]
        keys: list[ColumnElement[Any]] = [stored.c[name] for name in table.key]
        if connection.dialect.name == "postgresql":  # by code point, as SQLite does, whatever the server's language
            keys = [key.collate("C") if isinstance(key.type, Text) else key for key in keys]
        if table.name in _NOT_WHEN_EMPTY and connection.execute(select(*keys).limit(1)).first() is None:
            continue
        yield table, (tuple(row) for row in connection.execute(_query(table, keys)))


def _query(table: Table, keys: list[ColumnElement[Any]]) -> Select[Any]:
    stored, claims = BUNDLE[table.name], BUNDLE["claims"]
    if not table.is_dated:
        return select(*(stored.c[column.name] for column in table.columns)).order_by(*keys)
    columns = [
        _unless_of_claim(stored.c[column.name], claims.c[column.name])
        if column.name in _IN_CHARGE
        else stored.c[column.name]
        for column in table.columns
    ]
    joined = stored.outerjoin(claims, stored.c.claim_no == claims.c.claim_no)
    return select(*columns).select_from(joined).order_by(*keys)


def _unless_of_claim(value: ColumnElement[Any], of_claim: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((value == of_claim, None), else_=value)
