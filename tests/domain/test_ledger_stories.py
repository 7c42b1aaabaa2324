"""Random stories, by the thousand, against the naive recomputation: the ledger, states of any day, what stands."""

from __future__ import annotations

import os
import random
from collections import Counter
from copy import deepcopy
from datetime import date, timedelta

from collections_app.domain.accruals import Accruals
from collections_app.domain.codes import AllocationOrder, DayBasis, Part
from collections_app.domain.damages import RatePeriod, rate_of_percent
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, RefundFact, Split, WaiverFact
from collections_app.domain.ledger import ORDERS, Ledger, Terms, extend, replay
from collections_app.domain.standing import standing_of
from collections_app.domain.state import ClaimFacts, state_on
from tests.ledger_stories import (
    LAST,
    Amount,
    Books,
    Receipt,
    Story,
    Teller,
    begun,
    outstanding_on,
    recompute,
    recovered_by_month,
)

STORIES = int(os.environ.get("COLLECTIONS_STORIES", "400"))
SEED = int(os.environ.get("COLLECTIONS_SEED", "20250331"))
TAKEN_BACK_ON = LAST + timedelta(30)


def facts_of(story: Story) -> ClaimFacts:
    order = {name.value: parts for name, parts in ORDERS.items()}
    receipts = [
        ReceiptFact(
            one.number, one.received_on, one.posted_on, one.amount, Split(*one.split) if one.split else None, None,
            order[one.order] if one.order else None,
        )
        for one in story.receipts
    ]  # fmt: skip
    receipts += [
        ReceiptFact(f"{one.number}X", one.received_on, one.taken_back_on, -one.amount, None, one.number)
        for one in story.receipts
        if one.taken_back_on is not None
    ]
    rates = [RatePeriod(rate_of_percent(story.rate))]
    rates += [RatePeriod(rate_of_percent(rate), since) for since, rate in sorted(story.rates)]
    terms = Terms(
        story.number, story.began, story.principal, tuple(rates), DayBasis(story.basis),
        ORDERS[AllocationOrder(story.order)],
    )  # fmt: skip
    facts = Facts(
        [CostFact(one.number, one.on, one.amount) for one in story.costs],
        receipts,
        [WaiverFact(number, Part(part), yen, on) for number, on, part, yen in story.waivers],
        [RefundFact(one.number, one.on, one.amount) for one in story.refunds],
    )
    return ClaimFacts(terms, facts, story.closed_on)


class Pure(Books):
    """Books that are nothing but a replay: what contradicts is refused."""

    def __init__(self) -> None:
        self._count = 0

    def _number(self) -> str:
        self._count += 1
        return f"N{self._count}"

    def _stands(self, story: Story) -> bool:
        claim = facts_of(story)
        return not replay(claim.terms, claim.facts).contradictions

    def _tried(self, story: Story, table: str, one: object) -> bool:
        trial = deepcopy(story)
        getattr(trial, table).append(one)
        return self._stands(trial)

    def receive(self, story: Story, one: Receipt) -> str | None:
        number = one.number = self._number()
        return number if self._tried(story, "receipts", one) else None

    def spend(self, story: Story, on: date, amount: int) -> str | None:
        number = self._number()
        return number if self._tried(story, "costs", Amount(number, on, amount)) else None

    def refund(self, story: Story, on: date, amount: int) -> str | None:
        number = self._number()
        return number if self._tried(story, "refunds", Amount(number, on, amount)) else None

    def waive(self, story: Story, part: str, on: date, amount: int) -> str | None:
        number = self._number()
        return number if self._tried(story, "waivers", (number, on, part, amount)) else None

    def take_back(self, table: str, story: Story, number: str) -> date | None:
        trial = deepcopy(story)
        if table == "receipts":
            next(one for one in trial.receipts if one.number == number).taken_back_on = TAKEN_BACK_ON
        else:
            kept = getattr(trial, table)
            kept.remove(next(one for one in kept if one.number == number))
        return TAKEN_BACK_ON if self._stands(trial) else None

    def change_rate(self, story: Story, since: date, rate: str) -> bool:
        return self._tried(story, "rates", (since, rate))

    def correct_rate(self, story: Story, rate: str) -> bool:
        trial = deepcopy(story)
        trial.rate = rate
        return self._stands(trial)

    def stop(self, story: Story, on: date) -> bool:
        return True

    def close(self, story: Story, on: date) -> bool:
        return True


def test_whatever_happens_the_ledger_is_what_a_naive_walk_finds() -> None:
    accepted: Counter[str] = Counter()
    for number in range(STORIES):
        pick = random.Random(f"{SEED}-{number}")
        story = begun(f"K{number}", pick)
        teller = Teller(story, Pure(), pick)
        teller.tell(pick.randrange(3, 16))
        days = {story.began + timedelta(pick.randrange(1_000)) for _ in range(3)} | {LAST}
        _compare(story, days)
        teller.take_everything_back()
        _compare(story, {LAST})
        accepted += story.accepted
    assert STORIES < 50 or min(accepted[name] for name in NAMES) > 0, accepted


NAMES = (
    "receive", "receive_by_hand", "spend", "take_back", "move_by_hand", "waive", "change_rate", "correct_rate",
    "refund",
)  # fmt: skip


def _compare(story: Story, days: set[date]) -> None:
    found, claim = recompute(story, days), facts_of(story)
    ledger = replay(claim.terms, claim.facts)
    assert ledger.contradictions == []
    for day in days:
        balance = state_on(claim, day).balance
        assert (balance.principal, balance.damages, balance.costs, balance.overpaid) == found.states[day], (story, day)
        _compare_remembered(story, ledger, day, found.states[day].damages)
        level = sum(entry.principal for entry in ledger.entries if entry.posted_on <= day)
        level += sum(e.principal for e in standing_of(ledger.entries, story.closed_on, ()) if e.on <= day)
        assert level == outstanding_on(story, found, day), (story, day)
    _compare_receipts(story, ledger)
    _compare_extended(claim, ledger)
    if not any(one.taken_back_on is None for one in story.receipts) and not (story.costs or story.waivers):
        assert (ledger.balance.principal, ledger.balance.damages, ledger.balance.costs) == (story.principal, 0, 0)
        assert ledger.balance.accrues_from == story.began  # the first day is back


def _compare_extended(claim: ClaimFacts, ledger: Ledger) -> None:
    """What comes after everything else goes on from the balance as a replay of the whole story ends."""
    last = max(max(entry.effective_on, entry.posted_on) for entry in ledger.entries)
    owed = ledger.balance.on(last + timedelta(40), claim.terms)
    amounts = (owed.damages // 2 + 1, owed.principal // 3 + 1, owed.principal + owed.damages + owed.costs + 5_000)
    days = [last + timedelta(n) for n in (1, 40, 40)]
    statutory = ORDERS[AllocationOrder.STATUTORY]
    later = [
        ReceiptFact(f"N9999{n}", day, day, amount, order=statutory if n == 1 else None)
        for n, (day, amount) in enumerate(zip(days, amounts, strict=True))
    ]
    facts = claim.facts._replace(receipts=[*claim.facts.receipts, *later])
    whole, extended = replay(claim.terms, facts), extend(claim.terms, ledger.balance, later[::-1])
    assert [*ledger.entries, *extended.entries] == whole.entries
    assert extended.balance == whole.balance
    assert whole.contradictions == extended.contradictions == []
    before = standing_of(ledger.entries, None, ())
    added = standing_of(extended.entries, None, (), posted=ledger.balance.principal)
    assert [*before, *added] == standing_of(whole.entries, None, ())


def _compare_remembered(story: Story, ledger: Ledger, day: date, damages: int) -> None:
    """Damages run on from the remembered balance as they would from the start."""
    balance = ledger.balance
    if balance.accrues_from <= day:
        later = tuple(RatePeriod(rate_of_percent(rate), since) for since, rate in sorted(story.rates))
        accruals = Accruals(day, {story.number: later} if later else {})
        remembered = (balance.principal, balance.damages, balance.accrues_from.isoformat())
        assert accruals.damages(story.number, *remembered, story.rate, story.basis) == damages, (story, day)


def _compare_receipts(story: Story, ledger: Ledger) -> None:
    found = recompute(story, {LAST})
    kinds = {one.number: one.kind for one in story.receipts}
    sums: Counter[tuple[str, str]] = Counter()
    for entry in ledger.entries:
        if entry.recovered:
            sums[kinds[entry.voucher_no.removesuffix("X")], f"{entry.posted_on:%Y-%m}"] += entry.recovered
    wanted = recovered_by_month(story, found)
    assert {key: yen for key, yen in sums.items() if yen} == {key: yen for key, yen in wanted.items() if yen}, story
