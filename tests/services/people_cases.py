"""Two people who are one, with records of every table, for the tests of people."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from collections_app.services.office import Office
from collections_app.storage import attachments
from collections_app.storage.export import bundle_rows
from tests.storage.making import Rows, a_claim, base, take_in

DAY = date(2025, 3, 31)
KEPT, OTHER = "P2", "P9"
FILE = b"%PDF-1.7"


def rows() -> Rows:
    found: Rows = base()
    found["parties"][1] |= {"birth_date": date(1960, 5, 5), "address": "架空市一番町１丁目２番３号"}
    found["parties"][8] |= {
        "kana": "ｻﾄｳ", "birth_date": date(1960, 5, 5), "address": "架空市一番町1-2-3", "phone": "09000001111",
    }  # fmt: skip
    found["claims"] = [
        a_claim("K1"),
        a_claim("K2", debtor_no=OTHER),
        a_claim("K3", debtor_no=KEPT),
        a_claim("K4", debtor_no=OTHER),
    ]
    found["claim_parties"] = [
        {"claim_no": "K1", "party_no": KEPT, "role": "joint_guarantor", "limit_amount": 500_000},
        {"claim_no": "K1", "party_no": OTHER, "role": "joint_guarantor", "limit_amount": 700_000, "contracted_on": DAY},
        {"claim_no": "K2", "party_no": "P4", "role": "heir", "share": "1/2", "inherits_from": OTHER},
        {"claim_no": "K3", "party_no": OTHER, "role": "collateral_provider"},
    ]
    found["collaterals"] = [{"collateral_no": "B1", "claim_no": "K2", "owner_no": OTHER, "kind": "land"}]
    found["receipts"] = [
        {
            "receipt_no": "E1", "claim_no": "K2", "received_on": DAY, "posted_on": DAY, "amount": 10_000,
            "recovery_type": "regular", "payer_no": OTHER,
        }
    ]  # fmt: skip
    found["legal_actions"] = [
        {"action_no": "L1", "claim_no": "K2", "respondent_no": OTHER, "kind": "lawsuit", "filed_on": DAY}
    ]
    found["contacts"] = [
        {"contact_no": "N1", "claim_no": "K2", "party_no": OTHER, "kind": "visit", "contacted_on": DAY},
        {"contact_no": "N2", "claim_no": "K3", "party_no": KEPT, "kind": "phone", "contacted_on": DAY},
    ]
    found["instalment_plans"] = [
        {"plan_no": "I1", "claim_no": "K2", "payer_no": OTHER, "starts_on": DAY, "day_of_month": 10, "amount": 5}
    ]
    found["limitation_events"] = [
        {"event_no": "T1", "claim_no": "K2", "party_no": OTHER, "kind": "demand", "occurred_on": DAY}
    ]
    found["releases"] = [
        {"release_no": "R1", "claim_no": "K1", "guarantor_no": OTHER, "channel": "direct", "settlement_amount": 5}
    ]
    found["support_measures"] = [
        {"measure_no": "U1", "party_no": OTHER, "claim_no": "K2", "kind": "expert_dispatch", "executed_on": DAY}
    ]
    return found | _of_work()


def _of_work() -> Rows:
    return {
        "party_addresses": [{"history_no": "H1", "party_no": OTHER, "valid_until": DAY, "address": "架空市旧町1"}],
        "party_merges": [{"party_no": "P8", "merged_into": OTHER, "merged_on": DAY}],
        "payer_names": [
            {"payer_name": "ワタナベ", "party_no": KEPT, "confirmed_on": DAY},
            {"payer_name": "ワタナベ", "party_no": OTHER, "claim_no": "K2", "confirmed_on": DAY},
            {"payer_name": "ワタナベ　タスク", "party_no": OTHER, "confirmed_on": DAY},
        ],
        "virtual_accounts": [{"account_no": "0012345", "party_no": OTHER}],
        "debit_accounts": [
            {
                "customer_no": "C1", "party_no": OTHER, "bank_code": "0001", "branch_code": "001", "account_kind": "1",
                "account_no": "1234567", "holder": "ﾜﾀﾅﾍﾞ ﾀｽｸ",
            }
        ],
        "surveys": [{"survey_no": "J1", "party_no": OTHER, "surveyed_on": DAY, "income": 3_000_000}],
        "financial_statements": [
            {
                "statement_no": "F1", "party_no": OTHER, "period_end": DAY, "sales": 12_000_000, "total_assets": 9_000_000,
                "net_assets": -1_000_000, "borrowings": 24_000_000, "ordinary_profit": 100_000,
                "operating_profit": 300_000, "depreciation": 200_000,
            }
        ],
        "notes": [{"note_no": "O1", "party_no": OTHER, "written_on": DAY, "body": "メモ"}],
        "attachments": [
            {
                "attachment_no": "A1", "party_no": OTHER, "file_name": "a.pdf", "media_type": "application/pdf", "size": len(FILE),
                "sha256": sha256(FILE).hexdigest(), "added_on": DAY,
            }
        ],
    }  # fmt: skip


def fill(office: Office) -> Office:
    take_in(office, rows())
    with office.database.writing() as connection:
        attachments.keep(connection, sha256(FILE).hexdigest(), FILE)
    return office


def exported(office: Office) -> dict[str, list[Any]]:
    with office.database.reading() as connection:
        return {table.name: list(found) for table, found in bundle_rows(connection)}
