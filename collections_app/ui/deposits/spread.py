"""One payment over several claims, or a court's distribution: typed, looked at by claim, registered as a whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from collections_app.domain.judging import RowRefusedError
from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import ConsequencesError, ReceiptsWanted
from collections_app.domain.spread_entry import GridRows, SpreadKind, SpreadPlan, SpreadWanted
from collections_app.domain.spreading import SpreadBy
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.deposits.columns import SPREAD
from collections_app.ui.deposits.spread_form import SpreadForm
from collections_app.ui.entry.moved_pane import MovedPane
from collections_app.ui.page import Handlers, Page
from collections_app.ui.table import StaticTable
from collections_app.ui.widgets import Button, Card, Label, Segmented, column, row, title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context

_PAUSE_MS = 120
_TITLES = {SpreadKind.PAYMENT: "複数の求償権への充当", SpreadKind.COURT: "配当の入力"}
_HOW = {
    SpreadKind.PAYMENT: "1つの入金を、指定のとおりか、法定充当（民法488条4項・489条）の順に充当します。",
    SpreadKind.COURT: "配当表のとおりに、求償権ごとの費用・損害金・元金を入力します。内訳は後から変わりません。",
}
_NOBODY = (
    "求償権のページか関係人のページ、または入金の一覧入力から、Ctrl+Shift+J（充当）か Ctrl+Shift+T（配当）で開きます。"
)
_FORM_HEIGHT = 132


class SpreadPage(Page):
    """Asked with a SpreadWanted (`recall`); what it registers is one transaction, taken back by one Ctrl+Z."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "spread", "deposits")
        self.form: SpreadForm | None = None
        self._wants_writing = self._is_busy = False
        self.heading, self.how = title(""), Label(_NOBODY, "soft")
        self.by = Segmented([(one.value, one.label) for one in SpreadBy], SpreadBy.LAW.value, "充当の指定")
        self.place = QScrollArea()
        self.place.setWidgetResizable(True)
        self.place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table = StaticTable("求償権ごとの充当", SPREAD)
        self.told = Label("", "soft")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(look.scaled(look.ROW_HEIGHT))
        self.moved, self.words = MovedPane(), Label("", "warning")
        self.register, self.leave = Button("登録 F9", primary=True), Button("やめる Esc")
        self.fill = Button("残りを法定充当で入れる(&Z)")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.how.setWordWrap(True)
        card = Card(padding=look.S)
        card.body.addWidget(self.place)
        buttons = row(self.register, self.fill, self.leave, None, self.words, spacing=look.S)
        top = row(self.heading, self.by, None, spacing=look.M)
        layout = column(top, self.how, card, self.table, self.told, self.moved, buttons, spacing=look.S)
        layout.setContentsMargins(look.L, look.M, look.L, look.S)
        layout.setStretch(2, 2)
        layout.setStretch(3, 3)
        self._outer = layout
        self.place.setMinimumHeight(look.scaled(_FORM_HEIGHT))
        self.setLayout(layout)

    def _connect(self) -> None:
        self.register.clicked.connect(self.submit)
        self.leave.clicked.connect(self._on_leave)
        self.fill.clicked.connect(self._fill)
        self.by.changed.connect(self._on_by)
        self.table.opened.connect(lambda line: self.context.claim_requested.emit(line.claim_no))
        self.table.selection_changed.connect(self._tell)
        self.moved.changed.connect(self.actions_changed)
        self._pause.timeout.connect(self._look)
        self.context.data_changed.connect(self._on_changed)

    # opening

    def recall(self, memory: object) -> None:
        """Let a payment of somebody be typed; what was typed for the same one stays."""
        if not isinstance(memory, SpreadWanted) or (self.form is not None and self.form.wanted == memory):
            return
        self._drop()
        work = partial(self.context.desk.plan_spread, memory)
        self.context.jobs.read(work, partial(self._open, memory), self._not_opened, owner=self, topic="open")

    def memory(self) -> object:
        """Return whose payment is typed."""
        return self.form.wanted if self.form is not None else None

    def _open(self, wanted: SpreadWanted, plan: SpreadPlan) -> None:
        self.heading.setText(f"{_TITLES[wanted.kind]}　{plan.subject}")
        self.how.setText(_HOW[wanted.kind])
        self.by.set_current(wanted.by.value)
        self.by.setVisible(wanted.kind is SpreadKind.PAYMENT)
        self._outer.setStretch(2, 4 if wanted.kind is SpreadKind.COURT else 2)
        self.register.setText("入力表へ F9" if wanted.grid_row is not None else "登録 F9")
        self._put(SpreadForm(wanted, plan))
        self._take(plan)
        if self.form is not None:
            first = (
                "action" if "action" in self.form.boxes else "received_on" if wanted.received_on is None else "amount"
            )
            self.form.focus_field(first, Qt.FocusReason.OtherFocusReason)

    def _not_opened(self, error: Exception) -> None:
        self.context.jobs.failed.emit(error)
        self.leave_requested.emit()

    def _put(self, form: SpreadForm) -> None:
        self.form = form
        self.place.setWidget(form)
        form.setAutoFillBackground(False)
        self.place.viewport().setAutoFillBackground(False)
        form.edited.connect(self._pause.start)
        form.command_ready.connect(self._on_command)
        form.closed.connect(self.leave_requested)
        form.focused.connect(self._follow)
        form.begin()
        self.actions_changed.emit()

    def _drop(self) -> None:
        if self.form is not None:
            self.form.closed.disconnect()
            self.form = None
        self.place.takeWidget()
        self.table.set_rows(())
        self.moved.show_moved(())

    def _follow(self, box: QWidget | None) -> None:
        if box is not None:
            self.place.ensureWidgetVisible(box, 0, look.XL)

    def take_focus(self) -> None:
        """Leave the keyboard where it is: the form takes it when it is read."""

    # what would come of it

    def _look(self) -> None:
        if self.form is not None:
            work = partial(self.context.desk.plan_spread, self.form.command())
            self.context.jobs.read(work, self._take, self._not_looked, owner=self, topic="plan")

    def _take(self, plan: SpreadPlan) -> None:
        form = self.form
        if form is None:
            return
        if tuple(sorted(line.claim_no for line in plan.lines)) != form.claims:
            form = self._rebuilt(form, plan)
        form.take_plan(plan)
        self.table.set_rows(plan.lines, None, _sums(plan))
        self._tell()
        self.moved.show_moved(plan.moved)
        self.words.setText(plan.words)
        self.fill.setVisible(form.by is not SpreadBy.LAW)
        self.fill.setEnabled(plan.rest > 0)
        self.actions_changed.emit()
        if self._wants_writing:
            self._write(plan)

    def _tell(self) -> None:
        """Say part by part what the current claim gets, and why."""
        lines = self.table.selected() or self.table.model.rows()[:1]
        self.told.setText(lines[0].words if lines else "")

    def _rebuilt(self, form: SpreadForm, plan: SpreadPlan) -> SpreadForm:
        """Return the form with fields for other claims; what is typed stays, the keyboard too."""
        focused = next((key for key, box in form.boxes.items() if box.editor.hasFocus()), "")
        texts = form.contents()
        form.closed.disconnect()
        other = SpreadForm(form.wanted, plan)
        other.turn(form.by)
        self._put(other)
        other.set_contents(texts)
        if focused in other.boxes:
            other.focus_field(focused, Qt.FocusReason.OtherFocusReason)
        return other

    def _not_looked(self, error: Exception) -> None:
        self._wants_writing = False
        if self.form is not None:
            self.form.refuse(str(error))

    def _on_changed(self) -> None:
        if self.form is not None:
            self._pause.start()

    def _on_by(self, by: str) -> None:
        if self.form is not None:
            self.form.turn(SpreadBy(by))

    def _fill(self) -> None:
        """Put what the law says of the rest into the fields."""
        if self.form is not None:
            work = partial(self.context.desk.fill_rest, self.form.command())
            self.context.jobs.read(work, self._filled, owner=self, topic="fill")

    def _filled(self, given: Mapping[str, int]) -> None:
        if self.form is not None:
            self.form.put(given)

    # registering

    def submit(self) -> None:
        """Register (F9), or hand the rows over to the day's grid."""
        if self.form is not None and not self._is_busy:
            self.form.submit()

    def _on_command(self, _: SpreadWanted) -> None:
        self._wants_writing = True
        self._pause.stop()
        self._look()

    def _write(self, plan: SpreadPlan) -> None:
        form, self._wants_writing = self.form, False
        assert form is not None
        form.set_busy(is_busy=False)
        if not plan.may_post:
            wrong = form.first_problem()
            form.focus_field(wrong.key if wrong is not None else "amount")
        elif form.wanted.grid_row is not None:
            rows = GridRows(form.wanted.grid_row, plan.records, plan.payers)
            self._drop()
            self.context.place_requested.emit(("deposits", rows))
        elif not self.moved.is_settled():
            self.moved.demand()
        else:
            self._is_busy = True
            work = partial(self.context.desk.post_receipts, ReceiptsWanted(plan.records, self.moved.accepted()))
            self.context.jobs.write(work, partial(self._posted, plan), self._refused)

    def _posted(self, plan: SpreadPlan, changes: Changes) -> None:
        self._is_busy = False
        self._drop()
        self.context.changed(changes)
        total = sum(line.portion.amount for line in plan.lines)
        self.context.say(
            f"入金 {len(plan.records):,}件 {show_yen(total)}円を登録しました（{changes.number}）。"
            "　Ctrl+Zですべて取り消せます。"
        )
        self.leave_requested.emit()

    def _refused(self, error: Exception) -> None:
        self._is_busy = False
        form = self.form
        if form is None:
            self.context.jobs.failed.emit(error)
            return
        form.refuse(f"{error}　何も登録していません。")
        if isinstance(error, ConsequencesError):
            self.moved.show_moved(error.moved)
            self.moved.demand()
        elif isinstance(error, RowRefusedError) and error.column in form.boxes:
            form.focus_field(error.column)

    def _on_leave(self) -> None:
        if self.form is not None:
            self.form.leave()
        else:
            self.leave_requested.emit()

    def handlers(self) -> Handlers:
        """Return what can be done."""
        if self.form is None:
            return {ActionId.CLOSE: self.leave_requested.emit}
        handlers: Handlers = {
            ActionId.REGISTER: self.submit,
            ActionId.FIELD_LIST: self.form.open_list,
            ActionId.CLOSE: self._on_leave,
        }
        if self.moved.moved:
            handlers[ActionId.ACCEPT] = self.moved.turn
        return handlers


def _sums(plan: SpreadPlan) -> dict[str, object]:
    portions = [line.portion for line in plan.lines]
    splits = [portion.split for portion in portions]
    owed = [line.debt.owed for line in plan.lines]
    return {
        "debtor": "合計",
        "costs": sum(one.costs for one in owed),
        "damages": sum(one.damages for one in owed),
        "principal": sum(one.principal for one in owed),
        "amount": sum(portion.amount for portion in portions),
        "to_costs": sum(one.costs for one in splits),
        "to_damages": sum(one.damages for one in splits),
        "to_principal": sum(one.principal for one in splits),
    }
