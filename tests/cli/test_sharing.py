"""The sub-commands of insurance, recovery paid on and servicers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from collections_app.cli.main import main
from tests.storage.making import a_claim, base, make_office

NAME = "架空債権回収"


@pytest.fixture
def location(tmp_path: Path) -> str:
    place = str(tmp_path / "office.sqlite3")
    given = {"subrogated_on": date(2024, 4, 1), "principal": 10_000_000, "interest": 200_000, "coverage_rate": "80"}
    receipt = {
        "receipt_no": "R1", "claim_no": "K1", "received_on": date(2025, 3, 10), "posted_on": date(2025, 3, 10),
        "amount": 300_000, "recovery_type": "regular", "channel": "servicer", "section": "管理第一課", "staff_no": "S1",
    }  # fmt: skip
    insurance = {
        "insurance_no": "G1", "claim_no": "K1", "claimed_on": date(2024, 6, 1), "received_on": date(2024, 7, 1),
        "amount": 8_000_000,
    }  # fmt: skip
    placed = {"claim_no": "K1", "servicer": NAME, "placed_on": date(2024, 4, 1)}
    rows = {"claims": [a_claim("K1", **given)], "receipts": [receipt], "insurance_claims": [insurance]}
    make_office(place, base() | rows | {"placements": [placed]}).close()
    return place


def test_a_statement_is_printed_written_and_reported(
    qapp: object, location: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["insurance-statement", "--month", "2025-03", "--db", location]
    assert main([*asked, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["parts"] == {"jfc": 235_294, "federation": 0, "prefecture": 0, "city": 0, "association": 64_706}
    assert (told["reported_on"], told["lines"][0]["receipt_no"]) == (None, "R1")
    for name, first in (("p.xlsx", b"PK"), ("p.pdf", b"%PDF")):
        assert main([*asked, "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(first)
    assert "235,294" in capsys.readouterr().out
    assert main([*asked, "--out", str(tmp_path / "p.doc")]) == 1
    assert ".pdf か .xlsx" in capsys.readouterr().err
    assert main([*asked, "--report"]) == 0
    assert "報告" in capsys.readouterr().out
    assert main([*asked, "--report"]) == 1
    assert "報告済みです" in capsys.readouterr().err


def test_a_report_is_taken_in_and_compared(location: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, problems = tmp_path / "report.csv", tmp_path / "problems.xlsx"
    asked = ["servicer-report", str(path), "--servicer", NAME, "--month", "2025-03", "--db", location]
    path.write_text("番号,回収額\nK1,x\n", encoding="utf-8")
    assert main([*asked, "--problems", str(problems)]) == 1
    assert "report.csv 2行目 回収額: 「x」" in capsys.readouterr().err
    assert problems.read_bytes().startswith(b"PK")
    path.write_text("番号,入金高\nK1,290000\n", encoding="utf-8")
    mapped = [*asked, "--headings", "回収額=入金高"]
    assert main([*mapped, "--dry-run"]) == 0
    assert "まだ登録していません" in capsys.readouterr().out
    assert main(mapped) == 0
    assert main(["servicer-check", "--month", "2025-03", "--db", location]) == 1
    said = capsys.readouterr().out
    assert "合わないもの 1件" in said
    assert "▲10,000" in said
    assert main(["servicer-check", "--month", "2025-03", "--db", location, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["rows"][0]["finding"] == "other_amount"
