"""初動: what is to be done in the first weeks of a claim, by when, and which record proves that it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import ContactKind, ContactOutcome, InitialStep
from collections_app.domain.records import Record, RecordRef
from collections_app.domain.row_rules import Finding

PROVING = frozenset(("contacts", "surveys", "attachments"))
"""Tables whose records may prove a step done."""

NEEDS_MEMO = frozenset((InitialStep.POLICY,))

_MARK = "［自動］"  # a line of the memo that a record, not a person, marked the step done


class Start(Enum):
    """The day that a deadline counts from."""

    SUBROGATED = "subrogated_on"
    ENTERED = "entered_on"

    @property
    def label(self) -> str:
        """The word for people."""
        return "代位弁済日" if self is Start.SUBROGATED else "登録日"


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: its deadline, and what proves it done; empty `contact_outcomes` take any."""

    step: InitialStep
    days: int
    start: Start
    contact_kinds: tuple[ContactKind, ...] = ()
    contact_outcomes: tuple[ContactOutcome, ...] = ()
    by_survey: bool = False
    attachment_words: tuple[str, ...] = ()

    @property
    def needs_memo(self) -> bool:
        """Whether the step is its text: without one it cannot be done."""
        return self.step in NEEDS_MEMO

    def due_on(self, subrogated_on: date, entered_on: date) -> date:
        """Return the last day of the step for a claim."""
        first = subrogated_on if self.start is Start.SUBROGATED else entered_on
        return first + timedelta(days=self.days)

    @property
    def deadline_words(self) -> str:
        """The deadline as the staff read it: 代位弁済日から14日."""
        return f"{self.start.label}から{self.days}日"

    @property
    def proof_words(self) -> str:
        """What proves the step done, as the staff read it."""
        found = []
        if self.contact_kinds:
            kinds = "・".join(kind.label for kind in self.contact_kinds)
            outcomes = "・".join(outcome.label for outcome in self.contact_outcomes)
            found.append(f"{kinds}（{outcomes}）" if outcomes else kinds)
        if self.by_survey:
            found.append(TABLE["surveys"].title)
        if self.attachment_words:
            words = "」「".join(self.attachment_words)
            found.append(f"「{words}」を含む添付")
        if found:
            return f"{'か、'.join(found)}の記録で完了します。"
        return "内容に方針を書いて完了にします。" if self.needs_memo else "手で完了にします。"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record that may prove a step: a contact, a survey, an attachment (`words`: its name and memo)."""

    table: str
    number: str
    on: date
    kind: str = ""
    outcome: str = ""
    words: str = ""

    @property
    def label(self) -> str:
        """The record as the memo of a step names it: 交渉記録 N0000012 訪問督促・面談."""
        said = []
        if self.table == "contacts":
            said.append(ContactKind(self.kind).label)
            said += [ContactOutcome(self.outcome).label] if self.outcome else []
        return f"{TABLE[self.table].title} {self.number} {'・'.join(said)}".rstrip()


@dataclass(frozen=True, slots=True)
class StepView:
    """One line of the checklist on the claim page."""

    step: InitialStep
    due_on: date
    done_on: date | None
    memo: str
    proof_words: str
    needs_memo: bool
    ref: RecordRef


def new_steps(rules: Sequence[StepRule], claim_no: str, subrogated_on: date, entered_on: date) -> list[dict[str, Any]]:
    """Return the steps of a new claim as records, in the order of the rules."""
    return [
        {"claim_no": claim_no, "step": rule.step.value, "due_on": rule.due_on(subrogated_on, entered_on)}
        for rule in rules
    ]


def proof_of(rule: StepRule, evidence: Iterable[Evidence], subrogated_on: date) -> Evidence | None:
    """Return the earliest record since 代位弁済 that proves a step done; None when there is none."""
    found = [one for one in evidence if one.on >= subrogated_on and _proves(rule, one)]
    return min(found, key=lambda one: (one.on, one.table, one.number), default=None)


def _proves(rule: StepRule, one: Evidence) -> bool:
    if one.table == "contacts":
        outcomes = rule.contact_outcomes
        return one.kind in rule.contact_kinds and (not outcomes or one.outcome in outcomes)
    if one.table == "surveys":
        return rule.by_survey
    return any(word in one.words for word in rule.attachment_words)


def step_findings(record: Record) -> Iterator[Finding]:
    """Yield what is wrong with a step typed: one that is its text, done without any."""
    step = record.get("step")
    if record.get("done_on") is not None and step is not None and step in NEEDS_MEMO and not record.get("memo"):
        message = f"{InitialStep(step).label}の内容がありません。"
        yield Finding(0, "memo", message, "決めた方針を書いてから完了にしてください。")


def settled(record: Record, proof: Evidence | None) -> Record:
    """Return a step as its proof has it: done on that day, or open again when the proof that closed it is gone.

    What a person marked done stays as it is. The memo keeps what was written and names the record.
    """
    lines = (record["memo"] or "").splitlines()
    own = [line for line in lines if not line.startswith(_MARK)]
    is_automatic = len(own) < len(lines)
    if record["done_on"] is not None and not is_automatic:
        return record
    if proof is None:
        return {**record, "done_on": None, "memo": "\n".join(own) or None} if is_automatic else record
    return {**record, "done_on": proof.on, "memo": "\n".join((*own, f"{_MARK}{proof.label}"))}
