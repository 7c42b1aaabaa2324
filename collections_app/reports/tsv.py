"""A table as tab-separated text for the clipboard: headings, numbers without separators, dates yyyy/m/d.

A text that a spreadsheet would take for a formula gets a leading apostrophe, so that pasting it runs nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.codes import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_app.reports.table import Table

_FORMULA_STARTS = "=+-@＝＋－＠"  # Japanese Excel takes the full-width signs for the same
_BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


def tsv_of(table: Table) -> str:
    """Return `table` as lines of cells between tabs, each line ended; sums are left out (a spreadsheet adds itself)."""
    return "".join(map(_line, (table.headings, *table.rows)))


def _line(cells: Iterable[object]) -> str:
    return "\t".join(map(cell_text, cells)) + "\n"


def cell_text(cell: object) -> str:
    """Return what is pasted for one cell; texts are kept on one line and never begin a formula."""
    if cell is None:
        return ""
    if isinstance(cell, Code):
        return cell.label
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    if not isinstance(cell, str):
        return str(cell)
    text = cell.translate(_BREAKS)
    # A sign alone (－ for "nothing to compare") is no formula.
    return f"'{text}" if len(text) > 1 and text.lstrip()[:1] and text.lstrip()[0] in _FORMULA_STARTS else text
