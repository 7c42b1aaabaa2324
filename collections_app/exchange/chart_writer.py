"""Charts of the spreadsheet's own kind, told apart by line, mark and brightness: legible in a grey print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections_app.reports.sheet import Area, Chart, Look, Series, Stroke

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
_BARS: dict[Look, dict[str, Any]] = {  # black amounts are read on each of them, in grey too
    "base": {},
    "total": {"fill": {"color": "#A9B8C9"}, "border": {"color": _DARK, "width": 1}},
    "up": {"fill": {"color": "#DCE8F3"}, "border": {"color": _DARK, "width": 1}},
    "down": {"fill": {"color": "#FFFFFF"}, "border": {"color": _MIDDLE, "width": 1}},
}
_DASH: dict[tuple[float, ...], str] = {  # those of the screen
    (): "solid",
    (4.0, 3.0): "dash",
    (6.0, 2.0): "long_dash",
    (2.0, 2.0): "square_dot",
    (6.0, 2.0, 2.0, 2.0): "dash_dot",
    (1.0, 2.0): "round_dot",
}
# Several alike, the newest last: by mark and dash, from pale to dark.
_MARKS = ("diamond", "triangle", "x", "square", "star", "circle")
_DASHES = ("round_dot", "dash", "dash_dot", "long_dash", "solid", "solid")
_TONES = ("#9AA3AD", "#8A949F", "#77828E", "#5A6570", "#3A4A5C", _DARK)


def insert_chart(book: Any, page: Any, chart: Chart) -> None:
    """Put a chart on a sheet."""
    is_stacked = chart.kind == "stacked"
    made = book.add_chart({"type": "column", "subtype": "stacked"} if is_stacked else {"type": chart.kind})
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
    unseen = [at for at, series in enumerate(chart.series) if series.look == "base"]
    made.set_legend({"position": "bottom", "font": _FONT, **({"delete_series": unseen} if unseen else {})})
    made.set_size({"width": chart.width, "height": chart.height})
    made.show_blanks_as("gap")
    page.insert_chart(chart.row, chart.column, made, {"object_position": 2, "description": chart.title})


def _look(chart: Chart, series: Series, number: int) -> dict[str, Any]:
    if series.look in _BARS:
        return _bar(chart, series)
    if series.look == "drawn":
        return _stroke(series.stroke, number)
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


def _bar(chart: Chart, series: Series) -> dict[str, Any]:
    """Return the look of a bar of a waterfall, its amount upon it; the ground under it is not drawn."""
    if series.look == "base":
        return {"fill": {"none": True}, "border": {"none": True}, "gap": 40, "overlap": 100}
    positive = chart.number_format.partition(";")[0]
    amount = {"value": True, "font": _FONT, "num_format": f"▲{positive}" if series.look == "down" else positive}
    return {**_BARS[series.look], "data_labels": amount}


def _stroke(stroke: Stroke, number: int) -> dict[str, Any]:
    """Return the look of a line as it was drawn on the screen, in tones of grey and blue."""
    tone = _DARK if stroke.is_thick else _TONES[-2 - number % (len(_TONES) - 1)]
    marker = {"type": stroke.marker, "size": 5, "fill": {"color": "#FFFFFF"}, "border": {"color": tone}}
    return {
        "line": {"color": tone, "width": 2.25 if stroke.is_thick else 1.5, "dash_type": _DASH.get(stroke.dash, "dash")},
        "marker": marker if stroke.marker else {"type": "none"},
    }


def _range(area: Area) -> list[object]:
    return [area.sheet, area.first_row - 1, area.first_column, area.last_row - 1, area.last_column]
