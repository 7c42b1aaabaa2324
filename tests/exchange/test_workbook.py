from __future__ import annotations

import errno
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from collections_app.domain.codes import Channel
from collections_app.domain.errors import CancelledError, UserError
from collections_app.domain.progress import Progress
from collections_app.exchange import workbook as module
from collections_app.exchange.workbook import FileWriteError, write_table, write_workbook
from collections_app.reports.monthly import MonthlyBook
from collections_app.reports.sheet import Formula, Later, Line, Linked, Sheet, Workbook
from collections_app.reports.table import Column, Table
from tests.exchange.spreadsheet import SOFFICE, recalculated
from tests.reports.samples import CREATED, HOSTILE, made, month_of

COLUMNS = (
    Column("番号", "code"),
    Column("名称"),
    Column("日付", "date"),
    Column("金額", "yen"),
    Column("件数", "count"),
    Column("率", "percent"),
)


def table_with(*rows: tuple[object, ...], sums: tuple[object, ...] | None = None) -> Table:
    return Table("一覧", COLUMNS, rows, sums)


def day(year: int, month: int, of_month: int, hour: int = 0) -> datetime:
    return datetime(year, month, of_month, hour)


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def written(table: Table, folder: Path) -> Any:
    path = folder / "一覧.xlsx"
    write_table(table, path, CREATED, header="基準日 令和7年3月31日")
    return openpyxl.load_workbook(path)["一覧"]


def test_numbers_dates_and_codes_arrive_as_what_they_are(tmp_path: Path) -> None:
    row = ("0007", "髙﨑", date(2019, 5, 1), -3_000_000_000, 12, Decimal("134.9"))
    sheet = written(table_with(row), tmp_path)
    assert [cell.value for cell in sheet[2]] == ["0007", "髙﨑", day(2019, 5, 1), -3_000_000_000, 12, 134.9]
    assert sheet["D2"].number_format == "#,##0;[Red]▲#,##0;0"
    assert "令和元年" in sheet["C2"].number_format
    assert sheet["C2"].is_date
    assert sheet["A1"].font.name == sheet["B2"].font.name == "BIZ UDPゴシック"


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    sheet = written(table_with(*(("", text, None, None, None, None) for text in HOSTILE)), tmp_path)
    for text, row in zip(HOSTILE, sheet.iter_rows(min_row=2), strict=True):
        assert row[1].data_type in ("s", "inlineStr")
        assert openpyxl.utils.escape.unescape(row[1].value) == text


def test_a_text_too_long_for_its_column_is_shown_smaller(tmp_path: Path) -> None:
    sheet = written(
        table_with(("1", "株式会社" + "長" * 36, None, 1, 1, None), ("2", "短", None, 1, 1, None)), tmp_path
    )
    assert [bool(sheet[name].alignment.shrink_to_fit) for name in ("B2", "B3")] == [True, False]


def test_what_is_not_there_leaves_an_empty_cell(tmp_path: Path) -> None:
    sheet = written(table_with((None, "", None, None, None, None), ("1", "a", None, 0, 0, None)), tmp_path)
    assert [cell.value for cell in sheet[2]] == [None] * 6
    assert [cell.value for cell in sheet[3]] == ["1", "a", None, 0, 0, None]


def test_words_in_number_columns_codes_moments_and_days_before_excel(tmp_path: Path) -> None:
    sheet = written(
        table_with((Channel.SERVICER, 7, date(1899, 1, 2), "－", 1, None), ("", "", day(2024, 4, 1, 9), None, 0, None)),
        tmp_path,
    )
    assert [cell.value for cell in sheet[2]] == ["サービサー", 7, "1899/1/2", "－", 1, None]
    assert sheet["C3"].value == day(2024, 4, 1)


def test_the_page_is_made_for_printing(tmp_path: Path) -> None:
    sheet = written(table_with(*((str(i), "", None, i, i, None) for i in range(3))), tmp_path)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (int(sheet.page_setup.fitToWidth or 1), int(sheet.page_setup.fitToHeight)) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:F4"
    assert "基準日 令和7年3月31日" in str(sheet.oddHeader.right.text)
    assert sheet.oddFooter.left.text == "社外秘"


def test_totals_follow_the_filter_and_carry_their_value(tmp_path: Path) -> None:
    table = table_with(("1", "", None, 5, 1, None), ("2", "", None, 7, 1, None), sums=("合計", None, None, 12, 2, None))
    sheet = written(table, tmp_path)
    assert [sheet["A4"].value, sheet["D4"].value] == ["合計", "=SUBTOTAL(9,D2:D3)"]
    assert openpyxl.load_workbook(tmp_path / "一覧.xlsx", data_only=True)["一覧"]["D4"].value == 12
    assert sheet.auto_filter.ref == "A1:F3"


def test_totals_of_no_rows_are_plain(tmp_path: Path) -> None:
    assert written(table_with(sums=("合計", None, None, 0, 0, None)), tmp_path)["D2"].value == 0


def test_a_wide_total_widens_its_column(tmp_path: Path) -> None:
    table = table_with(("1", "", None, 5, 1, None), sums=("合計", None, None, 12, 999_999_999_999, None))
    assert written(table, tmp_path).column_dimensions["E"].width >= 18


def test_a_name_that_is_no_sheet_name_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_table(replace(table_with(), name="一覧[令和7/3]:" + "長" * 40), path, CREATED)
    (name,) = openpyxl.load_workbook(path).sheetnames
    assert name == ("一覧_令和7_3__" + "長" * 40)[:31]


def test_rich_mark_up_in_a_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    sheet = Sheet(Table("一", (Column("x"),), ()), lines=(Line(("<r><t>a&b</t></r>",)),))
    write_workbook(Workbook("t", "a & b", CREATED, (sheet,)), path)
    page = openpyxl.load_workbook(path)["一"]
    assert page["A2"].value == "<r><t>a&b</t></r>"


def test_progress_is_told_and_ends_at_the_total(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    table = table_with(*((str(i), "", None, i, i, None) for i in range(2500)))
    write_table(
        table, tmp_path / "x.xlsx", CREATED, progress=Progress(show=lambda _, done, total: seen.append((done, total)))
    )
    assert seen == [(0, 2500), (1000, 2500), (2000, 2500), (2500, 2500)]


def test_stopping_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"old")
    calls = iter([False, False, True])
    table = table_with(*((str(i), "", None, i, i, None) for i in range(2500)))
    with pytest.raises(CancelledError):
        write_table(table, path, CREATED, progress=Progress(is_cancelled=lambda: next(calls)))
    assert names_in(tmp_path) == ["x.xlsx"]
    assert path.read_bytes() == b"old"


def test_a_target_that_cannot_be_replaced_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "月報.xlsx"
    path.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserError, match=r"「月報\.xlsx」に書き込めません。Excelなどで開いている場合は閉じて"):
        write_table(table_with(), path, CREATED)
    assert names_in(tmp_path) == ["月報.xlsx"]
    assert path.read_bytes() == b"old"


def test_an_open_target_is_noticed_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "月報.xlsx"
    path.write_bytes(b"old")

    def refuse(self: Path, mode: str = "r") -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(module, "_write", lambda *_: pytest.fail("the work began"))
    with pytest.raises(FileWriteError, match="閉じてから"):
        write_table(table_with(), path, CREATED)


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "空き容量が足りない"), (errno.EACCES, "別の保存先")])
def test_a_folder_that_takes_no_file_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    import xlsxwriter.workbook

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(xlsxwriter.workbook, "ZipFile", refuse)
    with pytest.raises(FileWriteError, match=words):
        write_table(table_with(("1", "", None, 1, 1, None)), tmp_path / "x.xlsx", CREATED)
    assert names_in(tmp_path) == []


def test_a_folder_or_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileWriteError, match="フォルダーです"):
        write_table(table_with(), tmp_path, CREATED)
    with pytest.raises(FileWriteError, match="がありません"):
        write_table(table_with(), tmp_path / "none" / "x.xlsx", CREATED)


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path) -> None:
    rows = [("1", "", None, 1, 1, None)] * 1_048_576
    with pytest.raises(FileWriteError, match="1,048,576行まで"):
        write_table(Table("一覧", COLUMNS, rows), tmp_path / "x.xlsx", CREATED)


def test_the_monthly_workbook_is_a_file_of_its_own_kind(tmp_path: Path) -> None:
    path = tmp_path / "月報.xlsx"
    write_workbook(MonthlyBook(month_of(20)).workbook(), path)
    book = openpyxl.load_workbook(path)
    assert book.properties.title == "求償権回収月報"
    assert not book.properties.creator
    assert all(not sheet.merged_cells.ranges for sheet in book)
    assert all(sheet.print_title_rows for sheet in book if sheet.title not in ("表紙", "グラフ"))
    assert all(
        (sheet.page_setup.orientation, sheet.oddFooter.center.text) == ("landscape", "&P / &N") for sheet in book
    )
    assert "回収_計上日" in book.defined_names
    assert not book.vba_archive


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("size", [0, 60])
def test_a_spreadsheet_calculates_what_is_stored_beside_each_formula(tmp_path: Path, size: int) -> None:
    # Stored values are replaced by nonsense: what is right afterwards was calculated.
    given = month_of(size)
    book = MonthlyBook(given).workbook()
    sheets = tuple(
        replace(one, make=partial(_spoilt, one.make)) if isinstance(one, Later) else one for one in book.sheets
    )
    write_workbook(replace(book, sheets=sheets), tmp_path / "month.xlsx")
    result = recalculated(tmp_path / "month.xlsx")
    compared: Counter[str] = Counter()
    for name, sheet in made(given).items():
        for row, line in sheet.placed():
            for column, cell in enumerate(line.cells, 1):
                formula = cell.cell if isinstance(cell, Linked) else cell
                if isinstance(formula, Formula):
                    value = result[name].cell(row, column).value
                    assert _plain(value) == _plain(formula.value), (name, row, column, formula.text)
                    compared[name] += 1
    assert sum(compared.values()) > 900
    assert compared.keys() == FORMULAS


FORMULAS = {"表紙", "実績", "月別", "課別・担当別", "回収原因別", "経過年数別", "経過年数別回収率", "求償権残高", "時効", "免除・停止・整理台帳", "名前"}  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, date):
        return (value.year, value.month, value.day)
    return value if isinstance(value, str) else pytest.approx(float(str(value)), abs=1e-9)


def _spoilt(make: Callable[[], Sheet]) -> Sheet:
    sheet = make()
    above, lines = (
        tuple(replace(line, cells=[_nonsense(cell) for cell in line.cells]) for line in part)
        for part in (sheet.above, sheet.lines)
    )
    return replace(sheet, above=above, lines=lines)


def _nonsense(cell: object) -> object:
    if isinstance(cell, Linked):
        return replace(cell, cell=_nonsense(cell.cell))
    return replace(cell, value=-987_654) if isinstance(cell, Formula) else cell


def test_the_spreadsheet_helper_runs_only_where_there_is_one() -> None:
    assert SOFFICE is None or subprocess.run([SOFFICE, "--version"], check=True, capture_output=True).returncode == 0
