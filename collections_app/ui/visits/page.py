"""回収行動: the results of many visits and calls typed side by side, and the plan they come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from collections_app.domain.calendar import short_era
from collections_app.domain.codes import ContactKind
from collections_app.domain.grid import CONTACTS
from collections_app.domain.pasting import Pasted
from collections_app.domain.visits import VisitsWanted
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.entry.editors import today
from collections_app.ui.grid import EntryGrid
from collections_app.ui.page import Handlers, Page
from collections_app.ui.visits.plan import VisitPlan
from collections_app.ui.widgets import ElidedLabel, Segmented, column, row, title

if TYPE_CHECKING:
    from collections_app.ui.context import Context

ENTRY, PLAN = "entry", "plan"
_HINT = "求償権番号か債務者の名前から入力します。Enterで次の欄、Excelの表は Ctrl+V で貼り付け、F9でまとめて登録します。"


@dataclass(frozen=True, slots=True)
class ContactsPlace:
    """Where one is: the entry or the plan, the cell, the visits."""

    view: str
    cell: tuple[int, int]
    wanted: VisitsWanted


class ContactsPage(Page):
    """What is typed stays while other pages are looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "contacts")
        self._is_read = False
        self.views = Segmented([(ENTRY, "結果の入力"), (PLAN, "訪問の予定")], ENTRY, "回収行動")
        self.grid = EntryGrid(context, CONTACTS, "回収行動の入力表")
        self.plan = VisitPlan(context)
        self.hint = ElidedLabel(_HINT, "faint", look.HINT)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.plan)
        top = row(title("回収行動"), self.views, spacing=look.M)
        top.addWidget(self.hint, 1)
        layout = column(top, self.stack, margins=(look.L, look.M, look.L, look.S), spacing=look.S)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.views.changed.connect(self.show_view)
        self.grid.changed.connect(self.actions_changed)
        self.plan.shown.connect(self.actions_changed)
        self.plan.taken.connect(self.take_visits)
        context.data_changed.connect(self._on_changed)
        context.day_changed.connect(self._on_changed)

    # views

    def view(self) -> str:
        """Return which of the two is shown."""
        return PLAN if self.stack.currentWidget() is self.plan else ENTRY

    def show_view(self, view: str) -> None:
        """Show the entry or the plan, the keyboard in it."""
        self.views.set_current(view)
        self.hint.setVisible(view == ENTRY)
        self.stack.setCurrentWidget(self.plan if view == PLAN else self.grid)
        self._read_plan()
        self.take_focus()
        self.actions_changed.emit()

    def _turn(self) -> None:
        self.show_view(ENTRY if self.view() == PLAN else PLAN)

    def take_focus(self) -> None:
        """Put the keyboard on the table shown."""
        (self.plan.table.view if self.view() == PLAN else self.grid.view).setFocus()

    def enter(self) -> None:
        """Read the plan where it is shown."""
        self._read_plan()

    def reload(self) -> None:
        """Read the plan again."""
        self._is_read = False
        self._read_plan()

    def _read_plan(self) -> None:
        if self.view() == PLAN and not self._is_read:
            self._is_read = True
            self.plan.reload()

    def _on_changed(self) -> None:
        self._is_read = False
        if self.isVisible():
            self._read_plan()

    # what can be done

    def handlers(self) -> Handlers:
        """Return what the entry or the plan can do."""
        handlers: Handlers = {
            ActionId.NEXT_TAB: self._turn,
            ActionId.PREVIOUS_TAB: self._turn,
            ActionId.RECORD_VISIT: partial(self._begin, ContactKind.VISIT),
            ActionId.RECORD_CALL: partial(self._begin, ContactKind.PHONE),
        }
        if self.view() == ENTRY:
            handlers |= self.grid.handlers()
            handlers[ActionId.OPEN_CLAIM] = self._open_claim
            return handlers
        handlers[ActionId.RELOAD] = self.reload
        if self.plan.stops:
            handlers |= {
                ActionId.TAKE_VISITS: self.take_visits,
                ActionId.OPEN: self._open_claim,
                ActionId.OPEN_CLAIM: self._open_claim,
                ActionId.EXCEL: self.plan.export,
            }
        return handlers

    def _begin(self, kind: ContactKind) -> None:
        if self.view() == PLAN:
            self.show_view(ENTRY)
        self.grid.begin(kind=kind.label)

    def _open_claim(self) -> None:
        if self.view() == PLAN:
            claim_no = self.plan.current()
        else:
            self.grid.view.cells.finish()
            verdict = self.grid.model.verdict(self.grid.view.place()[0])
            claim_no = str(verdict.record.get("claim_no") or "") if verdict is not None else ""
        if claim_no:
            self.context.claim_requested.emit(claim_no)
        else:
            self.context.say("この行には求償権がありません。求償権番号を入力してください。", "info")

    def take_visits(self) -> None:
        """Take the planned visits into the entry as rows; a claim that stands there already is not taken twice."""
        at, day, kind = (CONTACTS.position(name) for name in ("claim_no", "contacted_on", "kind"))
        there = {self.grid.model.texts(row_at)[at] for row_at in self.grid.model.filled()}
        stops = [stop for stop in self.plan.stops if stop.claim.claim_no not in there]
        visited = short_era(min(self.plan.wanted().day, today()))
        rows = tuple({at: stop.claim.claim_no, day: visited, kind: ContactKind.VISIT.label} for stop in stops)
        first = self.grid.model.rowCount() - 1
        self.show_view(ENTRY)
        if rows:
            self.grid.take_rows(Pasted(rows))
            self.grid.view.go_to(first, CONTACTS.position("contacted_at"))
        else:
            self.context.say("予定の求償権は、すべて入力表にあります。", "info")

    # where one is

    def memory(self) -> ContactsPlace:
        """Return where one is."""
        return ContactsPlace(self.view(), self.grid.view.place(), self.plan.wanted())

    def recall(self, memory: object) -> None:
        """Go back to where one was, or show the visits to claims chosen elsewhere."""
        if isinstance(memory, tuple):
            self._is_read = True
            self.plan.show_visits(VisitsWanted(today(), "", memory))
            self.show_view(PLAN)
        elif isinstance(memory, ContactsPlace):
            if memory.wanted != self.plan.wanted():
                self._is_read = True
                self.plan.show_visits(memory.wanted)
            self.show_view(memory.view)
            self.grid.view.go_to(*memory.cell)
