"""A file taken in: chosen, looked at with everything that is wrong, then registered."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from collections_app.domain.deposit_views import BankFileReport
from collections_app.domain.errors import BundleError
from collections_app.domain.servicer import ServicerReport
from collections_app.ui.actions import ActionId
from collections_app.ui.files import ask_open
from collections_app.ui.pages.problem_list import ProblemList
from collections_app.ui.table import StaticTable
from collections_app.ui.widgets import Button, Label, column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QVBoxLayout

    from collections_app.domain.progress import Progress
    from collections_app.ui.context import Context
    from collections_app.ui.page import Handlers
    from collections_app.ui.table.column import Column

SHOWN = 12  # rows of the preview before it scrolls


Report = TypeVar("Report", BankFileReport, ServicerReport)


class FileTaking(QWidget, Generic[Report]):
    """`taken` tells that something was registered; `changed` that other things can be done.

    What is shown holds for what was asked: once another file or another mapping is chosen it is gone.
    """

    changed = Signal()
    taken = Signal()
    what = ""  # what the file is called
    kinds = ""  # the files that are offered
    broken = ""  # what is said where nothing can be registered

    def __init__(self, context: Context, columns: Sequence[Column]) -> None:
        super().__init__()
        self._context = context
        self._report: Report | None = None
        self._looked: object = None  # what the report shown was read by
        self._is_busy = False
        self.path, self.headings = QLineEdit(), QLineEdit()
        self.path.setAccessibleName(self.what)
        self.choose = Button("ファイル…", icon="file-spreadsheet")
        self.look = Button("確かめる", icon="check")
        self.register = Button("登録 F9", primary=True)
        self.result = Label()
        self.result.setWordWrap(True)
        self.table = StaticTable(f"{self.what}の中身", columns)
        self.problems = ProblemList(context)
        self.choose.clicked.connect(lambda: ask_open(self, self.what, self.kinds, self.set_path))
        self.look.clicked.connect(self.look_at)
        self.register.clicked.connect(self.submit)
        for field in (self.path, self.headings):
            field.returnPressed.connect(self.look_at)
            field.textChanged.connect(self._clear)

    # what a file of its kind is asked for and says

    def _asked(self) -> object:
        """Return all that the file is read by."""
        return (self.path.text().strip(), self.headings.text().strip())

    def _reader(self, path: Path, *, is_trial: bool) -> Callable[[], Report]:
        """Return what reads the file, and registers it where it is no trial."""
        raise NotImplementedError

    def _named(self, path: Path) -> str:
        return path.name

    def _has_errors(self, report: Report) -> bool:
        """Tell whether anything forbids registering."""
        return report.has_errors

    def _has_rows(self, report: Report) -> bool:
        """Tell whether there is anything to register."""
        raise NotImplementedError

    def _show_rows(self, report: Report) -> None:
        raise NotImplementedError

    def _is_news(self, report: Report) -> bool:
        """Tell whether others should hear of what was registered."""
        del report
        return True

    # the widget

    def _lay_out(self, body: QVBoxLayout) -> None:
        body.addStretch(1)
        place = QWidget()
        place.setProperty("role", "canvas")
        place.setLayout(body)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(place)
        self.setLayout(column(area))
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
        if report is None or self._is_busy or report.already or report.is_taken:
            return False
        return not self._has_errors(report) and self._has_rows(report) and self._looked == self._asked()

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
            self._context.say(f"{self.what}を選んでください。", "info")
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
        path = Path(self.path.text().strip())
        read = self._reader(path, is_trial=is_trial)

        def work(progress: Progress) -> Report:
            progress.step(f"{path.name} を読んでいます", 0, 1)
            return read()

        name = f"{self._named(path)} を{'確認' if is_trial else '登録'}"
        self._context.jobs.run_long(name, work, partial(self._show, self._asked()), self._failed, writes=not is_trial)

    def _show(self, asked: object, report: Report) -> None:
        self._is_busy = False
        if asked != self._asked():
            self._fit_button()
            return  # something else was chosen in the meantime
        self._report, self._looked = report, asked
        has_errors = self._has_errors(report)
        self._say_result(f"{report.sentence}{self.broken if has_errors else ''}", "problem" if has_errors else "body")
        self._show_rows(report)
        self.problems.show_problems(report.problems)
        self.problems.setVisible(bool(report.problems) and not report.is_taken)
        self._fit_button()
        if report.is_taken:
            self._context.say(report.sentence)
            self._context.data_changed.emit()
            if self._is_news(report):
                self.taken.emit()
        elif self._can_register():
            self.register.setFocus()

    def _say_result(self, sentence: str, role: str) -> None:
        self.result.set_role(role)
        self.result.setText(sentence)
        self.result.show()

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self._fit_button()
        if isinstance(error, BundleError):
            self._say_result(str(error), "problem")
            self.problems.show_problems(error.problems)
            self.problems.show()
        else:
            self._context.jobs.failed.emit(error)
