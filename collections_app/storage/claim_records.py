"""Everything recorded about one claim, read with eight statements whatever its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)

from collections_app.storage.facts import FACT_COLUMNS
from collections_app.storage.tables import BUNDLE

_NO = bindparam("claim_no", type_=Text)
_FURTHER = bindparam("pattern", type_=Text)
_claims, _parties, _staff, _ties = (BUNDLE[name] for name in ("claims", "parties", "staff", "claim_parties"))
PARTY_COLUMNS = tuple(
    "party_no kind name kana birth_date postal_code address phone status status_on operating".split()  # noqa: SIM905
)


class Event(NamedTuple):
    """A row of one of the smaller tables: its days, yen and words in the places `_EVENTS` gives them."""

    table: str
    number: str
    on: date | None
    then_on: date | None
    last_on: date | None
    amount: int | None
    second: int | None
    third: int | None
    rank: int | None
    code: str | None
    text: str | None
    note: str | None
    party_no: str | None
    party_name: str | None
    staff_name: str | None

    @property
    def word(self) -> str:
        """The code, of a row that has one."""
        return self.code or ""


class Receipt(NamedTuple):
    """A row of the receipts: the columns the ledger needs first."""

    claim_no: str
    receipt_no: str
    received_on: date
    posted_on: date
    amount: int
    to_costs: int | None
    to_damages: int | None
    to_principal: int | None
    reverses: str | None
    recovery_type: str
    section: str
    staff_no: str
    allocation_order: str | None
    source: str | None
    method: str | None
    channel: str
    payer_name: str | None


@dataclass(frozen=True, slots=True)
class ClaimRecords:
    """The rows of one claim; `events` by table, contacts and actions also of claims that name this one."""

    claim: Any
    parties: Sequence[Any]
    other_claims: tuple[str, ...]
    receipts: Sequence[Receipt]
    contacts: Sequence[Any]
    actions: Sequence[Any]
    events: Mapping[str, Sequence[Event]]
    plans: Sequence[Any] = ()  # instalment_plans, each with the name of who pays


def read(connection: Connection, claim_no: str) -> ClaimRecords | None:
    """Return all that is recorded about a claim; None when there is no such claim."""
    cells = {"claim_no": claim_no}
    claim = connection.execute(_CLAIM, cells).first()
    if claim is None:
        return None
    escaped = claim_no.replace("/", "//").replace("%", "/%").replace("_", "/_")
    with_further = {"claim_no": claim_no, "pattern": f"% {escaped} %"}
    events: dict[str, list[Event]] = {name: [] for name in _EVENTS}
    for row in connection.execute(_EVENT_ROWS, cells):
        events[row[0]].append(Event._make(row))
    return ClaimRecords(
        claim,
        connection.execute(_PARTIES, cells).all(),
        tuple(connection.scalars(_OTHERS, {"claim_no": claim_no, "debtor_no": claim.debtor_no})),
        [Receipt._make(row) for row in connection.execute(_RECEIPTS, cells)],
        _naming(connection.execute(_CONTACTS, with_further).all(), claim_no),
        _naming(connection.execute(_ACTIONS, with_further).all(), claim_no),
        events,
        connection.execute(_PLANS, cells).all(),
    )


def _naming(rows: Sequence[Any], claim_no: str) -> list[Any]:
    """Return the rows that are of the claim or name it: LIKE does not tell capitals from small letters."""
    return [row for row in rows if row.claim_no == claim_no or claim_no in (row.also_claims or "").split()]


def _claim() -> Select[Any]:
    debtor = [_parties.c[name].label(f"debtor_{name}") for name in PARTY_COLUMNS[1:]]
    columns = [column for column in _claims.c if column.name != "audit_no"]
    return (
        select(*columns, *debtor, _staff.c.name.label("staff_name"))
        .join(_parties, _parties.c.party_no == _claims.c.debtor_no)
        .join(_staff, _staff.c.staff_no == _claims.c.staff_no)
        .where(_claims.c.claim_no == _NO)
    )


def _tied() -> Select[Any]:
    columns = [_parties.c[name] for name in PARTY_COLUMNS]
    return (
        select(*columns, _ties.c.role, _ties.c.limit_amount, _ties.c.share, _ties.c.inherits_from, _ties.c.renounced_on)
        .join(_parties, _parties.c.party_no == _ties.c.party_no)
        .where(_ties.c.claim_no == _NO)
    )


def _others() -> Select[Any]:
    c = _claims.c
    is_other = (c.debtor_no == bindparam("debtor_no", type_=Text), c.claim_no != _NO)
    return select(c.claim_no).where(*is_other).order_by(c.claim_no)


def _receipts() -> Select[Any]:
    receipts = BUNDLE["receipts"]
    assert Receipt._fields[: len(FACT_COLUMNS["receipts"])] == FACT_COLUMNS["receipts"]
    return (
        select(*(receipts.c[name] for name in Receipt._fields[:-1]), _parties.c.name.label("payer_name"))
        .outerjoin(_parties, _parties.c.party_no == receipts.c.payer_no)
        .where(receipts.c.claim_no == _NO)
    )


def _plans() -> Select[Any]:
    plans = BUNDLE["instalment_plans"]
    columns = [column for column in plans.c if column.name != "audit_no"]
    query = select(*columns, _parties.c.name.label("payer_name"))
    return query.outerjoin(_parties, _parties.c.party_no == plans.c.payer_no).where(plans.c.claim_no == _NO)


def _with_further(table: Table, party: str) -> CompoundSelect[Any]:
    """Return the SELECT of the rows of the claim and of those of other claims that name it."""
    c = table.c
    columns = [column for column in c if column.name != "audit_no"]
    query = (
        select(*columns, _parties.c.name.label("party_name"), _staff.c.name.label("staff_name"))
        .outerjoin(_parties, _parties.c.party_no == c[party])
        .outerjoin(_staff, _staff.c.staff_no == c.staff_no)
    )
    listed = literal_column("' '").concat(c.also_claims).concat(literal_column("' '"))
    naming = (c.also_claims.is_not(None), c.claim_no != _NO, listed.like(_FURTHER, escape="/"))
    return union_all(query.where(c.claim_no == _NO), query.where(*naming))


@dataclass(frozen=True, slots=True)
class _Places:
    """Which columns of a table stand in which place of an Event."""

    number: str
    days: tuple[str, ...]
    amounts: tuple[str, ...] = ()
    rank: str = ""
    code: str = ""
    text: str = ""
    note: str = ""
    party: str = ""


_EVENTS: dict[str, _Places] = {
    "costs": _Places("cost_no", ("paid_on",), ("amount",), code="kind", text="action_no", note="recoverable"),
    "refunds": _Places("refund_no", ("refunded_on",), ("amount",), text="payee", note="reason"),
    "rate_periods": _Places("rate", ("since",), text="rate"),
    "waivers": _Places(
        "waiver_no", ("decided_on", "applied_on"), ("amount",), code="part", text="reason", note="approval"
    ),
    "administration_stops": _Places("stop_no", ("decided_on", "resumed_on"), text="reason"),
    "closings": _Places("closing_no", ("decided_on",), ("amount",), text="reason"),
    "releases": _Places(
        "release_no",
        ("applied_on", "approved_on", "released_on"),
        ("settlement_amount", "released_amount"),
        code="channel",
        party="guarantor_no",
    ),
    "limitation_events": _Places("event_no", ("occurred_on", "until"), code="kind", party="party_no"),
    "placements": _Places("servicer", ("placed_on", "returned_on"), text="servicer"),
    "support_measures": _Places("measure_no", ("executed_on",), code="kind", party="party_no"),
    "disposals": _Places(
        "disposal_no", ("proposed_on", "agreed_on", "settled_on"), ("price", "recovered"), text="collateral_no"
    ),
    "collaterals": _Places(
        "collateral_no",
        ("appraised_on",),
        ("maximum_amount", "senior_debt", "appraisal"),
        rank="rank",
        code="kind",
        text="location",
        party="owner_no",
    ),
    "notes": _Places("note_no", ("written_on",), code="title", text="body"),
    "tasks": _Places("task_no", ("due_on", "done_on"), text="title"),
    "surveys": _Places(
        "survey_no", ("surveyed_on",), ("income", "assets"), code="source", text="living", party="party_no"
    ),
    "initial_steps": _Places("step", ("due_on", "done_on"), code="step", text="memo"),
    "tags": _Places("tag", ("until",), text="memo"),
    "attachments": _Places("attachment_no", ("added_on",), ("size",), code="file_name", text="memo", party="party_no"),
}


def _event(name: str, places: _Places) -> Select[Any]:
    table = BUNDLE[name]
    c = table.c

    def cells(names: Sequence[str], width: int, kind: Any) -> list[ColumnElement[Any]]:
        given: list[ColumnElement[Any]] = [c[one] for one in names if one]
        return given + [cast(null(), kind)] * (width - len(given))

    columns = [literal_column(f"'{name}'", Text), c[places.number], *cells(places.days, 3, Date)]
    columns += [*cells(places.amounts, 3, BigInteger), *cells([places.rank], 1, BigInteger)]
    columns += [
        cell for word in (places.code, places.text, places.note, places.party) for cell in cells([word], 1, Text)
    ]
    source: Any = table
    columns.append(_parties.c.name if places.party else cast(null(), Text))
    if places.party:
        source = source.outerjoin(_parties, _parties.c.party_no == c[places.party])
    columns.append(_staff.c.name if "staff_no" in c else cast(null(), Text))
    if "staff_no" in c:
        source = source.outerjoin(_staff, _staff.c.staff_no == c.staff_no)
    return select(*columns).select_from(source).where(c.claim_no == _NO)


_CLAIM = _claim()
_PARTIES = _tied()
_OTHERS = _others()
_RECEIPTS = _receipts()
_PLANS = _plans()
_CONTACTS = _with_further(BUNDLE["contacts"], "party_no")
_ACTIONS = _with_further(BUNDLE["legal_actions"], "respondent_no")
_EVENT_ROWS = union_all(*(_event(name, places) for name, places in _EVENTS.items()))
