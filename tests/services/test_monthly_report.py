"""The month's workbook over random small databases: every figure and every cell of a breakdown is what its rows say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from collections_app.domain.breakdowns import FigureWanted, of_year
from collections_app.domain.calendar import fiscal_year_of, month_end
from collections_app.domain.errors import CancelledError, UserError
from collections_app.domain.figures import FIGURE
from collections_app.domain.progress import Progress
from collections_app.reports.measures import MEASURES
from collections_app.services import month_close, month_reprint, reports, statistics
from collections_app.services.office import Office
from collections_app.storage import audit
from tests.exchange.test_template import template
from tests.storage.making import Invented, a_claim, base, make_office, take_in

MONTHS = (date(2025, 3, 1), date(2024, 2, 1), date(2024, 9, 1), date(2023, 4, 1), date(2022, 12, 1))
MARCH = MONTHS[0]
BY = {"課別": "section", "担当者別": "staff", "回収原因": "source", "取扱": "channel", "経過年数": "elapsed"}


def invented(seed: int, claims: int = 12) -> dict[str, list[dict[str, Any]]]:
    """Return random cases, with what the common ones lack: sources, channels, measures, plans."""
    made = Invented(claims, seed)
    pick, rows = made.random, made.rows
    for receipt in rows.get("receipts", []):
        if receipt.get("reverses") is None:
            receipt["source"] = pick.choice(("instalment", "auction", "release", None))
            receipt["channel"] = pick.choice(("direct", "servicer"))
    rows["support_measures"] = [
        {
            "measure_no": f"M{n}",
            "party_no": f"P{pick.randint(1, 3)}",
            "kind": pick.choice(("expert_dispatch", "extinguishing_guarantee")),
            "executed_on": date(2024, pick.randint(1, 12), 9),
        }
        for n in range(6)
    ]
    for release in rows.get("releases", []):
        release["paid_on"] = pick.choice((release["released_on"], date(2024, 6, 5)))
    if pick.random() < 0.5:
        decided = [("release", None, "paid_on"), ("lawsuit", "lawsuit payment_order", "filed_on")]
        rows["counting_rules"] = [
            {"measure": of, "version": 2, "words": words, "dated": day, "reason": "申合せ", "decided_on": MARCH}
            for of, words, day in decided
        ]
    rows["plans"] = [{"fiscal_year": 2024, "figure": "recovery.total", "value": 1_000_000}]
    return rows


def read(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True)


def blocks_of(sheet: Any) -> Iterator[tuple[str, dict[str, tuple[object, ...]]]]:
    """Yield the lines of each block of a sheet, between its title and its sum, by their first cell."""
    title = ""
    lines: dict[str, tuple[object, ...]] = {}
    for row in sheet.iter_rows(min_row=4, values_only=True):
        if str(row[0]) in BY:
            title, lines = str(row[0]), {}
        elif title and str(row[0]).endswith("計"):
            yield title, lines
            title = ""
        elif title:
            lines["" if row[0] is None else str(row[0])] = row


def check_workbook(office: Office, month: date, path: Path) -> None:
    """Compare every cell with the statistics and with the rows behind it."""
    reports.monthly_workbook(office, month, path)
    book, as_of = read(path), month_end(month)
    year = fiscal_year_of(as_of)
    figures = statistics.summary(office, year, as_of).figures
    words = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "不一致" not in [cell for cell in words if cell != "照合 不一致"]
    assert "すべて一致" in words
    summary = {(row[0], row[1]): row for row in book["実績"].iter_rows(min_row=5, values_only=True)}
    for key, figure in figures.items():
        row = summary[figure.label, figure.unit]
        rows = statistics.figure_rows(office, of_year(key, year, as_of))
        assert (row[3], row[8]) == (figure.current, rows.total), key
        assert row[4] == figure.previous
        if MEASURES[key].dated:
            assert row[2] == statistics.figure_rows(office, FigureWanted(key, month, as_of)).total, key
    check_breakdowns(office, book, year, as_of)
    check_months(office, book, year, as_of)


def check_breakdowns(office: Office, book: Any, year: int, as_of: date) -> None:
    labels = {figure.label + f"（{figure.unit}）": key for key, figure in FIGURE.items()}
    for name, columns in (
        ("課別・担当別", labels),
        ("回収原因別", {"今年度累計（円）": "recovery.total"}),
        ("経過年数別", {"今年度累計（円）": "recovery.total"}),
    ):
        sheet = book[name]
        headings = [cell.value for cell in sheet[3]]
        for title, lines in blocks_of(sheet):
            by = BY[title]
            groups = statistics.breakdown(office, year, as_of, by)
            for heading, key in columns.items():
                if heading not in headings:
                    continue
                place = headings.index(heading)
                found = {word: row[place] for word, row in lines.items() if row[place]}
                expected = {_word(by, one): values[key].current for one, values in groups.items() if key in values}
                assert found == {word: value for word, value in expected.items() if value}, (name, key)
                for one in groups:
                    rows = statistics.figure_rows(office, of_year(key, year, as_of).within(by, one))
                    assert rows.total == found.get(_word(by, one), 0)


def check_months(office: Office, book: Any, year: int, as_of: date) -> None:
    groups = statistics.breakdown(office, year, as_of, "month")
    lines: dict[object, tuple[object, ...]] = {}
    for row in book["月別"].iter_rows(min_row=5, values_only=True):
        lines.setdefault(row[0], row)
    for key, figure in FIGURE.items():
        for place in range(12):
            month = date(year + (place > 8), (place + 3) % 12 + 1, 1)
            value = lines[figure.label][3 + place]
            if month > as_of:
                assert value is None
            elif MEASURES[key].dated:
                there = groups.get(f"{month:%Y-%m}", {})
                assert value == (there[key].current if key in there else 0), (key, month)
            else:
                rows = statistics.figure_rows(office, FigureWanted(key, month, month_end(month)))
                assert value == rows.total, (key, month)


def _word(by: str, key: str) -> str:
    from collections_app.domain.codes import Channel, Source

    labels = {code.value: code.label for code in (Source if by == "source" else Channel)}
    return labels.get(key, key) if by in ("source", "channel") else key


@settings(
    max_examples=12, phases=(Phase.reuse, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), month=st.sampled_from(MONTHS))
def test_every_cell_is_what_its_rows_add_up_to(
    seed: int, month: date, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("random")
    office = make_office(str(folder / "office.sqlite3"), invented(seed))
    try:
        check_workbook(office, month, folder / "month.xlsx")
    finally:
        office.close()


def test_both_engines_give_the_same_workbook(database_url: str, tmp_path: Path) -> None:
    office = make_office(database_url, invented(7, claims=20))
    try:
        check_workbook(office, MARCH, tmp_path / "month.xlsx")
    finally:
        office.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "db"
    folder.mkdir()
    office = make_office(str(folder / "office.sqlite3"), invented(1))
    yield office
    office.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_a_folder_gets_the_usual_name(office: Office, out: Path) -> None:
    path = reports.monthly_workbook(office, MARCH, out)
    assert path.parent == out
    assert path.name.startswith("求償権回収月報_R07-03_")
    assert list(out.iterdir()) == [path]


def test_stopping_at_any_step_leaves_nothing(office: Office, out: Path) -> None:
    steps: list[str] = []
    reports.monthly_workbook(office, MARCH, out / "whole.xlsx", Progress(lambda text, *_: steps.append(text)))
    assert len(steps) > 20
    for last in (0, 1, len(steps) // 2, len(steps) - 1):
        left = iter(range(last))
        stopping = Progress(is_cancelled=lambda left=left: next(left, None) is None)  # type: ignore[misc]
        with pytest.raises(CancelledError):
            reports.monthly_workbook(office, MARCH, out / "half.xlsx", stopping)
    assert [path.name for path in out.iterdir()] == ["whole.xlsx"]


def test_an_office_without_anything_gets_a_sentence(tmp_path: Path, out: Path) -> None:
    office = make_office(str(tmp_path / "empty.sqlite3"), base())
    with pytest.raises(UserError, match="集計するものがありません"):
        reports.monthly_workbook(office, MARCH, out / "x.xlsx")
    assert list(out.iterdir()) == []
    office.close()


def test_a_month_without_data_says_so_on_its_cover(tmp_path: Path, out: Path) -> None:
    rows = {**base(), "claims": [a_claim("K1", subrogated_on=date(2020, 5, 1))]}
    office = make_office(str(tmp_path / "still.sqlite3"), rows)
    reports.monthly_workbook(office, MARCH, out / "x.xlsx")
    cells = [cell for row in read(out / "x.xlsx")["表紙"].iter_rows(values_only=True) for cell in row]
    assert "当月に計上・記録されたものはありません（0の表になります）。" in cells
    office.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_gets_a_sentence(office: Office, out: Path) -> None:
    out.chmod(0o500)
    with pytest.raises(UserError, match="書き込めません"):
        reports.monthly_workbook(office, MARCH, out / "x.xlsx")
    out.chmod(0o700)
    assert list(out.iterdir()) == []


def test_a_place_that_is_not_there_gets_a_sentence(office: Office, out: Path) -> None:
    with pytest.raises(UserError, match="がありません"):
        reports.monthly_workbook(office, MARCH, out / "none" / "x.xlsx")
    (out / "file").write_bytes(b"x")
    with pytest.raises(UserError):
        reports.monthly_workbook(office, MARCH, out / "file" / "x.xlsx")
    assert [path.name for path in out.iterdir()] == ["file"]


class _Clock(datetime):
    """A clock that stands still at noon of a day."""

    today_is: date

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _Clock:
        return cls.combine(cls.today_is, time(12)).astimezone(tz)


def test_as_known_then_leaves_out_what_came_later(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "datetime", _Clock)
    _Clock.today_is = date(2025, 4, 1)
    rows = invented(3)
    office = make_office(str(tmp_path / "known.sqlite3"), rows)
    reports.monthly_workbook(office, MARCH, out / "then.xlsx")
    _Clock.today_is = date(2025, 4, 5)
    money = {"received_on": date(2025, 3, 5), "posted_on": date(2025, 3, 5), "recovery_type": "regular"}
    late = {"receipt_no": "LATE", "claim_no": rows["claims"][0]["claim_no"], "amount": 100_000, **money}
    visit = {"contact_no": "LATE", "claim_no": late["claim_no"], "contacted_on": date(2025, 3, 6), "kind": "visit"}
    take_in(office, {"receipts": [late], "contacts": [visit]})
    reports.monthly_workbook(office, MARCH, out / "now.xlsx")
    reports.monthly_workbook(office, MARCH, out / "known.xlsx", known_on=date(2025, 4, 4))
    then, now, known = (_figures(out / f"{name}.xlsx") for name in ("then", "now", "known"))
    assert then == known != now
    cover = [cell for row in read(out / "known.xlsx")["表紙"].iter_rows(values_only=True) for cell in row]
    assert any("令和7年4月4日の終わりまでの登録" in str(cell) for cell in cover)
    assert "すべて一致" in cover
    office.close()


def test_a_closed_month_is_written_whole_as_known_then(tmp_path: Path, out: Path) -> None:
    rows = invented(3)
    office = make_office(str(tmp_path / "closed.sqlite3"), rows)
    with pytest.raises(UserError, match="締めてありません"):
        month_reprint.reprint_full(office, MARCH, out / "x.xlsx")
    month_close.close_month(office, MARCH)
    reports.monthly_workbook(office, MARCH, out / "then.xlsx")
    claim_no = rows["claims"][0]["claim_no"]
    visit = {"contact_no": "LATE", "claim_no": claim_no, "contacted_on": date(2025, 3, 6), "kind": "visit"}
    take_in(office, {"contacts": [visit]})
    month_reprint.reprint_full(office, MARCH, out / "closed.xlsx")
    then, whole = (read(out / f"{name}.xlsx")["実績"] for name in ("then", "closed"))
    heading, *lines = list(whole.iter_rows(min_row=4, values_only=True))
    assert heading[10:] == ("締めたとき", "締めとの照合")
    figures = [row for row in lines if row[1]]
    assert [row[3] for row in figures] == [row[10] for row in figures]
    assert {row[11] for row in figures} == {row[9] for row in figures} == {"一致"}
    assert [row[:10] for row in lines] == list(then.iter_rows(min_row=5, max_col=10, values_only=True))
    office.close()


def _figures(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = read(path)
    return {
        sheet.title: list(sheet.iter_rows(values_only=True))
        for sheet in book
        if sheet.title not in ("表紙", "注記", "名前")
    }


def test_an_office_template_is_filled_from_the_month(office: Office, tmp_path: Path, out: Path) -> None:
    source = template(tmp_path / "理事会.xlsx", fig_recovery_total_ytd="$B$2", months_visit="$F$1:$F$12")
    done = reports.filled_template(office, MARCH, source, out)
    assert done.path == str(out / "理事会_R07-03.xlsx")
    sheet = openpyxl.load_workbook(done.path)["様式"]
    assert sheet["B2"].value == statistics.summary(office, 2024).figures["recovery.total"].current
    names = {name: value for name, _, value in reports.template_names(office, MARCH)}
    assert [row[0].value for row in sheet["F1:F12"]] == names["months_visit"]


def test_the_report_itself_is_no_template(office: Office, out: Path) -> None:
    path = reports.monthly_workbook(office, MARCH, out)
    with pytest.raises(UserError, match="月報そのもの"):
        reports.filled_template(office, MARCH, path, out / "x.xlsx")
    assert list(out.iterdir()) == [path]
