"""The supervisor's summary: read by a job, shown by the summary's own widget; every number leads to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.money import Unit
from collections_app.domain.paper import shown_paper
from collections_app.ui.actions import ActionId
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.page import Handlers, ReadingPage
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.summary.header import Choice
from collections_app.ui.summary.page import VIEWS, SummaryPage
from collections_app.ui.text import file_stamp
from collections_app.ui.widgets import column

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.summary_views import SummarySeen
    from collections_app.ui.context import Context


@dataclass(frozen=True, slots=True)
class SummaryPlace:
    """Days, view and unit one looked at."""

    choice: Choice
    view: str
    unit: Unit


class SummaryHost(ReadingPage):
    """Reads the summary of the days chosen, and puts the view shown out as workbook and paper."""

    own_keys = (
        ("1 ～ 9", f"表示を切り替え（{VIEWS[0].label} ～ {VIEWS[-1].label}）"),
        ("Enter", "数字や棒の内訳を開く"),
        ("S", "表を選んだ列で並べ替え"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "summary")
        self.widget = SummaryPage(context)
        self._seen: SummarySeen | None = None
        self.setLayout(column(self.widget))
        self.widget.rows_wanted.connect(context.rows_requested)
        self.widget.put_out_changed.connect(self.actions_changed)
        self.widget.header.wanted_changed.connect(self.reload)
        self.widget.header.excel.clicked.connect(self._export)
        self.widget.header.print.clicked.connect(self._print)

    def reload(self) -> None:
        """Read again; while the days typed are none, say so and keep what is shown."""
        context, header = self.context, self.widget.header
        header.set_day(context.as_of)
        self.widget.show_waiting()
        self._is_stale = not header.are_days_clear()
        if self._is_stale:
            return
        work = partial(context.desk.summary, header.wanted())
        context.jobs.read(work, self._take, self._failed, owner=self, topic="summary")

    def handlers(self) -> Handlers:
        """Return what the summary can do."""
        handlers: Handlers = {ActionId.RELOAD: self.reload}
        if self.widget.shown() is not None:
            handlers |= {ActionId.EXCEL: self._export, ActionId.PRINT: self._print}
        return handlers

    def memory(self) -> object:
        """Return days, view and unit."""
        header = self.widget.header
        return SummaryPlace(header.choice(), header.views.current(), header.unit())

    def recall(self, memory: object) -> None:
        """Turn to what one looked at; read again where the days were others."""
        if not isinstance(memory, SummaryPlace):
            return
        header = self.widget.header
        is_other = memory.choice != header.choice()
        header.set_choice(memory.choice)
        header.set_unit(memory.unit)
        self.widget.show_view(memory.view)
        if is_other:
            self.reload()

    def _take(self, seen: SummarySeen) -> None:
        self._seen = seen
        self.widget.show_seen(seen)

    def _print(self) -> None:
        shown = self.widget.shown()
        if shown is not None and self._seen is not None:
            self.context.papers_requested.emit(shown_paper(shown, self._seen.summary.as_of))

    def _export(self) -> None:
        shown, context = self.widget.shown(), self.context
        if shown is None:
            return

        def write(path: Path) -> None:
            work = partial(context.desk.shown_workbook, shown, path)
            context.jobs.run_long(f"{path.name} を作成", work, partial(say_written, context))

        name = f"{shown.title.replace('　', '_')}_{file_stamp(context.as_of)}.xlsx"
        ask_save(self, "Excelの保存先", name, WORKBOOK, write)
