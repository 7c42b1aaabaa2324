"""Writes tables and workbooks to .xlsx: real numbers and dates, text that stays text, a whole file or none.

The rows go to the file one by one (constant memory), beside the target under another name; only a finished file takes
the target's place.
"""

from __future__ import annotations

import contextlib
import errno
import tempfile
import uuid
from collections.abc import Sized
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from collections_app.domain.errors import UserError
from collections_app.domain.progress import SILENT, Progress
from collections_app.exchange.sheet_writer import FONT, MOST_ROWS, SheetWriter, Styles
from collections_app.reports.sheet import Formula, Later, Line, Sheet, Workbook, letters
from collections_app.reports.table import amount_width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from collections_app.reports.table import Column, Table

_NAME_LENGTH = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_LOOK = {"font_name": FONT, "font_size": 10}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class FileWriteError(UserError):
    """A file that cannot be written where the user wants it."""


def write_workbook(workbook: Workbook, path: Path, progress: Progress = SILENT) -> None:
    """Write `workbook` to `path`, replacing a file there; FileWriteError when that cannot be, nothing when stopped."""
    for sheet in workbook.sheets:
        if isinstance(sheet, Sheet):
            _refuse_too_many(sheet)
    refuse_unwritable(path)
    unfinished = path.with_name(f".{uuid.uuid4().hex}.xlsx")
    try:
        _write(workbook, unfinished, progress)
        unfinished.replace(path)
    except OSError as error:
        raise _explained(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def write_table(
    table: Table, path: Path, created_at: datetime, *, header: str = "", progress: Progress = SILENT
) -> None:
    """Write one table (any list) to a workbook of its own; `header` is printed at the top right of every page."""
    title = table.name.translate(_NOT_IN_NAMES).strip("'")[:_NAME_LENGTH] or "一覧"
    lines = (Line(_sums(table), "total"),) if table.sums else ()
    sheet = Sheet(replace(table, name=title, columns=_wide_enough(table)), below=lines, has_filter=True)
    write_workbook(Workbook(table.name, header, created_at, (sheet,)), path, progress)


def _wide_enough(table: Table) -> tuple[Column, ...]:
    """Return the columns, wider where a total needs it."""
    totals = table.sums or [None] * len(table.columns)
    return tuple(
        replace(column, width=max(column.characters, amount_width(abs(total)))) if isinstance(total, int) else column
        for column, total in zip(table.columns, totals, strict=True)
    )


def _sums(table: Table) -> Sequence[object]:
    """Return the totals as formulas that follow the filter."""
    assert table.sums is not None
    assert isinstance(table.rows, Sized)
    last = len(table.rows) + 1
    return [
        Formula(f"=SUBTOTAL(9,{letters(index)}2:{letters(index)}{last})", total)
        if isinstance(total, int) and table.rows
        else total
        for index, total in enumerate(table.sums)
    ]


def _write(workbook: Workbook, path: Path, progress: Progress) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        look = dict(_LOOK)  # XlsxWriter takes the name out of it: the next workbook would have another font
        book = xlsxwriter.Workbook(str(path), _OPTIONS | {"tmpdir": folder, "default_format_properties": look})
        try:
            _fill(book, workbook, progress)
            book.close()
        except FileCreateError as error:
            raise OSError(*_first_cause(error).args) from error
        finally:
            for sheet in book.worksheets():  # what a stopped workbook leaves open would keep the folder on Windows
                sheet.row_data_fh.close()


def _fill(book: Any, workbook: Workbook, progress: Progress) -> None:
    book.set_properties({"title": workbook.title, "comments": workbook.header, "created": workbook.created_at})
    styles = Styles(book)
    pages = [(SheetWriter(book, styles, _name_of(sheet)), sheet) for sheet in workbook.sheets]
    there = [(page, sheet) for page, sheet in pages if isinstance(sheet, Sheet)]
    total = sum(_rows_of(sheet) for _, sheet in there)
    done = 0
    for page, sheet in there:
        done += page.write(sheet, workbook, progress, done, total)
    for page, later in pages:
        if isinstance(later, Later):
            page.write(later.make(), workbook, progress, total, total)
    for name, target in workbook.names():
        book.define_name(name, f"={target}")
    progress.step("ファイルを作成しています", total, total)


def _name_of(sheet: Sheet | Later) -> str:
    return sheet.name if isinstance(sheet, Later) else sheet.table.name


def _rows_of(sheet: Sheet) -> int:
    """Return how many rows a sheet has, or about how many where they are only read while they are written."""
    rows = sheet.table.rows
    return len(sheet.lines) or (len(rows) if isinstance(rows, Sized) else sheet.expected)


def _first_cause(error: Exception) -> OSError:
    cause = error.args[0] if error.args else error
    return cause if isinstance(cause, OSError) else OSError(str(error))


def _refuse_too_many(sheet: Sheet) -> None:
    rows = sheet.first_row + _rows_of(sheet) + len(sheet.below)
    if rows > MOST_ROWS:  # XlsxWriter would leave the rest out without a word
        raise FileWriteError(
            f"「{sheet.table.name}」は{_rows_of(sheet):,}行あり、Excelの1シートに入りません（{MOST_ROWS:,}行まで）。"
            "期間や条件で絞り込んでください。"
        )


def refuse_unwritable(path: Path) -> None:
    """Find out before the long work whether the target can be replaced."""
    if path.is_dir():
        raise FileWriteError(f"「{path}」はフォルダーです。ファイル名を指定してください。")
    if not path.parent.is_dir():
        raise FileWriteError(f"フォルダー「{path.parent}」がありません。保存先を確かめてください。")
    try:
        if path.exists():
            with path.open("r+b"):  # Windows refuses this while Excel has the file open
                pass
    except OSError as error:
        raise _explained(path, error) from error


def _explained(path: Path, error: OSError) -> FileWriteError:
    if error.errno == errno.ENOSPC:
        return FileWriteError(f"空き容量が足りないため「{path.name}」を保存できません。別の保存先を指定してください。")
    if path.exists():
        return FileWriteError(
            f"「{path.name}」に書き込めません。Excelなどで開いている場合は閉じてから、もう一度実行してください。"
            "読み取り専用のときは別の名前で保存してください。"
        )
    return FileWriteError(f"フォルダー「{path.parent}」に書き込めません。別の保存先を指定してください。")
