"""Registers (台帳): all records of one table of the bundle side by side, with names in place of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from collections_app.domain.bundle import TABLE, Column, Kind
from collections_app.domain.columns import IN_CHARGE, ref_column
from collections_app.domain.judging import HAPPENED
from collections_app.domain.records import Key, is_numbered

REGISTERS = (
    "legal_actions",
    "collaterals",
    "disposals",
    "limitation_events",
    "instalment_plans",
    "releases",
    "waivers",
    "administration_stops",
    "closings",
    "placements",
    "servicer_reports",
    "servicer_layouts",
    "insurance_claims",
    "shares",
    "bearer_payments",
    "rate_periods",
    "virtual_accounts",
    "payer_names",
    "debit_accounts",
    "direct_debits",
    "support_measures",
    "contacts",
    "surveys",
    "financial_statements",
    "initial_steps",
    "tasks",
    "notes",
    "tags",
    "staff",
    "deputies",
    "plans",
    "prior_figures",
)
"""The tables that have a register, in their order; claims, people, receipts and costs have pages of their own."""

DEBTOR = ref_column("debtor", "主債務者", "parties")  # no column of the table: it is the claim's
_DATED = HAPPENED | {
    "collaterals": "appraised_on",
    "disposals": "agreed_on",
    "financial_statements": "period_end",
    "initial_steps": "due_on",
    "tasks": "due_on",
    "tags": "until",
    "deputies": "starts_on",
    "staff": "active_until",
    "servicer_reports": "month",
    "bearer_payments": "month",
    "insurance_claims": "claimed_on",
    "rate_periods": "since",
    "payer_names": "confirmed_on",
    "direct_debits": "debited_on",
}


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which records of a table: those that hold a text, and whose column `dated` lies between two days."""

    table: str
    text: str = ""
    dated: str = ""  # empty: the table's main date
    first: date | None = None
    last: date | None = None

    @property
    def is_narrow(self) -> bool:
        """True when it leaves records out."""
        return bool(self.text or self.first or self.last)


@dataclass(frozen=True, slots=True)
class RegisterOrder:
    """By which column of the register, and whether the greatest comes first."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One record as its register shows it: a cell for each column of `register_columns`."""

    key: Key
    claim_no: str | None
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RegisterSums:
    """How many records a filter has, and the sum of each column of yen that can be added up."""

    count: int
    amounts: Mapping[str, int] = field(default_factory=dict)


@cache
def register_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a register: claim and debtor first, the record's own number last."""
    columns = TABLE[table].columns
    number = TABLE[table].key[0] if is_numbered(table) else ""
    ends = (number, *(column.name for column in IN_CHARGE if TABLE[table].is_dated))
    claim = [column for column in columns if column.name == "claim_no"]
    middle = [column for column in columns if column.name not in ("claim_no", *ends)]
    last = sorted((column for column in columns if column.name in ends), key=lambda one: one.name == number)
    return (*claim, *([DEBTOR] if claim else []), *middle, *last)


def date_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of days a register can be narrowed by, the main one first."""
    main = _DATED.get(table, "")
    dates = (column for column in TABLE[table].columns if column.kind is Kind.DATE)
    return tuple(sorted(dates, key=lambda one: one.name != main))


def summed_columns(table: str) -> tuple[str, ...]:
    """Return the columns of yen whose sum says something; figures of the plan are no such column."""
    if any(column.kind is Kind.FIGURE for column in TABLE[table].columns):
        return ()
    return tuple(column.name for column in TABLE[table].columns if column.kind is Kind.YEN)


def usual_order(table: str) -> RegisterOrder:
    """Return the order a register opens in: the newest first, else by its first column."""
    main = _DATED.get(table, "")
    if main and table not in ("staff", "tags"):
        return RegisterOrder(main, descending=True)
    return RegisterOrder(register_columns(table)[0].name)
