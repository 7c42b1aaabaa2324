"""保険・納付: who can claim insurance money, what is paid on of a month, what was paid, what servicers report."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.calendar import month_end
from collections_app.domain.paper import PaperKind, PaperOffer, PaperWanted, papers_of_claim
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.entry.record_editor import RecordEditor
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.pages.reports import month_name, months_before
from collections_app.ui.sharing.panes import (
    STATES,
    SharingPane,
    insurance_pane,
    reconciliation_pane,
    servicer_pane,
    statement_pane,
)
from collections_app.ui.sharing.report_file import ReportFileView
from collections_app.ui.sharing.steps import SharingSteps
from collections_app.ui.table import StaticTable, columns_of
from collections_app.ui.widgets import Button, ChoiceBox, Flow, Label, Segmented, column, row, soft, title

if TYPE_CHECKING:
    from datetime import date

    from collections_app.ui.context import Context

INSURANCE, PAYMENTS, PAID, SERVICER, FILE = "insurance", "payments", "paid", "servicer", "file"
_TABS = (
    (INSURANCE, "1 保険金"),
    (PAYMENTS, "2 回収納付金"),
    (PAID, "3 納付の照合"),
    (SERVICER, "4 サービサー"),
    (FILE, "5 報告の取込"),
)
_OF_MONTH = (PAYMENTS, SERVICER, FILE)
_MONTHS = 36
_FIRST = {  # where nothing is to be seen: the word of the first step, and the matter or page it leads to
    INSURANCE: ("求償権の一覧を開く Ctrl+2", "claims"),
    PAYMENTS: ("求償権の一覧を開く Ctrl+2", "claims"),
    PAID: ("回収納付金の計算書を開く", PAYMENTS),
    SERVICER: ("サービサーの報告を取り込む", FILE),
}
_STEPS = {
    INSURANCE: "請求・受領を登録 F9",
    PAYMENTS: "報告済みにする F9",
    PAID: "納付を登録 F9",
    SERVICER: "解消・訂正 F9",
}


class SharingPage(Page):
    """Five matters; all but the last are lines with what stands behind them."""

    own_keys = (("1 ～ 5", "保険金・納付金・照合・サービサー・報告の取込"),)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "sharing", nav="deposits")
        self._pane: SharingPane | None = None
        self._is_offered = False
        self.tabs = Segmented(_TABS, INSURANCE, "保険・納付")
        self.month = ChoiceBox("対象の月")
        self.states = Segmented([(key, word) for key, (word, _) in STATES.items()], "work", "保険金の状態")
        self.said = Label("", "soft")
        self.said.setWordWrap(True)
        self.first = Button("")
        self.first.hide()
        self.step = Button("", primary=True)
        self.open_claim_button = Button("求償権を開く Ctrl+O")
        self.print_button = Button("印刷 Ctrl+P")
        self.excel_button = Button("Excel F11")
        self.commissions = Button("手数料を立替費用へ…")
        self.lines = StaticTable("保険・納付")
        self.opened = soft()
        self.opened.setWordWrap(True)
        self.rows = StaticTable("内訳")
        self.file = ReportFileView(context, self.chosen_month)
        self.editor = RecordEditor(context, self)
        self.steps = SharingSteps(context, self, self.editor)
        self._lay_out()
        self._connect()
        self._fit()

    def _lay_out(self) -> None:
        self.month_field = QWidget()
        self.month_field.setLayout(row(soft("対象の月"), self.month, spacing=look.S))
        narrow = Flow()
        for widget in (self.month_field, self.states, self.step, self.print_button, self.excel_button,
                       self.open_claim_button, self.commissions):  # fmt: skip
            narrow.addWidget(widget)
        self.place = QWidget()
        body = column(self.said, row(self.first, None), spacing=look.S)
        body.addWidget(self.lines, 3)
        body.addWidget(self.opened)
        body.addWidget(self.rows, 2)
        self.place.setLayout(body)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.place)
        self.stack.addWidget(self.file)
        layout = column(row(title("保険・納付"), self.tabs, None, spacing=look.M), narrow, self.stack, spacing=look.S)
        layout.setContentsMargins(look.L, look.M, look.L, look.S)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        for number, (tab, _) in enumerate(_TABS, 1):  # a table takes the digits for a search of its own
            key = QShortcut(
                QKeySequence(str(number)), self.place, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            key.activated.connect(partial(self.show_tab, tab))
        self.tabs.changed.connect(self.show_tab)
        self.month.activated.connect(self.reload)
        self.states.changed.connect(self.reload)
        self.lines.opened.connect(self._on_opened)
        self.lines.selection_changed.connect(self._show_rows)
        self.rows.opened.connect(self._open_of_row)
        self.first.clicked.connect(self._do_first)
        self.step.clicked.connect(self.do_step)
        self.open_claim_button.clicked.connect(self.open_claim)
        self.print_button.clicked.connect(self.print)
        self.excel_button.clicked.connect(self.ask_excel)
        self.commissions.clicked.connect(lambda: self.steps.ask_commissions(self.chosen_month()))
        self.editor.changed.connect(self.actions_changed)
        self.file.changed.connect(self.actions_changed)
        self.file.taken.connect(partial(self.show_tab, SERVICER))
        self.context.data_changed.connect(self._on_data)
        self.context.day_changed.connect(self._on_day)

    # reading

    def tab(self) -> str:
        """Return which matter is shown."""
        return self.tabs.current()

    def chosen_month(self) -> date:
        """Return the month chosen."""
        month: date = self.month.currentData()
        return month

    def enter(self) -> None:
        """Offer the months, read what is shown."""
        if self._is_offered:
            self.reload()
            return
        self.context.jobs.read(self.context.desk.next_statement, self._offer, owner=self, topic="months")

    def _offer(self, following: date | None) -> None:
        self._is_offered = True
        months = months_before(self.context.as_of, _MONTHS)
        wanted = following if following in months else months[1]
        self.month.set_choices([(month, month_name(month)) for month in months], wanted)
        self.reload()

    def reload(self) -> None:
        """Read again."""
        if not self._is_offered:
            return
        tab, desk, day = self.tab(), self.context.desk, self.context.as_of
        self._fit()
        if tab == FILE:
            self.file.reload()
            return
        work: dict[str, Any] = {
            INSURANCE: partial(desk.insurance_list, day),
            PAYMENTS: partial(desk.payment_statement, self.chosen_month()),
            PAID: desk.reconciliation,
            SERVICER: partial(desk.servicer_month, self.chosen_month()),
        }
        self.context.jobs.read(work[tab], partial(self._take, tab), owner=self, topic="sharing")

    def _take(self, tab: str, found: Any) -> None:
        if tab != self.tab():
            return
        if tab == PAYMENTS:
            self.step.setEnabled(found.reported_on is None)
        pane = self._pane_of(tab, found)
        self._show(pane)
        is_bare = not found if tab == INSURANCE else not pane.lines  # insured claims may be in another state
        self.first.setText(_FIRST[tab][0])
        self.first.setVisible(is_bare)

    def _pane_of(self, tab: str, found: Any) -> SharingPane:
        if tab == INSURANCE:
            return insurance_pane(found, self.states.current(), self.context.as_of)
        if tab == PAYMENTS:
            return statement_pane(found)
        return reconciliation_pane(found) if tab == PAID else servicer_pane(found)

    def _do_first(self) -> None:
        target = _FIRST[self.tab()][1]
        (self.show_tab if target in _STEPS or target == FILE else self.context.page_requested.emit)(target)

    def _show(self, pane: SharingPane) -> None:
        same = self._pane is not None and self._pane.headings == pane.headings
        at = max(self.lines.view.current_row(), 0) if same else 0
        self._pane = pane
        self.said.setText(pane.said)
        numbered = [(index, *line) for index, line in enumerate(pane.lines)]
        columns = columns_of(("", *pane.headings), ("text", *pane.kinds), numbered, pane.spare)[1:]
        sums = {str(index): cell for index, cell in enumerate(pane.sums, 1) if cell is not None}
        self.lines.set_rows(numbered, columns, sums=sums)
        if pane.lines:
            self.lines.view.select_row(min(at, len(pane.lines) - 1))
        self._show_rows()
        self._let_do()

    def _let_do(self) -> None:
        """Let the buttons be pressed whose keys do something."""
        if self.tab() != PAYMENTS:
            self.step.setEnabled(self._at() is not None)
        usable = self.handlers()
        self.print_button.setEnabled(ActionId.PRINT in usable)
        self.open_claim_button.setEnabled(ActionId.OPEN_CLAIM in usable)
        self.actions_changed.emit()

    def _at(self) -> int | None:
        """Return the place of the line the keyboard is on; None where there is none."""
        at = self.lines.view.current_row()
        return None if self._pane is None or not self._pane.lines or at < 0 else int(self.lines.model.row_at(at)[0])

    def _thing(self) -> object:
        at = self._at()
        return None if at is None or self._pane is None or not self._pane.things else self._pane.things[at]

    def _show_rows(self) -> None:
        pane, at = self._pane, self._at()
        words = pane.words[at] if pane is not None and at is not None and pane.words else ""
        rows = pane.rows[at] if pane is not None and at is not None and pane.rows else None
        self.opened.setText(words)
        self.opened.setVisible(bool(words))
        self.rows.setVisible(rows is not None and bool(rows.rows))
        if rows is not None:
            self.rows.set_rows(rows.rows, columns_of(rows.headings, rows.kinds, rows.rows))
        self.actions_changed.emit()

    def _fit(self) -> None:
        """Show the fields and buttons of the matter."""
        tab = self.tab()
        is_table = tab != FILE
        self.month_field.setVisible(tab in _OF_MONTH)
        self.states.setVisible(tab == INSURANCE)
        self.step.setVisible(is_table)
        self.step.setText(_STEPS.get(tab, ""))
        self.step.setEnabled(True)
        self.print_button.setVisible(tab in (INSURANCE, PAYMENTS))
        self.excel_button.setVisible(is_table)
        self.open_claim_button.setVisible(is_table and tab != PAID)
        self.commissions.setVisible(tab == SERVICER)
        self.stack.setCurrentIndex(0 if is_table else 1)

    def _on_data(self) -> None:
        if self.isVisible() and self.editor.form() is None:
            self.reload()

    def _on_day(self) -> None:
        self._is_offered = False
        if self.isVisible():
            self.enter()

    # the page

    def show_tab(self, tab: str) -> None:
        """Show another matter, the keyboard on it."""
        if not self.editor.may_leave():
            self.tabs.set_current(self.tab())
            return
        self.editor.close()
        self.tabs.set_current(tab)
        self._pane = None
        self.reload()
        self.take_focus()
        self.actions_changed.emit()

    def take_focus(self) -> None:
        """Put the keyboard on the lines, or on the file."""
        (self.file.path if self.tab() == FILE else self.lines.view).setFocus()

    def handlers(self) -> Handlers:
        """Return what can be done now."""
        form = self.editor.form()
        if form is not None:
            return {**self.editor.handlers(), ActionId.CLOSE: form.leave}
        found: Handlers = {
            ActionId.RELOAD: self.reload,
            ActionId.NEXT_TAB: partial(self._turn, 1),
            ActionId.PREVIOUS_TAB: partial(self._turn, -1),
            ActionId.CLOSE: self.leave_requested.emit,
        }
        if self.tab() == FILE:
            return found | self.file.handlers()
        has_line = self._at() is not None
        if self._pane is not None:
            found[ActionId.EXCEL] = self.ask_excel
        if self.tab() == PAYMENTS or (self.tab() == INSURANCE and has_line):
            found[ActionId.PRINT] = self.print
        if has_line:
            found[ActionId.OPEN] = self._open_current
            if self.tab() != PAID:
                found[ActionId.OPEN_CLAIM] = self.open_claim
        if self.step.isEnabled() and (has_line or self.tab() == PAYMENTS):
            found[ActionId.REGISTER] = self.do_step
        return found

    def _turn(self, by: int) -> None:
        keys = [key for key, _ in _TABS]
        self.show_tab(keys[(keys.index(self.tab()) + by) % len(keys)])

    def memory(self) -> object:
        """Return the matter, the month and the states."""
        return (self.tab(), self.month.currentData(), self.states.current())

    def recall(self, memory: object) -> None:
        """Choose them again."""
        match memory:
            case (str(tab), month, str(states)):
                self.tabs.set_current(tab)
                self.states.set_current(states)
                self.month.setCurrentIndex(max(0, self.month.findData(month)))

    # steps

    def _on_opened(self, line: tuple[Any, ...]) -> None:
        del line
        self._open_current()

    def _open_current(self) -> None:
        """Open what stands behind the line: the claim, its receipts, or the form to be filled in."""
        if self.tab() == INSURANCE:
            self.open_claim()
        elif self.tab() == PAYMENTS and self.rows.isVisible():
            self.rows.view.setFocus()
            self.rows.view.select_row(0)
        else:
            self.do_step()

    def _claim_no(self) -> str:
        thing = self._thing()
        return str(getattr(thing, "claim_no", ""))

    def open_claim(self) -> None:
        """Open the claim of the line."""
        if self._claim_no():
            self.context.claim_requested.emit(self._claim_no())

    def _open_of_row(self, opened: tuple[object, ...]) -> None:
        if opened and opened[0]:
            self.context.claim_requested.emit(str(opened[0]))

    def do_step(self) -> None:
        """Do what the matter is there for with the line."""
        if self.tab() == PAYMENTS:
            self.steps.ask_report(self.chosen_month())
        else:
            self.steps.enter(self._thing())

    # paper and workbook

    def print(self) -> None:
        """Look at the paper of the claim or of the month."""
        if self.tab() == PAYMENTS:
            wanted = PaperWanted(PaperKind.PAYMENTS, month_end(self.chosen_month()))
            self.context.papers_requested.emit(PaperOffer((wanted,), PaperKind.PAYMENTS))
        elif self._claim_no():
            offer = papers_of_claim(self._claim_no(), self.context.as_of)
            self.context.papers_requested.emit(offer.turned_to(PaperKind.INSURANCE))

    def ask_excel(self) -> None:
        """Ask for a file and write what is shown."""
        pane = self._pane
        if pane is not None:
            name = f"{pane.title.replace(' ', '_').replace('-', '')}.xlsx"
            ask_save(self, "Excelの保存先", name, WORKBOOK, self.write_to)

    def write_to(self, path: Path) -> None:
        """Write what is shown: of a month's statement the whole workbook."""
        desk, pane = self.context.desk, self._pane
        if pane is None:
            return
        if self.tab() == PAYMENTS:
            work = partial(desk.payment_workbook, self.chosen_month(), path)
        else:
            work = partial(desk.rows_workbook, pane.as_rows(), self.context.as_of, path)
        self.context.jobs.read(work, partial(say_written, self.context))
