"""The forecast as a program that calls it, and a person at a terminal, see it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from collections_app.cli.forecasting import as_json
from collections_app.services.forecast import forecast
from collections_app.services.office import open_office
from tests.cli.test_commands import Terminal, demo, terminal
from tests.storage.making import a_claim, base, make_office

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


def test_a_year_that_is_over_says_what_it_brought_and_what_can_be_asked(terminal: Terminal, demo: str) -> None:
    assert terminal.run("forecast", "--fiscal-year", "2023", "--db", demo).splitlines() == [
        "令和5年度は令和6年3月31日に終わり、実績 1,230,934,215円がすべてなので、見込みはありません。",
        "年度の途中の日からどう見込めたかは、--as-of でその日を指定してください（例: --as-of 2023-09-30）。",
        "これからの年度末の見込みは --fiscal-year 2025 --as-of 2025-04-01 で求められます。",
    ]
    assert "着地見込み" in terminal.run("forecast", "--fiscal-year", "2023", "--as-of", "2023-09-30", "--db", demo)
    assert "着地見込み" in terminal.run("forecast", "--fiscal-year", "2025", "--as-of", "2025-04-01", "--db", demo)


def test_a_year_that_has_only_begun_names_its_first_day(terminal: Terminal, demo: str) -> None:
    printed = terminal.run("forecast", "--fiscal-year", "2025", "--db", demo)
    assert printed.endswith("記録は令和7年3月31日までです。--as-of 2025-04-01 で求めてください。\n")


def test_a_year_without_records_says_which_years_there_are(terminal: Terminal, demo: str) -> None:
    printed = terminal.run("forecast", "--fiscal-year", "2040", "--db", demo)
    assert printed.startswith("令和22年度の記録がないので、見込みはありません。記録があるのは平成")


def test_the_last_day_of_a_year_under_way_names_the_newest_day(terminal: Terminal, tmp_path: Path) -> None:
    location = str(tmp_path / "office.sqlite3")
    visit = {"contact_no": "N1", "claim_no": "K1", "kind": "visit", "staff_no": "S1"}
    rows = base() | {"claims": [a_claim("K1")], "contacts": [visit | {"contacted_on": date(2024, 9, 20)}]}
    make_office(location, rows).close()
    assert terminal.run("forecast", "--fiscal-year", "2024", "--db", location) == (
        "基準日が令和6年度の最後の日（令和7年3月31日）なので、残りの見込みはありません。"
        "記録は令和6年9月20日までです。--as-of 2024-09-20 で求めてください。\n"
    )
    empty = str(tmp_path / "empty.sqlite3")
    make_office(empty, base()).close()
    printed = terminal.run("forecast", "--fiscal-year", "2024", "--db", empty)
    assert printed.startswith("記録がまだないので、見込みはありません。")


@pytest.mark.parametrize("day", ["2025-04-01", "2024-03-31"])
def test_a_day_outside_the_year_is_refused(terminal: Terminal, demo: str, day: str) -> None:
    assert "外です" in terminal.fail("forecast", "--fiscal-year", "2024", "--as-of", day, "--db", demo)
