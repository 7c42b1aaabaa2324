"""A payment over several claims as it is typed: what is asked for, and what would come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from collections_app.domain.allocation import RULES
from collections_app.domain.codes import ActionKind, AllocationOrder, Method, Source
from collections_app.domain.facts import Split
from collections_app.domain.forms import Option
from collections_app.domain.ledger import ORDERS
from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import Moved
from collections_app.domain.records import Record
from collections_app.domain.spreading import Debt, Portion, PortionLine, SpreadBy

SOURCES = {
    ActionKind.SECURED_AUCTION: Source.AUCTION,
    ActionKind.COMPULSORY_AUCTION: Source.AUCTION,
    ActionKind.CLAIM_ATTACHMENT: Source.ATTACHMENT,
    ActionKind.BANKRUPTCY: Source.INSOLVENCY,
    ActionKind.CIVIL_REHABILITATION: Source.INSOLVENCY,
}
"""The proceedings that distribute money, and the 回収原因 of what they distribute."""


COURT_RULE = "配当表（裁判所の定めた内訳）"


class SpreadKind(Enum):
    """One payment that is designated or falls by law, or a court's distribution that says every part."""

    PAYMENT = "payment"
    COURT = "court"


@dataclass(frozen=True, slots=True)
class PartsTyped:
    """What is typed for one claim of a court's distribution; None is an empty field."""

    costs: int | None = None
    damages: int | None = None
    principal: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return self.costs is None and self.damages is None and self.principal is None

    @property
    def split(self) -> Split:
        """The split; what is left empty is nothing."""
        return Split(self.costs or 0, self.damages or 0, self.principal or 0)


@dataclass(frozen=True, slots=True)
class SpreadWanted:
    """Whose claims (of a person, or of the debtor of a claim; of one proceeding), which money, how it is designated."""

    kind: SpreadKind = SpreadKind.PAYMENT
    claim_no: str = ""
    party_no: str = ""
    action_no: str = ""
    received_on: date | None = None
    amount: int | None = None
    by: SpreadBy = SpreadBy.LAW
    given: Mapping[str, int] = field(default_factory=dict)  # by claim, what was designated
    parts: Mapping[str, PartsTyped] = field(default_factory=dict)  # by claim, what the court says
    shared: Mapping[str, object] = field(default_factory=dict)  # what all the receipts say alike
    grid_row: int | None = None  # the row of the day's grid that the receipts are to take the place of


@dataclass(frozen=True, slots=True)
class GridRows:
    """Receipts that take the place of a row of the day's grid, instead of being registered at once."""

    at: int
    records: tuple[Record, ...]
    payers: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """One claim: what is owed on the day, what it gets, and what is wrong with that, by column of a receipt."""

    debt: Debt
    debtor_name: str
    portion: Portion
    findings: Mapping[str, str] = field(default_factory=dict)

    @property
    def claim_no(self) -> str:
        """The number of the claim."""
        return self.debt.claim_no

    @property
    def rule(self) -> str:
        """The rules that say how much the claim gets."""
        return self.portion.rule

    @property
    def words(self) -> str:
        """Every part the claim gets with the rule that gives it, and the order of the parts."""
        if not self.portion.lines:
            return f"{self.claim_no}　充当なし"
        parts = (
            f"{one.part.label if one.part else '過誤納'} {show_yen(one.amount)}円: {one.rule}"
            for one in self.portion.lines
        )
        said = f"{self.claim_no}　{'　'.join(parts)}"
        if any(one.rule == COURT_RULE for one in self.portion.lines):
            return said
        order = next(RULES[order] for order, parts in ORDERS.items() if parts == self.debt.order)
        return f"{said}　順位: {order}"


@dataclass(frozen=True, slots=True)
class SpreadPlan:
    """What would come of it: lines in the order of the law, receipts to be posted, later ones split anew."""

    subject: str
    lines: tuple[SpreadLine, ...]
    records: tuple[Record, ...] = ()
    moved: tuple[Moved, ...] = ()
    rest: int = 0  # of the amount, what no claim gets
    payers: tuple[Option, ...] = ()
    actions: tuple[Option, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)  # by proceeding
    words: str = ""

    @property
    def may_post(self) -> bool:
        """Whether the receipts can be posted as they are."""
        return bool(self.records) and not self.rest and not any(line.findings for line in self.lines)


def court_portion(debt: Debt, typed: PartsTyped) -> Portion:
    """Return what a court's distribution says of a claim, in the order it is paid."""
    split = typed.split
    order = ORDERS[AllocationOrder.STATUTORY]
    return Portion(
        debt.claim_no, tuple(PortionLine(part, split.of(part), COURT_RULE) for part in order if split.of(part))
    )


def records_of(wanted: SpreadWanted, lines: Sequence[SpreadLine]) -> tuple[Record, ...]:
    """Return the receipts of the claims that get something: the court's with its split, others without."""
    found = []
    for line in lines:
        amount = line.portion.amount
        if not amount:
            continue
        record: dict[str, object] = {"claim_no": line.claim_no, "received_on": wanted.received_on, "amount": amount}
        record |= wanted.shared
        said = str(wanted.shared.get("reason") or "")
        if wanted.kind is SpreadKind.COURT:
            split = line.portion.split
            parts = {"to_costs": split.costs, "to_damages": split.damages, "to_principal": split.principal}
            record |= parts | {"method": Method.COURT.value, "reason": said or COURT_RULE}
        else:
            record["reason"] = f"{line.rule}　{said}".strip()
        found.append(record)
    return tuple(found)


def rest_sentence(rest: int, words: str) -> str:
    """Return what is said while the claims do not get exactly the amount."""
    if rest > 0:
        return f"まだ{words}円がどの求償権にも割り当てられていません。"
    return f"割り当てた額が入金額を{words}円超えています。"
