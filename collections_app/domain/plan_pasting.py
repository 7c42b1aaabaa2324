"""Plans pasted from a spreadsheet: under the months and figures their headings name, else from a cell on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from collections_app.domain.choosing import folded
from collections_app.domain.plan_figures import MONTH_ORDER

_MONTH = re.compile(r"(?:[0-9]+年)?([0-9]{1,2})月(?:分)?")
_YEARS = frozenset(folded(word) for word in ("年計", "年額", "合計", "計", "計画値", "年度計画"))

Cells = dict[tuple[int, int], str]  # text by (figure's place, column): 0 the year, 1 to 12 the months


def column_of(heading: str) -> int | None:
    """Return the column a heading names: 0 for 年計, 1 to 12 for 4月 to 3月; None when it names none."""
    word = folded(heading)
    found = _MONTH.fullmatch(word)
    if found and int(found[1]) in MONTH_ORDER:
        return MONTH_ORDER.index(int(found[1])) + 1
    return 0 if word in _YEARS else None


def placed(table: Sequence[Sequence[str]], at: tuple[int, int], labels: Mapping[str, int]) -> tuple[Cells, list[str]]:
    """Return the pasted cells by their place, and the names of figures that none has.

    A row that names a figure goes to it, under the headings of the first row or from the year's total on; rows
    without names go from the cell `at` on.
    """
    known = {folded(label): place for label, place in labels.items()}
    heads = [column_of(cell) for cell in table[0]] if table else []
    has_heads = (
        sum(one is not None for one in heads) * 2 >= max(len([cell for cell in table[0] if cell]), 1)
        if table
        else False
    )
    rows = table[1:] if has_heads else table
    found: Cells = {}
    unknown = []
    for number, cells in enumerate(rows):
        named = known.get(folded(cells[0])) if cells else None
        if named is None and has_heads and heads and heads[0] is None:
            unknown.append(cells[0])
            continue
        for place, cell in enumerate(cells):
            column = (
                heads[place] if has_heads and place < len(heads) else _by_place(place, at, is_named=named is not None)
            )
            if column is not None and 0 <= column <= len(MONTH_ORDER):
                found[(at[0] + number) if named is None else named, column] = cell
    return {cell: text for cell, text in found.items() if cell[0] < len(labels)}, unknown


def _by_place(place: int, at: tuple[int, int], *, is_named: bool) -> int | None:
    if is_named:
        return place - 1 if place else None
    return at[1] + place
