"""Rows pasted from a spreadsheet: cut into cells, and put under the columns of a grid by heading or by place."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from collections_app.domain.choosing import folded
from collections_app.domain.grid import GridSpec

_LINE_ENDS = re.compile(r"(?<=\n)")
_UNIT = re.compile(r"[（(][^（()）]*[)）]|[:：*＊]")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The cells of each row by the place of their column; the headings no column has; whether there were headings."""

    rows: tuple[dict[int, str], ...]
    unused: tuple[str, ...] = ()
    has_headings: bool = False


def cells_of(text: str) -> list[list[str]]:
    """Return the cells of a text from the clipboard; rows that hold nothing are left out."""
    lines = _LINE_ENDS.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    rows = csv.reader(lines, delimiter="\t")
    return [cells for cells in ([cell.strip() for cell in row] for row in rows) if any(cells)]


def placed(spec: GridSpec, table: Sequence[Sequence[str]], first: int = 0) -> Pasted:
    """Return pasted rows under their columns: by headings in any order, else from the column `first` on."""
    if not table:
        return Pasted(())
    names = _names(spec)
    under = [names.get(_heading(cell)) for cell in table[0]]
    filled = sum(bool(cell) for cell in table[0])
    known = [at for at in under if at is not None]
    if not known or 2 * len(known) < filled:
        last = len(spec.columns) - first
        return Pasted(tuple({first + at: cell for at, cell in enumerate(row[:last])} for row in table))
    unused = tuple(cell for cell, at in zip(table[0], under, strict=True) if cell and at is None)
    rows = tuple({at: cell for cell, at in zip(row, under, strict=False) if at is not None} for row in table[1:])
    return Pasted(rows, unused, has_headings=True)


def _names(spec: GridSpec) -> dict[str, int]:
    """Return the place of each column by everything it may be called."""
    found: dict[str, int] = {}
    for at, column in enumerate(spec.columns):
        kept = spec.column(at)
        for word in (kept.heading, column.word, column.name, *column.also):
            if word:
                found.setdefault(_heading(word), at)
    return found


def _heading(cell: str) -> str:
    return folded(_UNIT.sub("", cell)).replace("・", "")
