"""Claims to be changed together, the people who may take them over, the open tasks that go along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select

from collections_app.domain.bulk import ClaimsWanted
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.reassigning import Movable, Person
from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _staff, _tags, _tasks = (BUNDLE[name] for name in ("claims", "staff", "tags", "tasks"))
_owed = claim_balances.c
_OPEN = tuple(status.value for status in ClaimStatus if status.is_open)


def movable(connection: Connection, wanted: ClaimsWanted, day: date) -> list[Movable]:
    """Return the claims wanted, by number; none where nothing is said."""
    if wanted.is_empty:
        return []
    query = _filtered(wanted, day)
    if not wanted.claim_nos:
        return [_movable(*row) for row in connection.execute(query)]
    found: list[Movable] = []
    for chunk in in_chunks(sorted(wanted.claim_nos)):
        found.extend(_movable(*row) for row in connection.execute(query.where(_claims.c.claim_no.in_(chunk))))
    return found


def people(connection: Connection) -> tuple[Person, ...]:
    """Return every member of staff with number and principal of the open claims in charge, those in office first."""
    c = _staff.c
    owed = (
        select(_claims.c.staff_no, func.count().label("count"), func.sum(_owed.principal).label("principal"))
        .join(claim_balances, _owed.claim_no == _claims.c.claim_no)
        .where(_owed.status.in_(_OPEN))
        .group_by(_claims.c.staff_no)
        .subquery()
    )
    query = (
        select(c.staff_no, c.name, c.section, c.active_until, owed.c["count"], owed.c.principal)
        .outerjoin(owed, owed.c.staff_no == c.staff_no)
        .order_by(c.active_until.is_not(None), c.section, c.staff_no)
    )
    return tuple(
        Person(no, name, section, until, int(count or 0), int(principal or 0))
        for no, name, section, until, count, principal in connection.execute(query)
    )


def open_tasks(connection: Connection, claim_nos: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Return number and person of the tasks not done, by claim."""
    c = _tasks.c
    found: dict[str, list[tuple[str, str]]] = {}
    for chunk in in_chunks(claim_nos):
        query = select(c.claim_no, c.task_no, c.staff_no).where(c.claim_no.in_(chunk), c.done_on.is_(None))
        for claim_no, task_no, staff_no in connection.execute(query.order_by(c.task_no)):
            found.setdefault(claim_no, []).append((task_no, staff_no))
    return found


def tagged(connection: Connection, tag: str) -> dict[str, date | None]:
    """Return until when a word is stuck on claims, by claim, whether it still holds or not."""
    rows = connection.execute(select(_tags.c.claim_no, _tags.c.until).where(_tags.c.tag == tag))
    return {row.claim_no: row.until for row in rows}


def tags(connection: Connection) -> tuple[str, ...]:
    """Return the words that are stuck on claims."""
    return tuple(connection.scalars(select(_tags.c.tag).distinct().order_by(_tags.c.tag)))


def _filtered(wanted: ClaimsWanted, day: date) -> Select[Any]:
    c = _claims.c
    query = select(c.claim_no, c.debtor_no, c.staff_no, _owed.principal, _owed.status).join(
        claim_balances, _owed.claim_no == c.claim_no
    )
    if wanted.staff_no:
        query = query.where(c.staff_no == wanted.staff_no)
    if wanted.section:
        query = query.where(c.section == wanted.section)
    if wanted.tag:
        holds = and_(_tags.c.tag == wanted.tag, or_(_tags.c.until.is_(None), _tags.c.until >= day))
        query = query.where(exists().where(_tags.c.claim_no == c.claim_no, holds))
    return query.order_by(c.claim_no)


def _movable(claim_no: str, debtor_no: str, staff_no: str, principal: int, status: str) -> Movable:
    is_open = status in _OPEN
    return Movable(claim_no, debtor_no, staff_no, principal if is_open else 0, is_open)
