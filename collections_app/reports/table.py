"""A table as pure data: the one shape that lists on screens, sheets and the clipboard share.

Amounts are whole yen, percentages `Decimal` in percent, dates are dates; None or "" is an empty cell.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal, cast, get_args

from collections_app.domain.codes import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collections_app.domain.views import FigureRows

Kind = Literal[
    "text", "code", "date", "yen", "count", "percent", "thousands", "hundredths"
]  # thousands: yen shown as 千円

# Half-width characters. A date must hold 令和6年12月31日, an amount ▲9,999,999,999,999: else a sheet shows #####.
KIND_WIDTH: dict[Kind, int] = {
    "text": 12, "code": 10, "date": 18, "yen": 19, "count": 9, "percent": 12, "thousands": 13,
    "hundredths": 16,
}  # fmt: skip
WIDEST = 44
_SAMPLE = 300  # rows looked at for the width of a text column: enough, and no cost at 70,000 rows


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, what its cells hold, and its width in half-width characters (0: by its kind)."""

    heading: str
    kind: Kind = "text"
    width: int = 0

    @property
    def characters(self) -> int:
        """Return the width to show the column with: its own, else that of its kind, never below the heading's."""
        return self.width or max(KIND_WIDTH[self.kind], min(width_of(self.heading) + 4, WIDEST))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, read once or often; `sums` is a last line of totals, None where there is no total."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[object]]
    sums: tuple[object, ...] | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings in order."""
        return tuple(column.heading for column in self.columns)


def width_of(text: str) -> int:
    """Return how many half-width characters `text` takes; kanji and kana take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def amount_width(amount: int) -> int:
    """Return how wide a column must be for an amount with separators and a sign, in bold too."""
    return width_of(f"▲{amount:,}") + 3


def table_of(figure: FigureRows, name: str = "") -> Table:
    """Return the rows behind a figure as a table; codes become the words shown for them."""
    kinds = tuple(_kind(kind) for kind in figure.kinds)
    rows = figure.rows if "code" not in kinds else [in_words(row) for row in figure.rows]
    return Table(name or figure.title, fitted(zip(figure.headings, kinds, strict=True), rows), rows)


def fitted(headings: Iterable[tuple[str, Kind]], rows: Sequence[Sequence[object]]) -> tuple[Column, ...]:
    """Return columns as wide as their first rows need; amounts and dates by their kind."""
    return tuple(Column(heading, kind, _width(heading, kind, rows, i)) for i, (heading, kind) in enumerate(headings))


def in_words(row: Sequence[object]) -> tuple[object, ...]:
    """Return `row` with the Japanese word in place of each code."""
    return tuple(cell.label if isinstance(cell, Code) else cell for cell in row)


def _width(heading: str, kind: Kind, rows: Sequence[Sequence[object]], index: int) -> int:
    if kind == "yen":
        amounts = (
            cell for row in rows if isinstance(cell := row[index], int)
        )  # all of them: a number cut off is #####
        return max(amount_width(max(map(abs, amounts), default=0)), width_of(heading) + 4 + len("（円）"))
    if kind not in ("text", "code"):
        return 0
    widest = max((width_of(str(row[index] or "")) for row in islice(rows, _SAMPLE)), default=0)
    return min(max(widest + 2, width_of(heading) + 4), WIDEST)  # beside a heading stands the arrow of the filter


def _kind(word: str) -> Kind:
    if word not in get_args(Kind):
        raise ValueError(f"no kind of column: {word}")
    return cast("Kind", word)
