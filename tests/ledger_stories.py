"""Random stories of one claim's money, and what they come to, recomputed the slow and obvious way.

A story keeps what was told and accepted, in words of its own; nothing of the program computes with it. `recompute`
walks from day to day and knows neither segments nor replays: both the pure ledger and a whole office are held to it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

FIRST, SPAN = date(2021, 4, 1), 900  # the days stories may begin on, and how long they go on
LAST = FIRST + timedelta(2 * SPAN)
_ONE_DAY = timedelta(days=1)


@dataclass
class Receipt:
    """A receipt; `split` (costs, damages, principal) where a person fixed it, `taken_back_on` the reversal's 計上日."""

    number: str
    received_on: date
    posted_on: date
    amount: int
    kind: str
    split: tuple[int, int, int] | None = None
    order: str | None = None
    taken_back_on: date | None = None


@dataclass
class Amount:
    """A cost that is owed, or a refund: what was taken back was never there."""

    number: str
    on: date
    amount: int


@dataclass
class Story:
    """What happened to the money of a claim."""

    number: str
    began: date
    principal: int
    rate: str
    basis: str
    order: str
    receipts: list[Receipt] = field(default_factory=list)
    costs: list[Amount] = field(default_factory=list)
    refunds: list[Amount] = field(default_factory=list)
    waivers: list[tuple[str, date, str, int]] = field(default_factory=list)  # number, day, part, yen
    rates: list[tuple[date, str]] = field(default_factory=list)
    closed_on: date | None = None
    accepted: Counter[str] = field(default_factory=Counter)

    def rate_on(self, day: date) -> str:
        """Return the rate that holds on a day, in percent."""
        return max([(since, rate) for since, rate in self.rates if since <= day], default=(day, self.rate))[1]


def begun(number: str, pick: random.Random) -> Story:
    """Return a claim to which nothing has happened yet."""
    began = FIRST + timedelta(pick.randrange(SPAN))
    orders = ("principal-first", "statutory")
    return Story(
        number, began, pick.randrange(50_000, 3_000_000), pick.choice(("14.6", "14", "3")),
        pick.choice(("365", "calendar")), pick.choice(orders),
    )  # fmt: skip


class State(NamedTuple):
    """What is owed at the end of a day."""

    principal: int
    damages: int
    costs: int
    overpaid: int


class Recomputed(NamedTuple):
    """States by day, and of each receipt what fell on costs, damages and principal, and what was too much."""

    states: dict[date, State]
    splits: dict[str, tuple[int, int, int, int]]


_ORDERS = {"principal-first": ("costs", "principal", "damages"), "statutory": ("costs", "damages", "principal")}


def recompute(story: Story, days: Iterable[date]) -> Recomputed:
    """Return what a story comes to, day by day."""
    owed = {"principal": story.principal, "damages": 0, "costs": 0}
    overpaid, wanted = 0, set(days)
    bearing: Counter[tuple[str, int]] = Counter()  # days since the damages were last counted, by rate and year
    states: dict[date, State] = {}
    splits: dict[str, tuple[int, int, int, int]] = {}

    def accrued() -> int:
        yen = (owed["principal"] * Fraction(rate) / 100 * n / year for (rate, year), n in bearing.items())
        exact = sum(yen, Fraction(0))
        return exact.numerator // exact.denominator

    happened = _by_day(story)
    changes = dict(story.rates)
    rate = story.rate_on(story.began)
    day, last = story.began, max(wanted)
    while day <= last:
        for what, one in happened.get(day, ()):
            if isinstance(one, Receipt):
                before = {**owed, "damages": owed["damages"] + accrued()}
                paid, left = _fall(one, before, story.order)
                splits[one.number] = (paid["costs"], paid["damages"], paid["principal"], left)
                if one.taken_back_on is None:
                    bearing.clear()
                    owed = {part: before[part] - paid[part] for part in before}
                    overpaid += left
            elif what == "cost":
                owed["costs"] += one
            elif what == "refund":
                overpaid -= one
            else:
                owed["damages"] += accrued()
                bearing.clear()
                owed[what] -= one
        if day in wanted:
            states[day] = State(owed["principal"], owed["damages"] + accrued(), owed["costs"], overpaid)
        day += _ONE_DAY
        rate = changes.get(day, rate)
        bearing[rate, 366 if story.basis == "calendar" and day.year % 4 == 0 else 365] += 1
    return Recomputed(states, splits)


def _by_day(story: Story) -> dict[date, list[tuple[str, Receipt | int]]]:
    """Return what happened on each day, in the order it counts: costs, receipts by number, waivers, refunds."""
    told: list[tuple[date, str, Receipt | int]] = [(cost.on, "cost", cost.amount) for cost in story.costs]
    by_number = sorted(story.receipts, key=lambda one: (len(one.number), one.number))
    told += [(one.received_on, "receipt", one) for one in by_number]
    told += [(on, part, yen) for _, on, part, yen in story.waivers]
    told += [(refund.on, "refund", refund.amount) for refund in story.refunds]
    found: dict[date, list[tuple[str, Receipt | int]]] = {}
    for on, what, one in told:
        found.setdefault(on, []).append((what, one))
    return found


def _fall(one: Receipt, owed: dict[str, int], order: str) -> tuple[dict[str, int], int]:
    if one.split is not None:
        return dict(zip(("costs", "damages", "principal"), one.split, strict=True)), 0
    paid, left = {}, one.amount
    for part in _ORDERS[one.order or order]:
        paid[part] = min(left, owed[part])
        left -= paid[part]
    return paid, left


def recovered_by_month(story: Story, found: Recomputed) -> Counter[tuple[str, str]]:
    """Return the yen of principal and damages recovered, by 回収区分 and the month of 計上日."""
    sums: Counter[tuple[str, str]] = Counter()
    for one in story.receipts:
        _, damages, principal, _ = found.splits[one.number]
        sums[one.kind, f"{one.posted_on:%Y-%m}"] += damages + principal
        if one.taken_back_on is not None:
            sums[one.kind, f"{one.taken_back_on:%Y-%m}"] -= damages + principal
    return sums


def outstanding_on(story: Story, found: Recomputed, day: date) -> int:
    """Return the principal of a claim that stands on a day, as posted by then."""
    if day < story.began or (story.closed_on is not None and story.closed_on <= day):
        return 0
    level = story.principal - sum(yen for _, on, part, yen in story.waivers if part == "principal" and on <= day)
    for one in story.receipts:
        paid = found.splits[one.number][2]
        level -= paid if one.posted_on <= day else 0
        level += paid if one.taken_back_on is not None and one.taken_back_on <= day else 0
    return max(level, 0)


class Teller:
    """Tells one event after the other to whatever keeps books: each is in the story only if the books took it.

    The methods that books give return the number of the record, or None where they refused it.
    """

    def __init__(self, story: Story, books: Books, pick: random.Random) -> None:
        self.story = story
        self.books = books
        self.pick = pick

    def tell(self, events: int) -> None:
        """Let so many things happen, or be refused."""
        moves: tuple[Callable[[], bool], ...] = (
            self.receive, self.receive, self.receive, self.receive_by_hand, self.spend, self.spend, self.take_back,
            self.move_by_hand, self.waive, self.change_rate, self.correct_rate, self.refund, self.refund, self.stop,
        )  # fmt: skip
        for _ in range(events):
            move = self.pick.choice(moves)
            self.story.accepted[move.__name__] += move()
        if self.pick.random() < 0.1:
            self.close()

    def day(self) -> date:
        """Return any day of the story: many a record comes late."""
        return self.story.began + timedelta(self.pick.randrange(SPAN))

    def receive(self, split: tuple[int, int, int] | None = None, on: date | None = None) -> bool:
        """Money comes in, early or late; at times the debtor says in which order it counts."""
        pick, received = self.pick, on or self.day()
        amount = sum(split) if split else pick.choice((1, 999, 30_000, 150_000, 300_000, 1_500_000))
        order = pick.choice((None, None, None, "statutory", "principal-first")) if split is None else None
        posted = received + timedelta(pick.choice((0, 0, 0, 9, 40)))
        one = Receipt("", received, posted, amount, pick.choice(("regular", "irregular")), split, order)
        one.number = self.books.receive(self.story, one) or ""
        if one.number:
            self.story.receipts.append(one)
        return bool(one.number)

    def receive_by_hand(self, on: date | None = None) -> bool:
        """Money comes in that a court has split."""
        pick = self.pick
        costs, damages, principal = pick.choice((0, 0, 500)), pick.choice((0, 900, 9_000)), pick.choice((0, 1, 30_000))
        return costs + damages + principal > 0 and self.receive((costs, damages, principal), on)

    def spend(self) -> bool:
        """A cost is advanced."""
        on, amount = self.day(), self.pick.randrange(1, 20_000)
        return self._keep(self.story.costs, self.books.spend(self.story, on, amount), on, amount)

    def refund(self) -> bool:
        """Some of what was paid too much is paid back."""
        held = recompute(self.story, [LAST]).states[LAST].overpaid
        if held <= 0:
            return False
        on, amount = LAST - timedelta(self.pick.randrange(SPAN)), self.pick.randrange(held) + 1
        return self._keep(self.story.refunds, self.books.refund(self.story, on, amount), on, amount)

    @staticmethod
    def _keep(kept: list[Amount], number: str | None, on: date, amount: int) -> bool:
        if number:
            kept.append(Amount(number, on, amount))
        return bool(number)

    def take_back(self) -> bool:
        """A receipt or a cost is reversed."""
        receipts = [one for one in self.story.receipts if one.taken_back_on is None]
        if receipts and self.pick.random() < 0.6:
            return self._take_back_receipt(self.pick.choice(receipts))
        return bool(self.story.costs) and self._take_back(self.story.costs, "costs", self.pick.choice(self.story.costs))

    def _take_back_receipt(self, one: Receipt) -> bool:
        one.taken_back_on = self.books.take_back("receipts", self.story, one.number)
        return one.taken_back_on is not None

    def _take_back(self, kept: list[Amount], table: str, one: Amount) -> bool:
        if self.books.take_back(table, self.story, one.number) is None:
            return False
        kept.remove(one)
        return True

    def move_by_hand(self) -> bool:
        """A receipt is entered again on its day, now split by a person."""
        receipts = [one for one in self.story.receipts if one.taken_back_on is None]
        if not receipts:
            return False
        one = self.pick.choice(receipts)
        return self._take_back_receipt(one) and self.receive_by_hand(one.received_on)

    def waive(self) -> bool:
        """A part is given up."""
        part, on = self.pick.choice(("damages", "damages", "principal", "costs")), self.day()
        amount = self.pick.randrange(1, 4_000)
        number = self.books.waive(self.story, part, on, amount)
        if number:
            self.story.waivers.append((number, on, part, amount))
        return bool(number)

    def change_rate(self) -> bool:
        """The rate changes from a day on."""
        since, rate = self.day(), self.pick.choice(("3", "7.3", "14"))
        if any(since == kept for kept, _ in self.story.rates) or not self.books.change_rate(self.story, since, rate):
            return False
        self.story.rates.append((since, rate))
        return True

    def correct_rate(self) -> bool:
        """The rate was wrong from the start."""
        rate = self.pick.choice(("14.6", "14", "3", "5"))
        if not self.books.correct_rate(self.story, rate):
            return False
        self.story.rate = rate
        return True

    def stop(self) -> bool:
        """The administration stops: nothing is owed less."""
        return self.books.stop(self.story, self.day())

    def close(self) -> None:
        """The claim is closed: it stands no more, but money may still come."""
        on = self.day()
        if self.books.close(self.story, on):
            self.story.closed_on = on

    def take_everything_back(self) -> None:
        """Reverse every refund, receipt and cost; what was waived and closed stays so."""
        story = self.story
        for refund in list(story.refunds):
            assert self._take_back(story.refunds, "refunds", refund), refund
        for receipt in story.receipts:
            assert receipt.taken_back_on is not None or self._take_back_receipt(receipt), receipt
        is_waived = any(part == "costs" for _, _, part, _ in story.waivers)
        for cost in list(story.costs):
            assert self._take_back(story.costs, "costs", cost) or is_waived, cost


class Books:
    """What keeps books of stories; each method returns None (False) where it refuses."""

    def receive(self, story: Story, one: Receipt) -> str | None:
        """Keep a receipt."""
        raise NotImplementedError

    def spend(self, story: Story, on: date, amount: int) -> str | None:
        """Keep a cost."""
        raise NotImplementedError

    def refund(self, story: Story, on: date, amount: int) -> str | None:
        """Keep a refund."""
        raise NotImplementedError

    def waive(self, story: Story, part: str, on: date, amount: int) -> str | None:
        """Keep a waiver."""
        raise NotImplementedError

    def take_back(self, table: str, story: Story, number: str) -> date | None:
        """Reverse a record and return the day that counts on."""
        raise NotImplementedError

    def change_rate(self, story: Story, since: date, rate: str) -> bool:
        """Keep a change of the rate."""
        raise NotImplementedError

    def correct_rate(self, story: Story, rate: str) -> bool:
        """Correct the rate of the claim."""
        raise NotImplementedError

    def stop(self, story: Story, on: date) -> bool:
        """Keep a stop."""
        raise NotImplementedError

    def close(self, story: Story, on: date) -> bool:
        """Keep a closing."""
        raise NotImplementedError
