"""減免 approved or rejected by another person than who asked for it; only then does the ledger know of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.codes import Approval
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.records import RecordRef, SaveRecord, key_words
from collections_app.domain.waiving import ruled
from collections_app.services.records import save_in
from collections_app.storage import records

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office


def rule_waiver(office: Office, ref: RecordRef, approval: Approval, staff_no: str) -> Changes:
    """Approve or reject a waiver that was asked for; the ledger follows an approval.

    UserError when it is decided already, or nobody is named; RefusedError when it was asked for by the same person or
    is above what is owed by then.
    """
    if not staff_no:
        raise UserError("だれが決裁するのか分かりません。個人設定（Ctrl+,）で自分の職員番号を選んでください。")
    with office.database.writing() as connection:
        before = records.read(connection, ref.table, ref.key)
        if before is None:
            raise NotFoundError(f"減免「{key_words(ref.key)}」はありません。読み直してください。")
        if before["approval"] != Approval.REQUESTED.value:
            raise UserError(f"減免「{key_words(ref.key)}」は申請中ではありません。読み直してください。")
        today = date.today()  # noqa: DTZ011  (the office's own calendar day)
        return save_in(connection, SaveRecord(ref.table, ruled(before, approval, staff_no, today), before))
