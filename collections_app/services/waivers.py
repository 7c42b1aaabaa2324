"""減免 before they count: what is owed on their day, what a request says by itself, what cannot be changed any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.codes import Approval
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.facts import Split
from collections_app.domain.records import Record, differing
from collections_app.domain.row_rules import Finding
from collections_app.domain.state import state_on
from collections_app.domain.waiving import GUARDED, WaiverPreview, judge_waiver
from collections_app.storage import money

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_NEEDED = ("claim_no", "part", "amount", "decided_on")


def preview_waiver(office: Office, record: Record) -> WaiverPreview:
    """Return what is owed on the day of a waiver without it, and what speaks against it; claim and day are there."""
    with office.database.reading() as connection:
        owed = _owed(connection, record)
    is_whole = all(record.get(name) is not None for name in _NEEDED)
    return WaiverPreview(record["decided_on"], owed, judge_waiver(record, owed) if is_whole else ())


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
    facts = replace(claim, facts=claim.facts._replace(waivers=others))
    balance = state_on(facts, record["decided_on"]).balance
    return Split(balance.costs, balance.damages, balance.principal)
