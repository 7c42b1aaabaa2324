"""What a contact must say to be kept: refused where it contradicts itself, warned about where it is implausible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from collections_app.domain.calendar import era_date
from collections_app.domain.codes import ContactKind, ContactOutcome
from collections_app.domain.commands import RecordContact
from collections_app.domain.errors import UserError
from collections_app.domain.row_rules import Finding, findings_in_row

EARLIEST, LATEST = "08:00", "21:00"  # visits and calls outside are warned about (rules §6)
_HOURLY = frozenset((ContactKind.VISIT, ContactKind.PHONE))
_BY_SOMEBODY = frozenset((ContactOutcome.PROMISE, ContactOutcome.ACKNOWLEDGED))


class RefusedError(UserError):
    """A command that contradicts itself or what is kept; `findings` tell where, nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep `findings` and say all of them."""
        super().__init__("".join(f"{finding.message}{finding.remedy}" for finding in findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a contact is judged against: today, 代位弁済日, the numbers of the claim's parties; None is not known."""

    today: date | None = None
    subrogated_on: date | None = None
    party_nos: frozenset[str] | None = None


def contact_findings(command: RecordContact, around: Surroundings) -> tuple[Finding, ...]:
    """Return what is wrong with a contact (refused) and what is implausible (warned about), by column."""
    return (
        *_of_party(command, around),
        *_of_day(command, around),
        *_of_hour(command),
        *_of_promise(command),
        *findings_in_row("contacts", command.content()),
    )


def refusals(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return those findings that forbid keeping the record."""
    return tuple(finding for finding in findings if not finding.is_warning)


def _of_party(command: RecordContact, around: Surroundings) -> Iterator[Finding]:
    known = around.party_nos
    if command.party_no is not None and known is not None and command.party_no not in known:
        message = f"関係人番号「{command.party_no}」は、この求償権の関係人ではありません。"
        yield Finding(0, "party_no", message, "この求償権の関係人から選んでください。")
    if command.party_no is None and command.outcome in _BY_SOMEBODY:
        assert command.outcome is not None
        message = f"結果が「{command.outcome.label}」なのに相手がありません。"
        yield Finding(0, "party_no", message, "だれがしたことかを選んでください。", is_warning=True)


def _of_day(command: RecordContact, around: Surroundings) -> Iterator[Finding]:
    day = command.contacted_on
    if around.today is not None and day > around.today:
        remedy = "予定ならば次回対応に入力してください。"
        yield Finding(0, "contacted_on", "今日より後の日付です。", remedy, is_warning=True)
    if around.subrogated_on is not None and day < around.subrogated_on:
        message = f"代位弁済日（{era_date(around.subrogated_on)}）より前の日付です。"
        yield Finding(0, "contacted_on", message, "日付を確かめてください。", is_warning=True)


def _of_hour(command: RecordContact) -> Iterator[Finding]:
    at = command.contacted_at
    if command.kind in _HOURLY and at is not None and not EARLIEST <= at <= LATEST:
        message = f"{command.kind.label}が{EARLIEST}から{LATEST}までの外です。"
        yield Finding(0, "contacted_at", message, "時刻を確かめてください。", is_warning=True)


def _of_promise(command: RecordContact) -> Iterator[Finding]:
    amount, day = command.promised_amount, command.promised_on
    if amount is not None and amount <= 0:
        yield Finding(0, "promised_amount", "約束額が1円未満です。", "約束した額を入力するか、空欄にしてください。")
    if command.outcome is ContactOutcome.PROMISE and amount is None and day is None:
        message = "結果が「弁済約束」なのに約束額も約束日もありません。"
        yield Finding(0, "promised_amount", message, "約束した額か日を入力してください。", is_warning=True)
