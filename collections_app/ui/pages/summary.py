"""The supervisor's summary: read by a job, shown by the summary's own widget; every number leads to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from collections_app.domain.breakdowns import FigureWanted, of_year
from collections_app.domain.calendar import fiscal_period, month_end
from collections_app.ui.actions import ActionId
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from collections_app.domain.views import MonthPoint, Summary
    from collections_app.ui.context import Context

RECOVERY = "recovery.total"
SUBROGATION = "subrogation.amount"


@dataclass(frozen=True, slots=True)
class SummaryPlace:
    """The year and view one looked at."""

    fiscal_year: int
    view: str


class SummaryHost(Page):
    """Reads the summary for the day in force."""

    def __init__(self, context: Context, make: Callable[[], QWidget]) -> None:
        super().__init__(context, "summary")
        self.widget = make()
        self._shown: Summary | None = None
        self._is_stale = True
        self.setLayout(column(self.widget))
        shown: Any = self.widget
        shown.figure_chosen.connect(self._on_figure)
        shown.month_chosen.connect(self._on_month)
        shown.cohort_chosen.connect(self._on_cohort)
        shown.late_requested.connect(partial(context.page_requested.emit, "first_weeks"))
        shown.excel_requested.connect(self._export)
        context.day_changed.connect(self._on_changed)
        context.data_changed.connect(self._on_changed)

    def enter(self) -> None:
        """Read at the first visit, and after something changed."""
        if self._is_stale:
            self.reload()

    def reload(self) -> None:
        """Read again."""
        self._is_stale = False
        shown: Any = self.widget
        shown.show_waiting()
        context = self.context
        work = partial(context.desk.summary, context.fiscal_year, context.as_of)
        context.jobs.read(work, self._take, self._failed, owner=self, topic="summary")
        late = partial(context.desk.count_late, context.as_of)
        context.jobs.read(late, shown.show_late, owner=self, topic="late")

    def handlers(self) -> Handlers:
        """Return what the summary can do."""
        handlers: Handlers = {ActionId.RELOAD: self.reload}
        if self._shown is not None:
            handlers[ActionId.EXCEL] = self._export
        return handlers

    def memory(self) -> object:
        """Return the year and the view."""
        shown: Any = self.widget
        return SummaryPlace(self.context.fiscal_year, shown.views.current())

    def recall(self, memory: object) -> None:
        """Turn to the view one looked at."""
        if isinstance(memory, SummaryPlace):
            shown: Any = self.widget
            shown.show_view(memory.view)

    def _take(self, summary: Summary) -> None:
        is_first = self._shown is None
        self._shown = summary
        shown: Any = self.widget
        shown.show_summary(summary)
        if is_first:
            self.actions_changed.emit()

    def _failed(self, error: Exception) -> None:
        self._is_stale = True
        self.context.jobs.failed.emit(error)

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.reload()

    def _on_figure(self, choice: Any) -> None:
        question = of_year(choice.key, self.context.fiscal_year, self.context.as_of, is_previous=choice.is_previous)
        for dimension, value in (("section", choice.section), ("staff", choice.staff_no)):
            question = question.within(dimension, value) if value else question
        self.context.rows_requested.emit(question)

    def _on_month(self, point: MonthPoint) -> None:
        last = min(month_end(point.month), self.context.as_of)
        self.context.rows_requested.emit(FigureWanted(RECOVERY, point.month, last))

    def _on_cohort(self, choice: Any) -> None:
        # the rate's own ground: the claims subrogated in that fiscal year
        first, last = fiscal_period(choice.cohort)
        self.context.rows_requested.emit(FigureWanted(SUBROGATION, first, min(last, self.context.as_of)))

    def _export(self) -> None:
        context = self.context
        month = context.as_of.replace(day=1)

        def write(path: Path) -> None:
            work = partial(context.desk.monthly_workbook, month, path)
            context.jobs.run_long("月次集計を作成", work, partial(say_written, context))

        ask_save(self, "月次集計の保存先", f"月次集計_{month:%Y%m}.xlsx", WORKBOOK, write)
