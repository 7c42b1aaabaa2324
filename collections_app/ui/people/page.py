"""関係人: the list and the page of one person, and what is entered about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QStackedWidget

from collections_app.domain.codes import ContactKind, PartyKind
from collections_app.domain.records import RecordRef
from collections_app.domain.spread_entry import SpreadKind, SpreadWanted
from collections_app.ui.actions import ActionId
from collections_app.ui.entry.add_menu import add_menu
from collections_app.ui.entry.record_editor import RecordEditor
from collections_app.ui.page import Handlers, Page
from collections_app.ui.people.death import DeathWidget
from collections_app.ui.people.duplicates import DuplicatesWidget
from collections_app.ui.people.merge import MergeWidget
from collections_app.ui.people.people_list import PeopleList
from collections_app.ui.people.person import PersonWidget
from collections_app.ui.widgets import Skeleton, column

if TYPE_CHECKING:
    from collections_app.domain.people import Pair, PersonPage
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context

ADDED = ("contacts", "surveys", "financial_statements", "notes", "party_addresses", "support_measures", "claim_parties")


@dataclass(frozen=True, slots=True)
class PeoplePlace:
    """Where one is: the person shown ("" is the list), the view of it, and the place in the list."""

    party_no: str
    view: str
    text: str
    current_no: str


class PeoplePage(Page):
    """The list first; a person takes its place, and back leads to the list."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "people")
        self.list = PeopleList(context)
        self.person = PersonWidget()
        self._party_no = ""
        self._view = ""  # the view wanted once the person is read
        self._is_stale = False
        self._skeleton = Skeleton(14)
        self.stack = QStackedWidget()
        self.merge, self.duplicates = MergeWidget(context), DuplicatesWidget(context)
        self.death = DeathWidget(context)
        self._asked_no = ""  # the merge that is undone when Enter is pressed again
        for widget in (self.list, self._skeleton, self.person, self.merge, self.duplicates, self.death):
            self.stack.addWidget(widget)
        self.setLayout(column(self.stack))
        self.editor = RecordEditor(context, self)
        self._connect()

    def _connect(self) -> None:
        self.list.opened.connect(self.open_person)
        self.list.add_requested.connect(partial(self.editor.add, "parties"))
        self.list.changed.connect(self.actions_changed)
        self.list.duplicates_requested.connect(self.show_duplicates)
        self.duplicates.opened.connect(self._on_pair)
        self.duplicates.left.connect(self.show_list)
        self.merge.merged.connect(self._on_merged)
        self.merge.left.connect(self._on_merge_left)
        self.merge.changed.connect(self.actions_changed)
        self.death.written.connect(self._on_death)
        self.death.left.connect(self._on_merge_left)
        self.person.header.death.clicked.connect(self.begin_death)
        self.person.header.merge.clicked.connect(self.begin_merge)
        self.person.claim_requested.connect(self._open_claim)
        self.person.record_opened.connect(self._open_record)
        self.person.add_requested.connect(self.add)
        self.person.header.correct.clicked.connect(self._correct)
        self.person.header.add.clicked.connect(self.show_add_menu)
        self.editor.changed.connect(self.actions_changed)
        self.editor.written.connect(self._on_written)
        self.context.data_changed.connect(self._on_changed)
        self.context.day_changed.connect(self._on_changed)

    # the list and one person

    def open_person(self, party_no: object, *, is_step: bool = True) -> None:
        """Show the page of a person."""
        if not self.may_leave():
            return
        if is_step:
            self.about_to_move.emit()
        self.editor.close()
        if str(party_no) != self._party_no:
            self._skeleton.restart()
            self.stack.setCurrentWidget(self._skeleton)
        self._party_no, self._view = str(party_no), ""
        self._read()

    def show_list(self, *, is_step: bool = True) -> None:
        """Show the list."""
        if not self.may_leave():
            return
        if is_step and self._party_no:
            self.about_to_move.emit()
        self.editor.close()
        self._party_no = ""
        self.stack.setCurrentWidget(self.list)
        self.list.enter()
        self.list.table.setFocus() if self.list.model.rowCount() else self.list.field.setFocus()
        self.actions_changed.emit()

    def go_home(self) -> None:
        """Show the list."""
        self.show_list()

    def show_duplicates(self) -> None:
        """List all people of the office who may be kept twice."""
        if self.may_leave():
            self.about_to_move.emit()
            self.editor.close()
            self._party_no = ""
            self.stack.setCurrentWidget(self.duplicates)
            self.duplicates.read()
            self.duplicates.back.setFocus()
            self.actions_changed.emit()

    def begin_merge(self) -> None:
        """Let the person be chosen with whom the one shown is to be made one."""
        view = self.person.view
        if view is not None and self.may_leave():
            self.editor.close()
            self.stack.setCurrentWidget(self.merge)
            self.merge.begin(view.party_no, view.name, view.candidates)

    def begin_death(self) -> None:
        """Let the death of the person shown be registered, with the heirs."""
        view = self.person.view
        if view is not None and view.record["kind"] == PartyKind.INDIVIDUAL and self.may_leave():
            self.editor.close()
            self.stack.setCurrentWidget(self.death)
            self.death.begin(view)
            self.actions_changed.emit()

    def _on_death(self, changes: Changes) -> None:
        self.stack.setCurrentWidget(self._skeleton)
        self.open_person(changes.number, is_step=False)

    def _on_pair(self, pair: Pair) -> None:
        self._party_no = ""
        self.stack.setCurrentWidget(self.merge)
        self.merge.begin(pair.first.party_no, pair.first.name, (pair.second,), pair.second.party_no)

    def _on_merged(self, changes: Changes) -> None:
        self.open_person(changes.number)

    def _on_merge_left(self) -> None:
        """Go back to the person, or to the list of duplicates, as it was."""
        self.stack.setCurrentWidget(self.person if self._party_no else self.duplicates)
        (self.person.take_focus if self._party_no else self.duplicates.table.setFocus)()
        self.actions_changed.emit()

    def may_leave(self) -> bool:
        """Return whether nothing typed would be lost, or the person was asked."""
        is_dying = self.stack.currentWidget() is self.death
        return self.editor.may_leave() and (not is_dying or self.death.may_leave())

    def _read(self) -> None:
        self._is_stale = False
        work = partial(self.context.desk.open_person, self._party_no, self.context.as_of)
        self.context.jobs.read(work, self._take, self._failed, owner=self, topic="person")

    def _take(self, view: PersonPage) -> None:
        if not self._party_no:
            return
        is_other = self.stack.currentWidget() is not self.person
        self._party_no = view.party_no
        self.person.show_person(view)
        self.stack.setCurrentWidget(self.person)
        if self._view:
            self.person.show_view(self._view)
            self._view = ""
        if is_other:
            self.person.take_focus()
        self.actions_changed.emit()

    def _failed(self, error: Exception) -> None:
        self.show_list(is_step=False)
        self.context.jobs.failed.emit(error)

    # the page

    def enter(self) -> None:
        """Read what is shown."""
        if self.stack.currentWidget() in (self.merge, self.duplicates, self.death):
            return
        if not self._party_no:
            self.list.enter()
        elif self._is_stale:
            self._read()

    def take_focus(self) -> None:
        """Put the keyboard into the field that finds people, or into the person shown."""
        if not self._party_no:
            self.list.focus_find()
        elif self.stack.currentWidget() is self.person:
            self.person.take_focus()

    def reload(self) -> None:
        """Read again."""
        if self._party_no:
            self._read()
        else:
            self.list.reload()

    def memory(self) -> PeoplePlace:
        """Return where one is."""
        view = self.person.views.current() if self._party_no else ""
        return PeoplePlace(self._party_no, view, self.list.field.text(), self.list.current_no())

    def recall(self, memory: object) -> None:
        """Go back to a person, or to the place in the list."""
        if not isinstance(memory, PeoplePlace):
            return
        self.list.return_to(memory.text, memory.current_no)
        if memory.party_no:
            self.open_person(memory.party_no, is_step=False)
            self._view = memory.view
        else:
            self.show_list(is_step=False)

    def handlers(self) -> Handlers:
        """Return what can be done with the list or the person."""
        handlers: Handlers = {ActionId.RELOAD: self.reload}
        shown = self.stack.currentWidget()
        if shown is self.merge:
            return {ActionId.REGISTER: self.merge.submit, ActionId.CLOSE: self._on_merge_left}
        if shown is self.death:
            return {ActionId.REGISTER: self.death.submit, ActionId.CLOSE: self._on_merge_left}
        if shown is self.duplicates:
            return {ActionId.RELOAD: self.duplicates.read, ActionId.CLOSE: self.show_list}
        if not self._party_no:
            handlers[ActionId.DUPLICATES] = self.show_duplicates
            handlers |= {ActionId.FIND_IN_PAGE: self.list.focus_find, ActionId.ADD_RECORD: self._add_person}
            if self.list.model.rowCount():
                handlers[ActionId.OPEN] = self._open_current
        elif self.person.view is not None:
            handlers |= {
                ActionId.FIND_IN_PAGE: self.person.focus_filter,
                ActionId.ADD_RECORD: self.show_add_menu,
                ActionId.CORRECT: self._correct,
                ActionId.MERGE: self.begin_merge,
                ActionId.DEATH: self.begin_death,
                ActionId.CLOSE: self._leave,
                ActionId.NEXT_TAB: partial(self.person.turn, 1),
                ActionId.PREVIOUS_TAB: partial(self.person.turn, -1),
            }
            if self.person.view.claims:
                handlers[ActionId.SPREAD] = partial(self._spread, SpreadKind.PAYMENT)
                handlers[ActionId.COURT] = partial(self._spread, SpreadKind.COURT)
            if self.person.chosen_claims():
                handlers[ActionId.RECORD_VISIT] = partial(self._record, ContactKind.VISIT)
                handlers[ActionId.RECORD_CALL] = partial(self._record, ContactKind.PHONE)
        return {**handlers, **self.editor.handlers()}

    def _spread(self, kind: SpreadKind) -> None:
        """Let a payment on several claims of the person, or a court's distribution, be typed."""
        if self.may_leave():
            self.context.place_requested.emit(("spread", SpreadWanted(kind, party_no=self._party_no)))

    def _leave(self) -> None:
        if self.may_leave():
            self.editor.close()
            self.leave_requested.emit()

    def _open_current(self) -> None:
        if self.list.current_no():
            self.open_person(self.list.current_no())

    def _on_changed(self) -> None:
        self._is_stale = True
        self.list.forget()
        if self.isVisible():
            self.enter()

    # what is entered

    def _add_person(self) -> None:
        self.editor.add("parties")

    def _correct(self) -> None:
        self.editor.correct(RecordRef("parties", (self._party_no,)))

    def add(self, table: str) -> None:
        """Let a new record of the person be typed."""
        view = self.person.view
        if view is not None:
            if table == "contacts":
                self._record(ContactKind.LETTER)
            else:
                self.editor.add(table, _given(table, view))

    def show_add_menu(self) -> None:
        """Let one choose what is to be added to the person."""
        owed = bool(self.person.chosen_claims())
        menu = add_menu(self, self.add, [table for table in ADDED if owed or table != "contacts"])
        size = menu.sizeHint()
        corner = self.rect().center() - QPoint(size.width() // 2, size.height() // 2)
        menu.popup(self.mapToGlobal(corner))
        menu.setActiveAction(menu.actions()[0])

    def _record(self, kind: ContactKind) -> None:
        """Let one contact be typed for all the claims chosen: kept with the first, naming the others."""
        first, *others = self.person.chosen_claims()
        given: dict[str, Any] = {
            "claim_no": first,
            "party_no": self._party_no,
            "kind": kind.value,
            "contacted_on": _today(),
            "also_claims": " ".join(others) or None,
        }
        self.editor.add("contacts", given, "outcome")

    def _open_record(self, ref: RecordRef) -> None:
        """Open a person on its page, anything else on the sheet."""
        if ref.table == "parties" and ref.key[0] != self._party_no:
            self.open_person(ref.key[0])
        elif ref.table == "party_merges":
            self._undo_merge(str(ref.key[0]))
        else:
            self.editor.correct(ref)

    def _undo_merge(self, other_no: str) -> None:
        """Take a merge back when it is asked for twice."""
        view = self.person.view
        merged = next((one for one in view.merged if one.party_no == other_no), None) if view is not None else None
        if merged is None:
            return
        if self._asked_no != other_no:
            self._asked_no = other_no
            self.context.say(f"もう一度Enterを押すと、{other_no} の統合を元に戻します。", "warn")
            return
        self._asked_no = ""
        work = partial(self.context.desk.undo_record, merged.audit_no)
        self.context.jobs.write(work, partial(self._on_unmerged, other_no))

    def _on_unmerged(self, other_no: str, changes: Changes) -> None:
        self.context.changed(changes)
        self.context.say(f"{other_no} の統合を元に戻しました。")

    def _open_claim(self, claim_no: object) -> None:
        if self.may_leave():
            self.context.claim_requested.emit(claim_no)

    def _on_written(self, changes: Changes) -> None:
        """Show a new person's page."""
        if not self._party_no and changes.tables == {"parties"}:
            self.open_person(changes.number)


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the office's own calendar day)


def _given(table: str, view: PersonPage) -> dict[str, Any]:
    """Return what a new record of a person most likely says."""
    days = {
        "surveys": "surveyed_on",
        "notes": "written_on",
        "party_addresses": "valid_until",
        "support_measures": "executed_on",
    }
    given: dict[str, Any] = {"party_no": view.party_no}
    if table in days:
        given[days[table]] = _today()
    if table == "surveys" and len(view.claim_nos) == 1:
        given["claim_no"] = view.claim_nos[0]
    return given
