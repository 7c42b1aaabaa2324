"""Taking a bundle in: choose or drop it, check it first, see the counts or every problem at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from collections_app.domain.bundle import TABLES
from collections_app.domain.errors import BundleError
from collections_app.domain.problem import Problem
from collections_app.domain.receipt_entry import moved_words
from collections_app.ui import look
from collections_app.ui.entry.moved_pane import columns_of
from collections_app.ui.files import BUNDLE, ask_folder, ask_open
from collections_app.ui.pages.problem_list import ProblemList
from collections_app.ui.table.column import Column
from collections_app.ui.table.static_table import StaticTable
from collections_app.ui.widgets import Button, Card, CheckBox, Label, row, soft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from collections_app.domain.progress import Progress
    from collections_app.domain.views import ImportReport
    from collections_app.ui.context import Context


@dataclass(frozen=True, slots=True)
class Line:
    """The counts of one table."""

    table: str
    added: int
    updated: int
    unchanged: int


COLUMNS = (
    Column("table", "表", "text", 220, lambda line: line.table),
    Column("added", "追加 件", "count", 110, lambda line: line.added),
    Column("updated", "更新 件", "count", 110, lambda line: line.updated),
    Column("unchanged", "変更なし 件", "count", 110, lambda line: line.unchanged),
    Column("rest", "", "text", 40, lambda _: "", is_sortable=False),
)


def lines_of(report: ImportReport) -> list[Line]:
    """Return the counts by table, in the order of the bundle."""
    words = {table.name: table.title for table in TABLES}
    order = [*words, *(name for name in report.added if name not in words)]
    named = [name for name in order if name in {*report.added, *report.updated, *report.unchanged}]
    return [
        Line(
            words.get(name, name),
            report.added.get(name, 0),
            report.updated.get(name, 0),
            report.unchanged.get(name, 0),
        )
        for name in named
    ]


class ImportCard(Card):
    """The card; a file or folder may be dropped on it."""

    def __init__(self, context: Context) -> None:
        super().__init__("取込")
        self._context = context
        self.setAcceptDrops(True)
        self.path = QLineEdit()
        self.path.setAccessibleName("取り込むファイルまたはフォルダー")
        self.path.setPlaceholderText("受渡データ（ZIP・Excel・フォルダー）をここに落とすか、選んでください")
        self.path.textChanged.connect(self._on_path)
        self.choose = Button("ファイル…", icon="file-spreadsheet")
        self.choose.clicked.connect(self._choose_file)
        folder = Button("フォルダー…", icon="folder-open")
        folder.clicked.connect(self._choose_folder)
        self.update_switch = CheckBox(
            "登録済みの記録を更新する（外すと、違いのある記録は問題として知らせます）", "登録済みの記録を更新する"
        )
        self.check_button = Button("確かめる（登録しない）", icon="check")
        self.check_button.clicked.connect(partial(self._run, dry_run=True))
        self.import_button = Button("取り込む", primary=True)
        self.import_button.clicked.connect(partial(self._run, dry_run=False))
        self.result = Label()
        self.result.setWordWrap(True)
        self.counts = StaticTable("取込の件数", COLUMNS)
        self.moved = StaticTable("充当が変わる入金", columns_of(()))
        self.problems = ProblemList(context)
        explain = soft("取り込む前に必ず全行を確かめます。一つでも誤りがあれば何も登録しません。")
        explain.setWordWrap(True)
        self.body.addWidget(explain)
        self.body.addLayout(row(self.path, self.choose, folder))
        self.body.addWidget(self.update_switch)
        self.body.addLayout(row(self.check_button, self.import_button, None))
        self.body.addWidget(self.result)
        self.body.addWidget(self.counts)
        self.body.addWidget(self.moved)
        self.body.addWidget(self.problems)
        self.body.setSpacing(look.M)
        self._clear()
        self._on_path()

    def set_path(self, path: Path) -> None:
        """Take a file or folder."""
        self.path.setText(str(path))
        self._clear()

    def _choose_file(self) -> None:
        ask_open(self, "取り込むファイル", BUNDLE, self.set_path)

    def _choose_folder(self) -> None:
        ask_folder(self, "取り込むフォルダー", self.set_path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders of this machine."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; it is checked only when asked for."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self.set_path(Path(local[0]))
            event.acceptProposedAction()

    def _on_path(self) -> None:
        has_path = bool(self.path.text().strip())
        self.check_button.setEnabled(has_path)
        self.import_button.setEnabled(has_path)

    def _clear(self) -> None:
        self.result.hide()
        self.counts.hide()
        self.moved.hide()
        self.problems.hide()

    def _run(self, *, dry_run: bool) -> None:
        self._clear()
        self.path.setFocus()  # a button switched off would hand the keyboard to whatever comes next
        self.check_button.setEnabled(False)
        self.import_button.setEnabled(False)
        path, update, desk = Path(self.path.text().strip()), self.update_switch.isChecked(), self._context.desk

        def work(progress: Progress) -> ImportReport:
            return desk.import_bundle(path, dry_run=dry_run, update=update, progress=progress)

        title = f"{path.name} を確認" if dry_run else f"{path.name} を取込"
        job = self._context.jobs.run_long(title, work, self._done, self._failed, writes=not dry_run)
        job.ended.connect(self._on_path)

    def _done(self, report: ImportReport) -> None:
        lines = lines_of(report)
        added, updated = sum(line.added for line in lines), sum(line.updated for line in lines)
        if report.dry_run:
            text = f"誤りはありません。取り込むと{added:,}件を追加、{updated:,}件を更新します。まだ登録していません。"
        else:
            text = f"取り込みました。{added:,}件を追加、{updated:,}件を更新しました。"
        text += moved_words(report.moved, will=report.dry_run)
        self.result.set_role("body")
        self.result.setText(text)
        self.result.show()
        sums: dict[str, object] = {"table": "合計", "added": added, "updated": updated}
        sums["unchanged"] = sum(line.unchanged for line in lines)
        self.counts.set_rows(lines, sums=sums)
        self.counts.fit_height(20)
        self.counts.setVisible(bool(lines))
        self.moved.set_rows(report.moved, columns_of(report.moved))
        self.moved.fit_height(12)
        self.moved.setVisible(bool(report.moved))
        self._show_problems([one for one in report.warnings if isinstance(one, Problem)])
        if not report.dry_run:
            self._context.say(text)
            self._context.data_changed.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, BundleError):
            self.result.set_role("problem")
            self.result.setText(str(error))
            self.result.show()
            self._show_problems(error.problems)
        else:
            self._context.jobs.failed.emit(error)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self.problems.show_problems(problems)
        self.problems.setVisible(bool(problems))
