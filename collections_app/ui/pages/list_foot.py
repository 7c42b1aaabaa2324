"""The line under the list: which rows are seen, how many are chosen, the sums of all; and the sums of those chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.list_views import ClaimFilter
from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.pages.list_groups import is_group
from collections_app.ui.widgets import Label, NumberLabel, row

if TYPE_CHECKING:
    from collections_app.domain.list_views import ClaimSums
    from collections_app.ui.context import Context
    from collections_app.ui.pages.list_groups import ListGroups
    from collections_app.ui.table.rows_model import RowsModel
    from collections_app.ui.table.view import TableView

_SUMMED_AT_MOST = 5000


class ListFoot(QWidget):
    """`status_changed` tells the sums of what is chosen."""

    status_changed = Signal(str)

    def __init__(self, context: Context, table: TableView, model: RowsModel, groups: ListGroups) -> None:
        super().__init__()
        self._context = context
        self._table = table
        self._model = model
        self._groups = groups
        self.status = ""
        self._range = Label("", "soft")
        self._chosen = Label("", "soft")
        self._total = NumberLabel(color="soft")
        self.setLayout(row(look.XS, self._range, look.S, self._chosen, None, self._total, look.XS))
        table.selection_changed.connect(self._on_selection)
        table.verticalScrollBar().valueChanged.connect(self.show_range)

    def show_sums(self, sums: ClaimSums) -> None:
        """Show the sums of the whole list."""
        parts = (("元金 合計", sums.principal), ("損害金", sums.damages), ("費用", sums.costs))
        self._total.setText("  ".join(f"{word} {show_yen(yen)} 円" for word, yen in parts))

    def show_range(self) -> None:
        """Show which rows are seen, or how many groups there are."""
        if self._groups.grouping:
            groups, claims = self._groups.counts()
            self._range.setText(f"{groups:,}組 {claims:,}件")
            return
        count = self._model.rowCount()
        first = self._table.rowAt(0)
        last = self._table.rowAt(self._table.viewport().height() - 1)
        last = count - 1 if last < 0 else last
        shown = f"{first + 1:,}–{last + 1:,} / " if count and first >= 0 else ""
        self._range.setText(f"{shown}{count:,}件")

    def _on_selection(self) -> None:
        count = self._table.selected_count()
        self._chosen.setText(f"選択 {count:,}件" if count else "")
        self._tell("")
        if 1 < count <= _SUMMED_AT_MOST:
            numbers = self._model.numbers()
            chosen = tuple(numbers[at] for at in self._table.selected_rows() if not is_group(numbers[at]))
            if chosen:
                work = partial(self._context.desk.claim_sums, ClaimFilter(claim_nos=chosen), self._context.as_of)
                self._context.jobs.read(work, partial(self._take, count), owner=self, topic="selected")

    def _take(self, count: int, sums: ClaimSums) -> None:
        if count == self._table.selected_count():
            self._tell(f"選択 {sums.count:,}件 / 元金 合計 {show_yen(sums.principal)} 円")

    def _tell(self, words: str) -> None:
        self.status = words
        self.status_changed.emit(words)
