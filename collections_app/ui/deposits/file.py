"""A file of a bank taken in: chosen or dropped, looked at first with everything that is wrong, then registered."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from collections_app.domain.deposit_views import Overlaps
from collections_app.domain.errors import BundleError
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.deposits.columns import FILE_ANSWERS, FILE_LINES
from collections_app.ui.files import ask_open
from collections_app.ui.pages.problem_list import ProblemList
from collections_app.ui.table import StaticTable
from collections_app.ui.widgets import Button, Label, Segmented, column, row, soft

if TYPE_CHECKING:
    from collections_app.domain.bank_lines import BankFile
    from collections_app.domain.deposit_views import BankFileReport
    from collections_app.domain.progress import Progress
    from collections_app.ui.context import Context
    from collections_app.ui.page import Handlers

_KINDS = "銀行のファイル (*.txt *.dat *.csv *.fb *);;すべてのファイル (*)"
_EXPLAIN = (
    "全銀形式（振込入金通知・入出金取引明細・口座振替結果）かCSVのファイルを、ここに落とすか選んでください。"
    "中身を見せてから登録します。同じファイルは二度登録されません。"
)
_BROKEN = "　誤りがあるため登録できません。読めた行だけを下に示します。"
_SHOWN = 12  # rows of the preview before it scrolls


class BankFileView(QWidget):
    """`taken` tells that lines were registered; `changed` that other things can be done."""

    changed = Signal()
    taken = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._report: BankFileReport | None = None
        self._is_busy = False
        self.path = QLineEdit()
        self.path.setAccessibleName("銀行のファイル")
        self.path.setPlaceholderText("銀行のファイル（全銀形式・CSV）")
        self.headings = QLineEdit()
        self.headings.setAccessibleName("CSVの見出しの対応")
        self.headings.setPlaceholderText("見出しが分からないCSVだけ: 日付=お取引日 入金額=お預り 名義=摘要")
        choose = Button("ファイル…", icon="file-spreadsheet")
        self.look = Button("確かめる", icon="check")
        self.overlaps = Segmented(
            [(Overlaps.SKIP.value, "重なる明細を除く"), (Overlaps.KEEP.value, "重なる明細も登録")], name="重なる明細"
        )
        self.register = Button("登録 F9", primary=True)
        self.result = Label()
        self.result.setWordWrap(True)
        self.table = StaticTable("ファイルの中身", FILE_LINES)
        self.problems = ProblemList(context)
        self._lay_out(choose)
        choose.clicked.connect(lambda: ask_open(self, "銀行のファイル", _KINDS, self.set_path))
        self.look.clicked.connect(self.look_at)
        self.register.clicked.connect(self.submit)
        for field in (self.path, self.headings):
            field.returnPressed.connect(self.look_at)
            field.textChanged.connect(self._clear)
        self._clear()

    def _lay_out(self, choose: Button) -> None:
        explain = soft(_EXPLAIN)
        explain.setWordWrap(True)
        body = column(explain, row(self.path, choose, self.look), spacing=look.S)
        body.addLayout(row(soft("CSVの見出し"), self.headings))
        body.addWidget(self.result)
        body.addLayout(row(self.overlaps, self.register, None))
        body.addWidget(self.problems)
        body.addWidget(self.table)
        body.addStretch(1)
        place = QWidget()
        place.setProperty("role", "canvas")
        place.setLayout(body)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(place)
        self.setLayout(column(area))

    def reload(self) -> None:
        """Look at the file again, if one was looked at."""
        if self._report is not None and not self._report.is_taken:
            self.look_at()

    def set_path(self, path: Path) -> None:
        """Take a file and look at it."""
        self.path.setText(str(path))
        self.look_at()

    def handlers(self) -> Handlers:
        """Return what can be done with the file."""
        found: Handlers = {ActionId.RELOAD: self.look_at}
        if self._can_register():
            found[ActionId.REGISTER] = self.submit
        return found

    def _can_register(self) -> bool:
        report = self._report
        if report is None or self._is_busy or report.already or report.is_taken:
            return False
        return not self._errors(report) and bool(report.file.lines or report.file.answers)

    @staticmethod
    def _errors(report: BankFileReport) -> bool:
        """Tell whether anything but lines kept already forbids registering."""
        asked = {overlap.record_no for overlap in report.overlaps}
        return any(not one.is_warning and one.place.row not in asked for one in report.problems)

    def _clear(self) -> None:
        self._report = None
        for widget in (self.result, self.table, self.problems, self.overlaps):
            widget.hide()
        self._fit_button()

    def _fit_button(self) -> None:
        self.look.setEnabled(bool(self.path.text().strip()) and not self._is_busy)
        self.register.setEnabled(self._can_register())
        self.changed.emit()

    # looking

    def look_at(self) -> None:
        """Read the file and show what it holds."""
        if not self.path.text().strip():
            self._context.say("銀行のファイルを選んでください。", "info")
            return
        self._clear()
        self._run(Overlaps.ASK, is_trial=True)

    def submit(self) -> None:
        """Register what was looked at."""
        if not self._can_register() or self._report is None:
            return
        has_overlaps = bool(self._report.overlaps)
        self._run(Overlaps(self.overlaps.current()) if has_overlaps else Overlaps.ASK, is_trial=False)

    def _run(self, overlaps: Overlaps, *, is_trial: bool) -> None:
        self._is_busy = True
        self._fit_button()
        path, headings, desk = Path(self.path.text().strip()), self.headings.text().strip(), self._context.desk

        def work(progress: Progress) -> BankFileReport:
            progress.step(f"{path.name} を読んでいます", 0, 1)
            return desk.take_in_bank_file(path, overlaps, headings, dry_run=is_trial)

        title = f"{path.name} を確認" if is_trial else f"{path.name} を登録"
        self._context.jobs.run_long(title, work, partial(self._show, path), self._failed, writes=not is_trial)

    def _show(self, path: Path, report: BankFileReport) -> None:
        self._is_busy = False
        if self.path.text().strip() != str(path):
            self._fit_button()
            return  # another file was chosen in the meantime
        self._report = report
        file = report.file
        self.result.set_role("problem" if self._errors(report) else "body")
        self.result.setText(f"{report.sentence}{_BROKEN if self._errors(report) else ''}")
        self.result.show()
        self._show_rows(file)
        self.problems.show_problems(report.problems)
        self.problems.setVisible(bool(report.problems) and not report.is_taken)
        self.overlaps.setVisible(bool(report.overlaps) and not report.is_taken)
        self._fit_button()
        if report.is_taken:
            self._context.say(report.sentence)
            self._context.data_changed.emit()
            if report.numbers:
                self.taken.emit()
        elif self._can_register():
            self.register.setFocus()

    def _show_rows(self, file: BankFile) -> None:
        rows = file.answers or file.lines
        columns = FILE_ANSWERS if file.answers else FILE_LINES
        self.table.set_rows(rows, columns, sums={"on": "合計", "amount": file.total} if rows else {})
        self.table.fit_height(_SHOWN)
        self.table.setVisible(bool(rows))

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self._fit_button()
        if isinstance(error, BundleError):
            self.result.set_role("problem")
            self.result.setText(str(error))
            self.result.show()
            self.problems.show_problems(error.problems)
            self.problems.show()
        else:
            self._context.jobs.failed.emit(error)
