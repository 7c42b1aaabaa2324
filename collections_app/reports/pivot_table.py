"""A pivot as a table: rows down, columns across, sums at the end of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import DIMENSIONS
from collections_app.domain.figures import MEASURES
from collections_app.domain.pivot import ordered
from collections_app.reports.table import Column, Kind, Table

if TYPE_CHECKING:
    from collections_app.domain.pivot import Pivot

SUM = "合計"


def keys_of(pivot: Pivot) -> tuple[list[str], list[str]]:
    """Return the keys of rows and columns in the order they are shown."""
    wanted = pivot.wanted
    return ordered(pivot.row_sums, wanted.rows), ordered(pivot.column_sums, wanted.columns)


def pivot_table(pivot: Pivot) -> Table:
    """Return the pivot: the row's name, each column, the sum; amounts in whole yen, nothing is empty."""
    wanted = pivot.wanted
    rows, columns = keys_of(pivot)
    kind: Kind = "yen" if pivot.figure.is_money else "count"
    heads = (
        Column(DIMENSIONS[wanted.rows]),
        *(Column(pivot.label(wanted.columns, key), kind) for key in columns),
        Column(SUM, kind),
    )
    lines: list[tuple[object, ...]] = [
        (pivot.label(wanted.rows, row), *(pivot.cells.get((row, key)) for key in columns), pivot.row_sums[row])
        for row in rows
    ]
    sums = (SUM, *(pivot.column_sums[key] for key in columns), pivot.total)
    if any(MEASURES[measure].distinct for measure in pivot.figure.measures):  # such a column does not add up
        return Table(title_of(pivot), heads, [*lines, sums])
    return Table(title_of(pivot), heads, lines, sums)


def title_of(pivot: Pivot) -> str:
    """Return such as 総回収（元損）　課×月."""
    return f"{pivot.figure.label}　{DIMENSIONS[pivot.wanted.rows]}×{DIMENSIONS[pivot.wanted.columns]}"
