"""The contacts as they are written one by one: a new one, one corrected, one read to be corrected."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, union

from collections_app.storage import totals
from collections_app.storage.numbering import next_number
from collections_app.storage.tables import BUNDLE

FIRST = "N0000001"
_TABLE = "contacts"
_contacts, _claims, _ties = BUNDLE[_TABLE], BUNDLE["claims"], BUNDLE["claim_parties"]

Content = dict[str, Any]


class ClaimInCharge(NamedTuple):
    """What a new record of a claim takes from it."""

    subrogated_on: date
    section: str
    staff_no: str
    debtor_no: str


def claim_in_charge(connection: Connection, claim_no: str) -> ClaimInCharge | None:
    """Return 代位弁済日, section, staff and debtor of a claim; None when there is no such claim."""
    c = _claims.c
    query = select(c.subrogated_on, c.section, c.staff_no, c.debtor_no).where(c.claim_no == claim_no)
    row = connection.execute(query).first()
    return None if row is None else ClaimInCharge(*row)


def party_nos(connection: Connection, claim_no: str) -> frozenset[str]:
    """Return the numbers of everybody tied to a claim, and of those who are inherited from."""
    tied, claim = _ties.c, _claims.c
    query = union(
        select(claim.debtor_no).where(claim.claim_no == claim_no),
        select(tied.party_no).where(tied.claim_no == claim_no),
        select(tied.inherits_from).where(tied.claim_no == claim_no, tied.inherits_from.is_not(None)),
    )
    return frozenset(connection.scalars(query))


def next_contact_no(connection: Connection) -> str:
    """Return the number a new contact gets."""
    return next_number(connection, _TABLE, FIRST)


def add(connection: Connection, contact_no: str, content: Content, audit_no: int) -> None:
    """Write a new contact and count it."""
    connection.execute(_contacts.insert().values(contact_no=contact_no, audit_no=audit_no, **content))
    totals.count_row(connection, _TABLE, contact_no)


def read(connection: Connection, contact_no: str) -> Content | None:
    """Return a contact by column; None when there is none of that number."""
    columns = [column for column in _contacts.c if column.name not in ("contact_no", "audit_no")]
    row = connection.execute(select(*columns).where(_contacts.c.contact_no == contact_no)).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def change(connection: Connection, contact_no: str, content: Content, audit_no: int) -> None:
    """Bring a contact to another content; the totals lose what it was and gain what it is."""
    totals.count_row(connection, _TABLE, contact_no, -1)
    statement = _contacts.update().where(_contacts.c.contact_no == contact_no)
    connection.execute(statement.values(audit_no=audit_no, **content))
    totals.count_row(connection, _TABLE, contact_no)
