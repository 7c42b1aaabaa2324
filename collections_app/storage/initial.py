"""The steps of the first weeks: read with what may prove them, and those that are late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Text, case, cast, exists, func, literal_column, null, or_, select, union_all

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.initial import Evidence
from collections_app.storage.tables import BUNDLE, claim_balances

_steps, _claims, _parties, _staff = (BUNDLE[name] for name in ("initial_steps", "claims", "parties", "staff"))
_contacts, _surveys, _attachments = (BUNDLE[name] for name in ("contacts", "surveys", "attachments"))


def steps_of(connection: Connection, claim_nos: Iterable[str]) -> list[dict[str, Any]]:
    """Return the steps of some claims as records."""
    columns = [_steps.c[column.name] for column in TABLE["initial_steps"].columns]
    rows = connection.execute(select(*columns).where(_steps.c.claim_no.in_(sorted(claim_nos))))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it


def evidence(connection: Connection, claim_no: str) -> list[Evidence]:
    """Return the contacts (also those of other claims that name this one), surveys and attachments of a claim."""
    c, s, a = _contacts.c, _surveys.c, _attachments.c
    listed = literal_column("' '").concat(c.also_claims).concat(literal_column("' '"))
    naming = (c.also_claims.is_not(None), listed.contains(f" {claim_no} ", autoescape=True))
    columns = (c.contact_no, c.contacted_on, c.kind, c.outcome, c.claim_no, c.also_claims)
    contacts = union_all(select(*columns).where(c.claim_no == claim_no), select(*columns).where(*naming))
    found = [
        Evidence("contacts", no, on, kind, outcome or "")
        for no, on, kind, outcome, of_claim, also in connection.execute(contacts)
        if of_claim == claim_no or claim_no in (also or "").split()  # LIKE does not tell capitals from small letters
    ]
    surveys = select(s.survey_no, s.surveyed_on).where(s.claim_no == claim_no)
    found += [Evidence("surveys", *row) for row in connection.execute(surveys)]
    attachments = select(a.attachment_no, a.added_on, a.file_name, a.memo).where(a.claim_no == claim_no)
    for no, on, name, memo in connection.execute(attachments):
        found.append(Evidence("attachments", no, on, words=f"{name} {memo or ''}"))
    return found


class LateStep(NamedTuple):
    """A step that was not done by its day, of a claim somebody works on."""

    claim_no: str
    debtor_name: str
    section: str
    staff_no: str
    staff_name: str
    subrogated_on: date
    step: str
    due_on: date


def late(connection: Connection, as_of: date) -> list[LateStep]:
    """Return the steps of active claims whose day had passed and that were not done by then, the oldest first."""
    s, c = _steps.c, _claims.c
    query = (
        select(s.claim_no, _parties.c.name, c.section, c.staff_no, _staff.c.name, c.subrogated_on, s.step, s.due_on)
        .select_from(_steps.join(_claims, c.claim_no == s.claim_no))
        .join(_parties, _parties.c.party_no == c.debtor_no)
        .join(_staff, _staff.c.staff_no == c.staff_no)
        .where(*_is_late(as_of))
        .order_by(s.due_on, s.claim_no)
    )
    return [LateStep(*row) for row in connection.execute(query)]


def count_late(connection: Connection, as_of: date) -> int:
    """Return the number of claims with a late step."""
    query = select(func.count(_steps.c.claim_no.distinct())).where(*_is_late(as_of))
    return connection.scalar(query) or 0


def _is_late(as_of: date) -> tuple[Any, ...]:
    """Return the conditions of a late step, so that the steps are read once from end to end.

    Nearly every deadline lies in the past: the index of their days, or that of the states of claims, would only be
    a detour to most of the rows.
    """
    s, owed = _steps.c, claim_balances.c
    active = exists().where(owed.claim_no == s.claim_no, owed.status.concat("") == ClaimStatus.ACTIVE.value)
    return (case((s.due_on < as_of, 1), else_=0) == 1, or_(s.done_on.is_(None), s.done_on > as_of), active)


class NewClaimRow(NamedTuple):
    """A claim of a span: number, section, 代位弁済日, and the day of its own first contact that counts."""

    claim_no: str
    section: str
    subrogated_on: date
    first_on: date | None


def first_contacts(
    connection: Connection, span: tuple[date, date], kinds: Sequence[str], outcomes: Sequence[str]
) -> list[NewClaimRow]:
    """Return the claims subrogated in a span with their first contact of some kinds by its end, in one statement.

    Contacts of other claims count for the claims they name; the few that name any are part of the statement.
    """
    rows = connection.execute(_first_contacts(span, kinds, outcomes)).all()
    known = {row.claim_no: row for row in rows if row.also_claims is None}
    first = {no: row.first_on for no, row in known.items()}
    for row in rows:
        for claim_no in (row.also_claims or "").split():
            if claim_no in known and row.first_on >= known[claim_no].subrogated_on:
                first[claim_no] = min(first[claim_no] or date.max, row.first_on)
    return [NewClaimRow(no, row.section, row.subrogated_on, first[no]) for no, row in sorted(known.items())]


def _first_contacts(span: tuple[date, date], kinds: Sequence[str], outcomes: Sequence[str]) -> Any:
    c, k = _claims.c, _contacts.c
    # no index but that of the claim: those of kind and day would be walked once for every claim
    counts: tuple[Any, ...] = (k.kind.concat("").in_(kinds), k.contacted_on <= span[1])
    if outcomes:
        counts = (*counts, k.outcome.in_(outcomes))
    own: Select[Any] = select(func.min(k.contacted_on)).where(
        k.claim_no == c.claim_no, k.contacted_on >= c.subrogated_on, *counts
    )
    claims = select(
        c.claim_no,
        c.section,
        c.subrogated_on,
        own.correlate(_claims).scalar_subquery().label("first_on"),
        cast(null(), Text).label("also_claims"),
    ).where(c.subrogated_on.between(*span))
    naming = select(k.claim_no, cast(null(), Text), k.contacted_on, k.contacted_on, k.also_claims)
    return union_all(claims, naming.where(k.also_claims.is_not(None), k.contacted_on >= span[0], *counts))
