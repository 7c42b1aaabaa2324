"""One open claim in its tab: read, shown, read again when something was written; its forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.codes import Code, ContactKind
from collections_app.domain.errors import DateError
from collections_app.domain.records import as_a_change
from collections_app.domain.spread_entry import SpreadKind, SpreadWanted
from collections_app.domain.views import ClaimPage
from collections_app.ui.actions import ActionId
from collections_app.ui.entry.add_menu import add_menu
from collections_app.ui.entry.record_editor import RecordEditor
from collections_app.ui.page import Handlers
from collections_app.ui.pages.attaching import Attaching
from collections_app.ui.pages.claim_history import ClaimHistory
from collections_app.ui.pages.contact_writing import write_contact
from collections_app.ui.pages.row_drafts import RowDrafts
from collections_app.ui.pages.step_writing import begin_steps, complete_step
from collections_app.ui.typed_day import read_day
from collections_app.ui.widgets import Skeleton, column

if TYPE_CHECKING:
    from collections_app.domain.initial import StepView
    from collections_app.domain.plan_views import PlanView
    from collections_app.ui.claim.contact_entry import ContactEntry
    from collections_app.ui.context import Context
    from collections_app.ui.drafts.draft import Draft

MakeClaim = Callable[[], QWidget]


class ClaimTab(QWidget):
    """One open claim: lines while it is read, then its page."""

    named = Signal(str)
    shown = Signal()

    def __init__(self, context: Context, claim_no: str, make: MakeClaim) -> None:
        super().__init__()
        self.claim_no = claim_no
        self.is_stepped = False  # whether one came here from the claim before or after in the list
        self.page: ClaimPage | None = None
        self.setProperty("role", "canvas")
        self._context = context
        self._make = make
        self._skeleton = Skeleton(14)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._skeleton)
        self.widget: QWidget | None = None
        self.editor: RecordEditor | None = None
        self._history = ClaimHistory(context, self)
        self._is_stale = True
        self._wanted_kind: ContactKind | None = None
        self._wanted_draft: Draft | None = None
        self._row_drafts: RowDrafts | None = None
        self._attaching: Attaching | None = None
        self.setLayout(column(self._stack))
        context.day_changed.connect(self._on_changed)
        context.data_changed.connect(self._on_changed)
        context.draft_taken.connect(self.resume)

    def enter(self) -> None:
        """Read what is not read, or has changed since."""
        if self._is_stale:
            self.read()

    def read(self) -> None:
        """Read the claim again."""
        self._is_stale = False
        context = self._context
        work = partial(context.desk.open_claim, self.claim_no, context.as_of)
        context.jobs.read(work, self._take, self._failed, owner=self, topic="claim")

    def show_other(self, claim_no: str) -> None:
        """Show another claim in this tab."""
        self.claim_no = claim_no
        self.is_stepped = True
        self.throw_away()
        self.read()

    def _take(self, page: ClaimPage) -> None:
        if self.widget is None:
            self.widget = self._make()
            shown: Any = self.widget
            shown.person_requested.connect(self._context.person_requested)
            shown.as_of_requested.connect(self._on_day)
            shown.contact_submitted.connect(partial(write_contact, self._context, shown))
            shown.entry_changed.connect(self.shown)
            self.editor = RecordEditor(self._context, self.widget)
            self.editor.changed.connect(self.shown)
            self._row_drafts = RowDrafts(self._context, shown)
            self._attaching = Attaching(self._context, shown)
            shown.record_opened.connect(self.editor.correct)
            shown.add_requested.connect(self.add)
            shown.plan_changed.connect(self._change_plan)
            shown.step_done.connect(self._complete)
            shown.steps_wanted.connect(self._begin_steps)
            shown.history_requested.connect(self._history.read)
            self._history.show_on(shown.story.history)
            self._stack.addWidget(self.widget)
        self._stack.setCurrentWidget(self.widget)
        self.page = page
        shown = self.widget
        shown.show_claim(page)
        self._history.show_claim(page.claim_no, is_shown=shown.story.views.current() == "history")
        if self._wanted_kind is not None:
            kind, self._wanted_kind = self._wanted_kind, None
            shown.begin_contact(kind)
        if self.editor is not None:
            self.editor.home = page.claim_no
        if self._wanted_draft is not None:
            draft, self._wanted_draft = self._wanted_draft, None
            self.resume(draft)
        self.shown.emit()
        self.named.emit(f"{page.claim_no} {_short_name(page.debtor.name)}")

    def begin_contact(self, kind: ContactKind) -> None:
        """Let a contact be typed, as soon as the claim is read."""
        if self.widget is None or self._is_stale:
            self._wanted_kind = kind
        else:
            shown: Any = self.widget
            shown.begin_contact(kind)

    def resume(self, draft: Draft) -> None:
        """Go on with a draft of this claim, as soon as the claim is read."""
        if draft.claim_no != self.claim_no:
            return
        if self._is_stale or self.editor is None or self._row_drafts is None:
            self._wanted_draft = draft
        elif draft.is_row:
            self._row_drafts.resume(draft)
        else:
            self.editor.resume(draft)

    def throw_away(self) -> None:
        """Close what is open without asking: the person was asked."""
        shown: Any = self.widget
        if self.editor is not None:
            self.editor.close()
        if shown is not None and shown.entry is not None:
            shown.entry.close_entry()

    def add(self, table: str) -> None:
        """Let a new record of the claim be typed, or a file be chosen."""
        if table == "attachments" and self._attaching is not None:
            self._attaching.ask()
        elif self.editor is not None and self.page is not None:
            given = _given(table, self.page)
            if table == "waivers":
                given["applied_by"] = self._context.settings.staff_no or None
            self.editor.add(table, {"claim_no": self.page.claim_no, **given})

    def _change_plan(self, view: PlanView) -> None:
        """Let a plan be typed that takes the place of another one."""
        if self.editor is not None and self.page is not None:
            plan = {**view.plan._asdict(), "claim_no": self.page.claim_no, "plan_no": view.plan_no}
            given = as_a_change({**plan, "payer_no": view.payer_no})
            self.editor.add("instalment_plans", {name: _plain(value) for name, value in given.items()}, "amount")

    def _complete(self, step: StepView) -> None:
        """Mark a step of the first weeks done; one that is its text gets it first."""
        if step.needs_memo and not step.memo and self.editor is not None:
            today = date.today()  # noqa: DTZ011  (the office's own calendar day)
            self.editor.amend(step.ref, {"done_on": today}, "memo")
        else:
            complete_step(self._context, step)

    def _begin_steps(self) -> None:
        begin_steps(self._context, self.claim_no)

    def _spread(self, kind: SpreadKind) -> None:
        """Let a payment on all claims of the debtor, or a court's distribution, be typed."""
        self._context.place_requested.emit(("spread", SpreadWanted(kind, self.claim_no)))

    def show_add_menu(self) -> None:
        """Let one choose what is to be added."""
        menu = add_menu(self, self.add)
        size = menu.sizeHint()
        corner = self.rect().center() - QPoint(size.width() // 2, size.height() // 2)
        menu.popup(self.mapToGlobal(corner))
        menu.setActiveAction(menu.actions()[0])

    def may_leave(self) -> bool:
        """Return whether nothing typed would be lost, or the person was asked."""
        shown: Any = self.widget
        may_close = self.editor is None or self.editor.may_leave()
        return may_close and (shown is None or bool(shown.may_leave()))

    def entry_handlers(self) -> Handlers:
        """Return what the open form can do: that of the sheet, else the entry row."""
        shown: Any = self.widget
        if shown is None or self.editor is None:
            return {}
        handlers: Handlers = {
            ActionId.ADD_RECORD: self.show_add_menu,
            ActionId.PERSON: shown.header.request_debtor,
            ActionId.HISTORY: shown.show_history,
            ActionId.SPREAD: partial(self._spread, SpreadKind.PAYMENT),
            ActionId.COURT: partial(self._spread, SpreadKind.COURT),
        }
        entry: ContactEntry | None = shown.open_entry()
        if entry is not None:
            handlers |= {ActionId.REGISTER: entry.submit, ActionId.FIELD_LIST: entry.open_list}
        return {**handlers, **self.editor.handlers()}

    def _failed(self, error: Exception) -> None:
        self._is_stale = True
        self._wanted_kind = self._wanted_draft = None
        self._context.jobs.failed.emit(error)

    def _on_day(self, text: object) -> None:
        shown: Any = self.widget
        today = date.today()  # noqa: DTZ011  (the office's own calendar day)
        try:
            day = read_day(str(text), today, self._context.as_of)
        except (DateError, OverflowError) as error:
            shown.show_as_of_problem(str(error))
        else:
            self._context.set_day(day)

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.read()


def _given(table: str, page: ClaimPage) -> dict[str, Any]:
    """Return what a new record of a claim most likely says."""
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    given: dict[str, dict[str, Any]] = {
        "receipts": {"received_on": today, "posted_on": today, "payer_no": page.debtor.party_no, "method": "transfer"},
        "costs": {"paid_on": today},
        "refunds": {"refunded_on": today},
        "tasks": {"staff_no": page.staff_no},
        "notes": {"written_on": today},
        "surveys": {"party_no": page.debtor.party_no, "surveyed_on": today},
        "support_measures": {"party_no": page.debtor.party_no},
        "instalment_plans": {"payer_no": page.debtor.party_no},
        "collaterals": {"owner_no": page.debtor.party_no},
        "financial_statements": {"party_no": page.debtor.party_no},
        "legal_actions": {"respondent_no": page.debtor.party_no},
        "contacts": {"contacted_on": today},
        "waivers": {"decided_on": today, "applied_on": today, "approval": "requested"},
    }
    return given.get(table, {})


def _plain(value: object) -> object:
    return value.value if isinstance(value, Code) else value


def _short_name(name: str) -> str:
    for form in ("株式会社", "有限会社", "合同会社", "合資会社"):
        name = name.replace(form, "")
    return name.strip()[:8]
