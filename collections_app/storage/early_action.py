"""What early action is told from: first contacts, visits and filings of claims, and what came in within two years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, case, cast, func, select

from collections_app.domain.codes import ActionKind, ContactKind
from collections_app.storage.tables import BUNDLE, ledger_entries
from collections_app.storage.types import YEN

_claims, _contacts, _actions, _staff = (BUNDLE[name] for name in ("claims", "contacts", "legal_actions", "staff"))
_REACHING = tuple(kind.value for kind in (ContactKind.VISIT, ContactKind.PHONE, ContactKind.LETTER, ContactKind.OFFICE))
_FILED = tuple(
    kind.value for kind in ActionKind if kind not in (ActionKind.BANKRUPTCY, ActionKind.CIVIL_REHABILITATION)
)


class ClaimLine(NamedTuple):
    """A claim: its number, 代位弁済日, what was paid, section, and who is in charge."""

    claim_no: str
    subrogated_on: date
    amount: int
    section: str
    staff_name: str


class Firsts(NamedTuple):
    """First days of a claim, or of the office: of any contact, of a visit, of a filing."""

    contact: date | None
    visit: date | None
    filing: date | None


def since(connection: Connection, as_of: date) -> Firsts:
    """Return the first day of which a contact, a visit, a filing is recorded."""
    contact, action = _contacts.c, _actions.c
    seen = connection.execute(
        select(func.min(contact.contacted_on), func.min(_visited())).where(*_contacted(as_of))
    ).one()
    return Firsts(seen[0], seen[1], connection.scalar(select(func.min(action.filed_on)).where(*_petitioned(as_of))))


def claim_lines(connection: Connection, first: date, as_of: date) -> list[ClaimLine]:
    """Return the claims subrogated from one day to another."""
    c = _claims.c
    query = (
        select(c.claim_no, c.subrogated_on, c.principal + c.interest, c.section, c.staff_no)
        .where(c.subrogated_on.between(first, as_of))
        .order_by(c.claim_no)
    )
    people = {row[0]: row[1] for row in connection.execute(select(_staff.c.staff_no, _staff.c.name)).all()}
    return [ClaimLine(*row[:4], people[row[4]]) for row in connection.execute(query)]


def first_steps(connection: Connection, lines: Mapping[str, date], as_of: date) -> dict[str, list[date | None]]:
    """Return the first contact, visit and filing of each claim since its 代位弁済日 (`lines`)."""
    contact, action = _contacts.c, _actions.c
    found: dict[str, list[date | None]] = {}

    def take(claim_no: str, place: int, day: date | None) -> None:
        if day is None or claim_no not in lines or day < lines[claim_no]:
            return
        days = found.setdefault(claim_no, [None, None, None])
        kept = days[place]
        if kept is None or day < kept:
            days[place] = day

    # every row, not the first of each claim: to join and group them takes the databases longer than to read them
    contacts = select(contact.claim_no, contact.also_claims, contact.contacted_on, contact.kind)
    for claim_no, also, day, kind in connection.execute(contacts.where(*_contacted(as_of))):
        for number in (claim_no, *(also or "").split()):
            take(number, 0, day)
            if kind == ContactKind.VISIT.value:
                take(number, 1, day)
    actions = select(action.claim_no, action.also_claims, action.filed_on).where(*_petitioned(as_of))
    for claim_no, also, day in connection.execute(actions):
        for number in (claim_no, *(also or "").split()):
            take(number, 2, day)
    return found


def recovered(connection: Connection, as_of: date) -> dict[str, tuple[int, int]]:
    """Return what each claim brought before its first and before its second anniversary, posted by a day."""
    entry = ledger_entries.c
    first_year = cast(func.sum(case((entry.elapsed == 0, entry.recovered), else_=0)), YEN)
    query = (
        select(entry.claim_no, first_year, cast(func.sum(entry.recovered), YEN))
        .where(entry.elapsed <= 1, entry.recovered != 0, entry.posted_on <= as_of)
        .group_by(entry.claim_no)
    )
    return {claim_no: (int(one), int(two)) for claim_no, one, two in connection.execute(query)}


def _visited() -> ColumnElement[date | None]:
    return case((_contacts.c.kind == ContactKind.VISIT.value, _contacts.c.contacted_on))


def _contacted(as_of: date) -> Iterator[ColumnElement[bool]]:
    yield _contacts.c.kind.in_(_REACHING)
    yield _contacts.c.contacted_on <= as_of


def _petitioned(as_of: date) -> Iterator[ColumnElement[bool]]:
    yield _actions.c.kind.in_(_FILED)
    yield _actions.c.filed_on <= as_of
