"""What is typed of a payment over several claims: the money, then a field or three for each claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLE
from collections_app.domain.forms import Option
from collections_app.domain.row_rules import Finding
from collections_app.domain.spread_entry import PartsTyped, SpreadKind, SpreadPlan, SpreadWanted
from collections_app.domain.spreading import SpreadBy
from collections_app.ui.entry.editors import today
from collections_app.ui.fields import ChoiceEdit, DayEdit, EntryForm, FieldBox, LineField, YenEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = (("costs", "費用"), ("damages", "損害金"), ("principal", "元金"))
_SHARED = ("posted_on", "source", "payer_no", "method", "reason")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class SpreadForm(EntryForm):
    """`wanted` is what it was opened with; `plan` what would come of what is typed now."""

    def __init__(self, wanted: SpreadWanted, plan: SpreadPlan) -> None:
        super().__init__("入金の内容")
        self.setProperty("role", "plain")
        self.wanted, self.plan, self.by = wanted, plan, wanted.by
        self.claims = tuple(sorted(line.claim_no for line in plan.lines))
        is_court = wanted.kind is SpreadKind.COURT
        if is_court:
            self._add("action", "手続", ChoiceEdit(plan.actions), 260)
        self._add("received_on", "入金日", DayEdit(today), 124)
        self._add("amount", "配当された額" if is_court else "入金額", YenEdit(), 140)
        self._add("posted_on", "計上日", DayEdit(today), 124)
        self._add("source", "回収原因", ChoiceEdit(_options("source")), 140)
        self._add("payer_no", "弁済者", ChoiceEdit(plan.payers), 170)
        if not is_court:
            self._add("method", "入金方法", ChoiceEdit(_options("method")), 110)
        self._add("reason", "事由", LineField(), 200).stretches = True
        for claim_no in self.claims:
            self._add_claim(claim_no, is_court=is_court)
        for box, letter in zip(self.boxes.values(), _LETTERS, strict=False):
            box.set_access_key(letter)
        self._field("received_on").set_value(wanted.received_on)
        self._field("amount").set_value(wanted.amount)
        for name, value in wanted.shared.items():
            if name in self.boxes:
                self._field(name).set_value(value)
        self.turn(wanted.by)

    def _add(self, key: str, word: str, editor: LineField, width: int) -> FieldBox:
        return self.add(FieldBox(key, word, editor, width))

    def _add_claim(self, claim_no: str, *, is_court: bool) -> None:
        if not is_court:
            self._add(f"to:{claim_no}", claim_no, YenEdit(0), 128).begins_line = claim_no == self.claims[0]
            return
        for at, (part, word) in enumerate(PARTS):
            self._add(f"{part}:{claim_no}", f"{claim_no} {word}", YenEdit(0), 176).begins_line = at == 0

    # what is typed

    def _field(self, name: str) -> LineField:
        field = self.boxes[name].editor
        assert isinstance(field, LineField)
        return field

    def _yen(self, name: str) -> int | None:
        value = self._field(name).value()
        return value if isinstance(value, int) else None

    def turn(self, by: SpreadBy) -> None:
        """Let the amounts be typed where somebody designates them."""
        self.by = by
        for claim_no in self.claims:
            if f"to:{claim_no}" in self.boxes:
                self.boxes[f"to:{claim_no}"].setVisible(by is not SpreadBy.LAW)
        self.edited.emit()

    def put(self, given: Mapping[str, int]) -> None:
        """Put designated amounts into the fields."""
        for claim_no, amount in given.items():
            if f"to:{claim_no}" in self.boxes:
                self._field(f"to:{claim_no}").set_value(amount or None)

    def command(self) -> SpreadWanted:
        """Return what is asked for as it is typed."""
        received_on, action = self._field("received_on").value(), None
        if "action" in self.boxes:
            action = self._field("action").value()
        shared = {name: self._field(name).value() for name in _SHARED if name in self.boxes}
        return replace(
            self.wanted,
            action_no=str(action or ""),
            received_on=received_on if isinstance(received_on, date) else None,
            amount=self._yen("amount"),
            by=self.by,
            given=self._given(),
            parts=self._parts(),
            shared={name: value for name, value in shared.items() if value not in (None, "")},
        )

    def _given(self) -> dict[str, int]:
        if self.wanted.kind is SpreadKind.COURT or self.by is SpreadBy.LAW:
            return {}
        return {no: amount for no in self.claims if (amount := self._yen(f"to:{no}"))}

    def _parts(self) -> dict[str, PartsTyped]:
        if self.wanted.kind is not SpreadKind.COURT:
            return {}
        typed = {no: PartsTyped(*(self._yen(f"{part}:{no}") for part, _ in PARTS)) for no in self.claims}
        return {no: parts for no, parts in typed.items() if not parts.is_empty}

    # what is wrong

    def take_plan(self, plan: SpreadPlan) -> None:
        """Take what would come of what is typed, and say under the fields what is wrong with it."""
        self.plan = plan
        chosen = self._field("action").value() if "action" in self.boxes else None
        source = plan.sources.get(str(chosen or ""))
        if source is not None and not self._field("source").text():
            self._field("source").set_value(source.value)
        self.judge()

    def findings(self) -> tuple[Finding, ...]:
        """Return what is missing once registering was tried, and what contradicts what is owed."""
        found = [
            Finding(0, box.key, f"{word}がありません。", "入力してください。")
            for key, word in (("received_on", "入金日"), ("amount", "金額"))
            if self.has_tried and self._field((box := self.boxes[key]).key).value() is None
        ]
        if self.plan.rest and self.has_tried:
            found.append(Finding(0, "amount", self.plan.words, "行の額か入金額を直してください。"))
        for line in self.plan.lines:
            found += [Finding(0, self._place(line.claim_no, name), said, "") for name, said in line.findings.items()]
        return tuple(found)

    def _place(self, claim_no: str, column: str) -> str:
        part = f"{column.removeprefix('to_')}:{claim_no}"
        if part in self.boxes:
            return part
        own = f"to:{claim_no}"
        is_own = column == "amount" and own in self.boxes and self.by is not SpreadBy.LAW
        return own if is_own else column if column in self.boxes else "amount"


def _options(name: str) -> tuple[Option, ...]:
    return tuple(Option(code.value, code.label) for code in TABLE["receipts"].column(name).codes)
