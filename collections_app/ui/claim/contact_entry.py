"""The quick entry row above the timeline: a contact typed in a few seconds, by keyboard alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collections_app.domain.codes import ContactKind, ContactOutcome
from collections_app.domain.commands import RecordContact
from collections_app.domain.contact import Surroundings, contact_findings
from collections_app.ui.fields import ChoiceEdit, DayEdit, FieldBox, Form, MemoEdit, Option, TimeEdit, YenEdit
from collections_app.ui.widgets import Button, Label

if TYPE_CHECKING:
    from collections_app.domain.row_rules import Finding
    from collections_app.domain.views import ClaimPage

_LOST = "入力した内容は登録されていません。Escをもう一度押すと、捨てて閉じます。"
_MISSING = {"kind": "種別を選んでください。", "contacted_on": "日付を入力してください。"}


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the office's own calendar day)


class ContactEntry(Form):
    """`command_ready` hands over what is to be recorded; the row waits until it hears `finish` or `refuse`."""

    command_ready = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("交渉記録の入力")
        self._view: ClaimPage | None = None
        self._is_busy = False
        self._was_asked = False
        self._has_tried = False  # registering was tried: what is missing is said from then on
        self._make_fields()
        self.warning = Label("", "warning")
        self.warning.setWordWrap(True)
        self.warning.hide()
        self.body.addWidget(self.warning)
        self.edited.connect(self._on_edited)
        self.submitted.connect(self.submit)
        self.escaped.connect(self.leave)
        self.hide()

    def _make_fields(self) -> None:
        self.kind = ChoiceEdit([Option(kind, kind.label) for kind in ContactKind])
        self.contacted_on = DayEdit(_today)
        self.contacted_at = TimeEdit()
        self.party = ChoiceEdit()
        self.outcome = ChoiceEdit([Option(outcome, outcome.label) for outcome in ContactOutcome])
        self.promised_amount = YenEdit()
        self.promised_on = DayEdit(_today, self._contact_day)
        self.next_on = DayEdit(_today, self._contact_day)
        self.memo = MemoEdit()
        self.register = Button("登録 F9", primary=True)
        self.register.clicked.connect(self.submit)
        for box in (
            FieldBox("kind", "種別", self.kind, 96),
            FieldBox("contacted_on", "日付", self.contacted_on, 136),
            FieldBox("contacted_at", "時刻", self.contacted_at, 64),
            FieldBox("party_no", "相手", self.party, 152, stretches=True),
            FieldBox("outcome", "結果", self.outcome, 104),
            FieldBox("promised_amount", "約束額", self.promised_amount, 136),
            FieldBox("promised_on", "約束日", self.promised_on, 136),
            FieldBox("next_on", "次回対応", self.next_on, 136),
            FieldBox("memo", "内容", self.memo, 240, stretches=True),
            FieldBox("register", "", self.register, 88),
        ):
            self.add(box)
        self.boxes["next_on"].begins_line = True
        self.boxes["promised_amount"].begins_line = True

    def _contact_day(self) -> date:
        """Return the day from which `+14` counts: that of the contact."""
        return self.contacted_on.value() or _today()

    # opening and closing

    def show_claim(self, view: ClaimPage) -> None:
        """Offer the parties of a claim; what is typed stays."""
        self._view = view
        names = [party.name for party in view.parties]
        self.party.set_options(
            [
                Option(
                    party.party_no,
                    party.name if names.count(party.name) == 1 else f"{party.name}（{party.party_no}）",
                    party.role.label,
                    party.kana,
                )
                for party in view.parties
            ]
        )
        self._judge()

    def begin(self, kind: ContactKind) -> None:
        """Open the row with today's date, or make the open one of that kind."""
        is_new = self.isHidden()
        if is_new:
            self._clear()
        self.kind.set_value(kind)
        if is_new:
            self.remember()
        self.show()
        self._judge()
        self.focus_field("contacted_on")

    def _clear(self) -> None:
        assert self._view is not None
        self.clear()
        self.contacted_on.set_value(_today())
        parties = self._view.parties
        self.party.set_value(parties[0].party_no if len(parties) == 1 else None)
        self._set_busy(is_busy=False)
        self._was_asked = self._has_tried = False
        self._say("")

    def leave(self) -> None:
        """Close the row (Esc); what was typed is asked about once."""
        if self.may_close():
            self.close_entry()

    def may_close(self) -> bool:
        """Return whether nothing typed would be lost, or the person has been asked."""
        if self._is_busy:
            return False
        if not self.is_dirty() or self._was_asked:
            return True
        self._was_asked = True
        self._say(_LOST)
        return False

    def close_entry(self) -> None:
        """Close the row without asking."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    # what is typed

    def command(self) -> RecordContact | None:
        """Return what the fields say; None while kind or day is missing."""
        kind, day = self.kind.value(), self.contacted_on.value()
        if self._view is None or not isinstance(kind, ContactKind) or day is None:
            return None
        party, outcome = self.party.value(), self.outcome.value()
        is_promise = outcome is ContactOutcome.PROMISE
        return RecordContact(
            self._view.claim_no,
            kind,
            day,
            self.contacted_at.value(),
            party if isinstance(party, str) else None,
            outcome if isinstance(outcome, ContactOutcome) else None,
            self.promised_amount.value() if is_promise else None,
            self.promised_on.value() if is_promise else None,
            self.next_on.value(),
            self.memo.value(),
        )

    def _on_edited(self) -> None:
        self._was_asked = False
        self._say("")
        self._judge()

    def _judge(self) -> None:
        """Show the promise where one is made, and say under the fields what is wrong."""
        is_promise = self.outcome.value() is ContactOutcome.PROMISE
        for key in ("promised_amount", "promised_on"):
            self.boxes[key].setVisible(is_promise)
            self.boxes[key].problem.setVisible(is_promise and bool(self.boxes[key].problem.text()))
        self.show_findings(self._findings())

    def _findings(self) -> tuple[Finding, ...]:
        from collections_app.domain.row_rules import Finding

        command = self.command()
        if command is None or self._view is None:
            given = {"kind": self.kind.text(), "contacted_on": self.contacted_on.text()}
            empty = [key for key, text in given.items() if self._has_tried and not text.strip()]
            return tuple(Finding(0, key, _MISSING[key], "") for key in empty)
        found = contact_findings(command, Surroundings(_today(), self._view.subrogated_on))
        # what a promise or an acknowledgement still lacks is said when it is not going to come any more
        return found if self._has_tried else tuple(one for one in found if one.column not in self._untouched())

    def _untouched(self) -> set[str]:
        """Return the fields of a promise that have not been reached yet."""
        return {"promised_amount"} if not self.promised_amount.text() and not self.next_on.text() else set()

    # registering

    def submit(self) -> None:
        """Hand the contact over (F9, Ctrl+Enter), or go to the first field that is wrong."""
        if self._is_busy or self.isHidden():
            return
        self.settle()
        self._has_tried = True
        self._judge()
        wrong = self.first_problem()
        command = self.command()
        if wrong is not None:
            self.focus_field(wrong.key)
        elif command is not None:
            self._set_busy(is_busy=True)
            self.command_ready.emit(command)

    def finish(self) -> None:
        """Close: the contact is recorded."""
        self._set_busy(is_busy=False)
        self.close_entry()

    def refuse(self, sentence: str) -> None:
        """Say why nothing was recorded; everything typed stays."""
        self._set_busy(is_busy=False)
        self.warning.set_role("problem")
        self.warning.setText(sentence)
        self.warning.show()

    def open_list(self) -> None:
        """Open the list of the field that has the keyboard (F4)."""
        for _, editor in self.editors():
            if isinstance(editor, ChoiceEdit) and editor.hasFocus():
                editor.open_list()

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.register.setEnabled(not is_busy)

    def _say(self, sentence: str) -> None:
        self.warning.set_role("warning")
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))
