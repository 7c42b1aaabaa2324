"""Tables: columns as data, models that fetch their rows by jobs, one view with copy, column menu and fixed parts."""

from collections_app.ui.table.column import Column, columns_of
from collections_app.ui.table.rows_model import RowsModel
from collections_app.ui.table.static_model import StaticModel
from collections_app.ui.table.static_table import StaticTable
from collections_app.ui.table.view import TableView

__all__ = ["Column", "RowsModel", "StaticModel", "StaticTable", "TableView", "columns_of"]
