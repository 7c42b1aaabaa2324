"""The columns of the list: shown or not, in which order, how wide, sorted by which. All by keyboard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListWidgetItem

from collections_app.ui import look
from collections_app.ui.overlay import Overlay
from collections_app.ui.pages.key_list import CTRL, ENTER, NONE, KeyList
from collections_app.ui.widgets import Button, column, hint, row, section

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_app.ui.table.view import TableView

_WIDTH, _LINES, _STEP = 360, 13, 12
_SECTION = Qt.ItemDataRole.UserRole
_KEYS = "Space 表示・非表示　Ctrl+↑↓ 並び　Ctrl+←→ 幅　Enter 並べ替え"


class ColumnOverlay(Overlay):
    """Changes the table at once; Esc closes."""

    def __init__(self, window: QWidget, table: TableView) -> None:
        super().__init__(window)
        self.setAccessibleName("列の選択")
        self._table = table
        self.lines = KeyList("列")
        self.lines.keys = {
            (Qt.Key.Key_Space, NONE): self._switch,
            ENTER: self._sort,
            (Qt.Key.Key_Up, CTRL): partial(self._move, -1),
            (Qt.Key.Key_Down, CTRL): partial(self._move, 1),
            (Qt.Key.Key_Left, CTRL): partial(self._widen, -_STEP),
            (Qt.Key.Key_Right, CTRL): partial(self._widen, _STEP),
        }
        self.lines.itemClicked.connect(self._switch_clicked)
        restore = Button("初めに戻す")
        restore.clicked.connect(self._restore)
        close = Button("閉じる Esc")
        close.clicked.connect(self.close_over)
        keys = hint(_KEYS)
        keys.setWordWrap(True)
        self.setLayout(
            column(section("列"), keys, self.lines, row(restore, None, close), margins=(look.L, look.M, look.L, look.L))
        )

    def open_below(self, button: QWidget) -> None:
        """Open below a button, with the columns as they stand."""
        self._fill(0)
        self.lines.fit(_LINES)
        width = look.scaled(_WIDTH)
        corner = button.mapTo(self._window, QPoint(button.width(), button.height()))
        self.resize(width, self.sizeHint().height())
        height = min(
            max(self.sizeHint().height(), self.heightForWidth(width)), self._window.height() - corner.y() - look.S
        )
        self.setGeometry(max(0, corner.x() - width), corner.y() + look.XS, width, height)
        self.open_over(button)
        self.lines.setFocus()

    def _fill(self, current: int) -> None:
        self.lines.clear()
        table = self._table
        model = table.table_model()
        for at in table.sections():
            if at == 0:
                continue  # the fixed one is always shown
            one = model.columns[at]
            arrow = ""
            if model.sorted_by is not None and model.sorted_by[0] == one.key:
                arrow = " ▼" if model.sorted_by[1] else " ▲"
            item = QListWidgetItem(f"{'　' if table.isColumnHidden(at) else '✓'} {one.heading}{arrow}")
            item.setData(_SECTION, at)
            state = "表示しない" if table.isColumnHidden(at) else "表示する"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.heading} {state}")
            self.lines.addItem(item)
        self.lines.setCurrentRow(current)

    def _at(self) -> int:
        """Return the place in the model of the column the keyboard is on."""
        return int(self.lines.currentItem().data(_SECTION))

    def _switch_clicked(self, _item: QListWidgetItem) -> None:
        self._switch()

    def _switch(self) -> None:
        self._table.switch_column(self._at(), is_shown=self._table.isColumnHidden(self._at()))
        self._fill(self.lines.currentRow())

    def _move(self, step: int) -> None:
        before = self._table.column_order()
        self._table.move_column(self._at(), step)
        moved = step if self._table.column_order() != before else 0
        self._fill(self.lines.currentRow() + moved)

    def _widen(self, step: int) -> None:
        if not self._table.isColumnHidden(self._at()):
            self._table.widen_column(self._at(), look.scaled(step))

    def _sort(self) -> None:
        self._table.sort_by_section(self._at())
        self._fill(self.lines.currentRow())

    def _restore(self) -> None:
        self._table.restore_columns()
        self._fill(0)
        self.lines.setFocus()
