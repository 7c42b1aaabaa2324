"""The list and the open claims side by side, in tabs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.codes import ContactKind
from collections_app.domain.list_views import ClaimFilter
from collections_app.domain.paper import papers_of_claim
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.claim_list import ClaimListPage, ListPlace
from collections_app.ui.pages.claim_tab import ClaimTab, MakeClaim
from collections_app.ui.pages.list_export import export_ledger
from collections_app.ui.pages.tab_strip import TabStrip
from collections_app.ui.widgets import column, row

if TYPE_CHECKING:
    from collections_app.ui.context import Context


@dataclass(frozen=True, slots=True)
class ClaimsPlace:
    """Where one is: the tab ("" is the list), and the place in the list."""

    tab: str
    list_place: ListPlace


class ClaimsPage(Page):
    """The tab strip appears with the first open claim; its first tab is the list."""

    def __init__(self, context: Context, make_claim: MakeClaim) -> None:
        super().__init__(context, "claims")
        self._make = make_claim
        self.list = ClaimListPage(context)
        self.strip = TabStrip()
        self.strip_row = QWidget()
        self.strip_row.setLayout(row(self.strip, margins=(look.L, look.S, look.L, 0)))
        self.strip_row.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.tabs: dict[str, ClaimTab] = {}
        layout = column(self.strip_row, self.stack, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.list.opened.connect(self.open_claim)
        self.list.actions_changed.connect(self.actions_changed)
        self.list.status_changed.connect(self.status_changed)
        self.strip.chosen.connect(self._on_chosen)
        self.strip.close_requested.connect(self.close_tab)

    # tabs

    def current_tab(self) -> ClaimTab | None:
        """Return the open claim shown, None for the list."""
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, ClaimTab) else None

    def open_claim(self, claim_no: object, *, is_step: bool = True) -> None:
        """Open a claim in a tab of its own, or turn to its tab."""
        number = str(claim_no)
        if is_step:
            self.about_to_move.emit()
        if number not in self.tabs:
            tab = ClaimTab(self.context, number, self._make)
            tab.named.connect(partial(self._on_named, tab))
            tab.shown.connect(self.actions_changed)
            self.tabs[number] = tab
            self.stack.addWidget(tab)
            self.strip.add(number, number)
        self.show_tab(number, is_step=False)

    def show_tab(self, number: str, *, is_step: bool = True) -> None:
        """Turn to a tab; an empty number is the list."""
        here = self.current_tab()
        if is_step and number != (here.claim_no if here is not None else ""):
            self.about_to_move.emit()
        widget = self.tabs.get(number, self.list)
        self.stack.setCurrentWidget(widget)
        self.strip_row.setVisible(bool(self.tabs))
        self.strip.set_current(number)
        widget.enter()
        self.actions_changed.emit()
        if not self.isVisible():  # a tab closed behind another page leaves its keyboard and its status alone
            return
        if widget is self.list:
            self.list.table.setFocus()
        self.status_changed.emit(self.status())

    def go_home(self) -> None:
        """Turn to the list."""
        self.show_tab("")

    def close_tab(self, number: str) -> None:
        """Close an open claim; the list comes back when none is left, else the neighbour."""
        tab = self.tabs.get(number)
        if tab is None:
            return
        if not tab.may_leave():
            self.show_tab(number)  # where the question stands
            return
        tab.throw_away()
        del self.tabs[number]
        was_shown = self.stack.currentWidget() is tab
        following = self.strip.remove(number)
        self.stack.removeWidget(tab)
        tab.deleteLater()
        if was_shown:
            self.show_tab(following, is_step=False)
        self.strip_row.setVisible(bool(self.tabs))

    def show_numbers(self, list_title: str, numbers: tuple[str, ...]) -> None:
        """Show a list of claims under a name, such as the rows behind a figure."""
        self.show_tab("", is_step=False)
        self.list.show_filter(ClaimFilter(claim_nos=numbers), list_title)

    def _on_named(self, tab: ClaimTab, words: str) -> None:
        self.strip.rename(tab.claim_no, words)

    def _on_chosen(self, number: str) -> None:
        self.show_tab(number)

    # the page

    def enter(self) -> None:
        """Read what is shown."""
        tab = self.current_tab()
        if tab is None:
            self.list.enter()
            self.list.table.setFocus()
        else:
            tab.enter()

    def reload(self) -> None:
        """Read again."""
        tab = self.current_tab()
        if tab is None:
            self.list.reload()
        else:
            tab.read()

    def status(self) -> str:
        """Return the selection of the list."""
        return self.list.status() if self.current_tab() is None else ""

    def handlers(self) -> Handlers:
        """Return what the list or the open claim can do."""
        handlers: Handlers = {}
        if self.tabs:
            handlers[ActionId.NEXT_TAB] = partial(self._turn, 1)
            handlers[ActionId.PREVIOUS_TAB] = partial(self._turn, -1)
        if self.current_tab() is not None or self.list.model.rowCount():
            handlers[ActionId.RECORD_VISIT] = partial(self._record, ContactKind.VISIT)
            handlers[ActionId.RECORD_CALL] = partial(self._record, ContactKind.PHONE)
        tab = self.current_tab()
        if tab is None:
            return {**handlers, **self.list.handlers()}
        handlers |= tab.entry_handlers()
        close = partial(self._leave, tab)
        if tab.widget is not None:
            shown: Any = tab.widget
            handlers |= {ActionId.FIND_IN_PAGE: shown.focus_filter, ActionId.EXCEL: partial(self._export, tab)}
            handlers[ActionId.PRINT] = partial(self._print, tab)
        handlers |= {ActionId.RELOAD: tab.read, ActionId.CLOSE: close, ActionId.CLOSE_TAB: close}
        if len(self.list.model.numbers()):
            handlers |= {ActionId.PREVIOUS: partial(self._step, -1), ActionId.NEXT: partial(self._step, 1)}
        return handlers

    def _record(self, kind: ContactKind) -> None:
        """Let a contact be typed on the claim shown, or on the one selected in the list."""
        if self.current_tab() is None:
            claim_no = self.list.current_claim()
            if not claim_no:
                self.context.say("求償権を1件選んでから記録してください。", "info")
                return
            self.open_claim(claim_no)
        tab = self.current_tab()
        if tab is not None:
            tab.begin_contact(kind)

    def _turn(self, step: int) -> None:
        self.show_tab(self.strip.neighbour(step))

    def _step(self, step: int) -> None:
        tab = self.current_tab()
        if tab is None:
            return
        if not tab.may_leave():
            return
        following = self.list.neighbour(tab.claim_no, step)
        if following is None:
            self.context.say("一覧にはこの先の求償権がありません。", "info")
        elif following in self.tabs:
            self.show_tab(following, is_step=False)
        else:
            # leafing is no step to go back to: back leads to where the first of these claims was opened
            del self.tabs[tab.claim_no]
            self.strip.replace(tab.claim_no, following)
            self.tabs[following] = tab
            tab.show_other(following)

    def _leave(self, tab: ClaimTab) -> None:
        """Close an open claim and go back to where it was opened."""
        if tab.may_leave():
            self.leave_requested.emit()
            self.close_tab(tab.claim_no)

    def _print(self, tab: ClaimTab) -> None:
        self.context.papers_requested.emit(papers_of_claim(tab.claim_no, self.context.as_of))

    def _export(self, tab: ClaimTab) -> None:
        if tab.page is not None:
            export_ledger(self, self.context, tab.page)

    def memory(self) -> ClaimsPlace:
        """Return the tab and the place in the list."""
        tab = self.current_tab()
        return ClaimsPlace(tab.claim_no if tab is not None else "", self.list.place())

    def recall(self, memory: object) -> None:
        """Go back to a tab, opened again if it was closed, or to the place in the list."""
        if not isinstance(memory, ClaimsPlace):
            return
        if memory.tab:
            self.open_claim(memory.tab, is_step=False)
        else:
            tab, place = self.current_tab(), memory.list_place
            if tab is not None and tab.is_stepped:
                place = replace(place, claim_no=tab.claim_no)
            self.show_tab("", is_step=False)
            self.list.return_to(place)
