"""What every table model of the program has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from collections_app.ui.table.column import KIND_ROLE, Column, cell_data, heading_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
PENDING = "pending"  # the kind of a cell whose row has not arrived


class TableModel(QAbstractTableModel):
    """Rows under columns; read-only. A row that is None has not arrived: its cells keep the space."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.sorted_by: tuple[str, bool] | None = None  # column and whether descending

    def row_at(self, row: int) -> Any:
        """Return the row shown at a place, None when it has not arrived."""
        raise NotImplementedError

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Sort by a column."""
        raise NotImplementedError

    def fetch_rows(self, places: Sequence[int], then: Callable[[list[Any]], None]) -> None:
        """Hand the rows at `places` to `then`, now or when they have arrived."""
        then([self.row_at(place) for place in places])

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        row = self.row_at(index.row())
        if row is not None:
            return cell_data(column, row, role)
        if role == KIND_ROLE:
            return PENDING
        return column.alignment if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a heading shows."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            return heading_data(self.columns[section], role)
        return None
