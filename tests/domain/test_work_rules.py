"""What is implausible about surveys and financial statements, at its edges: warned about, never refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collections_app.domain.judging import Surroundings, findings_about, refusals
from collections_app.domain.row_rules import findings_in_row

DAY = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("table", "row", "columns"),
    [
        ("surveys", {"income": 10**9, "expenses": 10**7, "dependants": 15}, []),
        ("surveys", {"income": 10**9 + 1}, ["income"]),
        ("surveys", {"income": 0, "expenses": 200_000}, []),
        ("surveys", {"income": 3_000_000, "expenses": 3_000_001}, ["expenses"]),
        ("surveys", {"income": 10**8, "expenses": 10**7 + 1}, ["expenses"]),
        ("surveys", {"dependants": 16}, ["dependants"]),
        ("financial_statements", {"total_assets": 10**8, "net_assets": 10**8}, []),
        ("financial_statements", {"total_assets": 10**8, "net_assets": -(10**9)}, []),
        ("financial_statements", {"total_assets": 10**8, "net_assets": 10**8 + 1}, ["net_assets"]),
        ("financial_statements", {"net_assets": 5}, []),
        ("financial_statements", {"sales": 100, "operating_profit": 101}, ["operating_profit"]),
        ("financial_statements", {"sales": 100, "operating_profit": -101}, []),
        ("financial_statements", {"total_assets": 1, "borrowings": 100}, []),
        ("financial_statements", {"total_assets": 1, "borrowings": 101}, ["borrowings"]),
        ("financial_statements", {"total_assets": 0, "borrowings": 101}, []),
        ("financial_statements", {"total_assets": 10, "depreciation": 11}, ["depreciation"]),
    ],
)
def test_one_record(table: str, row: dict[str, Any], columns: list[str]) -> None:
    found = list(findings_in_row(table, row))
    assert [finding.column for finding in found] == columns
    assert all(finding.is_warning and finding.message and finding.remedy.endswith("ください。") for finding in found)


def test_a_statement_of_a_day_to_come_is_warned_about() -> None:
    record = {"party_no": "P1", "period_end": DAY}
    assert findings_about("financial_statements", record, Surroundings(DAY)) == ()
    (found,) = findings_about("financial_statements", record, Surroundings(date(2025, 3, 30)))
    assert (found.column, found.message, found.is_warning) == ("period_end", "決算日が今日より後です。", True)


@pytest.mark.parametrize(("memo", "wrong"), [(None, ["memo"]), ("分割で回収する", [])])
def test_the_policy_is_its_text(memo: str | None, wrong: list[str]) -> None:
    record = {"claim_no": "K1", "step": "policy", "due_on": DAY, "done_on": DAY, "memo": memo}
    assert [one.column for one in refusals(findings_about("initial_steps", record, Surroundings(DAY)))] == wrong
    assert findings_about("initial_steps", {**record, "done_on": None, "memo": None}, Surroundings(DAY)) == ()
