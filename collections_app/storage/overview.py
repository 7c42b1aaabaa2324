"""What the shell says about a database as a whole."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from collections_app.storage.tables import BUNDLE


def claim_count(connection: Connection) -> int:
    """Return how many claims are kept."""
    return connection.scalar(select(func.count()).select_from(BUNDLE["claims"])) or 0


def newest_day(connection: Connection) -> date | None:
    """Return the newest 入金日 or 日付 of a contact; None when nothing is recorded."""
    newest = (
        select(func.max(BUNDLE["receipts"].c.received_on)).scalar_subquery(),
        select(func.max(BUNDLE["contacts"].c.contacted_on)).scalar_subquery(),
    )
    days = [day for day in connection.execute(select(*newest)).one() if day is not None]
    return max(days, default=None)
