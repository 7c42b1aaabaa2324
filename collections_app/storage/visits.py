"""Which claims a day's visits lead to, and where their debtors are found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from collections_app.domain.codes import ClaimStatus
from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _contacts, _parties = BUNDLE["claims"], BUNDLE["contacts"], BUNDLE["parties"]
_OPEN = [status.value for status in ClaimStatus if status.is_open]


class Whereabouts(NamedTuple):
    """Where somebody is found."""

    postal_code: str
    address: str
    phone: str


def due(connection: Connection, day: date, as_of: date, staff_no: str = "") -> list[str]:
    """Return the open claims whose newest contact with a 次回対応 says that day, by number."""
    c, claim = _contacts.c, _claims.c
    newest = (
        select(c.next_on)
        .where(c.claim_no == claim.claim_no, c.contacted_on <= as_of, c.next_on.is_not(None))
        .order_by(c.contacted_on.desc(), c.contact_no.desc())
        .limit(1)
        .correlate(_claims)
        .scalar_subquery()
    )
    query = (
        select(claim.claim_no)
        .join(claim_balances, claim_balances.c.claim_no == claim.claim_no)
        .where(claim.claim_no.in_(select(c.claim_no).where(c.next_on == day)))
        .where(newest == day, claim_balances.c.status.in_(_OPEN))
        .order_by(claim.claim_no)
    )
    return list(connection.scalars(query.where(claim.staff_no == staff_no) if staff_no else query))


def whereabouts(connection: Connection, claim_nos: Sequence[str]) -> dict[str, Whereabouts]:
    """Return where the debtor of each of these claims is found."""
    person = _parties.c
    query = select(_claims.c.claim_no, person.postal_code, person.address, person.phone)
    query = query.join(_parties, person.party_no == _claims.c.debtor_no)
    found: dict[str, Whereabouts] = {}
    for part in in_chunks(claim_nos):
        for claim_no, *where in connection.execute(query.where(_claims.c.claim_no.in_(part))):
            found[claim_no] = Whereabouts(*(word or "" for word in where))
    return found
