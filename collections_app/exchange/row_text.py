"""Rows of a large sheet as the text XlsxWriter would write for them, made a row at a time.

XlsxWriter keeps every cell as an object before it writes a row; for rows that look alike that is most of the work. Here
a row becomes text at once. Whatever is not plain (a sign that XML escapes, a day Excel does not know) is left to
XlsxWriter; a test compares both byte by byte.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.reports.sheet import letters
from collections_app.reports.table import width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_app.reports.table import Column

_FIRST_DAY = date(1900, 3, 1)
_DAY_ZERO = date(1899, 12, 30).toordinal()
# What XlsxWriter escapes, keeps white space for, or takes for mark-up.
_ODD = re.compile("[\\x00-\\x1f&<>\\ufffe\\uffff]|_x[0-9a-fA-F]{4}_|^\\s|\\s$")
_LONGEST = 16_000  # half of what a cell holds: nothing has to be counted in UTF-16
_LARGEST = 10**15  # whole numbers a spreadsheet holds exactly


class RowText:
    """Writes plain rows into the row data of a sheet in constant memory."""

    def __init__(self, page: Any, columns: Sequence[Column], looks: Sequence[Any], shrunk: Any) -> None:
        """Take the sheet, its columns, the format of each (None: the workbook's own) and that of texts too long."""
        self._page = page
        self._makers = [
            _maker(letters(index), column, _style(look), _style(shrunk))
            for index, (column, look) in enumerate(zip(columns, looks, strict=True))
        ]
        self._last_column = len(columns) - 1
        self._last = -1

    def write(self, row: int, cells: Sequence[object]) -> bool:
        """Write a row (from 0) below all rows so far; False, with nothing written, when it holds an odd cell."""
        number = str(row + 1)
        parts = [f'<row r="{number}">']
        for make, cell in zip(self._makers, cells, strict=True):
            if cell is None or cell == "":
                continue
            part = make(cell, number)
            if part is None:
                return False
            parts.append(part)
        if len(parts) == 1:
            return True
        if self._page.previous_row < row:
            self._page._write_single_row(row)  # noqa: SLF001  (what XlsxWriter still holds comes first)
        parts.append("</row>")
        self._page.fh.write("".join(parts))
        self._page.previous_row = row + 1
        self._last = row
        return True

    def end(self) -> None:
        """Tell the sheet how far it reaches."""
        page = self._page
        if self._last >= 0:
            page.dim_rowmax = max(self._last, page.dim_rowmax or 0)
            page.dim_colmax = max(self._last_column, page.dim_colmax or 0)


def _style(look: Any) -> str:
    return "" if look is None else f' s="{look._get_xf_index()}"'  # noqa: SLF001


def _maker(letter: str, column: Column, style: str, shrunk: str) -> Callable[[Any, str], str | None]:
    """Return what makes the text of one column's cells, None for a cell that is not plain."""
    widest = column.characters
    is_odd = _ODD.search

    def number(cell: object, row: str) -> str | None:
        if type(cell) is int and -_LARGEST < cell < _LARGEST:
            return f'<c r="{letter}{row}"{style}><v>{cell}</v></c>'
        return None

    def day(cell: object, row: str) -> str | None:
        if type(cell) is date and cell >= _FIRST_DAY:
            return f'<c r="{letter}{row}"{style}><v>{cell.toordinal() - _DAY_ZERO}</v></c>'
        return None

    def text(cell: object, row: str) -> str | None:
        if type(cell) is not str or len(cell) > _LONGEST or is_odd(cell):
            return None
        look = style if 2 * len(cell) <= widest or width_of(cell) <= widest else shrunk
        return f'<c r="{letter}{row}"{look} t="inlineStr"><is><t>{cell}</t></is></c>'

    if column.kind in ("text", "code"):
        return text
    return day if column.kind == "date" else number
