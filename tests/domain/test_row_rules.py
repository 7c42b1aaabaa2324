from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collections_app.domain.case_no import CaseNo, doubt_about, parse_case_no
from collections_app.domain.codes import ActionKind
from collections_app.domain.row_rules import ReceiptFacts, before_subrogation, findings_in_row, reversal_findings

DAY = date(2024, 4, 1)


@pytest.mark.parametrize(
    ("table", "row", "columns"),
    [
        ("receipts", {"amount": 100}, []),
        ("receipts", {"amount": -100, "reverses": "R1"}, []),
        ("receipts", {"amount": 0}, ["amount"]),
        ("receipts", {"amount": -1}, ["amount"]),
        ("receipts", {"amount": 1, "reverses": "R1"}, ["amount"]),
        ("receipts", {"amount": 100, "to_costs": 0, "to_damages": 40, "to_principal": 60}, []),
        ("receipts", {"amount": 100, "to_costs": 0, "to_damages": 40, "to_principal": 61}, ["to_principal"]),
        ("receipts", {"amount": 100, "to_costs": 0, "to_damages": 40}, ["to_principal"]),
        ("receipts", {"amount": 100, "to_costs": -10, "to_damages": 50, "to_principal": 60}, ["to_costs"]),
        ("legal_actions", {"filed_on": DAY, "outcome": "pending"}, []),
        ("legal_actions", {"filed_on": DAY, "outcome": "judgment"}, ["ended_on"]),
        ("legal_actions", {"filed_on": DAY, "outcome": "judgment", "ended_on": date(2024, 3, 31)}, ["ended_on"]),
        ("claim_parties", {"role": "joint_guarantor", "share": "1"}, []),
        ("claim_parties", {"role": "joint_guarantor", "share": "-1/2"}, ["share"]),
        ("costs", {"amount": -100}, []),
        ("costs", {"amount": 0}, ["amount"]),
        ("parties", {"phone": "０２２（２２２）２２２２", "postal_code": "〒980-0811"}, []),
        ("parties", {"phone": "222-2222", "postal_code": "9800"}, ["phone", "postal_code"]),
        ("plans", {"value": 1}, []),
    ],
)
def test_one_record(table: str, row: dict[str, Any], columns: list[str]) -> None:
    found = list(findings_in_row(table, row))
    assert [finding.column for finding in found] == columns
    assert all(finding.message and finding.remedy for finding in found)


ORIGINAL = ReceiptFacts("K1", DAY, 100, (0, 40, 60))


@pytest.mark.parametrize(
    ("reversal", "original", "columns"),
    [
        (ReceiptFacts("K1", DAY, -100, (0, -40, -60), "R1"), ORIGINAL, []),
        (ReceiptFacts("K1", DAY, -100, None, "R1"), ORIGINAL, []),
        (ReceiptFacts("K1", DAY, -100, (0, -60, -40), "R1"), ORIGINAL, ["to_costs"]),
        (ReceiptFacts("K2", date(2024, 4, 2), -99, None, "R1"), ORIGINAL, ["claim_no", "received_on", "amount"]),
        (ReceiptFacts("K1", DAY, -100, None, "R1"), ReceiptFacts("K1", DAY, 100, None, "R0"), ["reverses"]),
    ],
)
def test_a_reversal_mirrors_its_original(reversal: ReceiptFacts, original: ReceiptFacts, columns: list[str]) -> None:
    assert [finding.column for finding in reversal_findings(0, reversal, original)] == columns


def test_no_receipt_before_the_claim() -> None:
    assert before_subrogation(0, DAY, DAY) is None
    assert before_subrogation(0, date(2024, 3, 31), DAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和6年(ワ)第123号", CaseNo("令和", 6, "ワ", 123)),
        ("令和６年（ワ）第１２３号", CaseNo("令和", 6, "ワ", 123)),
        ("平成元年(再)第3号", CaseNo("平成", 1, "再", 3)),
        ("R6(ケ)5", CaseNo("令和", 6, "ケ", 5)),
        ("第123号", None),
        ("", None),
    ],
)
def test_case_numbers(text: str, expected: CaseNo | None) -> None:
    assert parse_case_no(text) == expected


def test_doubts_about_case_numbers() -> None:
    assert doubt_about("令和6年(ワ)第1号", ActionKind.LAWSUIT, "仙台地方裁判所古川支部") is None
    assert doubt_about("令和6年(ハ)第1号", ActionKind.LAWSUIT, None) is None
    assert "仙台簡易裁判所" in (doubt_about("令和6年(ワ)第1号", ActionKind.LAWSUIT, "仙台簡易裁判所") or "")
    assert "破産" in (doubt_about("令和6年(ワ)第1号", ActionKind.BANKRUPTCY, None) or "")
