"""The very rows behind a figure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.breakdowns import FigureWanted
from collections_app.domain.views import FigureRows
from collections_app.ui.actions import ActionId
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.widgets import Skeleton, column

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collections_app.ui.context import Context


class RowsPage(Page):
    """Reads the rows of a question, or shows rows given, and remembers them for going back."""

    def __init__(self, context: Context, make: Callable[[], QWidget]) -> None:
        super().__init__(context, "rows", nav="summary")
        self.widget = make()
        self._question: FigureWanted | FigureRows | None = None
        self._rows: FigureRows | None = None
        self._skeleton = Skeleton(14)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._skeleton)
        self._stack.addWidget(self.widget)
        self.setLayout(column(self._stack))
        shown: Any = self.widget
        shown.claim_requested.connect(context.claim_requested)
        shown.claims_requested.connect(self._show_list)
        shown.back_requested.connect(self.leave_requested)
        shown.excel_requested.connect(self._export)
        context.data_changed.connect(self._on_changed)

    def ask(self, question: object) -> None:
        """Show the rows of another figure."""
        if isinstance(question, FigureWanted | FigureRows):
            self._question = question
            self._rows = None
            self.reload()

    def reload(self) -> None:
        """Read the rows again."""
        if self._question is None:
            return
        if isinstance(self._question, FigureRows):  # rows that the asker had at hand
            self._take(self._question)
            return
        if self._rows is None:
            self._skeleton.restart()
            self._stack.setCurrentWidget(self._skeleton)
        work = partial(self.context.desk.figure_rows, self._question)
        self.context.jobs.read(work, self._take, owner=self, topic="rows")

    def handlers(self) -> Handlers:
        """Return what can be done with the rows."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.CLOSE: self._leave}
        if self._rows is not None:
            handlers |= {ActionId.EXCEL: self._export, ActionId.OPEN: self._open}
        return handlers

    def memory(self) -> object:
        """Return the question."""
        return self._question

    def recall(self, memory: object) -> None:
        """Ask again, unless the rows are still here."""
        if memory != self._question or self._rows is None:
            self.ask(memory)

    def _take(self, rows: FigureRows) -> None:
        self._rows = rows
        shown: Any = self.widget
        shown.show_rows(rows)
        self._stack.setCurrentWidget(self.widget)
        self.widget.setFocus()
        self.actions_changed.emit()

    def _open(self) -> None:
        shown: Any = self.widget
        shown.open_current()

    def _show_list(self, numbers: tuple[str, ...]) -> None:
        if self._rows is not None:
            self.context.list_requested.emit((self._rows.title, tuple(numbers)))

    def _leave(self) -> None:
        self.leave_requested.emit()

    def _on_changed(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._rows = None

    def _export(self) -> None:
        rows, context = self._rows, self.context
        if rows is None:
            return

        def write(path: Path) -> None:
            context.jobs.read(
                partial(context.desk.rows_workbook, rows, context.as_of, path), partial(say_written, context)
            )

        ask_save(self, "内訳の保存先", f"{rows.title.replace('/', '／')}.xlsx", WORKBOOK, write)
