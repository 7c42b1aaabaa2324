"""The quick entry row above the timeline: a contact typed in a few seconds, by keyboard alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.codes import ContactKind, ContactOutcome
from collections_app.domain.judging import Surroundings, findings_about
from collections_app.domain.records import SaveRecord
from collections_app.domain.row_rules import Finding
from collections_app.ui.fields import ChoiceEdit, DayEdit, EntryForm, FieldBox, MemoEdit, Option, TimeEdit, YenEdit
from collections_app.ui.widgets import Button

if TYPE_CHECKING:
    from collections_app.domain.records import Record
    from collections_app.domain.views import ClaimPage

_MISSING = {"kind": "種別を選んでください。", "contacted_on": "日付を入力してください。"}
_OF_A_PROMISE = ("promised_amount", "promised_on")


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the office's own calendar day)


class ContactEntry(EntryForm):
    """What is typed here becomes a record of the contacts; everything else of a claim has its sheet (`ui.entry`)."""

    def __init__(self) -> None:
        super().__init__("交渉記録の入力")
        self._view: ClaimPage | None = None
        self._make_fields()

    def _make_fields(self) -> None:
        self.kind = ChoiceEdit([Option(kind.value, kind.label) for kind in ContactKind])
        self.contacted_on = DayEdit(_today)
        self.contacted_at = TimeEdit()
        self.party = ChoiceEdit()
        self.outcome = ChoiceEdit([Option(outcome.value, outcome.label) for outcome in ContactOutcome])
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

    # opening

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
        self.judge()

    def begin_contact(self, kind: ContactKind) -> None:
        """Open the row with today's date, or make the open one of that kind."""
        assert self._view is not None
        if self.isHidden():
            self.clear()
            self.contacted_on.set_value(_today())
            parties = self._view.parties
            self.party.set_value(parties[0].party_no if len(parties) == 1 else None)
            self.kind.set_value(kind.value)
            self.begin()
        else:
            self.kind.set_value(kind.value)
            self.judge()
        self.focus_field("contacted_on")

    # what is typed

    def record(self) -> Record | None:
        """Return the contact the fields say; None while kind or day is missing."""
        kind, day = self.kind.value(), self.contacted_on.value()
        if self._view is None or kind is None or day is None:
            return None
        record = {key: editor.value() for key, editor in self._editors().items()}
        if not self._is_promise():
            record |= dict.fromkeys(_OF_A_PROMISE)
        return {**record, "claim_no": self._view.claim_no}

    def _editors(self) -> dict[str, ChoiceEdit | DayEdit | TimeEdit | YenEdit | MemoEdit]:
        return {
            "kind": self.kind,
            "contacted_on": self.contacted_on,
            "contacted_at": self.contacted_at,
            "party_no": self.party,
            "outcome": self.outcome,
            "promised_amount": self.promised_amount,
            "promised_on": self.promised_on,
            "next_on": self.next_on,
            "memo": self.memo,
        }

    def command(self) -> SaveRecord | None:
        """Return the request to keep the contact; None while kind or day is missing."""
        record = self.record()
        return None if record is None else SaveRecord("contacts", record)

    def _is_promise(self) -> bool:
        return bool(self.outcome.value() == ContactOutcome.PROMISE.value)

    def judge(self) -> None:
        """Show the promise where one is made, and say under the fields what is wrong."""
        is_promise = self._is_promise()
        for key in _OF_A_PROMISE:
            self.boxes[key].setVisible(is_promise)
            self.boxes[key].problem.setVisible(is_promise and bool(self.boxes[key].problem.text()))
        super().judge()

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the contact; what it still lacks, once registering was tried."""
        record = self.record()
        if record is None or self._view is None:
            given = {"kind": self.kind.text(), "contacted_on": self.contacted_on.text()}
            empty = [key for key, text in given.items() if self.has_tried and not text.strip()]
            return tuple(Finding(0, key, _MISSING[key], "") for key in empty)
        found = findings_about("contacts", record, Surroundings(_today(), self._view.subrogated_on))
        # what a promise or an acknowledgement still lacks is said when it is not going to come any more
        return found if self.has_tried else tuple(one for one in found if one.column not in self._untouched())

    def _untouched(self) -> set[str]:
        """Return the fields of a promise that have not been reached yet."""
        return {"promised_amount"} if not self.promised_amount.text() and not self.next_on.text() else set()

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second command while one is on its way."""
        super().set_busy(is_busy=is_busy)
        self.register.setEnabled(not is_busy)
