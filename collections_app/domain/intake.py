"""A new 代位弁済 typed whole: debtor, claim, those who are liable with the debtor, collateral; judged as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from collections_app.domain.codes import ObligorRole
from collections_app.domain.errors import UserError
from collections_app.domain.forms import FormView, Option
from collections_app.domain.initial import StepRule
from collections_app.domain.judging import Surroundings, findings_about
from collections_app.domain.records import Record
from collections_app.domain.row_rules import Finding

ROLES = (ObligorRole.JOINT_GUARANTOR, ObligorRole.COLLATERAL_PROVIDER)
"""Who may stand on a new claim beside the debtor; heirs come later."""

KNOWN = "known"  # the field in which somebody registered already is chosen
OWNER = "owner_no"
DEBTOR, CLAIM = "debtor", "claim"
_LATER = "あとで決まる"  # stands for a number the program gives when it writes


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a new claim: registered already under `party_no`, or new with what is known of them."""

    party_no: str = ""
    record: Record = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody liable with the debtor; `terms` are columns of 求償権関係人."""

    person: Person
    terms: Record


@dataclass(frozen=True, slots=True)
class Collateral:
    """A collateral; `owner` is the place of its owner among the people of the claim, None when nobody is chosen."""

    owner: int | None
    record: Record


@dataclass(frozen=True, slots=True)
class NewClaim:
    """Everything that is registered at once with a new claim."""

    debtor: Person
    claim: Record
    ties: tuple[Tie, ...] = ()
    collaterals: tuple[Collateral, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """The debtor, then everybody else in their order."""
        return (self.debtor, *(tie.person for tie in self.ties))


@dataclass(frozen=True, slots=True)
class PartFinding:
    """What is wrong with a part: debtor, claim, tie:0, tie:1 …, collateral:0 …"""

    part: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a new claim most likely gets: number, section, staff, and why it is these."""

    claim_no: str
    section: str
    staff_no: str
    why: str


@dataclass(frozen=True, slots=True)
class IntakeView:
    """What the page of a new claim opens with: the forms of its parts, what is proposed, by when what is to be done."""

    forms: Mapping[str, FormView]  # by table
    proposal: Proposal
    sections: tuple[str, ...]
    rules: tuple[StepRule, ...]
    today: date


@dataclass(frozen=True, slots=True)
class ProposalWanted:
    """What a proposal depends on; empty where it is not known yet."""

    debtor_no: str = ""
    section: str = ""
    subrogated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A new claim as it was written: its number, its debtor, its day, the deadlines it got."""

    claim_no: str
    debtor_no: str
    debtor_name: str
    subrogated_on: date
    steps: tuple[tuple[str, date], ...]


class IntakeRefusedError(UserError):
    """A new claim that cannot stand; `findings` tell where, nothing was written."""

    def __init__(self, findings: Sequence[PartFinding]) -> None:
        """Keep `findings` and say all of them."""
        super().__init__("".join(f"{one.finding.message}{one.finding.remedy}" for one in findings))
        self.findings = tuple(findings)


def judge(new: NewClaim, today: date | None) -> tuple[PartFinding, ...]:
    """Return what is wrong with a new claim (refused) and what is implausible (warned about), part by part."""
    return tuple(_judged(new, Surroundings(today)))


def _judged(new: NewClaim, around: Surroundings) -> Iterator[PartFinding]:
    yield from _person(DEBTOR, new.debtor, around)
    claim = {**new.claim, "debtor_no": _LATER}
    for finding in (*findings_about("claims", claim, around), *_of_claim(new.claim, around)):
        yield PartFinding(CLAIM, finding)
    for place, tie in enumerate(new.ties):
        part = f"tie:{place}"
        yield from _person(part, tie.person, around)
        terms = {**tie.terms, "claim_no": _LATER, "party_no": _LATER}
        yield from (PartFinding(part, one) for one in findings_about("claim_parties", terms, around))
        yield from (PartFinding(part, one) for one in _of_tie(new, place))
    for place, collateral in enumerate(new.collaterals):
        owner = None if collateral.owner is None else _LATER
        record = {**collateral.record, "claim_no": _LATER, OWNER: owner}
        for finding in findings_about("collaterals", record, around):
            yield PartFinding(f"collateral:{place}", finding)


def _person(part: str, person: Person, around: Surroundings) -> Iterator[PartFinding]:
    if not person.party_no:
        yield from (PartFinding(part, one) for one in findings_about("parties", person.record, around))


def _of_claim(claim: Record, around: Surroundings) -> Iterator[Finding]:
    day, principal, interest = claim.get("subrogated_on"), claim.get("principal"), claim.get("interest")
    if day is not None and around.today is not None and day > around.today:
        yield Finding(0, "subrogated_on", "代位弁済日が今日より後です。", "日付を確かめてください。", is_warning=True)
    if principal == 0 and interest == 0:
        yield Finding(0, "principal", "代位弁済の額が0円です。", "支払った元金を入力してください。")


def _of_tie(new: NewClaim, place: int) -> Iterator[Finding]:
    tie = new.ties[place]
    if not tie.person.party_no:
        return
    if tie.person.party_no == new.debtor.party_no:
        yield Finding(0, KNOWN, "主債務者と同じ人です。", "別の人を選ぶか、この関係人を外してください。")
    twins = [(one.person.party_no, one.terms.get("role")) for one in new.ties[:place]]
    if (tie.person.party_no, tie.terms.get("role")) in twins:
        yield Finding(0, KNOWN, "同じ人が2回入力されています。", "別の人を選ぶか、この関係人を外してください。")


@dataclass(frozen=True, slots=True)
class Load:
    """A member of staff who may take claims, with the number of active ones."""

    staff_no: str
    name: str
    section: str
    active: int


def propose_charge(loads: Sequence[Load], section: str = "", debtors: str = "") -> tuple[str, str, str]:
    """Return section, staff number and the reason for a new claim; empty when nobody is there.

    Who has open claims of the same debtor (`debtors`) takes this one too. Else it is the one with the fewest active
    claims in the section, and where none is given, in the section with the fewest per head. Equals go by number.
    """
    of_debtor = next((one for one in loads if one.staff_no == debtors and section in {"", one.section}), None)
    if of_debtor is not None:
        return of_debtor.section, of_debtor.staff_no, f"同じ主債務者の求償権を担当している{of_debtor.name}"
    places = [section] if section else sorted({one.section for one in loads})
    heads = {place: [one for one in loads if one.section == place] for place in places}
    known = {place: people for place, people in heads.items() if people}
    if not known:
        return section, "", ""
    best = min(known, key=lambda place: (_per_head(known[place]), place))
    one = min(known[best], key=lambda load: (load.active, load.staff_no))
    where = "進行中の求償権が最も少ない" if section else "1人当たりの進行中の求償権が最も少ない課の、最も少ない"
    return best, one.staff_no, f"{where}{one.name}（{one.active:,}件）"


def _per_head(people: Sequence[Load]) -> Fraction:
    return Fraction(sum(one.active for one in people), len(people))


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody registered who may be the person typed, and by what: カナと生年月日, 電話."""

    option: Option
    by: str
