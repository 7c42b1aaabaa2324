"""Keeps the cells typed into the table of a page, after a pause of typing, until they are registered or taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collections_app.ui.drafts.keeper import Keeper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QBoxLayout, QWidget

    from collections_app.ui.drafts.draft import Draft
    from collections_app.ui.drafts.store import DraftStore


class CellKeeper(Keeper):
    """`owner` is the table; `taken` hands over what a program left behind."""

    taken = Signal(object)  # a Draft

    def __init__(
        self, store: DraftStore, owner: QWidget, layout: QBoxLayout, describe: Callable[[str], Draft | None]
    ) -> None:
        super().__init__(store, owner, layout, describe)
        self._owner = owner

    def offer(self, waiting: Iterable[Draft]) -> None:
        """Offer the first of these, unless something is typed or offered already."""
        draft = next(iter(waiting), None)
        if draft is not None and self.notice is None and self._describe(self.draft_id) is None:
            self._show(draft, self.taken.emit)

    def _go_on(self) -> None:
        self._owner.setFocus()
