"""Keeps what is typed into one form, after a pause of typing, until it is registered or left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from collections_app.ui.drafts.draft import new_id
from collections_app.ui.drafts.notice import DraftNotice

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_app.ui.drafts.draft import Draft
    from collections_app.ui.drafts.store import DraftStore
    from collections_app.ui.fields import EntryForm

PAUSE_MS = 600


class DraftKeeper(QObject):
    """`describe` makes the draft of the form as it is now, under the name given."""

    def __init__(self, store: DraftStore, form: EntryForm, describe: Callable[[str], Draft]) -> None:
        super().__init__(form)
        self._store = store
        self._form = form
        self._describe = describe
        self.draft_id = new_id()
        self.notice: DraftNotice | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        form.edited.connect(self._pause.start)
        form.closed.connect(self.forget)

    def offer(self, draft: Draft, take_up: Callable[[Draft], None]) -> None:
        """Say in the form that something typed into it before is still there."""
        self.withdraw()
        self.notice = DraftNotice(draft)
        self.notice.taken.connect(lambda: take_up(draft))
        self.notice.thrown.connect(lambda: self._throw(draft))
        self._form.body.insertWidget(0, self.notice)
        self.notice.show()

    def withdraw(self) -> None:
        """Offer nothing any more."""
        if self.notice is not None:
            self.notice.hide()
            self.notice.deleteLater()
            self.notice = None

    def adopt(self, draft: Draft) -> None:
        """Go on with a draft that was waiting, under its name."""
        self.withdraw()
        if self.draft_id != draft.draft_id:
            self._store.drop(self.draft_id)
            self.draft_id = draft.draft_id
        self._store.take(draft)

    def forget(self) -> None:
        """Drop the draft: it is registered, or thrown away."""
        self._pause.stop()
        self.withdraw()
        self._store.drop(self.draft_id)
        self.draft_id = new_id()

    def _throw(self, draft: Draft) -> None:
        self.withdraw()
        self._store.drop(draft.draft_id)
        first = next(iter(self._form.boxes))
        self._form.focus_field(first)

    def _keep(self) -> None:
        if self._form.isHidden() or not self._form.is_dirty():
            self._store.drop(self.draft_id)
        else:
            self._store.put(self._describe(self.draft_id))
