"""The forecast as a program that calls it, and a person at a terminal, see it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from collections_app.cli.forecasting import as_json
from collections_app.services.forecast import forecast
from collections_app.services.office import open_office
from tests.cli.test_commands import Terminal, demo, terminal

__all__ = ["demo", "terminal"]
SEPTEMBER = ("forecast", "--fiscal-year", "R6", "--as-of", "R6.9.30")


def test_the_json_adds_up_and_is_the_same_each_time(terminal: Terminal, demo: str) -> None:
    words = (*SEPTEMBER, "--format", "json", "--db", demo)
    printed = terminal.run(*words)
    assert terminal.run(*words) == printed
    found = json.loads(printed)
    assert found["forecast"] == found["recovered"]["total"] + sum(part["amount"] for part in found["parts"])
    assert found["forecast"] == found["methods"][found["method"]] == found["months"][-1]["forecast"]
    low, high = found["range"]
    assert low <= found["forecast"] <= high
    assert found["back_test"]["judged"] == sum(year["inside"] is not None for year in found["back_test"]["years"])
    assert all(isinstance(error, str) for error in found["back_test"]["mean_errors"].values())
    office = open_office(demo)
    try:
        assert as_json(forecast(office, 2024, date(2024, 9, 30))) == found
    finally:
        office.close()


def test_the_table_names_method_interval_and_years(terminal: Terminal, demo: str) -> None:
    printed = terminal.run(*SEPTEMBER, "--db", demo)
    for words in ("令和6年度 着地見込み", "およそ8割の幅", "平均誤差", "弁済計画のある求償権", "09月30日時点での検証"):
        assert words in printed


@pytest.mark.parametrize("day", ["2025-04-01", "2024-03-31"])
def test_a_day_outside_the_year_is_refused(terminal: Terminal, demo: str, day: str) -> None:
    assert "外です" in terminal.fail("forecast", "--fiscal-year", "2024", "--as-of", day, "--db", demo)
