"""A table of rows that are all here, in a frame, with a sum row at its bottom when there are sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from collections_app.ui import look
from collections_app.ui.table.static_model import StaticModel
from collections_app.ui.table.view import TableView
from collections_app.ui.text import cell_text
from collections_app.ui.widgets import column as stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.ui.table.column import Column


class SumRow(QWidget):
    """Sums under their columns, fixed below the table."""

    def __init__(self, table: TableView) -> None:
        super().__init__()
        self._table = table
        self._sums: dict[str, object] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        table.columns_changed.connect(self.update)
        table.horizontalScrollBar().valueChanged.connect(self.update)

    def set_sums(self, sums: dict[str, object]) -> None:
        """Show a value under each column named; none hides the row."""
        self._sums = sums
        self.setFixedHeight(look.scaled(look.ROW_HEIGHT))
        self.setVisible(bool(sums))
        self.setAccessibleName(" ".join(cell_text(value, "yen") for value in sums.values()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each sum under its column."""
        del event
        painter = QPainter(self)
        painter.setPen(look.ink("line_strong"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setPen(look.ink("text"))
        for section, column in enumerate(self._table.table_model().columns):
            value = self._sums.get(column.key)
            if value is None or self._table.isColumnHidden(section):
                continue
            left = self._table.columnViewportPosition(section)
            box = QRect(left + look.S, 0, self._table.columnWidth(section) - 2 * look.S, self.height())
            is_number = isinstance(value, int)
            painter.setFont(look.number_font(bold=True) if is_number else look.text_font(bold=True))
            painter.drawText(box, column.alignment, cell_text(value, "yen"))
        painter.end()


class StaticTable(QFrame):
    """Rows under columns. `opened` hands over the row of Enter or a double click."""

    opened = Signal(object)
    selection_changed = Signal()

    def __init__(self, name: str, columns: Sequence[Column] = (), *, framed: bool = True) -> None:
        super().__init__()
        if framed:
            self.setProperty("role", "card")
        self.model = StaticModel(columns)
        self.view = TableView(name)
        self.view.set_model(self.model)
        self.sums = SumRow(self.view)
        edge = 1 if framed else 0
        self.setLayout(stack(self.view, self.sums, spacing=0, margins=(edge, look.XS * edge, edge, look.XS * edge)))
        self.setFocusProxy(self.view)
        self.view.opened.connect(self._on_opened)
        self.view.selection_changed.connect(self.selection_changed)

    def set_rows(
        self,
        rows: Sequence[Any],
        columns: Sequence[Column] | None = None,
        sums: dict[str, object] | None = None,
    ) -> None:
        """Show rows, perhaps under other columns, and sums by column key."""
        self.model.set_rows(rows, columns)
        if columns is not None:
            self.view.reset_columns()
            self.view.refresh_frozen()
        self.sums.set_sums(sums or {})

    def selected(self) -> list[Any]:
        """Return the selected rows."""
        return [self.model.row_at(row) for row in self.view.selected_rows()]

    def fit_height(self, most: int = 12) -> None:
        """Be just as high as the rows need, up to `most` of them: for tables inside a scrolled page."""
        rows = min(self.model.rowCount(), most)
        heading = self.view.horizontalHeader().height()
        self.view.setFixedHeight(heading + rows * self.view.verticalHeader().defaultSectionSize() + 2)
        self.view.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if self.model.rowCount() > most
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )

    def _on_opened(self, row: int) -> None:
        self.opened.emit(self.model.row_at(row))
