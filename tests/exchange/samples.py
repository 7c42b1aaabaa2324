"""A small bundle of fictional people, and ways to write it down well and badly."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLE
from collections_app.domain.errors import BundleError
from collections_app.domain.progress import SILENT
from collections_app.exchange.checking import CheckedBundle, check_bundle
from collections_app.exchange.ledger_checks import check_ledger
from collections_app.exchange.reading import read_bundle
from collections_app.exchange.references import check_references

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.problem import Problem

SCAN = b"%PDF-1.7 a scanned contract"  # the content of the sample's attachment
FIGURES = ("recovery.total", "subrogation.amount")
Rows = list[dict[str, str]]


def sample() -> dict[str, Rows]:
    """Return the rows of a bundle in which nothing is wrong."""
    return {
        "staff": [
            {"staff_no": "S1", "name": "架空　花子", "section": "管理一課", "role": "staff"},
            {"staff_no": "S2", "name": "架空　次郎", "section": "管理一課", "role": "staff"},
        ],
        "parties": [
            {
                "party_no": "P1",
                "kind": "corporation",
                "name": "架空商事㈱",
                "phone": "022-000-0001",
                "postal_code": "980-0000",
            },
            {"party_no": "P2", "kind": "individual", "name": "架空　太郎", "birth_date": "1960-01-02"},
        ],
        "claims": [
            {
                "claim_no": "K1",
                "debtor_no": "P1",
                "contracted_on": "2018-05-01",
                "subrogated_on": "2020-04-10",
                "principal": "1000000",
                "interest": "5000",
                "damages_rate": "14.6",
                "coverage_rate": "80",
                "section": "管理一課",
                "staff_no": "S1",
            },
            {
                "claim_no": "K2",
                "debtor_no": "P1",
                "subrogated_on": "2021-04-10",
                "principal": "2000000",
                "interest": "0",
                "damages_rate": "14",
                "section": "管理一課",
                "staff_no": "S1",
            },
        ],
        "claim_parties": [{"claim_no": "K1", "party_no": "P2", "role": "heir", "share": "1/2", "inherits_from": "P1"}],
        "collaterals": [{"collateral_no": "T1", "claim_no": "K1", "owner_no": "P2", "kind": "land", "rank": "1"}],
        "receipts": [
            {
                "receipt_no": "R1",
                "claim_no": "K1",
                "received_on": "2021-05-01",
                "posted_on": "2021-05-01",
                "amount": "1000",
                "recovery_type": "regular",
                "to_costs": "0",
                "to_damages": "100",
                "to_principal": "900",
            },
            {
                "receipt_no": "R2",
                "claim_no": "K1",
                "received_on": "2021-05-01",
                "posted_on": "2021-06-01",
                "amount": "-1000",
                "recovery_type": "regular",
                "to_costs": "0",
                "to_damages": "-100",
                "to_principal": "-900",
                "reverses": "R1",
            },
            {
                "receipt_no": "R3",
                "claim_no": "K1",
                "received_on": "2022-05-01",
                "posted_on": "2022-05-01",
                "amount": "3000",
                "recovery_type": "irregular",
                "channel": "servicer",
            },
            {
                "receipt_no": "R4",
                "claim_no": "K2",
                "received_on": "2022-05-01",
                "posted_on": "2022-05-01",
                "amount": "500",
                "recovery_type": "irregular",
            },
        ],
        "waivers": [
            {"waiver_no": "W1", "claim_no": "K1", "part": "damages", "amount": "10", "decided_on": "2022-01-01"},
            {
                "waiver_no": "W2",
                "claim_no": "K1",
                "part": "damages",
                "amount": "20",
                "decided_on": "2022-01-02",
                "reason": "少額のため",
                "approval": "requested",
                "applied_on": "2022-01-01",
                "applied_by": "S1",
                "ringi_no": "第3号",
            },
        ],
        "legal_actions": [
            {
                "action_no": "L1",
                "claim_no": "K1",
                "kind": "lawsuit",
                "court": "仙台地方裁判所",
                "case_no": "令和3年(ワ)第1号",
                "filed_on": "2021-01-10",
                "fixed_on": "2021-03-01",
                "ended_on": "2021-03-01",
                "outcome": "judgment",
                "also_claims": "K2",
            },
        ],
        "costs": [
            {
                "cost_no": "C1",
                "claim_no": "K1",
                "paid_on": "2021-01-10",
                "kind": "stamp",
                "amount": "1000",
                "action_no": "L1",
            }
        ],
        "contacts": [
            {
                "contact_no": "N1",
                "claim_no": "K1",
                "party_no": "P2",
                "contacted_on": "2021-02-01",
                "contacted_at": "14:00",
                "kind": "phone",
                "outcome": "promise",
                "promised_amount": "1000",
                "promised_on": "2021-03-01",
                "memo": '改行\nあり、"引用"',
            },
        ],
        "instalment_plans": [
            {
                "plan_no": "B1",
                "claim_no": "K1",
                "starts_on": "2021-04-01",
                "ends_on": "2022-03-31",
                "day_of_month": "31",
                "amount": "1000",
            },
            {
                "plan_no": "B2",
                "claim_no": "K1",
                "starts_on": "2022-04-01",
                "day_of_month": "10",
                "amount": "3000",
                "total": "10000",
                "payments": "4",
                "odd_yen": "first",
                "replaces": "B1",
                "reason": "収入が増えたため",
            },
        ],
        "disposals": [
            {
                "disposal_no": "D1",
                "claim_no": "K1",
                "collateral_no": "T1",
                "proposed_on": "2021-01-01",
                "agreed_on": "2021-02-01",
            }
        ],
        "limitation_events": [
            {
                "event_no": "E1",
                "claim_no": "K1",
                "party_no": "P2",
                "kind": "negotiation_agreement",
                "occurred_on": "2021-01-01",
                "until": "2021-12-31",
            }
        ],
        "releases": [
            {
                "release_no": "H1",
                "claim_no": "K1",
                "guarantor_no": "P2",
                "channel": "direct",
                "applied_on": "2021-01-01",
                "approved_on": "2021-02-01",
                "settlement_amount": "5000",
                "released_on": "2021-03-01",
            }
        ],
        "support_measures": [
            {"measure_no": "A1", "party_no": "P1", "kind": "expert_dispatch", "executed_on": "2021-01-01"}
        ],
        "administration_stops": [
            {"stop_no": "M1", "claim_no": "K1", "decided_on": "2023-01-01", "resumed_on": "2023-02-01"}
        ],
        "closings": [{"closing_no": "Z1", "claim_no": "K1", "decided_on": "2024-01-01", "amount": "100"}],
        "placements": [
            {"claim_no": "K1", "servicer": "架空債権回収", "placed_on": "2022-01-01", "returned_on": "2022-12-31"}
        ],
        "plans": [{"fiscal_year": "2024", "figure": "recovery.total", "value": "1"}],
        "plan_months": [{"fiscal_year": "2024", "figure": "recovery.total", "month": "4", "value": "1"}],
        "deposits": [{"deposit_no": "V1", "received_on": "2021-05-01", "amount": "1000", "kind": "transfer"}],
        "refunds": [{"refund_no": "X1", "deposit_no": "V1", "refunded_on": "2021-06-01", "amount": "10"}],
        "virtual_accounts": [{"account_no": "9990001", "party_no": "P1"}],
        "payer_names": [{"payer_name": "カクウ", "party_no": "P1", "confirmed_on": "2021-05-01"}],
        "debit_accounts": [
            {
                "customer_no": "77",
                "party_no": "P1",
                "bank_code": "0001",
                "branch_code": "001",
                "account_kind": "1",
                "account_no": "1234567",
                "holder": "カクウシヨウジ",
            }
        ],
        "direct_debits": [
            {"debit_no": "Q1", "claim_no": "K1", "customer_no": "77", "debited_on": "2021-05-27", "amount": "3000"}
        ],
        "rate_periods": [{"claim_no": "K2", "since": "2022-04-01", "rate": "3"}],
        "insurance_claims": [{"insurance_no": "G1", "claim_no": "K1", "claimed_on": "2020-06-01"}],
        "shares": [{"claim_no": "K1", "bearer": "jfc", "share": "4/5"}],
        "servicer_reports": [{"claim_no": "K1", "servicer": "架空債権回収", "month": "2021-05-01", "gross": "10"}],
        "party_addresses": [{"history_no": "H1", "party_no": "P2", "valid_until": "2021-03-31", "address": "架空市1"}],
        "party_merges": [{"party_no": "P2", "merged_into": "P1", "merged_on": "2021-04-01"}],
        "surveys": [{"survey_no": "J1", "party_no": "P2", "surveyed_on": "2021-04-01", "income": "3000000"}],
        "financial_statements": [
            {"statement_no": "F1", "party_no": "P1", "period_end": "2021-03-31", "net_profit": "-1000000"}
        ],
        "initial_steps": [{"claim_no": "K1", "step": "survey", "due_on": "2020-05-10"}],
        "tasks": [{"task_no": "Y1", "claim_no": "K1", "staff_no": "S1", "due_on": "2021-04-01", "title": "登記簿"}],
        "tags": [{"claim_no": "K1", "tag": "重点", "until": "2021-12-31"}],
        "notes": [{"note_no": "O1", "claim_no": "K1", "written_on": "2021-04-01", "body": "引継ぎ"}],
        "attachments": [
            {
                "attachment_no": "A1",
                "claim_no": "K1",
                "file_name": "a.pdf",
                "media_type": "application/pdf",
                "size": str(len(SCAN)),
                "sha256": hashlib.sha256(SCAN).hexdigest(),
                "added_on": "2021-04-01",
            }
        ],
        "counting_rules": [
            {
                "measure": "lawsuit",
                "version": "2",
                "words": "lawsuit payment_order",
                "dated": "filed_on",
                "decided_on": "2021-04-01",
                "reason": "支払督促も訴えの提起とみて数える",
            }
        ],
        "deputies": [{"staff_no": "S1", "deputy_no": "S2", "starts_on": "2021-04-01", "ends_on": "2021-04-30"}],
        "prior_figures": [{"fiscal_year": "2015", "figure": "recovery.total", "value": "2"}],
    }


def csv_of(table: str, rows: Rows) -> str:
    """Return the rows as a CSV file with identifiers as headings; every column any row or the table requires."""
    names = [
        column.name for column in TABLE[table].columns if column.required or any(column.name in row for row in rows)
    ]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_folder(folder: Path, rows: dict[str, Rows] | None = None, **files: str | bytes) -> Path:
    """Write a folder of CSV files: `rows`, else the sample; then `files`, named table__csv for table.csv, over it."""
    folder.mkdir(exist_ok=True)
    for table, lines in (sample() if rows is None else rows).items():
        (folder / f"{table}.csv").write_text(csv_of(table, lines), encoding="utf-8", newline="")
        if table == "attachments" and lines:
            (folder / "files").mkdir(exist_ok=True)
            (folder / "files" / hashlib.sha256(SCAN).hexdigest()).write_bytes(SCAN)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def write_zip(path: Path, files: dict[str, str | bytes]) -> Path:
    """Write a ZIP of `files`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def sample_files() -> dict[str, str | bytes]:
    """Return the sample as files by name."""
    return {f"{table}.csv": csv_of(table, rows) for table, rows in sample().items()}


def taken_in(path: Path) -> tuple[CheckedBundle, list[Problem]]:
    """Return the bundle and all problems, as an import into an empty database finds them."""
    try:
        raw = read_bundle(path, SILENT)
    except BundleError as error:
        return CheckedBundle(()), list(error.problems)
    bundle, problems = check_bundle(raw, FIGURES, SILENT)
    problems += check_references(bundle, lambda _table, _keys: set())
    problems += check_ledger(bundle, lambda _numbers: {}, lambda _numbers: {})
    return bundle, problems
