"""Money: a receipt looked at before it is posted, and what was recorded taken back by its exact opposite."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.allocation import preview
from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import AllocationOrder, Source
from collections_app.domain.contradictions import explained
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.facts import ReceiptFact, Split
from collections_app.domain.ledger import ORDERS
from collections_app.domain.money_views import ReceiptPreview
from collections_app.domain.records import Record, ReverseRecord, SaveRecord, key_of, reversal_of
from collections_app.domain.recovery import recovery_type_of
from collections_app.domain.row_rules import PARTS, Finding
from collections_app.services import records
from collections_app.storage import money as storage
from collections_app.storage import records as kept

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office

REVERSIBLE = frozenset(("receipts", "costs", "deposits", "refunds"))


def preview_receipt(office: Office, record: Record) -> ReceiptPreview:
    """Return what a receipt would do if it were posted now: claim, 入金日 and amount are there.

    NotFoundError when there is no such claim.
    """
    claim_no: Any = record["claim_no"]
    with office.database.reading() as connection:
        claim = storage.claim_facts(connection, claim_no)
        if claim is None:
            raise NotFoundError(f"求償権番号「{claim_no}」の求償権はありません。番号を確かめてください。")
        plans = storage.plans_of(connection, claim_no)
        number = record.get("receipt_no") or kept.next_key(connection, "receipts")
    found = preview(claim.terms, claim.facts, _fact_of(record, number))
    source = Source(record["source"]) if record.get("source") else None
    said = [explained(claim_no, one) for one in found.contradictions]
    return ReceiptPreview(
        found,
        recovery_type_of(source, record["received_on"], plans),
        tuple(Finding(0, one.column or "received_on", one.message, one.remedy) for one in said),
    )


def reverse_record(office: Office, command: ReverseRecord) -> Changes:
    """Take back a receipt, a cost, a line of the bank or a refund: the opposite is added, the books follow.

    UserError when it is a reversal itself, has been taken back already, or (a line of the bank) is applied to claims.
    """
    table, before = command.table, command.before
    title, number = TABLE[table].title, key_of(table, before)[0]
    if table not in REVERSIBLE:
        raise UserError(f"{title}は取消しではなく訂正してください。")
    if before.get("reverses") is not None:
        raise UserError(f"{title} {number} はそれ自体が取消しです。改めて登録してください。")
    with office.database.writing() as connection:
        earlier = storage.reversed_by(connection, table, number)
        if earlier is not None:
            raise UserError(f"{title} {number} は {earlier} で取消済みです。")
        if table == "deposits" and storage.deposit(connection, number).left != before["amount"]:
            raise UserError(f"{title} {number} は充当か返還に使われています。先にその入金・返還を取り消してください。")
        today = date.today()  # noqa: DTZ011  (the office's own calendar day)
        return records.save_in(connection, SaveRecord(table, reversal_of(table, before, today, command.reason)))


def _fact_of(record: Record, number: str) -> ReceiptFact:
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
