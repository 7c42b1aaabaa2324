"""Which columns of each table stand on its form, line by line. What the program fills in by itself is not asked."""

from __future__ import annotations

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.records import charge_columns, is_numbered

_LINES: dict[str, tuple[str, ...]] = {
    "staff": ("staff_no name", "section role active_until"),
    "parties": (
        "kind name kana",
        "birth_date status status_on operating",
        "postal_code address",
        "phone",
    ),
    "claims": (
        "claim_no debtor_no",
        "guarantee_no scheme",
        "bank_name branch_name",
        "contracted_on subrogated_on cause",
        "principal interest",
        "damages_rate day_basis allocation_order",
        "liability_sharing insurance_type coverage_rate",
        "section staff_no industry",
    ),
    "claim_parties": ("party_no role", "contracted_on limit_amount", "inherits_from share renounced_on"),
    "collaterals": (
        "kind rank owner_no",
        "location",
        "maximum_amount senior_debt",
        "appraisal appraised_on",
    ),
    "receipts": (
        "received_on amount posted_on",
        "source recovery_type",
        "payer_no method channel",
        "to_costs to_damages to_principal",
        "allocation_order deposit_no",
        "reason",
    ),
    "costs": ("paid_on kind amount", "action_no recoverable", "reason"),
    "deposits": (
        "received_on amount kind",
        "payer_name",
        "bank_name branch_name",
        "virtual_account customer_no",
        "memo",
    ),
    "refunds": ("refunded_on amount", "payee deposit_no", "reason"),
    "waivers": (
        "part amount decided_on",
        "reason",
        "applied_on applied_by",
        "approval ringi_no",
        "ruled_on ruled_by",
    ),
    "legal_actions": (
        "kind respondent_no",
        "court case_no",
        "filed_on fixed_on",
        "ended_on outcome",
        "also_claims",
    ),
    "contacts": (
        "kind contacted_on contacted_at",
        "party_no outcome",
        "promised_amount promised_on next_on",
        "memo",
        "also_claims",
    ),
    "instalment_plans": (
        "payer_no",
        "total payments amount",
        "odd_yen day_of_month holiday_rule",
        "starts_on ends_on",
        "replaces",
        "reason",
    ),
    "disposals": ("collateral_no", "proposed_on agreed_on settled_on", "price recovered"),
    "limitation_events": ("kind party_no", "occurred_on until"),
    "releases": (
        "guarantor_no channel",
        "applied_on approved_on",
        "settlement_amount paid_on",
        "released_amount released_on",
    ),
    "support_measures": ("kind executed_on", "party_no"),
    "administration_stops": ("decided_on resumed_on", "reason"),
    "closings": ("decided_on amount", "reason"),
    "placements": ("servicer", "placed_on returned_on"),
    "virtual_accounts": ("account_no party_no", "claim_no ends_on", "memo"),
    "payer_names": ("payer_name party_no", "claim_no confirmed_on"),
    "debit_accounts": (
        "customer_no party_no claim_no",
        "bank_code bank_name",
        "branch_code branch_name",
        "account_kind account_no",
        "holder ends_on",
    ),
    "direct_debits": ("customer_no plan_no", "debited_on amount result", "deposit_no"),
    "rate_periods": ("since rate", "memo"),
    "insurance_claims": ("claimed_on received_on amount", "memo"),
    "shares": ("bearer share", "memo"),
    "servicer_reports": ("servicer month", "gross cost net", "settled_on", "memo"),
    "plans": ("fiscal_year figure value",),
    "plan_months": ("fiscal_year figure month value",),
    "prior_figures": ("fiscal_year figure value",),
    "party_addresses": ("valid_until phone", "postal_code address", "memo"),
    "party_merges": ("party_no merged_into", "merged_on", "memo"),
    "surveys": (
        "party_no surveyed_on source",
        "occupation income",
        "assets debts",
        "expenses dependants housing",
        "living",
        "memo",
    ),
    "financial_statements": (
        "period_end employees",
        "sales operating_profit",
        "ordinary_profit net_profit",
        "depreciation total_assets",
        "net_assets borrowings",
        "memo",
    ),
    "initial_steps": ("step", "due_on done_on", "memo"),
    "tasks": ("title", "due_on done_on staff_no", "memo"),
    "tags": ("tag until", "memo"),
    "notes": ("written_on title staff_no", "body"),
    "attachments": ("memo",),
    "counting_rules": ("measure version", "words dated", "decided_on", "reason"),
    "deputies": ("staff_no deputy_no", "starts_on ends_on", "memo"),
}
MEMOS = frozenset(("memo", "body", "living", "reason"))
ROOMY = frozenset(("address", "location", "also_claims", "title", "occupation"))
WIDTHS = {
    Kind.TEXT: 150,
    Kind.DATE: 136,
    Kind.TIME: 72,
    Kind.YEN: 150,
    Kind.INTEGER: 88,
    Kind.PERCENT: 88,
    Kind.FRACTION: 88,
    Kind.CODE: 128,
    Kind.REFERENCE: 190,
    Kind.REFERENCES: 220,
    Kind.FIGURE: 220,
}


def lines_of(table: str, given: frozenset[str]) -> list[list[str]]:
    """Return the columns of a table's form by line; those that are `given` with a new record are not asked for."""
    lines = [line.split() for line in _LINES[table]]
    asked = {name for line in lines for name in line}
    first = [name for name in ("claim_no", "party_no") if _is_asked(table, name, asked)]
    last = [name for name in charge_columns(table) if name not in asked]
    kept = [[name for name in line if name not in given or name not in TABLE[table].key] for line in lines]
    return [line for line in ([name for name in first if name not in given], *kept, last) if line]


def _is_asked(table: str, name: str, asked: set[str]) -> bool:
    has = any(column.name == name for column in TABLE[table].columns)
    is_number = name in TABLE[table].key and is_numbered(table)
    return has and name not in asked and not is_number
