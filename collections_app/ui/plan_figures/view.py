"""The table of the plan grid: arrows move, typing opens a cell, Enter goes on, blocks are copied and pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from collections_app.domain.plan_figures import PLANNED
from collections_app.ui import look
from collections_app.ui.fields import YenEdit
from collections_app.ui.grid.heading import GridHeading
from collections_app.ui.plan_figures.model import CHANGED_ROLE, FINDING_ROLE, LAST, PlanModel

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QResizeEvent

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MONTH_WIDTH, _YEAR_WIDTH, _NAME_WIDTH = 88, 108, 196


class PlanDelegate(QStyledItemDelegate):
    """Draws amounts, what was changed in bold, what cannot be read in red; opens an amount field.

    `moved` tells that a field was left by Enter or Tab, and in which direction.
    """

    moved = Signal(object)
    submitted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._open: YenEdit | None = None

    def editor(self) -> YenEdit | None:
        """Return the field that is open."""
        return self._open if self._open is not None and isValid(self._open) else None

    def finish(self) -> None:
        """Take what is typed into the open field and close it."""
        field = self.editor()
        if field is not None:
            self.commitData.emit(field)
            self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.NoHint)
            self._open = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that leave a field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, YenEdit):
            return self._takes(watched, event)
        return super().eventFilter(watched, event)

    def _takes(self, field: YenEdit, event: QKeyEvent) -> bool:
        key = event.key()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.finish()
            if modifiers == Qt.KeyboardModifier.ControlModifier:
                self.submitted.emit()
            else:
                is_back = bool(modifiers & Qt.KeyboardModifier.ShiftModifier) or key == Qt.Key.Key_Backtab
                self.moved.emit(-1 if is_back else 1)
            return True
        if key == Qt.Key.Key_Escape:
            self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.RevertModelCache)
            self._open = None
            return True
        return False

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open the field of a cell."""
        del option
        field = YenEdit(minimum=0)
        field.setParent(parent)
        field.setPlaceholderText("")
        field.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        self._open = field
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what the cell says, unless typing began already."""
        if isinstance(editor, YenEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was typed."""
        if isinstance(editor, YenEdit) and editor.text() != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell."""
        del index
        editor.setGeometry(option.rect)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        box: QRect = option.rect
        wrong = bool(index.data(FINDING_ROLE))
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected) and not is_current
        is_kept = index.column() == LAST
        ground = "bad_soft" if wrong else "accent_soft" if is_selected else "canvas" if is_kept else "surface"
        painter.fillRect(box, look.ink(ground))
        painter.setPen(look.ink("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(look.ink("line_strong" if index.column() in (0, LAST - 1) else "line"))
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.setFont(look.number_font(bold=bool(index.data(CHANGED_ROLE))))
        painter.setPen(look.ink("bad" if wrong else "soft" if is_kept else "text"))
        inner = box.adjusted(look.XS, 0, -look.XS - 1, 0)
        alignment = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideLeft, inner.width())
        painter.drawText(inner, alignment, text)
        if is_current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.ink("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))


class PlanView(QTableView):
    """Shows a PlanModel. `moved` tells that the keyboard came to another cell."""

    moved = Signal()
    submitted = Signal()
    paste_requested = Signal()

    def __init__(self, model: PlanModel) -> None:
        super().__init__()
        self._model = model
        self.setAccessibleName("計画値")
        self.setHorizontalHeader(GridHeading(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(GridHeading(Qt.Orientation.Vertical, self))
        self.setModel(model)
        self.cells = PlanDelegate(self)
        self.setItemDelegate(self.cells)
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
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentChanged.connect(self.moved)
        self.cells.moved.connect(self._go_on)
        self.cells.submitted.connect(self.submitted)
        look.theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        height = look.scaled(look.ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setFixedWidth(look.scaled(_NAME_WIDTH))
        self.horizontalHeader().setFixedHeight(height)
        self._spread()

    def _spread(self) -> None:
        widths = [look.scaled(_YEAR_WIDTH if at in (0, LAST) else _MONTH_WIDTH) for at in range(LAST + 1)]
        extra = max(self.viewport().width() - sum(widths), 0) // len(widths)
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width + extra)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the room there is."""
        super().resizeEvent(event)
        self._spread()

    def place(self) -> tuple[int, int]:
        """Return the cell the keyboard is on."""
        index = self.currentIndex()
        return max(index.row(), 0), max(index.column(), 0)

    def go_to(self, row: int, column: int) -> None:
        """Put the keyboard on a cell."""
        index = self._model.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def step(self, by: int) -> bool:
        """Go to the next cell that can be typed into, at the end of a line to the next; False at the very end."""
        row, column = self.place()
        at = row * LAST + min(column, LAST - 1) + by
        if not 0 <= at < LAST * self._model.rowCount():
            return False
        self.go_to(*divmod(at, LAST))
        return True

    def _go_on(self, by: object) -> None:
        self.step(int(str(by)))
        self.setFocus()

    def rows(self) -> list[int]:
        """Return the rows that are selected, at least the current one."""
        return sorted({index.row() for index in self.selectedIndexes()}) or [self.place()[0]]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, empty, copy, paste; other keys with Ctrl belong to the page."""
        key = event.key()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_back = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _ENTER and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif key in _ENTER:
            self.step(-1 if is_back else 1)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = is_back or key == Qt.Key.Key_Backtab
            if not self.step(-1 if back else 1):
                self.focusNextPrevChild(not back)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif key == Qt.Key.Key_Delete:
            chosen = self.selectedIndexes()
            self._model.take({(index.row(), index.column()): "" for index in chosen if index.column() < LAST})
        elif key == Qt.Key.Key_Escape or modifiers & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected block on the clipboard, with names and headings."""
        chosen = self.selectedIndexes()
        columns = sorted({index.column() for index in chosen})
        heads = ["項目", *(self._model.heading(column) for column in columns)]
        rows = (
            [PLANNED[row].label, *(self._model.text(row, column).replace(",", "") for column in columns)]
            for row in self.rows()
        )
        lines = [heads, *rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines) + "\n")
