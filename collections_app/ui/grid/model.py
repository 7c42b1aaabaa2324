"""The rows of an entry grid: texts as they are typed, and what was found about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from collections_app.domain.bundle import Kind
from collections_app.domain.choosing import folded
from collections_app.domain.grid import CellFinding, GridSpec, RowVerdict, Texts, is_empty

if TYPE_CHECKING:
    from collections_app.domain.pasting import Pasted

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
FINDING_ROLE = Qt.ItemDataRole.UserRole + 1
NOTE_ROLE = Qt.ItemDataRole.UserRole + 2
ASSUMED_ROLE = Qt.ItemDataRole.UserRole + 3
MOST_ROWS = 5_000  # of one grid; more than that is an import
_REPEATED = CellFinding("上の行と同じ内容です。二重に入れていないか確かめてください。", is_warning=True)
_FLAGS = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemNeverHasChildren
)
_RIGHT = (Kind.YEN, Kind.INTEGER, Kind.PERCENT)

_TO_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_TO_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _Row:
    """A row: its texts, and the verdict on them; `is_stale` while they have changed since."""

    __slots__ = ("is_filled", "is_stale", "texts", "verdict")

    def __init__(self, texts: Sequence[str]) -> None:
        self.verdict: RowVerdict | None = None
        self.say(texts)
        self.is_stale = self.is_filled

    def say(self, texts: Sequence[str]) -> None:
        """Take what the row says now."""
        self.texts = list(texts)
        self.is_filled = not is_empty(texts)


class GridModel(QAbstractTableModel):
    """The last row is always empty, to be typed into. `stale` tells that rows wait to be checked."""

    stale = Signal()
    counted = Signal()  # rows came, went, or were judged

    def __init__(self, spec: GridSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._alignments = [
            _TO_RIGHT if spec.column(at).kind in _RIGHT else _TO_LEFT for at in range(len(spec.columns))
        ]
        self._rows = [self._empty()]
        self._begun: Mapping[str, str] = {}
        self._repeated: frozenset[int] = frozenset()  # rows that say what a row above them says

    def _empty(self) -> _Row:
        return _Row([""] * len(self.spec.columns))

    # what is here

    def texts(self, row: int) -> Texts:
        """Return what is typed into a row."""
        return tuple(self._rows[row].texts)

    def text(self, row: int, column: int) -> str:
        """Return what is typed into a cell."""
        return self._rows[row].texts[column]

    def verdict(self, row: int) -> RowVerdict | None:
        """Return what was found about a row, as it was when it was last checked."""
        return self._rows[row].verdict

    def filled(self) -> list[int]:
        """Return the rows into which something is typed."""
        return [at for at, row in enumerate(self._rows) if row.is_filled]

    def stale_rows(self) -> list[int]:
        """Return the rows that have to be checked."""
        return [at for at, row in enumerate(self._rows) if row.is_stale]

    def finding(self, row: int, column: int) -> CellFinding | None:
        """Return what is wrong with a cell."""
        verdict = self._rows[row].verdict
        found = verdict.findings.get(self.spec.columns[column].name) if verdict is not None else None
        return _REPEATED if found is None and column == 0 and row in self._repeated else found

    def first_refused(self) -> tuple[int, int] | None:
        """Return the first cell that cannot be written; None when everything can."""
        for row in self.filled():
            for column in range(len(self.spec.columns)):
                finding = self.finding(row, column)
                if finding is not None and not finding.is_warning:
                    return row, column
        return None

    def is_passed_over(self, row: int, column: int) -> bool:
        """Tell whether Enter goes past a cell: it is empty, and what another cell says does not ask for it."""
        kept = self.spec.columns[column]
        if kept.passed_unless:
            return not any(self._rows[row].texts[self.spec.position(name)] for name in kept.passed_unless)
        only = kept.only_when
        if only is None or self._rows[row].texts[column]:
            return False
        name, code = only
        typed = folded(self._rows[row].texts[self.spec.position(name)])
        return typed not in (folded(code.label), folded(str(code.value)))

    # what Qt asks

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many rows there are, the empty one at the end too."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.spec.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that every cell can be typed into."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        found: object = None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            found = self._rows[row].texts[column]
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            found = self.alignment(column)
        elif role == FINDING_ROLE:
            found = self.finding(row, column)
        elif role == NOTE_ROLE:
            found = self.note(row, column)
        elif role == ASSUMED_ROLE:
            found = "" if self._rows[row].texts[column] else self.assumed(row, self.spec.columns[column].name)
        elif role == Qt.ItemDataRole.AccessibleDescriptionRole:
            finding = self.finding(row, column)
            found = finding.sentence if finding is not None else self.note(row, column)
        return found

    def assumed(self, row: int, name: str) -> str:
        """Return what an empty cell of a column stands for."""
        verdict = self._rows[row].verdict
        return verdict.assumed.get(name, "") if verdict is not None else ""

    def note(self, row: int, column: int) -> str:
        """Return what is said beside the text of a cell."""
        found = self._rows[row]
        if found.verdict is None or not found.texts[column]:
            return ""
        return found.verdict.notes.get(self.spec.columns[column].name, "")

    def alignment(self, column: int) -> int:
        """Return how the cells of a column are aligned."""
        return self._alignments[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a heading, or the number of a row."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_heading = orientation == Qt.Orientation.Horizontal
            return self.alignment(section) if is_heading else int(Qt.AlignmentFlag.AlignCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.spec.heading(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    # typing

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.take(index.row(), {index.column(): str(value)})
        return True

    def take(self, row: int, cells: Mapping[int, str]) -> None:
        """Take texts into a row; what a new row carries on comes from the one above."""
        self._put(row, cells)
        self._keep_last_empty()
        self._changed(row, row)

    def _put(self, row: int, cells: Mapping[int, str]) -> None:
        found = self._rows[row]
        is_new = not found.is_filled
        for column, text in cells.items():
            if found.texts[column] != text:
                found.texts[column] = text
                found.is_stale = True
        found.is_filled = not is_empty(found.texts)
        if is_new and found.is_filled:
            self._carry(row, cells)

    def _carry(self, row: int, cells: Mapping[int, str]) -> None:
        begun, self._begun = self._begun, {}
        for name in self.spec.carried:
            at = self.spec.position(name)
            wrong = self.finding(row - 1, at) if row else None
            above = self._rows[row - 1].texts[at] if row and (wrong is None or wrong.is_warning) else ""
            if at not in cells and not self._rows[row].texts[at]:
                self._rows[row].texts[at] = begun.get(name) or above or self.spec.first.get(name, "")

    def begin(self, given: Mapping[str, str]) -> int:
        """Let the next new row carry something else than the row above; return the empty row at the end."""
        self._begun = given
        return len(self._rows) - 1

    def paste(self, row: int, pasted: Pasted) -> int:
        """Take pasted rows from a row on, over what stands there; return how many of them there was room for."""
        count = min(len(pasted.rows), MOST_ROWS - row)
        missing = row + count + 1 - len(self._rows)
        if missing > 0:
            self.beginInsertRows(NO_INDEX, len(self._rows), len(self._rows) + missing - 1)
            self._rows += [self._empty() for _ in range(missing)]
            self.endInsertRows()
        for at in range(count):
            self._put(row + at, pasted.rows[at])
        self._keep_last_empty()
        self._changed(row, row + count - 1)
        return count

    def insert(self, row: int, rows: Sequence[Texts]) -> None:
        """Put rows in at a place."""
        self.beginInsertRows(NO_INDEX, row, row + len(rows) - 1)
        self._rows[row:row] = [_Row(texts) for texts in rows]
        self.endInsertRows()
        self._find_repeated()
        self._changed(row, row + len(rows) - 1)

    def remove(self, first: int, last: int) -> list[Texts]:
        """Take rows out and return what was typed into them; the empty row at the end stays."""
        last = min(last, len(self._rows) - 2)
        if last < first:
            return []
        taken = [tuple(row.texts) for row in self._rows[first : last + 1]]
        self.beginRemoveRows(NO_INDEX, first, last)
        del self._rows[first : last + 1]
        self.endRemoveRows()
        self._find_repeated()
        self.counted.emit()
        return taken

    def clear(self) -> None:
        """Take every row out."""
        self.beginResetModel()
        self._rows = [self._empty()]
        self._repeated = frozenset()
        self.endResetModel()
        self.counted.emit()

    def _keep_last_empty(self) -> None:
        if self._rows[-1].is_filled and len(self._rows) < MOST_ROWS:
            self.beginInsertRows(NO_INDEX, len(self._rows), len(self._rows))
            self._rows.append(self._empty())
            self.endInsertRows()

    def _changed(self, first: int, last: int) -> None:
        for row in self._rows[first : last + 1]:
            if not row.is_filled:
                row.verdict, row.is_stale = None, False
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.spec.columns) - 1))
        self.counted.emit()
        if any(row.is_stale for row in self._rows):
            self.stale.emit()

    # verdicts

    def judge(self, checked: Sequence[Texts], verdicts: Sequence[RowVerdict]) -> None:
        """Take the verdicts on rows that still read as they were checked; the others are checked again."""
        known = dict(zip(checked, verdicts, strict=True))
        for row in self._rows:
            verdict = known.get(tuple(row.texts)) if row.is_stale else None
            if verdict is not None:
                row.say(verdict.texts)
                row.verdict, row.is_stale = verdict, False
        self._find_repeated()
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.spec.columns) - 1))
        self.counted.emit()

    def _find_repeated(self) -> None:
        seen: set[Texts] = set()
        repeated = set()
        for at in self.filled():
            texts = self.texts(at)
            if texts in seen:
                repeated.add(at)
            seen.add(texts)
        self._repeated = frozenset(repeated)

    def refuse(self, row: int, column: str, sentence: str) -> int:
        """Mark a cell of a row that could not be written, and return its place."""
        from collections_app.domain.grid import with_finding

        names = [one.name for one in self.spec.columns]
        name = column if column in names else names[0]
        verdict = self._rows[row].verdict
        if verdict is not None:
            self._rows[row].verdict = with_finding(verdict, name, sentence)
            self._changed(row, row)
        return names.index(name)
