"""The rows behind a figure: they add up to it, and each leads to its claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.table import StaticTable, columns_of
from collections_app.ui.table.clipboard import copy_rows
from collections_app.ui.widgets import Button, ElidedLabel, column, hint, row, soft

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collections_app.domain.views import FigureRows

YEN = "円"


def claim_nos_of(view: FigureRows) -> tuple[str, ...]:
    """Return the claim numbers of the rows, each once, in their order."""
    return tuple(dict.fromkeys(str(row[0]) for row in view.rows if row and row[0]))


def total_words(view: FigureRows) -> str:
    """Return 「40行　合計 40回」: the total is the figure itself."""
    return f"{len(view.rows):,}行　合計 {show_yen(view.total)}{view.unit}"


class FigureRowsPage(QWidget):
    """A table of rows. Wishes: a claim, the claim list (a tuple of numbers), an Excel sheet, back."""

    claim_requested = Signal(object)
    claims_requested = Signal(object)
    excel_requested = Signal()
    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view: FigureRows | None = None
        self.title = ElidedLabel(size=look.TITLE, bold=True)
        self.total = soft()
        self.counted = soft()
        self.counted.setWordWrap(True)
        self.counted.hide()
        self.rule = Button("数え方")
        self.rule.setToolTip("この数字の数え方と、その版")
        self.rule.setCheckable(True)
        self.rule.toggled.connect(self.counted.setVisible)
        self.claims = Button("求償権一覧で見る")
        self.copy_button = Button("コピー", icon="copy")
        self.excel = Button("Excel F11")
        self.table = StaticTable("内訳")
        self.empty = hint("この数字に当たる行はありません。")
        self.keys = hint("Enter またはダブルクリックで求償権を開きます。Ctrl+C で選んだ行を写せます。")
        top = row(spacing=look.M)
        top.addWidget(self.title, 1)
        for widget in (self.total, self.rule, self.claims, self.copy_button, self.excel):
            top.addWidget(widget)
        layout = column(top, self.counted, self.empty, spacing=look.M, margins=(look.L, look.M, look.L, look.S))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.keys)
        self.setLayout(layout)
        self._connect()

    def show_rows(self, view: FigureRows) -> None:
        """Show the rows behind another figure."""
        self._view = view
        self.title.setText(view.title)
        self.total.setText(total_words(view))
        self.counted.setText(f"数え方　{view.counted}")
        self.rule.setVisible(bool(view.counted))
        self.counted.setVisible(bool(view.counted) and self.rule.isChecked())
        columns = columns_of(view.headings, view.kinds, view.rows)
        sums: dict[str, object] = {}
        amounts = [place for place, kind in enumerate(view.kinds) if kind == "yen"]
        for place in amounts:
            values = [row[place] for row in view.rows]
            sums[str(place)] = sum(value for value in values if isinstance(value, int))
        if sums and 0 not in amounts:
            sums["0"] = "合計"
        self.table.set_rows(view.rows, columns, sums=sums if view.rows else None)
        has_rows = bool(view.rows)
        self.table.setVisible(has_rows)
        self.keys.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        self.claims.setVisible(bool(claim_nos_of(view)))
        self.copy_button.setEnabled(has_rows)
        self.excel.setEnabled(has_rows)
        self.setFocusProxy(self.table if has_rows else self.empty)

    def open_current(self) -> None:
        """Open the claim of the row the keyboard is on."""
        row = self.table.view.current_row()
        if row >= 0:
            self._on_opened(self.table.model.row_at(row))

    def copy(self) -> None:
        """Put all rows with their headings on the clipboard."""
        if self._view is not None:
            copy_rows(self.table.model.columns, self.table.model.rows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.table.opened.connect(self._on_opened)
        self.claims.clicked.connect(self._on_claims)
        self.copy_button.clicked.connect(self.copy)
        self.excel.clicked.connect(self._on_excel)

    def _on_opened(self, opened: tuple[object, ...]) -> None:
        if opened and opened[0]:
            self.claim_requested.emit(str(opened[0]))

    def _on_claims(self) -> None:
        if self._view is not None:
            self.claims_requested.emit(claim_nos_of(self._view))

    def _on_excel(self) -> None:
        self.excel_requested.emit()
