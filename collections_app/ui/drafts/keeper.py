"""Keeps what is typed into one form or table, after a pause of typing, until it is registered or left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from collections_app.ui.drafts.draft import new_id
from collections_app.ui.drafts.notice import DraftNotice

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QBoxLayout, QWidget

    from collections_app.ui.drafts.draft import Draft
    from collections_app.ui.drafts.store import DraftStore
    from collections_app.ui.fields import EntryForm

PAUSE_MS = 600


class Keeper(QObject):
    """What was left is offered at the top of `layout`; `describe` makes the draft of what is typed now."""

    def __init__(
        self, store: DraftStore, owner: QWidget, layout: QBoxLayout, describe: Callable[[str], Draft | None]
    ) -> None:
        """Take `describe`, which is given the draft's name and returns None when nothing is typed."""
        super().__init__(owner)
        self._store, self._layout, self._describe = store, layout, describe
        self.draft_id = new_id()
        self.notice: DraftNotice | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._keep)

    def touch(self) -> None:
        """Keep what is typed after a pause."""
        self._pause.start()

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
        """Drop the draft: it is registered, or given up."""
        self._pause.stop()
        self._store.drop(self.draft_id)
        self.draft_id = new_id()

    def _show(self, draft: Draft, take_up: Callable[[Draft], None]) -> None:
        self.notice = DraftNotice(draft)
        self.notice.taken.connect(lambda: take_up(draft))
        self.notice.thrown.connect(lambda: self._throw(draft))
        self._layout.insertWidget(0, self.notice)
        self.notice.show()

    def _throw(self, draft: Draft) -> None:
        self.withdraw()
        self._store.drop(draft.draft_id)
        self._go_on()

    def _go_on(self) -> None:
        """Put the keyboard where one types on."""
        raise NotImplementedError

    def _keep(self) -> None:
        draft = self._describe(self.draft_id)
        if draft is None:
            self._store.drop(self.draft_id)
        else:
            self._store.put(draft)


class DraftKeeper(Keeper):
    """Keeps one form while it is shown and differs from what is kept."""

    def __init__(self, store: DraftStore, form: EntryForm, describe: Callable[[str], Draft]) -> None:
        def typed(draft_id: str) -> Draft | None:
            return None if form.isHidden() or not form.is_dirty() else describe(draft_id)

        super().__init__(store, form, form.body, typed)
        self._form = form
        form.edited.connect(self.touch)
        form.closed.connect(self.forget)

    def offer(self, draft: Draft, take_up: Callable[[Draft], None]) -> None:
        """Say in the form that something typed into it before is still there."""
        self.withdraw()
        self._show(draft, take_up)

    def forget(self) -> None:
        """Drop the draft, and offer none."""
        self.withdraw()
        super().forget()

    def _go_on(self) -> None:
        self._form.focus_field(next(iter(self._form.boxes)))
