"""Insurance money, shares and what was reported and paid of recoveries: read for the rules that compute them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from collections_app.domain.codes import Bearer
from collections_app.domain.insurance import Paid
from collections_app.domain.ledger import EntryKind
from collections_app.domain.payment_statement import Reported
from collections_app.domain.sharing import Insured, SharedClaim
from collections_app.storage import facts, reference
from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE, ledger_entries

_claims, _parties, _staff = BUNDLE["claims"].c, BUNDLE["parties"].c, BUNDLE["staff"].c
_insurance, _shares = BUNDLE["insurance_claims"].c, BUNDLE["shares"].c
_lines, _payments = BUNDLE["payment_lines"].c, BUNDLE["bearer_payments"].c
_RECOVERIES = (EntryKind.RECEIPT.value, EntryKind.REVERSAL.value)


class InsuranceRecord(NamedTuple):
    """What is recorded of the insurance money of a claim; of several records the earliest claim and all money."""

    insurance_no: str
    claimed_on: date | None
    received_on: date | None
    amount: int | None


class InsuredClaim(NamedTuple):
    """A claim that is insured, with what its insurance money is computed from; `recovered` is principal by the day."""

    claim_no: str
    debtor: str
    staff_name: str
    subrogated_on: date
    paid: Paid
    rate: str
    recovered: int


def insured_claims(connection: Connection, day: date, claim_no: str = "") -> list[InsuredClaim]:
    """Return the insured claims subrogated by a day, or one of them.

    Recovered is the principal received until the insurance money was claimed, or until the day.
    """
    columns = (_claims.subrogated_on, _claims.principal, _claims.interest, _claims.coverage_rate)
    query = _of_claims(*columns).where(_claims.coverage_rate.is_not(None), _claims.subrogated_on <= day)
    if claim_no:
        query = query.where(_claims.claim_no == claim_no)
    recovered = _recovered(connection, day, claim_no)
    return [
        InsuredClaim(no, debtor, staff, on, Paid(principal, interest), rate, recovered.get(no, 0))
        for no, debtor, staff, on, principal, interest, rate in connection.execute(query)
        if Fraction(rate) > 0
    ]


def _recovered(connection: Connection, day: date, claim_no: str) -> dict[str, int]:
    """Return the principal received of each claim until its insurance money was claimed, or until the day."""
    claimed = select(_insurance.claim_no, func.min(_insurance.claimed_on).label("claimed_on"))
    claimed_on = claimed.group_by(_insurance.claim_no).subquery()
    entries = ledger_entries.c
    query = (
        select(entries.claim_no, func.sum(-entries.principal))
        .outerjoin_from(ledger_entries, claimed_on, claimed_on.c.claim_no == entries.claim_no)
        .where(entries.kind.in_(_RECOVERIES), entries.effective_on <= func.coalesce(claimed_on.c.claimed_on, day))
        .group_by(entries.claim_no)
    )
    if claim_no:
        query = query.where(entries.claim_no == claim_no)
    return {no: int(yen) for no, yen in connection.execute(query)}


def _of_claims(*columns: Any) -> Select[Any]:
    source = (
        BUNDLE["claims"]
        .join(BUNDLE["parties"], _parties.party_no == _claims.debtor_no)
        .join(BUNDLE["staff"], _staff.staff_no == _claims.staff_no)
    )
    return select(_claims.claim_no, _parties.name, _staff.name, *columns).select_from(source).order_by(_claims.claim_no)


def insurance_records(connection: Connection, claim_no: str = "") -> dict[str, InsuranceRecord]:
    """Return what is recorded of insurance money by claim, or of one claim."""
    query = select(
        _insurance.claim_no, _insurance.insurance_no, _insurance.claimed_on, _insurance.received_on, _insurance.amount
    ).order_by(_insurance.insurance_no)
    if claim_no:
        query = query.where(_insurance.claim_no == claim_no)
    found: dict[str, InsuranceRecord] = {}
    for no, *row in connection.execute(query):
        one = InsuranceRecord(*row)
        found[no] = one if no not in found else _together(found[no], one)
    return found


def _together(one: InsuranceRecord, other: InsuranceRecord) -> InsuranceRecord:
    amounts = [row.amount for row in (one, other) if row.received_on is not None and row.amount is not None]
    return InsuranceRecord(
        one.insurance_no,
        _earlier(one.claimed_on, other.claimed_on),
        _earlier(one.received_on, other.received_on),
        sum(amounts) if amounts else one.amount or other.amount,
    )


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def shares(connection: Connection, claim_no: str = "") -> dict[str, dict[Bearer, Fraction]]:
    """Return the shares by claim, in the order of the bearers, or of one claim."""
    query = select(_shares.claim_no, _shares.bearer, _shares.share)
    if claim_no:
        query = query.where(_shares.claim_no == claim_no)
    found: dict[str, dict[Bearer, Fraction]] = defaultdict(dict)
    for no, bearer, share in connection.execute(query):
        found[no][Bearer(bearer)] = Fraction(share)
    return {no: {bearer: some[bearer] for bearer in Bearer if bearer in some} for no, some in found.items()}


def shared_claims(connection: Connection, claim_nos: Collection[str] | None = None) -> Iterator[SharedClaim]:
    """Yield the claims others may take part in (insurance money received, or shares), or those of some numbers."""
    insured, divided = insurance_records(connection), shares(connection)
    if claim_nos is None:
        claim_nos = {no for no, one in insured.items() if one.received_on is not None} | divided.keys()
    wanted = sorted(claim_nos)
    book = facts.load(connection, wanted)
    columns = (_claims.subrogated_on, _claims.principal, _claims.interest, _claims.coverage_rate)
    for part in in_chunks(wanted):
        query = _of_claims(*columns).where(_claims.claim_no.in_(part))
        for no, debtor, _, on, principal, interest, rate in connection.execute(query):
            yield SharedClaim(
                no,
                debtor,
                Paid(principal, interest),
                bool(rate and Fraction(rate) > 0),
                _insured(insured.get(no)),
                divided.get(no, {}),
                book.claim(no),
                reference.insurance_rules(on).value,
            )


def _insured(record: InsuranceRecord | None) -> Insured | None:
    if record is None or record.claimed_on is None:
        return None
    return Insured(record.claimed_on, record.received_on, record.amount or 0)


# what was reported and paid


def reported_lines(connection: Connection, month: date | None = None) -> list[Reported]:
    """Return the lines that were reported, of all months or of one."""
    bearers = [_lines[bearer.value] for bearer in Bearer]
    query = select(_lines.month, _lines.claim_no, _lines.receipt_no, _lines.counted, *bearers)
    query = query.order_by(_lines.month, _lines.claim_no, _lines.receipt_no)
    if month is not None:
        query = query.where(_lines.month == month)
    rows = connection.execute(query)
    return [Reported(on, no, receipt_no, counted, tuple(parts)) for on, no, receipt_no, counted, *parts in rows]


def add_lines(connection: Connection, month: date, lines: Sequence[Reported], audit_no: int) -> None:
    """Keep the lines of a month as they are sent."""
    rows = [
        {
            "month": month, "claim_no": one.claim_no, "receipt_no": one.receipt_no, "counted": one.counted,
            **{bearer.value: amount for bearer, amount in zip(Bearer, one.parts, strict=True)}, "audit_no": audit_no,
        }
        for one in lines
    ]  # fmt: skip
    if rows:
        connection.execute(BUNDLE["payment_lines"].insert(), rows)


def reported_months(connection: Connection) -> dict[date, tuple[date, str]]:
    """Return when each month was reported, and the hash of what was sent."""
    query = select(_payments.month, _payments.reported_on, _payments.sha256).where(_payments.reported_on.is_not(None))
    return {month: (on, sha256 or "") for month, on, sha256 in connection.execute(query)}


def payments(connection: Connection) -> dict[tuple[date, Bearer], Mapping[str, Any]]:
    """Return what was typed of payments, by month and bearer."""
    names = ("month", "bearer", "paid_on", "paid", "settled_on", "reason")
    rows = connection.execute(select(*(_payments[name] for name in names)))
    return {(row.month, Bearer(row.bearer)): dict(zip(names, row, strict=True)) for row in rows}


def debtor_names(connection: Connection, claim_nos: Iterable[str]) -> dict[str, str]:
    """Return the names of the debtors of claims."""
    found: dict[str, str] = {}
    for part in in_chunks(sorted(set(claim_nos))):
        query = select(_claims.claim_no, _parties.name).join_from(
            BUNDLE["claims"], BUNDLE["parties"], _parties.party_no == _claims.debtor_no
        )
        found.update((no, name) for no, name in connection.execute(query.where(_claims.claim_no.in_(part))))
    return found
