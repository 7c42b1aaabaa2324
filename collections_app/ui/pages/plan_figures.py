"""計画値: the plan of a year, figure by month, typed, pasted or drawn from the forecast, and kept as one step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from collections_app.domain.calendar import fiscal_year_name
from collections_app.domain.figures import FIGURE
from collections_app.domain.pasting import cells_of
from collections_app.domain.plan_figures import PLANNED, Spread
from collections_app.domain.plan_pasting import placed
from collections_app.domain.views import FigureRows
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.context import Message
from collections_app.ui.drafts.cell_keeper import CellKeeper
from collections_app.ui.drafts.draft import Draft
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.plan_figures.model import LAST, PlanModel
from collections_app.ui.plan_figures.view import PlanView
from collections_app.ui.widgets import Button, ChoiceBox, Flow, Label, Segmented, column, row, soft, title

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.plan_figures import PlanSheet
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context

_BEFORE, _AFTER = 3, 2  # years offered around the one looked at
_HOW = (
    "年計を入力すると、選んだ方法で月に分けます。月を入力すると、年計はその合計になります。"
    "30,000、12万の形でも入力できます。"
)


class PlanFiguresPage(Page):
    """A year, its grid, and what is said about the current cell."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "plan_figures", nav="admin")
        self._year = context.fiscal_year
        self._is_read = False
        self._is_busy = False
        self._resumed: Draft | None = None  # waits until its year is read
        self.model = PlanModel(self)
        self.view = PlanView(self.model)
        self.year = ChoiceBox("年度")
        self.way = Segmented([(way.value, way.label) for way in Spread], Spread.SEASON.value, "年計の分け方")
        self.register = Button("登録 F9", primary=True)
        self.propose = Button("案を入れる")
        self.spread = Button("選んだ行を月に分け直す")
        self.excel = Button("Excel F11")
        self.back = Button("入力を戻す")
        self.said = Label("", "soft")
        self.line = Label(_HOW, "soft")
        for label in (self.said, self.line):
            label.setWordWrap(True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = row(title("計画値"), soft("年度"), self.year, None, self.excel, spacing=look.M)
        tools = Flow()
        ways = QWidget()
        ways.setLayout(row(soft("年計の分け方"), self.way))
        for widget in (self.register, self.propose, self.back, self.spread, ways):
            tools.addWidget(widget)
        card = QFrame()
        card.setProperty("role", "card")
        card.setLayout(column(self.view, margins=(1, look.XS, 1, look.XS)))
        self.line.setMinimumHeight(look.scaled(look.ROW_HEIGHT))
        layout = column(top, tools, self.said, card, self.line, margins=(look.L, look.M, look.L, look.S))
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.kept = CellKeeper(self.context.drafts, self.view, layout, self._draft)

    def _connect(self) -> None:
        self.kept.taken.connect(self.resume)
        self.year.activated.connect(self._on_year)
        self.way.changed.connect(self._on_way)
        self.register.clicked.connect(self.save)
        self.propose.clicked.connect(self.take_proposal)
        self.spread.clicked.connect(self._on_spread)
        self.back.clicked.connect(self.undo)
        self.excel.clicked.connect(self.export)
        self.view.submitted.connect(self.save)
        self.view.paste_requested.connect(self.paste)
        self.view.moved_to.connect(self._show_line)
        self.model.edited.connect(self._on_edited)
        self.context.data_changed.connect(self._on_data)
        self.context.day_changed.connect(self._on_data)

    # reading

    def enter(self) -> None:
        """Read at the first visit; what is typed stays."""
        if not self._is_read:
            self.reload()

    def reload(self) -> None:
        """Read the plans again, unless something typed is not kept yet."""
        if self.model.is_touched():
            self._refuse_leaving()
            return
        self._offer_years()
        work = partial(self.context.desk.plan_sheet, self._year, self.context.as_of)
        self.context.jobs.read(work, self._take, owner=self, topic="plans")

    def show_year(self, year: int) -> None:
        """Turn to another year, unless something typed is not kept yet."""
        if year == self._year and self._is_read:
            return
        if self.model.is_touched():
            self._refuse_leaving()
            self._offer_years()
            return
        self._year, self._is_read = year, False
        self.reload()

    def _refuse_leaving(self) -> None:
        words = f"{fiscal_year_name(self._year)}の計画に、登録していない入力があります。"
        self.context.say(f"{words}F9で登録するか、Ctrl+Zで戻してください。", "warn")

    def _take(self, sheet: PlanSheet) -> None:
        if self.model.is_touched() or sheet.fiscal_year != self._year:
            return
        self._is_read = True
        place = self.view.place()
        self.model.show_sheet(sheet)
        self.view.go_to(*place)
        uneven = "、".join(FIGURE[key].label for key in sheet.uneven)
        if uneven:
            self.said.set_role("warning")
            self.said.setText(f"{uneven}は、年度計画が月別の合計と違います。F9で月別の合計に合わせます。")
        else:
            self.said.set_role("soft")
            self.said.setText(f"案: {sheet.basis}")
        self.propose.setEnabled(bool(sheet.proposal))
        if self._resumed is not None:
            self.resume(self._resumed)
        else:
            waiting = self.context.drafts.of_page(self.context.desk.location, self.key)
            self.kept.offer(one for one in waiting if one.given == self._given())

    # what is typed and not registered

    def _given(self) -> dict[str, int]:
        return {"fiscal_year": self._year}

    def _draft(self, draft_id: str) -> Draft | None:
        texts = self.model.texts() if self.model.is_touched() else {}
        if not texts:
            return None
        return Draft(
            draft_id, self.context.desk.location, "plans", "", fiscal_year_name(self._year),
            is_row=False, before=None, given=self._given(), record={}, texts=texts, page=self.key,
        )  # fmt: skip

    def resume(self, draft: Draft) -> None:
        """Go on with what was typed and not registered, as soon as its year is read."""
        year = draft.given["fiscal_year"]
        self._resumed = draft
        self.show_year(year)
        if self._year != year:  # something else is typed here
            self._resumed = None
        elif self._is_read:
            self._resumed = None
            self.kept.adopt(draft)
            self.model.take_texts(draft.texts)
            self.view.setFocus()
            self.context.say(f"{draft.title}の続きを入力できます。登録はF9です。", "info")

    def _offer_years(self) -> None:
        around = range(self.context.fiscal_year - _BEFORE, self.context.fiscal_year + _AFTER + 1)
        years = sorted({*around, self._year}, reverse=True)
        self.year.set_choices([(year, fiscal_year_name(year)) for year in years], self._year)

    def _on_year(self) -> None:
        self.show_year(self.year.currentData())

    def _on_data(self) -> None:
        self._is_read = False
        if self.isVisible() and not self.model.is_touched() and not self._is_busy:
            self.reload()

    # typing

    def _on_way(self) -> None:
        self.model.way = Spread(self.way.current())

    def _on_spread(self) -> None:
        self.view.cells.finish()
        self.model.spread(self.view.rows())
        self.view.setFocus()

    def _on_edited(self) -> None:
        self.kept.touch()
        self.register.setEnabled(not self._is_busy and (self.model.is_touched() or bool(self.model.changed())))
        self.back.setEnabled(self.model.can_undo())
        self._show_line()
        self.status_changed.emit(self.status())
        self.actions_changed.emit()

    def _show_line(self) -> None:
        """Say what is wrong with the current cell, else with the first that is; else how cells are typed."""
        at = self.view.place()
        wrong = self.model.finding(*at)
        first = self.model.first_wrong()
        if not wrong and first is not None:
            wrong = f"{self.model.name(*first)}: {self.model.finding(*first)}"
        self.line.set_role("problem" if wrong else "soft")
        self.line.setText(wrong or f"{self.model.last_year(at[0])}{_HOW}")

    def take_proposal(self) -> None:
        """Put the proposal into the grid, to be looked over and kept."""
        sheet = self.model.sheet
        if sheet is None or not sheet.proposal:
            return
        self.view.cells.finish()
        self.model.take_lines(sheet.proposal.values())
        self.context.say("案を入れました。直して、F9で登録してください。", "info")
        self.view.setFocus()

    def paste(self) -> None:
        """Take a block of the clipboard in: by its headings and names, else from the current cell on."""
        labels = {figure.label: at for at, figure in enumerate(PLANNED)}
        cells, unknown = placed(cells_of(QGuiApplication.clipboard().text()), self.view.place(), labels)
        self.model.take(cells)
        if unknown:
            self.context.say(f"「{'」「'.join(unknown[:3])}」という項目はありません。ほかの行は入れました。", "warn")

    def undo(self) -> None:
        """Take the last input back."""
        self.view.cells.finish()
        self.model.undo()
        self.view.setFocus()

    # the page

    def handlers(self) -> Handlers:
        """Return what can be done with the plans."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.CLOSE: self.leave_requested.emit}
        if self.model.sheet is not None:
            handlers[ActionId.EXCEL] = self.export
        if self.model.changed() or self.model.is_touched():
            handlers[ActionId.REGISTER] = self.save
        if self.model.can_undo():
            handlers[ActionId.UNDO] = self.undo
        return handlers

    def status(self) -> str:
        """Say how many figures were changed."""
        count = len(self.model.changed())
        return f"変更 {count:,}項目（未登録）" if count and self.model.is_touched() else ""

    def memory(self) -> object:
        """Return the year."""
        return self._year

    def recall(self, memory: object) -> None:
        """Turn to a year."""
        if isinstance(memory, int):
            self.show_year(memory)
        elif isinstance(memory, Draft):
            self.resume(memory)

    def take_focus(self) -> None:
        """Put the keyboard on the grid."""
        self.view.setFocus()

    # writing

    def save(self) -> None:
        """Keep what was changed, all of it or nothing."""
        self.view.cells.finish()
        wrong = self.model.first_wrong()
        if wrong is not None:
            self.view.go_to(*wrong)
            self.view.setFocus()
            return
        changed = self.model.changed()
        if self._is_busy:
            return
        if not changed:
            self.context.say("変更はありません。", "info")
            return
        self._set_busy(is_busy=True)
        seen, wanted = [before for before, _ in changed], [after for _, after in changed]
        work = partial(self.context.desk.save_plans, self._year, seen, wanted)
        self.context.jobs.write(work, partial(self._saved, len(changed)), self._not_saved)

    def _saved(self, count: int, done: list[Changes]) -> None:
        sheet = self.model.sheet
        assert sheet is not None
        self.kept.forget()
        self.model.forget_changes()
        self._set_busy(is_busy=False)
        if done:
            self.context.changed(done[-1], *done[:-1])
        self.context.say(f"{fiscal_year_name(self._year)}の計画 {count:,}項目を登録しました。　Ctrl+Zで元に戻せます。")

    def _not_saved(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        self.context.said.emit(Message(f"{error}　何も登録していません。", "bad"))

    def _set_busy(self, *, is_busy: bool) -> None:
        """Take nothing typed while plans are on their way."""
        self._is_busy = is_busy
        self.view.setEnabled(not is_busy)
        self._on_edited()
        if not is_busy and self.isVisible():
            self.view.setFocus()

    def export(self) -> None:
        """Ask for a file and write the grid into it."""
        if self.model.sheet is not None:
            context, rows = self.context, self._as_rows()

            def write(path: Path) -> None:
                work = partial(context.desk.rows_workbook, rows, context.as_of, path)
                context.jobs.read(work, partial(say_written, context))

            ask_save(self, "計画値の保存先", f"計画値_{self._year}.xlsx", WORKBOOK, write)

    def _as_rows(self) -> FigureRows:
        headings = ("項目", "単位", *(self.model.heading(at) for at in range(LAST + 1)))
        rows = tuple(
            (figure.label, figure.unit, *(self.model.value(at, place) for place in range(LAST + 1)))
            for at, figure in enumerate(PLANNED)
        )
        kinds = ("text", "text", *("yen" for _ in range(LAST + 1)))
        return FigureRows("plans", f"計画値 {self._year}年度", headings, kinds, rows, len(rows), "項目")
