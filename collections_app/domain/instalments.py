"""弁済計画: the payments an agreement asks for, each with its yen and its day, moved where banks are closed on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from collections_app.domain.business_days import BusinessDays
from collections_app.domain.calendar import MONTHS, month_end
from collections_app.domain.codes import HolidayRule, OddYen
from collections_app.domain.errors import AmountError

_LONGEST_MONTH = 31  # days
LONGEST = 600  # instalments looked ahead of a plan without an end: fifty years
_LAST_MONTH = date.max.year * MONTHS + date.max.month - 1


class Plan(NamedTuple):
    """A plan of monthly payments; a month without its `day_of_month` is due on its last day.

    With a `total` it ends when that is paid; with `payments` it has so many, and all but one of them are `amount`:
    the first or the last one (`odd_yen`) is what is left of the total. Without either it goes on until `ends_on`.
    """

    starts_on: date
    ends_on: date | None
    day_of_month: int
    amount: int
    holiday_rule: HolidayRule = HolidayRule.NEXT
    total: int | None = None
    payments: int | None = None
    odd_yen: OddYen = OddYen.LAST


PLAN_COLUMNS = Plan._fields
"""The columns of `instalment_plans` that make its schedule."""


def plan_of(record: Mapping[str, Any]) -> Plan:
    """Return the plan a record of `instalment_plans` describes."""
    given = {name: record[name] for name in PLAN_COLUMNS}
    rule, odd = given["holiday_rule"] or HolidayRule.NEXT, given["odd_yen"] or OddYen.LAST
    return Plan(**{**given, "holiday_rule": HolidayRule(rule), "odd_yen": OddYen(odd)})


class Instalment(NamedTuple):
    """One payment asked for: its place from 1, the day agreed on, the day it is due (banks are open), yen."""

    number: int
    agreed_on: date
    due_on: date
    amount: int

    @property
    def is_moved(self) -> bool:
        """Whether the day agreed on is one banks are closed on."""
        return self.agreed_on != self.due_on


def amount_for(total: int, payments: int) -> int:
    """Return the yen of each of so many payments, the odd yen left out; AmountError when there are more than yen."""
    if payments < 1 or payments > total:
        raise AmountError("回数が総額（円）より多いか、1回より少なくなっています。回数を直してください。")
    return total // payments


def payments_for(total: int, amount: int) -> int:
    """Return how many payments of an amount a total takes, the last one (or first) being what is left."""
    return -(-total // amount)


def count_of(plan: Plan) -> int | None:
    """Return how many payments were agreed on; None when it goes on until it is ended."""
    if plan.payments is not None:
        return plan.payments
    return None if plan.total is None else payments_for(plan.total, plan.amount)


def sum_of(plan: Plan, count: int) -> int:
    """Return what the first `count` payments come to (yen)."""
    agreed = count_of(plan)
    if agreed is None or plan.total is None:
        return plan.amount * (count if agreed is None else min(count, agreed))
    if count >= agreed:
        return plan.total
    odd = plan.total - plan.amount * agreed  # what the odd payment has more, or less
    return plan.amount * count + (odd if plan.odd_yen is OddYen.FIRST and count > 0 else 0)


def agreed_day(plan: Plan, place: int) -> date:
    """Return the day agreed on for the payment at a place, whatever day of the week; the first one is at 0."""
    first = plan.starts_on.year * MONTHS + plan.starts_on.month - 1
    if _in_month(first, plan.day_of_month) < plan.starts_on:
        first += 1
    return _in_month(min(first + place, _LAST_MONTH), plan.day_of_month)


def due_day(plan: Plan, place: int, calendar: BusinessDays) -> date:
    """Return the day the payment at a place is due: moved by the plan's rule, but never to before the plan begins."""
    agreed = agreed_day(plan, place)
    moved = calendar.moved(agreed, plan.holiday_rule)
    return moved if moved >= plan.starts_on else calendar.moved(agreed, HolidayRule.NEXT)


def instalment(plan: Plan, place: int, calendar: BusinessDays) -> Instalment:
    """Return the payment at a place."""
    amount = sum_of(plan, place + 1) - sum_of(plan, place)
    return Instalment(place + 1, agreed_day(plan, place), due_day(plan, place, calendar), amount)


def length_of(plan: Plan) -> int | None:
    """Return how many payments there are, those agreed on after the plan was ended left out; None without an end."""
    agreed = count_of(plan)
    if plan.ends_on is None:
        return agreed
    within = _months_between(agreed_day(plan, 0), plan.ends_on) + 1
    while within > 0 and agreed_day(plan, within - 1) > plan.ends_on:
        within -= 1
    within = max(within, 0)
    return within if agreed is None else min(within, agreed)


def schedule(plan: Plan, calendar: BusinessDays, most: int = LONGEST) -> Iterator[Instalment]:
    """Yield the payments in order, at most so many of a plan without an end."""
    length = length_of(plan)
    for place in range(most if length is None else min(length, most)):
        yield instalment(plan, place, calendar)


def payments_due(plan: Plan, day: date, calendar: BusinessDays) -> int:
    """Return how many payments should have come before `day`: one that is due on the day itself is in time."""
    count = _months_between(agreed_day(plan, 0), day) + 2  # that of the first of next month may be moved to before
    length = length_of(plan)
    if length is not None:
        count = min(count, length)
    while count > 0 and due_day(plan, count - 1, calendar) >= day:
        count -= 1
    return max(count, 0)


def due_by(plan: Plan, day: date, asked_on: date | None, calendar: BusinessDays) -> Instalment | None:
    """Return the payment that has come to be due by a day, within a month; None when there is none to be asked for.

    What was asked for after the payment before it was due (`asked_on`, the last time) was asked for this one.
    """
    place = payments_due(plan, day + timedelta(days=1), calendar) - 1
    if place < 0:
        return None
    one = instalment(plan, place, calendar)
    was_asked = asked_on is not None and (place == 0 or asked_on > due_day(plan, place - 1, calendar))
    return None if was_asked or (day - one.due_on).days > _LONGEST_MONTH else one


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * MONTHS + last.month - first.month


@lru_cache(maxsize=65_536)
def _in_month(number: int, day_of_month: int) -> date:
    first = date(number // MONTHS, number % MONTHS + 1, 1)
    return first.replace(day=min(day_of_month, month_end(first).day))
