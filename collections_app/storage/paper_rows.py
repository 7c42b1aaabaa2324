"""What papers show beyond the claim page: contacts with their full text, the parties of many claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Text, bindparam, cast, literal_column, null, select

from collections_app.domain import codes
from collections_app.domain.paper import ClaimParties, ContactLine
from collections_app.domain.views import PartyView
from collections_app.storage import claim_list
from collections_app.storage.claim_page import ROLE_RANK, person
from collections_app.storage.claim_records import PARTY_COLUMNS, ClaimRecords
from collections_app.storage.tables import BUNDLE

_claims, _parties, _ties, _releases = (BUNDLE[name] for name in ("claims", "parties", "claim_parties", "releases"))
_AT_ONCE = 500  # claims a statement names: within what every SQLite takes
_GUARANTOR = codes.ObligorRole.JOINT_GUARANTOR
_WANTED: BindParameter[Sequence[str]] = bindparam("wanted", expanding=True)


def contacts(records: ClaimRecords, as_of: date) -> tuple[ContactLine, ...]:
    """Return the contacts of a claim up to a day, the newest last."""
    known = [row for row in records.contacts if row.contacted_on <= as_of]
    known.sort(key=lambda row: (row.contacted_on, row.contacted_at or "", row.contact_no))
    return tuple(_contact(row) for row in known)


def _contact(row: Any) -> ContactLine:
    return ContactLine(
        row.contact_no,
        row.claim_no,
        row.contacted_on,
        row.contacted_at or "",
        codes.ContactKind(row.kind),
        codes.ContactOutcome(row.outcome) if row.outcome else None,
        row.party_name or "",
        row.staff_name or "",
        row.memo or "",
        row.promised_amount,
        row.promised_on,
        row.next_on,
    )


def parties_of(connection: Connection, claim_nos: Sequence[str], as_of: date) -> Iterator[list[ClaimParties]]:
    """Yield the claims of a list with their parties, some hundreds at a time, in the order of the numbers."""
    for start in range(0, len(claim_nos), _AT_ONCE):
        wanted = claim_nos[start : start + _AT_ONCE]
        found = _parties_by_claim(connection, wanted, as_of)
        yield [ClaimParties(row, tuple(found[row.claim_no])) for row in claim_list.rows(connection, wanted, as_of)]


def _parties_by_claim(connection: Connection, wanted: Sequence[str], as_of: date) -> dict[str, list[PartyView]]:
    cells = {"wanted": list(wanted)}
    released = {
        (claim_no, guarantor_no): day
        for claim_no, guarantor_no, day in connection.execute(_RELEASED, cells)
        if day is not None and day <= as_of
    }
    width = len(PARTY_COLUMNS)
    found: dict[str, list[PartyView]] = defaultdict(list)
    for row in (*connection.execute(_DEBTORS, cells), *_by_role(connection.execute(_TIED, cells))):
        claim_no, party, tie = row[0], row[1 : width + 1], row[width + 1 :]
        day = released.get((claim_no, party[0])) if tie[0] == _GUARANTOR else None
        found[claim_no].append(person(party, tie, day))
    return found


def _by_role(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (ROLE_RANK[row.role], row.party_no))


def _debtors() -> Select[Any]:
    role = literal_column(f"'{codes.ObligorRole.DEBTOR.value}'", Text).label("role")
    nothing = [cast(null(), Text)] * 4
    return (
        select(_claims.c.claim_no, *(_parties.c[name] for name in PARTY_COLUMNS), role, *nothing)
        .join(_parties, _parties.c.party_no == _claims.c.debtor_no)
        .where(_claims.c.claim_no.in_(_WANTED))
    )


def _tied() -> Select[Any]:
    tie = (_ties.c.role, _ties.c.limit_amount, _ties.c.share, _ties.c.inherits_from, _ties.c.renounced_on)
    return (
        select(_ties.c.claim_no, *(_parties.c[name] for name in PARTY_COLUMNS), *tie)
        .join(_parties, _parties.c.party_no == _ties.c.party_no)
        .where(_ties.c.claim_no.in_(_WANTED))
    )


_DEBTORS = _debtors()
_TIED = _tied()
_RELEASED = select(_releases.c.claim_no, _releases.c.guarantor_no, _releases.c.released_on).where(
    _releases.c.claim_no.in_(_WANTED)
)
