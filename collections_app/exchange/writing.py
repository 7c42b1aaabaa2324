"""Tables written as a bundle: a folder of CSV files, a ZIP of it, or a workbook; what is read back is the same."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from collections_app.domain.bundle import TABLES, Column, Kind, Table
from collections_app.domain.errors import UserError
from collections_app.exchange.attached import FOLDER
from collections_app.exchange.book import new_book, write_text
from collections_app.exchange.target import whole_file, whole_folder
from collections_app.exchange.xlsx_guard import MAX_ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from collections_app.domain.cells import Value
    from collections_app.domain.progress import Progress

    Rows = Iterable[Sequence[Value]]
    Add = Callable[[Table, Rows, "Words"], None]
    Put = Callable[[str, bytes], None]
    Read = Callable[[str], bytes]

Words = Literal["identifier", "japanese"]
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first a ZIP knows: the same data gives the same bytes on any day
_FIRST_SHEET_DAY = date(1900, 3, 1)  # before it the serial days of spreadsheets are off by one; such days go as text
_CHUNK = 10_000  # rows between two looks at whether the user wants to stop
_WIDTHS = {Kind.DATE: 12, Kind.YEN: 15, Kind.TEXT: 20}


def write_bundle(
    path: Path,
    tables: Iterable[tuple[Table, Rows]],
    progress: Progress,
    headings: Words = "identifier",
    contents: tuple[Sequence[str], Read] | None = None,
) -> None:
    """Write `tables` to `path`: .zip and .xlsx by their ending, a folder by any other name.

    Rows hold one value for each column of their table, in its order. With "japanese" names, headings and words are
    Japanese; either is read back. Equal tables give equal bytes of CSV and ZIP. UserError when the place cannot be
    written, is no empty folder, a sheet is too small, or there are contents of attachments (names and what reads
    them) for a workbook; CancelledError when the user stops. Nothing half is left.
    """
    given = {table.name: (table, rows) for table, rows in tables}
    ordered = [given[table.name] for table in TABLES if table.name in given]
    writer = {".zip": _zip, ".xlsx": _workbook}.get(path.suffix.lower(), _folder)
    names, read = contents or ((), str.encode)
    if names and writer is _workbook:
        _refuse_content()
    with writer(path) as (add, put):
        for number, (table, rows) in enumerate(ordered):
            progress.step(f"{table.title}を書き出しています", number, len(ordered))
            add(table, _watched(rows, table, progress), headings)
        for number, name in enumerate(names):
            progress.step("添付ファイルを書き出しています", number, len(names))
            put(name, read(name))


def _watched(rows: Rows, table: Table, progress: Progress) -> Iterator[Sequence[Value]]:
    for number, row in enumerate(rows):
        if number % _CHUNK == _CHUNK - 1:
            progress.step(f"{table.title}を書き出しています（{number + 1:,}件）", number, number + _CHUNK)
        yield row


@contextmanager
def _folder(path: Path) -> Iterator[tuple[Add, Put]]:
    with whole_folder(path) as folder:

        def add(table: Table, rows: Rows, words: Words) -> None:
            with (folder / _file_name(table, words)).open("w", encoding="utf-8", newline="") as file:
                _write_csv(file, table, rows, words)

        def put(name: str, content: bytes) -> None:
            (folder / FOLDER).mkdir(exist_ok=True)
            (folder / FOLDER / name).write_bytes(content)

        yield add, put


@contextmanager
def _zip(path: Path) -> Iterator[tuple[Add, Put]]:
    with whole_file(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(table: Table, rows: Rows, words: Words) -> None:
            entry = _entry(_file_name(table, words), zipfile.ZIP_DEFLATED)
            with (
                archive.open(entry, "w", force_zip64=True) as binary,
                io.TextIOWrapper(binary, encoding="utf-8", newline="") as file,
            ):
                _write_csv(file, table, rows, words)

        def put(name: str, content: bytes) -> None:
            archive.writestr(_entry(FOLDER + name, zipfile.ZIP_STORED), content)  # most are packed already

        yield add, put


def _entry(name: str, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = method
    entry.create_system, entry.external_attr = 3, 0o644 << 16  # Unix everywhere: the bytes name no machine
    return entry


def _file_name(table: Table, words: Words) -> str:
    return f"{table.title if words == 'japanese' else table.name}.csv"


def _heading(table: Table, words: Words) -> list[str]:
    return [column.heading if words == "japanese" else column.name for column in table.columns]


def _write_csv(file: Any, table: Table, rows: Rows, words: Words) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_heading(table, words))
    labels = _labels(table, words)
    if labels:
        rows = (_in_words(row, labels) for row in rows)
    writer.writerows(rows)  # dates write themselves in ISO form, None as an empty cell


def _labels(table: Table, words: Words) -> dict[int, dict[str, str]]:
    """Return, for Japanese words, the label of each code by the index of its column."""
    if words == "identifier":
        return {}
    return {
        index: {str(code.value): code.label for code in column.codes}
        for index, column in enumerate(table.columns)
        if column.kind is Kind.CODE
    }


def _in_words(row: Sequence[Value], labels: dict[int, dict[str, str]]) -> list[Value]:
    return [labels[index].get(str(value), value) if index in labels else value for index, value in enumerate(row)]


@contextmanager
def _workbook(path: Path) -> Iterator[tuple[Add, Put]]:
    with new_book(path) as book:
        formats = {kind: book.add_format(look) for kind, look in _LOOKS.items()}
        bold = book.add_format({"bold": True})

        def add(table: Table, rows: Rows, words: Words) -> None:
            sheet = book.add_worksheet(table.title if words == "japanese" else table.name)
            sheet.freeze_panes(1, 0)
            for index, (column, name) in enumerate(zip(table.columns, _heading(table, words), strict=True)):
                look = formats.get(column.kind, formats[Kind.TEXT])
                sheet.set_column(index, index, _WIDTHS.get(column.kind, 14), look)
                sheet.write_string(0, index, name, bold)
            _write_sheet(sheet, table, rows, formats, _labels(table, words))

        yield add, _refuse_content


def _refuse_content(*_: object) -> None:
    raise UserError("添付ファイルがあり、ブックには入りません。ZIPかフォルダーで書き出してください。")


_LOOKS = {
    Kind.TEXT: {"num_format": "@"},
    Kind.DATE: {"num_format": "yyyy-mm-dd"},
    Kind.YEN: {"num_format": "#,##0"},
    Kind.INTEGER: {"num_format": "0"},
}


def _write_sheet(
    sheet: Any, table: Table, rows: Rows, formats: dict[Kind, Any], labels: dict[int, dict[str, str]]
) -> None:
    for number, row in enumerate(rows, start=1):
        if number >= MAX_ROW:
            raise UserError(
                f"「{table.title}」は{MAX_ROW - 1:,}件を超え、1枚のシートに入りません。ZIPで書き出してください。"
            )
        for index, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if value is not None:
                _write_cell(sheet, (number, index), column, labels.get(index, {}).get(str(value), value), formats)


def _write_cell(sheet: Any, at: tuple[int, int], column: Column, value: Value, formats: dict[Kind, Any]) -> None:
    look = formats.get(column.kind, formats[Kind.TEXT])
    if isinstance(value, date) and value >= _FIRST_SHEET_DAY:
        failed = sheet.write_datetime(*at, value, look)
    elif isinstance(value, int):
        failed = sheet.write_number(*at, value, look)
    else:
        failed = write_text(sheet, at, str(value), formats[Kind.TEXT])
    if failed:
        raise UserError(f"「{column.heading}」の{at[0] + 1}行目が長すぎてシートに入りません。ZIPで書き出してください。")
