"""減免 before it counts: what is owed of each part on its day, what it leaves, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from collections_app.domain.calendar import era_date
from collections_app.domain.codes import Approval, Part
from collections_app.domain.facts import Split
from collections_app.domain.money import show_yen
from collections_app.domain.records import Record
from collections_app.domain.row_rules import Finding

TOUCHES_LEDGER = (None, Approval.APPROVED.value)  # without an approval: from a bundle, decided elsewhere
GUARDED = ("claim_no", "part", "amount", "decided_on")
"""What of an approved waiver cannot be changed: it is what was approved."""


@dataclass(frozen=True, slots=True)
class WaiverPreview:
    """What is owed of each part on the day of a waiver without it, and what is to be said about it."""

    on: date
    owed: Split
    findings: tuple[Finding, ...]


def counts(approval: str | None) -> bool:
    """Tell whether a waiver with that approval lowers what is owed."""
    return approval in TOUCHES_LEDGER


def judge_waiver(record: Record, owed: Split) -> tuple[Finding, ...]:
    """Return what speaks against a waiver when so much is owed on its day without it (rules §2)."""
    part, amount = Part(record["part"]), int(record["amount"])
    found = []
    day: Any = record["decided_on"]
    if amount > owed.of(part):
        message = f"{era_date(day)}現在の{part.label}は{show_yen(owed.of(part))}円で、減免額はそれを超えています。"
        found.append(Finding(0, "amount", message, "残っている額以内にしてください。"))
    if part is Part.DAMAGES and owed.principal > 0:
        message = f"元金が{show_yen(owed.principal)}円残っています。損害金の減免は、ふつう元金の完済後にします。"
        found.append(Finding(0, "part", message, "このあとも損害金が発生することを確かめてください。", is_warning=True))
    return tuple(found)


def ruled(record: Record, approval: Approval, staff_no: str, day: date) -> dict[str, Any]:
    """Return a waiver as a person decided about it on a day."""
    return {**record, "approval": approval.value, "ruled_by": staff_no, "ruled_on": day}


def waits_for(applied_on: date | None, day: date) -> str:
    """Return for how long a request has been waiting."""
    days = (day - applied_on) // timedelta(days=1) if applied_on is not None else 0
    return f"{days:,}日待ち" if days > 0 else "申請中"
