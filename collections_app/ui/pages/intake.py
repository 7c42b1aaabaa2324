"""The page of a new 代位弁済: opened by a job, written by a job, then the new claim is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget
from shiboken6 import isValid

from collections_app.domain.calendar import era_date, short_era
from collections_app.domain.intake import IntakeRefusedError
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.page import Handlers, Page
from collections_app.ui.widgets import Skeleton, column

if TYPE_CHECKING:
    from collections_app.domain.forms import Option
    from collections_app.domain.intake import Alike, IntakeView, NewClaim, ProposalWanted, Registered
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context
    from collections_app.ui.fields.search import SearchEdit
    from collections_app.ui.intake.page import IntakePage
    from collections_app.ui.intake.person import PersonForm


class IntakeHost(Page):
    """Holds the form while other pages are looked at; it is empty again when it was registered or left."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "intake", nav="claims")
        self.widget: IntakePage | None = None
        self._skeleton = Skeleton(14)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._skeleton)
        self.setLayout(column(self._stack, margins=(look.L, look.M, look.L, look.S)))

    def enter(self) -> None:
        """Open an empty form, unless one is being filled in."""
        if self.widget is None:
            self._skeleton.restart()
            self.context.jobs.read(self.context.desk.open_intake, self._take, owner=self, topic="intake")
        else:
            self.widget.debtor.focus_first()

    def take_focus(self) -> None:
        """Leave the keyboard to the form, as soon as it is there."""
        if self.widget is None:
            self._stack.setFocus()

    def handlers(self) -> Handlers:
        """Return what the form can do."""
        if self.widget is None:
            return {}
        shown = self.widget
        return {
            ActionId.REGISTER: shown.submit,
            ActionId.FIELD_LIST: shown.open_list,
            ActionId.CLOSE: shown.leave,
        }

    def _take(self, view: IntakeView) -> None:
        from collections_app.ui.intake.page import IntakePage

        shown = IntakePage(view)
        self.widget = shown
        shown.submitted.connect(self._write)
        shown.left.connect(self._leave)
        shown.list_wanted.connect(partial(self.context.page_requested.emit, "claim_list_intake"))
        shown.search_wanted.connect(self._search)
        shown.alike_wanted.connect(self._compare)
        shown.proposal_wanted.connect(self._propose)
        self._stack.addWidget(shown)
        self._stack.setCurrentWidget(shown)
        shown.debtor.focus_first()
        self.actions_changed.emit()

    def _clear(self) -> None:
        if self.widget is not None:
            self._stack.removeWidget(self.widget)
            self.widget.deleteLater()
            self.widget = None
        self.actions_changed.emit()

    def _leave(self) -> None:
        self._clear()
        self.leave_requested.emit()

    # asking

    def _search(self, wanted: tuple[SearchEdit, str]) -> None:
        editor, text = wanted

        def take(found: tuple[Option, ...]) -> None:
            if isValid(editor):
                editor.offer(text, found)

        self.context.jobs.read(partial(self.context.desk.find_options, "parties", text), take, owner=self, topic="who")

    def _compare(self, wanted: tuple[PersonForm, dict[str, Any]]) -> None:
        form, telling = wanted

        def take(found: tuple[Alike, ...]) -> None:
            if isValid(form):
                form.offer_alike(telling, found)

        self.context.jobs.read(partial(self.context.desk.find_alike, telling), take, owner=form, topic="alike")

    def _propose(self, wanted: ProposalWanted) -> None:
        shown = self.widget
        if shown is not None:
            work = partial(self.context.desk.propose_claim, wanted)
            self.context.jobs.read(work, shown.take_proposal, owner=shown, topic="proposal")

    # writing

    def _write(self, new: NewClaim) -> None:
        self.context.jobs.write(partial(self.context.desk.register_claim, new), self._written, self._refused)

    def _written(self, result: tuple[Registered, Changes]) -> None:
        registered, changes = result
        due = "・".join(f"{step} {short_era(due_on)}" for step, due_on in registered.steps)
        self._clear()
        said = ""
        if registered.subrogated_on > self.context.as_of:  # as of the day before there is no such claim
            said = f"　基準日を{era_date(registered.subrogated_on)}に進めました。"
            self.context.set_day(registered.subrogated_on)
        self.context.changed(changes)
        self.context.claim_requested.emit(registered.claim_no)
        self.context.say(f"{registered.claim_no} {registered.debtor_name} を登録しました。　初動の期限 {due}。{said}")

    def _refused(self, error: Exception) -> None:
        if self.widget is None:
            self.context.jobs.failed.emit(error)
            return
        self.widget.refuse(str(error), error.findings if isinstance(error, IntakeRefusedError) else ())
