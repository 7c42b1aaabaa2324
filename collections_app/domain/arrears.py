"""What became of an instalment plan: each payment in time, late, in part or missed, as of any day.

Money fills the oldest payment first. A payment on the very day it is due is in time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from collections_app.domain.business_days import BusinessDays
from collections_app.domain.codes import Code
from collections_app.domain.instalments import LONGEST, Instalment, Plan, due_day, payments_due, schedule, sum_of


class DueState(Code):
    """履行状況: how one payment of a plan stands on a day."""

    PAID = "paid", "履行"
    LATE = "late", "遅れて履行"
    PARTLY = "partly", "一部のみ"
    MISSED = "missed", "未履行"
    OPEN = "open", "未到来"


class Arrears(NamedTuple):
    """How far a plan is behind: payments not wholly made, yen missing, the day the oldest of them was due."""

    months: int
    yen: int
    since: date


@dataclass(frozen=True, slots=True)
class Kept:
    """One payment and what came for it: yen, the day it was complete, by how many days that is, or so far is, late."""

    instalment: Instalment
    paid: int
    paid_on: date | None
    state: DueState
    days_late: int

    @property
    def words(self) -> str:
        """How it stands in words."""
        if self.state is DueState.LATE:
            return f"{self.days_late:,}日遅れて履行"
        if self.state in (DueState.PARTLY, DueState.MISSED) and self.days_late:
            return f"{self.state.label}（{self.days_late:,}日遅れ）"
        return self.state.label


def arrears_of(plan: Plan, received: int, day: date, calendar: BusinessDays) -> Arrears | None:
    """Return how far a plan is behind when `received` yen came in since it began; None when it is not."""
    count, came = payments_due(plan, day, calendar), max(received, 0)
    missing = sum_of(plan, count) - came
    if missing <= 0:
        return None
    first = _covered(plan, came, count)
    return Arrears(count - first, missing, due_day(plan, first, calendar))


def _covered(plan: Plan, received: int, count: int) -> int:
    """Return how many of the first `count` payments money fills: near the quotient, as all but one are alike."""
    place = min(received // plan.amount, count - 1)
    while place > 0 and sum_of(plan, place) > received:
        place -= 1
    while place < count and sum_of(plan, place + 1) <= received:
        place += 1
    return place


def kept_by(
    plan: Plan, received: Iterable[tuple[date, int]], day: date, calendar: BusinessDays, most: int = LONGEST
) -> tuple[Kept, ...]:
    """Return how every payment of a plan stands at the end of a day; `received` are days and yen, in any order.

    Of a plan without an end those due by the day and `most` further ones. A reversal has the day of its receipt, so
    that both cancel each other.
    """
    sums = _running(received, day)
    passed = payments_due(plan, day, calendar)
    found = []
    for one in schedule(plan, calendar, passed + most):
        wanted = sum_of(plan, one.number)
        came = max(min(sums[-1][1], wanted) - (wanted - one.amount), 0) if sums else 0
        paid_on = next((on for on, total in sums if total >= wanted), None) if came == one.amount else None
        found.append(_kept(one, came, paid_on, day))
    return tuple(found)


def _kept(one: Instalment, came: int, paid_on: date | None, day: date) -> Kept:
    if paid_on is not None:
        late = max((paid_on - one.due_on).days, 0)
        return Kept(one, came, paid_on, DueState.LATE if late else DueState.PAID, late)
    if one.due_on >= day:
        return Kept(one, came, None, DueState.OPEN, 0)
    return Kept(one, came, None, DueState.PARTLY if came else DueState.MISSED, (day - one.due_on).days)


def _running(received: Iterable[tuple[date, int]], day: date) -> list[tuple[date, int]]:
    """Return what had come by each day, in order, up to a day."""
    by_day: dict[date, int] = {}
    for on, yen in received:
        if on <= day:
            by_day[on] = by_day.get(on, 0) + yen
    total, found = 0, []
    for on in sorted(by_day):
        total += by_day[on]
        found.append((on, total))
    return found
