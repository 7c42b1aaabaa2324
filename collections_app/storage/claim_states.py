"""What the states of claims are computed from: their facts, and who owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from collections_app.domain.codes import ObligorRole
from collections_app.domain.state import ClaimState, state_on
from collections_app.storage import facts
from collections_app.storage.tables import BUNDLE

_ROLES = {role.value: (n, role) for n, role in enumerate(ObligorRole)}


@dataclass(frozen=True, slots=True)
class Obligor:
    """Someone tied to a claim; `released` when released from the guarantee by the day asked for."""

    party_no: str
    role: ObligorRole
    released: bool


def states(
    connection: Connection, as_of: date, claim_nos: Sequence[str] | None = None
) -> Iterator[tuple[ClaimState, list[Obligor]]]:
    """Yield state and obligors of those claims, or of all, that were subrogated by the day, by number.

    Everything is read before the first one is handed out.
    """
    book = facts.load(connection, claim_nos)
    obligors = _obligors(connection, as_of, claim_nos)
    return _states(book, obligors, as_of)


def _states(
    book: facts.FactBook, obligors: dict[str, list[Obligor]], as_of: date
) -> Iterator[tuple[ClaimState, list[Obligor]]]:
    for claim_no in sorted(book.claims()):
        claim = book.claim(claim_no)
        if claim.terms.subrogated_on <= as_of:
            yield state_on(claim, as_of), obligors[claim_no]


def _obligors(connection: Connection, as_of: date, claim_nos: Sequence[str] | None) -> dict[str, list[Obligor]]:
    claims, ties, releases = BUNDLE["claims"].c, BUNDLE["claim_parties"].c, BUNDLE["releases"].c

    def rows(query: Select[Any], of_claim: Any) -> Iterator[Any]:
        return iter(connection.execute(query if claim_nos is None else query.where(of_claim.in_(claim_nos))))

    released = set(
        rows(select(releases.claim_no, releases.guarantor_no).where(releases.released_on <= as_of), releases.claim_no)
    )
    found: dict[str, list[tuple[int, str, ObligorRole]]] = defaultdict(list)
    for claim_no, debtor_no in rows(select(claims.claim_no, claims.debtor_no), claims.claim_no):
        found[claim_no].append((0, debtor_no, ObligorRole.DEBTOR))
    for claim_no, party_no, role in rows(select(ties.claim_no, ties.party_no, ties.role), ties.claim_no):
        place, named = _ROLES[role]
        found[claim_no].append((place, party_no, named))
    return {
        claim_no: [
            Obligor(party_no, role, role is ObligorRole.JOINT_GUARANTOR and (claim_no, party_no) in released)
            for _, party_no, role in sorted(tied)
        ]
        for claim_no, tied in found.items()
    }


def subrogated_on(connection: Connection, claim_no: str) -> date | None:
    """Return 代位弁済日 of a claim; None when there is no such claim."""
    c = BUNDLE["claims"].c
    return connection.scalar(select(c.subrogated_on).where(c.claim_no == claim_no))
