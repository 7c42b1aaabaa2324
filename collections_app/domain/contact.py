"""What is said about a contact beside what its columns say: contradictions, and what is implausible (rules §6)."""

from __future__ import annotations

from collections.abc import Iterator

from collections_app.domain.codes import ContactKind, ContactOutcome
from collections_app.domain.records import Record
from collections_app.domain.row_rules import Finding

EARLIEST, LATEST = "08:00", "21:00"  # visits and calls outside are warned about
_HOURLY = frozenset((ContactKind.VISIT.value, ContactKind.PHONE.value))
_BY_SOMEBODY = frozenset((ContactOutcome.PROMISE.value, ContactOutcome.ACKNOWLEDGED.value))


def contact_findings(record: Record) -> Iterator[Finding]:
    """Yield what is wrong with a contact (refused) and what is implausible (warned about), by column."""
    yield from _of_party(record)
    yield from _of_hour(record)
    yield from _of_promise(record)


def _of_party(record: Record) -> Iterator[Finding]:
    outcome = record.get("outcome")
    if record.get("party_no") is None and outcome is not None and outcome in _BY_SOMEBODY:
        message = f"結果が「{ContactOutcome(outcome).label}」なのに相手がありません。"
        yield Finding(0, "party_no", message, "だれがしたことかを選んでください。", is_warning=True)


def _of_hour(record: Record) -> Iterator[Finding]:
    at, kind = record.get("contacted_at"), record.get("kind")
    if kind is not None and kind in _HOURLY and at is not None and not EARLIEST <= at <= LATEST:
        message = f"{ContactKind(kind).label}が{EARLIEST}から{LATEST}までの外です。"
        yield Finding(0, "contacted_at", message, "時刻を確かめてください。", is_warning=True)


def _of_promise(record: Record) -> Iterator[Finding]:
    amount, day = record.get("promised_amount"), record.get("promised_on")
    if amount is not None and amount <= 0:
        yield Finding(0, "promised_amount", "約束額が1円未満です。", "約束した額を入力するか、空欄にしてください。")
    if record.get("outcome") == ContactOutcome.PROMISE.value and amount is None and day is None:
        message = "結果が「弁済約束」なのに約束額も約束日もありません。"
        yield Finding(0, "promised_amount", message, "約束した額か日を入力してください。", is_warning=True)
