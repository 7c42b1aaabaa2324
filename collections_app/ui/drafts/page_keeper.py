"""Keeps the texts typed on a page, each after a pause of typing, until it is saved or left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from collections_app.ui.drafts import keeper
from collections_app.ui.drafts.draft import new_id
from collections_app.ui.drafts.page_draft import PageDraft

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_app.ui.drafts.store import DraftStore


class PageDrafts(QObject):
    """The texts of one page by what they are about; `place` says which database they belong to."""

    def __init__(self, store: DraftStore, place: Callable[[], str], page: str, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._place = place
        self._page = page
        self._kept: dict[tuple[str, ...], PageDraft] = {}
        self._changed: set[tuple[str, ...]] = set()
        self._pause = QTimer(self, singleShot=True, interval=keeper.PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        store.closing.connect(self._keep)

    def typed(self, about: tuple[str, ...], called: tuple[str, str], text: str, before: str) -> None:
        """Keep a text under its title and subject, once nobody types for a moment."""
        known = self._kept.get(about)
        draft_id = known.draft_id if known is not None else new_id()
        place = self._place()
        self._kept[about] = PageDraft(draft_id, place, self._page, about, *called, text, before)
        self._changed.add(about)
        self._pause.start()

    def forget(self, about: tuple[str, ...]) -> None:
        """Drop a text: it is kept where it belongs, or given up."""
        self._changed.discard(about)
        known = self._kept.pop(about, None)
        if known is not None:
            self._store.drop(known.draft_id)

    def waiting(self, about: tuple[str, ...]) -> PageDraft | None:
        """Return what a program that ended left of a text, None when nothing."""
        found = self._store.waiting(self._place())
        mine = (one for one in found if isinstance(one, PageDraft) and (one.page, one.about) == (self._page, about))
        return next(mine, None)

    def adopt(self, draft: PageDraft) -> None:
        """Go on with a draft that was waiting, under its name."""
        known = self._kept.get(draft.about)
        if known is not None and known.draft_id != draft.draft_id:
            self._store.drop(known.draft_id)
        self._kept[draft.about] = draft
        self._store.take(draft)

    def throw(self, draft: PageDraft) -> None:
        """Throw a draft away that was waiting."""
        self._store.drop(draft.draft_id)

    def _keep(self) -> None:
        self._pause.stop()
        for about in self._changed:
            self._store.put(replace(self._kept[about], at=datetime.now().astimezone()))
        self._changed.clear()
