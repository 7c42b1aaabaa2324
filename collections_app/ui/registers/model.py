"""The rows of a register, page by page; the table shown may be exchanged for another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from collections_app.ui.registers.columns import columns_of
from collections_app.ui.table.rows_model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from collections_app.domain.records import Key
    from collections_app.domain.registers import RegisterOrder, RegisterRow
    from collections_app.ui.context import Context


class RegisterModel(RowsModel):
    """Its numbers are the keys of the records."""

    def __init__(self, context: Context, table: str, parent: QObject) -> None:
        self._desk = context.desk
        super().__init__(columns_of(table), context.jobs, partial(self._read, table), parent)

    def show_table(self, table: str, order: RegisterOrder) -> None:
        """Have the columns of another table, and no rows until they come."""
        self.beginResetModel()
        self.columns = columns_of(table)
        self._fetch = partial(self._read, table)
        self.endResetModel()
        self.restart()
        self.set_numbers(())
        self.mark_order(order)

    def mark_order(self, order: RegisterOrder) -> None:
        """Say in the headings which order the rows are in."""
        self.sorted_by = (order.column, order.descending)

    def _read(self, table: str, keys: Sequence[Key]) -> Sequence[RegisterRow]:
        return self._desk.register_rows(table, keys)

    @staticmethod
    def _number_of(row: Any) -> Key:
        key: Key = row.key
        return key
