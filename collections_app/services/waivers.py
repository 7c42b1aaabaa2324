"""減免: looked at before it is asked for, approved or rejected by another person; only then does the ledger know it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.codes import Approval
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.facts import Split
from collections_app.domain.records import Record, RecordRef, SaveRecord, differing, key_words
from collections_app.domain.row_rules import Finding
from collections_app.domain.state import state_on
from collections_app.domain.waiving import GUARDED, WaiverPreview, judge_waiver, ruled
from collections_app.storage import money

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_NEEDED = ("claim_no", "part", "amount", "decided_on")


def preview_waiver(office: Office, record: Record) -> WaiverPreview:
    """Return what is owed on the day of a waiver without it, and what speaks against it; claim and day are there."""
    with office.database.reading() as connection:
        owed = _owed(connection, record)
    is_whole = all(record.get(name) is not None for name in _NEEDED)
    return WaiverPreview(record["decided_on"], owed, judge_waiver(record, owed) if is_whole else ())


def rule_waiver(office: Office, ref: RecordRef, approval: Approval, staff_no: str) -> Changes:
    """Approve or reject a waiver that was asked for; the ledger follows an approval.

    UserError when it is decided already, or nobody is named; RefusedError when it was asked for by the same person or
    is above what is owed by then.
    """
    from collections_app.services.records import save_in
    from collections_app.storage import records

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


def as_requested(record: dict[str, Any]) -> dict[str, Any]:
    """Return a waiver typed here: without an approval it is one that is asked for."""
    if record["approval"] is not None:
        return record
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    return {**record, "approval": Approval.REQUESTED.value, "applied_on": record["applied_on"] or today}


def refuse_approved(before: Record, after: Record) -> None:
    """Refuse to change what was approved, once it is; UserError says how it is done."""
    approved = Approval.APPROVED.value
    if before["approval"] == after["approval"] == approved and set(differing(before, after)) & set(GUARDED):
        raise UserError(
            "承認済の減免の部分・減免額・決定日は変えられません。決裁を申請中に戻してから直し、改めて承認を受けてください。"
        )


def findings(connection: Connection, record: Record) -> tuple[Finding, ...]:
    """Return what speaks against a waiver on its day; a rejected one is only kept."""
    if record["approval"] == Approval.REJECTED.value or any(record.get(name) is None for name in _NEEDED):
        return ()
    return judge_waiver(record, _owed(connection, record))


def _owed(connection: Connection, record: Record) -> Split:
    claim_no: Any = record["claim_no"]
    claim = money.claim_facts(connection, claim_no)
    if claim is None:
        raise NotFoundError(f"求償権番号「{claim_no}」の求償権はありません。番号を確かめてください。")
    number = record.get("waiver_no")
    others = [one for one in claim.facts.waivers if one.waiver_no != number]
    facts = replace(claim, facts=replace(claim.facts, waivers=others))
    balance = state_on(facts, record["decided_on"]).balance
    return Split(balance.costs, balance.damages, balance.principal)
