"""A chart of a view as a sheet: its numbers, and below them a chart of the spreadsheet's own kind drawn from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_app.domain.money import Unit
from collections_app.domain.shown import Lines, chart_rows, unit_label
from collections_app.reports.sheet import Area, Chart, Series, Sheet, Stroke
from collections_app.reports.table import Table, fitted, table_of

if TYPE_CHECKING:
    from collections_app.domain.shown import Chart as ShownChart
    from collections_app.domain.shown import Waterfall
    from collections_app.reports.sheet import ChartKind, Line, Look
    from collections_app.reports.table import Kind

_FORMATS: dict[Unit | None, str] = {
    Unit.YEN: "#,##0;▲#,##0",
    Unit.THOUSAND: "#,##0,;▲#,##0,",
    Unit.MILLION: "#,##0,,;▲#,##0,,",
    None: "0.0",
}
_THICK = 2.0
_BASE, _TOTAL, _UP, _DOWN, _BELOW = "土台（グラフ用）", "合計", "増", "減", "（0未満）"
_LOOKS: dict[str, Look] = {_BASE: "base", _TOTAL: "total", _UP: "up", _DOWN: "down"}
_WIDTH, _HEIGHT, _USUAL, _A_PLACE = 760, 400, 12, 56  # pixels; places that fit, and what each one more takes


def chart_sheet(chart: ShownChart, name: str, above: tuple[Line, ...]) -> Sheet:
    """Return the sheet of a chart; nothing is drawn where there is nothing yet."""
    if isinstance(chart, Lines):
        return _lines_sheet(chart, name, above)
    return _waterfall_sheet(chart, name, above)


def _lines_sheet(chart: Lines, name: str, above: tuple[Line, ...]) -> Sheet:
    sheet = Sheet(table_of(chart_rows(chart), name), above)
    strokes = [Stroke(one.dash, one.marker, is_thick=one.width >= _THICK) for one in chart.series]
    series = [Series(one.name, _area(sheet, at), "drawn", strokes[at - 1]) for at, one in enumerate(chart.series, 1)]
    return _drawn("line", chart, sheet, series)


def _waterfall_sheet(chart: Waterfall, name: str, above: tuple[Line, ...]) -> Sheet:
    """Stack each bar on a ground that is not drawn: spreadsheets have no waterfall that every program shows."""
    columns = _bars(chart)
    rows = [
        (step.label, step.value, *(values[at] for values in columns.values())) for at, step in enumerate(chart.steps)
    ]
    headings: list[tuple[str, Kind]] = [("項目", "text"), ("円", "yen"), *((word, "yen") for word in columns)]
    sheet = Sheet(Table(name, fitted(headings, rows), rows), above)
    series = [Series(word, _area(sheet, at), _LOOKS[word.removesuffix(_BELOW)]) for at, word in enumerate(columns, 2)]
    return _drawn("stacked", chart, sheet, series)


def _bars(chart: Waterfall) -> dict[str, list[int | None]]:
    """Return the ground of each bar, and what stands on it above nothing and hangs from it below."""
    columns: dict[str, list[int | None]] = {
        word + end: [None] * len(chart.steps) for end in ("", _BELOW) for word in _LOOKS
    }
    for at, (step, ends) in enumerate(zip(chart.steps, chart.ends(), strict=True)):
        low, high = sorted(ends)
        word = _TOTAL if step.is_total else _UP if step.value >= 0 else _DOWN
        columns[_BASE][at] = low if low > 0 else min(high, 0)
        columns[word][at] = max(high, 0) - max(low, 0)
        columns[word + _BELOW][at] = min(low, 0) - min(high, 0) or None
    return {word: values for word, values in columns.items() if not word.endswith(_BELOW) or any(values)}


def _area(sheet: Sheet, column: int) -> Area:
    """Return the numbers of a column."""
    count = sum(1 for _ in sheet.table.rows)
    return Area(sheet.table.name, sheet.first_row, column, sheet.first_row + count - 1, column)


def _drawn(kind: ChartKind, chart: ShownChart, sheet: Sheet, series: list[Series]) -> Sheet:
    """Return the sheet with its chart below the numbers."""
    places = sum(1 for _ in sheet.table.rows)
    if not series or not places:
        return sheet
    made = Chart(
        kind,
        chart.title,
        _area(sheet, 0),
        tuple(series),
        unit_label(chart.unit),
        _FORMATS[chart.unit],
        sheet.first_row + places,
        0,
        width=_WIDTH + max(places - _USUAL, 0) * _A_PLACE,
        height=_HEIGHT,
    )
    return replace(sheet, charts=(made,), is_one_page=True)
