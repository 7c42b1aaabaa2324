"""All people of the office who may be kept twice, with the reasons; Enter puts two of them side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.ui import look
from collections_app.ui.people.columns import PAIRS
from collections_app.ui.table import StaticTable
from collections_app.ui.widgets import Button, EmptyState, Label, column, row, title

if TYPE_CHECKING:
    from collections_app.domain.people import Pair
    from collections_app.ui.context import Context

_NONE = "カナと生年月日、電話番号、または住所が同じ関係人はいません。"
_HOW = "カナと生年月日・電話番号・住所のどれかが同じ組です。同じ人とは限りません。Enterで並べて比べます。"


class DuplicatesWidget(QWidget):
    """`opened` tells the Pair of Enter or a double click."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._context = context
        self.table = StaticTable("重複の候補", PAIRS)
        self.count, how = Label("", "soft"), Label(_HOW, "soft")
        how.setWordWrap(True)
        self.back = Button("関係人の一覧 Esc")
        self.empty = EmptyState("", "関係人の一覧へ", self.left.emit)
        self._body = QStackedWidget()
        self._body.addWidget(self.empty)
        self._body.addWidget(self.table)
        layout = column(row(title("重複の候補"), None, self.back), how, self._body, self.count, spacing=look.S)
        layout.setContentsMargins(look.L, look.M, look.L, look.S)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.table.opened.connect(self.opened)
        self.back.clicked.connect(self.left)

    def read(self) -> None:
        """Compare everybody with everybody: long work that can be stopped."""
        self.empty.sentence.setText("関係人を比べています。")
        self._body.setCurrentWidget(self.empty)
        self.count.setText("")
        jobs = self._context.jobs
        jobs.run_long("重複の候補を探す", self._context.desk.all_duplicates, self._take, self._failed)

    def _take(self, pairs: tuple[Pair, ...]) -> None:
        self.table.set_rows(pairs)
        self.count.setText(f"{len(pairs):,}組")
        self.empty.sentence.setText(_NONE)
        self._body.setCurrentWidget(self.table if pairs else self.empty)
        if pairs and self.isVisible():
            self.table.setFocus()

    def _failed(self, error: Exception) -> None:
        self.empty.sentence.setText("中止しました。「重複の候補」をもう一度開くと、初めから探します。")
        self._context.jobs.failed.emit(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
