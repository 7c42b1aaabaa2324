"""The first weeks of new claims: read by a job for the day in force, shown by its own widget."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from collections_app.ui.actions import ActionId
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.first_weeks.page import FirstWeeksPage
from collections_app.ui.page import Handlers, ReadingPage
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.widgets import Skeleton, column

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.first_weeks import FirstWeeks
    from collections_app.ui.context import Context


class FirstWeeksHost(ReadingPage):
    """Reads again when the day or the data changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "first_weeks", nav="summary")
        self.widget = FirstWeeksPage()
        self._skeleton = Skeleton(14)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._skeleton)
        self._stack.addWidget(self.widget)
        self.setLayout(column(self._stack))
        self.widget.claim_requested.connect(context.claim_requested)
        self.widget.claims_requested.connect(self._show_list)
        self.widget.back_requested.connect(self.leave_requested)
        self.widget.excel_requested.connect(self._export)

    def reload(self) -> None:
        """Read again."""
        self._is_stale = False
        if self.widget.shown is None:
            self._skeleton.restart()
        work = partial(self.context.desk.first_weeks, self.context.as_of)
        self.context.jobs.read(work, self._take, self._failed, owner=self, topic="first_weeks")

    def handlers(self) -> Handlers:
        """Return what can be done with the rows."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.CLOSE: self.leave_requested.emit}
        if self.widget.shown is not None:
            handlers |= {ActionId.EXCEL: self._export, ActionId.OPEN: self.widget.open_current}
        return handlers

    def _take(self, view: FirstWeeks) -> None:
        is_first = self._stack.currentWidget() is not self.widget
        self.widget.show_view(view)
        self._stack.setCurrentWidget(self.widget)
        if is_first and self.isVisible():
            self.widget.setFocus()
        self.actions_changed.emit()

    def _show_list(self, numbers: tuple[str, ...]) -> None:
        if self.widget.shown is not None:
            self.context.list_requested.emit((self.widget.shown.title, tuple(numbers)))

    def _export(self) -> None:
        rows, context = self.widget.shown, self.context
        if rows is None:
            return

        def write(path: Path) -> None:
            work = partial(context.desk.rows_workbook, rows, context.as_of, path)
            context.jobs.read(work, partial(say_written, context))

        ask_save(self, "初動の遅れの保存先", f"{rows.title.replace('　', '_')}.xlsx", WORKBOOK, write)
