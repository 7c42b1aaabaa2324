"""Reading whole tables in the order and form of the exchange bundle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from collections_app.domain import bundle
from collections_app.storage.bulk import Row
from collections_app.storage.tables import BUNDLE

_AT_ONCE = 5_000

_Charges = dict[str, tuple[str, str]]


def bundle_rows(connection: Connection) -> Iterator[tuple[bundle.Table, Iterable[Row]]]:
    """Yield every table with its rows by key, read as they are asked for; dates are dates, an empty cell is None.

    Section and staff of a dated row stand only where they differ from those now in charge of its claim: an import
    fills them in from the claim.
    """
    c = BUNDLE["claims"].c
    charges: _Charges = {
        no: (section, staff) for no, section, staff in connection.execute(select(c.claim_no, c.section, c.staff_no))
    }
    for table in bundle.TABLES:
        rows = _rows(connection, table)
        yield table, _without_claims_own(table, rows, charges) if table.is_dated else rows


def _rows(connection: Connection, table: bundle.Table) -> Iterator[Row]:
    stored = BUNDLE[table.name]
    query = select(*(stored.c[column.name] for column in table.columns)).order_by(*(stored.c[key] for key in table.key))
    for rows in connection.execute(query.execution_options(yield_per=_AT_ONCE)).partitions():
        yield from map(tuple, rows)


def _without_claims_own(table: bundle.Table, rows: Iterable[Row], charges: _Charges) -> Iterator[Row]:
    claim, section, staff = (table.position(name) for name in ("claim_no", "section", "staff_no"))
    nobody: tuple[Any, Any] = (None, None)
    for row in rows:
        cells = list(row)
        of_claim = charges.get(cells[claim], nobody)
        if cells[section] == of_claim[0]:
            cells[section] = None
        if cells[staff] == of_claim[1]:
            cells[staff] = None
        yield tuple(cells)
