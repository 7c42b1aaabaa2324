"""An office's own workbook filled in by the names of its cells; nothing of it is lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from collections_app.domain.errors import UserError
from collections_app.domain.month_report import Filled
from collections_app.exchange.template import fill_template

VALUES: dict[str, object] = {
    "fig_visit_ytd": 474,
    "fig_visit_ratio": Decimal("132.0"),
    "fig_visit_plan": None,
    "report_month": "令和7年3月",
    "report_corporation": '=HYPERLINK("http://example.invalid")',
    "基準日": date(2025, 3, 31),
    "months_visit": [1, 2, 3, None],
}


def template(path: Path, **names: str) -> Path:
    """Write a workbook of the office with these names and a little of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "様式"
    sheet["A1"] = "理事会資料"
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["B2"].number_format = '#,##0" 回"'
    sheet["B2"].fill = PatternFill("solid", fgColor="FFFFCC")
    sheet["B3"].number_format = '[$-411]ggge"年"m"月"d"日"'
    sheet["C2"] = "=B2*2"
    sheet.merge_cells("A5:D5")
    for name, place in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"'様式'!{place}")
    book.save(path)
    return path


def filled(path: Path) -> Any:
    return openpyxl.load_workbook(path)["様式"]


@pytest.fixture
def fill(tmp_path: Path) -> Callable[..., Filled]:
    def run(**names: str) -> Filled:
        return fill_template(template(tmp_path / "ひな型.xlsx", **names), VALUES, tmp_path / "出力.xlsx")

    return run


def test_cells_get_the_values_of_their_names_and_keep_their_looks(fill: Callable[..., Filled], tmp_path: Path) -> None:
    done = fill(FIG_Visit_ytd="$B$2", 基準日="$B$3", report_month="$A$5:$D$5", fig_visit_plan="$E$1", own="$E$2")
    sheet = filled(tmp_path / "出力.xlsx")
    assert (sheet["B2"].value, sheet["B3"].value) == (474, datetime(2025, 3, 31))
    assert (sheet["B2"].number_format, sheet["B2"].fill.fgColor.rgb) == ('#,##0" 回"', "00FFFFCC")
    assert "ggge" in sheet["B3"].number_format
    assert (sheet["A5"].value, sheet["C2"].value, sheet["A1"].font.size) == ("令和7年3月", "=B2*2", 16)
    assert sheet["E1"].value is None
    assert set(done.filled) == {"FIG_Visit_ytd", "基準日", "report_month", "fig_visit_plan"}
    assert done.remarks == ["ひな型の名前のうち1個は月報にないので、そのままにしました: own"]
    assert openpyxl.load_workbook(tmp_path / "出力.xlsx").calculation.fullCalcOnLoad


def test_a_text_that_begins_like_a_formula_stays_a_text(fill: Callable[..., Filled], tmp_path: Path) -> None:
    fill(report_corporation="$B$2")
    cell = filled(tmp_path / "出力.xlsx")["B2"]
    assert (cell.data_type, cell.value) == ("s", VALUES["report_corporation"])


@pytest.mark.parametrize("area", ["$F$1:$F$4", "$F$1:$I$1", "$F$1:$F$6"])
def test_the_months_go_into_neighbouring_cells(fill: Callable[..., Filled], tmp_path: Path, area: str) -> None:
    fill(months_visit=area)
    cells = [cell.value for row in filled(tmp_path / "出力.xlsx")[area.replace("$", "")] for cell in row]
    assert cells == [1, 2, 3, None, None, None][: len(cells)]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"own": "$B$2"}, "月報の名前の付いたセルがありません"),
        ({}, "月報の名前の付いたセルがありません"),
        ({"fig_visit_ytd": "$B$2:$B$3"}, "2個のセルを指しています"),
        ({"months_visit": "$B$2:$B$3"}, "4個の値が入ります"),
        ({"fig_visit_ytd": "$B$2", "回収_計上日": "$C$3:$C$9"}, "月報そのものです"),
        ({"fig_visit_ytd": "#REF!"}, "月報の名前の付いたセルがありません"),
    ],
)
def test_a_template_that_cannot_serve_is_refused_and_nothing_is_written(
    tmp_path: Path, names: dict[str, str], words: str
) -> None:
    source = template(tmp_path / "ひな型.xlsx", **names)
    with pytest.raises(UserError, match=words):
        fill_template(source, VALUES, tmp_path / "出力.xlsx", frozenset(["回収_計上日"]))
    assert [path.name for path in tmp_path.iterdir()] == ["ひな型.xlsx"]


def test_what_would_be_lost_is_named_and_the_old_file_stays(tmp_path: Path) -> None:
    source, target = tmp_path / "ひな型.xlsx", tmp_path / "出力.xlsx"
    target.write_bytes(b"old")
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("様式")
        sheet.write("A1", 0)
        book.define_name("fig_visit_ytd", "='様式'!$A$1")
        sheet.insert_textbox("C1", "注意")
        sheet.add_sparkline("B1", {"range": "様式!A1:A3"})
    with pytest.raises(UserError, match=r"失われるものがあります（(スパークライン|図形・テキストボックス) 1個"):
        fill_template(source, VALUES, target)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ひな型.xlsx", "出力.xlsx"]


def test_a_picture_without_an_imaging_library_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl.reader import drawings

    monkeypatch.setattr(drawings, "PILImage", False)
    logo = tmp_path / "logo.png"
    logo.write_bytes(PNG)
    with xlsxwriter.Workbook(tmp_path / "ひな型.xlsx") as book:
        sheet = book.add_worksheet("様式")
        book.define_name("fig_visit_ytd", "='様式'!$A$1")
        sheet.insert_image("C1", str(logo))
    with pytest.raises(UserError, match="画像 1個"):
        fill_template(tmp_path / "ひな型.xlsx", VALUES, tmp_path / "出力.xlsx")
    assert not (tmp_path / "出力.xlsx").exists()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def test_a_chart_is_kept_with_its_cells_and_a_remark(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "ひな型.xlsx") as book:
        sheet = book.add_worksheet("様式")
        book.define_name("fig_visit_ytd", "='様式'!$A$1")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='様式'!$A$1:$A$3", "name": "訪問"})
        sheet.insert_chart("E5", chart)
    done = fill_template(tmp_path / "ひな型.xlsx", VALUES, tmp_path / "出力.xlsx")
    (chart,) = filled(tmp_path / "出力.xlsx")._charts
    assert chart.series[0].val.numRef.f == "'様式'!$A$1:$A$3"
    assert "グラフ1個は書き直したので" in done.remarks[0]


@pytest.mark.parametrize("name", ["ひな型.xls", "ひな型.xlsm", "ひな型.xlsx"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no workbook")
    with pytest.raises(UserError, match="ブック"):
        fill_template(tmp_path / name, VALUES, tmp_path / "出力.xlsx")
    with pytest.raises(UserError, match="がありません"):
        fill_template(tmp_path / "none.xlsx", VALUES, tmp_path / "出力.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_template_is_never_the_file_to_be_written(tmp_path: Path) -> None:
    source = template(tmp_path / "ひな型.xlsx", fig_visit_ytd="$B$2")
    with pytest.raises(UserError, match="同じファイル"):
        fill_template(source, VALUES, source)
