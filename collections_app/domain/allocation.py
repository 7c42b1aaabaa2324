"""充当計算書: how a receipt falls on what is owed, line by line with rule and article, and what it moves (rules §4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from collections_app.domain.codes import AllocationOrder, Part
from collections_app.domain.facts import Facts, ReceiptFact, Split
from collections_app.domain.ledger import ORDERS, Contradiction, Entry, EntryKind, Ledger, Terms, replay

RULES = {
    AllocationOrder.STATUTORY: "民法489条1項（費用・利息・元本の順）",
    AllocationOrder.PRINCIPAL_FIRST: "民法490条の合意（費用・元金・損害金の順）",
}
GIVEN = "指定した内訳（配当表など）"
_RECEIPTS = (EntryKind.RECEIPT, EntryKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """One part: what was owed of it on the day before the receipt, what the receipt pays, what is left (yen)."""

    part: Part
    owed: int
    paid: int

    @property
    def left(self) -> int:
        """What is owed of the part after the receipt."""
        return self.owed - self.paid


@dataclass(frozen=True, slots=True)
class Allocation:
    """How a receipt falls: lines in the order they are paid, the rule with its article, and what is held too much."""

    lines: tuple[AllocationLine, ...]
    rule: str
    overpaid: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A later voucher whose split becomes another one: number, day, before and after."""

    voucher_no: str
    effective_on: date
    before: Split
    after: Split


@dataclass(frozen=True, slots=True)
class Preview:
    """What posting a receipt does: its allocation, that by the other order, later vouchers moved, what contradicts."""

    allocation: Allocation
    other: Allocation | None
    shifts: tuple[Shift, ...]
    contradictions: tuple[Contradiction, ...]


def preview(terms: Terms, facts: Facts, receipt: ReceiptFact) -> Preview:
    """Return what a receipt that is not posted yet would do to a claim; computed by the replay that posts it."""
    return previews(terms, facts, (receipt,))[0]


def previews(terms: Terms, facts: Facts, receipts: Sequence[ReceiptFact]) -> tuple[Preview, ...]:
    """Return what receipts posted together would do to a claim, in their order; each says what all of them move."""
    before = replay(terms, facts)
    whole = _with(facts, receipts)
    after = replay(terms, whole)
    shifts = tuple(shifts_between(before, after))
    known, own = set(before.contradictions), {receipt.receipt_no for receipt in receipts}
    fresh = [one for one in after.contradictions if one not in known]
    return tuple(
        Preview(
            _allocation(after, receipt, _order_of(receipt.order or terms.order)),
            _other(terms, whole, receipt),
            shifts,
            # what contradicts elsewhere because of these receipts is said once, at the first of them
            tuple(
                one for one in fresh if one.voucher_no == receipt.receipt_no or (at == 0 and one.voucher_no not in own)
            ),
        )
        for at, receipt in enumerate(receipts)
    )


def _with(facts: Facts, receipts: Sequence[ReceiptFact]) -> Facts:
    return Facts(facts.costs, (*facts.receipts, *receipts), facts.waivers, facts.refunds)


def _other(terms: Terms, whole: Facts, receipt: ReceiptFact) -> Allocation | None:
    """Return how a receipt would fall by the other order, all else as it is; None where somebody fixed its split."""
    if receipt.split is not None:
        return None
    own = _order_of(receipt.order or terms.order)
    other = next(one for one in AllocationOrder if one is not own)
    turned = receipt._replace(order=ORDERS[other])
    told = [turned if one is receipt else one for one in whole.receipts]
    return _allocation(replay(terms, Facts(whole.costs, told, whole.waivers, whole.refunds)), turned, other)


def _order_of(parts: tuple[Part, Part, Part]) -> AllocationOrder:
    return next(order for order, kept in ORDERS.items() if kept == parts)


def _allocation(ledger: Ledger, receipt: ReceiptFact, order: AllocationOrder) -> Allocation:
    """Return the receipt's allocation out of a ledger that holds it; no lines where it was refused."""
    rule = GIVEN if receipt.split is not None else RULES[order]
    owed = Split()
    for entry in ledger.entries:
        if entry.kind in _RECEIPTS and entry.voucher_no == receipt.receipt_no:
            before = Split(owed.costs, owed.damages + entry.accrued, owed.principal)
            paid = Split(-entry.costs, -entry.damages, -entry.principal)
            lines = tuple(AllocationLine(part, before.of(part), paid.of(part)) for part in ORDERS[order])
            return Allocation(lines, rule, entry.overpaid)
        owed = _after(owed, entry)
    return Allocation((), rule, 0)


def _after(owed: Split, entry: Entry) -> Split:
    return Split(
        owed.costs + entry.costs, owed.damages + entry.damages + entry.accrued, owed.principal + entry.principal
    )


def shifts_between(before: Ledger, after: Ledger) -> Iterable[Shift]:
    """Yield the vouchers that were there already and fall otherwise now: splits, or damages that fall due otherwise."""
    old = {(entry.kind, entry.voucher_no): _split(entry) for entry in before.entries if entry.kind in _RECEIPTS}
    for entry in after.entries:
        was = old.get((entry.kind, entry.voucher_no))
        if was is not None and was != _split(entry):
            yield Shift(entry.voucher_no, entry.effective_on, was, _split(entry))


def _split(entry: Entry) -> Split:
    return Split(-entry.costs, -entry.damages, -entry.principal)
