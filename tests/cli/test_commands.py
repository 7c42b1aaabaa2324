"""The command line as a program that calls it sees it: standard output, standard error, exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from collections_app.app import main
from collections_app.domain.codes import ClaimStatus
from tests.exchange.samples import sample, write_folder

DATA = Path(__file__).parents[1] / "data"


class Terminal:
    """Runs a command and keeps what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, *words: str, code: int = 0) -> str:
        """Return standard output; the exit code must be `code`."""
        self._capsys.readouterr()
        assert main(list(words)) == code
        return self._capsys.readouterr().out

    def fail(self, *words: str) -> str:
        """Return standard error of a command that ends with exit code 1 and prints nothing else."""
        self._capsys.readouterr()
        assert main(list(words)) == 1
        printed = self._capsys.readouterr()
        assert printed.out == ""
        return printed.err


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    location = str(tmp_path_factory.mktemp("cli") / "demo.sqlite3")
    assert main(["demo", "--db", location]) == 0
    return location


def test_statistics_as_json_are_those_of_the_reference(terminal: Terminal, demo: str) -> None:
    found = json.loads(terminal.run("statistics", "--fiscal-year", "2024", "--format", "json", "--db", demo))
    wanted = json.loads((DATA / "report-statistics.json").read_text(encoding="utf-8"))
    for name in ("fiscal_year", "as_of", "period", "recovery_by_elapsed_year"):
        assert found[name] == wanted[name]
    for key, figure in wanted["figures"].items():
        assert {name: found["figures"][key][name] for name in figure} == figure
    assert found["figures"]["visit"]["label"] == "訪問督促"
    assert found["figures"]["expert_dispatch"]["note"] == "new"


@pytest.mark.parametrize("as_of", ["2024-02-29", "2025-03-31"])
def test_the_states_of_claims_are_those_of_the_reference(terminal: Terminal, demo: str, as_of: str) -> None:
    lines = terminal.run("claims", "--as-of", as_of, "--format", "json", "--db", demo).splitlines()
    found = {state["claim_no"]: state for state in map(json.loads, lines)}
    reference: list[dict[str, Any]] = json.loads((DATA / "report-claims.json").read_text(encoding="utf-8"))
    wanted = [state for state in reference if state["as_of"] == as_of]
    assert wanted
    for state in wanted:
        assert {name: found[state["claim_no"]][name] for name in state} == state
    one = wanted[0]["claim_no"]
    alone = json.loads(terminal.run("claim", one, "--as-of", as_of, "--format", "json", "--db", demo))
    assert alone == found[one]
    assert f"求償権 {one}  {as_of} 現在  {ClaimStatus(found[one]['status']).label}" in terminal.run(
        "claim", one, "--as-of", as_of, "--db", demo
    )


def test_figures_by_section_stand_beside_the_whole(terminal: Terminal, demo: str) -> None:
    asked = ("statistics", "--fiscal-year", "2024", "--by", "section", "--format", "json", "--db", demo)
    found = json.loads(terminal.run(*asked))
    assert set(found["groups"]) == {"債権管理第一課", "債権管理第二課"}
    totals = [group["recovery.total"]["current"] for group in found["groups"].values()]
    assert sum(totals) == found["figures"]["recovery.total"]["current"]


def test_statistics_for_people_and_for_spreadsheets(terminal: Terminal, demo: str) -> None:
    table = terminal.run("statistics", "--fiscal-year", "2024", "--db", demo)
    assert "1,824,213,480" in table
    assert "新規取組み" in table
    lines = terminal.run("statistics", "--fiscal-year", "2024", "--format", "csv", "--by", "month", "--db", demo)
    assert "*,visit,訪問督促,回,474,359,132.0,,," in lines
    assert "2024-04,visit" in lines


def test_before_anything_was_recorded_nothing_was_known(terminal: Terminal, demo: str) -> None:
    asked = ("statistics", "--fiscal-year", "2024", "--db", demo, "--as-known", "R2.4.1")
    found = json.loads(terminal.run(*asked, "--by", "bank", "--format", "json"))
    assert found["as_known"] == "2020-04-01"
    assert found["groups"] == {}
    assert not any(figure["current"] for figure in found["figures"].values())
    assert "2020-04-01 までの登録による" in terminal.run(*asked)


def test_an_as_of_day_outside_the_year_is_refused(terminal: Terminal, demo: str) -> None:
    told = terminal.fail("statistics", "--fiscal-year", "2024", "--as-of", "2025-04-01", "--db", demo)
    assert "2024年度" in told
    assert "外です" in told


def test_the_calculators_need_no_database(terminal: Terminal) -> None:
    asked = ("damages", "--principal", "1,000,000", "--rate", "14", "--from", "R6.2.15", "--to", "2024-03-31")
    assert json.loads(terminal.run(*asked, "--format", "json"))["damages"] == 17_260
    assert "17,213円" in terminal.run(*asked, "--profile", "calendar")
    fee = json.loads(terminal.run("court-fee", "6300000", "--on", "2026-04-01", "--format", "json"))
    assert fee["fee"] == 36_000
    assert "18,000円" in terminal.run("court-fee", "6300000", "--on", "2026-04-01", "--payment-order")


def test_a_word_that_is_no_date_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["claims", "--as-of", "R7.2.29", "--db", "x"])
    assert caught.value.code == 2
    assert "閏年" in capsys.readouterr().err


@pytest.mark.parametrize("rate", ["1/0", "1e3", "inf", "-5", "x"])
def test_a_rate_that_is_no_percentage_is_explained(capsys: pytest.CaptureFixture[str], rate: str) -> None:
    with pytest.raises(SystemExit):
        main(["damages", "--principal", "1", f"--rate={rate}", "--from", "2024-02-15", "--to", "2024-03-31"])
    assert "率として読めません" in capsys.readouterr().err


def test_years_months_and_rates_are_typed_as_people_write_them(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    assert "474" in terminal.run("statistics", "--fiscal-year", "令和6年度", "--db", demo)
    terminal.run("monthly-report", "--month", "R6.4", "--out", str(tmp_path / "report.xlsx"), "--db", demo)
    asked = ("--principal", "１，０００，０００円", "--rate", "１４％", "--from", "R6.2.15", "--to", "R6.3.31")
    assert "17,260円" in terminal.run("damages", *asked)
    assert "マイナス" in terminal.fail("damages", "--principal=-1", "--rate", "14", *asked[4:])


@pytest.mark.parametrize(
    "command",
    [
        ("statistics", "--fiscal-year", "2024"),
        ("claim", "K1"),
        ("claims",),
        ("export", "out.zip"),
        ("check",),
        ("backup", "kept.sqlite3"),
        ("monthly-report", "--month", "2025-03", "--out", "report.xlsx"),
    ],
)
def test_a_question_makes_no_database(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "データベースがありません" in terminal.fail(*command, "--db", "none.sqlite3")
    assert list(tmp_path.iterdir()) == []
    Path("empty.sqlite3").touch()
    assert "データベースがありません" in terminal.fail(*command, "--db", "empty.sqlite3")
    assert Path("empty.sqlite3").stat().st_size == 0
    Path("empty.sqlite3").unlink()
    assert list(tmp_path.iterdir()) == []


def test_import_export_check_backup_and_restore(terminal: Terminal, tmp_path: Path) -> None:
    db, bundle = str(tmp_path / "db.sqlite3"), write_folder(tmp_path / "bundle", sample() | {"attachments": []})
    assert "登録していません" in terminal.run("import", str(bundle), "--dry-run", "--db", db)
    assert "取り込みました" in terminal.run("import", str(bundle), "--db", db)
    assert "問題はありません" in terminal.run("check", "--db", db)
    terminal.run("export", str(tmp_path / "out.xlsx"), "--db", db)
    terminal.run("backup", str(tmp_path / "kept.sqlite3"), "--db", db)
    other = str(tmp_path / "other.sqlite3")
    terminal.run("import", str(tmp_path / "out.xlsx"), "--db", other)
    states = terminal.run("claims", "--as-of", "2025-03-31", "--db", db)
    assert terminal.run("claims", "--as-of", "2025-03-31", "--db", other) == states
    assert "残してあります" in terminal.run("restore", str(tmp_path / "kept.sqlite3"), "--db", other)
    assert terminal.run("claims", "--as-of", "2025-03-31", "--db", other) == states
    assert "新しい構造" in terminal.run("migrate", "--db", other)


def test_a_bad_bundle_lists_every_problem_and_writes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    rows = sample()
    rows["parties"][0]["kind"] = "人"
    rows["receipts"][2]["amount"] = "0"
    db, sheet = str(tmp_path / "db.sqlite3"), tmp_path / "problems.xlsx"
    told = terminal.fail("import", str(write_folder(tmp_path / "bundle", rows)), "--db", db, "--problems", str(sheet))
    assert "parties.csv" in told
    assert "receipts.csv" in told
    assert "問題が2件" in told
    assert sheet.exists()
    assert terminal.run("claims", "--db", db) == ""


def test_a_damaged_backup_is_not_restored(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite3"
    terminal.run("backup", str(kept), "--db", demo)
    whole = bytearray(kept.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 4096] = b"\xff" * 4096
    kept.write_bytes(whole)
    told = terminal.fail("restore", str(kept), "--db", str(tmp_path / "db.sqlite3"))
    assert "傷んでいます" in told or "読めません" in told
    assert not (tmp_path / "db.sqlite3").exists()


def test_what_is_no_database_of_ours_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("これは文章です。" * 200, encoding="utf-8")
    assert "開けません" in terminal.fail("check", "--db", str(text))
    assert text.read_text(encoding="utf-8").startswith("これは文章です。")
    assert "フォルダー" in terminal.fail("migrate", "--db", str(tmp_path / "no" / "where.sqlite3"))
    assert "接続できません" in terminal.fail("check", "--db", "mysql://host/db")


def test_the_monthly_report_is_written(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    assert str(target) in terminal.run("monthly-report", "--month", "2025-03", "--out", str(target), "--db", demo)
    from openpyxl import load_workbook

    book = load_workbook(target, data_only=True)
    cells = [cell for row in book["実績"].iter_rows(values_only=True) for cell in row]
    assert 1_824_213_480 in cells
    assert 474 in cells


def test_the_monthly_report_unattended(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    import openpyxl

    from tests.exchange.test_template import template

    month = ("monthly-report", "--month", "2025-03", "--db", demo)
    names = dict(line.split("\t")[::2] for line in terminal.run(*month, "--template-names").splitlines())
    assert names["fig_visit_ytd"] == "474"
    assert "--out" in terminal.fail(*month)
    assert "がありません" in terminal.fail(*month, "--out", str(tmp_path / "none" / "x.xlsx"))
    assert "集計するものがありません" in terminal.fail(
        "monthly-report", "--month", "1990-03", "--out", str(tmp_path), "--db", demo
    )
    source = template(tmp_path / "様式.xlsx", own="$A$9")
    assert "名前の付いたセルがありません" in terminal.fail(*month, "--template", str(source), "--out", str(tmp_path))
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["様式.xlsx"]
    template(source, own="$A$9", fig_visit_ytd="$B$2")
    assert "様式_R07-03.xlsx" in terminal.run(*month, "--template", str(source), "--out", str(tmp_path))
    assert openpyxl.load_workbook(tmp_path / "様式_R07-03.xlsx")["様式"]["B2"].value == 474


def test_a_paper_is_written_and_recorded(qapp: object, terminal: Terminal, demo: str, tmp_path: Path) -> None:
    claim_no = json.loads(terminal.run("claims", "--format", "json", "--db", demo).splitlines()[-1])["claim_no"]
    for kind, title in (
        ("chart", "求償権カルテ"),
        ("ledger", "元帳"),
        ("contacts", "交渉記録票"),
        ("guarantors", "保証人一覧"),
    ):
        path = tmp_path / f"{kind}.pdf"
        told = terminal.run("papers", claim_no, "--kind", kind, "--as-of", "R7.3.31", "--out", str(path), "--db", demo)
        assert told.startswith(f"{title}を書きました（")
        assert path.read_bytes().startswith(b"%PDF-")
    assert "がありません。保存先を確かめて" in terminal.fail(
        "papers", claim_no, "--as-of", "R7.3.31", "--out", str(tmp_path / "none" / "a.pdf"), "--db", demo
    )
    assert "K0000-00000" in terminal.fail("papers", "K0000-00000", "--out", str(tmp_path / "b.pdf"), "--db", demo)
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("profile", ["365", "calendar", "years-floor-each", "years-add-floor"])
def test_a_statement_is_written_to_a_day_to_come(terminal: Terminal, demo: str, tmp_path: Path, profile: str) -> None:
    claim = terminal.run("claims", "--as-of", "2025-03-31", "--db", demo).splitlines()[0]
    number = json.loads(claim)["claim_no"]
    path = tmp_path / "a.pdf"
    said = terminal.run("statement", number, "--profile", profile, "--to", "R9.3.31", "--out", str(path), "--db", demo)
    assert said.startswith("債権計算書を書きました")
    assert path.read_bytes().startswith(b"%PDF")
    book = tmp_path / "a.xlsx"
    terminal.run("statement", number, "--profile", profile, "--to", "R9.3.31", "--out", str(book), "--db", demo)
    assert book.read_bytes().startswith(b"PK")


def test_a_certificate_is_a_paper_under_a_profile(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    number = json.loads(terminal.run("claims", "--as-of", "2025-03-31", "--db", demo).splitlines()[0])["claim_no"]
    path = tmp_path / "a.pdf"
    asked = ("papers", number, "--kind", "certificate", "--as-of", "2025-03-31", "--out", str(path), "--db", demo)
    assert terminal.run(*asked).startswith("残高証明書を書きました")


def test_a_month_is_closed_bridged_reprinted_and_opened_again(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    location = str(tmp_path / "closing.sqlite3")
    Path(location).write_bytes(Path(demo).read_bytes())
    assert "仮受" in terminal.run("month-close", "2025-03", "--check", "--db", location)
    assert "締めました" in terminal.run("month-close", "2025-03", "--db", location)
    found = json.loads(terminal.run("month-bridge", "2025-03", "--format", "json", "--db", location))
    assert (found["adds_up"], found["changes"]) == (True, [])
    figures = json.loads((DATA / "report-statistics.json").read_text(encoding="utf-8"))["figures"]
    out = tmp_path / "then.json"
    terminal.run("month-reprint", "2025-03", "--out", str(out), "--db", location)
    year = json.loads(out.read_text(encoding="utf-8"))["year"]
    assert {key: values[0] for key, values in year.items()} == {
        key: figure["current"] for key, figure in figures.items()
    }
    assert "二人" in terminal.fail(
        "month-close",
        "2025-03",
        "--reopen",
        "--by",
        "佐藤",
        "--confirmed-by",
        "佐藤",
        "--reason",
        "誤り",
        "--db",
        location,
    )
    assert "締めていない月" in terminal.fail("year-seal", "2024", "--db", location)
    asked = ("--reopen", "--by", "佐藤", "--confirmed-by", "鈴木", "--reason", "誤り", "--db", location)
    assert "再開しました" in terminal.run("month-close", "2025-03", *asked)


def test_the_yearly_report_is_written_in_every_form(
    qapp: object, terminal: Terminal, demo: str, tmp_path: Path
) -> None:
    for suffix in ("docx", "pdf", "xlsx", "md"):
        out = tmp_path / f"report.{suffix}"
        said = terminal.run("annual-report", "--fiscal-year", "2024", "--out", str(out), "--db", demo)
        assert said == f"年度報告を書きました: {out}\n"
        assert out.stat().st_size > 1000


def test_a_layout_may_be_a_file(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    layout, out = tmp_path / "ours.toml", tmp_path / "report.md"
    layout.write_text(
        'title = "訪問"\n[[sections]]\nheading = "訪問"\n[[sections.blocks]]\n'
        'lines = [{ label = "訪問", figures = ["visit"], text = "{1}" }]\n',
        encoding="utf-8",
    )
    asked = ("annual-report", "--fiscal-year", "R6", "--layout", str(layout), "--out", str(out), "--db", demo)
    terminal.run(*asked)
    assert "| 訪問 | 474回 |" in out.read_text(encoding="utf-8")
    layout.write_text(layout.read_text(encoding="utf-8").replace("visit", "visits"), encoding="utf-8")
    out.unlink()
    assert "「visits」という数字はありません。近い名前: visit。" in terminal.fail(*asked)
    assert not out.exists()
    layout.write_bytes(b"title = '\x8f'")
    assert "UTF-8" in terminal.fail(*asked)
    layout.unlink()
    assert "読めません" in terminal.fail(*asked)


def test_doubtful_sentences_are_named_and_a_final_report_refused(
    terminal: Terminal, demo: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("annual-report", "--fiscal-year", "2021", "--out", str(tmp_path / "draft.docx"), "--db", demo)
    assert main(list(asked)) == 0
    printed = capsys.readouterr()
    assert "! 要確認: 前年を上回るが成り立たない（訪問督促" in printed.err
    assert printed.out.startswith("年度報告の案を書きました")
    said = terminal.fail(*asked[:-3], str(tmp_path / "final.docx"), "--final", "--db", demo)
    assert "確定版を書けません" in said
    assert not (tmp_path / "final.docx").exists()
    assert "1990年度の数字がありません" in terminal.fail(
        "annual-report", "--fiscal-year", "1990", "--out", str(tmp_path / "x.md"), "--db", demo
    )
