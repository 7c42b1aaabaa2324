"""While a record is typed that decides how receipts fall: what it moves is read off the thread and shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from collections_app.domain.judging import findings_about, refusals
from collections_app.domain.records import reversal_of
from collections_app.ui.entry.editors import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.receipt_entry import Moved
    from collections_app.domain.records import Record
    from collections_app.ui.context import Context
    from collections_app.ui.entry.moved_pane import MovedPane
    from collections_app.ui.entry.record_form import RecordForm

_PAUSE_MS = 120
WATCHED = frozenset(("costs", "rate_periods", "claims"))  # a waiver counts once it is approved: it is asked about then


class MovedWatcher(QObject):
    """Lives with the form. What is taken back is looked at once, what is typed after each pause."""

    def __init__(self, context: Context, form: RecordForm, pane: MovedPane) -> None:
        super().__init__(form)
        self._context, self._form, self._pane = context, form, pane
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        if not form.takes_back:
            form.edited.connect(self._pause.start)
        self._pause.start()

    def _ask(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            self._forget()
            return
        work = partial(self._context.desk.moved_by_record, self._form.view.table, *wanted)
        self._context.jobs.read(work, self._take, self._forget, owner=self, topic="moved")

    def _wanted(self) -> tuple[Record | None, Record] | None:
        """Return what was kept and what is to be; None while the record could not be kept at all."""
        view = self._form.view
        if self._form.takes_back and view.before is not None:
            return None, reversal_of(view.table, view.before, today(), None)
        record = self._form.record()
        if record == view.before or refusals(findings_about(view.table, record, view.around)):
            return None
        return view.before, record

    def _forget(self, _: object = None) -> None:
        self._take(())

    def _take(self, moved: Sequence[Moved]) -> None:
        if isValid(self._form) and not self._form.isHidden():
            self._pane.show_moved(moved)
