"""The statement as a workbook: its formulas give what the statement says, calculated anew by another program."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from collections_app.domain.damages import Profile
from collections_app.domain.statement import Statement, statement
from collections_app.exchange.workbook import write_workbook
from collections_app.reports.statement_workbook import statement_workbook
from tests.exchange.spreadsheet import SOFFICE, recalculated
from tests.ui.sample_statements import claim_facts


def written(told: Statement, folder: Path) -> Path:
    path = folder / "statement.xlsx"
    write_workbook(statement_workbook(told, "広野建設", datetime(2025, 4, 1, 9, 0)), path)
    return path


def sums_of(sheet: Any) -> dict[str, Any]:
    rows = list(sheet.iter_rows(values_only=True))
    heading = next(row for row in rows if row[0] == "始期・日付")
    return dict(zip(heading, next(row for row in rows if row[0] == "合計"), strict=True))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("profile", [Profile.D365, Profile.YEARS_FLOOR_EACH])
def test_the_formulas_give_what_is_owed(profile: Profile, tmp_path: Path) -> None:
    told = statement(claim_facts(), date(2025, 3, 31), profile)
    sums = sums_of(recalculated(written(told, tmp_path)).worksheets[0])
    balance = told.balance
    assert [sums["元金残"], sums["損害金残"], sums["費用残"]] == [balance.principal, balance.damages, balance.costs]
    assert sums["損害金"] == told.accrued
    assert sums["元金の発生"] == told.terms.principal


def test_every_sum_is_a_formula_with_its_value(tmp_path: Path) -> None:
    told = statement(claim_facts(), date(2030, 1, 1), Profile.CALENDAR)
    path = written(told, tmp_path)
    formulas = sums_of(openpyxl.load_workbook(path).worksheets[0])
    values = sums_of(openpyxl.load_workbook(path, data_only=True).worksheets[0])
    for heading, value in values.items():
        if isinstance(value, int):
            assert str(formulas[heading]).startswith("="), heading
    assert values["元金残"] + values["損害金残"] + values["費用残"] == told.owed


def test_method_and_limits_stand_above_the_lines(tmp_path: Path) -> None:
    told = statement(claim_facts(), date(2025, 3, 31), Profile.YEARS_ADD_FLOOR)
    sheet = openpyxl.load_workbook(written(told, tmp_path)).worksheets[0]
    said = " ".join(str(row[0]) for row in sheet.iter_rows(max_row=4, values_only=True))
    for words in ("years-add-floor", "切り捨てる", "専門家の確認に代わるものではありません", "令和7年3月31日現在"):
        assert words in said
