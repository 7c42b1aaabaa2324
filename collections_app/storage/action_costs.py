"""The costs of a proceeding that are still claimed from the obligors."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import Recoverable
from collections_app.storage.tables import BUNDLE


def claimed(connection: Connection, action_no: str) -> list[dict[str, Any]]:
    """Return the costs of a proceeding that are claimed and not taken back, the oldest first."""
    costs = BUNDLE["costs"]
    reversals = costs.alias()
    columns = [costs.c[column.name] for column in TABLE["costs"].columns]
    taken = select(reversals.c.cost_no).where(reversals.c.reverses == costs.c.cost_no).exists()
    query = select(*columns).where(
        costs.c.action_no == action_no,
        costs.c.recoverable == Recoverable.YES.value,
        costs.c.reverses.is_(None),
        costs.c.amount > 0,
        ~taken,
    )
    return [dict(row) for row in connection.execute(query.order_by(costs.c.paid_on, costs.c.cost_no)).mappings()]
