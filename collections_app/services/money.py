"""Money: a receipt looked at before it is posted, and what was recorded taken back by its exact opposite."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLE
from collections_app.domain.errors import UserError
from collections_app.domain.money_views import ReceiptPreview
from collections_app.domain.receipt_entry import Moved, agree
from collections_app.domain.records import Record, ReverseRecord, SaveRecord, key_of, reversal_of
from collections_app.services import records
from collections_app.services.receipts import preview_receipts
from collections_app.storage import money as storage

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office

REVERSIBLE = frozenset(("receipts", "costs", "deposits", "refunds"))


def preview_receipt(office: Office, record: Record) -> ReceiptPreview:
    """Return what a receipt would do if it were posted now: claim, 入金日 and amount are there.

    UserError when there is no such claim.
    """
    return preview_receipts(office, (record,))[0]


def reverse_record(office: Office, command: ReverseRecord, accepted: Collection[Moved] | None = None) -> Changes:
    """Take back a receipt, a cost, a line of the bank or a refund: the opposite is added, the books follow.

    ConsequencesError when somebody `accepted` what later receipts become, and they become something else. UserError
    when it is a reversal itself, has been taken back already, or (a line of the bank) is applied to claims.
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
        opposite = SaveRecord(table, reversal_of(table, before, today, command.reason))
        changes = records.save_in(connection, opposite)
        agree(changes.moved, accepted)
        return changes
