"""What the shell says about a database as a whole."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Integer, case, cast, func, select

from collections_app.storage import audit
from collections_app.storage.tables import BUNDLE, monthly_totals

OFFICE = "office"  # the subject of what concerns the whole of it


def claim_count(connection: Connection) -> int:
    """Return how many claims are kept."""
    return connection.scalar(select(func.count()).select_from(BUNDLE["claims"])) or 0


def corporation(connection: Connection) -> str:
    """Return what the corporation is called, by the newest record of its naming; "" while nobody has named it."""
    kept = audit.newest(connection, OFFICE, audit.OFFICE_NAMED)
    return "" if kept is None else str(kept.detail["after"])


def newest_day(connection: Connection) -> date | None:
    """Return the newest 入金日 or 日付 of a contact; None when nothing is recorded."""
    newest = (
        select(func.max(BUNDLE["receipts"].c.received_on)).scalar_subquery(),
        select(func.max(BUNDLE["contacts"].c.contacted_on)).scalar_subquery(),
    )
    days = [day for day in connection.execute(select(*newest)).one() if day is not None]
    return max(days, default=None)


def fiscal_years(connection: Connection) -> tuple[int, ...]:
    """Return the fiscal years in which anything was counted, newest first."""
    c = monthly_totals.c
    year = cast(func.substr(c.month, 1, 4), Integer)
    month = cast(func.substr(c.month, 6, 2), Integer)
    fiscal = (year - case((month < 4, 1), else_=0)).label("fiscal_year")  # noqa: PLR2004 - April
    query = (
        select(fiscal)
        .where(c.dim == "", c.key == "", (c["count"] != 0) | (c.amount != 0))
        .distinct()
        .order_by(fiscal.desc())
    )
    return tuple(connection.scalars(query))
