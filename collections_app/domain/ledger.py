"""The ledger of a claim: facts in, entries and balance out.

An entry is the signed change of what is owed, in whole yen. What a receipt pays is therefore negative; `accrued` are
the damages of the segment that ends with the entry. Balances are sums of entries and nothing else. Replaying the
facts gives the entries again: what is stored must agree with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from collections_app.domain.codes import AllocationOrder, Code, DayBasis, Part
from collections_app.domain.damages import (
    RatePeriod,
    Rounding,
    Segments,
    exact_damages,
    half_up,
    segment_damages,
    segments,
)
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, RefundFact, Split, WaiverFact


class EntryKind(Code):
    """記帳区分: what an entry of the ledger records."""

    SUBROGATION = "subrogation", "代位弁済"
    COST = "cost", "立替費用"
    RECEIPT = "receipt", "入金"
    REVERSAL = "reversal", "入金取消"
    WAIVER = "waiver", "減免"
    REFUND = "refund", "返還"


ORDERS: dict[AllocationOrder, tuple[Part, Part, Part]] = {
    AllocationOrder.PRINCIPAL_FIRST: (Part.COSTS, Part.PRINCIPAL, Part.DAMAGES),
    AllocationOrder.STATUTORY: (Part.COSTS, Part.DAMAGES, Part.PRINCIPAL),  # 民法489条1項
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a claim's ledger is computed by; `principal` is 代位弁済元金 + 代位弁済利息."""

    claim_no: str
    subrogated_on: date
    principal: int
    rates: tuple[RatePeriod, ...]
    basis: DayBasis = DayBasis.D365
    order: tuple[Part, Part, Part] = ORDERS[AllocationOrder.PRINCIPAL_FIRST]
    rounding: Rounding = Rounding.FLOOR_SEGMENT


_RECOVERIES = (EntryKind.RECEIPT, EntryKind.REVERSAL)


class Entry(NamedTuple):
    """One voucher's line in the ledger; a positive amount raises what is owed (of `overpaid`: what we hold)."""

    kind: EntryKind
    voucher_no: str
    effective_on: date
    posted_on: date
    principal: int = 0
    damages: int = 0
    costs: int = 0
    overpaid: int = 0
    accrued: int = 0

    @property
    def recovered(self) -> int:
        """元損: principal and damages this entry recovered (yen); 0 for what is no receipt."""
        if self.kind in _RECOVERIES:
            return -self.principal - self.damages
        return 0


class Balance(NamedTuple):
    """What is owed after the last entry; damages run on from `accrues_from`, `remainder` is the fraction carried."""

    principal: int
    damages: int
    costs: int
    overpaid: int
    accrues_from: date
    remainder: Fraction = Fraction(0)

    def on(self, day: date, terms: Terms) -> Balance:
        """Return the balance at the end of `day`, damages accrued to and including it."""
        if day <= self.accrues_from or self.principal <= 0:
            return self
        accrued, remainder = _accrue(terms, self.principal, self.accrues_from, day, self.remainder)
        return Balance(self.principal, self.damages + accrued, self.costs, self.overpaid, day, remainder)


class Fault(Enum):
    """Why a fact contradicts the ledger."""

    SPLIT_ABOVE_OWED = "split-above-owed"
    WAIVER_ABOVE_OWED = "waiver-above-owed"
    BEFORE_SUBROGATION = "before-subrogation"
    REVERSAL_WITHOUT_ORIGINAL = "reversal-without-original"
    REVERSAL_SPLIT = "reversal-split"
    REFUND_ABOVE_HELD = "refund-above-held"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact that cannot be true beside the others: which voucher, which part, what was wanted, what was owed."""

    fault: Fault
    voucher_no: str
    part: Part | None = None
    wanted: int = 0
    owed: int = 0


_NOTHING_OWED = Balance(0, 0, 0, 0, date.min)


@dataclass(slots=True)
class Ledger:
    """The result of a replay: entries in the order they count, the balance after them, what contradicts."""

    entries: list[Entry] = field(default_factory=list)
    balance: Balance = _NOTHING_OWED
    contradictions: list[Contradiction] = field(default_factory=list)


_PRINCIPAL, _DAMAGES = Part.PRINCIPAL, Part.DAMAGES  # looking them up takes longer than what is done with them
_RECEIPT = EntryKind.RECEIPT
_Amounts = tuple[int, int, int]  # costs, damages, principal: a Split, without the time it takes to make one


def allocate(amount: int, owed: Split, order: Iterable[Part]) -> tuple[Split, int]:
    """Return how `amount` falls on what is owed, part after part, and what is left over (過誤納)."""
    costs, damages, principal, left = _fall(amount, owed, order)
    return Split(costs, damages, principal), left


def _fall(amount: int, owed: _Amounts, order: Iterable[Part]) -> tuple[int, int, int, int]:
    """Return `allocate` in plain numbers: costs, damages, principal, and what is left over."""
    owed_costs, owed_damages, owed_principal = owed
    costs = damages = principal = 0
    for part in order:
        if part is _PRINCIPAL:
            amount -= (principal := min(amount, owed_principal))
        elif part is _DAMAGES:
            amount -= (damages := min(amount, owed_damages))
        else:
            amount -= (costs := min(amount, owed_costs))
    return costs, damages, principal, amount


def replay(terms: Terms, facts: Facts, segment: Segments | None = None) -> Ledger:
    """Return the ledger that the facts make, as if all had been known from the start.

    `segment` computes the damages of segments otherwise than the claim's own terms do: a statement's profile.

    Same-day order: costs, reversals, receipts by number, waivers, refunds. A reversed receipt and its reversal cancel
    each other: the receipt's split is the one it would have had in its place, the reversal's its exact negative; the
    pair ends no segment of damages.
    """
    return _Replay(terms, facts, Balance(terms.principal, 0, 0, 0, terms.subrogated_on), segment).run()


def extend(terms: Terms, balance: Balance, receipts: Sequence[ReceiptFact]) -> Ledger:
    """Return what receipts add to the ledger whose balance this is: their entries, and the balance after them.

    It is the rest of the replay, begun where the ledger ends; so every receipt must lie on a later day than anything
    in the ledger, and none may be a reversal.
    """
    run = _Replay(terms, _NO_FACTS, balance)
    for receipt in sorted(receipts, key=_receipt_place) if len(receipts) > 1 else receipts:
        run.receive(receipt)
    return run.ledger()


def number_key(number: str) -> tuple[int, str]:
    """Return what numbers of one series are ordered by: R9 before R10."""
    return len(number), number


_NO_FACTS = Facts()


def _receipt_place(receipt: ReceiptFact) -> tuple[date, tuple[int, str]]:
    return receipt.received_on, number_key(receipt.receipt_no)


class _Replay:
    """One run over the facts of a claim, in their order, with what is owed so far: `start` before the first of them."""

    def __init__(self, terms: Terms, facts: Facts, start: Balance, segment: Segments | None = None) -> None:
        self._terms = terms
        self._facts = facts
        self._reversals = {receipt.reverses: receipt for receipt in facts.receipts if receipt.reverses}
        self._refunds_reversed = {refund.reverses for refund in facts.refunds if refund.reverses}
        self._entries: list[Entry] = []
        self._contradictions: list[Contradiction] = []
        self._principal, self._damages, self._costs, self._overpaid, self._since, self._remainder = start
        self._began = terms.subrogated_on
        self._segment = segment or segments(terms.rates, terms.basis)
        self._floors_segments = segment is not None or terms.rounding is Rounding.FLOOR_SEGMENT

    def run(self) -> Ledger:
        """Return the ledger from its first entry on."""
        terms = self._terms
        self._entries.append(
            Entry(
                EntryKind.SUBROGATION,
                terms.claim_no,
                terms.subrogated_on,
                terms.subrogated_on,
                principal=terms.principal,
            )
        )
        return self.go_on()

    def go_on(self) -> Ledger:
        """Return the entries that the facts make, and the balance after them."""
        for _, _, _, fact in sorted(self._placed(), key=_PLACE):
            if isinstance(fact, ReceiptFact):
                self.receive(fact)
            elif isinstance(fact, CostFact):
                self._advance(fact)
            elif isinstance(fact, WaiverFact):
                self._waive(fact)
            else:
                self._refund(fact)
        self._check_reversals()
        return self.ledger()

    def ledger(self) -> Ledger:
        """Return what was made so far."""
        balance = Balance(self._principal, self._damages, self._costs, self._overpaid, self._since, self._remainder)
        return Ledger(self._entries, balance, self._contradictions)

    def _placed(self) -> list[_Placed]:
        """Return the facts with their places; a reversal has none of its own, it is written with its original."""
        facts = self._facts
        placed: list[_Placed] = [
            (receipt.received_on, 2, number_key(receipt.receipt_no), receipt)
            for receipt in facts.receipts
            if receipt.reverses is None
        ]
        placed += [(cost.paid_on, 0, number_key(cost.cost_no), cost) for cost in facts.costs]
        placed += [(waiver.decided_on, 3, number_key(waiver.waiver_no), waiver) for waiver in facts.waivers]
        placed += [(refund.refunded_on, 4, number_key(refund.refund_no), refund) for refund in facts.refunds]
        return placed

    def _advance(self, cost: CostFact) -> None:
        owed = self._costs + cost.amount
        excess = min(owed, 0)  # a refund of costs already recovered belongs to who paid them
        self._costs = owed - excess
        self._overpaid -= excess
        self._entries.append(
            Entry(
                EntryKind.COST, cost.cost_no, cost.paid_on, cost.paid_on, costs=cost.amount - excess, overpaid=-excess
            )
        )

    def receive(self, receipt: ReceiptFact) -> None:
        """Let a receipt fall on what is owed on its day."""
        number, day, posted_on, amount, given, _, order = receipt
        if day < self._began:
            self._refuse_early(number)
            return
        accrued, remainder = self._accrued_to(day)
        owed = (self._costs, self._damages + accrued, self._principal)
        is_reversed = number in self._reversals
        if given is None:
            costs, damages, principal, excess = _fall(amount, owed, order or self._terms.order)
        else:
            costs, damages, principal, excess = *given, 0
            if not is_reversed:  # what was taken back may stand beside anything
                self._compare(number, given, Split(*owed))
        entry = (-principal, -damages, -costs, excess, 0 if is_reversed else accrued)
        self._entries.append(Entry(_RECEIPT, number, day, posted_on, *entry))
        if is_reversed:
            self._reverse(self._reversals[number], self._entries[-1])
            return
        self._remainder = remainder
        self._since = day
        self._costs -= costs
        self._damages += accrued - damages
        self._principal -= principal
        self._overpaid += excess

    def _reverse(self, reversal: ReceiptFact, original: Entry) -> None:
        """Write a reversal as the exact opposite of its original."""
        opposite = Split(original.costs, original.damages, original.principal)  # as splits are written: the signs turn
        if reversal.split not in (None, opposite):
            self._contradictions.append(Contradiction(Fault.REVERSAL_SPLIT, reversal.receipt_no))
        costs, damages, principal = opposite
        number, day, posted_on, *_ = reversal
        self._entries.append(
            Entry(EntryKind.REVERSAL, number, day, posted_on, -principal, -damages, -costs, -original.overpaid)
        )

    def _compare(self, number: str, given: Split, owed: Split) -> None:
        for part in Part:
            if given.of(part) > owed.of(part):
                self._contradictions.append(
                    Contradiction(Fault.SPLIT_ABOVE_OWED, number, part, given.of(part), owed.of(part))
                )

    def _waive(self, waiver: WaiverFact) -> None:
        if waiver.decided_on < self._began:
            self._refuse_early(waiver.waiver_no)
            return
        accrued, self._remainder = self._accrued_to(waiver.decided_on)
        self._since = waiver.decided_on
        self._damages += accrued
        owed = Split(self._costs, self._damages, self._principal).of(waiver.part)
        if waiver.amount > owed:
            self._contradictions.append(
                Contradiction(Fault.WAIVER_ABOVE_OWED, waiver.waiver_no, waiver.part, waiver.amount, owed)
            )
        less = {part: -waiver.amount if part is waiver.part else 0 for part in Part}
        self._principal += less[Part.PRINCIPAL]
        self._damages += less[Part.DAMAGES]
        self._costs += less[Part.COSTS]
        self._entries.append(
            Entry(
                EntryKind.WAIVER,
                waiver.waiver_no,
                waiver.decided_on,
                waiver.decided_on,
                less[Part.PRINCIPAL],
                less[Part.DAMAGES],
                less[Part.COSTS],
                0,
                accrued,
            )
        )

    def _refund(self, refund: RefundFact) -> None:
        """Pay back what is held too much: nothing owed changes. What was taken back may stand beside anything."""
        number, day, amount, reverses = refund
        if reverses is None and number not in self._refunds_reversed:
            if amount > self._overpaid:
                found = Contradiction(Fault.REFUND_ABOVE_HELD, number, None, amount, self._overpaid)
                self._contradictions.append(found)
            self._overpaid -= amount
        self._entries.append(Entry(EntryKind.REFUND, number, day, day, overpaid=-amount))

    def _accrued_to(self, day: date) -> tuple[int, Fraction]:
        if self._principal <= 0:
            return 0, self._remainder
        if self._floors_segments:
            return self._segment(self._principal, self._since, day), self._remainder
        return _accrue(self._terms, self._principal, self._since, day, self._remainder)

    def _refuse_early(self, number: str) -> None:
        self._contradictions.append(Contradiction(Fault.BEFORE_SUBROGATION, number))

    def _check_reversals(self) -> None:
        known = {receipt.receipt_no for receipt in self._facts.receipts}
        for original, reversal in self._reversals.items():
            if original not in known:
                self._contradictions.append(Contradiction(Fault.REVERSAL_WITHOUT_ORIGINAL, reversal.receipt_no))


_Placed = tuple[date, int, tuple[int, str], CostFact | ReceiptFact | WaiverFact | RefundFact]
_PLACE = itemgetter(0, 1, 2)


def _accrue(terms: Terms, principal: int, since: date, until: date, remainder: Fraction) -> tuple[int, Fraction]:
    """Return the damages of a segment (yen) and the fraction carried on, by the claim's rounding."""
    if terms.rounding is Rounding.FLOOR_SEGMENT:
        return segment_damages(principal, terms.rates, since, until, terms.basis), remainder
    exact = exact_damages(principal, terms.rates, since, until, terms.basis)
    if terms.rounding is Rounding.HALF_UP:
        return half_up(exact), remainder
    exact += remainder
    whole = exact.numerator // exact.denominator
    return whole, exact - whole
