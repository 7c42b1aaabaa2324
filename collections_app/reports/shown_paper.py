"""A view of the summary as a paper and as a workbook: what was shown, its charts and its tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_percent, show_yen
from collections_app.domain.paper import PaperKind, Stamp
from collections_app.domain.shown import Lines
from collections_app.domain.views import FigureRows
from collections_app.reports.document import Block, Document, Drawing, Grid, PaperColumn, Paragraph, Section
from collections_app.reports.sheet import Line, Sheet, Workbook
from collections_app.reports.shown_charts import chart_sheet
from collections_app.reports.table import table_of, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collections_app.domain.shown import Chart, Shown

_MARKS = {"circle": "●", "square": "■", "triangle": "▲", "diamond": "◆"}
_NUMBERS = frozenset(("yen", "count", "percent"))
_MOST_UPRIGHT = 7  # columns that fit on an upright page
_NAME_LENGTH = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\　", "_"))


def document(shown: Shown, as_of: date, stamp: Stamp) -> Document:
    """Return a view as a paper; amounts are whole yen, whatever unit the window showed."""
    widest = max((len(table.headings) for table in shown.tables), default=0)
    return Document(
        PaperKind.SUMMARY,
        shown.title,
        shown.said,
        as_of,
        tuple(_blocks(shown)),
        stamp,
        (),
        is_landscape=widest > _MOST_UPRIGHT,
        is_personal=False,
    )


def _blocks(shown: Shown) -> Iterator[Block]:
    for chart in shown.charts:
        yield Section(f"{chart.title}　{_unit(chart)}")
        yield Drawing(chart)
        if isinstance(chart, Lines):
            yield Paragraph("　".join(f"{_sample(one.dash, one.marker)} {one.name}" for one in chart.series))
    for table in shown.tables:
        yield Section(table.title)
        yield _grid(table)


def _unit(chart: Chart) -> str:
    return "%" if chart.unit is None else chart.unit.label


def _sample(dash: tuple[float, ...], marker: str) -> str:
    line = "╌" if dash else "─"
    return f"{line}{_MARKS.get(marker, '')}{line}"


def _grid(table: FigureRows) -> Grid:
    rows = tuple(tuple(_text(cell) for cell in row) for row in table.rows)
    columns = []
    for place, (heading, kind) in enumerate(zip(table.headings, table.kinds, strict=True)):
        widest = max((width_of(row[place]) for row in rows), default=0)
        share = max(widest, width_of(heading)) + 2
        is_number = kind in _NUMBERS
        columns.append(PaperColumn(heading, share, "right" if is_number else "left", is_digits=is_number))
    return Grid(tuple(columns), rows, empty="この期間の記録がありません。")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool | str):
        return str(cell)
    if isinstance(cell, int):
        return show_yen(cell)
    if isinstance(cell, Decimal):
        return show_percent(f"{cell}")
    return short_era(cell) if isinstance(cell, date) else str(cell)


def workbook(shown: Shown, now: datetime) -> Workbook:
    """Return a view as a workbook: a sheet for each table, and one for each chart with its numbers."""
    names: list[str] = []
    sheets = []
    sentences = [part for part in shown.said.replace("。", "。\n").splitlines() if part]
    notes = [Line((part,), "note") for part in sentences]
    for one in (*shown.tables, *shown.charts):
        name = one.title.translate(_NOT_IN_NAMES).strip("'")[:_NAME_LENGTH] or "表"
        if name in names:
            name = f"{name[: _NAME_LENGTH - 4]}_{len(names) + 1}"
        names.append(name)
        above = (Line((one.title,), "title"), *notes)
        if isinstance(one, FigureRows):
            sheets.append(Sheet(table_of(one, name), above))
        else:
            sheets.append(chart_sheet(one, name, above))
    return Workbook(shown.title, sentences[0] if len(sentences) == 1 else "", now, tuple(sheets))
