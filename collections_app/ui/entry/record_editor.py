"""The way of a record through a page: its form is read, filled in, written; what became of it is said."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from collections_app.domain.action_costs import OFFERING
from collections_app.domain.bundle import TABLE
from collections_app.domain.calendar import era_date
from collections_app.domain.errors import RecordConflictError
from collections_app.domain.forms import FormWanted
from collections_app.domain.judging import HAPPENED, RefusedError, RowRefusedError
from collections_app.domain.receipt_entry import ConsequencesError, ReceiptsWanted, moved_words
from collections_app.domain.records import (
    APPEND_ONLY,
    UNDONE_BY_OPPOSITE,
    RecordRef,
    RemoveRecord,
    ReverseRecord,
    key_of,
)
from collections_app.ui.actions import ActionId
from collections_app.ui.drafts.draft import Draft
from collections_app.ui.drafts.keeper import DraftKeeper
from collections_app.ui.entry.editors import today
from collections_app.ui.entry.moved_watcher import WATCHED, MovedWatcher
from collections_app.ui.entry.receipt_watcher import ReceiptWatcher
from collections_app.ui.entry.sheet import RecordSheet
from collections_app.ui.fields.search import SearchEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from collections_app.domain.forms import FormView, Option
    from collections_app.domain.history import ConflictView
    from collections_app.domain.receipt_entry import Moved
    from collections_app.domain.records import SaveRecord
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context
    from collections_app.ui.entry.costs_sheet import CostsSheet
    from collections_app.ui.entry.record_form import RecordForm


HELPED = frozenset(("parties", "party_addresses"))  # who may be the same, what a postal code stands for


class RecordEditor(QObject):
    """Opens forms on a sheet over `page`. `changed` tells that the sheet was opened or closed."""

    changed = Signal()
    written = Signal(object)  # the Changes

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._sheet: RecordSheet | None = None
        self._before: QWidget | None = None
        self._keeper: DraftKeeper | None = None
        self._costs: CostsSheet | None = None
        self.home = ""  # the claim of the page, where it is one

    # opening

    def add(self, table: str, given: Mapping[str, Any] | None = None, first: str = "") -> None:
        """Open the form of a new record of which something is given, the keyboard in the field `first`."""
        self._open(FormWanted(table, None, dict(given or {})), first)

    def correct(self, ref: RecordRef, first: str = "") -> None:
        """Open the form of a record, the keyboard in the field `first`."""
        self._open(FormWanted(ref.table, ref.key), first)

    def amend(self, ref: RecordRef, given: Mapping[str, Any], first: str = "") -> None:
        """Open the form of a record with something filled in already."""
        self._open(FormWanted(ref.table, ref.key, dict(given)), first)

    def resume(self, draft: Draft) -> None:
        """Go on with a draft; where its record was changed meanwhile, both are put side by side."""
        self._open(draft.wanted, draft=draft)

    def _open(self, wanted: FormWanted, first: str = "", draft: Draft | None = None) -> None:
        if not self.may_leave():
            return
        focused = self._page.window().focusWidget()
        self._before = focused if focused is not None and not self._is_in_sheet(focused) else self._before
        work = partial(self._context.desk.open_form, wanted)
        show = partial(self._show, wanted, first, draft)
        self._context.jobs.read(work, show, owner=self, topic="form")

    def _show(self, wanted: FormWanted, first: str, draft: Draft | None, view: FormView) -> None:
        if self._keeper is not None and self.form() is not None:
            self._keeper.forget()  # another form takes the place of this one
        if self._sheet is None:
            self._sheet = RecordSheet(self._page)
            self._sheet.closed.connect(self._on_closed)
            self._sheet.remove_requested.connect(self._remove)
            self._sheet.history_requested.connect(self.show_history)
            self._sheet.turned.connect(self.changed)
            self._sheet.moved.changed.connect(self.changed)
            self._sheet.history.undo_requested.connect(self._undo)
        form = self._sheet.show_form(view, first)
        form.command_ready.connect(partial(self._write, form))
        if view.table in HELPED:
            from collections_app.ui.entry.party_help import PartyHelp

            PartyHelp(form, self._context)
        self._help(form, self._sheet)
        self._keep(form, wanted, draft)
        for _, editor in form.editors():
            if isinstance(editor, SearchEdit):
                editor.search_wanted.connect(partial(self._search, editor))
        claim = form.boxes.get("claim_no")
        if view.before is None and claim is not None and isinstance(claim.editor, SearchEdit):
            claim.editor.edited.connect(partial(self._follow_claim, form, claim.editor))
        if view.table == "receipts" and view.before is None:
            ReceiptWatcher(self._context, form, self._sheet)
        elif view.table in WATCHED or view.table == "receipts":
            MovedWatcher(self._context, form, self._sheet.moved)
        self.changed.emit()

    def _help(self, form: RecordForm, sheet: RecordSheet) -> None:
        """Put below a plan or a waiver what it comes to while it is typed."""
        if form.view.table == "instalment_plans":
            from collections_app.ui.entry.plan_help import PlanHelp

            PlanHelp(form, self._context, sheet, self.add)
        elif form.view.table == "waivers":
            from collections_app.ui.entry.waiver_help import WaiverHelp

            WaiverHelp(form, self._context)

    # drafts

    def _keep(self, form: RecordForm, wanted: FormWanted, draft: Draft | None) -> None:
        """Keep what is typed into the form; go on with a draft, or offer one that is waiting."""
        place, drafts = self._context.desk.location, self._context.drafts
        self._keeper = DraftKeeper(drafts, form, partial(self._draft, form, wanted))
        if draft is not None:
            self._keeper.adopt(draft)
            form.set_contents(draft.texts)
            if draft.before is not None and form.view.before != draft.before:
                form.view = replace(form.view, before=draft.before)
                self._compare(form)
            return
        found = drafts.of_form(place, wanted, is_row=False)
        if found is not None:
            self._keeper.offer(found, self.resume)

    def _draft(self, form: RecordForm, wanted: FormWanted, draft_id: str) -> Draft:
        view = form.view
        return Draft(
            draft_id,
            self._context.desk.location,
            view.table,
            self.home,
            view.subject or view.number,
            is_row=False,
            before=view.before,
            given=wanted.given,
            record=form.record(),
            texts=form.contents(),
        )

    # state

    def form(self) -> RecordForm | None:
        """Return the form while it can be typed into."""
        is_open = self._sheet is not None and self._sheet.isVisibleTo(self._page)
        return self._sheet.form if is_open and self._sheet is not None else None

    def may_leave(self) -> bool:
        """Return whether nothing typed would be lost, or the person was asked."""
        form = self.form()
        return form is None or form.may_close()

    def handlers(self) -> dict[ActionId, Callable[[], None]]:
        """Return what can be done while a form is open."""
        form = self.form()
        if form is None:
            return self._costs.handlers() if self._costs is not None else {}
        found = {ActionId.REGISTER: form.submit, ActionId.FIELD_LIST: form.open_list}
        if form.view.before is not None:
            found[ActionId.HISTORY] = self.show_history
        if self._sheet is not None and self._sheet.moved.moved:
            found[ActionId.ACCEPT] = self._sheet.moved.turn
        if form.isHidden() or not form.isVisibleTo(self._page):
            del found[ActionId.REGISTER]  # its history is shown: nothing is registered unseen
        return found

    def close(self) -> None:
        """Close the form without asking."""
        form = self.form()
        if form is not None:
            form.close_entry()
        if self._costs is not None:
            self._costs.hide()

    # writing

    def _write(self, form: RecordForm, command: SaveRecord | ReverseRecord) -> None:
        self._set_busy(is_busy=True)
        if isinstance(command, ReverseRecord):
            work: Callable[[], Changes] = partial(self._context.desk.reverse_record, command, self._accepted())
            word = "取消し"
        else:
            work, word = self._saving(command), "登録" if command.before is None else "訂正"
        self._context.jobs.write(work, partial(self._written, form, f"{word}しました"), partial(self._refused, form))

    def _saving(self, command: SaveRecord) -> Callable[[], Changes]:
        """Return the work that keeps a record, with what the person agreed to."""
        if command.table == "receipts":
            return partial(self._context.desk.post_receipts, ReceiptsWanted((command.after,), self._accepted()))
        return partial(self._context.desk.save_record, command, self._accepted())

    def _accepted(self) -> frozenset[Moved]:
        return self._sheet.moved.accepted() if self._sheet is not None else frozenset()

    def _remove(self) -> None:
        form = self.form()
        if form is None or form.view.before is None:
            return
        self._set_busy(is_busy=True)
        work = partial(self._context.desk.remove_record, RemoveRecord(form.view.table, form.view.before))
        self._context.jobs.write(work, partial(self._written, form, "削除しました"), partial(self._refused, form))

    def _written(self, form: RecordForm, what: str, changes: Changes) -> None:
        title = TABLE[form.view.table].title
        if isValid(form):
            self._set_busy(is_busy=False)
            form.finish()
        if changes.tables:
            moved = self._move_day(form)
            is_posted = form.view.table == "receipts" and form.view.before is None
            by_opposite = is_posted or form.view.table in UNDONE_BY_OPPOSITE
            can_undo = by_opposite or form.view.table not in APPEND_ONLY
            self._context.changed(changes, can_undo=can_undo)
            undo = "　Ctrl+Zで取り消せます（両方の行が残ります）。" if by_opposite else "　Ctrl+Zで元に戻せます。"
            told = f"{moved_words(changes.moved)}{undo if can_undo else ''}{moved}"
            self._context.say(f"{title} {changes.number} を{what}。{told}")
            self._offer_costs(form, changes.number)
            self.written.emit(changes)
        else:
            self._context.say(f"{title} {changes.number} は変わっていません。", "info")

    def _offer_costs(self, form: RecordForm, number: str) -> None:
        """Offer to take back the costs of a proceeding that has come to nothing."""
        if form.view.table != "legal_actions" or not isValid(form) or form.record().get("outcome") not in OFFERING:
            return
        if self._costs is None:
            from collections_app.ui.entry.costs_sheet import CostsSheet

            self._costs = CostsSheet(self._context, self._page)
            self._costs.changed.connect(self.changed)
        self._costs.offer(number)

    def _move_day(self, form: RecordForm) -> str:
        """Look at the day on which what was written happened, where an earlier one would not show it; say so."""
        if not isValid(form):
            return ""
        day = form.record().get(HAPPENED.get(form.view.table, ""))
        if day is None or not self._context.as_of < day <= today():
            return ""
        self._context.set_day(day)
        return f"　基準日を{era_date(day)}に進めました。"

    def _refused(self, form: RecordForm, error: Exception) -> None:
        if not isValid(form) or self.form() is not form:
            self._context.jobs.failed.emit(error)
            return
        self._set_busy(is_busy=False)
        if isinstance(error, RecordConflictError) and not form.takes_back:
            self._compare(form)
            return
        form.refuse(str(error))
        if isinstance(error, RefusedError | RowRefusedError):
            form.show_refusal(error.findings)
        elif isinstance(error, ConsequencesError) and self._sheet is not None:
            self._sheet.moved.show_moved(error.moved)
            self._sheet.moved.demand()

    def _compare(self, form: RecordForm) -> None:
        """Put what the person typed and what somebody else registered meanwhile side by side."""
        texts = form.unread()

        def take(view: ConflictView) -> None:
            if self._sheet is not None and self._sheet.form is form:
                self._sheet.show_conflict(view)
                form.set_contents(texts)

        work = partial(self._context.desk.conflict, form.comparable())
        self._context.jobs.read(work, take, partial(self._refused, form), owner=self, topic="conflict")

    # what became of the record

    def show_history(self) -> None:
        """Show what became of the record on the sheet, or its form again."""
        form = self.form()
        if form is None or form.view.before is None or self._sheet is None:
            return
        if self._sheet.history.isVisibleTo(self._sheet):
            self._sheet.history_button.click()
            return
        ref = RecordRef(form.view.table, key_of(form.view.table, form.view.before))
        work = partial(self._context.desk.record_history, ref)
        self._context.jobs.read(work, self._sheet.show_history, owner=self, topic="history")

    def _undo(self, audit_no: int) -> None:
        form = self.form()
        if form is None or not form.may_close():
            if self._sheet is not None:
                self._sheet.show_entry()
            return
        work = partial(self._context.desk.undo_record, audit_no)
        self._context.jobs.write(work, partial(self._written, form, "元に戻しました"), partial(self._refused, form))

    def _set_busy(self, *, is_busy: bool) -> None:
        if self._sheet is not None:
            self._sheet.set_busy(is_busy=is_busy)

    # choices

    def _search(self, editor: SearchEdit, text: str) -> None:
        def take(found: tuple[Option, ...]) -> None:
            if isValid(editor):
                editor.offer(text, found)

        work = partial(self._context.desk.find_options, editor.table, text)
        self._context.jobs.read(work, take, owner=self, topic="options")

    def _follow_claim(self, form: RecordForm, editor: SearchEdit) -> None:
        """Offer the people and things of the claim that is chosen in the form of a new record."""
        claim_no = editor.value()
        if claim_no is None or claim_no == form.claim_no:
            return
        form.claim_no = claim_no
        work = partial(self._context.desk.open_form, FormWanted(form.view.table, None, {"claim_no": claim_no}))

        def take(view: FormView) -> None:
            if isValid(form) and form.claim_no == claim_no:
                form.offer(view)

        self._context.jobs.read(work, take, owner=self, topic="around")

    # leaving

    def _is_in_sheet(self, widget: QWidget) -> bool:
        return self._sheet is not None and self._sheet.isAncestorOf(widget)

    def _on_closed(self) -> None:
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self.changed.emit()
