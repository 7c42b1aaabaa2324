"""The table of a grid: Enter goes on to the next cell, blocks are pasted and copied, Delete empties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from collections_app.domain.bundle import Kind
from collections_app.ui import look
from collections_app.ui.fields import ChoiceEdit
from collections_app.ui.grid.delegate import FieldDelegate, GridDelegate
from collections_app.ui.grid.heading import GridHeading
from collections_app.ui.grid.model import GridModel

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_LATIN = (Kind.DATE, Kind.TIME)  # digits and signs: an IME would only be in the way
_PAD = 2  # pixels of a row around a field


class GridTable(QTableView):
    """Cells that open a field. `moved_to` tells that the keyboard came to another cell."""

    moved_to = Signal()
    submitted = Signal()
    paste_requested = Signal()

    def __init__(
        self, name: str, model: QAbstractTableModel, cells: FieldDelegate, widths: Sequence[int], side: int
    ) -> None:
        super().__init__()
        self._widths, self._side = widths, side  # of the columns, of the names at the left
        self.setAccessibleName(name)
        self.setHorizontalHeader(GridHeading(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(GridHeading(Qt.Orientation.Vertical, self))
        self.setModel(model)
        cells.setParent(self)
        self.setItemDelegate(cells)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.selectionModel().currentChanged.connect(self._on_current)
        cells.moved.connect(self.go)
        cells.submitted.connect(self.submitted)
        cells.paste_requested.connect(self.paste_requested)
        look.theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        height = look.scaled(look.ROW_HEIGHT) + _PAD
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setFixedWidth(look.scaled(self._side))
        self.horizontalHeader().setFixedHeight(height)
        self._spread()

    def _spread(self) -> None:
        """Give the room of a wide window to the columns alike."""
        widths = [look.scaled(width) for width in self._widths]
        factor = max(1.0, self.viewport().width() / sum(widths))
        for at, width in enumerate(widths[:-1]):  # the last one takes what is left
            self.setColumnWidth(at, int(width * factor))
        self.setColumnWidth(len(widths) - 1, widths[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the room there is."""
        super().resizeEvent(event)
        self._spread()

    # moving

    def _on_current(self) -> None:
        self.moved_to.emit()

    def is_passed_over(self, row: int, column: int) -> bool:
        """Tell whether Enter goes past a cell."""
        return not self.model().index(row, column).flags() & Qt.ItemFlag.ItemIsEditable

    def place(self) -> tuple[int, int]:
        """Return the cell the keyboard is on."""
        index = self.currentIndex()
        return max(index.row(), 0), max(index.column(), 0)

    def go_to(self, row: int, column: int) -> None:
        """Put the keyboard on a cell."""
        index = self.model().index(min(row, self.model().rowCount() - 1), column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def go(self, step: object) -> None:
        """Go to the next cell that is asked for, at the end of a row to the beginning of the next."""
        row, column = self.place()
        by = int(str(step))
        last = self.model().columnCount() - 1
        while True:
            column += by
            if not 0 <= column <= last:
                row, column = row + by, 0 if by > 0 else last
            if not 0 <= row < self.model().rowCount():
                return
            if not self.is_passed_over(row, column):
                self.go_to(row, column)
                return

    def block(self) -> tuple[int, int, int, int]:
        """Return the selected block: first and last row, first and last column."""
        chosen = self.selectedIndexes()
        if not chosen:
            row, column = self.place()
            return row, row, column, column
        rows, columns = [index.row() for index in chosen], [index.column() for index in chosen]
        return min(rows), max(rows), min(columns), max(columns)

    # keys

    def event(self, event: QEvent) -> bool:
        """Take Tab as a key of the cells; of itself it would leave the table at once."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in _TAB:
            return super().event(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return super().event(event)
        self._leave_cell(event, event.modifiers())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open, empty, copy and paste."""
        key = event.key()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if key in _ENTER:
            self._leave_cell(event, modifiers)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif key == Qt.Key.Key_Delete and modifiers != control:
            self.empty()
        elif key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and modifiers == Qt.KeyboardModifier.AltModifier):
            self.open_field()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and modifiers != shift:
            row, _ = self.place()
            row = row if modifiers != control else 0 if key == Qt.Key.Key_Home else self.model().rowCount() - 1
            self.go_to(row, 0 if key == Qt.Key.Key_Home else self.model().columnCount() - 1)
        elif key == Qt.Key.Key_Escape or modifiers & control:
            event.ignore()  # a key of the page, or of the window
            if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _leave_cell(self, event: QKeyEvent, modifiers: Qt.KeyboardModifier) -> None:
        is_back = bool(modifiers & Qt.KeyboardModifier.ShiftModifier) or event.key() == Qt.Key.Key_Backtab
        if event.key() in _ENTER:
            if modifiers == Qt.KeyboardModifier.ControlModifier:
                self.submitted.emit()
            else:
                self.go(-1 if is_back else 1)
            return
        before = self.place()
        self.go(-1 if is_back else 1)
        if self.place() == before:  # behind the last cell, before the first: on to what stands beside the grid
            self.focusNextPrevChild(not is_back)

    def open_field(self) -> None:
        """Open the field of the current cell."""
        self.edit(self.currentIndex())

    def empty(self) -> None:
        """Empty the selected cells."""
        raise NotImplementedError

    def copy(self) -> None:
        """Put the selected cells on the clipboard."""
        raise NotImplementedError


class GridView(GridTable):
    """Shows a GridModel."""

    def __init__(self, name: str, model: GridModel) -> None:
        self.cells = GridDelegate(model)
        super().__init__(name, model, self.cells, [column.width for column in model.spec.columns], look.XL + look.S)
        self._model = model
        self.go_to(0, 0)

    def _on_current(self) -> None:
        kind = self._model.spec.column(self.place()[1]).kind
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, kind not in _LATIN)
        super()._on_current()

    def is_passed_over(self, row: int, column: int) -> bool:
        """Tell whether a cell is empty and what another cell says does not ask for it."""
        return self._model.is_passed_over(row, column)

    def open_field(self) -> None:
        """Open the field of the current cell, with its list where it has one."""
        super().open_field()
        field = self.cells.editor()
        if isinstance(field, ChoiceEdit):
            if field.problem():  # nothing of the list is meant by it: offer all of it
                field.clear()
            field.open_list()

    def empty(self) -> None:
        """Empty the selected cells."""
        first, last, left, right = self.block()
        for row in range(first, last + 1):
            self._model.take(row, dict.fromkeys(range(left, right + 1), ""))

    def copy(self) -> None:
        """Put the selected cells on the clipboard."""
        first, last, left, right = self.block()
        lines = ["\t".join(map(_as_cell, self._model.texts(row)[left : right + 1])) for row in range(first, last + 1)]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")


def _as_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "\n" in text or '"' in text else text
