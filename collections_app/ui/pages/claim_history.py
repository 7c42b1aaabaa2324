"""The changes of a claim's records on its page: read when they are looked at, more on demand, taken back one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections_app.domain.history import History
    from collections_app.services.changes import Changes
    from collections_app.ui.claim.history_list import HistoryList
    from collections_app.ui.context import Context


class ClaimHistory(QObject):
    """Fills the list of one claim tab."""

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context
        self._claim_no = ""
        self._list: HistoryList | None = None
        self._is_entering = False

    def show_on(self, shown: HistoryList) -> None:
        """Fill this list from now on."""
        self._list = shown
        shown.more_requested.connect(self._read_more)
        shown.undo_requested.connect(self._undo)

    def show_claim(self, claim_no: str, *, is_shown: bool) -> None:
        """Go on with a claim that was read; its history is read where it is looked at."""
        self._claim_no = claim_no
        if is_shown:
            self._read()

    def read(self) -> None:
        """Read the newest changes and go to them."""
        self._is_entering = True  # also where a change made elsewhere has it read again before it came
        self._read()

    def _read(self) -> None:
        work = partial(self._context.desk.claim_history, self._claim_no)
        self._context.jobs.read(work, self._take, owner=self, topic="history")

    def _read_more(self, below: int) -> None:
        work = partial(self._context.desk.claim_history, self._claim_no, below)
        self._context.jobs.read(work, partial(self._take, is_further=True), owner=self, topic="history")

    def _take(self, history: History, *, is_further: bool = False) -> None:
        if self._list is None:
            return
        is_entering, self._is_entering = self._is_entering or self._list.has_keyboard(), False
        self._list.show_history(history, is_further=is_further)
        if is_entering and not is_further and self._list.isVisible():
            self._list.enter()

    def _undo(self, audit_no: int) -> None:
        self._context.jobs.write(partial(self._context.desk.undo_record, audit_no), self._undone)

    def _undone(self, changes: Changes) -> None:
        self._context.changed(changes)
        self._context.say(f"{changes.number} の変更を元に戻しました。　Ctrl+Zで、戻したことを取り消せます。")
