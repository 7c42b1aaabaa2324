"""A workbook as pure data: sheets of lines, formulas with their computed values, defined names. No file, no writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from collections_app.reports.table import Kind, Table

Role = Literal["title", "note", "section", "body", "total"]
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula (with its =) and its computed value, for viewers that do not calculate."""

    text: str
    value: int | Decimal | str


@dataclass(frozen=True, slots=True)
class Line:
    """Cells of one line, how it looks, and the kind of its numbers where that is not its column's."""

    cells: Sequence[object]
    role: Role = "body"
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on a sheet, with lines above its headings; `lines` stand for its rows where they differ in look."""

    table: Table
    above: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()  # outside the filter
    frozen_columns: int = 1
    has_filter: bool = False
    wraps: bool = False  # long texts go on in further lines of their cell

    @property
    def first_row(self) -> int:
        """Return the number (from 1) of the first row under the headings."""
        return len(self.above) + 2


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets in order, and names for ranges: name, reference such as '明細_回収'!$A$2:$A$9."""

    title: str
    header: str  # printed at the top right of every page: 基準日 …
    created_at: datetime
    sheets: tuple[Sheet, ...]
    names: tuple[tuple[str, str], ...] = ()


def letters(index: int) -> str:
    """Return the letters of the column with that index from 0: A, B … Z, AA …."""
    text = ""
    rest = index + 1
    while rest:
        rest, digit = divmod(rest - 1, _LETTERS)
        text = chr(ord("A") + digit) + text
    return text


def reference(sheet: str, column: int, first: int, last: int | None = None) -> str:
    """Return the absolute reference of a cell, or of the rows `first` to `last` (from 1) of a column."""
    name = sheet.replace("'", "''")
    start = f"'{name}'!${letters(column)}${first}"
    return start if last is None else f"{start}:${letters(column)}${last}"
