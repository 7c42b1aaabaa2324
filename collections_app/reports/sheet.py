"""A workbook as pure data: lines, formulas with their computed values, names, links, charts. No file, no writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from collections_app.reports.table import Kind, Table

Role = Literal["title", "note", "section", "body", "total", "check"]
ChartKind = Literal["line", "column", "bar", "stacked"]
Look = Literal["now", "before", "plan", "other", "drawn", "base", "total", "up", "down"]
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula (with its =) and its computed value, for viewers that do not calculate."""

    text: str
    value: int | Decimal | str | date


@dataclass(frozen=True, slots=True)
class Linked:
    """A cell that leads to a place in the same workbook, such as '明細_回収'!A1."""

    cell: object
    target: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Cells of one line, how it looks, and the kind of its numbers where that is not its column's."""

    cells: Sequence[object]
    role: Role = "body"
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name of one cell, or of neighbours in a row: its row (from 1), its columns (from 0), what it holds."""

    name: str
    meaning: str
    row: int
    column: int
    last_column: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells of a sheet: rows from 1, columns from 0, both ends included."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn that was drawn on the screen: its dashes, its marks, whether it stands out."""

    dash: tuple[float, ...] = ()
    marker: str = ""
    is_thick: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one set of columns, of a chart; a line that is `drawn` has its stroke."""

    label: str
    values: Area
    look: Look = "now"
    stroke: Stroke = Stroke()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the spreadsheet's own kind, drawn from cells; `row` and `column` say where its corner stands."""

    kind: ChartKind
    title: str
    categories: Area
    series: tuple[Series, ...]
    unit: str
    number_format: str
    row: int
    column: int
    width: int = 620
    height: int = 330


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
    has_headings: bool = True
    is_one_page: bool = False  # printed smaller rather than on a second page
    names: tuple[Name, ...] = ()
    charts: tuple[Chart, ...] = ()
    expected: int = 0  # rows that are only read while they are written: about how many

    @property
    def first_row(self) -> int:
        """Return the number (from 1) of the first row under the headings."""
        return len(self.above) + 1 + self.has_headings

    def placed(self) -> Iterable[tuple[int, Line]]:
        """Yield the lines with the numbers of their rows."""
        yield from enumerate(self.above, 1)
        yield from enumerate(self.lines, self.first_row)


@dataclass(frozen=True, slots=True)
class Later:
    """A sheet that is made when the rows of the others have passed: its values come from them."""

    name: str
    make: Callable[[], Sheet]


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets in order, and what is named when all are made: name, reference such as '明細_回収'!$A$2:$A$9."""

    title: str
    header: str  # printed at the top right of every page: 基準日 …
    created_at: datetime
    sheets: tuple[Sheet | Later, ...]
    names: Callable[[], Iterable[tuple[str, str]]] = field(default=tuple)


def value_of(cell: object) -> object:
    """Return what a cell shows."""
    if isinstance(cell, Linked):
        cell = cell.cell
    return cell.value if isinstance(cell, Formula) else cell


def letters(index: int) -> str:
    """Return the letters of the column with that index from 0: A, B … Z, AA …."""
    text = ""
    rest = index + 1
    while rest:
        rest, digit = divmod(rest - 1, _LETTERS)
        text = chr(ord("A") + digit) + text
    return text


def reference(sheet: str, column: int, first: int, last: int | None = None, last_column: int | None = None) -> str:
    """Return the absolute reference of a cell, or of the rows `first` to `last` (from 1) of its columns."""
    name = sheet.replace("'", "''")
    start = f"'{name}'!${letters(column)}${first}"
    if last is None and last_column is None:
        return start
    return f"{start}:${letters(column if last_column is None else last_column)}${first if last is None else last}"
