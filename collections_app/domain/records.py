"""Records as they are entered and corrected: a mapping of the columns of a bundle table, judged as a whole.

One way for every table: what the staff see is a form of the table's columns, what they send is `SaveRecord`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from collections_app.domain.bundle import TABLE, TABLES, Column, Kind
from collections_app.domain.columns import IN_CHARGE
from collections_app.domain.row_rules import Finding, findings_in_row

Record = Mapping[str, Any]  # value by column; None is "not there", codes are the words stored
Key = tuple[Any, ...]  # the values of the key columns, in their order

APPEND_ONLY = frozenset(table.name for table in TABLES if table.append_only)
REMOVABLE = frozenset(
    (
        "claim_parties",
        "collaterals",
        "contacts",
        "instalment_plans",
        "legal_actions",
        "disposals",
        "limitation_events",
        "support_measures",
        "placements",
        "party_addresses",
        "surveys",
        "financial_statements",
        "initial_steps",
        "tasks",
        "tags",
        "notes",
        "attachments",
        "deputies",
        "virtual_accounts",
        "payer_names",
        "debit_accounts",
        "shares",
        "servicer_reports",
        "plans",
        "plan_months",
        "servicer_layouts",
    )
)
"""What is only described, not decided and not money: a row entered by mistake may be taken out (the trail keeps it)."""

UNDONE_BY_OPPOSITE = frozenset(("costs",))
"""Tables of money whose records Ctrl+Z takes back by their opposite; both lines stay."""
FIRST_NUMBERS: dict[str, str] = {
    "parties": "P000001",
    "collaterals": "B000001",
    "waivers": "W000001",
    "legal_actions": "L000001",
    "contacts": "N0000001",
    "instalment_plans": "I000001",
    "disposals": "D000001",
    "limitation_events": "T000001",
    "releases": "R000001",
    "support_measures": "U000001",
    "administration_stops": "M000001",
    "closings": "Z000001",
    "receipts": "E000001",
    "costs": "C000001",
    "deposits": "V000001",
    "refunds": "X000001",
    "direct_debits": "Q000001",
    "insurance_claims": "G000001",
    "party_addresses": "H000001",
    "surveys": "J000001",
    "financial_statements": "F000001",
    "tasks": "Y000001",
    "notes": "O000001",
    "attachments": "A000001",
}
"""Tables whose number the program gives, with the first of the series; a series already kept goes on as it is."""


_CARRIED = ("claim_no", "payer_no", "day_of_month", "amount", "holiday_rule", "odd_yen")


class RecordRef(NamedTuple):
    """Which record: the table's identifier and the values of its key."""

    table: str
    key: Key


@dataclass(frozen=True, slots=True)
class SaveRecord:
    """Keep a record as `after`; `before` is what the person saw, None for a new one."""

    table: str
    after: Record
    before: Record | None = None


@dataclass(frozen=True, slots=True)
class RemoveRecord:
    """Take out a record that was entered by mistake; `before` is what the person saw."""

    table: str
    before: Record


@dataclass(frozen=True, slots=True)
class ReverseRecord:
    """Take money back that was recorded: the exact opposite is added, both lines stay. `before` is what was seen."""

    table: str
    before: Record
    reason: str | None


def reversal_of(table: str, record: Record, recorded_on: date, reason: str | None) -> dict[str, Any]:
    """Return the record that takes another one back: every amount of the opposite sign, its days as they were.

    A receipt's reversal counts for statistics on the day it is recorded (計上日).
    """
    number = TABLE[table].key[0]
    opposite = {
        column.name: -record[column.name]
        for column in TABLE[table].columns
        if column.kind is Kind.YEN and record.get(column.name) is not None
    }
    why = {"reason" if "reason" in record else "memo": reason}
    posted = {"posted_on": recorded_on} if "posted_on" in record else {}
    return {**record, **opposite, **posted, **why, number: None, "reverses": record[number]}


def key_of(table: str, record: Record) -> Key:
    """Return the key of a record; KeyError when a column of it is not there."""
    return tuple(record[name] for name in TABLE[table].key)


def key_words(key: Key) -> str:
    """Return a key as the audit trail writes it and people read it: K-1 P3 heir."""
    return " ".join(str(part) for part in key)


def as_a_change(plan: Record) -> dict[str, Any]:
    """Return what a new plan takes from the one it replaces."""
    return {name: plan[name] for name in _CARRIED} | {"replaces": plan["plan_no"]}


def subject_of(table: str, record: Record) -> str:
    """Return what the audit trail files a record under: its claim, else its person, else itself."""
    return str(record.get("claim_no") or record.get("party_no") or key_words(key_of(table, record)))


def whole(table: str, given: Record) -> dict[str, Any]:
    """Return a record with every column of its table: what is given, else the column's default, else None."""
    return {column.name: given.get(column.name, column.default) for column in TABLE[table].columns}


def is_numbered(table: str) -> bool:
    """Tell whether the program gives the number of a new record."""
    return table in FIRST_NUMBERS


def differing(before: Record, after: Record) -> tuple[str, ...]:
    """Return the columns in which two records of one table differ."""
    return tuple(name for name in before if before[name] != after.get(name))


@dataclass(frozen=True, slots=True)
class Merge:
    """What two people made of one record: `merged` where only one changed a column, `contested` where both did."""

    merged: Record
    contested: tuple[str, ...]


def merge(seen: Record, mine: Record, theirs: Record) -> Merge:
    """Return both people's changes to what both had seen put together; a contested column keeps theirs."""
    ours = set(differing(seen, mine))
    contested = tuple(name for name in differing(seen, theirs) if name in ours and mine[name] != theirs[name])
    taken = {name: mine[name] for name in ours if name not in contested}
    return Merge({**theirs, **taken}, contested)


_ASKED = dict.fromkeys((Kind.CODE, Kind.REFERENCE), "選んでください。")


def record_findings(table: str, record: Record) -> tuple[Finding, ...]:
    """Return what is wrong with a record (refused) and what is implausible (warned about), by column."""
    missing = (
        Finding(0, column.name, f"{column.heading}がありません。", _ASKED.get(column.kind, "入力してください。"))
        for column in TABLE[table].columns
        if is_wanted(table, column) and record.get(column.name) in (None, "")
    )
    return (*missing, *findings_in_row(table, record))


def is_wanted(table: str, column: Column) -> bool:
    """Tell whether a record cannot be kept without this column; a number the program gives is not asked for."""
    if column.name in TABLE[table].key and is_numbered(table):
        return False
    return column.required or column.name in TABLE[table].key


def references_of(table: str, record: Record) -> dict[str, set[str]]:
    """Return the keys a record refers to, by the table they are of."""
    found: dict[str, set[str]] = {}
    for column in TABLE[table].columns:
        value = record.get(column.name)
        if column.refers_to and value is not None:
            keys = str(value).split() if column.kind is Kind.REFERENCES else [str(value)]
            found.setdefault(column.refers_to, set()).update(keys)
    return found


def dangling_findings(table: str, record: Record, known: Mapping[str, Collection[str]]) -> tuple[Finding, ...]:
    """Return the references of a record that lead nowhere; `known` are the keys there are, by table."""
    found = []
    for column in TABLE[table].columns:
        value = record.get(column.name)
        if not column.refers_to or value is None:
            continue
        keys = str(value).split() if column.kind is Kind.REFERENCES else [str(value)]
        missing = "、".join(key for key in keys if key not in known.get(column.refers_to, ()))
        if missing:
            title = TABLE[column.refers_to].title
            found.append(
                Finding(0, column.name, f"「{missing}」という{title}は登録されていません。", "番号を直してください。")
            )
    return tuple(found)


def claims_of(table: str, *records: Record | None) -> frozenset[str]:
    """Return the numbers of the claims that records of a table belong to or name."""
    found: set[str] = set()
    for record in records:
        for column in TABLE[table].columns if record is not None else ():
            value = record.get(column.name) if record is not None else None
            if value is not None and (
                column.refers_to == "claims" or (table == "claims" and column.name == "claim_no")
            ):
                found.update(str(value).split())
    return frozenset(found)


def charge_columns(table: str) -> tuple[str, ...]:
    """Return the columns that say who was in charge when a record was made; the claim's, where they are left empty."""
    return tuple(column.name for column in IN_CHARGE) if TABLE[table].is_dated else ()


def plain(record: Record) -> dict[str, Any]:
    """Return a record as the audit trail keeps it: days in ISO form, nothing that is not there."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in record.items()
        if value is not None
    }


def from_plain(table: str, kept: Record) -> dict[str, Any]:
    """Return a record as the audit trail kept it, with every column of its table of today."""
    found: dict[str, Any] = {}
    for column in TABLE[table].columns:
        value = kept.get(column.name)
        found[column.name] = date.fromisoformat(value) if column.kind is Kind.DATE and value else value
    return found
