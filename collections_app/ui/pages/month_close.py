"""Month close (月次締め): look over what is open, close, see what changed since, reprint, open again, seal a year."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from collections_app.domain.calendar import era_month, fiscal_year_of
from collections_app.domain.month_close import Closed, closed_months, first_open
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.files import ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.ask_sheet import AskSheet
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.pages.month_panes import Pane, bridge_pane, check_pane, history_pane, rows_words, state_words
from collections_app.ui.pages.reports import month_name, months_before
from collections_app.ui.table import StaticTable, columns_of
from collections_app.ui.widgets import Button, ChoiceBox, Flow, Label, Segmented, column, prose, row, soft, title

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collections_app.ui.context import Context

_MONTHS = 36
_PURPOSE = (
    "締めると、その月の数字と元の行が固定され、あとの訂正は「締後訂正」に分かれて並びます。"
    "点検で残りを片づけ、F9 で締め、F11 で当時のまま出力します。"
)
_TABS = (("check", "1 点検"), ("bridge", "2 締後訂正"), ("history", "3 履歴"))
_REPRINT = "Excelブック (*.xlsx);;締めたときの記録 (*.json)"


class MonthClosePage(Page):
    """A month, its state, and three views of it: the checklist, the bridge, the history."""

    own_keys = (("1 2 3", "点検・締後訂正・履歴を表示"),)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "closes", nav="admin")
        self.history: tuple[Closed, ...] = ()
        self._is_offered = False
        self._pane: Pane | None = None
        self.month = ChoiceBox("対象の月")
        self.month.activated.connect(self._on_month)
        self.state = Label("", "soft")
        self.close_button = Button("締める F9", primary=True)
        self.reopen_button = Button("再開…")
        self.seal_button = Button("年度を封印…")
        self.then_button = Button("当時のまま出力 F11")
        self.today_button = Button("現在の登録で出力…")
        self.tabs = Segmented(_TABS, "check", "表示")
        self.purpose = prose(_PURPOSE)
        self.said = Label("", "soft")
        self.said.setWordWrap(True)
        self.lines = StaticTable("月次締め")
        self.opened = soft()
        self.rows = StaticTable("中身")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = Flow()
        for button in (
            self.close_button, self.then_button, self.today_button, self.reopen_button, self.seal_button,
        ):  # fmt: skip
            buttons.addWidget(button)
        top = row(title("月次締め"), soft("対象の月"), self.month, self.state, None, spacing=look.M)
        layout = column(
            top, self.purpose, buttons, row(self.tabs, None), self.said, margins=(look.L, look.M, look.L, look.S)
        )
        layout.addWidget(self.lines, 3)
        layout.addWidget(self.opened)
        layout.addWidget(self.rows, 2)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.tabs.changed.connect(self.reload)
        for number, (tab, _) in enumerate(_TABS, 1):  # a table takes the digits for a search of its own
            key = QShortcut(QKeySequence(str(number)), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(partial(self._choose_tab, tab))
        self.lines.opened.connect(self._on_opened)
        self.lines.selection_changed.connect(self._show_rows)
        self.rows.opened.connect(self._open_claim)
        self.close_button.clicked.connect(self.ask_close)
        self.reopen_button.clicked.connect(self.ask_reopen)
        self.seal_button.clicked.connect(self.ask_seal)
        self.then_button.clicked.connect(self.ask_reprint)
        self.today_button.clicked.connect(partial(self.ask_reprint, as_known_today=True))
        for button in (self.close_button, self.reopen_button, self.seal_button, self.then_button, self.today_button):
            button.setEnabled(False)  # until it is known which months there are
        self.context.data_changed.connect(self._on_data)
        self.context.day_changed.connect(self._on_day)

    # reading

    def enter(self) -> None:
        """Read the history, then what is shown of the month."""
        self.reload()

    def reload(self) -> None:
        """Read again."""
        self.context.jobs.read(self.context.desk.close_history, self._take_history, owner=self, topic="closes")

    def _take_history(self, history: tuple[Closed, ...]) -> None:
        self.history = history
        if not self._is_offered:
            self._offer_months()
        closed = self.closed()
        self.state.setText(state_words(closed))
        self.close_button.setEnabled(closed is None)
        self.reopen_button.setEnabled(closed is not None)
        self.then_button.setEnabled(closed is not None)
        for button in (self.seal_button, self.today_button):
            button.setEnabled(True)
        self.actions_changed.emit()
        desk, jobs, month = self.context.desk, self.context.jobs, self.month.currentData()
        tab = self.tabs.current()
        if tab == "history":
            self._show(history_pane(history))
        elif tab == "check":
            check = partial(desk.month_checklist, month)
            jobs.read(check, lambda items: self._show(check_pane(items)), owner=self, topic="pane")
        elif closed is None:
            said = f"{era_month(month)}は締めてありません。締めたあとの訂正が、ここに並びます。"
            self._show(Pane(said, ("項目",), ("text",), ()))
        else:
            bridge = partial(desk.month_bridge, month)
            jobs.read(bridge, lambda found: self._show(bridge_pane(found)), owner=self, topic="pane")

    def closed(self) -> Closed | None:
        """Return the close in force of the month chosen."""
        return closed_months(reversed(self.history)).get(f"{self.month.currentData():%Y-%m}")

    def _offer_months(self) -> None:
        self._is_offered = True
        months = months_before(self.context.as_of, _MONTHS)
        opens_on = first_open(closed_months(reversed(self.history)))
        over = [month for month in months if month != months[0]]
        wanted = opens_on if opens_on in months else over[0]
        self.month.set_choices([(month, month_name(month)) for month in months], wanted)

    def _show(self, pane: Pane) -> None:
        self._pane = pane
        self.said.setText(pane.said)
        numbered = [(at, *line) for at, line in enumerate(pane.lines)]
        columns = columns_of(("", *pane.headings), ("text", *pane.kinds), numbered)[1:]
        self.lines.set_rows(numbered, columns)
        if pane.lines:
            self.lines.view.setCurrentIndex(self.lines.view.model().index(0, 0))
        self._show_rows()

    def _show_rows(self) -> None:
        """Show the rows behind the line the keyboard is on."""
        pane, at = self._pane, self.lines.view.current_row()
        rows = None
        if pane is not None and pane.rows and at >= 0:
            rows = pane.rows[self.lines.model.row_at(at)[0]]
        self.opened.setText(rows_words(rows) if rows is not None else "")
        self.opened.setVisible(rows is not None)
        self.rows.setVisible(rows is not None and bool(rows.rows))
        if rows is not None:
            self.rows.set_rows(rows.rows, columns_of(rows.headings, rows.kinds, rows.rows))

    def _on_opened(self, line: tuple[Any, ...]) -> None:
        del line
        if self.rows.isVisible():
            self.rows.view.setFocus()
            self.rows.view.setCurrentIndex(self.rows.view.model().index(0, 0))

    def _open_claim(self, opened: tuple[object, ...]) -> None:
        if opened and opened[0]:
            self.context.claim_requested.emit(str(opened[0]))

    def _on_month(self) -> None:
        self.reload()

    def _on_data(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_day(self) -> None:
        self._is_offered = False
        self._on_data()

    # the page

    def handlers(self) -> Handlers:
        """Return what can be done with the month."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.CLOSE: self.leave_requested.emit}
        if self.close_button.isEnabled():
            handlers[ActionId.REGISTER] = self.ask_close
        if self.then_button.isEnabled():
            handlers[ActionId.EXCEL] = self.ask_reprint
        return handlers

    def memory(self) -> object:
        """Return the month and the view."""
        return (self.month.currentData(), self.tabs.current())

    def recall(self, memory: object) -> None:
        """Choose them again."""
        match memory:
            case (month, str(tab)) if month is not None:
                self.month.setCurrentIndex(max(0, self.month.findData(month)))
                self.tabs.set_current(tab)

    def take_focus(self) -> None:
        """Put the keyboard on the lines."""
        self.lines.view.setFocus()

    def _choose_tab(self, tab: str) -> None:
        self.tabs.set_current(tab)
        self.reload()

    # the steps

    def ask_close(self) -> None:
        """Say what a close does, and close."""
        month = self.month.currentData()
        sentence = (
            f"{era_month(month)}の数字と、その元になった行を固定します。以後、この月に計上日を置く入金は登録できません。"
            "ほかの記録は元の日付のまま登録でき、差は「締後訂正」に並びます。"
        )
        sheet = AskSheet(self.window(), f"{era_month(month)}を締める", sentence, "締める")
        sheet.ask((), lambda _: self._write(self.context.desk.close_month, month, f"{era_month(month)}を締めました。"))

    def ask_reopen(self) -> None:
        """Ask for two people and a reason, and open the month again."""
        month = self.month.currentData()
        sentence = "最後に締めた月だけを再開できます。申請する人と承認する人は別の人です。締めたときの記録は残ります。"

        def reopen(given: tuple[str, ...]) -> None:
            desk = self.context.desk
            self._write(partial(desk.reopen_month, month), given, f"{era_month(month)}の締めを再開しました。")

        AskSheet(self.window(), f"{era_month(month)}の締めを再開する", sentence, "再開する").ask(
            ("申請する人", "承認する人", "理由"), reopen
        )

    def ask_seal(self) -> None:
        """Say what sealing does, and seal the fiscal year of the month."""
        year = fiscal_year_of(self.month.currentData())
        sentence = f"{year}年度の12か月を、締めたときのハッシュで封印します。封印した年度の月は再開できません。"
        sheet = AskSheet(self.window(), f"{year}年度を封印する", sentence, "封印する")
        sheet.ask((), lambda _: self._write(self.context.desk.seal_year, year, f"{year}年度を封印しました。"))

    def _write(self, work: Any, given: object, sentence: str) -> None:
        def done(closed: Closed) -> None:
            del closed
            self.context.say(sentence)
            self._is_offered = True
            self.context.data_changed.emit()

        self.context.jobs.write(partial(work, given), done)

    def ask_reprint(self, *, as_known_today: bool = False) -> None:
        """Ask for a file, and write the month again."""
        month = self.month.currentData()
        name = f"月次締め_{month:%Y%m}_{'現在' if as_known_today else '当時'}.xlsx"
        ask_save(self, "月次締めの保存先", name, _REPRINT, partial(self.reprint_to, month, as_known_today))

    def reprint_to(self, month: date, as_known_today: bool, path: Path) -> None:
        """Write the month again."""
        work = partial(self.context.desk.reprint_month, month, path, as_known_today=as_known_today)
        self.context.jobs.write(work, partial(say_written, self.context))
