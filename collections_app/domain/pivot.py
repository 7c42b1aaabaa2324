"""A figure crossed by two breakdowns (クロス集計): cells with sums of rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from collections_app.domain.codes import Code
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE, LEVELS, Figure


class Dimension(Code):
    """By what a figure is broken down; the value is its name in commands and data sets."""

    SECTION = "section", "課"
    STAFF = "staff", "担当者"
    BANK = "bank", "金融機関"
    CHANNEL = "channel", "取扱"
    SOURCE = "source", "回収原因"
    INDUSTRY = "industry", "業種"
    SCHEME = "scheme", "保証制度"
    MONTH = "month", "月"
    ELAPSED = "elapsed", "経過年数"


_OF_EVENTS = frozenset((Dimension.MONTH, Dimension.ELAPSED, Dimension.CHANNEL, Dimension.SOURCE))
_OF_MONEY = frozenset((Dimension.SOURCE,))
_OF_CHANNELS = frozenset((Dimension.CHANNEL,))
Cell = tuple[str, str]  # the key of the row, the key of the column


@dataclass(frozen=True, slots=True)
class PivotWanted:
    """A figure of a span of days, by two dimensions that differ."""

    key: str
    first: date
    last: date
    rows: Dimension
    columns: Dimension


@dataclass(frozen=True, slots=True)
class Pivot:
    """What was counted: cells by (row, column), and sums in which a party counts once each."""

    wanted: PivotWanted
    cells: Mapping[Cell, int]
    row_sums: Mapping[str, int]
    column_sums: Mapping[str, int]
    total: int
    labels: Mapping[Cell, str]  # by (dimension's value, key)

    @property
    def figure(self) -> Figure:
        """Return what is counted."""
        return FIGURE[self.wanted.key]

    def label(self, dimension: Dimension, key: str) -> str:
        """Return how a key reads, such as 佐藤 一郎（第一課）; （なし） for a value that is not there."""
        return self.labels.get((dimension.value, key), key) or "（なし）"


def dimensions_of(figure: Figure) -> tuple[Dimension, ...]:
    """Return by what a figure can be broken down: a level has no month of its own, only money has a source."""
    if not LEVELS.isdisjoint(figure.measures):
        return tuple(one for one in Dimension if one not in _OF_EVENTS)
    is_recovery = figure.key.startswith("recovery")
    without = frozenset() if is_recovery else _OF_MONEY
    if not (is_recovery or figure.key.startswith("release")):
        without |= _OF_CHANNELS
    return tuple(one for one in Dimension if one not in without)


def check(wanted: PivotWanted) -> None:
    """Refuse what cannot be counted: UserError with the dimensions that can."""
    figure = FIGURE.get(wanted.key)
    if figure is None:
        raise UserError(f"「{wanted.key}」という項目はありません。項目の名前を確かめてください。")
    if wanted.first > wanted.last:
        raise UserError(f"期間の終わり {wanted.last} が始まり {wanted.first} より前です。期間を直してください。")
    if wanted.rows is wanted.columns:
        raise UserError("行と列に同じ内訳は選べません。どちらかを変えてください。")
    possible = dimensions_of(figure)
    for one in (wanted.rows, wanted.columns):
        if one not in possible:
            words = "、".join(dimension.label for dimension in possible)
            raise UserError(f"{figure.label}は{one.label}では分けられません。分けられるのは{words}です。")


def crossed(wanted: PivotWanted, counted: Iterable[tuple[str, str, str, int]], labels: Mapping[Cell, str]) -> Pivot:
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
        labels,
    )


def ordered(keys: Iterable[str], dimension: Dimension) -> list[str]:
    """Return the keys as they are read: years by number, others by their text, what is not there last."""
    if dimension is Dimension.ELAPSED:
        return sorted(keys, key=lambda key: (key == "", int(key or 0)))
    return sorted(keys, key=lambda key: (key == "", key))
