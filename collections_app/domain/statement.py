"""債権計算書: what is owed of a claim on a day under a named calculation profile, segment by segment, from its facts.

Under the profile of the claim's own day basis it is the ledger, to the yen. Under another one receipts fall anew, by
the same rules, on the damages that profile makes. Nothing is stored: the ledger stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from collections_app.domain.damages import Profile, Segments, leap_days, rate_pieces, segments_by, whole_years
from collections_app.domain.errors import ContradictionError
from collections_app.domain.facts import Split
from collections_app.domain.ledger import Balance, Contradiction, Entry, EntryKind, Ledger, Terms, replay
from collections_app.domain.state import ClaimFacts

_RECEIPTS = (EntryKind.RECEIPT, EntryKind.REVERSAL)
_YEARS = (Profile.YEARS_FLOOR_EACH, Profile.YEARS_ADD_FLOOR)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a segment one rate holds for: both days counted, its length, principal, yearly rate, damages (yen).

    `years` are 0 except under the years profiles; `leap` of the remaining `days` lie in leap years.
    """

    first: date
    last: date
    years: int
    days: int
    leap: int
    principal: int
    rate: Fraction
    damages: int


@dataclass(frozen=True, slots=True)
class Movement:
    """A voucher, and what is owed of each part after it (yen)."""

    entry: Entry
    owed: Split


@dataclass(frozen=True, slots=True)
class Statement:
    """Spans and movements in the order they count, the balance at the end of the day, and what contradicts."""

    terms: Terms
    profile: Profile
    as_of: date
    lines: tuple[Span | Movement, ...]
    balance: Balance
    contradictions: tuple[Contradiction, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of damages, in order."""
        return tuple(line for line in self.lines if isinstance(line, Span))

    @property
    def movements(self) -> tuple[Movement, ...]:
        """The vouchers, in order; the first is 代位弁済."""
        return tuple(line for line in self.lines if isinstance(line, Movement))

    @property
    def accrued(self) -> int:
        """All damages up to the day (yen), paid or not."""
        return sum(span.damages for span in self.spans)

    @property
    def received(self) -> Split:
        """What receipts paid of each part (yen), reversals taken off."""
        entries = [movement.entry for movement in self.movements if movement.entry.kind in _RECEIPTS]
        return Split(
            -sum(e.costs for e in entries), -sum(e.damages for e in entries), -sum(e.principal for e in entries)
        )

    @property
    def owed(self) -> int:
        """What is owed of all parts together (yen)."""
        return self.balance.principal + self.balance.damages + self.balance.costs


def own_profile(terms: Terms) -> Profile:
    """Return the profile that the claim's ledger is computed by."""
    return Profile(terms.basis.value)


def statement(claim: ClaimFacts, until: date, profile: Profile | None = None) -> Statement:
    """Return the statement of a claim at the end of a day, past or to come; without a profile under its own.

    ContradictionError when the day lies before 代位弁済.
    """
    terms, facts = claim.terms, claim.facts.up_to(until)
    if until < terms.subrogated_on:
        raise ContradictionError("計算の終わりの日が代位弁済日より前です。代位弁済日以後の日にしてください。")
    chosen = profile or own_profile(terms)
    is_own = chosen is own_profile(terms)
    segment = segments_by(terms.rates, chosen)
    ledger = replay(terms, facts, None if is_own else segment)
    balance = ledger.balance.on(until, terms) if is_own else _balance_on(ledger.balance, until, segment)
    reversed_nos = frozenset(receipt.reverses for receipt in facts.receipts if receipt.reverses)
    lines = _Lines(terms, chosen, segment).of(ledger, reversed_nos, until, balance.damages - ledger.balance.damages)
    return Statement(terms, chosen, until, tuple(lines), balance, tuple(ledger.contradictions))


def _balance_on(balance: Balance, day: date, segment: Segments) -> Balance:
    if day <= balance.accrues_from or balance.principal <= 0:
        return balance
    accrued = segment(balance.principal, balance.accrues_from, day)
    return Balance(balance.principal, balance.damages + accrued, balance.costs, balance.overpaid, day)


class _Lines:
    """Walks through a ledger and writes out the segments its entries end."""

    def __init__(self, terms: Terms, profile: Profile, segment: Segments) -> None:
        self._rates = terms.rates
        self._profile = profile
        self._segment = segment
        self._since = terms.subrogated_on

    def of(self, ledger: Ledger, reversed_nos: frozenset[str], until: date, last: int) -> Iterator[Span | Movement]:
        """Yield spans and movements; `last` are the damages of the segment that ends with the day itself."""
        principal = damages = costs = 0
        for entry in ledger.entries:
            is_receipt = entry.kind is EntryKind.RECEIPT and entry.voucher_no not in reversed_nos
            if is_receipt or entry.kind is EntryKind.WAIVER:
                yield from self._spans(principal, entry.effective_on, entry.accrued)
                self._since = entry.effective_on
            principal += entry.principal
            damages += entry.damages + entry.accrued
            costs += entry.costs
            yield Movement(entry, Split(costs, damages, principal))
        yield from self._spans(principal, until, last)

    def _spans(self, principal: int, until: date, accrued: int) -> Iterator[Span]:
        """Yield the spans of a segment; each has what the segment grew by in it, so that they add up to the whole."""
        if principal <= 0:
            return
        pieces = list(rate_pieces(self._rates, self._since, until))
        shown = 0
        for rate, start, end in pieces:
            amount = (accrued if end == until else self._segment(principal, self._since, end)) - shown
            shown += amount
            years, ordinary, leap = self._length(start, end)
            yield Span(start + _ONE_DAY, end, years, ordinary + leap, leap, principal, rate, amount)

    def _length(self, start: date, end: date) -> tuple[int, int, int]:
        if self._profile in _YEARS:
            return whole_years(start, end)
        leap = leap_days(start, end)
        return 0, (end - start).days - leap, leap
