"""One .xlsx workbook: its sheets as rows of text, each cell as the same table in CSV would have it."""

from __future__ import annotations

import re
import warnings
import zipfile
from datetime import datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from unicodedata import category

from collections_app.domain.problem import Place, Problem
from collections_app.exchange import archive
from collections_app.exchange.raw import Sheet, refusal
from collections_app.exchange.xlsx_guard import Marks, guard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collections_app.domain.progress import Progress

_OLE = b"\xd0\xcf\x11\xe0"  # old .xls files and encrypted workbooks are OLE containers
# Workbooks write what XML has no sign for as _x000D_, and a text that looks like one as _x005F_x000D_.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LARGEST_DENOMINATOR = 9_999
_STEP = 5_000  # rows between two looks at whether the user wants to stop
# openpyxl raises whatever its parsing of a malformed part happens to run into.
MALFORMED = (ArithmeticError, AttributeError, LookupError, SyntaxError, TypeError, *archive.DAMAGE)


def read_xlsx(path: Path, progress: Progress) -> Iterator[Sheet]:
    """Yield the sheets of a workbook that hold anything; RefusedError when it is damaged, hostile or no .xlsx."""
    refuse_other_kinds(path)
    with archive.opened(path) as parts:
        marks = guard(path.name, parts)
    with warnings.catch_warnings():  # about styles and features that have nothing to do with the values
        warnings.simplefilter("ignore")
        try:
            yield from _sheets(path, marks, progress)
        except MALFORMED as error:
            remedy = "Excelで開き、新しいブックに値だけを貼り付けて保存し直してください。"
            raise refusal(path.name, "ブックの中身が壊れています。", remedy) from error


def refuse_other_kinds(path: Path) -> None:
    """RefusedError for a file that is no .xlsx: macros, the old format, a password, something else altogether."""
    remedy = "「Excelブック（*.xlsx）」の形式で保存し直してください。"
    if path.suffix.lower() in (".xlsm", ".xltm", ".xlsb"):
        raise refusal(path.name, "マクロ付きまたはバイナリ形式のブックは読み込めません。", remedy)
    with path.open("rb") as file:
        head = file.read(len(_OLE))
    if head == _OLE or path.suffix.lower() == ".xls":
        message = "古い形式（.xls）か、パスワードの付いたブックです。"
        raise refusal(path.name, message, f"パスワードを外し、{remedy}")
    if not zipfile.is_zipfile(path):
        raise refusal(path.name, "Excelのブックではないか、途中で切れています。", remedy)


def _sheets(path: Path, marks: dict[str, Marks], progress: Progress) -> Iterator[Sheet]:
    import openpyxl

    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            for number, sheet in enumerate(book.worksheets):
                progress.step(f"{sheet.title}を読み込んでいます", number, len(book.worksheets))
                rows, lines = _rows_of(sheet, progress)
                if rows:
                    part = sheet._worksheet_path  # noqa: SLF001 - nothing public says which part a sheet is
                    problems = tuple(_problems(sheet.title, marks.get(part, Marks()), rows, lines))
                    yield Sheet(sheet.title, rows, lines, problems)
        finally:
            book.close()


def _rows_of(sheet: Any, progress: Progress) -> tuple[list[list[str]], list[int]]:
    """Return the rows that hold anything and their numbers; the sheet's own word on its size is not trusted."""
    sheet.reset_dimensions()
    rows, lines = [], []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = ["" if cell.value is None else _text(cell) for cell in cells]
        if any(row):
            rows.append(row)
            lines.append(number)
        if number % _STEP == 0:
            progress.step(f"{sheet.title}を読み込んでいます（{number:,}行）", number, number + _STEP)
    width = len(rows[0]) if rows else 0
    for row in rows:  # rows of a sheet end at their last filled cell
        row.extend([""] * (width - len(row)))
    return rows, lines


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, str):
        plain = _ESCAPED.sub(_unescaped, value) if "_x" in value else value
        return plain.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format)
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)  # ISO form of other dates


def _unescaped(found: re.Match[str]) -> str:
    """Return the character an escape stands for; one that no text may hold stays visible as it is."""
    character = chr(int(found[1], 16))
    return found[0] if category(character) in ("Cc", "Cs") and character not in "\t\n\r" else character


def _number(value: float, number_format: str) -> str:
    """Return a number as the cell shows it: 15 digits, percent and fractions as their formats have them."""
    if isinstance(value, int) and "%" not in number_format:
        return str(value)
    if "?/" in number_format:
        return str(Fraction(value).limit_denominator(_LARGEST_DENOMINATOR))
    exact = Decimal(format(value, ".15g"))
    if "%" in number_format:
        exact *= 100
    return format(exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize(), "f")


def _problems(source: str, marks: Marks, rows: list[list[str]], lines: list[int]) -> Iterator[Problem]:
    heading = rows[0]
    row_of = dict(zip(lines, rows, strict=True))
    for line, column in marks.errors:
        place = Place(source, line, _heading_at(heading, column))
        value = row_of.get(line, [])[column - 1 : column]
        yield Problem(place, "".join(value), "セルがエラーになっています。", "数式を直すか、値を入力してください。")
    for line, column in marks.formulas_without_value:
        message = "数式の計算結果が保存されていません。"
        remedy = "Excelで開いて保存し直すか、値として貼り付けてください。"
        yield Problem(Place(source, line, _heading_at(heading, column)), "", message, remedy)


def _heading_at(heading: list[str], column: int) -> str:
    return heading[column - 1] if column <= len(heading) and heading[column - 1] else f"{column}列目"
