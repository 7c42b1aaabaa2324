"""A figure crossed by two breakdowns (クロス集計): cells with sums of rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from collections_app.domain.breakdowns import FigureWanted, figure_of, value_label
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE, Figure
from collections_app.domain.period import span_of

Cell = tuple[str, str]  # the key of the row, the key of the column


@dataclass(frozen=True, slots=True)
class PivotWanted:
    """A question behind a figure, crossed by two dimensions that differ."""

    figure: FigureWanted
    rows: str
    columns: str

    def cell(self, row: str | None, column: str | None) -> FigureWanted:
        """Return the question behind a cell; None: behind the sum of that side."""
        found = self.figure
        if row is not None:
            found = found.within(self.rows, row)
        return found if column is None else found.within(self.columns, column)


@dataclass(frozen=True, slots=True)
class Pivot:
    """What was counted: cells by (row, column), and sums in which a party counts once each."""

    wanted: PivotWanted
    cells: Mapping[Cell, int]
    row_sums: Mapping[str, int]
    column_sums: Mapping[str, int]
    total: int
    people: Mapping[str, str]  # how a member of staff is called, by number

    @property
    def figure(self) -> Figure:
        """Return what is counted."""
        return FIGURE[self.wanted.figure.key]

    def label(self, dimension: str, key: str) -> str:
        """Return how a key reads, such as 佐藤 一郎（第一課）."""
        return (self.people.get(key) if dimension == "staff" else None) or value_label(dimension, key)


def check(wanted: PivotWanted) -> None:
    """Refuse what cannot be counted: UserError with what to change."""
    figure = FIGURE.get(wanted.figure.key)
    if figure is None:
        raise UserError(f"「{wanted.figure.key}」という項目はありません。項目の名前を確かめてください。")
    span_of(wanted.figure.first, wanted.figure.last)
    if wanted.rows == wanted.columns:
        raise UserError("行と列に同じ内訳は選べません。どちらかを変えてください。")
    figure_of(wanted.cell("", ""))


def crossed(wanted: PivotWanted, counted: Iterable[tuple[str, str, str, int]], people: Mapping[str, str]) -> Pivot:
    """Return the pivot of (row, column, party, number): a party, where there is one, counts once."""
    cells: dict[Cell, int] = {}
    rows: dict[str, int] = {}
    columns: dict[str, int] = {}
    total = 0
    met: set[tuple[str | None, str | None, str]] = set()

    def once(row: str | None, column: str | None, party: str, number: int) -> int:
        if not party:
            return number
        place = (row, column, party)
        if place in met:
            return 0
        met.add(place)
        return 1

    for row, column, party, number in counted:
        cells[row, column] = cells.get((row, column), 0) + once(row, column, party, number)
        rows[row] = rows.get(row, 0) + once(row, None, party, number)
        columns[column] = columns.get(column, 0) + once(None, column, party, number)
        total += once(None, None, party, number)
    kept = {cell: number for cell, number in cells.items() if number}
    in_rows, in_columns = {row for row, _ in kept}, {column for _, column in kept}
    return Pivot(
        wanted,
        kept,
        {row: number for row, number in rows.items() if row in in_rows},
        {column: number for column, number in columns.items() if column in in_columns},
        total,
        people,
    )


def ordered(keys: Iterable[str], dimension: str) -> list[str]:
    """Return the keys as they are read: years by number, others by their text, what is not there last."""
    if dimension == "elapsed":
        return sorted(keys, key=lambda key: (key == "", int(key or 0)))
    return sorted(keys, key=lambda key: (key == "", key))
