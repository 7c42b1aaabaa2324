"""Delay damages (遅延損害金), in whole yen, from integers and exact fractions only.

Damages run on the remaining principal without compounding, from the day after `since` up to and including `until`.
Day counts are kept as whole numbers of 1/(365 x 366) year, so that ordinary and leap years share one denominator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from collections_app.domain.codes import Code, DayBasis
from collections_app.domain.errors import AmountError, ContradictionError

YEAR = 365 * 366  # one year, in the unit of a weight
_ONE_DAY = timedelta(days=1)


class Profile(Code):
    """計算方式: how days become years."""

    D365 = "365", "年365日日割"
    CALENDAR = "calendar", "暦年日割"
    YEARS_FLOOR_EACH = "years-floor-each", "年計算・各端数切捨て"
    YEARS_ADD_FLOOR = "years-add-floor", "年計算・合算後切捨て"


class Rounding(Enum):
    """端数処理: what happens to the fraction of a yen of a segment."""

    FLOOR_SEGMENT = "floor-segment"
    FLOOR_TOTAL = "floor-total"  # the running total is floored, not each segment
    HALF_UP = "half-up"


@dataclass(frozen=True, slots=True)
class RatePeriod:
    """A yearly rate (0.146 for 14.6 %) that holds from a day on; None: from the beginning."""

    rate: Fraction
    since: date | None = None


@lru_cache(maxsize=1_024)  # few rates, many claims
def rate_of_percent(percent: str) -> Fraction:
    """Return the yearly rate of a decimal number in percent, exactly: "14.6" is 73/500."""
    return Fraction(percent) / 100


def leap_days(since: date, until: date) -> int:
    """Return how many of the days after `since` up to and including `until` lie in leap years."""
    return sum(
        (min(until, date(year, 12, 31)) - max(since, date(year - 1, 12, 31))).days
        for year in range(since.year, until.year + 1)
        if _is_leap(year)
    )


def weight(since: date, until: date, basis: DayBasis) -> int:
    """Return the length of the span in 1/YEAR of a year: each day 1/365, or by its calendar year 1/365 or 1/366."""
    days = (until - since).days
    if basis is DayBasis.D365:
        return days * 366
    leap = leap_days(since, until)
    return (days - leap) * 366 + leap * 365


def exact_damages(principal: int, rates: tuple[RatePeriod, ...], since: date, until: date, basis: DayBasis) -> Fraction:
    """Return the unrounded damages in yen; `rates` in order of their days."""
    return sum(
        (principal * rate * weight(start, end, basis) / YEAR for rate, start, end in rate_pieces(rates, since, until)),
        start=Fraction(0),
    )


def segment_damages(principal: int, rates: tuple[RatePeriod, ...], since: date, until: date, basis: DayBasis) -> int:
    """Return the damages of one segment in yen, its exact sum floored once."""
    return segments(rates, basis)(principal, since, until)


Segments = Callable[[int, date, date], int]  # (principal, since, until) -> yen


def segments(rates: tuple[RatePeriod, ...], basis: DayBasis) -> Segments:
    """Return the function that computes the segments of one claim, each exact sum floored once.

    A rate that never changed, the common case, is taken apart only once: an import asks for every receipt.
    """
    if len(rates) != 1:
        return lambda principal, since, until: _floor(exact_damages(principal, rates, since, until, basis))
    rate = rates[0].rate
    numerator, denominator = rate.numerator, rate.denominator * YEAR
    if basis is DayBasis.D365:
        numerator *= 366
        return lambda principal, since, until: principal * numerator * (until - since).days // denominator
    return lambda principal, since, until: principal * numerator * weight(since, until, basis) // denominator


def segments_by(rates: tuple[RatePeriod, ...], profile: Profile) -> Segments:
    """Return the function that computes the segments of one claim under a profile.

    Under the years profiles the years are counted anew from the start of a segment and from each change of the rate
    within it.
    """
    if profile in (Profile.D365, Profile.CALENDAR):
        return segments(rates, DayBasis(profile.value))

    def of_years(principal: int, since: date, until: date) -> int:
        exact = [
            part
            for rate, start, end in rate_pieces(rates, since, until)
            for _, part in _years_and_days(principal * rate, start, end)
        ]
        if profile is Profile.YEARS_FLOOR_EACH:
            return sum(_floor(part) for part in exact)
        return _floor(sum(exact, start=Fraction(0)))

    return of_years


def half_up(amount: Fraction) -> int:
    """Return the whole number nearest to a non-negative amount, halves upward."""
    return _floor(amount + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Calculation:
    """What the calculator shows: days, damages in yen, and the parts they were added from (label, yen)."""

    days: int
    damages: int
    parts: tuple[tuple[str, int], ...]


def calculate(principal: int, rate: Fraction, since: date, until: date, profile: Profile) -> Calculation:
    """Return the damages of one span under a named profile.

    ContradictionError when `until` lies before `since`, AmountError when the principal is negative.
    The years profiles are those of courts where the title has no 365-day clause: whole years by anniversary at the
    annual rate, the remaining days by the calendar year in which they fall.
    """
    if principal < 0:
        raise AmountError("元金がマイナスです。0円以上で入力してください。")
    if until < since:
        raise ContradictionError("終わりの日が始まりの日より前です。日付の順を確かめてください。")
    rates = (RatePeriod(rate),)
    days = (until - since).days
    if profile in (Profile.D365, Profile.CALENDAR):
        basis = DayBasis(profile.value)
        amount = segment_damages(principal, rates, since, until, basis)
        return Calculation(days, amount, ((profile.label, amount),))
    pieces = list(_years_and_days(principal * rate, since, until))
    if profile is Profile.YEARS_FLOOR_EACH:
        parts = tuple((label, _floor(exact)) for label, exact in pieces)
        return Calculation(days, sum(amount for _, amount in parts), parts)
    total = _floor(sum((exact for _, exact in pieces), start=Fraction(0)))
    return Calculation(days, total, tuple((label, _floor(exact)) for label, exact in pieces))


def rate_pieces(rates: tuple[RatePeriod, ...], since: date, until: date) -> Iterator[tuple[Fraction, date, date]]:
    """Yield (rate, since, until) for each rate that holds on some day of the span."""
    for number, period in enumerate(rates):
        start = since if period.since is None else max(since, period.since - _ONE_DAY)
        later = rates[number + 1].since if number + 1 < len(rates) else None
        end = until if later is None else min(until, later - _ONE_DAY)
        if start < end:
            yield period.rate, start, end


def _years_and_days(a_year: Fraction, since: date, until: date) -> Iterator[tuple[str, Fraction]]:
    years, ordinary, leap = whole_years(since, until)
    if years:
        yield f"{years}年", a_year * years
    if ordinary:
        yield f"{ordinary}/365", a_year * ordinary / 365
    if leap:
        yield f"{leap}/366", a_year * leap / 366


def whole_years(since: date, until: date) -> tuple[int, int, int]:
    """Return a span as whole years by anniversary, then the days left that lie in ordinary and in leap years."""
    years = 0
    while _years_after(since, years + 1) <= until:
        years += 1
    start = _years_after(since, years)
    leap = leap_days(start, until)
    return years, (until - start).days - leap, leap


def _years_after(since: date, years: int) -> date:
    """Return the last day of a period of whole years that begins on the day after `since` (民法143条2項)."""
    first = since + _ONE_DAY
    try:
        return first.replace(year=first.year + years) - _ONE_DAY
    except ValueError:  # it began on 29 February and ends in a year without one
        return date(first.year + years, 2, 28)


def _floor(amount: Fraction) -> int:
    return amount.numerator // amount.denominator


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
