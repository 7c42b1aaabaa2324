"""Instalments behind and promises broken, against a recomputation day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.arrears import Arrears, DueState, arrears_of, kept_by
from collections_app.domain.calendar import month_end
from collections_app.domain.codes import HolidayRule, OddYen
from collections_app.domain.instalments import Plan, due_day, payments_due, payments_for
from collections_app.domain.promises import Promise, missing_of
from collections_app.services.business_days import business_days

JAPAN = business_days()
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return plans with and without an end, a total, a number of payments."""
    starts_on, amount = draw(DAYS), draw(st.integers(1, 200_000))
    length = draw(st.none() | st.integers(0, 900))
    ends_on = None if length is None else starts_on + timedelta(days=length)
    total, payments = draw(st.none() | st.integers(1, 5_000_000)), None
    if total is not None and payments_for(total, amount) > 120:
        total = None
    if total is not None and draw(st.booleans()):
        payments = max(total // amount, 1)  # the odd payment is larger than the others, or is all
    rule, odd = draw(st.sampled_from(HolidayRule)), draw(st.sampled_from(OddYen))
    return Plan(starts_on, ends_on, draw(st.integers(1, 31)), amount, rule, total, payments, odd)


def walked(plan: Plan, until: date) -> list[tuple[date, int]]:
    """Walk the calendar day by day: the day each payment is due and its yen, of days agreed on up to `until`."""
    found: list[tuple[date, int]] = []
    left, day = plan.total, plan.starts_on
    agreed = plan.payments or (None if plan.total is None else -(-plan.total // plan.amount))
    while day <= (until if plan.ends_on is None else min(until, plan.ends_on)):
        if day.day == min(plan.day_of_month, month_end(day).day) and (agreed is None or len(found) < agreed):
            amount = plan.amount
            if agreed is not None and plan.total is not None and left is not None:
                others = plan.amount * (agreed - 1)
                is_odd = len(found) == (0 if plan.odd_yen is OddYen.FIRST else agreed - 1)
                amount = plan.total - others if is_odd else plan.amount
            due = day
            if plan.holiday_rule is not HolidayRule.SAME:
                step = timedelta(days=1 if plan.holiday_rule is HolidayRule.NEXT else -1)
                while JAPAN.is_closed(due):
                    due += step
                if due < plan.starts_on:
                    due = plan.starts_on
                    while JAPAN.is_closed(due):
                        due += timedelta(days=1)
            found.append((due, amount))
        day += timedelta(days=1)
    return found


def passed(plan: Plan, day: date) -> list[tuple[date, int]]:
    return [one for one in walked(plan, day + timedelta(days=40)) if one[0] < day]


@given(plans(), DAYS)
def test_the_payments_due_are_the_days_of_the_calendar(plan: Plan, day: date) -> None:
    found = passed(plan, day)
    assert payments_due(plan, day, JAPAN) == len(found)
    assert [due_day(plan, place, JAPAN) for place in range(len(found))] == [due for due, _ in found]


@given(plans(), DAYS, st.integers(-1000, 3_000_000))
def test_arrears_are_what_is_left_when_money_fills_the_oldest_payments_first(
    plan: Plan, day: date, received: int
) -> None:
    left, unpaid = max(received, 0), []
    for due, amount in passed(plan, day):
        paid = min(left, amount)
        left -= paid
        if paid < amount:
            unpaid.append((due, amount - paid))
    expected = Arrears(len(unpaid), sum(yen for _, yen in unpaid), unpaid[0][0]) if unpaid else None
    assert arrears_of(plan, received, day, JAPAN) == expected


RECEIPTS = st.lists(st.tuples(DAYS, st.integers(1, 300_000)), max_size=8)


@given(plans(), DAYS, RECEIPTS)
def test_each_payment_stands_as_a_walk_through_the_days_says(
    plan: Plan, day: date, receipts: list[tuple[date, int]]
) -> None:
    found = kept_by(plan, receipts, day, JAPAN, most=3)
    dues = passed(plan, day)
    assert len(found) >= len(dues)
    purse, paid = 0, [0] * len(found)
    done: list[date | None] = [None] * len(found)
    for on in sorted({on for on, _ in receipts if on <= day}):  # every day on which anything happens
        purse += sum(yen for when, yen in receipts if when == on)
        for place, one in enumerate(found):
            more = min(purse, one.instalment.amount - paid[place])
            paid[place] += more
            purse -= more
            if paid[place] == one.instalment.amount and done[place] is None:
                done[place] = on
    for place, one in enumerate(found):
        due, complete = one.instalment.due_on, done[place]
        assert (one.paid, one.paid_on) == (paid[place], complete)
        if complete is not None:
            assert (one.state is DueState.LATE) == (complete > due)
            assert one.days_late == max((complete - due).days, 0)
        elif due >= day:
            assert (one.state, one.days_late) == (DueState.OPEN, 0)
        else:
            assert one.state is (DueState.PARTLY if paid[place] else DueState.MISSED)
            assert one.days_late == (day - due).days
    behind = [one for one in found if one.state in (DueState.PARTLY, DueState.MISSED)]
    missing = sum(one.instalment.amount - one.paid for one in behind)
    expected = Arrears(len(behind), missing, behind[0].instalment.due_on) if behind else None
    assert arrears_of(plan, sum(yen for on, yen in receipts if on <= day), day, JAPAN) == expected


def test_a_receipt_taken_back_was_never_received() -> None:
    plan, day = Plan(date(2025, 1, 31), None, 31, 10_000), date(2025, 2, 5)
    (first,) = kept_by(plan, [(date(2025, 1, 20), 10_000), (date(2025, 1, 20), -10_000)], day, JAPAN, most=0)
    assert (first.state, first.paid, first.words) == (DueState.MISSED, 0, "未履行（5日遅れ）")


def test_a_payment_due_on_a_holiday_is_late_only_after_the_day_it_was_moved_to() -> None:
    plan = Plan(date(2025, 5, 1), date(2025, 5, 31), 3, 10_000)  # 憲法記念日 to 振替休日: due on 7 May
    assert arrears_of(plan, 0, date(2025, 5, 7), JAPAN) is None
    assert arrears_of(plan, 0, date(2025, 5, 8), JAPAN) == Arrears(1, 10_000, date(2025, 5, 7))
    assert [one.state for one in kept_by(plan, [(date(2025, 5, 7), 10_000)], date(2025, 6, 1), JAPAN)] == [
        DueState.PAID
    ]
    (late,) = kept_by(plan, [(date(2025, 5, 9), 10_000)], date(2025, 6, 1), JAPAN)
    assert late.words == "2日遅れて履行"


def test_a_payment_on_its_day_is_in_time_and_a_short_month_is_due_on_its_last_day() -> None:
    plan = Plan(date(2025, 1, 31), None, 31, 10_000)
    assert arrears_of(plan, 0, date(2025, 1, 31), JAPAN) is None
    assert arrears_of(plan, 0, date(2025, 2, 1), JAPAN) == Arrears(1, 10_000, date(2025, 1, 31))
    assert arrears_of(plan, 10_000, date(2025, 2, 28), JAPAN) is None
    assert arrears_of(plan, 10_000, date(2025, 3, 1), JAPAN) == Arrears(1, 10_000, date(2025, 2, 28))
    assert arrears_of(plan, 15_000, date(2025, 4, 1), JAPAN) == Arrears(2, 15_000, date(2025, 2, 28))


def test_a_promise_is_broken_the_day_after_and_kept_by_enough_money() -> None:
    promise = Promise(date(2025, 3, 1), date(2025, 3, 10), 30_000)
    assert missing_of(promise, 0, date(2025, 3, 10)) == 0
    assert missing_of(promise, 10_000, date(2025, 3, 11)) == 20_000
    assert missing_of(promise, 30_000, date(2025, 3, 11)) == 0
    assert missing_of(promise, -5_000, date(2025, 3, 11)) == 35_000
    assert missing_of(promise._replace(amount=None), 1, date(2025, 3, 11)) == 0
    assert missing_of(promise._replace(amount=None), 0, date(2025, 3, 11)) == 1
