"""One person with everything the page shows as of a day: claims and what is owed, contacts, accounts, heirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from collections_app.domain import codes
from collections_app.domain.calendar import short_era
from collections_app.domain.people import Fact, HeirView, MergedView, PersonClaim, PersonPage, part_of, sums_of
from collections_app.domain.phone import grouped_phone
from collections_app.domain.records import RecordRef
from collections_app.domain.state import ClaimState
from collections_app.domain.statements import Statement
from collections_app.domain.views import TimelineItem
from collections_app.storage import claim_records, claim_states, people, records
from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE
from collections_app.storage.timeline import contact_item, joined, timeline, yen

_claims, _parties, _ties, _staff = (BUNDLE[name] for name in ("claims", "parties", "claim_parties", "staff"))
_ROLES = {role.value: role for role in codes.ObligorRole}
_ROLE_PLACE = {role: n for n, role in enumerate(codes.ObligorRole)}
_DEBTOR = codes.ObligorRole.DEBTOR
_SURVEYS = "調査"


def read(connection: Connection, party_no: str, as_of: date) -> PersonPage | None:
    """Return the page of a person, or of whom it was merged into; None when there is no such person."""
    own = people.survivor_of(connection, party_no)
    record = records.read(connection, "parties", (own,))
    if record is None:
        return None
    tied = _tied(connection, own)
    numbers = sorted({claim_no for claim_no, _, _ in tied})
    states = {state.claim_no: state for state, _ in claim_states.states(connection, as_of, numbers)} if numbers else {}
    claims = _person_claims(connection, own, [one for one in tied if one[0] in states], states)
    debts = [one.claim_no for one in claims if one.role is _DEBTOR]
    return PersonPage(
        record=record,
        as_of=as_of,
        asked_for=party_no if party_no != own else "",
        merged=_merged(connection, own),
        claims=claims,
        sums=sums_of(claims),
        **_told(connection, debts, states, as_of),
        contacts=_contacts(connection, own, as_of),
        surveys=_surveys(connection, own, as_of),
        statements=_statements(connection, own),
        addresses=_addresses(connection, own),
        notes=_notes(connection, own),
        heirs=_heirs(connection, own),
        candidates=people.alike(connection, record),
    )


def _merged(connection: Connection, party_no: str) -> tuple[MergedView, ...]:
    merges = BUNDLE["party_merges"]
    c = merges.c
    query = select(c.party_no, _parties.c.name, c.merged_on, merges.c.audit_no).join(
        _parties, _parties.c.party_no == c.party_no
    )
    found = connection.execute(query.where(c.merged_into == party_no).order_by(c.merged_on.desc(), c.party_no))
    return tuple(MergedView(*row) for row in found)


# claims


_Tie = tuple[str, codes.ObligorRole, Any]  # claim, role, row of the tie (None of a debtor)


def _tied(connection: Connection, party_no: str) -> list[_Tie]:
    debtor = select(_claims.c.claim_no).where(_claims.c.debtor_no == party_no)
    found: list[_Tie] = [(claim_no, _DEBTOR, None) for claim_no in connection.scalars(debtor)]
    ties = select(_ties).where(_ties.c.party_no == party_no)
    found += [(row.claim_no, _ROLES[row.role], row) for row in connection.execute(ties)]
    return found


def _person_claims(
    connection: Connection, party_no: str, tied: Sequence[_Tie], states: Mapping[str, ClaimState]
) -> tuple[PersonClaim, ...]:
    about = _about(connection, [claim_no for claim_no, _, _ in tied])
    released = _released(connection, party_no)
    found = []
    for claim_no, role, tie in tied:
        state = states[claim_no]
        balance = state.balance
        debtor, staff = about[claim_no]
        share = (tie.share or "") if tie is not None else ""
        owed = balance.principal + balance.damages + balance.costs
        released_on = released.get(claim_no) if role is codes.ObligorRole.JOINT_GUARANTOR else None
        found.append(
            PersonClaim(
                claim_no,
                role,
                debtor,
                state.status,
                balance.principal,
                balance.damages,
                balance.costs,
                share,
                None if tie is None or tie.renounced_on else part_of(owed, share),
                _note(tie, released_on, state.as_of),
                staff,
                None if tie is None else RecordRef("claim_parties", (claim_no, party_no, role.value)),
            )
        )
    found.sort(key=lambda one: (not one.status.is_open, _ROLE_PLACE[one.role], one.claim_no))
    return tuple(found)


def _note(tie: Any, released_on: date | None, as_of: date) -> str:
    if tie is None:
        return ""
    parts = [f"相続放棄 {short_era(tie.renounced_on)}" if tie.renounced_on else ""]
    if released_on is not None and released_on <= as_of:
        parts.append(f"免除 {short_era(released_on)}")
    parts.append(f"極度額 {yen(tie.limit_amount)}" if tie.limit_amount is not None else "")
    return joined(*parts)


def _about(connection: Connection, claim_nos: Iterable[str]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    query = (
        select(_claims.c.claim_no, _parties.c.name, _staff.c.name)
        .join(_parties, _parties.c.party_no == _claims.c.debtor_no)
        .join(_staff, _staff.c.staff_no == _claims.c.staff_no)
    )
    for chunk in in_chunks(claim_nos):
        for claim_no, debtor, staff in connection.execute(query.where(_claims.c.claim_no.in_(chunk))):
            found[claim_no] = (debtor, staff)
    return found


def _released(connection: Connection, party_no: str) -> dict[str, date]:
    c = BUNDLE["releases"].c
    query = select(c.claim_no, c.released_on).where(c.guarantor_no == party_no, c.released_on.is_not(None))
    return {row[0]: row[1] for row in connection.execute(query)}


# what happened


def _told(
    connection: Connection, claim_nos: Sequence[str], states: Mapping[str, ClaimState], as_of: date
) -> dict[str, Any]:
    """Return what happened on all these claims, newest first; what is recorded for several of them stands once."""
    found: dict[object, tuple[TimelineItem, list[str]]] = {}
    for claim_no in claim_nos:
        of_claim = claim_records.read(connection, claim_no)
        assert of_claim is not None
        vouchers = {(entry.kind, entry.voucher_no): entry for entry in states[claim_no].ledger.entries}
        for at, item in enumerate(timeline(of_claim, vouchers, as_of)):
            key = (item.ref, item.on, item.title, item.tag) if item.ref is not None else (claim_no, at)
            found.setdefault(key, (item, []))[1].append(claim_no)
    items = [replace(item, detail=joined("・".join(of), item.detail)) for item, of in found.values()]
    claim_of = {item.ref: of[0] for item, of in found.values() if item.ref is not None}
    return {"timeline": tuple(sorted(items, key=lambda item: item.on, reverse=True)), "claim_of": claim_of}


def _contacts(connection: Connection, party_no: str, as_of: date) -> tuple[TimelineItem, ...]:
    c = BUNDLE["contacts"].c
    query = (
        select(*c, _parties.c.name.label("party_name"), _staff.c.name.label("staff_name"))
        .join(_parties, _parties.c.party_no == c.party_no)
        .outerjoin(_staff, _staff.c.staff_no == c.staff_no)
        .where(c.party_no == party_no, c.contacted_on <= as_of)
        .order_by(c.contacted_on.desc(), c.contacted_at.desc(), c.contact_no.desc())
    )
    found = []
    for row in connection.execute(query):
        item = contact_item(row)
        claims = "・".join((row.claim_no, *(row.also_claims or "").split()))
        found.append(replace(item, detail=joined(claims, row.contacted_at, row.staff_name)))
    return tuple(found)


def _surveys(connection: Connection, party_no: str, as_of: date) -> tuple[TimelineItem, ...]:
    c = BUNDLE["surveys"].c
    query = select(BUNDLE["surveys"]).where(c.party_no == party_no, c.surveyed_on <= as_of)
    found = []
    for row in connection.execute(query.order_by(c.surveyed_on.desc(), c.survey_no.desc())):
        amounts = (("年収", row.income), ("生活費 月", row.expenses), ("資産", row.assets), ("他の債務", row.debts))
        said = [f"{word} {yen(amount)}" for word, amount in amounts if amount is not None]
        if row.dependants is not None:
            said.append(f"扶養 {row.dependants}人")
        if row.housing:
            said.append(f"住居 {codes.Housing(row.housing).label}")
        source = codes.SurveySource(row.source).label if row.source else ""
        text, ref = joined(row.occupation, *said), RecordRef("surveys", (row.survey_no,))
        detail = joined(row.claim_no, row.living, row.memo)
        found.append(TimelineItem(row.surveyed_on, _SURVEYS, "実態調査", source, "info", text, detail, ref))
    return tuple(found)


def _statements(connection: Connection, party_no: str) -> tuple[Statement, ...]:
    c = BUNDLE["financial_statements"].c
    figures = (c.sales, c.operating_profit, c.ordinary_profit, c.net_profit, c.depreciation)
    levels = (c.total_assets, c.net_assets, c.borrowings, c.employees, func.coalesce(c.memo, ""))
    query = select(c.statement_no, c.period_end, *figures, *levels).where(c.party_no == party_no)
    ordered = query.order_by(c.period_end.desc(), c.statement_no.desc())
    return tuple(Statement(*row) for row in connection.execute(ordered))


# what is known of the person


def _addresses(connection: Connection, party_no: str) -> tuple[Fact, ...]:
    c = BUNDLE["party_addresses"].c
    query = (
        select(BUNDLE["party_addresses"])
        .where(c.party_no == party_no)
        .order_by(c.valid_until.desc(), c.history_no.desc())
    )
    found = []
    for row in connection.execute(query):
        postal = f"〒{row.postal_code}" if row.postal_code else ""
        where = joined(postal, row.address)
        phone = f"電話 {grouped_phone(row.phone)}" if row.phone else ""
        lines = tuple(line for line in (phone, row.memo) if line)
        title = f"{short_era(row.valid_until)}まで　{where}".rstrip()
        found.append(Fact(title, lines, RecordRef("party_addresses", (row.history_no,))))
    return tuple(found)


def _notes(connection: Connection, party_no: str) -> tuple[Fact, ...]:
    c = BUNDLE["notes"].c
    query = select(BUNDLE["notes"]).where(c.party_no == party_no).order_by(c.written_on.desc(), c.note_no.desc())
    return tuple(
        Fact(
            joined(short_era(row.written_on), row.title),
            tuple(line for line in (row.body, row.claim_no) if line),
            RecordRef("notes", (row.note_no,)),
        )
        for row in connection.execute(query)
    )


def _heirs(connection: Connection, party_no: str) -> tuple[HeirView, ...]:
    """Return who inherits, each once for each share, with the claims."""
    query = (
        select(_ties.c.party_no, _parties.c.name, _ties.c.share, _ties.c.renounced_on, _ties.c.claim_no)
        .join(_parties, _parties.c.party_no == _ties.c.party_no)
        .where(_ties.c.inherits_from == party_no)
        .order_by(_ties.c.party_no, _ties.c.claim_no)
    )
    found: dict[tuple[str, str, str, date | None], list[str]] = defaultdict(list)
    for no, name, share, renounced_on, claim_no in connection.execute(query):
        found[no, name, share or "", renounced_on].append(claim_no)
    return tuple(
        HeirView(no, name, share, tuple(claim_nos), renounced_on)
        for (no, name, share, renounced_on), claim_nos in found.items()
    )
