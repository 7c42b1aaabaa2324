"""Tables on pages: a row goes whole to the next page, or is parted between two lines where it is very high."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from collections_app.reports.document import Band, Grid, Pairs, PaperColumn, Row
from collections_app.reports.figured import figured_lines
from collections_app.reports.kinsoku import lines_of
from collections_app.ui import look
from collections_app.ui.printing.sheets import UNIT, Face

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.ui.printing.flow import Flow

_SIDE = 3 * UNIT  # between a cell's edge and its words
_AFTER_RIGHT = 6 * UNIT  # more where words follow a column that is aligned right
_ABOVE = 2 * UNIT
_LEADING = Face().leading
_PARTED_ABOVE = 0.25  # of a page: a row higher than this is parted where the page ends, a table that is not stays whole
_SAID_EVERY = 100  # rows
_SMALL = 12  # rows of a table that may stay whole
_LEAST_LINES = 2  # of a parted row on either page


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row, set in lines cell by cell."""

    cells: tuple[tuple[str, ...], ...]
    bold: bool = False
    ink: str = "text"

    @property
    def count(self) -> int:
        return max(map(len, self.cells))

    @property
    def height(self) -> float:
        return self.count * _LEADING + 2 * _ABOVE

    def part(self, first: int, last: int | None = None) -> _Cells:
        return _Cells(tuple(lines[first:last] for lines in self.cells), self.bold, self.ink)

    def going_on(self) -> _Cells:
        """Return the rest of a parted row, which says so in its first column if that is free."""
        first = self.cells[0] or ("（続き）",)
        return _Cells((first, *self.cells[1:]), self.bold, self.ink)


class GridSetter:
    """Sets one table into a flow."""

    def __init__(self, flow: Flow, grid: Grid, *, has_heading: bool = True, labels: bool = False) -> None:
        self._flow = flow
        self._grid = grid
        self._columns = grid.columns
        self._labels = labels  # every other column is a soft label
        total = sum(column.share for column in grid.columns)
        edges = accumulate((flow.width * column.share / total for column in grid.columns), initial=flow.left)
        self._edges = tuple(edges)
        before = ("left", *(column.align for column in grid.columns))
        self._lefts = tuple(
            edge + _SIDE + (_AFTER_RIGHT if (side, column.align) == ("right", "left") else 0)
            for edge, side, column in zip(self._edges, before, grid.columns, strict=False)
        )
        self._heading = (
            self._set(tuple(one.heading for one in grid.columns), bold=True, ink="soft") if has_heading else None
        )
        self._band = ""

    def first_height(self) -> float:
        """Return what must have room on a page for the table to begin there."""
        rows = self._grid.rows
        height = self._heading.height if self._heading is not None else 0.0
        if len(rows) <= _SMALL:
            whole = height + sum(self._set(row).height for row in rows if not isinstance(row, Band))
            if whole <= self._flow.body * _PARTED_ABOVE:
                return whole + _LEADING
        bands = 1 if rows and isinstance(rows[0], Band) else 0
        height += bands * (_LEADING + 2 * _ABOVE)
        first = next((row for row in rows if not isinstance(row, Band)), None)
        set_row = self._set(first) if first is not None else None
        if set_row is None:
            return height + _LEADING
        return height + (set_row.part(0, _LEAST_LINES) if self._may_part(set_row) else set_row).height

    def place(self) -> None:
        """Set heading, rows and sums."""
        flow = self._flow
        if flow.room < self.first_height():
            flow.turn()
        if not self._grid.rows:
            flow.words(self._grid.empty, flow.left + _SIDE, flow.y, Face(), "soft")
            flow.y += _LEADING
            return
        self._place_heading()
        for at, row in enumerate(self._grid.rows):
            if at % _SAID_EVERY == 0:
                flow.progress.step("頁を組んでいます", at, len(self._grid.rows))
            if isinstance(row, Band):
                self._place_band(row, self._grid.rows[at + 1] if at + 1 < len(self._grid.rows) else None)
            else:
                self._place_row(self._set(row))
        if self._grid.sums is not None:
            flow.rule(flow.left, flow.right, flow.y, look.PAPER_RULE, "text")
            self._place_row(self._set(self._grid.sums, bold=True))

    def _set(self, row: Row, *, bold: bool = False, ink: str = "text") -> _Cells:
        cells = []
        for at, (text, column) in enumerate(zip(row, self._columns, strict=True)):
            room = self._edges[at + 1] - _SIDE - self._lefts[at]
            if column.is_digits:
                cells.append(tuple(text.split("\n")))
            else:
                cells.append(tuple(figured_lines(text, room, Face(bold=bold).measure)))
        return _Cells(tuple(cells), bold, ink)

    def _may_part(self, row: _Cells) -> bool:
        return row.height > self._flow.body * _PARTED_ABOVE and row.count >= 2 * _LEAST_LINES

    def _place_row(self, row: _Cells) -> None:
        rest = row
        while rest.height > self._flow.room:
            fitting = int((self._flow.room - 2 * _ABOVE) / _LEADING)
            fitting = min(fitting, rest.count - _LEAST_LINES)
            if self._may_part(row) and fitting >= _LEAST_LINES:
                self._draw(rest.part(0, fitting))
                rest = rest.part(fitting).going_on()
            self._turn()
        self._draw(rest)

    def _turn(self) -> None:
        self._flow.turn()
        self._place_heading()
        if self._band:
            self._draw_band(f"{self._band}（続き）")

    def _place_heading(self) -> None:
        if self._heading is None:
            return
        flow = self._flow
        if not flow.is_at_top:  # where the head's own line stands
            flow.rule(flow.left, flow.right, flow.y, look.PAPER_RULE, "faint")
        self._draw(self._heading, rule=look.PAPER_RULE)

    def _place_band(self, band: Band, following: Row | Band | None) -> None:
        needed = _LEADING + 2 * _ABOVE
        if following is not None and not isinstance(following, Band):
            row = self._set(following)
            needed += (row.part(0, _LEAST_LINES) if self._may_part(row) else row).height
        self._band = ""
        if self._flow.room < needed:
            self._turn()
        self._band = band.text
        self._draw_band(band.text)

    def _draw_band(self, text: str) -> None:
        flow, face = self._flow, Face(bold=True)
        for line in lines_of(text, flow.width - 2 * _SIDE, face.measure):
            flow.words(line, flow.left + _SIDE, flow.y + _ABOVE, face)
            flow.y += _LEADING
        flow.y += 2 * _ABOVE
        flow.rule(flow.left, flow.right, flow.y)

    def _draw(self, row: _Cells, rule: float = look.PAPER_HAIRLINE) -> None:
        flow = self._flow
        for at, (lines, column) in enumerate(zip(row.cells, self._columns, strict=True)):
            is_label = self._labels and at % 2 == 0
            ink = "soft" if is_label else row.ink
            self._draw_cell(lines, column, at, Face(bold=row.bold, digits=column.is_digits), ink)
        flow.y += row.height
        flow.rule(flow.left, flow.right, flow.y, rule, "line_strong" if rule == look.PAPER_HAIRLINE else "faint")

    def _draw_cell(self, lines: Sequence[str], column: PaperColumn, at: int, face: Face, ink: str) -> None:
        left, right = self._lefts[at], self._edges[at + 1] - _SIDE
        for place, line in enumerate(lines):
            width = face.width(line)
            squeeze = min(1.0, (right - left) / width) if width else 1.0  # digits are made narrow, never parted
            x = right - width * squeeze if column.align == "right" else left
            self._flow.words(line, x, self._flow.y + _ABOVE + place * _LEADING, face, ink, squeeze)


_LABEL_SHARE, _WORDS_SHARE = 18, 32


def grid_of(pairs: Pairs) -> Grid:
    """Return labels and words as a table without headings."""
    columns = (PaperColumn("", _LABEL_SHARE), PaperColumn("", _WORDS_SHARE)) * pairs.across
    cells = [cell for pair in pairs.pairs for cell in pair]
    step = 2 * pairs.across
    cells += [""] * (-len(cells) % step)
    return Grid(columns, tuple(tuple(cells[at : at + step]) for at in range(0, len(cells), step)))
