"""Counting everything anew when a decision changes how: the totals, and the views that other programs read."""

from __future__ import annotations

from sqlalchemy import Connection

from collections_app.storage import totals
from collections_app.storage.dataset import create_views


def recount(connection: Connection) -> None:
    """Count every figure by the rules as they are now."""
    totals.rebuild(connection)
    create_views(connection)
