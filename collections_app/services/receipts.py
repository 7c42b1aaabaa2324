"""Receipts typed together: looked at first, then posted in one transaction, and taken back as a whole."""

from __future__ import annotations

import getpass
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.allocation import previews
from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import AllocationOrder, Source
from collections_app.domain.contradictions import explained
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.facts import ReceiptFact, Split
from collections_app.domain.judging import RefusedError, RowRefusedError
from collections_app.domain.ledger import ORDERS, Contradiction, Fault
from collections_app.domain.money import show_yen
from collections_app.domain.money_views import ReceiptPreview
from collections_app.domain.receipt_entry import BankTotalError, Moved, ReceiptsWanted, agree, vouchers_of
from collections_app.domain.receipt_grid import ReceiptAround
from collections_app.domain.records import Record, reversal_of, whole
from collections_app.domain.recovery import PlanTerm, recovery_type_of
from collections_app.domain.row_rules import PARTS, Finding
from collections_app.services.changes import Changes
from collections_app.services.records import judge_in
from collections_app.storage import appending, audit, deposits, facts, many_receipts, money, month_closes, payers
from collections_app.storage import records as kept

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.appending import ClaimEnd
    from collections_app.storage.database import Connection

_UNDONE = "一括登録の取消し（元に戻す）"


def around(connection: Connection, claim_nos: Collection[str], today: date) -> ReceiptAround:
    """Return what the empty cells of receipts of these claims are filled by."""
    return ReceiptAround(today, month_closes.open_from(connection), _plans(connection, claim_nos))


def preview_receipts(office: Office, records: Sequence[Record]) -> tuple[ReceiptPreview, ...]:
    """Return what each receipt would do if all were posted now, in their order; claim, 入金日 and amount are there."""
    with office.database.reading() as connection:
        return preview_in(connection, records)


def preview_in(connection: Connection, records: Sequence[Record]) -> tuple[ReceiptPreview, ...]:
    """Return `preview_receipts` inside a transaction; the claims are read in one go."""
    numbers = deposits.next_numbers(connection, "receipts", len(records))
    by_claim: dict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        by_claim[str(record["claim_no"])].append(at)
    book, plans = facts.load(connection, sorted(by_claim)), _plans(connection, by_claim)
    known = set(book.claims())
    shown: dict[int, ReceiptPreview] = {}
    for claim_no, places in by_claim.items():
        if claim_no not in known:
            raise NotFoundError(f"求償権番号「{claim_no}」の求償権はありません。番号を確かめてください。")
        claim = book.claim(claim_no)
        found = previews(claim.terms, claim.facts, [fact_of(records[at], numbers[at]) for at in places])
        for at, one in zip(places, found, strict=True):
            source = Source(records[at]["source"]) if records[at].get("source") else None
            judged = recovery_type_of(source, records[at]["received_on"], plans.get(claim_no, ()))
            shown[at] = ReceiptPreview(one, judged, _findings(claim_no, one.contradictions))
    return tuple(shown[at] for at in range(len(records)))


def post_receipts(office: Office, wanted: ReceiptsWanted) -> Changes:
    """Post receipts in one transaction under one audit record, or none of them.

    RowRefusedError names the first that cannot be kept; ConsequencesError when later receipts would be split otherwise
    and the person has not agreed to exactly that; BankTotalError when the bank has another total and nobody said why.
    """
    with office.database.writing() as connection:
        return post_in(connection, wanted)


def post_in(connection: Connection, wanted: ReceiptsWanted) -> Changes:
    """Post receipts as `post_receipts` does, inside a transaction that writes other records too."""
    if not wanted.records:
        raise UserError("登録する入金がありません。求償権と金額を入力してください。")
    if wanted.bank is not None and wanted.bank.wants_reason(wanted.amount):
        raise BankTotalError(wanted.bank, wanted.amount)
    records = [whole("receipts", record) for record in wanted.records]
    for at, record in enumerate(records):
        try:
            judge_in(connection, "receipts", record)
        except UserError as error:
            raise RowRefusedError(at, error) from error
    ends = _number_and_charge(connection, records)
    audit_no = _record(connection, wanted, records)
    booked = many_receipts.add(connection, _columns(records), ends, audit_no)
    _refuse_contradictions(booked.contradictions, [str(record["receipt_no"]) for record in records])
    _refuse_beyond_deposits(connection, records)
    agree(booked.moved, wanted.accepted)
    return _changes(records, audit_no, booked.moved)


def take_back(office: Office, audit_no: int) -> Changes:
    """Take back all receipts of one entry by their exact opposites, in one transaction; both lines stay.

    The number of what comes up is theirs, not that of the opposites. UserError when one of them has been taken back
    already, or today's month is closed.
    """
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    with office.database.writing() as connection:
        found = audit.read(connection, audit_no)
        if found is None or found.tag != audit.RECEIPTS_ENTERED:
            raise UserError("元に戻せる入金の登録ではありません。")
        records = []
        for number in found.detail["receipts"]:
            earlier = money.reversed_by(connection, "receipts", number)
            if earlier is not None:
                raise UserError(f"入金 {number} は {earlier} で取消済みのため、まとめて元に戻せません。")
            original = kept.read(connection, "receipts", (number,))
            assert original is not None  # receipts are append-only
            records.append(reversal_of("receipts", original, today, _UNDONE))
            judge_in(connection, "receipts", records[-1])
        ends = _number_and_charge(connection, records)
        detail = {**_summed(records), "takes_back": audit_no}
        number = str(records[0]["receipt_no"])
        back_no = audit.record(connection, audit.RECEIPTS_TAKEN_BACK, number, getpass.getuser(), detail)
        booked = many_receipts.add(connection, _columns(records), ends, back_no)
        _refuse_contradictions(booked.contradictions, [str(record["receipt_no"]) for record in records])
        return replace(_changes(records, back_no, booked.moved), number=_span(found.detail["receipts"]))


def fact_of(record: Record, number: str) -> ReceiptFact:
    """Return a receipt that is typed as the ledger sees it."""
    parts = [record.get(part) for part in PARTS]
    order = record.get("allocation_order")
    return ReceiptFact(
        number,
        record["received_on"],
        record.get("posted_on") or record["received_on"],
        record["amount"],
        None if None in parts else Split(*(int(part or 0) for part in parts)),
        None,
        ORDERS[AllocationOrder(order)] if order else None,
    )


def _plans(connection: Connection, claim_nos: Collection[str]) -> dict[str, list[PlanTerm]]:
    return {no: [plan for plan, _ in some] for no, some in payers.plans_of(connection, claim_nos).items()}


def _findings(claim_no: str, contradictions: Sequence[Contradiction]) -> tuple[Finding, ...]:
    said = [explained(claim_no, one) for one in contradictions]
    return tuple(Finding(0, one.column or "received_on", one.message, one.remedy) for one in said)


def _number_and_charge(connection: Connection, records: Sequence[dict[str, Any]]) -> dict[str, ClaimEnd]:
    """Fill in what the records lack, and return where the ledgers of their claims end."""
    ends = appending.ends(connection, {str(record["claim_no"]) for record in records})
    numbers = deposits.next_numbers(connection, "receipts", len(records))
    for record, number in zip(records, numbers, strict=True):
        charge = ends[str(record["claim_no"])].charge
        record["receipt_no"] = number
        record["section"] = record["section"] or charge.section
        record["staff_no"] = record["staff_no"] or charge.staff_no
    return ends


def _record(connection: Connection, wanted: ReceiptsWanted, records: Sequence[Record]) -> int:
    detail = _summed(records)
    if wanted.accepted:
        detail["moved"] = vouchers_of(wanted.accepted)
    if wanted.bank is not None:
        detail |= {"bank_total": wanted.bank.amount, "difference": wanted.bank.difference(wanted.amount)}
        detail["reason"] = wanted.bank.reason.strip() or None
    number = str(records[0]["receipt_no"])
    return audit.record(connection, audit.RECEIPTS_ENTERED, number, getpass.getuser(), detail)


def _summed(records: Sequence[Record]) -> dict[str, Any]:
    return {
        "receipts": [record["receipt_no"] for record in records],
        "claims": [record["claim_no"] for record in records],
        "amount": sum(int(record["amount"]) for record in records),
    }


def _columns(records: Sequence[Record]) -> many_receipts.Columns:
    return {column.name: [record[column.name] for record in records] for column in TABLE["receipts"].columns}


def _refuse_contradictions(found: Sequence[tuple[str, Contradiction]], numbers: Sequence[str]) -> None:
    for claim_no, one in found:
        if one.fault is Fault.REVERSAL_SPLIT and one.voucher_no not in numbers:
            continue  # a kept reversal follows its original
        said = explained(claim_no, one)
        error = RefusedError([Finding(0, said.column or "received_on", said.message, said.remedy)])
        raise RowRefusedError(numbers.index(one.voucher_no) if one.voucher_no in numbers else 0, error)


def _refuse_beyond_deposits(connection: Connection, records: Sequence[Record]) -> None:
    """Refuse what takes more of a line of the bank, all receipts together, than it has."""
    for at, record in enumerate(records):
        number = record.get("deposit_no")
        if number and (left := money.deposit(connection, number).left) < 0:
            message = f"入金明細 {number} の残り（仮受）より{show_yen(-left)}円多く充当しています。"
            error = RefusedError([Finding(0, "amount", message, "金額を残りの範囲に直してください。")])
            raise RowRefusedError(at, error)


def _changes(records: Sequence[Record], audit_no: int, moved: Sequence[Moved]) -> Changes:
    name = _span([str(record["receipt_no"]) for record in records])
    claims = frozenset(str(record["claim_no"]) for record in records)
    return Changes(name, claims, frozenset(("receipts",)), audit_no, tuple(moved))


def _span(numbers: Sequence[str]) -> str:
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}～{numbers[-1]}"
