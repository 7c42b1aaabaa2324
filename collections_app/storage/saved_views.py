"""The saved views of the claim list: read, written, taken away."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select, update

from collections_app.storage.tables import saved_views

_c = saved_views.c


class ViewRow(NamedTuple):
    """A view as it is kept."""

    view_no: int
    owner: str
    name: str
    is_shared: bool
    definition: str


_QUERY = select(_c.view_no, _c.owner, _c.name, _c.is_shared, _c.definition)


def rows_for(connection: Connection, owner: str) -> list[ViewRow]:
    """Return a person's views by name, then those that others share."""
    query = _QUERY.where(or_(_c.owner == owner, _c.is_shared == 1)).order_by(_c.owner != owner, _c.name, _c.owner)
    return [_row(row) for row in connection.execute(query)]


def read(connection: Connection, view_no: int) -> ViewRow | None:
    """Return a view, None when there is none of that number."""
    found = connection.execute(_QUERY.where(_c.view_no == view_no)).one_or_none()
    return None if found is None else _row(found)


def find(connection: Connection, owner: str, name: str) -> int | None:
    """Return the number of a person's view of that name, None when there is none."""
    found: int | None = connection.scalar(select(_c.view_no).where(_c.owner == owner, _c.name == name))
    return found


def add(connection: Connection, content: dict[str, Any], audit_no: int) -> int:
    """Keep a new view and return its number."""
    result = connection.execute(insert(saved_views).values(**content, audit_no=audit_no))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def change(connection: Connection, view_no: int, content: dict[str, Any], audit_no: int) -> None:
    """Change what is given of a view."""
    connection.execute(update(saved_views).where(_c.view_no == view_no).values(**content, audit_no=audit_no))


def remove(connection: Connection, view_no: int) -> None:
    """Take a view away."""
    connection.execute(delete(saved_views).where(_c.view_no == view_no))


def _row(row: Any) -> ViewRow:
    return ViewRow(row[0], row[1], row[2], bool(row[3]), row[4])
