"""回収納付金: what of each recovery is paid on, and to whom (中小企業信用保険法8条, shares of the other bearers).

公庫 gets what the law computes, every other bearer its share rounded down, and one named bearer the rest: so the parts
of a receipt add up to it, odd yen and all. A reversal is the exact negative of its receipt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from collections_app.domain.calendar import month_start
from collections_app.domain.codes import Bearer, Part
from collections_app.domain.insurance import InsuranceRules, Paid, remainder_of
from collections_app.domain.ledger import Entry, EntryKind, replay
from collections_app.domain.money import rounded
from collections_app.domain.state import ClaimFacts

PAID_TO = tuple(bearer for bearer in Bearer if bearer is not Bearer.ASSOCIATION)  # whom something is paid on to
Parts = tuple[int, ...]  # yen in the order of Bearer
NOTHING: Parts = (0,) * len(Bearer)


@dataclass(frozen=True, slots=True)
class Insured:
    """The insurance money of a claim: claimed, received (None: not yet), how much."""

    claimed_on: date
    received_on: date | None
    amount: int


@dataclass(frozen=True, slots=True)
class SharedClaim:
    """A claim whose recovery others take part in. `is_insured`: 公庫 insures it, whether it has paid yet or not."""

    claim_no: str
    debtor: str
    paid: Paid
    is_insured: bool
    insured: Insured | None
    shares: Mapping[Bearer, Fraction]
    facts: ClaimFacts
    rules: InsuranceRules = field(default_factory=InsuranceRules)

    @property
    def takes_part(self) -> bool:
        """Whether anything of its recovery is paid on: after the insurance money came, or by shares alone."""
        if self.is_insured:
            return self.insured is not None and self.insured.received_on is not None
        return bool(self.shares)


@dataclass(frozen=True, slots=True)
class Factors:
    """The numbers a claim's recoveries are multiplied by, to be shown: paid × part × insurance / remainder."""

    paid: Paid
    recovered_before: int  # principal recovered by the day the insurance money was claimed
    insurance: int
    remainder: Fraction
    damages_before: int  # 損害金 from 代位弁済 to the day the insurance money came: excluded when recovered
    ratio: Fraction  # part × insurance / remainder; 0 for a claim that is not insured


class PaymentLine(NamedTuple):
    """A receipt or a reversal, and what of it is whose. `month` is when it falls due."""

    claim_no: str
    receipt_no: str
    month: date
    received_on: date
    posted_on: date
    amount: int
    costs: int
    overpaid: int
    excluded: int  # 損害金 of the span 代位弁済日 to 保険金受領日
    counted: int
    parts: Parts


class WaiverLine(NamedTuple):
    """A waiver, and whose burden it is."""

    claim_no: str
    waiver_no: str
    decided_on: date
    part: Part
    amount: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class ClaimPayments:
    """What is paid on of one claim: the factors, a line for each receipt, and the burden of its waivers."""

    claim: SharedClaim
    factors: Factors
    lines: tuple[PaymentLine, ...]
    waivers: tuple[WaiverLine, ...]


def split_by_share(amount: int, shares: Mapping[Bearer, Fraction], rest_to: Bearer) -> Parts:
    """Return what each bearer has of an amount: its share rounded down by magnitude; `rest_to` takes what is left."""
    parts = {bearer: rounded_down(amount * shares.get(bearer, Fraction(0))) for bearer in Bearer}
    parts[rest_to] += amount - sum(parts.values())
    return tuple(parts[bearer] for bearer in Bearer)


def rounded_down(value: Fraction) -> int:
    """Return a whole number of yen, the fraction dropped: the same for a reversal, with the other sign."""
    whole = abs(value.numerator) // value.denominator
    return -whole if value < 0 else whole


def factors_of(claim: SharedClaim) -> Factors:
    """Return what the recoveries of a claim are multiplied by."""
    insured = claim.insured
    if insured is None or insured.received_on is None:
        return Factors(claim.paid, 0, 0, Fraction(claim.paid.principal), 0, Fraction(0))
    before = recovered_by(claim.facts, insured.claimed_on)
    remainder = remainder_of(claim.paid, before, claim.rules)
    ratio = claim.paid.part * insured.amount / remainder if remainder > 0 else Fraction(0)
    accrued = damages_until(claim.facts, insured.received_on)
    return Factors(claim.paid, before, insured.amount, remainder, accrued, ratio)


def recovered_by(facts: ClaimFacts, day: date) -> int:
    """Return the principal recovered up to and including a day (yen), reversals taken off."""
    entries = replay(facts.terms, facts.facts).entries
    return -sum(entry.principal for entry in _receipts(entries) if entry.effective_on <= day)


def damages_until(facts: ClaimFacts, day: date) -> int:
    """Return the damages that ran up from 代位弁済 to the end of a day (yen), paid or not."""
    if day < facts.terms.subrogated_on:
        return 0
    ledger = replay(facts.terms, facts.facts.up_to(day))
    running = ledger.balance.on(day, facts.terms).damages - ledger.balance.damages
    return sum(entry.accrued for entry in ledger.entries) + running


def payments_of(claim: SharedClaim) -> ClaimPayments:
    """Return the lines of a claim in the order of its ledger; none while it takes no part."""
    factors = factors_of(claim)
    entries = replay(claim.facts.terms, claim.facts.facts).entries if claim.takes_part else []
    lines = tuple(_lines(claim, factors, entries))
    return ClaimPayments(claim, factors, lines, tuple(_waivers(claim)))


def _lines(claim: SharedClaim, factors: Factors, entries: Iterable[Entry]) -> Iterator[PaymentLine]:
    """Damages are taken to pay the oldest first, so the excluded ones are used up before any later ones count."""
    reversed_nos = {receipt.reverses for receipt in claim.facts.facts.receipts if receipt.reverses}
    left = factors.damages_before
    excluded = 0  # of the receipt before, for its reversal, which stands right behind it
    for entry in entries:
        if entry.kind is EntryKind.WAIVER:
            left -= min(left, -entry.damages)
        if entry.kind is EntryKind.RECEIPT:
            excluded = min(left, -entry.damages)
            left -= 0 if entry.voucher_no in reversed_nos else excluded
            yield from _line(claim, factors, entry, excluded)
        elif entry.kind is EntryKind.REVERSAL:
            yield from _line(claim, factors, entry, -excluded)


def _line(claim: SharedClaim, factors: Factors, entry: Entry, excluded: int) -> Iterator[PaymentLine]:
    insured = claim.insured
    due = entry.posted_on
    if insured is not None and insured.received_on is not None:
        if entry.effective_on <= insured.claimed_on:
            return  # it lowered the insurance money itself
        due = max(due, insured.received_on)
    counted = entry.recovered - excluded
    parts = _parts(claim, factors, counted)
    amount = entry.recovered - entry.costs + entry.overpaid
    yield PaymentLine(
        claim.claim_no, entry.voucher_no, month_start(due), entry.effective_on, entry.posted_on, amount,
        -entry.costs, entry.overpaid, excluded, counted, parts,
    )  # fmt: skip


def _parts(claim: SharedClaim, factors: Factors, counted: int) -> Parts:
    """Return whose a recovery is: 公庫 by the law, the others by their shares, the rest with one of them."""
    rules = claim.rules
    if not claim.is_insured:
        return split_by_share(counted, claim.shares, rules.rest_to)
    others = {bearer: share for bearer, share in claim.shares.items() if bearer not in (Bearer.JFC, rules.rest_to)}
    to_jfc = rounded(counted * factors.ratio, rules.payment_rounding)
    found = {bearer: rounded_down(counted * share) for bearer, share in others.items()} | {Bearer.JFC: to_jfc}
    rest = counted - sum(found.values())
    found[rules.rest_to] = found.get(rules.rest_to, 0) + rest
    return tuple(found.get(bearer, 0) for bearer in Bearer)


def _waivers(claim: SharedClaim) -> Iterator[WaiverLine]:
    shares = claim.shares or {claim.rules.rest_to: Fraction(1)}
    for waiver in sorted(claim.facts.facts.waivers, key=lambda one: (one.decided_on, one.waiver_no)):
        parts = split_by_share(waiver.amount, shares, claim.rules.rest_to)
        yield WaiverLine(claim.claim_no, waiver.waiver_no, waiver.decided_on, waiver.part, waiver.amount, parts)


def _receipts(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.kind in (EntryKind.RECEIPT, EntryKind.REVERSAL))


def added(*parts: Parts) -> Parts:
    """Return the sums bearer by bearer."""
    return tuple(map(sum, zip(NOTHING, *parts, strict=True)))


def share_problem(shares: Mapping[Bearer, Fraction]) -> str:
    """Return what is wrong with the shares of a claim; empty when they make one, or there are none."""
    total = sum(shares.values(), Fraction(0))
    if not shares or total == 1:
        return ""
    words = "、".join(f"{bearer.label} {share}" for bearer, share in shares.items())
    return f"負担割合の合計が{total}で、1になりません（{words}）。"
