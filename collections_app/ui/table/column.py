"""A column of a table, as data: what it shows, how it is aligned, how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from collections_app.reports import tsv
from collections_app.ui import look
from collections_app.ui.text import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VALUE_ROLE = Qt.ItemDataRole.UserRole + 1  # the value itself: a number, a date, a code
TONE_ROLE = Qt.ItemDataRole.UserRole + 2  # palette token of the text, "" for the usual one
KIND_ROLE = Qt.ItemDataRole.UserRole + 3  # how the delegate draws the cell
GROUP_ROLE = Qt.ItemDataRole.UserRole + 4  # whether the row is the line of a group

_CLAIM_NO = "求償権番号"
_MEASURED = 200  # rows looked at for the width of a column
_WIDE = 260
_NARROW = 104
RIGHT_ALIGNED = frozenset({"yen", "count", "number"})
TABULAR = frozenset({"yen", "count", "number", "date", "code"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind`: text, date, yen, count, number, code (tabular digits) or status (a chip)."""

    key: str
    heading: str
    kind: str = "text"
    width: int = 100
    value: Callable[[Any], object] = field(default=lambda row: row)
    show: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    is_hidden: bool = False
    is_sortable: bool = True
    least: int = 0  # how narrow it may become before the table scrolls sideways; 0: not narrower than `width`
    gives_way: bool = False  # hidden where the table would scroll sideways; what it says stands elsewhere too

    @property
    def is_right_aligned(self) -> bool:
        """Whether the column holds numbers, which are aligned right under a heading aligned right."""
        return self.kind in RIGHT_ALIGNED

    def text(self, row: Any) -> str:
        """Return what the cell of `row` shows."""
        return cell_text(self.value(row), self.kind) if self.show is None else self.show(row)

    def copied(self, row: Any) -> str:
        """Return what the cell of `row` puts on the clipboard."""
        value = self.value(row)
        return tsv.cell_text(self.show(row) if self.show is not None and isinstance(value, str) else value)

    @property
    def alignment(self) -> int:
        """The alignment of heading and cells."""
        side = Qt.AlignmentFlag.AlignRight if self.is_right_aligned else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


def _cell(index: int) -> Callable[[Any], object]:
    return lambda row: row[index]


def columns_of(
    headings: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[object]] = (), spare: Sequence[str] = ()
) -> tuple[Column, ...]:
    """Return columns for rows that are tuples, such as those of FigureRows, as wide as their first rows need.

    Those under the headings of `spare` give way in a narrow window.
    """
    found = []
    for index, (heading, kind) in enumerate(zip(headings, kinds, strict=True)):
        shown = _kind(index, heading, kind)
        texts = [cell_text(row[index], kind) for row in rows[:_MEASURED]]
        width = width_of(heading, texts, is_tabular=shown in TABULAR or shown == "claim")
        if kind == "yen":  # its sum is the longest amount of all
            total = sum(cell for row in rows if isinstance(cell := row[index], int))
            width = max(width, width_of(heading, [cell_text(total, kind)], is_tabular=True) + look.XS)
        least = _NARROW if shown == "text" and width > _NARROW + look.XL else 0
        found.append(
            Column(
                str(index),
                heading,
                shown,
                min(width, _WIDE),
                _cell(index),
                least=least,
                gives_way=heading in spare,
            )
        )
    return tuple(found)


def _kind(index: int, heading: str, kind: str) -> str:
    if index == 0 and heading == _CLAIM_NO:
        return "claim"
    if kind == "code":
        return "text"  # of figures a code is a word of a closed list
    return "code" if kind == "text" and heading.endswith("番号") else kind


def width_of(heading: str, texts: Sequence[str], *, is_tabular: bool) -> int:
    """Return the width (pixels at 100 %) that shows a heading and every one of the texts."""
    cells = QFontMetrics(look.number_font() if is_tabular else look.text_font())
    widest = max((cells.horizontalAdvance(text) for text in texts), default=0)
    word = QFontMetrics(look.text_font(look.HINT, bold=True)).horizontalAdvance(heading)
    return round(max(widest, word) / look.theme().scale) + 2 * look.S + 2


def cell_data(column: Column, row: Any, role: int) -> object:
    """Return the data of a cell for a role of Qt."""
    item = Qt.ItemDataRole
    result: object = None
    if role == item.DisplayRole:
        result = column.text(row)
    elif role == item.TextAlignmentRole:
        result = column.alignment
    elif role == VALUE_ROLE:
        result = (column.value(row),)  # boxed, because Qt cuts a bare int to 32 bits where it may
    elif role == KIND_ROLE:
        result = column.kind
    elif role == TONE_ROLE:
        result = "" if column.tone is None else column.tone(row)
    elif role == GROUP_ROLE:
        result = getattr(row, "is_group", False)
    return result


def heading_data(column: Column, role: int) -> object:
    """Return the data of a heading for a role of Qt."""
    if role == Qt.ItemDataRole.DisplayRole:
        return column.heading
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return column.alignment
    return None
