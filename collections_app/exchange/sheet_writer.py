"""Writes one sheet of a workbook with XlsxWriter: looks, page, and cells by what they hold.

Text goes through `write_string` alone, so =HYPERLINK… stays text and 007 keeps its zeros.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from collections_app.domain.codes import Code
from collections_app.reports.sheet import Formula
from collections_app.reports.table import width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_app.domain.progress import Progress
    from collections_app.reports.sheet import Line, Role, Sheet, Workbook
    from collections_app.reports.table import Column, Kind

FONT = "BIZ UDPゴシック"
# 令和元年 is written out for 2019-05-01 … 2019-12-31: LibreOffice shows a bare number for Excel's own gannen code.
ERA = '[<43586][$-411]ggge"年"m"月"d"日";[<43831]"令和元年"m"月"d"日";[$-411]ggge"年"m"月"d"日"'
_WHOLE = "#,##0;[Red]▲#,##0;0"
_NUMBERS: dict[Kind, str] = {
    "yen": _WHOLE,
    "count": _WHOLE,
    "percent": "#,##0.0;[Red]▲#,##0.0;0.0",
    "hundredths": "#,##0.00;[Red]▲#,##0.00;0.00",
}
_LOOKS: dict[Role, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"font_size": 9, "font_color": "#404040"},
    "section": {"bold": True, "bg_color": "#EDEDED", "bottom": 1},
    "body": {},
    "total": {"bold": True, "top": 1, "bottom": 1},
}
_HEADING = {"bold": True, "bg_color": "#DDEBF7", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
_RULED = {"bottom": 4, "bottom_color": "#A6A6A6"}  # lines that lead the eye on sheets without a filter
_A4 = 9
_LINE_HEIGHT = 14  # points, at 10 points of font
_RULED_HEIGHT = 18
_STEP = 1000  # rows between two looks at the progress
_FIRST_DAY = date(1900, 3, 1)  # Excel has a 29 February 1900, and nothing before that year
_DAY_ZERO = date(1899, 12, 30).toordinal()
_RICH = ("<r>", "</r>")


class Styles:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        """Begin without any."""
        self._book = book
        self._made: dict[tuple[Any, ...], Any] = {}

    def heading(self) -> Any:
        """Return the format of headings."""
        return self._format(("heading",), _HEADING)

    def cell(self, role: Role, kind: Kind, *, ruled: bool, wraps: bool) -> Any:
        """Return the format of a cell of that role and kind."""
        look = dict(_LOOKS[role])
        if role == "body" and ruled:
            look |= _RULED
        if kind == "date":
            look |= {"num_format": ERA, "align": "left" if role == "note" else "center"}
        elif kind in _NUMBERS:
            look |= {"num_format": _NUMBERS[kind], "align": "right", "indent": 0 if ruled else 1}
        elif role in {"body", "total"} and ruled:
            look |= {"indent": 1, "text_wrap": wraps, "valign": "top" if wraps else "bottom"}
        return self._format((role, kind, ruled, wraps), look)

    def shrunk(self) -> Any:
        """Return the format of a text that is too long for its column: shown smaller, never cut off."""
        return self._format(("shrunk",), {"shrink": True})

    def _format(self, key: tuple[Any, ...], look: dict[str, Any]) -> Any:
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


class SheetWriter:
    """Adds a sheet to a workbook, then writes its rows from top to bottom."""

    def __init__(self, book: Any, styles: Styles, sheet: Sheet, workbook: Workbook) -> None:
        """Add the sheet with its columns and page set-up; rows come with `write`."""
        self._sheet = sheet
        self._styles = styles
        self._page = book.add_worksheet(sheet.table.name)
        self._kinds = [column.kind for column in sheet.table.columns]
        self._body: Sequence[Sequence[object]] = sheet.table.rows
        self.row_count = len(sheet.lines) or len(self._body)
        for index, column in enumerate(sheet.table.columns):
            self._page.set_column(index, index, column.characters)
        self._set_page(workbook)

    def _set_page(self, workbook: Workbook) -> None:
        page, heading = self._page, self._sheet.first_row - 2
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
        made = f"{workbook.created_at:%Y-%m-%d %H:%M}"
        page.set_header(f"&L{_printed(workbook.title)}&R{_printed(workbook.header)}")
        page.set_footer(f"&L社外秘&C&P / &N&R{_printed(self._sheet.table.name)}　{made}")
        if not self._sheet.has_filter:
            page.set_default_row(_RULED_HEIGHT)
        page.freeze_panes(heading + 1, self._sheet.frozen_columns)
        page.repeat_rows(heading)
        if self._sheet.has_filter:
            page.autofilter(heading, 0, heading + len(self._body), len(self._kinds) - 1)

    def write(self, progress: Progress, done: int, total: int) -> None:
        """Write every row; `done` of `total` rows of the workbook are written before this sheet."""
        self._write_lines(self._sheet.above, 0)
        row = len(self._sheet.above)
        self._write_headings(row)
        row += 1
        if self._sheet.lines:
            self._write_lines(self._sheet.lines, row)
            progress.step(self._sheet.table.name, done + self.row_count, total)
        else:
            self._write_rows(row, progress, done, total)
        self._write_lines(self._sheet.below, row + self.row_count)

    def _write_headings(self, row: int) -> None:
        columns = self._sheet.table.columns
        lines = max((_lines_of(column.heading, column.characters - 1) for column in columns), default=1)
        self._page.set_row(row, max(18, lines * _LINE_HEIGHT + 4))
        for index, column in enumerate(columns):
            self._page.write_string(row, index, column.heading, self._styles.heading())

    def _write_rows(self, first: int, progress: Progress, done: int, total: int) -> None:
        """Write rows that look alike: each column has its format, and most cells are what their column says."""
        writers = [self._writer(column) for column in self._sheet.table.columns]
        for number, row in enumerate(self._body):
            if number % _STEP == 0:
                progress.step(self._sheet.table.name, done + number, total)
            for index, cell in enumerate(row):
                if cell is not None and cell != "":
                    writers[index](first + number, index, cell)

    def _writer(self, of: Column) -> Callable[[int, int, object], None]:
        kind, room, shrunk = of.kind, of.characters // 2, self._styles.shrunk()
        # Text has the workbook's own font and needs no format: a fifth of the work of a large sheet is saved.
        look = self._styles.cell("body", kind, ruled=False, wraps=False) if kind not in ("text", "code") else None
        put, write_number, write_string = self._put, self._page.write_number, self._page.write_string

        def write_amount(row: int, column: int, cell: object) -> None:
            if type(cell) is int:
                write_number(row, column, cell, look)
            else:
                put(row, column, cell, look)

        def write_day(row: int, column: int, cell: object) -> None:
            if type(cell) is date and cell >= _FIRST_DAY:
                write_number(row, column, cell.toordinal() - _DAY_ZERO, look)
            else:
                put(row, column, cell, look)

        def write_text(row: int, column: int, cell: object) -> None:
            if type(cell) is str and not cell.startswith(_RICH[0]):
                write_string(row, column, cell, look if len(cell) <= room or width_of(cell) < 2 * room else shrunk)
            else:
                put(row, column, cell, look)

        if kind in _NUMBERS:
            return write_amount
        return write_day if kind == "date" else write_text

    def _write_lines(self, lines: Sequence[Line], first: int) -> None:
        for row, line in enumerate(lines, first):
            if self._sheet.wraps:
                self._set_height(row, line)
            for index, cell in enumerate(line.cells):
                self._put(row, index, cell, self._look(line, index, cell))

    def _set_height(self, row: int, line: Line) -> None:
        columns = self._sheet.table.columns
        texts = zip(line.cells, columns, strict=False)
        lines = max(_lines_of(str(cell or ""), column.characters - 2) for cell, column in texts)
        self._page.set_row(row, lines * _LINE_HEIGHT + 4)

    def _look(self, line: Line, index: int, cell: object) -> Any:
        kind = self._kinds[index]
        if isinstance(cell, date):
            kind = "date"
        elif kind in _NUMBERS and line.kind:
            kind = line.kind
        elif line.role in {"note", "title"}:
            kind = "text"
        return self._styles.cell(line.role, kind, ruled=not self._sheet.has_filter, wraps=self._sheet.wraps)

    def _put(self, row: int, column: int, cell: object, look: Any) -> None:
        """Write a cell by what it holds; a day that Excel does not know is written as text."""
        page = self._page
        if cell is None or cell == "":
            page.write_blank(row, column, None, look)
        elif isinstance(cell, Formula):
            page.write_formula(row, column, cell.text, look, cell.value)
        elif isinstance(cell, int | Decimal):
            page.write_number(row, column, cell, look)
        elif isinstance(cell, date):
            day = cell.date() if isinstance(cell, datetime) else cell
            if day >= _FIRST_DAY:
                page.write_number(row, column, day.toordinal() - _DAY_ZERO, look)
            else:
                page.write_string(row, column, f"{day.year}/{day.month}/{day.day}", look)
        else:
            self._put_text(row, column, cell.label if isinstance(cell, Code) else str(cell), look)

    def _put_text(self, row: int, column: int, text: str, look: Any) -> None:
        if text.startswith(_RICH[0]) and text.endswith(_RICH[1]):
            # In constant memory such a text would go into the file as mark-up; in two pieces it is escaped.
            font = look or self._styles.cell("body", "text", ruled=False, wraps=False)
            self._page.write_rich_string(row, column, text[0], font, text[1:], font)
        else:
            self._page.write_string(row, column, text, look)


def _lines_of(text: str, characters: int) -> int:
    return max(1, -(-width_of(text) // max(characters, 1)))


def _printed(text: str) -> str:
    """Return `text` for a printed header or footer, where & begins a command."""
    return text.replace("&", "&&")
