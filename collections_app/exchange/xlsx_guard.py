"""What an .xlsx file must be before openpyxl may read it.

openpyxl drops rows that are out of order, takes text number -1 for the last text, and follows a cell reference of any
size; XML may carry entities that grow without bound. So every part is scanned once, as a stream, and refused in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from collections_app.exchange.raw import RefusedError, refusal

if TYPE_CHECKING:
    import zipfile

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_CHUNK = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_REMEDY = "Excelで開き、新しいブックに値だけを貼り付けて保存し直してください。"


@dataclass(slots=True)
class Marks:
    """Cells of one sheet, as (row, column from 1), whose value cannot be trusted."""

    formulas_without_value: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)


def guard(source: str, archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the marks of every sheet by the name of its part; RefusedError when the workbook is not to be read."""
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        message = "マクロの入ったブックです。"
        raise refusal(source, message, "「Excelブック（*.xlsx）」の形式で保存し直してください。")
    if len(set(names)) != len(names):
        raise refusal(source, "ブックの中に同じ名前の部品が2つあります。", _REMEDY)
    if "[Content_Types].xml" not in names:
        raise refusal(
            source, "Excelのブックではありません。", "「Excelブック（*.xlsx）」の形式で保存し直してください。"
        )
    marks = {}
    for name in names:
        if name.endswith((".xml", ".rels")):
            scan = _Scan(source)
            _run(scan, archive, name)
            if scan.is_sheet:
                marks[name] = scan.marks
    return marks


def _run(scan: _Scan, archive: zipfile.ZipFile, name: str) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.StartDoctypeDeclHandler = scan.doctype
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refusal(scan.source, f"ブックの部品（{name}）が壊れています。", _REMEDY) from error


def column_number(letters: str) -> int:
    """Return the number of a column by its letters: 1 for A, 28 for AB."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _Scan:
    """Follows the elements of one part; knows rows and cells once the root is a worksheet."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.marks = Marks()
        self.is_sheet: bool | None = None
        self._row = self._column = 0
        self._type = ""
        self._has_formula = self._has_value = False
        self._text: list[str] | None = None

    def doctype(self, *_: object) -> None:
        message = "ブックの中にXMLの定義（DOCTYPE）があります。Excelはこれを書きません。"
        raise refusal(self.source, message, _REMEDY)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if self.is_sheet is None:
            self.is_sheet = local == "worksheet"
        if not self.is_sheet:
            return
        if local == "c":
            self._start_cell(attributes)
        elif local == "v":
            self._has_value = True
            self._text = [] if self._type == "s" or self._has_formula else None
        elif local == "f":
            self._has_formula = True
        elif local == "row":
            self._start_row(attributes.get("r"))

    def text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        if not self.is_sheet:
            return
        local = name.rpartition(":")[2]
        if local == "v" and self._text is not None:
            text = "".join(self._text)
            if self._type == "s" and not text.isdecimal():
                raise self._broken("文字列の番号が正しくありません。", text)
            self._has_value = bool(text) or self._type == "str"  # a formula whose result is an empty text
            self._text = None
        elif local == "c":
            if self._type == "e":
                self.marks.errors.append((self._row, self._column))
            elif self._has_formula and not self._has_value:
                self.marks.formulas_without_value.append((self._row, self._column))

    def _start_row(self, number: str | None) -> None:
        row = self._row + 1 if number is None else int(number) if number.isdecimal() and len(number) < 8 else 0  # noqa: PLR2004
        if not self._row < row <= MAX_ROW:
            raise self._broken("行の番号が順になっていないか、範囲の外です。", number or "")
        self._row, self._column = row, 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            column = self._column + 1
        else:
            found = _REFERENCE.fullmatch(reference)
            if found is None or int(found[2]) != self._row:
                raise self._broken("セルの番地が正しくありません。", reference)
            column = column_number(found[1])
        if not self._column < column <= MAX_COLUMN:
            raise self._broken("セルの番地が順になっていないか、範囲の外です。", reference or "")
        self._column = column
        self._type = attributes.get("t", "")
        self._has_formula = self._has_value = False

    def _broken(self, message: str, value: str = "") -> RefusedError:
        return refusal(self.source, message, _REMEDY, row=self._row or None, value=value)
