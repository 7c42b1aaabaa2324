"""A servicer's monthly report taken in: chosen, looked at with everything that is wrong, then registered."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QWidget

from collections_app.domain.calendar import era_month
from collections_app.domain.errors import BundleError
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.files import ask_open
from collections_app.ui.pages.problem_list import ProblemList
from collections_app.ui.table import StaticTable
from collections_app.ui.table.column import Column
from collections_app.ui.widgets import Button, ChoiceBox, Label, column, row, soft

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collections_app.domain.progress import Progress
    from collections_app.domain.servicer import ServicerReport
    from collections_app.ui.context import Context
    from collections_app.ui.page import Handlers

_KINDS = "サービサーの月次報告 (*.csv *.xlsx);;すべてのファイル (*)"
_EXPLAIN = (
    "委託先から届いた月次報告（CSV・Excel）を取り込みます。中身を見せてから登録し、誤りが1つでもあれば何も登録しません。"
    "見出しの対応は委託先ごとに覚えます。"
)
_NO_SERVICER = "委託先がありません。求償権の「サービサー委託」を登録すると選べます。"
_SHOWN = 12
_LINES = (
    Column("row", "行", "count", 56, lambda line: line.row),
    Column("on", "入金日", "date", 90, lambda line: line.paid_on),
    Column("claim", "求償権番号", "code", 130, lambda line: line.claim_no),
    Column("gross", "回収額", "yen", 130, lambda line: line.gross),
    Column("cost", "手数料", "yen", 110, lambda line: line.cost),
    Column("net", "送金額", "yen", 130, lambda line: line.net),
)


class ReportFileView(QWidget):
    """`taken` tells that a report was registered; `changed` that other things can be done."""

    changed = Signal()
    taken = Signal()

    def __init__(self, context: Context, month: Callable[[], date]) -> None:
        super().__init__()
        self._context = context
        self._month = month
        self._looked: tuple[str, str, str, date] | None = None  # what the report shown was read by
        self._report: ServicerReport | None = None
        self._is_busy = False
        self.path, self.headings = QLineEdit(), QLineEdit()
        self.path.setAccessibleName("月次報告のファイル")
        self.path.setPlaceholderText("月次報告のファイル（CSV・Excel）")
        self.headings.setAccessibleName("見出しの対応")
        self.headings.setPlaceholderText("見出しが違うときだけ: 番号=管理番号 回収額=入金額 手数料=報酬 送金額=差引額")
        self.servicer = ChoiceBox("委託先")
        self.servicer.setMinimumWidth(look.scaled(260))
        choose = Button("ファイル…", icon="file-spreadsheet")
        self.look = Button("確かめる", icon="check")
        self.register = Button("登録 F9", primary=True)
        self.result = Label()
        self.result.setWordWrap(True)
        self.table = StaticTable("報告の中身", _LINES)
        self.problems = ProblemList(context)
        self._lay_out(choose)
        choose.clicked.connect(lambda: ask_open(self, "月次報告", _KINDS, self.set_path))
        self.look.clicked.connect(self.look_at)
        self.register.clicked.connect(self.submit)
        self.servicer.activated.connect(self._on_servicer)
        for field in (self.path, self.headings):
            field.returnPressed.connect(self.look_at)
            field.textChanged.connect(self._clear)
        self._clear()

    def _lay_out(self, choose: Button) -> None:
        explain = soft(_EXPLAIN)
        explain.setWordWrap(True)
        form = QGridLayout()
        form.setHorizontalSpacing(look.M)
        form.setVerticalSpacing(look.S)
        form.setColumnStretch(1, 1)
        for at, (word, field) in enumerate(
            (
                ("ファイル", row(self.path, choose, spacing=look.S)),
                ("委託先", row(self.servicer, None)),
                ("見出しの対応", row(self.headings)),
            )
        ):
            form.addWidget(soft(word), at, 0)
            form.addLayout(field, at, 1)
        body = column(explain, form, row(self.look, self.register, None, spacing=look.S), spacing=look.S)
        for widget in (self.result, self.problems, self.table):
            body.addWidget(widget)
        body.addStretch(1)
        place = QWidget()
        place.setProperty("role", "canvas")
        place.setLayout(body)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(place)
        self.setLayout(column(area))

    def reload(self) -> None:
        """Read which servicers there are; what was looked at under another month is no longer shown."""
        self._context.jobs.read(self._context.desk.servicers, self._offer, owner=self, topic="servicers")
        if self._looked is not None and self._looked != self._asked():
            self._clear()

    def _offer(self, found: tuple[tuple[str, str], ...]) -> None:
        known = dict(found)
        before = self.servicer.currentData()
        wanted = before[0] if before is not None and before[0] in known else next(iter(known), None)
        choices: list[tuple[object, str]] = [((name, headings), name) for name, headings in found]
        self.servicer.set_choices(choices, (wanted, known[wanted]) if wanted is not None else None)
        if not found:
            self.result.set_role("soft")
            self.result.setText(_NO_SERVICER)
            self.result.show()
        elif before is None:
            self._on_servicer()
        self._fit_button()

    def _on_servicer(self) -> None:
        """Show the headings that are kept for the servicer."""
        chosen = self.servicer.currentData()
        self.headings.setText(chosen[1] if chosen is not None else "")
        self._clear()

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
        if report is None or self._is_busy or report.already or report.is_taken or report.has_errors:
            return False
        return bool(report.lines) and self._looked == self._asked()

    def _asked(self) -> tuple[str, str, str, date]:
        chosen = self.servicer.currentData()
        servicer = chosen[0] if chosen is not None else ""
        return (self.path.text().strip(), servicer, self.headings.text().strip(), self._month())

    def _clear(self) -> None:
        self._report = self._looked = None
        for widget in (self.result, self.table, self.problems):
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
            self._context.say("月次報告のファイルを選んでください。", "info")
            return
        self._clear()
        self._run(is_trial=True)

    def submit(self) -> None:
        """Register what was looked at."""
        if self._can_register():
            self._run(is_trial=False)

    def _run(self, *, is_trial: bool) -> None:
        self._is_busy = True
        self._fit_button()
        asked, desk = self._asked(), self._context.desk
        path = Path(asked[0])

        def work(progress: Progress) -> ServicerReport:
            progress.step(f"{path.name} を読んでいます", 0, 1)
            return desk.take_in_report(path, asked[1], asked[3], asked[2], dry_run=is_trial)

        name = f"{path.name}（{era_month(asked[3])}）を{'確認' if is_trial else '登録'}"
        self._context.jobs.run_long(name, work, partial(self._show, asked), self._failed, writes=not is_trial)

    def _show(self, asked: tuple[str, str, str, date], report: ServicerReport) -> None:
        self._is_busy = False
        if asked != self._asked():
            self._fit_button()
            return  # something else was chosen in the meantime
        self._report, self._looked = report, asked
        self.result.set_role("problem" if report.has_errors else "body")
        broken = "　誤りがあるため登録できません。" if report.has_errors else ""
        self.result.setText(f"{report.sentence}{broken}")
        self.result.show()
        sums = {name: sum(getattr(line, name) for line in report.lines) for name in ("gross", "cost", "net")}
        self.table.set_rows(report.lines, _LINES, sums={"claim": "合計", **sums} if report.lines else {})
        self.table.fit_height(_SHOWN)
        self.table.setVisible(bool(report.lines))
        self.problems.show_problems(report.problems)
        self.problems.setVisible(bool(report.problems) and not report.is_taken)
        self._fit_button()
        if report.is_taken:
            self._context.say(report.sentence)
            self._context.data_changed.emit()
            self.taken.emit()
        elif self._can_register():
            self.register.setFocus()

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
