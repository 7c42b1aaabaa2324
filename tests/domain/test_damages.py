"""Delay damages against worked examples (their source beside each) and against a day-by-day recomputation."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.codes import DayBasis
from collections_app.domain.damages import (
    YEAR,
    Profile,
    RatePeriod,
    calculate,
    exact_damages,
    half_up,
    leap_days,
    rate_of_percent,
    segment_damages,
    weight,
)
from collections_app.domain.errors import ContradictionError

DAYS = st.dates(date(1950, 1, 1), date(2080, 12, 31))


def test_rates_are_exact() -> None:
    assert rate_of_percent("14.6") == Fraction(73, 500)
    assert rate_of_percent("14") == Fraction(7, 50)


@pytest.mark.parametrize(
    ("profile", "damages"),
    [(Profile.D365, 17_260), (Profile.CALENDAR, 17_213)],
)
def test_forty_five_days_of_a_leap_year(profile: Profile, damages: int) -> None:
    # 1,000,000円, 14 %, 2024-02-15 to 2024-03-31
    found = calculate(1_000_000, rate_of_percent("14"), date(2024, 2, 15), date(2024, 3, 31), profile)
    assert (found.days, found.damages) == (45, damages)


def test_five_million_at_14_6_percent_is_two_thousand_a_day() -> None:
    start = date(2023, 12, 20)
    for days in (1, 42, 71, 191, 1000):
        found = calculate(5_000_000, rate_of_percent("14.6"), start, start + timedelta(days), Profile.D365)
        assert found.damages == 2_000 * days


@pytest.mark.parametrize(
    ("profile", "damages"),
    [(Profile.YEARS_FLOOR_EACH, 87_510), (Profile.YEARS_ADD_FLOOR, 87_511)],
)
def test_courts_count_whole_years_first(profile: Profile, damages: int) -> None:
    # 1,000,000円, 5 %, 2010-06-03 to 2012-03-02, both ends counted: 50,000 + 29,041 (212/365) + 8,469 (62/366)
    found = calculate(1_000_000, rate_of_percent("5"), date(2010, 6, 2), date(2012, 3, 2), profile)
    assert found.damages == damages
    assert found.parts == (("1年", 50_000), ("212/365", 29_041), ("62/366", 8_469))


def test_a_year_that_begins_on_29_february_ends_on_the_28th() -> None:
    # 民法143条2項: the corresponding day is missing, so the period ends with the month
    found = calculate(365_000, Fraction(1), date(2020, 2, 28), date(2021, 2, 28), Profile.YEARS_ADD_FLOOR)
    assert found.parts == (("1年", 365_000),)


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(ContradictionError, match="前です"):
        calculate(1, Fraction(1), date(2024, 1, 2), date(2024, 1, 1), Profile.D365)


def test_no_day_no_damages() -> None:
    day = date(2024, 1, 1)
    for profile in Profile:
        assert calculate(1_000_000, Fraction(1, 10), day, day, profile).damages == 0


@given(DAYS, DAYS)
def test_leap_days_equal_a_count_day_by_day(one: date, other: date) -> None:
    since, until = sorted((one, other))
    if (until - since).days > 3_000:
        until = since + timedelta(3_000)
    days = [since + timedelta(n) for n in range(1, (until - since).days + 1)]
    counted = sum(1 for day in days if day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0))
    assert leap_days(since, until) == counted
    assert weight(since, until, DayBasis.CALENDAR) == sum(
        YEAR // (366 if day.year % 4 == 0 and (day.year % 100 or day.year % 400 == 0) else 365) for day in days
    )


@given(
    st.integers(1, 10**11),
    st.sampled_from(["14.6", "14", "18.25", "0", "3"]),
    DAYS,
    st.integers(0, 4_000),
    st.integers(0, 4_000),
    st.sampled_from(list(DayBasis)),
)
def test_spans_add_up_exactly(percent: int, rate: str, start: date, one: int, two: int, basis: DayBasis) -> None:
    rates = (RatePeriod(rate_of_percent(rate)),)
    middle, end = start + timedelta(one), start + timedelta(one + two)
    whole = exact_damages(percent, rates, start, end, basis)
    assert whole == exact_damages(percent, rates, start, middle, basis) + exact_damages(
        percent, rates, middle, end, basis
    )
    floored = segment_damages(percent, rates, start, end, basis)
    assert floored <= whole < floored + 1
    assert abs(half_up(whole) - whole) <= Fraction(1, 2)


def test_a_rate_holds_from_its_day_on() -> None:
    rates = (RatePeriod(Fraction(1, 10)), RatePeriod(Fraction(2, 10), date(2024, 1, 11)))
    # 365,000円: 100円 a day for 1 to 10 January, 200円 a day from the 11th
    assert segment_damages(365_000, rates, date(2023, 12, 31), date(2024, 1, 10), DayBasis.D365) == 1_000
    assert segment_damages(365_000, rates, date(2023, 12, 31), date(2024, 1, 12), DayBasis.D365) == 1_400
    assert segment_damages(365_000, rates, date(2024, 1, 11), date(2024, 1, 12), DayBasis.D365) == 200
