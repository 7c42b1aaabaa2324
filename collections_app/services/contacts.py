"""Contacts with obligors: recorded, read again, corrected. Each is one transaction with its audit record."""

from __future__ import annotations

import getpass
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.codes import ContactKind, ContactOutcome
from collections_app.domain.commands import RecordContact
from collections_app.domain.contact import RefusedError, Surroundings, contact_findings, refusals
from collections_app.domain.errors import ConflictError, NotFoundError
from collections_app.services.changes import Changes
from collections_app.storage import audit
from collections_app.storage import contacts as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_TABLES = frozenset(("contacts",))


def record_contact(office: Office, command: RecordContact) -> Changes:
    """Keep a new contact under the next number, with section and staff of the claim, and count it.

    NotFoundError when there is no such claim, RefusedError when the contact contradicts itself or its claim.
    """
    with office.database.writing() as connection:
        claim = _checked(connection, command)
        number = storage.next_contact_no(connection)
        content = {**command.content(), "section": claim.section, "staff_no": claim.staff_no}
        detail = {"contact_no": number, **_plain(content)}
        audit_no = audit.record(connection, audit.CONTACT_RECORDED, command.claim_no, getpass.getuser(), detail)
        storage.add(connection, number, content, audit_no)
    return Changes(number, frozenset((command.claim_no,)), _TABLES)


def read_contact(office: Office, contact_no: str) -> RecordContact:
    """Return a contact as it is kept, to be corrected; NotFoundError when there is none of that number."""
    with office.database.reading() as connection:
        return _kept(connection, contact_no)


def correct_contact(office: Office, contact_no: str, before: RecordContact, after: RecordContact) -> Changes:
    """Bring a contact from what the person saw (`before`) to `after`; the audit record keeps both.

    ConflictError when somebody changed it meanwhile, NotFoundError and RefusedError as for a new one.
    """
    with office.database.writing() as connection:
        if _kept(connection, contact_no) != before:
            raise ConflictError(
                f"交渉記録 {contact_no} は、開いたあとにほかの人が変えました。読み直して、今の内容を確かめてください。"
            )
        _checked(connection, after)
        detail = {"contact_no": contact_no, "before": _plain(before.content()), "after": _plain(after.content())}
        audit_no = audit.record(connection, audit.CONTACT_CORRECTED, after.claim_no, getpass.getuser(), detail)
        storage.change(connection, contact_no, dict(after.content()), audit_no)
    return Changes(contact_no, frozenset((before.claim_no, after.claim_no)), _TABLES)


def _checked(connection: Connection, command: RecordContact) -> storage.ClaimInCharge:
    """Return what the contact takes from its claim; NotFoundError or RefusedError when it cannot be kept."""
    claim = storage.claim_in_charge(connection, command.claim_no)
    if claim is None:
        raise NotFoundError(f"求償権番号「{command.claim_no}」の求償権はありません。番号を確かめてください。")
    around = Surroundings(None, claim.subrogated_on, storage.party_nos(connection, command.claim_no))
    wrong = refusals(contact_findings(command, around))
    if wrong:
        raise RefusedError(wrong)
    return claim


def _kept(connection: Connection, contact_no: str) -> RecordContact:
    row = storage.read(connection, contact_no)
    if row is None:
        raise NotFoundError(f"記録番号「{contact_no}」の交渉記録はありません。番号を確かめてください。")
    return RecordContact(
        row["claim_no"],
        ContactKind(row["kind"]),
        row["contacted_on"],
        row["contacted_at"],
        row["party_no"],
        ContactOutcome(row["outcome"]) if row["outcome"] else None,
        row["promised_amount"],
        row["promised_on"],
        row["next_on"],
        row["memo"],
    )


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content as the audit trail keeps it: days in ISO form, nothing that is not there."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in content.items()
        if value is not None
    }
