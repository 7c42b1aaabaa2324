"""The table of the program: fixed first column, sticky headings, copy with headings, column menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTableView, QWidget

from collections_app.ui import look
from collections_app.ui.table.clipboard import copy_rows
from collections_app.ui.table.column import GROUP_ROLE
from collections_app.ui.table.delegate import CellDelegate, Heading
from collections_app.ui.table.frozen import FrozenColumn
from collections_app.ui.table.model import Index, TableModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_app.ui.table.column import Column

_COPY_LIMIT = 100_000
_WIDEST = 1.5
_FOLDS = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}


class TableView(QTableView):
    """Shows a TableModel. `opened` tells the row of Enter or a double click; `layout_changed` a new width or column."""

    opened = Signal(object)
    selection_changed = Signal()
    columns_changed = Signal()
    paste_requested = Signal()
    fold_requested = Signal(object)  # (row of a group, whether to unfold it)

    def __init__(self, name: str, *, compact: bool = False, freeze_first: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.hovered_row = -1
        self.is_natural = True
        self._made_way: set[int] = set()  # columns that are hidden for want of room
        self._heading = Heading(self)
        self.setHorizontalHeader(self._heading)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(look.COMPACT_ROW_HEIGHT)
        self.set_compact(compact)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setItemDelegate(CellDelegate(self, self))
        self._frozen = FrozenColumn(self, self.hover, self.sort_by_section) if freeze_first else None
        self._heading.sectionClicked.connect(self._sort_by_section)
        self._heading.sectionResized.connect(self._on_resized)
        self._heading.customContextMenuRequested.connect(self._on_heading_menu)
        self.doubleClicked.connect(self._on_double_click)
        look.theme().changed.connect(self._on_theme)

    def set_model(self, model: TableModel) -> None:
        """Show a model, with its columns' own widths."""
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        model.modelReset.connect(self.selection_changed)
        self.reset_columns()
        if self._frozen is not None:
            self._frozen.set_model(model)

    def table_model(self) -> TableModel:
        """Return the model shown."""
        model = self.model()
        assert isinstance(model, TableModel)
        return model

    def reset_columns(
        self, widths: dict[str, int] | None = None, hidden: Sequence[str] | None = None, order: Sequence[str] = ()
    ) -> None:
        """Give every column its width and place, and show or hide it; those not named in `order` come last."""
        self.is_natural = not widths
        self._heading.blockSignals(True)
        self._arrange(order)
        for section, column in enumerate(self.table_model().columns):
            wish = (widths or {}).get(column.key, look.scaled(column.width))
            self.setColumnWidth(section, wish)
            is_hidden = column.is_hidden if hidden is None else column.key in hidden
            self.setColumnHidden(section, is_hidden and section > 0)
        self._made_way = set()
        self._heading.blockSignals(False)
        if self.is_natural:
            self._spread()
        self._place_frozen()

    def _spread(self) -> None:
        """Give the room of a wide window to all columns alike, as long as nobody has set a width.

        In a narrow one the columns that may be narrower give way before the table scrolls sideways, then those that may
        be missing, the last one first.
        """
        if self.model() is None:
            return
        columns = self.table_model().columns
        self._make_way()
        shown = [(at, look.scaled(one.width), one) for at, one in enumerate(columns) if not self.isColumnHidden(at)]
        wanted = sum(width for _, width, _ in shown)
        spare = sum(width - look.scaled(one.least) for _, width, one in shown if one.least)
        missing = wanted - self.viewport().width()
        given = min(1.0, missing / spare) if missing > 0 and spare else 0.0
        factor = min(_WIDEST, max(1.0, self.viewport().width() / wanted)) if wanted else 1.0
        self._heading.blockSignals(True)
        for at, width, one in shown:
            less = (width - look.scaled(one.least)) * given if one.least else 0
            self.setColumnWidth(at, int(width * factor - less))
        self._heading.blockSignals(False)

    def _make_way(self) -> None:
        """Hide as many of the columns that may be missing as it takes, none where there is room."""
        columns = self.table_model().columns
        for at in self._made_way:
            self.setColumnHidden(at, False)
        self._made_way = set()
        shown = [at for at in range(len(columns)) if not self.isColumnHidden(at)]
        missing = sum(look.scaled(columns[at].least or columns[at].width) for at in shown) - self.viewport().width()
        for at in reversed([at for at in shown if columns[at].gives_way]):
            if missing <= 0:
                break
            missing -= look.scaled(columns[at].least or columns[at].width)
            self.setColumnHidden(at, True)
            self._made_way.add(at)

    def _arrange(self, order: Sequence[str]) -> None:
        keys = [column.key for column in self.table_model().columns]
        places = {key: at for at, key in enumerate(order, 1)}
        wanted = sorted(range(1, len(keys)), key=lambda section: (places.get(keys[section], len(keys) + 1), section))
        for place, section in enumerate((0, *wanted)):  # the first column is fixed
            self._heading.moveSection(self._heading.visualIndex(section), place)

    def let_columns_move(self) -> None:
        """Let the headings be dragged to other places, all but the first."""
        self._heading.setSectionsMovable(True)
        self._heading.setFirstSectionMovable(False)
        self._heading.sectionMoved.connect(self.columns_changed)

    def sections(self) -> list[int]:
        """Return the places of the columns in the model in the order in which they stand."""
        return [self._heading.logicalIndex(place) for place in range(self.table_model().columnCount())]

    def column_order(self) -> list[str]:
        """Return the keys of all columns in the order in which they stand."""
        return [self.table_model().columns[section].key for section in self.sections()]

    def shown_columns(self) -> list[Column]:
        """Return the columns shown in the order in which they stand."""
        columns = self.table_model().columns
        return [columns[section] for section in self.sections() if not self.isColumnHidden(section)]

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show the first column and these, in this order."""
        self.reset_columns(None, [one for one in self.column_order() if one not in keys], keys)

    def switch_column(self, section: int, *, is_shown: bool) -> None:
        """Show a column or hide it."""
        self.setColumnHidden(section, not is_shown)
        if self.is_natural:
            self._spread()
        self.columns_changed.emit()

    def move_column(self, section: int, step: int) -> None:
        """Move a column before its neighbour or behind it; nothing comes before the first."""
        place = self._heading.visualIndex(section)
        if place > 0 and 0 < place + step < self.table_model().columnCount():
            self._heading.moveSection(place, place + step)

    def widen_column(self, section: int, step: int) -> None:
        """Make a column wider or narrower."""
        self.is_natural = False
        self._heading.resizeSection(section, max(self._heading.minimumSectionSize(), self.columnWidth(section) + step))
        self._place_frozen()
        self.columns_changed.emit()

    def widths(self) -> dict[str, int]:
        """Return the width of every shown column."""
        columns = enumerate(self.table_model().columns)
        return {column.key: self.columnWidth(at) for at, column in columns if not self.isColumnHidden(at)}

    def hidden_columns(self) -> list[str]:
        """Return the keys of the hidden columns."""
        return [column.key for at, column in enumerate(self.table_model().columns) if self.isColumnHidden(at)]

    def set_compact(self, compact: bool) -> None:
        """Use rows of 24 instead of 28 pixels."""
        height = look.COMPACT_ROW_HEIGHT if compact else look.ROW_HEIGHT
        self.verticalHeader().setDefaultSectionSize(look.scaled(height))

    def current_row(self) -> int:
        """Return the row the keyboard is on, -1 when none."""
        return self.currentIndex().row()

    def has_focus(self) -> bool:
        """Whether the keyboard is in the table."""
        return self.hasFocus()

    def last_column(self) -> int:
        """Return the last column shown."""
        shown = [at for at in self.sections() if not self.isColumnHidden(at)]
        return shown[-1] if shown else 0

    def selected_rows(self) -> list[int]:
        """Return the selected rows from top to bottom."""
        return sorted({row for part in self._parts() for row in range(part[0], part[1] + 1)})

    def selected_count(self) -> int:
        """Return how many rows are selected, without listing them."""
        return sum(last - first + 1 for first, last in self._parts())

    def _parts(self) -> list[tuple[int, int]]:
        selection = self.selectionModel().selection() if self.selectionModel() else QItemSelection()
        return [(part.top(), part.bottom()) for part in selection]  # type: ignore[attr-defined]

    def select_row(self, row: int) -> None:
        """Put the keyboard on a row and select it."""
        if not 0 <= row < self.table_model().rowCount():
            return
        index = self.table_model().index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def copy(self, *, headings: bool = True) -> None:
        """Put the selected rows on the clipboard as TSV, once they are all here."""
        model = self.table_model()
        places = self.selected_rows()[:_COPY_LIMIT]
        shown = self.shown_columns()
        if places:
            model.fetch_rows(places, lambda rows: copy_rows(shown, rows, headings=headings))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies, with Shift without headings, Ctrl+V asks to paste, ← and → fold a group."""
        is_copy = event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_row() >= 0:
            self.opened.emit(self.current_row())
        elif is_copy:
            self.copy(headings=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif event.key() in _FOLDS and self.currentIndex().data(GROUP_ROLE):
            self.fold_requested.emit((self.current_row(), _FOLDS[Qt.Key(event.key())]))
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.select_row(0 if event.key() == Qt.Key.Key_Home else self.table_model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the row under the mouse."""
        self.hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the mouse."""
        self.hover(-1)
        super().leaveEvent(event)

    def hover(self, row: int) -> None:
        """Lift a row, and lower the one before."""
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()
            if self._frozen is not None:
                self._frozen.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the fixed column in its place."""
        super().resizeEvent(event)
        if self.is_natural:
            self._spread()
        self._place_frozen()

    def focusInEvent(self, event: Any) -> None:
        """Put the keyboard on the first row when it is on none."""
        super().focusInEvent(event)
        if self.model() is not None and self.current_row() < 0 and self.table_model().rowCount():
            self.select_row(0)
        self.viewport().update()

    def column_menu(self, parent: QWidget) -> QMenu:
        """Return the menu that shows and hides columns."""
        menu = QMenu(parent)
        for section in self.sections()[1:]:
            action = QAction(self.table_model().columns[section].heading, menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(section))
            action.toggled.connect(self._switcher(section))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("列の幅と表示を初めに戻す").triggered.connect(self.restore_columns)
        return menu

    def _switcher(self, section: int) -> Callable[[bool], None]:
        return lambda is_shown: self.switch_column(section, is_shown=is_shown)

    def restore_columns(self) -> None:
        """Give all columns back their own widths and places."""
        self.reset_columns()
        self.columns_changed.emit()

    def _on_heading_menu(self, place: QPoint) -> None:
        menu = self.column_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._heading.mapToGlobal(place))

    def _sort_by_section(self, section: int) -> None:
        model = self.table_model()
        column = model.columns[section]
        if column.is_sortable:
            before = model.sorted_by
            model.sort_by(column.key, descending=before is not None and before == (column.key, False))
            self._heading.viewport().update()

    def sort_by_section(self, section: int) -> None:
        """Sort by a column as a click on its heading does."""
        self._sort_by_section(section)

    def _on_resized(self, section: int, before: int, after: int) -> None:
        del before, after
        if not self._heading.is_held:
            return  # columns give way or take the room there is, perhaps while the mouse drags the edge of a window
        self.is_natural = False
        if section == 0:
            self._place_frozen()
        self.columns_changed.emit()

    def _on_double_click(self, index: Index) -> None:
        self.opened.emit(index.row())

    def _on_selection(self) -> None:
        self.viewport().update()
        self.selection_changed.emit()

    def _on_theme(self) -> None:
        self._heading.setFixedHeight(look.scaled(look.ROW_HEIGHT) + 2)

    def _place_frozen(self) -> None:
        if self._frozen is not None:
            self._frozen.place(QRect(0, 0, self.columnWidth(0), self.height()))

    def refresh_frozen(self) -> None:
        """Fix the first column anew after the columns were exchanged."""
        if self._frozen is not None:
            self._frozen.set_model(self.table_model())
            self._place_frozen()
