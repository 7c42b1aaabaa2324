"""Writes one sheet of a workbook with XlsxWriter: looks, page, and cells by what they hold.

Text goes through `write_string` alone, so =HYPERLINK… stays text and 007 keeps its zeros.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from collections_app.domain.codes import Code
from collections_app.domain.errors import UserError
from collections_app.exchange.chart_writer import insert_chart
from collections_app.exchange.row_text import RowText
from collections_app.reports.sheet import Formula, Linked, value_of
from collections_app.reports.table import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.progress import Progress
    from collections_app.reports.sheet import Line, Role, Sheet, Workbook
    from collections_app.reports.table import Kind

FONT = "BIZ UDPゴシック"
# 令和元年 is written out for 2019-05-01 … 2019-12-31: LibreOffice shows a bare number for Excel's own gannen code.
ERA = '[<43586][$-411]ggge"年"m"月"d"日";[<43831]"令和元年"m"月"d"日";[$-411]ggge"年"m"月"d"日"'
_WHOLE = "#,##0;[Red]▲#,##0;0"
_NUMBERS: dict[Kind, str] = {
    "yen": _WHOLE,
    "count": _WHOLE,
    "percent": "#,##0.0;[Red]▲#,##0.0;0.0",
    "hundredths": "#,##0.00;[Red]▲#,##0.00;0.00",
    "thousands": "#,##0,;[Red]▲#,##0,;0",
}
_LOOKS: dict[Role, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"font_size": 9, "font_color": "#404040"},
    "section": {"bold": True, "bg_color": "#EDEDED", "bottom": 1},
    "body": {},
    "total": {"bold": True, "top": 1, "bottom": 1},
    "check": {"font_size": 9, "font_color": "#404040", "bottom": 4, "bottom_color": "#A6A6A6"},
}
_HEADING = {"bold": True, "bg_color": "#DDEBF7", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
_RULED = {"bottom": 4, "bottom_color": "#A6A6A6"}  # lines that lead the eye on sheets without a filter
_A4 = 9
_LINE_HEIGHT = 14  # points, at 10 points of font
_RULED_HEIGHT = 18
_STEP = 1000  # rows between two looks at the progress
MOST_ROWS = 1_048_576  # of a sheet (Excel specifications and limits)
FIRST_DAY = date(1900, 3, 1)  # Excel has a 29 February 1900, and nothing before that year
DAY_ZERO = date(1899, 12, 30).toordinal()
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
            look |= {"align": "left", "indent": 1} | ({"text_wrap": True, "valign": "top"} if wraps else {})
        return self._format((role, kind, ruled, wraps), look)

    def column(self, kind: Kind) -> Any:
        """Return the format of a column's rows; text has the workbook's own font and needs none."""
        return None if kind in ("text", "code") else self.cell("body", kind, ruled=False, wraps=False)

    def word(self, role: Role, *, is_first: bool, is_text: bool) -> Any:
        """Return the format of a word that stands where numbers do: －, 一致, the heading of a block."""
        look = dict(_LOOKS[role]) | (_RULED if role == "body" else {})
        look |= {"align": "left", "indent": 1} if is_first or is_text else {"align": "right"}
        return self._format(("word", role, is_first, is_text), look)

    def link(self) -> Any:
        """Return the format of a word that leads somewhere."""
        return self._format(("link",), {"font_color": "#1F4E79", "underline": 1, **_RULED, "indent": 1})

    def shrunk(self) -> Any:
        """Return the format of a text that is too long for its column: shown smaller, never cut off."""
        return self._format(("shrunk",), {"shrink": True})

    def _format(self, key: tuple[Any, ...], look: dict[str, Any]) -> Any:
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


class SheetWriter:
    """Adds a sheet to a workbook, then writes its rows from top to bottom."""

    def __init__(self, book: Any, styles: Styles, name: str) -> None:
        """Add the sheet; what stands on it comes with `write`."""
        self._styles = styles
        self._page = book.add_worksheet(name)
        self._book = book

    def write(self, sheet: Sheet, workbook: Workbook, progress: Progress, done: int, total: int) -> int:
        """Write the whole sheet and return its number of rows; `done` of `total` rows of the workbook are written."""
        self._sheet = sheet
        self._kinds = [column.kind for column in sheet.table.columns]
        for index, column in enumerate(sheet.table.columns):
            self._page.set_column(index, index, column.characters)
        self._set_page(workbook)
        self._write_lines(sheet.above, 0)
        row = len(sheet.above)
        if sheet.has_headings:
            self._write_headings(row)
        row = sheet.first_row - 1
        if sheet.lines:
            self._write_lines(sheet.lines, row)
            count = len(sheet.lines)
            progress.step(sheet.table.name, min(done + count, total), total)
        else:
            count = self._write_rows(row, progress, done, total)
        self._write_lines(sheet.below, row + count)
        if sheet.has_filter:
            self._page.autofilter(row - 1, 0, row - 1 + count, len(self._kinds) - 1)
        for chart in sheet.charts:
            insert_chart(self._book, self._page, chart)
        return count

    def _set_page(self, workbook: Workbook) -> None:
        page, heading = self._page, len(self._sheet.above)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, int(self._sheet.is_one_page))
        page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
        made = f"{workbook.created_at:%Y-%m-%d %H:%M}"
        page.set_header(f"&L{_printed(workbook.title)}&R{_printed(workbook.header)}")
        page.set_footer(f"&L社外秘&C&P / &N&R{_printed(self._sheet.table.name)}　{made}")
        if not self._sheet.has_filter:
            page.set_default_row(_RULED_HEIGHT)
        if self._sheet.charts:
            page.hide_gridlines(2)
        if self._sheet.has_headings:
            page.freeze_panes(heading + 1, self._sheet.frozen_columns)
            page.repeat_rows(heading)

    def _write_headings(self, row: int) -> None:
        columns = self._sheet.table.columns
        lines = max((_lines_of(column.heading, column.characters - 1) for column in columns), default=1)
        self._page.set_row(row, max(18, lines * _LINE_HEIGHT + 4))
        for index, column in enumerate(columns):
            self._page.write_string(row, index, column.heading, self._styles.heading())

    def _write_rows(self, first: int, progress: Progress, done: int, total: int) -> int:
        """Write rows that look alike and return how many; an odd cell sends its row the careful way."""
        columns, name = self._sheet.table.columns, self._sheet.table.name
        looks = [self._styles.column(column.kind) for column in columns]
        text = RowText(self._page, columns, looks, self._styles.shrunk())
        number = -1
        for number, row in enumerate(self._sheet.table.rows):
            if number % _STEP == 0:
                progress.step(name, min(done + number, total), total)
                if first + number + _STEP > MOST_ROWS:
                    raise _too_many(name, first + number)
            if not text.write(first + number, row):
                self._write_row(first + number, row, looks)
        text.end()
        return number + 1

    def _write_row(self, number: int, row: Sequence[object], looks: Sequence[Any]) -> None:
        for index, (cell, look) in enumerate(zip(row, looks, strict=True)):
            if cell is None or cell == "":
                continue
            is_long = isinstance(cell, str) and width_of(cell) > self._sheet.table.columns[index].characters
            self._put(number, index, cell, self._styles.shrunk() if is_long and look is None else look)

    def _write_lines(self, lines: Sequence[Line], first: int) -> None:
        for row, line in enumerate(lines, first):
            if self._sheet.wraps and line.role != "title":
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
        value = value_of(cell)
        if isinstance(value, date):
            kind = "date"
        elif line.role in ("check", "section") or (kind in _NUMBERS and isinstance(value, str)):
            return self._styles.word(line.role, is_first=index == 0, is_text=kind not in _NUMBERS)
        elif line.kind and isinstance(value, int | Decimal):
            kind = line.kind
        elif line.role in {"note", "title"}:
            kind = "text"
        return self._styles.cell(line.role, kind, ruled=not self._sheet.has_filter, wraps=self._sheet.wraps)

    def _put(self, row: int, column: int, cell: object, look: Any) -> None:
        """Write a cell by what it holds; a day that Excel does not know is written as text."""
        page = self._page
        if isinstance(cell, Linked):
            # The cell that follows takes the place of the word, and the link stays.
            page.write_url(row, column, f"internal:{cell.target}", look, "-", cell.tip or None)
            self._put(row, column, cell.cell, self._styles.link() if isinstance(cell.cell, str) else look)
        elif cell is None or cell == "":
            page.write_blank(row, column, None, look)
        elif isinstance(cell, Formula):
            shown = cell.value.toordinal() - DAY_ZERO if isinstance(cell.value, date) else cell.value
            page.write_formula(row, column, cell.text, look, shown)
        elif isinstance(cell, int | Decimal):
            page.write_number(row, column, cell, look)
        elif isinstance(cell, date):
            day = cell.date() if isinstance(cell, datetime) else cell
            if day >= FIRST_DAY:
                page.write_number(row, column, day.toordinal() - DAY_ZERO, look)
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


def _too_many(name: str, rows: int) -> UserError:
    # XlsxWriter would leave the rest out without a word
    return UserError(
        f"「{name}」は{rows:,}行より多く、Excelの1シートに入りません（{MOST_ROWS:,}行まで）。期間や条件で絞り込んでください。"
    )


def _printed(text: str) -> str:
    """Return `text` for a printed header or footer, where & begins a command."""
    return text.replace("&", "&&")
