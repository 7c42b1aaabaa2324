"""A model over rows that are all here and do not change: the rows behind a figure, problems, a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.ui.table.model import NO_INDEX, Index, TableModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QObject

    from collections_app.ui.table.column import Column


class StaticModel(TableModel):
    """Rows from outside, sorted here by value: a list sort is hundreds of times faster than a sort proxy."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Any] = (), parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._rows = list(rows)
        self._order = list(range(len(self._rows)))

    def set_rows(self, rows: Sequence[Any], columns: Sequence[Column] | None = None) -> None:
        """Show other rows, perhaps under other columns."""
        self.beginResetModel()
        if columns is not None:
            self.columns = tuple(columns)
        self._rows = list(rows)
        self._order = list(range(len(self._rows)))
        self.sorted_by = None
        self.endResetModel()

    def row_at(self, row: int) -> Any:
        """Return the row shown at a place."""
        return self._rows[self._order[row]]

    def rows(self) -> list[Any]:
        """Return the rows in the order shown."""
        return [self._rows[place] for place in self._order]

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Sort by a column; empty cells come last, equal ones keep their order."""
        column = next(column for column in self.columns if column.key == key)
        values = [column.value(row) for row in self._rows]

        def rank(place: int) -> tuple[int, Any]:
            value = values[place]
            return (0, value) if isinstance(value, int) else (1, str(value))

        everything = range(len(values))
        filled = [place for place in everything if values[place] not in (None, "")]
        empty = [place for place in everything if values[place] in (None, "")]
        self._reorder([*sorted(filled, key=rank, reverse=descending), *empty])
        self.sorted_by = (key, descending)

    def _reorder(self, order: list[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        shown_at = {place: row for row, place in enumerate(order)}
        before = self.persistentIndexList()
        after: list[QModelIndex] = [self.index(shown_at[self._order[index.row()]], index.column()) for index in before]
        self._order = order
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)
