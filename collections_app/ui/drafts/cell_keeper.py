"""Keeps the cells typed into the table of a page, after a pause of typing, until they are registered or taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from collections_app.ui.drafts import keeper
from collections_app.ui.drafts.draft import new_id
from collections_app.ui.drafts.notice import DraftNotice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QBoxLayout, QWidget

    from collections_app.ui.drafts.draft import Draft
    from collections_app.ui.drafts.store import DraftStore


class CellKeeper(QObject):
    """`describe` makes the draft of the cells as they are now, under the name given; None when nothing is typed.

    What a program left behind is offered at the top of `layout`; `taken` hands it over.
    """

    taken = Signal(object)  # a Draft

    def __init__(
        self, store: DraftStore, owner: QWidget, layout: QBoxLayout, describe: Callable[[str], Draft | None]
    ) -> None:
        super().__init__(owner)
        self._store, self._owner, self._layout, self._describe = store, owner, layout, describe
        self.draft_id = new_id()
        self.notice: DraftNotice | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(keeper.PAUSE_MS)
        self._pause.timeout.connect(self._keep)

    def touch(self) -> None:
        """Keep what is typed after a pause."""
        self._pause.start()

    def offer(self, waiting: Iterable[Draft]) -> None:
        """Offer the first of these, unless something is typed or offered already."""
        draft = next(iter(waiting), None)
        if draft is None or self.notice is not None or self._describe(self.draft_id) is not None:
            return
        self.notice = DraftNotice(draft)
        self.notice.taken.connect(lambda: self.taken.emit(draft))
        self.notice.thrown.connect(lambda: self._throw(draft))
        self._layout.insertWidget(0, self.notice)
        self.notice.show()

    def adopt(self, draft: Draft) -> None:
        """Go on with a draft that was waiting, under its name."""
        self._withdraw()
        if self.draft_id != draft.draft_id:
            self._store.drop(self.draft_id)
            self.draft_id = draft.draft_id
        self._store.take(draft)

    def forget(self) -> None:
        """Drop the draft: what was typed is registered."""
        self._pause.stop()
        self._store.drop(self.draft_id)
        self.draft_id = new_id()

    def _withdraw(self) -> None:
        if self.notice is not None:
            self.notice.hide()
            self.notice.deleteLater()
            self.notice = None

    def _throw(self, draft: Draft) -> None:
        self._withdraw()
        self._store.drop(draft.draft_id)
        self._owner.setFocus()

    def _keep(self) -> None:
        draft = self._describe(self.draft_id)
        if draft is None:
            self._store.drop(self.draft_id)
        else:
            self._store.put(draft)
