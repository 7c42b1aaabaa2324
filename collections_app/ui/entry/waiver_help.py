"""Below the form of a waiver: what is owed of each part on its day, what it would leave, and what speaks against it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from collections_app.domain.calendar import era_date
from collections_app.domain.codes import Part
from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.widgets import Label, NumberLabel, clear, column, hint, section

if TYPE_CHECKING:
    from collections_app.domain.records import Record
    from collections_app.domain.waiving import WaiverPreview
    from collections_app.ui.context import Context
    from collections_app.ui.entry.record_form import RecordForm

_PAUSE_MS = 150
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HEADINGS = ("", "決定日の残り 円", "減免額 円", "減免後 円")


class WaiverHelp(QWidget):
    """Lives with the form."""

    def __init__(self, form: RecordForm, context: Context) -> None:
        super().__init__()
        self._form, self._context = form, context
        self.heading, self.warning = section("減免の前と後"), Label("", "warning")
        self.warning.setWordWrap(True)
        self.note = hint("申請中・否認の減免は元帳に載りません。承認済にすると、決定日の減免として載ります。")
        self.note.setWordWrap(True)
        self.table = QGridLayout()
        self.table.setHorizontalSpacing(look.L)
        self.table.setVerticalSpacing(look.XS)
        self.setAccessibleName("減免の前と後")
        layout = column(self.heading, spacing=look.XS)
        layout.addLayout(self.table)
        layout.addWidget(self.warning)
        layout.addWidget(self.note)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        form.body.addWidget(self)
        form.body.addStretch(1)
        self.warning.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        form.edited.connect(self._pause.start)
        self._pause.start()

    def _ask(self) -> None:
        record = self._form.record()
        if record.get("claim_no") is None or record.get("decided_on") is None:
            return
        work = partial(self._context.desk.preview_waiver, record)
        self._context.jobs.read(work, partial(self._take, record), owner=self, topic="waiver")

    def _take(self, record: Record, shown: WaiverPreview) -> None:
        if isValid(self._form) and not self._form.isHidden():
            self.show_preview(record, shown)

    def show_preview(self, record: Record, shown: WaiverPreview) -> None:
        """Show each part before and after, and the objections."""
        clear(self.table)
        self.heading.setText(f"減免の前と後（{era_date(shown.on)}）")
        for place, word in enumerate(_HEADINGS):
            self.table.addWidget(hint(word), 0, place, _RIGHT)
        for number, part in enumerate((Part.PRINCIPAL, Part.DAMAGES, Part.COSTS), 1):
            owed = shown.owed.of(part)
            less = int(record.get("amount") or 0) if record.get("part") == part.value else 0
            self.table.addWidget(Label(part.label), number, 0)
            for place, yen in enumerate((owed, less, owed - less), 1):
                label = NumberLabel(show_yen(yen), bold=place == len(_HEADINGS) - 1)
                label.setAccessibleName(f"{part.label} {_HEADINGS[place]} {show_yen(yen)}")
                self.table.addWidget(label, number, place, _RIGHT)
        self.warning.setText("\n".join(f"{one.message}{one.remedy}" for one in shown.findings))
        self.warning.setVisible(bool(shown.findings))
