"""年度報告: the paper beside its sentences; they are edited and confirmed here, and the report is written to a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from collections_app.domain.calendar import fiscal_year_name, fiscal_year_of
from collections_app.domain.report_texts import LayoutRef, ReportWanted
from collections_app.reports.figured import marks_of
from collections_app.reports.report_papers import file_name
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.annual.sentence_drafts import SentenceDrafts
from collections_app.ui.annual.sentence_pane import SentencePane, counts_of
from collections_app.ui.annual.work import SetReport, report_pdf, set_report
from collections_app.ui.drafts.page_draft import PageDraft
from collections_app.ui.files import MARKDOWN, PDF, WORD, WORKBOOK, ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.key_list import NONE
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.printing.figure_view import FigureView, Spot
from collections_app.ui.widgets import (
    Button,
    CheckBox,
    ChoiceBox,
    EmptyState,
    Flow,
    Label,
    Prose,
    Skeleton,
    column,
    row,
    soft,
    title,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collections_app.domain.progress import Progress
    from collections_app.reports.report_blocks import Report
    from collections_app.ui.context import Context

_FILES = {  # by the end of the name: the button's word and the kind of the dialog
    ".docx": ("Wordに書き出す W", WORD),
    ".pdf": ("PDF Ctrl+S", PDF),
    ".xlsx": ("Excel F11", WORKBOOK),
    ".md": ("Markdown M", MARKDOWN),
}
_FIGURES = "U または Tab で紙の数字へ。下線のある数字は、クリックか Enter で内訳の行を開きます。"
_HERE = "{}: {}　Enter で内訳、Esc で文へ"
_EMPTY = "年度報告は、登録された求償権と入金から作ります。まだデータがありません。"


class AnnualReportPage(Page):
    """The report of a fiscal year by a layout."""

    own_keys = (
        ("Enter", "文を直す"),
        ("Space / A", "文を確認・すべて確認"),
        ("Delete", "レイアウトの文に戻す"),
        ("W / M", "Word・Markdownに書き出す"),
        ("U", "紙の数字へ（矢印で移り、Enter で内訳の行、Esc で文へ）"),
        ("PageUp / PageDown / + / -", "紙のページと大きさ"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "annual_report", nav="reports")
        self.report: Report | None = None
        self._asked: tuple[int | None, str] = (None, "")  # year and layout to show when they are offered
        self._stood = -1  # the figure to stand on again once the report is there
        self.year, self.layout_box = ChoiceBox("年度"), ChoiceBox("レイアウト")
        self.state = Label("", "soft")
        self.final = CheckBox("確定版（未確認の文があれば書かない）", "確定版")
        self.files = {suffix: Button(word, primary=suffix == ".docx") for suffix, (word, _) in _FILES.items()}
        self.layouts_button = Button("レイアウトを編集")
        self.pane, self.view, self.figure = SentencePane(), FigureView(), Prose(_FIGURES, "hint")
        self.page_back, self.page_on, self.page_no = Button("前 PageUp"), Button("次 PageDown"), soft()
        self.page_back.setAccessibleName("前のページ")
        self.page_on.setAccessibleName("次のページ")
        self._drafts = SentenceDrafts(context, self.key, self.pane)
        self._problem = EmptyState("", "もう一度読む", self.reload)
        self._nothing = EmptyState(_EMPTY, "管理で取り込む", partial(context.page_requested.emit, "admin"))
        self._stack = QStackedWidget()
        self._skeleton = Skeleton(14)
        for widget in (self._skeleton, self.view, self._problem, self._nothing):
            self._stack.addWidget(widget)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = row(title("年度報告"), soft("年度"), self.year, soft("レイアウト"), self.layout_box, None, spacing=look.M)
        buttons = Flow()
        for widget in (*self.files.values(), self.final, self.layouts_button):
            buttons.addWidget(widget)
        foot = row(self.figure, self.page_back, self.page_no, self.page_on, spacing=look.S)
        foot.setStretch(0, 1)
        paper = column(self._stack, foot)
        paper.setStretch(0, 1)
        body = row(self.pane, paper, spacing=look.M)
        body.setStretch(0, 5)
        body.setStretch(1, 6)
        layout = column(top, buttons, self.state, body, margins=(look.L, look.M, look.L, look.S))
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self._set_usable(is_usable=False)

    def _connect(self) -> None:
        self.year.activated.connect(self.reload)
        self.layout_box.activated.connect(self.reload)
        for suffix, button in self.files.items():
            button.clicked.connect(partial(self.ask_file, suffix))
        for key, suffix in ((Qt.Key.Key_W, ".docx"), (Qt.Key.Key_M, ".md")):
            self.pane.list.keys[(key, NONE)] = partial(self.ask_file, suffix)
        self.pane.list.keys[(Qt.Key.Key_U, NONE)] = self.go_to_figures
        self.view.opened.connect(self.context.rows_requested)
        self.view.refused.connect(partial(self.context.say, tone="info"))
        self.view.stood_on.connect(self._tell_figure)
        self.view.turned.connect(self._tell_page)
        self.page_back.clicked.connect(lambda: self.view.turn_to(self.view.at - 1))
        self.page_on.clicked.connect(lambda: self.view.turn_to(self.view.at + 1))
        leave = QShortcut(QKeySequence("Esc"), self.view, context=Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self.pane.list.setFocus)
        self.layouts_button.clicked.connect(partial(self.context.page_requested.emit, "report_layouts"))
        self.pane.edited.connect(self._keep)
        self.pane.tried.connect(self._try)
        self.pane.confirmed.connect(self._confirm)
        self.pane.editing_changed.connect(self._on_editing)
        self.context.data_changed.connect(self._on_data)
        self.context.day_changed.connect(self._on_data)

    # reading

    def wanted(self) -> ReportWanted:
        """Return which report is looked at: of the year of the day in force up to that day, of others whole."""
        year, day = self.year.currentData(), self.context.as_of
        return ReportWanted(
            year, self.layout_box.currentData() or "miyagi", day if fiscal_year_of(day) == year else None
        )

    def enter(self) -> None:
        """Offer years and layouts, and read what has changed since."""
        if self.pane.is_editing:
            self._drafts.refuse()
            return
        desk = self.context.desk
        offer = lambda: (desk.fiscal_years(), desk.report_layouts())  # noqa: E731 - one job, two questions
        self.context.jobs.read(offer, self._offer, owner=self, topic="offer")

    def _offer(self, found: tuple[tuple[int, ...], tuple[LayoutRef, ...]]) -> None:
        years, layouts = found
        usable = [(one.name, f"{one.title}（{one.name}）") for one in layouts if not one.problem]
        asked_year, asked_layout = self._asked
        self._asked = (None, "")
        self.layout_box.set_choices(list(usable), asked_layout or self.layout_box.currentData() or "miyagi")
        if not years:
            self._stack.setCurrentWidget(self._nothing)
            self.pane.hide()
            return
        self.pane.show()
        wanted = asked_year or self.year.currentData() or self.context.fiscal_year
        self.year.set_choices([(year, f"{year}年度（{fiscal_year_name(year)}）") for year in years], wanted)
        self.reload()

    def reload(self) -> None:
        """Read the report again and set its pages."""
        if self.year.currentData() is None:
            self.enter()
            return
        self._skeleton.restart()
        self._stack.setCurrentWidget(self._skeleton)
        self._set_usable(is_usable=False)
        work = partial(set_report, self.context.desk, self.wanted())
        self.context.jobs.read(work, self._take, self._fail, owner=self, topic="report")

    def _take(self, found: SetReport, page: int = 0) -> None:
        self.report = found.report
        self.pane.show_report(found.report)
        self.state.setText(counts_of(found.report))
        self._stack.setCurrentWidget(self.view)
        self.view.show_pages(found.pages, page)
        self._set_usable(is_usable=True)
        self._drafts.show_report(found.report)
        if self._stood >= 0:
            self.view.setFocus()
            self.view.stand_on(self._stood)
            self._stood = -1

    def _fail(self, error: Exception) -> None:
        self.report = None
        self._stood = -1
        self.state.setText("")
        self._problem.sentence.setText(str(error))
        self._stack.setCurrentWidget(self._problem)

    def _set_usable(self, *, is_usable: bool) -> None:
        for widget in (*self.files.values(), self.final):
            widget.setEnabled(is_usable)
        for shown in (self.figure, self.page_back, self.page_no, self.page_on):
            shown.setVisible(is_usable)
        self.actions_changed.emit()

    def _on_data(self) -> None:
        if self.isVisible() and not self.pane.is_editing:
            self.reload()

    # the sentences

    def _keep(self, wish: tuple[str, str | None]) -> None:
        said = "文を直しました。数字と読み合わせて確認してください。" if wish[1] else "レイアウトの文に戻しました。"
        work = partial(self.context.desk.keep_text, self.wanted(), *wish)
        self._write(work, said, partial(self._drafts.forget, wish[0]))

    def _confirm(self, keys: tuple[str, ...]) -> None:
        self._write(partial(self.context.desk.confirm_sentences, self.wanted(), keys), f"{len(keys)}文を確認しました。")

    def _on_editing(self) -> None:
        for chosen in (self.year, self.layout_box):  # another report would take the text away
            chosen.setEnabled(not self.pane.is_editing)
        self.actions_changed.emit()

    def _write(self, work: Callable[[], Report], said: str, then: Callable[[], None] = lambda: None) -> None:
        desk, wanted, page = self.context.desk, self.wanted(), self.view.at

        def change() -> SetReport:
            work()
            return set_report(desk, wanted)

        def done(found: SetReport) -> None:
            then()
            self._take(found, page)
            self.context.say(said)
            self.pane.list.setFocus()

        self.context.jobs.write(change, done, self._refused)

    def _refused(self, error: Exception) -> None:
        if self.pane.is_editing:
            self.pane.show_problem(error)
        else:
            self.context.jobs.failed.emit(error)

    def _try(self, wish: tuple[str, str]) -> None:
        work = partial(self.context.desk.try_text, self.wanted(), *wish)
        self.context.jobs.read(work, self.pane.show_tried, self.pane.show_problem, owner=self, topic="try")

    # the figures

    def go_to_figures(self) -> None:
        """Put the keyboard on the first figure of the sentence looked at, or of the page."""
        sentence = self.pane.current()
        marks = marks_of(sentence.text) if sentence is not None else ()
        self.view.setFocus()
        if marks:
            self.view.stand_on_behind(marks[0].behind)

    def _tell_figure(self, spot: Spot | None) -> None:
        self.figure.setText(_FIGURES if spot is None else _HERE.format(spot.text, spot.behind.said))

    def _tell_page(self) -> None:
        at, count = self.view.at, self.view.count
        self.page_no.setText(f"{at + 1} / {count}ページ")
        self.page_back.setEnabled(at > 0)
        self.page_on.setEnabled(at + 1 < count)

    # leaving the house

    def ask_file(self, suffix: str) -> None:
        """Ask for a file of that form and write the report."""
        if self.report is not None and self.files[suffix].isEnabled():
            kind = _FILES[suffix][1]
            ask_save(self, "年度報告の保存先", file_name(self.report, suffix), kind, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write the report; what is doubtful is said first and marked in the file."""
        context, wanted, is_final = self.context, self.wanted(), self.final.isChecked()

        def write(progress: Progress) -> Report:
            del progress
            return context.desk.save_report(wanted, path, report_pdf, is_final=is_final)

        def done(report: Report) -> None:
            say_written(context, path)
            if report.doubtful:
                context.say(
                    f"{path.name} を案として書き出しました。要確認の文が{len(report.doubtful)}あります。", "warn"
                )

        context.jobs.run_long(f"{path.name} を作成", write, done, writes=True)

    # the page

    def handlers(self) -> Handlers:
        """Return what can be done now."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.CLOSE: self.leave_requested.emit}
        if self.pane.is_editing:
            return {ActionId.REGISTER: self.pane.keep_text}
        if self.report is not None and self.final.isEnabled():
            handlers[ActionId.EXCEL] = partial(self.ask_file, ".xlsx")
            handlers[ActionId.SAVE_PDF] = partial(self.ask_file, ".pdf")
        return handlers

    def take_focus(self) -> None:
        """Put the keyboard on the sentences, back into the text, or on the figure whose rows were looked at."""
        if self._stood >= 0:
            self.view.setFocus()
            return
        (self.pane.editor if self.pane.is_editing else self.pane.list).setFocus()

    def memory(self) -> object:
        """Return year and layout, and the figure the keyboard is on."""
        stood = self.view.on if self.view.hasFocus() else self._stood
        return (self.year.currentData(), self.layout_box.currentData(), stood)

    def recall(self, memory: object) -> None:
        """Choose them again."""
        match memory:
            case (int(year), str(layout), int(stood)):
                self._asked, self._stood = (year, layout), stood
            case (int(year), str(layout)):
                self._asked = (year, layout)
            case PageDraft(about=(year, layout, _)):
                self._asked, self._drafts.resumed = (int(year), layout), memory
