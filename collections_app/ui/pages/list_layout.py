"""How a person arranged the columns of the list: worn at the start, kept at every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from collections_app.ui.pages.column_overlay import ColumnOverlay
from collections_app.ui.pages.list_columns import FURTHER
from collections_app.ui.settings import TableTaste

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_app.ui.settings import Settings
    from collections_app.ui.table.view import TableView

_TABLE = "claims"


class ListLayout(QObject):
    """`changed` tells that the person arranged the columns."""

    changed = Signal()

    def __init__(self, settings: Settings, table: TableView) -> None:
        super().__init__(table)
        self._settings = settings
        self._table = table
        self._overlay: ColumnOverlay | None = None
        table.let_columns_move()
        taste = settings.tables.get(_TABLE)
        if taste is not None:
            table.reset_columns(taste.widths, taste.hidden, taste.order)
        table.columns_changed.connect(self._keep)

    def show_overlay(self, button: QWidget) -> None:
        """Let the columns be chosen below a button."""
        if self._overlay is None:
            self._overlay = ColumnOverlay(button.window(), self._table)
        self._overlay.open_below(button)

    def wants_further(self) -> bool:
        """Tell whether a column is shown that takes time to count."""
        return any(one.key in FURTHER for one in self._table.shown_columns())

    def _keep(self) -> None:
        table = self._table
        widths = {} if table.is_natural else table.widths()
        self._settings.tables[_TABLE] = TableTaste(table.hidden_columns(), widths, table.column_order())
        self.changed.emit()
