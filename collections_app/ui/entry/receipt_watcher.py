"""While a receipt is typed: how it would fall is read off the thread and shown; 定期・不定期 follows the rule."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from collections_app.domain.receipt_entry import moved_by
from collections_app.domain.recovery import deviation_findings
from collections_app.ui.fields import ChoiceEdit

if TYPE_CHECKING:
    from collections_app.domain.money_views import ReceiptPreview
    from collections_app.domain.recovery import Judgement
    from collections_app.domain.row_rules import Finding
    from collections_app.ui.context import Context
    from collections_app.ui.entry.record_form import RecordForm
    from collections_app.ui.entry.sheet import RecordSheet

_PAUSE_MS = 120
_NEEDED = ("claim_no", "received_on", "amount")


class ReceiptWatcher(QObject):
    """Lives with the form. What the person chose as 回収区分 is not changed any more."""

    def __init__(self, context: Context, form: RecordForm, sheet: RecordSheet) -> None:
        super().__init__(form)
        self._context = context
        self._form = form
        self._pane, self._moved = sheet.pane, sheet.moved
        self._ruled = ""  # the word the rule put there: another one is the person's own
        self._judgement: Judgement | None = None
        form.further = self._findings
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        form.edited.connect(self._pause.start)
        self._pause.start()

    def _ask(self) -> None:
        record = self._form.record()
        if any(record.get(name) is None for name in _NEEDED) or int(record["amount"]) <= 0:
            self._forget()
            return
        work = partial(self._context.desk.preview_receipt, record)
        take = partial(self._take, str(record["claim_no"]))
        self._context.jobs.read(work, take, self._forget, owner=self, topic="preview")

    def _forget(self, _: object = None) -> None:
        self._pane.hide()
        self._moved.show_moved(())

    def _take(self, claim_no: str, shown: ReceiptPreview) -> None:
        if not isValid(self._form) or self._form.isHidden():
            return
        self._pane.show_preview(shown)
        self._moved.show_moved(moved_by([(claim_no, shown)]))
        self._judgement = shown.judgement
        kind = self._form.boxes["recovery_type"].editor
        if isinstance(kind, ChoiceEdit) and kind.text() in ("", self._ruled) and not kind.hasFocus():
            self._ruled = shown.judgement.recovery_type.label
            kind.set_value(shown.judgement.recovery_type.value)
        self._form.judge()

    def _findings(self) -> tuple[Finding, ...]:
        """Return what the rule says of the 回収区分; another one than the rule's wants a reason."""
        return () if self._judgement is None else deviation_findings(self._form.record(), self._judgement)
