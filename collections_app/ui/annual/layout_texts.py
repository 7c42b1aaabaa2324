"""The texts of layouts as they are kept and as they are typed, and what a program that ended left of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.ui.drafts.notice import DraftNotice
from collections_app.ui.drafts.page_keeper import PageDrafts
from collections_app.ui.widgets import clear, column

if TYPE_CHECKING:
    from collections_app.ui.context import Context
    from collections_app.ui.drafts.page_draft import PageDraft

_TITLE = "レイアウトの変更"


class LayoutTexts(QWidget):
    """Stands above the editor and offers a draft there; `taken` and `thrown` tell the layout's name."""

    taken = Signal(str)
    thrown = Signal(str)

    def __init__(self, context: Context, page: str) -> None:
        super().__init__()
        self.kept: dict[str, str] = {}  # as they were read
        self.typed: dict[str, str] = {}  # what differs from it: stays while one looks at other layouts
        self._drafts = PageDrafts(context.drafts, lambda: context.desk.location, page, self)
        self._lines = column()
        self.setLayout(self._lines)

    def read(self, name: str, body: str, *, is_own: bool) -> str:
        """Return the text to show of a layout that was read; what is typed on stays beside what it began with."""
        clear(self._lines)
        if name in self.typed:
            return self.typed[name]
        self.kept[name] = body
        waiting = self._drafts.waiting((name,)) if is_own else None
        if waiting is not None:
            notice = DraftNotice(waiting)
            notice.taken.connect(partial(self.take_up, waiting))
            notice.thrown.connect(partial(self.throw, waiting))
            self._lines.addWidget(notice)
            notice.show()
        return body

    def take(self, name: str, text: str) -> None:
        """Take what is typed into a layout."""
        if text == self.kept.get(name):
            self.forget(name)
        else:
            self.typed[name] = text
            self._drafts.typed((name,), (_TITLE, name), text, self.kept[name])

    def forget(self, name: str) -> bool:
        """Forget what was typed, because it is kept or given up; return whether there was anything."""
        self._drafts.forget((name,))
        return self.typed.pop(name, None) is not None

    def saved(self, name: str, body: str) -> None:
        """Say that a text is kept now; what was typed since stays typed."""
        self.kept[name] = body
        if self.typed.get(name) == body:
            self.forget(name)

    def take_up(self, draft: PageDraft) -> None:
        """Go on with a draft, beside what it began with."""
        (name,) = draft.about
        self._drafts.adopt(draft)
        self.typed[name], self.kept[name] = draft.text, draft.before
        self.taken.emit(name)

    def throw(self, draft: PageDraft) -> None:
        """Throw a draft away."""
        self._drafts.throw(draft)
        clear(self._lines)
        self.thrown.emit(draft.about[0])
