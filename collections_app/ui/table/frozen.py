"""The first column, fixed while the others are scrolled sideways: a second view over the same model and selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from collections_app.ui.table.delegate import Heading

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent, QWheelEvent

    from collections_app.ui.table.model import TableModel


class FrozenColumn(QTableView):
    """Lies over the first column, and shows itself only while the columns are scrolled sideways."""

    def __init__(self, table: QTableView, hover: Callable[[int], None], sort: Callable[[int], None]) -> None:
        super().__init__(table)
        self._table = table
        self._hover = hover
        heading = Heading(self)
        self.setHorizontalHeader(heading)
        self.verticalHeader().hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setItemDelegate(table.itemDelegate())
        self.setMouseTracking(True)
        self.setAccessibleName("")
        heading.sectionClicked.connect(sort)
        self.doubleClicked.connect(table.doubleClicked)
        table.verticalScrollBar().valueChanged.connect(self._scroll_to)
        table.horizontalScrollBar().valueChanged.connect(self._show_when_scrolled)
        self.hide()

    def set_model(self, model: TableModel) -> None:
        """Share the model and the selection of the table."""
        self.setModel(model)
        self.setSelectionModel(self._table.selectionModel())
        for section in range(1, model.columnCount()):
            self.setColumnHidden(section, True)

    def place(self, box: QRect) -> None:
        """Lie over the first column."""
        bar = self._table.horizontalScrollBar()
        height = box.height() - (bar.height() if bar.isVisible() else 0)
        self.setGeometry(box.x(), box.y(), box.width(), height)
        self.setColumnWidth(0, box.width())
        self.verticalHeader().setDefaultSectionSize(self._table.verticalHeader().defaultSectionSize())

    def _scroll_to(self, value: int) -> None:
        self.verticalScrollBar().setValue(value)

    def _show_when_scrolled(self, value: int) -> None:
        if value and not self.isVisible():
            self.place(QRect(0, 0, self._table.columnWidth(0), self._table.height()))
            self.show()
            self._scroll_to(self._table.verticalScrollBar().value())
        elif not value:
            self.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the table below."""
        self._table.wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lift the row under the mouse in the whole table."""
        self._hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)
