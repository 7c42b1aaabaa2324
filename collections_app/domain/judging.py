"""Judging one record: by its columns, by the rules of its table, and what is around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from collections_app.domain.bundle import TABLE
from collections_app.domain.calendar import era_date
from collections_app.domain.contact import contact_findings
from collections_app.domain.errors import UserError
from collections_app.domain.initial import step_findings
from collections_app.domain.records import Record, record_findings
from collections_app.domain.row_rules import Finding

HAPPENED = {
    "receipts": "received_on",
    "costs": "paid_on",
    "refunds": "refunded_on",
    "contacts": "contacted_on",
    "legal_actions": "filed_on",
    "limitation_events": "occurred_on",
    "waivers": "decided_on",
    "administration_stops": "decided_on",
    "closings": "decided_on",
    "releases": "released_on",
    "support_measures": "executed_on",
    "placements": "placed_on",
    "surveys": "surveyed_on",
    "notes": "written_on",
    "financial_statements": "period_end",
    "instalment_plans": "starts_on",
}
"""The column that says when a record of a claim happened: not before the claim, and (but for plans) not tomorrow."""
_MAY_BE_AHEAD = frozenset(("instalment_plans",))
TIED = {"contacts": "party_no", "limitation_events": "party_no", "releases": "guarantor_no"}
"""The column that names somebody who must be tied to the record's claim."""


class RefusedError(UserError):
    """A record that contradicts itself or what is kept; `findings` tell where, nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep `findings` and say all of them."""
        super().__init__("".join(f"{finding.message}{finding.remedy}" for finding in findings))
        self.findings = tuple(findings)


class RowRefusedError(UserError):
    """A row that cannot be written; nothing was. `at` is its place among the rows handed over."""

    def __init__(self, at: int, error: UserError) -> None:
        """Keep which row it is, in which column, and why."""
        super().__init__(str(error))
        self.at = at
        self.findings = error.findings if isinstance(error, RefusedError) else ()
        self.column = self.findings[0].column if self.findings else ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a record is judged against: today, 代位弁済日, the numbers of the claim's parties; None is not known."""

    today: date | None = None
    subrogated_on: date | None = None
    party_nos: frozenset[str] | None = None


def findings_about(table: str, record: Record, around: Surroundings) -> tuple[Finding, ...]:
    """Return what is wrong with a record (refused) and what is implausible (warned about), by column."""
    extra = _EXTRA[table](record) if table in _EXTRA else ()
    return (
        *record_findings(table, record),
        *_of_stranger(table, record, around),
        *_of_day(table, record, around),
        *extra,
    )


def refusals(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return those findings that forbid keeping the record."""
    return tuple(finding for finding in findings if not finding.is_warning)


def _of_stranger(table: str, record: Record, around: Surroundings) -> Iterator[Finding]:
    column = TIED.get(table)
    party_no = record.get(column) if column else None
    if column and party_no is not None and around.party_nos is not None and party_no not in around.party_nos:
        message = f"関係人番号「{party_no}」は、この求償権の関係人ではありません。"
        yield Finding(0, column, message, "この求償権の関係人から選んでください。")


def _of_day(table: str, record: Record, around: Surroundings) -> Iterator[Finding]:
    column = HAPPENED.get(table)
    day = record.get(column) if column else None
    if column is None or day is None:
        return
    heading = TABLE[table].column(column).heading
    if around.today is not None and day > around.today and table not in _MAY_BE_AHEAD:
        remedy = "予定ならば次回対応に入力してください。" if table == "contacts" else "日付を確かめてください。"
        yield Finding(0, column, f"{heading}が今日より後です。", remedy, is_warning=True)
    if around.subrogated_on is not None and day < around.subrogated_on:
        message = f"{heading}が代位弁済日（{era_date(around.subrogated_on)}）より前です。"
        yield Finding(0, column, message, "日付を確かめてください。", is_warning=True)


def _override_has_reason(record: Record) -> Iterator[Finding]:
    """Yield the objection to a receipt whose order or split a person fixed without saying why (rules §4)."""
    is_fixed = record.get("allocation_order") is not None or record.get("to_principal") is not None
    if is_fixed and record.get("reverses") is None and not record.get("reason"):
        message = "充当順位か内訳を指定した入金に事由がありません。"
        yield Finding(0, "reason", message, "指定した理由（配当表、債務者の指定など）を入力してください。")


_EXTRA: dict[str, Callable[[Record], Iterator[Finding]]] = {
    "contacts": contact_findings,
    "initial_steps": step_findings,
    "receipts": _override_has_reason,
}
