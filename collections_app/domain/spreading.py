"""One payment over several claims of a debtor: by designation, else by law (民法488条, 489条2項). Whole yen, no I/O.

The order is that of the law. Part after part first (489条1項, or the order agreed on, 490条): the costs of all claims,
then the next part of each claim's own order, then the last. Where a part cannot be paid for all claims, 489条2項 lets
488条4項 decide among them: what is due, then what profits the debtor most (the higher rate, while principal is left to
bear it), then what fell due earlier, then in proportion. Of a proportion every claim gets the whole yen of its share;
the yen left over go to the largest fractions, then to the larger debt, then to the earlier number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby

from collections_app.domain.codes import Code, Part
from collections_app.domain.facts import Split
from collections_app.domain.ledger import allocate

_DUE = "民法488条4項1号（弁済期にあるもの）"
_BENEFIT = "民法488条4項2号（利率の高い順）"
_EARLIER = "民法488条4項3号（弁済期の早い順）"
_IN_PROPORTION = "民法488条4項4号（額に応じて）"
_WHOLE = "全額"
_EXCESS = "過誤納（債務の全額を超える分）"


class SpreadBy(Code):
    """充当の指定: who says which claim a payment is for."""

    LAW = "law", "法定充当"
    PAYER = "payer", "弁済者の指定"
    CREDITOR = "creditor", "当方の指定"


DESIGNATED = {
    SpreadBy.PAYER: "民法488条1項（弁済者の指定）",
    SpreadBy.CREDITOR: "民法488条2項（当方の指定）",
}


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed on one claim on the day of the payment, and what the law ranks it by."""

    claim_no: str
    owed: Split
    rate: Fraction
    due_on: date
    order: tuple[Part, Part, Part]

    @property
    def total(self) -> int:
        """Everything that is owed on the claim."""
        return sum(self.owed)

    @property
    def benefit(self) -> Fraction:
        """What paying it spares the debtor a year, for each yen: nothing once no principal is left."""
        return self.rate if self.owed.principal > 0 else Fraction(0)


@dataclass(frozen=True, slots=True)
class PortionLine:
    """What one part of a claim gets (None: beyond all that is owed), and by which rule it, and not another, gets it."""

    part: Part | None
    amount: int
    rule: str


@dataclass(frozen=True, slots=True)
class Portion:
    """What one claim gets of the payment, line by line in the order paid."""

    claim_no: str
    lines: tuple[PortionLine, ...] = ()

    @property
    def amount(self) -> int:
        """What the claim gets together."""
        return sum(line.amount for line in self.lines)

    @property
    def split(self) -> Split:
        """What falls on each part; what is beyond all that is owed is not in it."""
        paid = {part: sum(line.amount for line in self.lines if line.part is part) for part in Part}
        return Split(paid[Part.COSTS], paid[Part.DAMAGES], paid[Part.PRINCIPAL])

    @property
    def rule(self) -> str:
        """The rules that decided, each once; those that decided nothing only where there is no other."""
        rules = list(dict.fromkeys(line.rule for line in self.lines))
        return "、".join([rule for rule in rules if rule != _WHOLE] or rules)


def ranked(debts: Iterable[Debt], paid_on: date) -> list[Debt]:
    """Return the debts in the order of 民法488条4項1号–3号; those equal in all three by number."""
    return sorted(debts, key=lambda debt: (*_rank(debt, paid_on), debt.claim_no))


def spread_by_law(amount: int, debts: Sequence[Debt], paid_on: date) -> tuple[Portion, ...]:
    """Return how a payment falls on the debts, in the order of the law; nothing of it is lost.

    What is beyond everything owed is held for the first of them (過誤納).
    """
    lines: dict[str, list[PortionLine]] = {debt.claim_no: [] for debt in ranked(debts, paid_on)}
    left = amount
    for stage in range(len(Part)):
        left = _pay_stage(left, _Stage(stage, paid_on, [debt for debt in debts if _of(debt, stage) > 0]), lines)
    if left and lines:
        next(iter(lines.values())).append(PortionLine(None, left, _EXCESS))
    return tuple(Portion(claim_no, tuple(found)) for claim_no, found in lines.items())


def spread(
    amount: int, debts: Sequence[Debt], paid_on: date, by: SpreadBy, given: Mapping[str, int]
) -> tuple[Portion, ...]:
    """Return how a payment falls: by law, or on each claim what was designated for it, in the claim's own order."""
    if by is SpreadBy.LAW:
        return spread_by_law(amount, debts, paid_on)
    return tuple(_designated(debt, given.get(debt.claim_no, 0), by) for debt in ranked(debts, paid_on))


def rest_by_law(amount: int, debts: Sequence[Debt], paid_on: date, given: Mapping[str, int]) -> dict[str, int]:
    """Return what each claim gets when what nobody designated falls by law on what is owed after the rest."""
    left = [_after(debt, given.get(debt.claim_no, 0)) for debt in debts]
    portions = spread_by_law(max(amount - sum(given.values()), 0), left, paid_on)
    return {one.claim_no: given.get(one.claim_no, 0) + one.amount for one in portions}


def in_proportion(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Return an amount shared out by weight in whole yen; the sum is exact and nobody is a yen or more off."""
    total = sum(weights.values())
    shares = {key: divmod(amount * weight, total) for key, weight in weights.items()}
    odd = amount - sum(whole for whole, _ in shares.values())
    first = sorted(weights, key=lambda key: (-shares[key][1], -weights[key], key))[:odd]
    return {key: whole + (key in first) for key, (whole, _) in shares.items()}


def _rank(debt: Debt, paid_on: date) -> tuple[bool, Fraction, date]:
    return debt.due_on > paid_on, -debt.benefit, debt.due_on


def _of(debt: Debt, stage: int) -> int:
    return debt.owed.of(debt.order[stage])


@dataclass(slots=True)
class _Stage:
    """One part of all debts: those of which something is owed of it, in groups the law does not tell apart."""

    stage: int
    paid_on: date
    debts: list[Debt]
    groups: list[list[Debt]] = field(init=False)

    def __post_init__(self) -> None:
        key = lambda debt: _rank(debt, self.paid_on)  # noqa: E731 - of this stage only
        self.groups = [list(some) for _, some in groupby(ranked(self.debts, self.paid_on), key)]

    def owed(self, debts: Iterable[Debt]) -> int:
        return sum(_of(debt, self.stage) for debt in debts)

    def rule(self, at: int) -> str:
        """Return what ranks a group before the next one, or the last one behind the one before it."""
        if len(self.groups) == 1:
            return _WHOLE
        first, second = (at, at + 1) if at + 1 < len(self.groups) else (at - 1, at)
        one, other = (_rank(self.groups[place][0], self.paid_on) for place in (first, second))
        return next(rule for rule, a, b in zip((_DUE, _BENEFIT, _EARLIER), one, other, strict=True) if a != b)


def _pay_stage(left: int, stage: _Stage, lines: Mapping[str, list[PortionLine]]) -> int:
    """Pay one part of all debts as far as the money goes; return what is left of it."""
    is_enough = left >= stage.owed(stage.debts)
    for at, group in enumerate(stage.groups):
        owed = {debt.claim_no: _of(debt, stage.stage) for debt in group}
        paid = min(left, sum(owed.values()))
        if not paid:
            break
        is_shared = len(group) > 1 and paid < sum(owed.values())
        rule = _WHOLE if is_enough else _IN_PROPORTION if is_shared else stage.rule(at)
        for debt, share in zip(group, in_proportion(paid, owed).values(), strict=True):
            if share:
                lines[debt.claim_no].append(PortionLine(debt.order[stage.stage], share, rule))
        left -= paid
    return left


def _designated(debt: Debt, amount: int, by: SpreadBy) -> Portion:
    paid, excess = allocate(amount, debt.owed, debt.order)
    lines = [PortionLine(part, paid.of(part), DESIGNATED[by]) for part in debt.order if paid.of(part)]
    if excess:
        lines.append(PortionLine(None, excess, _EXCESS))
    return Portion(debt.claim_no, tuple(lines))


def _after(debt: Debt, amount: int) -> Debt:
    paid, _ = allocate(amount, debt.owed, debt.order)
    owed = Split(*(whole - part for whole, part in zip(debt.owed, paid, strict=True)))
    return Debt(debt.claim_no, owed, debt.rate, debt.due_on, debt.order)
