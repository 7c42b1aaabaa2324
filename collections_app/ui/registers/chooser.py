"""The list of registers at the left: a word and how many records it has; ↑ and ↓ choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from collections_app.domain.bundle import TABLE
from collections_app.domain.registers import REGISTERS
from collections_app.ui import look

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTH = 168
Index = QModelIndex | QPersistentModelIndex


class RegisterList(QListView):
    """`chosen` tells the table chosen by the person; `left` that Enter or → leads on to its rows."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("台帳の種類")
        self.counts: Mapping[str, int] = {}
        self._words = QStringListModel([TABLE[table].title for table in REGISTERS], self)
        self.setModel(self._words)
        self.setItemDelegate(_Line(self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._fit()
        self.selectionModel().currentChanged.connect(self._on_current)
        look.theme().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(look.scaled(_WIDTH))

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records each register has."""
        self.counts = counts
        self.viewport().update()

    def set_current(self, table: str) -> None:
        """Light a register without telling anybody."""
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self._words.index(REGISTERS.index(table)))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.viewport().update()
            self.chosen.emit(REGISTERS[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and → go to the rows."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Line(QStyledItemDelegate):
    """Draws the word at the left and the count at the right."""

    def __init__(self, view: RegisterList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Take one row."""
        del option, index
        return QSize(1, look.scaled(look.COMPACT_ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        table = REGISTERS[index.row()]
        is_current = index.row() == self._view.currentIndex().row()
        box: QRect = option.rect
        if is_current or bool(option.state & QStyle.StateFlag.State_MouseOver):
            painter.fillRect(box, look.ink("accent_soft" if is_current else "hover"))
        inner = box.adjusted(look.S, 0, -look.S, 0)
        painter.setFont(look.text_font(bold=is_current))
        painter.setPen(look.ink("accent" if is_current else "text"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), TABLE[table].title)
        if self._view.counts.get(table):
            painter.setFont(look.number_font(look.HINT))
            painter.setPen(look.ink("soft"))
            words = f"{self._view.counts[table]:,}"
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        if is_current and self._view.hasFocus():
            painter.setPen(QPen(look.ink("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
