"""The words a claim list can be narrowed by, each with the number of its claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from collections_app.domain.codes import ClaimStatus, StaffRole
from collections_app.domain.list_views import Choice, StaffMember
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _staff = BUNDLE["claims"], BUNDLE["staff"]
_owed = claim_balances.c


def choices(connection: Connection) -> dict[str, tuple[Choice, ...]]:
    """Return the words of every field of conditions that holds words, with the claims that have each of them."""
    c = _claims.c
    listed = {name: _counted(connection, c[name]) for name in ("bank_name", "industry", "cause")}
    return {
        "status": statuses(connection),
        "section": sections(connection),
        "staff": staff(connection),
        **listed,
        "tag": _counted(connection, BUNDLE["tags"].c.tag),
    }


def _counted(connection: Connection, name: ColumnElement[Any]) -> tuple[Choice, ...]:
    query = select(name, func.count()).where(name.is_not(None)).group_by(name).order_by(name)
    return tuple(Choice(word, word, count) for word, count in connection.execute(query))


def sections(connection: Connection, only: Sequence[ClaimStatus] = ()) -> tuple[Choice, ...]:
    """Return the sections that have claims, counting those of some states only, or all."""
    section = _claims.c.section
    query = select(section, func.count()).group_by(section).order_by(section)
    query = _only(query, only)
    return tuple(Choice(name, name, count) for name, count in connection.execute(query))


def staff(connection: Connection, section: str = "", only: Sequence[ClaimStatus] = ()) -> tuple[Choice, ...]:
    """Return the people who have claims of that section, or any, counting those of some states only, or all."""
    query = (
        select(_claims.c.staff_no, _staff.c.name, func.count())
        .join(_staff, _staff.c.staff_no == _claims.c.staff_no)
        .group_by(_claims.c.staff_no, _staff.c.name)
        .order_by(_claims.c.staff_no)
    )
    if section:
        query = query.where(_claims.c.section == section)
    return tuple(Choice(*row) for row in connection.execute(_only(query, only)))


def people(connection: Connection, day: date) -> tuple[StaffMember, ...]:
    """Return the members of staff in office on a day, by number."""
    c = _staff.c
    query = select(c.staff_no, c.name, c.section, c.role).where(or_(c.active_until.is_(None), c.active_until >= day))
    rows = connection.execute(query.order_by(c.staff_no))
    return tuple(StaffMember(no, name, section, StaffRole(role)) for no, name, section, role in rows)


def _only(query: Select[Any], only: Sequence[ClaimStatus]) -> Select[Any]:
    """Return the query over claims, restricted to those of some states."""
    if not only:
        return query
    of_them = select(_owed.claim_no).where(_owed.status.in_([status.value for status in only]))
    return query.where(_claims.c.claim_no.in_(of_them))


def statuses(connection: Connection, section: str = "", staff_no: str = "") -> tuple[Choice, ...]:
    """Return every state in its order with the number of claims of that section and person."""
    query = select(_owed.status, func.count()).group_by(_owed.status)
    if section or staff_no:
        query = query.join(_claims, _claims.c.claim_no == _owed.claim_no)
    if section:
        query = query.where(_claims.c.section == section)
    if staff_no:
        query = query.where(_claims.c.staff_no == staff_no)
    counts = {str(status): int(count) for status, count in connection.execute(query)}
    return tuple(Choice(status.value, status.label, counts.get(status.value, 0)) for status in ClaimStatus)
