"""まとめて変更: many claims handed over, tagged or planned for, after a look at what it would do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from collections_app.domain.bulk import BulkKind, BulkWanted, ClaimsWanted
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.bulk.form import BulkForm
from collections_app.ui.bulk.people import TakerTable
from collections_app.ui.bulk.target import Target, plan_words
from collections_app.ui.context import Message
from collections_app.ui.page import Handlers, Page
from collections_app.ui.table import StaticTable
from collections_app.ui.table.column import Column
from collections_app.ui.widgets import Button, Card, Label, Segmented, column, row, title

if TYPE_CHECKING:
    from collections_app.domain.bulk import BulkDone, BulkPlan
    from collections_app.ui.context import Context
    from collections_app.ui.desk import Desk

_UNSEEN = "何件がどう変わるかを下に表示しました。確かめてから、もう一度 F9 を押してください。"
_TOUCHED = (
    Column("name", "担当者", "text", 160, lambda one: one.name),
    Column("section", "課", "text", 160, lambda one: one.section),
    Column("count", "件数", "count", 96, lambda one: one.count),
    Column("principal", "元金残高 円", "yen", 150, lambda one: one.principal),
)


class BulkPage(Page):
    """Every change of claims, people or fields is planned anew; F9 makes the change as it is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "bulk", nav="claims")
        self.plan: BulkPlan | None = None
        self._done: BulkDone | None = None
        self._is_busy = False
        self._is_stale = True
        self.kinds = Segmented([(kind.value, kind.label) for kind in BulkKind], BulkKind.REASSIGN.value, "変更")
        self.register = Button("登録 F9", primary=True)
        self.take_back = Button("直前の変更を元に戻す")
        self.take_back.hide()
        self.target = Target()
        self.takers = TakerTable()
        self.forms: dict[BulkKind, BulkForm] = {}
        self.body = QStackedWidget()
        self.body.addWidget(self.takers)
        self.touched = StaticTable("変更する求償権の内訳", _TOUCHED)
        self._typed = QWidget()
        self._typed_forms = column()
        self._typed.setLayout(column(self._typed_forms, self.touched, spacing=look.M))
        self.body.addWidget(self._typed)
        self.outcome = Label()
        self.warning = Label("", "warning")
        self.warning.setWordWrap(True)
        self._build()
        self._connect()

    def _build(self) -> None:
        card = Card()
        card.body.addWidget(self.target)
        layout = column(
            row(title("まとめて変更"), self.kinds, None, self.take_back, self.register, spacing=look.M),
            card,
            self.body,
            self.warning,
            self.outcome,
            margins=(look.L, look.M, look.L, look.M),
            spacing=look.M,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.kinds.changed.connect(self._on_kind)
        self.target.changed.connect(self.reload)
        self.takers.changed.connect(self.reload)
        self.takers.refused.connect(lambda words: self.context.say(words, "info"))
        self.register.clicked.connect(self.submit)
        self.take_back.clicked.connect(self.undo)
        for signal in (self.context.day_changed, self.context.data_changed):
            signal.connect(self._on_changed)

    # what is wanted

    def ask(self, claims: ClaimsWanted, list_title: str) -> None:
        """Take other claims; nobody is chosen yet."""
        self.takers.forget()
        self.target.show_wanted(claims, list_title)
        self.reload()
        self._focus_first()

    @property
    def kind(self) -> BulkKind:
        """What is done to the claims."""
        return BulkKind(self.kinds.current())

    def wanted(self) -> BulkWanted:
        """Return the change as it is chosen and typed now."""
        day, claims = self.context.working_day(), self.target.wanted()
        open_only = self.target.open_only.isChecked()
        if self.kind is BulkKind.REASSIGN:
            return BulkWanted(self.kind, claims, day, open_only, takers=self.takers.takers(), by=self.takers.split_by())
        return BulkWanted(self.kind, claims, day, open_only, **self._form().values())

    def _form(self) -> BulkForm:
        if self.kind not in self.forms:
            form = BulkForm(self.kind, self.context.working_day)
            form.edited.connect(self.reload)
            form.command_ready.connect(lambda _: self._apply())
            form.closed.connect(self._on_left)
            self.forms[self.kind] = form
            self._typed_forms.addWidget(form)
            form.begin()
        return self.forms[self.kind]

    def _on_left(self) -> None:
        """Leave the page with the form; it stands empty when one comes back."""
        form = self._form()
        form.clear()
        form.begin()
        self.leave_requested.emit()

    def _on_kind(self) -> None:
        if self.kind is BulkKind.REASSIGN:
            self.body.setCurrentWidget(self.takers)
        else:
            form = self._form()
            for other in self.forms.values():
                other.setVisible(other is form)
            self.body.setCurrentWidget(self._typed)
        self.reload()
        self.actions_changed.emit()

    # looking

    def enter(self) -> None:
        """Look at it anew when something was written."""
        if self._is_stale:
            self.reload()

    def reload(self) -> None:
        """Look at what the change would do."""
        self._is_stale = False
        work = partial(_plan_and_tags, self.context.desk, self.wanted())
        self.context.jobs.read(work, self._take, self._failed, owner=self, topic="plan")

    def _take(self, found: tuple[BulkPlan, tuple[str, ...]]) -> None:
        plan, tags = found
        self.plan = plan
        if plan.shares:
            self.target.offer(plan.shares, tags)
            self.takers.show_shares(plan.shares, plan.wanted.day)
        for form in self.forms.values():
            form.offer(tags)
        self.touched.set_rows(plan.touched)
        self.target.show_plan(plan)
        self.outcome.setText(plan_words(plan))
        self.warning.setText("".join(plan.warnings))
        self.warning.setVisible(bool(plan.warnings))
        self.register.setEnabled(not self._is_busy)

    def _failed(self, error: Exception) -> None:
        self.plan = None
        self.outcome.setText("")
        self.context.jobs.failed.emit(error)

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible() and not self._is_busy:
            self.reload()

    # the page

    def take_focus(self) -> None:
        """Put the keyboard where the first choice is made."""
        focused = QApplication.focusWidget()
        if focused is None or focused is self.kinds or not self.isAncestorOf(focused):
            self._focus_first()

    def _focus_first(self) -> None:
        if self.target.wanted().is_empty:
            self.target.focus_first()
        elif self.kind is BulkKind.REASSIGN:
            self.takers.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._form().focus_field(next(iter(self._form().boxes)))

    def handlers(self) -> Handlers:
        """Return what the page can do."""
        handlers: Handlers = {
            ActionId.REGISTER: self.submit,
            ActionId.RELOAD: self.reload,
            ActionId.CLOSE: self.leave_requested.emit,
        }
        if self.kind is not BulkKind.REASSIGN:
            handlers[ActionId.FIELD_LIST] = self._form().open_list
        if self._done is not None:
            handlers[ActionId.UNDO] = self.undo
        return handlers

    # doing

    def submit(self) -> None:
        """Make the change (F9)."""
        if self._is_busy:
            return
        if self.kind is BulkKind.REASSIGN:
            self._apply()
        else:
            self._form().submit()

    def _apply(self) -> None:
        plan, wanted = self.plan, self.wanted()
        if plan is None or plan.wanted != wanted or not plan.claim_nos:
            self._set_busy(is_busy=False)
            is_unseen = wanted.is_complete and (plan is None or plan.wanted != wanted)
            self.context.say(_UNSEEN if is_unseen else _what_is_missing(wanted), "info")
            return
        self._set_busy(is_busy=True)
        work = partial(self.context.desk.apply_bulk, plan)
        self.context.jobs.run_long(plan.wanted.kind.label, work, self._applied, self._refused, writes=True)

    def _applied(self, done: BulkDone) -> None:
        self._done = done
        words = f"{self.kind.label}を {done.count:,}件 の求償権に行いました。"
        self._finish()
        self.take_back.show()
        self.context.said.emit(Message(words, "good", "元に戻す", self.undo))

    def _refused(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        self.reload()
        self.context.jobs.failed.emit(error)

    def undo(self) -> None:
        """Take the last change back."""
        done, self._done = self._done, None
        if done is None or self._is_busy:
            return
        self.take_back.hide()
        self._set_busy(is_busy=True)
        work = partial(self.context.desk.undo_bulk, done)
        self.context.jobs.run_long("元に戻す", work, self._taken_back, self._refused, writes=True)

    def _taken_back(self, count: int) -> None:
        self._finish()
        self.context.say(f"{count:,}件 の変更を元に戻しました。")

    def _finish(self) -> None:
        self._set_busy(is_busy=False)
        self.takers.forget()
        for form in self.forms.values():
            form.remember()  # what stands there is written: leaving asks nothing
        self.context.last_change = 0  # what Ctrl+Z took back before lies behind this
        self.context.data_changed.emit()
        self.actions_changed.emit()

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.register.setEnabled(not is_busy)
        for form in self.forms.values():
            form.set_busy(is_busy=is_busy)


def _plan_and_tags(desk: Desk, wanted: BulkWanted) -> tuple[BulkPlan, tuple[str, ...]]:
    return desk.plan_bulk(wanted), desk.tag_words()


def _what_is_missing(wanted: BulkWanted) -> str:
    if wanted.claims.is_empty:
        return "対象がありません。担当者・課・付箋のどれかを選んでください。"
    if not wanted.is_complete:
        return "受け取る人がいません。人の行でスペースを押して選んでください。"
    return "変更する求償権がありません。対象と変更の内容を確かめてください。"
