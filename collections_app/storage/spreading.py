"""Whose claims a payment may be for: those of a debtor, those of one proceeding."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, or_, select

from collections_app.domain.calendar import short_era
from collections_app.domain.codes import ActionKind
from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE

_claims, _parties, _ties, _actions = (BUNDLE[name] for name in ("claims", "parties", "claim_parties", "legal_actions"))


class Proceeding(NamedTuple):
    """A legal action with every claim it is about, and how it is called."""

    action_no: str
    kind: ActionKind
    claims: tuple[str, ...]
    words: str


def debtor_of(connection: Connection, claim_no: str) -> str | None:
    """Return the number of the debtor of a claim; None when there is no such claim."""
    return connection.scalar(select(_claims.c.debtor_no).where(_claims.c.claim_no == claim_no))


def claims_of(connection: Connection, party_no: str) -> tuple[str, ...]:
    """Return the claims of which a person is the debtor; where there is none, those the person is tied to."""
    own = connection.scalars(select(_claims.c.claim_no).where(_claims.c.debtor_no == party_no))
    found = tuple(sorted(own))
    if found:
        return found
    query = select(_ties.c.claim_no).where(_ties.c.party_no == party_no, _ties.c.renounced_on.is_(None))
    return tuple(sorted(set(connection.scalars(query))))


def debtors(connection: Connection, claim_nos: Collection[str]) -> dict[str, str]:
    """Return the name of the debtor of each claim."""
    c = _claims.c
    found: dict[str, str] = {}
    joined = select(c.claim_no, _parties.c.name).join(_parties, _parties.c.party_no == c.debtor_no)
    for chunk in in_chunks(sorted(claim_nos)):
        found.update((no, name) for no, name in connection.execute(joined.where(c.claim_no.in_(chunk))))
    return found


def name_of(connection: Connection, party_no: str) -> str | None:
    """Return the name of a person; None when there is none of that number."""
    return connection.scalar(select(_parties.c.name).where(_parties.c.party_no == party_no))


def proceedings_of(connection: Connection, claim_nos: Collection[str]) -> tuple[Proceeding, ...]:
    """Return the legal actions on any of these claims, the newest first, each with all its claims."""
    c = _actions.c
    columns = (c.action_no, c.kind, c.claim_no, c.also_claims, c.case_no, c.filed_on)
    about = or_(c.claim_no.in_(sorted(claim_nos)), *(_names(claim_no) for claim_no in sorted(claim_nos)))
    query = select(*columns).where(about).order_by(c.filed_on.desc(), c.action_no)
    return tuple(
        Proceeding(no, ActionKind(kind), (claim, *str(also or "").split()), _words(kind, case_no or short_era(filed)))
        for no, kind, claim, also, case_no, filed in connection.execute(query)
    )


def _names(claim_no: str) -> ColumnElement[bool]:
    """Return the condition that a further claim of a proceeding is this one; numbers stand between spaces."""
    return (" " + _actions.c.also_claims + " ").contains(f" {claim_no} ", autoescape=True)


def _words(kind: str, name: str) -> str:
    return f"{ActionKind(kind).label} {name}"
