"""What fills the window: navigation, top bar, pages, key bar. It moves between pages and hands them their keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QStackedWidget, QWidget

from collections_app.ui import look
from collections_app.ui.actions import ACTIONS, ActionId
from collections_app.ui.context import Context, Message
from collections_app.ui.messages import MessageBar
from collections_app.ui.progress_panel import ProgressPanel
from collections_app.ui.shell.badges import Badges
from collections_app.ui.shell.drafts import show_drafts
from collections_app.ui.shell.history import History, Step
from collections_app.ui.shell.key_bar import KeyBar
from collections_app.ui.shell.navigation import DESTINATIONS, UNLISTED
from collections_app.ui.shell.rail import Rail
from collections_app.ui.shell.requests import Requests
from collections_app.ui.shell.taste import Taste
from collections_app.ui.shell.top_bar import TopBar
from collections_app.ui.shell.undoing import say_kept, undo_last
from collections_app.ui.widgets import EmptyState, Skeleton, column, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_app.ui.page import Handlers, Page
    from collections_app.ui.shell.search import SearchResults

_KEY_ALIASES = {ActionId.LARGER: ("Ctrl++", "Ctrl+="), ActionId.MENU: ("F10",)}
_TWICE_MS = 800


class Shell(QWidget):
    """Pages are made when they are first shown, by `page_makers`."""

    def __init__(self, context: Context, page_makers: dict[str, Callable[[], Page]]) -> None:
        super().__init__()
        self.context = context
        self._makers = page_makers
        self._pages: dict[str, Page] = {}
        self._history = History()
        self._key = ""
        self.is_open = False
        self._escape_timer = QTimer(self)
        self._escape_timer.setSingleShot(True)
        self._build()
        self._actions = self._make_actions()
        self._connect()

    def _build(self) -> None:
        self.top = TopBar(self.context)
        self.rail = Rail(tuple((one.page, one.word, one.icon) for one in DESTINATIONS if one.page in self._makers))
        self.stack = QStackedWidget()
        self.stack.setProperty("role", "canvas")
        self._waiting = Skeleton(12)
        self.stack.addWidget(self._waiting)
        self.keys = KeyBar()
        body = row(self.rail, self.stack, spacing=0)
        body.setStretch(1, 1)
        layout = column(self.top, body, self.keys, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._waiting.setFocus()
        self.messages = MessageBar(self.stack)
        self.progress = ProgressPanel(self.stack)
        self.taste = Taste(self.context, self.rail, self.keys)
        self.badges = Badges(self.context, self.rail)
        self.requests = Requests(self)

    def _connect(self) -> None:
        context = self.context
        context.said.connect(self.messages.show_message)
        context.jobs.failed.connect(self._on_failed)
        context.jobs.long_started.connect(self.progress.watch)
        context.day_changed.connect(self.top.show_day)
        context.claim_requested.connect(self.open_claim)
        context.person_requested.connect(self.open_person)
        context.place_requested.connect(self.show_place)
        context.page_requested.connect(self.go)
        self.rail.chosen.connect(self.go)
        self.rail.fold_requested.connect(self.taste.toggle_rail)
        self.top.back_requested.connect(self.go_back)
        self.top.search.entered.connect(self.search_results)
        self.top.menu_requested.connect(self.show_menu)
        self.top.day_requested.connect(self.ask_day)
        self.top.year_chosen.connect(context.set_fiscal_year)
        look.theme().changed.connect(self._on_theme)

    # start

    def open_pages(self, first: str) -> None:
        """Show the first page, once the database is open."""
        self.is_open = True
        self.top.show_day()
        if self._key:
            self.context.data_changed.emit()
        self.show_page(first)
        self.badges.refresh()

    def forget_places(self) -> None:
        """Forget where one was, when another database is opened."""
        self._history = History()

    def show_refusal(self, sentence: str, again: Callable[[], None]) -> None:
        """Say why there is nothing to show, and offer to try again."""
        refusal = EmptyState(sentence, "もう一度開く", again)
        self._key = ""
        self.stack.addWidget(refusal)
        self.stack.setCurrentWidget(refusal)

    # pages

    def page(self, key: str) -> Page:
        """Return a page, made when it is first asked for."""
        if key not in self._pages:
            page = self._makers[key]()
            page.actions_changed.connect(self._show_keys)
            page.status_changed.connect(self._show_status)
            page.about_to_move.connect(self.remember)
            page.leave_requested.connect(self.go_back)
            self._pages[key] = page
            self.stack.addWidget(page)
        return self._pages[key]

    def pages(self) -> list[tuple[str, str]]:
        """Return key and word of the pages one can go to."""
        return [(one.page, one.word) for one in DESTINATIONS if one.page in self._makers]

    def current(self) -> Page | None:
        """Return the page shown."""
        return self._pages.get(self._key)

    def go(self, key: str) -> None:
        """Show a page, and remember where one was."""
        if not self.is_open:
            self.rail.clear_current()
            return
        if key != self._key:
            self.remember()
            self.show_page(key)
        self.page(key).go_home()

    def open_claim(self, claim_no: object) -> None:
        """Open a claim in a tab."""
        from collections_app.ui.pages.claims import ClaimsPage

        self.remember()
        page = self.page("claims")
        self.show_page("claims")
        if isinstance(page, ClaimsPage):
            page.open_claim(str(claim_no), is_step=False)

    def open_person(self, party_no: object) -> None:
        """Open the page of a person."""
        from collections_app.ui.people.page import PeoplePage

        page = self.page("people")
        if isinstance(page, PeoplePage) and page.may_leave():
            self.remember()
            self.show_page("people")
            page.open_person(str(party_no), is_step=False)

    def show_place(self, place: tuple[str, object]) -> None:
        """Show a page at a place of it, and remember where one was."""
        self.remember()
        self._go_to(Step(*place))

    def show_page(self, key: str) -> None:
        """Show a page."""
        page = self.page(key)
        self._key = key
        self.stack.setCurrentWidget(page)
        self.messages.raise_()  # a page shown is raised above what lies over the pages
        self.progress.raise_()
        self.rail.set_current(page.nav)
        page.enter()
        page.take_focus()
        self._show_keys()
        self._show_status(page.status())
        self.top.back.setEnabled(self._history.can_go_back)

    # where one was

    def _step(self) -> Step | None:
        page = self.current()
        return Step(self._key, page.memory()) if page is not None else None

    def remember(self) -> None:
        """Remember where one is, as where going back leads."""
        step = self._step()
        if step is not None:
            self._history.leave(step)
            self.top.back.setEnabled(True)

    def go_back(self) -> None:
        """Return to where one was."""
        here = self._step()
        if here is not None:
            self._go_to(self._history.back(here))

    def go_forward(self) -> None:
        """Go where one was before going back."""
        here = self._step()
        if here is not None:
            self._go_to(self._history.forward(here))

    def _go_to(self, step: Step | None) -> None:
        if step is not None:
            self.page(step.page).recall(step.memory)
            self.show_page(step.page)
        self.top.back.setEnabled(self._history.can_go_back)

    # keys

    def _make_actions(self) -> dict[ActionId, QAction]:
        actions = {}
        for spec in ACTIONS:
            action = QAction(spec.text, self)
            if not spec.is_local:
                keys = _KEY_ALIASES.get(spec.id, (spec.shortcut,))
                action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(partial(self.run_action, spec.id))
            self.addAction(action)
            actions[spec.id] = action
        return actions

    def own_handlers(self) -> Handlers:
        """Return what can be done everywhere."""
        handlers: Handlers = {
            ActionId.HELP: self.show_help,
            ActionId.MENU: self.show_menu,
            ActionId.SEARCH: self.show_search,
            ActionId.AS_OF: self.ask_day,
            **self.taste.handlers(),
            ActionId.BULK: partial(self.go, "bulk"),
            ActionId.SETTINGS: self.show_settings,
            ActionId.QUIT: self._quit,
        }
        if self.context.last_change:
            handlers[ActionId.UNDO] = partial(undo_last, self.context)
        elif self.context.kept_change:
            handlers[ActionId.UNDO] = partial(say_kept, self.context)
        if self.context.drafts.waiting(self.context.desk.location):
            handlers[ActionId.DRAFTS] = partial(show_drafts, self, self.context)
        if self._history.can_go_back:
            handlers[ActionId.BACK] = self.go_back
        if self._history.can_go_forward:
            handlers[ActionId.FORWARD] = self.go_forward
        handlers |= {action: partial(self.go, page) for action, page in UNLISTED if page in self._makers}
        for destination in DESTINATIONS:
            if destination.page in self._makers:
                handlers[destination.action] = partial(self.go, destination.page)
        return handlers

    def handlers(self) -> Handlers:
        """Return everything that can be done now."""
        page = self.current()
        return {**self.own_handlers(), **(page.handlers() if page is not None else {})}

    def run_action(self, action: ActionId) -> None:
        """Do an action if it can be done now."""
        handler = self.handlers().get(action)
        if handler is not None:
            handler()

    def _show_keys(self) -> None:
        usable = self.handlers()
        specs = [spec for spec in ACTIONS if spec.in_key_bar and spec.id in usable]
        for button in self.keys.set_keys(specs):
            button.clicked.connect(partial(self.run_action, button.spec.id))

    def _show_status(self, text: str) -> None:
        self.keys.set_status(text)

    # menus and overlays

    def show_menu(self) -> None:
        """Show everything that can be done now."""
        from collections_app.ui.shell.menus import action_menu

        menu = action_menu(self, self.handlers(), self.run_action)
        corner = self.top.menu.mapToGlobal(self.top.menu.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)
        menu.setActiveAction(menu.actions()[0])

    def show_help(self) -> None:
        """List the keys."""
        from collections_app.ui.shell.help import HelpOverlay

        overlay = self.findChild(HelpOverlay) or HelpOverlay(self)
        page = self.current()
        overlay.show_keys(self.handlers().keys(), page.own_keys if page is not None else ())

    def show_search(self) -> None:
        """Put the keyboard in the search field."""
        self.search_results().begin()

    def search_results(self) -> SearchResults:
        """Return the list under the search field, made when it is first needed."""
        from collections_app.ui.shell.menus import commands, register_commands
        from collections_app.ui.shell.search import SearchResults

        found = self.findChild(SearchResults)
        if found is None:
            found = SearchResults(self, self.top.search, self.context)
            go = self.context.place_requested.emit
            found.set_commands(lambda: [*commands(self.handlers(), self.run_action), *register_commands(go)])
        return found

    def ask_day(self) -> None:
        """Let a day be typed."""
        from collections_app.ui.shell.day_popover import ask_day

        ask_day(self, self.context, self.top.day)

    def show_settings(self) -> None:
        """Let the person's settings be changed."""
        from collections_app.ui.shell.settings_popover import show_settings

        show_settings(self, self.context, self.taste, self.pages(), self.top.menu)

    def _on_theme(self) -> None:
        self.top.rescale()
        self.keys.rescale()
        self.taste.fit(self.width())
        self.taste.show_folds()
        self._show_keys()

    # events

    def _on_failed(self, error: Exception) -> None:
        self.context.said.emit(Message(str(error), "bad"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button, as the space bar does; Esc once leaves a message or a field, twice closes the tab."""
        focused = QApplication.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focused, QAbstractButton):
            focused.click()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focused, QComboBox):
            focused.showPopup()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.messages.isVisible():
            self.messages.dismiss()
        elif self._escape_timer.isActive():
            self._escape_timer.stop()
            self.run_action(ActionId.CLOSE)
        elif ActionId.CLOSE in self.handlers():
            self._escape_timer.start(_TWICE_MS)
            self.keys.set_status("もう一度 Esc を押すと閉じます")
            QTimer.singleShot(_TWICE_MS, self, self._show_page_status)

    def _show_page_status(self) -> None:
        page = self.current()
        self._show_status(page.status() if page is not None else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back and forward by the side buttons of a mouse."""
        if event.button() == Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go_forward()
        else:
            super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep message bar and progress panel at the lower edge."""
        super().resizeEvent(event)
        self.taste.fit(self.width())
        QTimer.singleShot(0, self, self._place_overlays)

    def _place_overlays(self) -> None:
        self.messages.place()
        self.progress.place()

    def _quit(self) -> None:
        self.window().close()
