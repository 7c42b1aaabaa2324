"""What a page of the window is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from collections_app.ui.actions import ActionId

if TYPE_CHECKING:
    from collections_app.ui.context import Context

Handlers = dict[ActionId, Callable[[], None]]


class Page(QWidget):
    """A page: it says which actions it really has, and remembers where one was."""

    actions_changed = Signal()
    status_changed = Signal(str)  # what stands at the right of the key bar
    leave_requested = Signal()  # the page is done with: go back to where one came from
    about_to_move = Signal()  # a step inside the page that going back should undo
    own_keys: tuple[tuple[str, str], ...] = ()  # keys of its lists and tables, for the help: key and what it does

    def __init__(self, context: Context, key: str, nav: str = "") -> None:
        super().__init__()
        self.context = context
        self.key = key
        self.nav = nav or key  # the word of the navigation that is lit
        self.setProperty("role", "canvas")

    def handlers(self) -> Handlers:
        """Return what the page can do now."""
        return {}

    def enter(self) -> None:
        """Be shown: read what has not been read."""

    def go_home(self) -> None:
        """Show the first of what the page has: its word in the navigation was chosen again."""

    def take_focus(self) -> None:
        """Put the keyboard on the first thing of the page, unless it is on the page already."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            return
        for child in self.findChildren(QWidget):
            can_have_it = bool(child.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if can_have_it and child.isEnabled() and child.isVisibleTo(self):
                child.setFocus()
                return

    def reload(self) -> None:
        """Read again."""

    def status(self) -> str:
        """Return what stands at the right of the key bar."""
        return ""

    def memory(self) -> object:
        """Return where one is: filter, order, scroll, selection."""
        return None

    def recall(self, memory: object) -> None:
        """Go back to where one was."""


class ReadingPage(Page):
    """A page of the day in force: it reads when it is first shown, and again after the day or the data changed."""

    def __init__(self, context: Context, key: str, nav: str = "") -> None:
        super().__init__(context, key, nav)
        self._is_stale = True
        context.day_changed.connect(self._on_changed)
        context.data_changed.connect(self._on_changed)

    def enter(self) -> None:
        """Read at the first visit, and after something changed."""
        if self._is_stale:
            self.reload()

    def _failed(self, error: Exception) -> None:
        self._is_stale = True
        self.context.jobs.failed.emit(error)

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.reload()
