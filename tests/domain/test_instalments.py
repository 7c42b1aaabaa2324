"""The payments of a plan: sums, days, holidays, against a walk through the calendar day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.business_days import BusinessDays
from collections_app.domain.calendar import month_end
from collections_app.domain.codes import HolidayRule, OddYen
from collections_app.domain.errors import AmountError
from collections_app.domain.instalments import (
    Plan,
    amount_for,
    count_of,
    due_day,
    instalment,
    payments_for,
    schedule,
    sum_of,
)
from collections_app.services.business_days import business_days

YEN = st.integers(1, 10_000_000)
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
JAPAN = business_days()


@given(YEN, st.integers(1, 240), st.sampled_from(OddYen), DAYS, st.integers(1, 31), st.sampled_from(HolidayRule))
def test_what_is_paid_in_a_number_of_payments_is_the_total(
    total: int, payments: int, odd: OddYen, starts_on: date, day: int, rule: HolidayRule
) -> None:
    payments = min(payments, total)
    amount = amount_for(total, payments)
    plan = Plan(starts_on, None, day, amount, rule, total, payments, odd)
    found = list(schedule(plan, JAPAN))
    assert len(found) == payments
    assert sum(one.amount for one in found) == total
    usual = {one.amount for one in (found[1:] if odd is OddYen.FIRST else found[:-1])}
    assert usual <= {amount}
    assert all(0 <= one.amount - amount < payments for one in found)


@given(YEN, st.integers(20_000, 500_000), st.sampled_from(OddYen))
def test_what_is_paid_by_an_amount_is_the_total(total: int, amount: int, odd: OddYen) -> None:
    plan = Plan(date(2025, 4, 1), None, 27, amount, HolidayRule.SAME, total, None, odd)
    found = list(schedule(plan, JAPAN))
    assert len(found) == payments_for(total, amount) == count_of(plan)
    assert sum(one.amount for one in found) == total
    assert all(0 < one.amount <= amount for one in found)
    assert [sum_of(plan, place) for place in range(len(found) + 3)][-3:] == [total] * 3


@given(DAYS, st.integers(1, 31), st.sampled_from((HolidayRule.NEXT, HolidayRule.PREVIOUS)), st.integers(0, 60))
def test_no_payment_is_due_while_banks_are_closed(starts_on: date, day: int, rule: HolidayRule, place: int) -> None:
    plan = Plan(starts_on, None, day, 1, rule)
    one = instalment(plan, place, JAPAN)
    assert not JAPAN.is_closed(one.due_on)
    assert one.due_on >= starts_on
    assert one.agreed_on.day == min(day, month_end(one.agreed_on).day)
    between = range(1, abs((one.due_on - one.agreed_on).days))
    step = 1 if one.due_on > one.agreed_on else -1
    assert all(JAPAN.is_closed(one.agreed_on + step * timedelta(days=n)) for n in between)
    assert one.is_moved == JAPAN.is_closed(one.agreed_on)


@pytest.mark.parametrize(
    ("agreed", "rule", "due"),
    [
        (date(2025, 2, 24), HolidayRule.NEXT, date(2025, 2, 25)),  # 振替休日, a Monday
        (date(2025, 2, 22), HolidayRule.NEXT, date(2025, 2, 25)),  # Saturday, 天皇誕生日, 振替休日
        (date(2025, 5, 3), HolidayRule.NEXT, date(2025, 5, 7)),
        (date(2025, 5, 3), HolidayRule.PREVIOUS, date(2025, 5, 2)),
        (date(2024, 12, 31), HolidayRule.NEXT, date(2025, 1, 6)),  # closed by 銀行法施行令5条, then a weekend
        (date(2024, 12, 31), HolidayRule.PREVIOUS, date(2024, 12, 30)),
        (date(2024, 12, 31), HolidayRule.SAME, date(2024, 12, 31)),
    ],
)
def test_days_banks_are_closed_on(agreed: date, rule: HolidayRule, due: date) -> None:
    assert due_day(Plan(agreed, None, agreed.day, 1, HolidayRule.SAME), 0, JAPAN) == agreed
    assert JAPAN.moved(agreed, rule) == due


def test_the_31st_is_the_last_day_and_a_month_without_the_30th_is_due_on_its_last() -> None:
    ends = [due_day(Plan(date(2024, 1, 31), None, 31, 1, HolidayRule.SAME), n, JAPAN) for n in range(4)]
    assert ends == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]
    thirtieth = Plan(date(2025, 1, 31), None, 30, 1, HolidayRule.SAME)
    assert [due_day(thirtieth, n, JAPAN) for n in range(2)] == [date(2025, 2, 28), date(2025, 3, 30)]


def test_no_payment_comes_before_the_plan_begins() -> None:
    plan = Plan(date(2025, 2, 1), None, 1, 1, HolidayRule.PREVIOUS)  # a Saturday
    assert [due_day(plan, n, JAPAN) for n in range(2)] == [date(2025, 2, 3), date(2025, 2, 28)]


def test_more_payments_than_yen_are_refused() -> None:
    with pytest.raises(AmountError, match="回数"):
        amount_for(2, 3)


def test_a_calendar_says_what_it_does_not_know() -> None:
    calendar = BusinessDays(lambda year: frozenset({date(year, 1, 1)}), 2020, 2030, 2026)
    assert calendar.doubt_about(date(2026, 12, 31)) == ""
    assert "2027年以後の春分の日" in calendar.doubt_about(date(2027, 1, 1))
    assert "2031年以後の祝日は分からない" in calendar.doubt_about(date(2031, 1, 1))
    assert calendar.is_closed(date(2030, 1, 1))
    assert not calendar.is_closed(date(2031, 1, 1))
    assert calendar.moved(date(2033, 1, 1), HolidayRule.NEXT) == date(2033, 1, 3)
    assert JAPAN.settled_year >= 2025
