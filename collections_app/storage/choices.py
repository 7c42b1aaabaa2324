"""What may be chosen for a reference: people of a claim, its collaterals and proceedings, staff; or found by typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from collections_app.domain.calendar import short_era
from collections_app.domain.codes import ActionKind, CollateralKind, ObligorRole
from collections_app.domain.forms import Option
from collections_app.domain.money import show_yen
from collections_app.storage.bulk import in_chunks
from collections_app.storage.people import is_own_person, survivor_of
from collections_app.storage.searchable import folded, found_first
from collections_app.storage.tables import BUNDLE

_claims, _parties, _staff, _ties = (BUNDLE[name] for name in ("claims", "parties", "staff", "claim_parties"))
_collaterals, _actions = BUNDLE["collaterals"], BUNDLE["legal_actions"]
_PERSON = (_parties.c.party_no, _parties.c.name, _parties.c.kana, _parties.c.address)


def parties_of(connection: Connection, claim_no: str) -> tuple[Option, ...]:
    """Return everybody tied to a claim, the debtor first."""
    return parties_by_claim(connection, [claim_no]).get(claim_no, ())


def parties_by_claim(connection: Connection, claim_nos: Iterable[str]) -> dict[str, tuple[Option, ...]]:
    """Return everybody tied to each of these claims, the debtor first."""
    debtor = select(_claims.c.claim_no, *_PERSON).join(_claims, _claims.c.debtor_no == _parties.c.party_no)
    tied = select(_ties.c.claim_no, *_PERSON, _ties.c.role).join(_ties, _ties.c.party_no == _parties.c.party_no)
    found: dict[str, list[Any]] = {}
    for part in in_chunks(sorted(set(claim_nos))):
        for claim_no, *row in connection.execute(debtor.where(_claims.c.claim_no.in_(part))):
            found[claim_no] = [(*row, ObligorRole.DEBTOR.value)]
        for claim_no, *row in connection.execute(tied.where(_ties.c.claim_no.in_(part)).order_by(_ties.c.role)):
            found.setdefault(claim_no, []).append(row)
    return {claim_no: _by_name(people) for claim_no, people in found.items()}


def _by_name(people: Sequence[Any]) -> tuple[Option, ...]:
    names = [row[1] for row in people]
    return tuple(
        Option(no, name if names.count(name) == 1 else f"{name}（{no}）", ObligorRole(role).label, kana or "")
        for no, name, kana, _, role in people
    )


def subrogated_on(connection: Connection, claim_nos: Iterable[str]) -> dict[str, date]:
    """Return 代位弁済日 of each of these claims."""
    c = _claims.c
    found: dict[str, date] = {}
    for part in in_chunks(sorted(set(claim_nos))):
        query = select(c.claim_no, c.subrogated_on).where(c.claim_no.in_(part))
        found.update((claim_no, day) for claim_no, day in connection.execute(query))
    return found


def collaterals_of(connection: Connection, claim_no: str) -> tuple[Option, ...]:
    """Return the collaterals of a claim."""
    c = _collaterals.c
    query = select(c.collateral_no, c.kind, c.location).where(c.claim_no == claim_no).order_by(c.collateral_no)
    return tuple(
        Option(no, f"{CollateralKind(kind).label} {location or no}", no)
        for no, kind, location in connection.execute(query)
    )


def actions_of(connection: Connection, claim_no: str) -> tuple[Option, ...]:
    """Return the proceedings of a claim."""
    c = _actions.c
    query = select(c.action_no, c.kind, c.case_no, c.filed_on).where(c.claim_no == claim_no).order_by(c.filed_on)
    return tuple(
        Option(no, f"{ActionKind(kind).label} {case_no or short_era(filed_on)}", no)
        for no, kind, case_no, filed_on in connection.execute(query)
    )


def plans_of(connection: Connection, claim_no: str) -> tuple[Option, ...]:
    """Return the instalment plans of a claim, the newest first."""
    c = BUNDLE["instalment_plans"].c
    query = select(c.plan_no, c.starts_on, c.amount).where(c.claim_no == claim_no)
    return tuple(
        Option(no, f"{no}　{short_era(starts_on)}から 月 {show_yen(amount)}円", no)
        for no, starts_on, amount in connection.execute(query.order_by(c.starts_on.desc(), c.plan_no.desc()))
    )


def staff(connection: Connection) -> tuple[Option, ...]:
    """Return all members of staff by section; those who left say so."""
    c = _staff.c
    query = select(c.staff_no, c.name, c.section, c.active_until).order_by(
        c.active_until.is_not(None), c.section, c.staff_no
    )
    return tuple(
        Option(no, name, section if until is None else f"{section}（{short_era(until)}まで）", no)
        for no, name, section, until in connection.execute(query)
    )


def people(connection: Connection, numbers: Iterable[str]) -> tuple[Option, ...]:
    """Return the people of these numbers, in no order."""
    return _people(connection, select(*_PERSON).where(_parties.c.party_no.in_(sorted(numbers))))


def people_found(connection: Connection, text: str, limit: int) -> tuple[Option, ...]:
    """Return people whose name or kana holds a text, or whose number is it, by kana."""
    part = folded(text)
    if not part:
        return ()
    found = found_first(connection.dialect.name, "party", part).subquery()
    number = survivor_of(connection, text.strip())  # the number of somebody who was merged leads to the survivor
    named = select(*_PERSON).where(
        is_own_person(), _parties.c.party_no.in_(select(found.c.subject_no)) | (_parties.c.party_no == number)
    )
    return _people(connection, named.order_by(_parties.c.kana, _parties.c.party_no).limit(limit))


def claims(connection: Connection, numbers: Iterable[str]) -> tuple[Option, ...]:
    """Return the claims of these numbers, in no order."""
    parts = in_chunks(sorted(set(numbers)))
    asked = (_claims_of(connection, _claim_query().where(_claims.c.claim_no.in_(part))) for part in parts)
    return tuple(option for found in asked for option in found)


def claims_found(connection: Connection, text: str, limit: int) -> tuple[Option, ...]:
    """Return claims whose number, or whose debtor's name or kana, holds a text."""
    part = folded(text)
    if not part:
        return ()
    dialect = connection.dialect.name
    by_number = found_first(dialect, "claim", part).subquery()
    by_name = found_first(dialect, "party", part).subquery()
    wanted = _claims.c.claim_no.in_(select(by_number.c.subject_no)) | _claims.c.debtor_no.in_(
        select(by_name.c.subject_no)
    )
    return _claims_of(connection, _claim_query().where(wanted).order_by(_claims.c.claim_no).limit(limit))


def _claim_query() -> Select[Any]:
    joined = select(_claims.c.claim_no, _parties.c.name, _parties.c.kana)
    return joined.join(_parties, _parties.c.party_no == _claims.c.debtor_no)


def _claims_of(connection: Connection, query: Select[Any]) -> tuple[Option, ...]:
    return tuple(Option(no, no, name, f"{name}{kana or ''}") for no, name, kana in connection.execute(query))


def _people(connection: Connection, query: Select[Any]) -> tuple[Option, ...]:
    found = [tuple(row) for row in connection.execute(query)]
    names = [row[1] for row in found]
    return tuple(
        Option(no, name if names.count(name) == 1 else f"{name}（{no}）", address or no, f"{kana or ''}{no}")
        for no, name, kana, address in found
    )
