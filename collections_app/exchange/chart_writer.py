"""Charts of the spreadsheet's own kind, told apart by line, mark and brightness: legible in a grey print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections_app.reports.sheet import Area, Chart, Look, Series

_FONT = {"name": "BIZ UDPゴシック", "size": 9}
_TITLE = {"name": "BIZ UDPゴシック", "size": 11, "bold": True}
_GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
_DARK, _PALE, _MIDDLE = "#1F4E79", "#B7BEC7", "#5A6570"
_LINES: dict[Look, dict[str, Any]] = {
    "now": {
        "line": {"color": _DARK, "width": 2.25},
        "marker": {"type": "circle", "size": 5, "fill": {"color": _DARK}, "border": {"color": _DARK}},
    },
    "before": {
        "line": {"color": _MIDDLE, "width": 1.5, "dash_type": "dash"},
        "marker": {"type": "square", "size": 4, "fill": {"color": "#FFFFFF"}, "border": {"color": _MIDDLE}},
    },
    "plan": {"line": {"color": "#000000", "width": 1.25, "dash_type": "round_dot"}, "marker": {"type": "none"}},
}
_COLUMNS: dict[Look, dict[str, Any]] = {
    "now": {"fill": {"color": _DARK}, "border": {"color": _DARK}},
    "before": {"fill": {"color": _PALE}, "border": {"color": _MIDDLE}},
}
# Several alike, the newest last: by mark and dash, from pale to dark.
_MARKS = ("diamond", "triangle", "x", "square", "star", "circle")
_DASHES = ("round_dot", "dash", "dash_dot", "long_dash", "solid", "solid")
_TONES = ("#9AA3AD", "#8A949F", "#77828E", "#5A6570", "#3A4A5C", _DARK)


def insert_chart(book: Any, page: Any, chart: Chart) -> None:
    """Put a chart on a sheet."""
    made = book.add_chart({"type": chart.kind})
    for number, series in enumerate(chart.series):
        made.add_series(
            {
                "name": series.label,
                "categories": _range(chart.categories),
                "values": _range(series.values),
                **_look(chart, series, number),
            }
        )
    made.set_title({"name": chart.title, "name_font": _TITLE, "overlay": False})
    made.set_x_axis({"num_font": _FONT, "line": {"color": _MIDDLE}, "label_position": "low"})
    made.set_y_axis(
        {
            "num_font": _FONT,
            "num_format": chart.number_format,
            "major_gridlines": _GRID,
            "line": {"none": True},
            "name": chart.unit,
            "name_font": _FONT | {"rotation": 0, "bold": False},
        }
    )
    made.set_legend({"position": "bottom", "font": _FONT})
    made.set_size({"width": chart.width, "height": chart.height})
    made.show_blanks_as("gap")
    page.insert_chart(chart.row, chart.column, made, {"object_position": 2, "description": chart.title})


def _look(chart: Chart, series: Series, number: int) -> dict[str, Any]:
    if chart.kind != "line":
        return _COLUMNS[series.look] | {"gap": 60, "overlap": 0}
    if series.look != "other":
        return _LINES[series.look]
    place = number + len(_MARKS) - len(chart.series)
    tone = _TONES[place]
    return {
        "line": {"color": tone, "width": 2.25 if place == len(_MARKS) - 1 else 1.5, "dash_type": _DASHES[place]},
        "marker": {"type": _MARKS[place], "size": 5, "fill": {"color": "#FFFFFF"}, "border": {"color": tone}},
    }


def _range(area: Area) -> list[object]:
    return [area.sheet, area.first_row - 1, area.first_column, area.last_row - 1, area.last_column]
