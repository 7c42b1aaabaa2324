"""Instalments behind and promises broken, against a recomputation day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.arrears import Arrears, Plan, arrears_of, due_day, payments_due
from collections_app.domain.calendar import month_end
from collections_app.domain.promises import Promise, missing_of

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
PLANS = st.builds(
    lambda starts_on, length, day, amount: Plan(
        starts_on, None if length is None else starts_on + timedelta(days=length), day, amount
    ),
    DAYS,
    st.none() | st.integers(0, 900),
    st.integers(1, 31),
    st.integers(1, 200_000),
)


def days_of_payment(plan: Plan, before: date) -> list[date]:
    """Walk the calendar day by day."""
    last = before - timedelta(days=1) if plan.ends_on is None else min(before - timedelta(days=1), plan.ends_on)
    found, day = [], plan.starts_on
    while day <= last:
        if day.day == min(plan.day_of_month, month_end(day).day):
            found.append(day)
        day += timedelta(days=1)
    return found


@given(PLANS, DAYS)
def test_the_payments_due_are_the_days_of_the_calendar(plan: Plan, day: date) -> None:
    walked = days_of_payment(plan, day)
    assert payments_due(plan, day) == len(walked)
    assert [due_day(plan, place) for place in range(len(walked))] == walked


@given(PLANS, DAYS, st.integers(-1000, 3_000_000))
def test_arrears_are_what_is_left_when_money_fills_the_oldest_payments_first(
    plan: Plan, day: date, received: int
) -> None:
    left, unpaid = max(received, 0), []
    for due in days_of_payment(plan, day):
        paid = min(left, plan.amount)
        left -= paid
        if paid < plan.amount:
            unpaid.append((due, plan.amount - paid))
    expected = Arrears(len(unpaid), sum(yen for _, yen in unpaid), unpaid[0][0]) if unpaid else None
    assert arrears_of(plan, received, day) == expected


def test_a_payment_on_its_day_is_in_time_and_a_short_month_is_due_on_its_last_day() -> None:
    plan = Plan(date(2025, 1, 31), None, 31, 10_000)
    assert arrears_of(plan, 0, date(2025, 1, 31)) is None
    assert arrears_of(plan, 0, date(2025, 2, 1)) == Arrears(1, 10_000, date(2025, 1, 31))
    assert arrears_of(plan, 10_000, date(2025, 2, 28)) is None
    assert arrears_of(plan, 10_000, date(2025, 3, 1)) == Arrears(1, 10_000, date(2025, 2, 28))
    assert arrears_of(plan, 15_000, date(2025, 4, 1)) == Arrears(2, 15_000, date(2025, 2, 28))


def test_a_promise_is_broken_the_day_after_and_kept_by_enough_money() -> None:
    promise = Promise(date(2025, 3, 1), date(2025, 3, 10), 30_000)
    assert missing_of(promise, 0, date(2025, 3, 10)) == 0
    assert missing_of(promise, 10_000, date(2025, 3, 11)) == 20_000
    assert missing_of(promise, 30_000, date(2025, 3, 11)) == 0
    assert missing_of(promise, -5_000, date(2025, 3, 11)) == 35_000
    assert missing_of(promise._replace(amount=None), 1, date(2025, 3, 11)) == 0
    assert missing_of(promise._replace(amount=None), 0, date(2025, 3, 11)) == 1
