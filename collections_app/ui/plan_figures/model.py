"""The cells of the plan grid: a line for each figure, the year's total, twelve months, last year's figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from collections_app.domain.errors import UserError
from collections_app.domain.grid import CellFinding
from collections_app.domain.money import show_yen
from collections_app.domain.plan_figures import (
    MONTH_ORDER,
    PLANNED,
    PlanLine,
    PlanSheet,
    Spread,
    spread_line,
    typed_plan,
    with_month,
)
from collections_app.ui.grid.model import FINDING_ROLE, NO_INDEX, Index

CHANGED_ROLE = Qt.ItemDataRole.UserRole + 4  # behind those of the grid: whether a cell says something else than is kept
LAST = len(MONTH_ORDER) + 1  # the column of last year
_LONG, _SHORT = "連帯保証債務免除", "免除"  # as wide as the names beside it
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Wrong(NamedTuple):
    """A text that is no value, and why."""

    text: str
    sentence: str


class _Step(NamedTuple):
    """What was there before a change."""

    lines: dict[str, PlanLine]
    wrong: dict[tuple[int, int], Wrong]


class PlanModel(QAbstractTableModel):
    """`edited` tells that a cell may say something else."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: PlanSheet | None = None
        self.way = Spread.SEASON
        self._lines: dict[str, PlanLine] = {}
        self._wrong: dict[tuple[int, int], Wrong] = {}
        self._steps: list[_Step] = []

    def show_sheet(self, sheet: PlanSheet) -> None:
        """Show the plans of another year, as they are kept."""
        self.beginResetModel()
        self.sheet = sheet
        self._lines = {figure.key: sheet.lines.get(figure.key, PlanLine(figure.key)) for figure in PLANNED}
        self._wrong, self._steps = {}, []
        self.endResetModel()
        self.edited.emit()

    # what is here

    def line(self, row: int) -> PlanLine:
        """Return the line of a row."""
        key = PLANNED[row].key
        return self._lines.get(key, PlanLine(key))

    def changed(self) -> list[tuple[PlanLine, PlanLine]]:
        """Return the lines that are to be written: as they were read, as they are now."""
        if self.sheet is None:
            return []
        return [
            (kept, self.line(row))
            for row, figure in enumerate(PLANNED)
            if (kept := self.sheet.lines.get(figure.key, PlanLine(figure.key))) != self.line(row)
            or figure.key in self.sheet.uneven
        ]

    def first_wrong(self) -> tuple[int, int] | None:
        """Return the first cell whose text is no value."""
        return min(self._wrong, default=None)

    def finding(self, row: int, column: int) -> str:
        """Return why the text of a cell is no value; nothing when it is one."""
        wrong = self._wrong.get((row, column))
        return wrong.sentence if wrong is not None else ""

    def name(self, row: int, column: int) -> str:
        """Return what a cell is called."""
        return f"{PLANNED[row].label} {self.heading(column)}"

    def last_year(self, row: int) -> str:
        """Return the figure of the year before, in words."""
        if self.sheet is None:
            return ""
        figure = PLANNED[row]
        return f"{figure.label} 前年度 {show_yen(self.sheet.last_year.get(figure.key, 0))}{figure.unit}。"

    def is_touched(self) -> bool:
        """Tell whether something was typed that is not kept."""
        return bool(self._wrong) or any(before != after for before, after in self.changed())

    def texts(self) -> dict[str, str]:
        """Return the cells of the lines that were changed, by figure and column."""
        touched = {before.figure for before, after in self.changed() if before != after}
        touched |= {PLANNED[row].key for row, _ in self._wrong}
        return {
            f"{figure.key}:{column}": self.text(row, column)
            for row, figure in enumerate(PLANNED)
            if figure.key in touched
            for column in range(LAST if self.line(row).months or any(at == row for at, _ in self._wrong) else 1)
        }

    def take_texts(self, texts: Mapping[str, str]) -> None:
        """Take lines in that were typed before, as one step: as `texts` gave them."""
        rows = {figure.key: row for row, figure in enumerate(PLANNED)}
        named = [(*key.split(":"), text) for key, text in texts.items()]
        cells = {(rows[figure], int(column)): text for figure, column, text in named if figure in rows}
        way, self.way = self.way, Spread.NONE  # the months are said one by one
        self.take(cells)
        self.way = way

    def can_undo(self) -> bool:
        """Tell whether there is a change to take back."""
        return bool(self._steps)

    # what Qt asks

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many figures can be planned."""
        return 0 if parent.isValid() or self.sheet is None else len(PLANNED)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return the year, the months, last year."""
        return 0 if parent.isValid() else LAST + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that all but last year can be typed into."""
        usual = super().flags(index)
        return usual if index.column() == LAST else usual | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        found: object = None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            found = self.text(row, column)
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            found = _RIGHT
        elif role == FINDING_ROLE:
            sentence = self.finding(row, column)
            found = CellFinding(sentence) if sentence else None
        elif role == CHANGED_ROLE:
            kept = self.sheet.lines.get(PLANNED[row].key, PlanLine(PLANNED[row].key)) if self.sheet else None
            found = column != LAST and kept is not None and _value(kept, column) != _value(self.line(row), column)
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            found = f"{PLANNED[row].label} {self.heading(column)} {self.text(row, column)}{PLANNED[row].unit}"
        return found

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell."""
        wrong = self._wrong.get((row, column))
        if wrong is not None:
            return wrong.text
        if column == LAST:
            return show_yen(self.sheet.last_year.get(PLANNED[row].key, 0)) if self.sheet is not None else ""
        value = _value(self.line(row), column)
        return "" if value is None else show_yen(value)

    def value(self, row: int, column: int) -> int | None:
        """Return the value of a cell; None when there is none."""
        if column == LAST:
            return self.sheet.last_year.get(PLANNED[row].key, 0) if self.sheet is not None else None
        return _value(self.line(row), column)

    def heading(self, column: int) -> str:
        """Return the heading of a column."""
        if column == LAST:
            return f"{self.sheet.fiscal_year - 1}年度実績" if self.sheet is not None else ""
        return "年計" if column == 0 else f"{MONTH_ORDER[column - 1]}月"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a figure with its unit, or the name of a column."""
        is_figure = orientation == Qt.Orientation.Vertical
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if is_figure else _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        label = PLANNED[section].label.replace(_LONG, _SHORT) if is_figure else ""
        return f"{label}（{PLANNED[section].unit}）" if is_figure else self.heading(section)

    # typing

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.take({(index.row(), index.column()): str(value)})
        return True

    def take(self, cells: Mapping[tuple[int, int], str]) -> None:
        """Take texts into cells as one step; the year's total is spread over the months in the way chosen."""
        before = _Step(dict(self._lines), dict(self._wrong))
        for (row, column), text in sorted(cells.items()):  # the year first: its months may say it more exactly
            self._put(row, column, text)
        self._keep(before)

    def take_lines(self, lines: Iterable[PlanLine]) -> None:
        """Take whole lines as one step."""
        before = _Step(dict(self._lines), dict(self._wrong))
        for line in lines:
            self._lines[line.figure] = line
            row = next(at for at, figure in enumerate(PLANNED) if figure.key == line.figure)
            self._wrong = {cell: wrong for cell, wrong in self._wrong.items() if cell[0] != row}
        self._keep(before)

    def undo(self) -> None:
        """Take the last step back."""
        if self._steps:
            step = self._steps.pop()
            self._lines, self._wrong = step.lines, step.wrong
            self._tell()

    def forget_changes(self) -> None:
        """Take what is here as kept: it was just written."""
        assert self.sheet is not None
        kept = {key: line for key, line in self._lines.items() if line.year is not None}
        self.sheet = replace(self.sheet, lines=kept, uneven=())
        self._steps = []
        self._tell()

    def _put(self, row: int, column: int, text: str) -> None:
        if not 0 <= column < LAST or not 0 <= row < len(PLANNED):
            return
        self._wrong.pop((row, column), None)
        try:
            value = typed_plan(text)
        except UserError as error:
            self._wrong[row, column] = Wrong(text, str(error))
            return
        line = self.line(row)
        if value == _value(line, column):
            return
        season = self.sheet.season.get(line.figure, ()) if self.sheet is not None else ()
        if column == 0:
            self._lines[line.figure] = spread_line(line, value, self.way, season)
            return
        if not line.months:  # a plan of the whole year only gets its months first, lest the rest of it be lost
            way = Spread.EVEN if self.way is Spread.NONE else self.way
            line = spread_line(line, line.year, way, season)
        self._lines[line.figure] = with_month(line, column - 1, value)

    def spread(self, rows: Iterable[int]) -> None:
        """Spread the totals of rows over their months once more, in the way chosen."""
        assert self.sheet is not None
        chosen = [self.line(row) for row in rows]
        season = self.sheet.season
        self.take_lines(
            spread_line(line, line.year, self.way, season.get(line.figure, ()))
            for line in chosen
            if line.year is not None
        )

    def _keep(self, before: _Step) -> None:
        if before != (self._lines, self._wrong):
            self._steps.append(before)
            self._tell()

    def _tell(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(PLANNED) - 1, LAST))
        self.edited.emit()


def _value(line: PlanLine, column: int) -> int | None:
    if column == 0:
        return line.year
    return line.months[column - 1] if line.months else None
