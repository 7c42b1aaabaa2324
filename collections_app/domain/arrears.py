"""Arrears of an instalment plan: what was due by its days of payment against what came."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from collections_app.domain.calendar import MONTHS, month_end


class Plan(NamedTuple):
    """A plan of monthly payments; a month without its `day_of_month` is due on its last day."""

    starts_on: date
    ends_on: date | None
    day_of_month: int
    amount: int


class Arrears(NamedTuple):
    """How far a plan is behind: payments not wholly made, yen missing, the day the oldest of them was due."""

    months: int
    yen: int
    since: date


def due_day(plan: Plan, place: int) -> date:
    """Return the day the payment at a place of the plan is due; the first one is at 0."""
    first = plan.starts_on.year * MONTHS + plan.starts_on.month - 1
    if _in_month(first, plan.day_of_month) < plan.starts_on:
        first += 1
    return _in_month(first + place, plan.day_of_month)


def payments_due(plan: Plan, day: date) -> int:
    """Return how many payments should have come before `day`: one that is due on the day itself is in time."""
    first = due_day(plan, 0)
    count = (day.year - first.year) * MONTHS + day.month - first.month + 1
    while count > 0 and not _has_passed(plan, due_day(plan, count - 1), day):
        count -= 1
    return max(count, 0)


def arrears_of(plan: Plan, received: int, day: date) -> Arrears | None:
    """Return how far a plan is behind when `received` yen came in since it began; None when it is not."""
    count = payments_due(plan, day)
    missing = count * plan.amount - max(received, 0)
    if missing <= 0:
        return None
    months = -(-missing // plan.amount)
    return Arrears(months, missing, due_day(plan, count - months))


def _has_passed(plan: Plan, due: date, day: date) -> bool:
    return due < day and (plan.ends_on is None or due <= plan.ends_on)


def _in_month(number: int, day_of_month: int) -> date:
    first = date(number // MONTHS, number % MONTHS + 1, 1)
    return first.replace(day=min(day_of_month, month_end(first).day))
