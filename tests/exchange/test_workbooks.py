"""Workbooks from Excel and from strangers."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.exchange.samples import taken_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STAFF: list[list[Any]] = [["職員番号", "氏名", "課", "権限", "在籍終了日"], ["S1", "架空　花子", "一課", "担当", None]]


def _book(path: Path, sheets: dict[str, list[list[Any]]], epoch: datetime | None = None) -> Path:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _edit(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Rewrite one part of a workbook by hand, as no spreadsheet would."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def _shared_strings_book(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("職員")
    for number, row in enumerate(STAFF):
        sheet.write_row(number, 0, row)
    book.close()
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_real_dates_numbers_and_times(tmp_path: Path, epoch: datetime | None) -> None:
    path = _book(
        tmp_path / "b.xlsx",
        {
            "職員": STAFF,
            "parties": [
                ["party_no", "kind", "name", "phone", "birth_date"],
                [1001, "法人", "架空", 223334444, date(1960, 2, 29)],
            ],
            "求償権": [
                [
                    "求償権番号",
                    "主債務者番号",
                    "代位弁済日",
                    "代位弁済元金",
                    "代位弁済利息",
                    "損害金率",
                    "担当課",
                    "担当者",
                    "日数基準",
                    "填補率",
                ],
                [
                    "K1",
                    1001,
                    datetime.fromisoformat("2024-02-29"),
                    1234.0,
                    "１，０００円",
                    14.6,
                    "一課",
                    "S1",
                    365,
                    0.8,
                ],
            ],
            "contacts": [
                ["claim_no", "contact_no", "contacted_on", "kind", "contacted_at"],
                ["K1", 7.0, 20240401, "電話督促", time(14, 5)],
            ],
        },
        epoch,
    )
    book = openpyxl.load_workbook(path)
    book["求償権"]["J2"].number_format = "0.0%"
    book.save(path)
    bundle, problems = taken_in(path)
    assert [p for p in problems if not p.is_warning] == []
    claims, parties, contacts = bundle.get("claims"), bundle.get("parties"), bundle.get("contacts")
    assert claims
    assert parties
    assert contacts
    assert parties.rows[0][:3] == ("1001", "corporation", "架空")
    assert parties.column("birth_date") == [date(1960, 2, 29)]
    assert claims.column("subrogated_on") == [date(2024, 2, 29)]
    assert claims.column("principal") == [1234]
    assert claims.column("interest") == [1000]
    assert claims.column("damages_rate") == ["14.6"]
    assert claims.column("coverage_rate") == ["80"]
    assert claims.column("day_basis") == ["365"]
    assert contacts.column("contacted_at") == ["14:05"]
    assert contacts.column("contact_no") == ["7"]
    assert any(p.place.column == "電話番号" and p.is_warning for p in problems)


def test_a_share_typed_as_a_fraction(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("求償権関係人")
    sheet.write_row(0, 0, ["claim_no", "party_no", "role", "share"])
    sheet.write_row(1, 0, ["K1", "P1", "heir"])
    sheet.write_number(1, 3, 1 / 3, book.add_format({"num_format": "# ?/?"}))
    book.close()
    bundle, _ = taken_in(path)
    assert bundle.tables[0].column("share") == ["1/3"]


def test_merged_cells_gaps_and_empty_sheets_do_no_harm(tmp_path: Path) -> None:
    path = _book(tmp_path / "b.xlsx", {"職員": [[], *STAFF, [], ["S2", "架空", "二課", "管理者"]], "Sheet1": []})
    book = openpyxl.load_workbook(path)
    book["職員"].merge_cells("D3:E3")
    book.save(path)
    bundle, problems = taken_in(path)
    assert problems == []
    assert bundle.tables[0].column("staff_no") == ["S1", "S2"]
    assert list(bundle.tables[0].lines) == [3, 5]


def test_the_sheets_own_word_on_its_size_is_not_trusted(tmp_path: Path) -> None:
    path = _book(tmp_path / "b.xlsx", {"職員": STAFF})
    _edit(path, SHEET, lambda xml: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:A1"', xml))
    bundle, problems = taken_in(path)
    assert problems == []
    assert bundle.tables[0].column("name") == ["架空　花子"]


def test_wrong_cells_are_named_by_sheet_row_and_heading(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["fiscal_year", "figure", "value"],
        [2024, "recovery.total", 1234.5],
        [2023, "recovery.total", "=1+1"],
        [2022, "recovery.total", "#REF!"],
    ]
    path = _book(tmp_path / "b.xlsx", {"年度計画": rows})
    _, problems = taken_in(path)
    by_row = {p.place.row: p for p in problems}
    assert {(p.place.file, p.place.column) for p in problems} == {("年度計画", "計画値"), ("年度計画", "value")}
    assert by_row[2].value == "1234.5"
    assert "円未満" in by_row[2].message
    assert "計算結果が保存されていません" in next(p for p in problems if p.place.row == 3).message
    assert "エラー" in next(p for p in problems if p.place.row == 4).message
    assert all(p.remedy for p in problems)


def _swap(old: str, new: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        assert old in xml
        return xml.replace(old, new, 1)

    return change


HOSTILE: list[tuple[str, Callable[[str], str], str]] = [
    (SHEET, _swap('r="A2"', 'r="A99999999999"'), "番地"),
    (SHEET, _swap('r="A2"', 'r="ZZZZ2"'), "番地"),
    (SHEET, _swap('r="A2"', 'r="XFE2"'), "範囲の外"),
    (SHEET, _swap('r="A2"', 'r="A3"'), "番地"),
    (SHEET, _swap('r="B2"', 'r="A2"'), "番地"),
    (SHEET, _swap('<row r="2"', '<row r="1"'), "順になっていない"),
    (SHEET, _swap('<row r="2"', '<row r="99999999999"'), "範囲の外"),
    (SHEET, _swap('<row r="2"', '<row r="-1"'), "範囲の外"),
    (SHEET, _swap("<v>0</v>", "<v>-1</v>"), "文字列の番号"),
    (SHEET, _swap("<v>0</v>", "<v>999</v>"), "壊れています"),
    (SHEET, _swap("<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"), "DOCTYPE"),
    (SHEET, _swap("</worksheet>", ""), "壊れています"),
    (SHEET, _swap("<v>5</v>", ""), "空欄"),
    ("xl/sharedStrings.xml", _swap("<sst", "<!DOCTYPE x [<!ENTITY a 'b'>]><sst"), "DOCTYPE"),
    ("xl/workbook.xml", _swap("<sheets>", "<sheet>"), "壊れています"),
    ("[Content_Types].xml", _swap("<Types", "<Typos"), "壊れています"),
]


@pytest.mark.parametrize(("part", "change", "sentence"), HOSTILE)
def test_hostile_workbooks_are_refused_in_words(
    tmp_path: Path, part: str, change: Callable[[str], str], sentence: str
) -> None:
    path = _edit(_shared_strings_book(tmp_path / "b.xlsx"), part, change)
    _, problems = taken_in(path)
    assert any(sentence in p.message for p in problems), [p.sentence for p in problems]
    assert all(p.place.file and p.remedy for p in problems)


def test_a_date_no_calendar_has(tmp_path: Path) -> None:
    path = _book(tmp_path / "b.xlsx", {"職員": [STAFF[0], [*STAFF[1][:4], date(2024, 1, 1)]]})
    _edit(path, SHEET, _swap("<v>45292</v>", "<v>99999999</v>"))
    _, problems = taken_in(path)
    assert [(p.place.row, p.place.column) for p in problems] == [(2, "在籍終了日")]


OTHER_KINDS = [
    ("b.xlsm", b"PK", "マクロ"),
    ("b.xlsb", b"PK", "マクロ"),
    ("b.xls", b"\xd0\xcf\x11\xe0", "古い形式"),
    ("b.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "パスワード"),
    ("b.xlsx", b"staff_no,name", "ブックではない"),
    ("b.xlsx", b"", "ブックではない"),
    ("b.xlsx", b"PK\x05\x06" + bytes(18), "ブックではありません"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), OTHER_KINDS)
def test_other_kinds_of_file_are_refused(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    _, problems = taken_in(path)
    assert sentence in problems[0].message
    assert problems[0].place.file == name
    assert problems[0].remedy


def test_macros_and_twin_sheets_are_refused(tmp_path: Path) -> None:
    path = _book(tmp_path / "b.xlsx", {"職員": STAFF, "staff": STAFF})
    _, problems = taken_in(path)
    assert "2つあります" in problems[0].message
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    _, problems = taken_in(path)
    assert "マクロ" in problems[0].message
