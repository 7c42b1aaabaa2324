"""What a view shows, as data: charts and tables that a window, a paper and a workbook set each in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from collections_app.domain.money import Unit, in_unit, show_percent
from collections_app.domain.views import FigureRows

Marker = Literal["", "circle", "square", "triangle", "diamond"]


def number_text(value: int, unit: Unit | None) -> str:
    """Return a value of a chart: yen in a unit, or (without one) tenths of a percent as 14.5."""
    if unit is not None:
        return in_unit(value, unit)
    return show_percent(f"{'-' if value < 0 else ''}{abs(value) // 10}.{abs(value) % 10}")


def unit_label(unit: Unit | None) -> str:
    """Return the word of a chart's numbers."""
    return "%" if unit is None else unit.label


@dataclass(frozen=True, slots=True)
class Series:
    """A line: a value for each place (None: not there yet), and how it is told from others without colour."""

    name: str
    values: tuple[int | None, ...]
    ink: str
    label: str = ""  # written at its last value
    dash: tuple[float, ...] = ()
    marker: Marker = ""
    width: float = 1.5


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over places in a row; values are yen, or without a unit tenths of a percent."""

    title: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit | None = Unit.MILLION

    def values(self) -> list[int]:
        """Return every value drawn."""
        return [value for one in self.series for value in one.values if value is not None]


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of a waterfall: a change, or a total that stands on the ground."""

    label: str
    value: int
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Waterfall:
    """How one total becomes another, step by step (yen)."""

    title: str
    steps: tuple[Step, ...]
    unit: Unit = Unit.MILLION

    def ends(self) -> tuple[tuple[int, int], ...]:
        """Return from where to where each bar reaches."""
        found = []
        reached = 0
        for step in self.steps:
            begin = 0 if step.is_total else reached
            reached = begin + step.value
            found.append((begin, reached))
        return tuple(found)


Chart = Lines | Waterfall


@dataclass(frozen=True, slots=True)
class Shown:
    """A view as it is shown: what it is called, of which days, its charts and its tables with whole yen."""

    title: str
    said: str
    charts: tuple[Chart, ...] = ()
    tables: tuple[FigureRows, ...] = ()


def chart_rows(chart: Chart) -> FigureRows:
    """Return the numbers behind a chart as a table."""
    if isinstance(chart, Waterfall):
        rows: tuple[tuple[object, ...], ...] = tuple((step.label, step.value) for step in chart.steps)
        return table(chart.title, (("項目", "text"), ("円", "yen")), rows)
    kind = "percent" if chart.unit is None else "yen"
    columns = (("", "text"), *((one.name, kind) for one in chart.series))
    rows = tuple(
        (place, *(_cell(one.values[at], chart.unit) for one in chart.series)) for at, place in enumerate(chart.places)
    )
    return table(chart.title, columns, rows)


def table(title: str, columns: tuple[tuple[str, str], ...], rows: tuple[tuple[object, ...], ...]) -> FigureRows:
    """Return rows under (heading, kind)."""
    return FigureRows("", title, tuple(one for one, _ in columns), tuple(kind for _, kind in columns), rows, 0, "")


def _cell(value: int | None, unit: Unit | None) -> object:
    return value if value is None or unit is not None else Decimal(value) / 10
