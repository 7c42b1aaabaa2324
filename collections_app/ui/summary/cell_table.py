"""A table of figures in which every number can be pressed: arrows move from cell to cell, Enter opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from collections_app.ui import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
_NO_INDEX = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: its words, its width, whether numbers stand under it, whether it takes the room left over.

    `least` is how narrow it may become, its words in two lines, before the table scrolls sideways; 0: no narrower.
    """

    text: str
    width: int
    is_number: bool = False
    is_wide: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it shows, in which palette token, and what pressing it opens (None: nothing).

    `sorts` is what its column is sorted by (None: comes last), `share` the length of its bar from 0 to 1.
    """

    text: str
    color: str = "text"
    opens: object = None
    is_bold: bool = False
    indent: int = 0
    sorts: int | float | str | None = None
    share: float | None = None


class CellModel(QAbstractTableModel):
    """The cells as given."""

    def __init__(self, heads: Sequence[Head], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.cells: list[list[Cell]] = []
        self.sorted_by: tuple[int, bool] | None = None  # column, and whether the largest comes first
        self.is_sortable = False

    def sort_by(self, column: int, *, descending: bool) -> None:
        """Order the rows by a column, cells without a value last; a last row in bold, the sum, stays where it is."""
        self.sorted_by = (column, descending)
        kept = self.cells[-1:] if self.cells and self.cells[-1][0].is_bold else []
        rows = self.cells[: len(self.cells) - len(kept)]
        filled = [row for row in rows if row[column].sorts is not None]
        filled.sort(key=lambda row: _rank(row[column]), reverse=descending)
        self.cells = [*filled, *(row for row in rows if row[column].sorts is None), *kept]
        if self.cells:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.cells) - 1, len(self.heads) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.heads) - 1)

    def set_cells(self, cells: list[list[Cell]]) -> None:
        """Show other cells; the same number of rows keeps the place."""
        if len(cells) == len(self.cells):
            self.cells = cells
            if cells and self.sorted_by is not None:
                self.sort_by(self.sorted_by[0], descending=self.sorted_by[1])
            elif cells:
                self.dataChanged.emit(self.index(0, 0), self.index(len(cells) - 1, len(self.heads) - 1))
            return
        self.beginResetModel()
        self.cells = cells
        self.endResetModel()
        if cells and self.sorted_by is not None:
            self.sort_by(self.sorted_by[0], descending=self.sorted_by[1])

    def set_heads(self, heads: Sequence[Head]) -> None:
        """Write other headings; under another number of them there is nothing until cells are set."""
        if len(heads) != len(self.heads):
            self.beginResetModel()
            self.heads, self.cells = tuple(heads), []
            self.endResetModel()
            return
        self.heads = tuple(heads)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.heads) - 1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.cells)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows, or the cell."""
        if not index.isValid():
            return None
        cell = self.cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == CELL_ROLE:
            return (cell,)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.cells[index.row()][0].text
            head = self.heads[index.column()].text
            return f"{row} {head} {cell.text}" + (" 内訳を開く" if cell.opens is not None else "")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a heading's words and side."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.heads[section].is_number else _LEFT
        return None


def _rank(cell: Cell) -> tuple[int, float, str]:
    return (1, 0.0, cell.sorts) if isinstance(cell.sorts, str) else (0, float(cell.sorts or 0), "")


class CellDelegate(QStyledItemDelegate):
    """Draws a cell: tabular digits, the accent for what opens, a ring around the current one."""

    def __init__(self, table: CellTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        (cell,) = index.data(CELL_ROLE)
        head = self._table.cells.heads[index.column()]
        box: QRect = option.rect
        is_hovered = index == self._table.hovered and cell.opens is not None
        painter.fillRect(box, look.ink("hover" if is_hovered else "surface"))
        painter.setPen(QPen(look.ink("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        font = look.number_font if head.is_number else look.text_font
        painter.setFont(font(bold=cell.is_bold))
        painter.setPen(look.ink("accent" if cell.opens is not None and cell.color == "text" else cell.color))
        inner = box.adjusted(look.S + cell.indent * look.M, 0, -look.S, -1)
        if cell.share is not None:
            _paint_bar(painter, QRectF(inner), cell.share)
        text = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _RIGHT if head.is_number else _LEFT, text)
        if self._table.hasFocus() and index == self._table.currentIndex():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.ink("accent"), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), look.SMALL_RADIUS, look.SMALL_RADIUS)


def _paint_bar(painter: QPainter, box: QRectF, share: float) -> None:
    """Draw a bar from the left; what is below nothing is a frame."""
    height = look.scaled(look.M)
    bar = QRectF(box.left(), box.center().y() - height / 2, box.width() * min(abs(share), 1.0), height)
    painter.setPen(QPen(look.ink("accent"), 1))
    painter.setBrush(look.ink("accent") if share >= 0 else Qt.BrushStyle.NoBrush)
    if share:
        painter.drawRect(bar)


class CellHeading(QHeaderView):
    """Soft headings over a strong line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one heading."""
        painter.fillRect(rect, look.ink("surface"))
        painter.setFont(look.text_font(look.HINT))
        painter.setPen(look.ink("soft"))
        model = self.model()
        side = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        words = str(model.headerData(section, Qt.Orientation.Horizontal))
        if isinstance(model, CellModel) and model.sorted_by is not None and model.sorted_by[0] == section:
            words = f"{'▼' if model.sorted_by[1] else '▲'} {words}"
        inner = rect.adjusted(look.S, 0, -look.S, 0)
        if QFontMetrics(painter.font()).horizontalAdvance(words) > inner.width():
            side |= int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
        painter.drawText(inner, side, words)
        painter.setPen(QPen(look.ink("line_strong"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class CellTable(QTableView):
    """Figures in rows and columns; `opened` tells what the pressed cell opens."""

    opened = Signal(object)

    def __init__(self, name: str, heads: Sequence[Head]) -> None:
        super().__init__()
        self.cells = CellModel(heads, self)
        self.hovered: Index = QPersistentModelIndex()
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(CellHeading(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._row_height = look.COMPACT_ROW_HEIGHT
        self._most: int | None = None
        self.clicked.connect(self._open)
        look.theme().changed.connect(self._restyle)
        self._restyle()

    def set_cells(self, cells: list[list[Cell]]) -> None:
        """Show other rows."""
        self.cells.set_cells(cells)
        self.updateGeometry()

    def set_heads(self, heads: Sequence[Head]) -> None:
        """Write other headings."""
        self.cells.set_heads(heads)
        self._set_widths()

    def let_be_sorted(self, column: int) -> None:
        """Let a click on a heading, or S, sort the rows; they begin with the largest of a column."""
        self.cells.is_sortable = True
        self.cells.sort_by(column, descending=True)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self.sort_by)

    def sort_by(self, column: int) -> None:
        """Sort by a column, the largest first; once more, the smallest."""
        if column >= 0:
            before = self.cells.sorted_by
            self.cells.sort_by(column, descending=before != (column, True))

    def set_row_height(self, height: int) -> None:
        """Make the rows higher or lower."""
        if height != self._row_height:
            self._row_height = height
            self._restyle()

    def fit_rows(self, most: int) -> None:
        """Be as high as the rows need, up to `most` of them, whatever the width will be."""
        self._most = most
        shown = min(self.cells.rowCount(), most)
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_too_wide() else 0
        self.setFixedHeight(look.scaled(self._row_height) * shown + self._heading_height() + 2 + bar)

    def _is_too_wide(self) -> bool:
        return sum(look.scaled(head.least or head.width) for head in self.cells.heads) > self.viewport().width()

    def _heading_height(self) -> int:
        """Return the height of one line, of two where words are longer than their column."""
        height, metrics = look.scaled(self._row_height), QFontMetrics(look.text_font(look.HINT))
        room = [self.columnWidth(at) - 2 * look.S for at in range(len(self.cells.heads))]
        is_long = any(
            head.least and metrics.horizontalAdvance(head.text) > wide
            for head, wide in zip(self.cells.heads, room, strict=True)
        )
        return max(height, 2 * metrics.lineSpacing() + look.XS) if is_long else height

    def row_room(self, row_height: int) -> int:
        """Return the height all rows and the headings take at a row height."""
        return look.scaled(row_height) * self.cells.rowCount() + self._heading_height() + 2

    def sizeHint(self) -> QSize:
        """Ask for all rows and columns."""
        return QSize(sum(look.scaled(head.width) for head in self.cells.heads), self.row_room(self._row_height))

    def minimumSizeHint(self) -> QSize:
        """Scroll below a few rows."""
        return QSize(look.scaled(240), look.scaled(self._row_height) * 4)

    def place(self) -> tuple[int, int]:
        """Return the row and column the keyboard is on."""
        index = self.currentIndex()
        return index.row(), index.column()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current number; Ctrl+C copies the table; S sorts by the current column."""
        if event.key() == Qt.Key.Key_S and not event.modifiers() and self.cells.is_sortable:
            self.sort_by(self.currentIndex().column())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_tsv())
        else:
            super().keyPressEvent(event)

    def as_tsv(self) -> str:
        """Return the table with its headings as tab-separated text, numbers without separators."""
        heads = self.cells.heads
        lines = ["\t".join(head.text for head in heads)]
        for row in self.cells.cells:
            words = (
                cell.text.replace(",", "") if head.is_number else cell.text
                for head, cell in zip(heads, row, strict=True)
            )
            lines.append("\t".join(words))
        return "\n".join(lines) + "\n"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which number would open."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the mouse."""
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room left over to the wide columns."""
        super().resizeEvent(event)
        self._set_widths()
        if self._most is not None:
            self.fit_rows(self._most)

    def _hover(self, index: Index) -> None:
        self.hovered = QPersistentModelIndex(index)
        cell = index.data(CELL_ROLE) if index.isValid() else None
        opens = cell is not None and cell[0].opens is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def _open(self, index: Index) -> None:
        if not index.isValid():
            return
        (cell,) = index.data(CELL_ROLE)
        if cell.opens is not None:
            self.opened.emit(cell.opens)

    def _set_widths(self) -> None:
        heads = self.cells.heads
        usual = sum(look.scaled(head.width) for head in heads)
        spare = sum(look.scaled(head.width - head.least) for head in heads if head.least)
        wide = sum(head.is_wide for head in heads)
        left = self.viewport().width() - usual
        extra = max(left, 0) // wide if wide else 0
        given = min(1.0, -left / spare) if left < 0 and spare else 0.0
        for section, head in enumerate(heads):
            less = look.scaled(head.width - head.least) * given if head.least else 0
            self.setColumnWidth(section, int(look.scaled(head.width) - less) + (extra if head.is_wide else 0))
        self.horizontalHeader().setFixedHeight(self._heading_height())

    def _restyle(self) -> None:
        height = look.scaled(self._row_height)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(height)
        self._set_widths()
        self.updateGeometry()
