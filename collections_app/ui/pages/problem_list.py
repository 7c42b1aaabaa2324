"""Problems as a table: copied as TSV, written as a workbook."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.table.clipboard import copy_rows
from collections_app.ui.table.column import Column
from collections_app.ui.table.static_table import StaticTable
from collections_app.ui.widgets import Button, Label, column, row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from collections_app.domain.problem import Problem
    from collections_app.ui.context import Context

_HEIGHT = 230


def _tone(problem: Problem) -> str:
    return "warn" if problem.is_warning else "bad"


COLUMNS = (
    Column("kind", "区分", "text", 48, lambda one: "注意" if one.is_warning else "誤り", tone=_tone),
    Column("file", "ファイル・表", "text", 128, lambda one: one.place.file),
    Column("row", "行", "count", 60, lambda one: one.place.row),
    Column("column", "列", "text", 104, lambda one: one.place.column),
    Column("value", "値", "code", 124, lambda one: one.value),
    Column("message", "問題", "text", 330, lambda one: one.message, least=200),
    Column("remedy", "直し方", "text", 330, lambda one: one.remedy, least=200),
)


class ProblemList(QWidget):
    """The table, how many there are, and what to do with them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._problems: tuple[Problem, ...] = ()
        self.words = Label()
        self.table = StaticTable("問題の一覧", COLUMNS)
        self.table.setMinimumHeight(_HEIGHT)
        self.table.selection_changed.connect(self._show_whole)
        self.whole = Label()
        self.whole.setWordWrap(True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = Button("すべて写す", icon="copy")
        copy.clicked.connect(self._copy)
        save = Button("Excelに保存…", icon="file-spreadsheet")
        save.clicked.connect(self._ask)
        self.setLayout(column(row(self.words, None, copy, save), self.table, self.whole))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show problems."""
        self._problems = tuple(problems)
        errors = sum(not problem.is_warning for problem in problems)
        self.words.setText(f"誤り {errors:,}件　注意 {len(problems) - errors:,}件")
        self.table.set_rows(self._problems)
        self.table.view.select_row(0)

    def _show_whole(self) -> None:
        """Say the chosen problem in full: a column of the table may cut it."""
        chosen = self.table.selected()
        self.whole.setText(f"{chosen[0].message}　→　{chosen[0].remedy}" if len(chosen) == 1 else "")

    def _copy(self) -> None:
        copy_rows(COLUMNS, self.table.model.rows())
        self._context.say(f"{len(self._problems):,}件を写しました。Excelに貼り付けられます。")

    def _ask(self) -> None:
        ask_save(self, "問題の一覧の保存先", "取込の問題.xlsx", WORKBOOK, self.save)

    def save(self, path: Path) -> None:
        """Write the problems into a workbook."""
        context = self._context

        def done(nothing: None) -> None:
            del nothing
            say_written(context, path)

        context.jobs.read(partial(context.desk.save_problems, self._problems, path), done)
