"""The year's end forecast (着地見込み): what is recovered by the as-of day and what the rest of the year brings.

Irregular recovery follows the vintages, as a chain ladder in additive form does (incremental loss ratios): claims of a
fiscal year are expected to bring, month by month, what the three cohorts before them brought at the same age, in
proportion to the amount subrogated. What came so far against what these rates give for it corrects the rest, with the
share of the year that is over as credibility (Benktander's method; Mack, Credible Claims Reserves, 2000). Regular
recovery follows the running plans: what falls due, times the share that was kept of late, and beside it the pace of
those who pay without a plan. Nothing posted after the as-of day is used. All of it is whole yen and fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from collections_app.domain.calendar import MONTHS, fiscal_period, month_end
from collections_app.domain.money import percent_of, rounded

COHORTS = 3  # earlier cohorts a rate is taken from
PACE_MONTHS = 3  # whole months that regular recovery without a plan goes on like

_APRIL = 3  # months from January on
_ONE_DAY = timedelta(days=1)


class Method(Enum):
    """A way to forecast; the two simple ones stand beside ours to be beaten."""

    CURVES = "curves"
    LAST_YEAR = "last_year"
    RUN_RATE = "run_rate"

    @property
    def label(self) -> str:
        """The word for people."""
        return _METHODS[self]


_METHODS = {
    Method.CURVES: "経過年数と弁済計画",
    Method.LAST_YEAR: "前年度の残り期間と同額",
    Method.RUN_RATE: "今年度の進み方のまま",
}


class PartKind(Enum):
    """What a part of the forecast comes from."""

    PLANS = "plans"
    PACE = "pace"
    COHORT = "cohort"
    TO_COME = "to_come"
    WHOLE = "whole"  # of the simple ways


@dataclass(frozen=True, slots=True)
class Plans:
    """Instalment plans that run on a day: due in the rest of the year; due and kept in the year before the day."""

    claim_nos: tuple[str, ...] = ()
    to_come: Mapping[int, int] = field(default_factory=dict)  # yen by month number
    due: int = 0
    kept: int = 0
    recent: int = 0  # regular recovery of these claims in the whole months of the pace


@dataclass(frozen=True, slots=True)
class Books:
    """What is posted by the as-of day; a month number is year × 12 + month - 1."""

    regular: Mapping[int, int]  # by month
    irregular: Mapping[tuple[int, int], int]  # by (cohort, month)
    subrogated: Mapping[date, int]
    fresh: Mapping[tuple[date, int], int]  # irregular of a claim's own fiscal year, by (代位弁済日, month)
    broken: Mapping[int, tuple[int, int]]  # (regular, irregular) of the as-of month up to the day, by fiscal year
    plans: Mapping[int, Plans]  # by fiscal year: those that ran on the same day of it
    planned: Mapping[int, int]  # 代位弁済 planned, by fiscal year
    irregular_by_month: Mapping[int, int]  # of all cohorts together


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is still expected: its yen for each month of the fiscal year (0 before the as-of month)."""

    kind: PartKind
    months: tuple[int, ...]
    cohort: int | None = None
    base: int = 0  # yen it is reckoned from: subrogated, due, or the pace of a month
    rate: str = ""  # percent, two decimals, of the base that comes in the rest of the year, or that is kept of plans

    @property
    def amount(self) -> int:
        """The yen expected."""
        return sum(self.months)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a year was at on a day, and what each method makes of the rest."""

    fiscal_year: int
    as_of: date
    regular: int
    irregular: int
    parts: Mapping[Method, tuple[Part, ...]]

    @property
    def recovered(self) -> int:
        """The recovery posted by the day."""
        return self.regular + self.irregular

    def rest(self, method: Method) -> int:
        """Return what is still expected."""
        return sum(part.amount for part in self.parts[method])

    def total(self, method: Method) -> int:
        """Return the year's end."""
        return self.recovered + self.rest(method)


def month_number(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * MONTHS + day.month - 1


def first_month(fiscal_year: int) -> int:
    """Return the number of April of a fiscal year."""
    return fiscal_year * MONTHS + _APRIL


def same_day(as_of: date, fiscal_year: int) -> date:
    """Return the day of another fiscal year that lies where `as_of` does; the last of a month stays the last."""
    year = fiscal_year + (1 if as_of.month <= _APRIL else 0)
    last = month_end(date(year, as_of.month, 1))
    return last if as_of == month_end(as_of) else last.replace(day=min(as_of.day, last.day))


def expected(books: Books, fiscal_year: int, as_of: date) -> Expected:
    """Return what a fiscal year is at on a day and what each method expects of its rest, from what was posted by it."""
    year = _Year(books, fiscal_year, as_of)
    regular, irregular = year.recovered()
    parts = {
        Method.CURVES: (*year.regular_parts(), *year.cohort_parts(irregular)),
        Method.LAST_YEAR: (year.as_last_year(),),
        Method.RUN_RATE: (year.at_this_pace(regular + irregular),),
    }
    return Expected(fiscal_year, as_of, regular, irregular, parts)


class _Curve(NamedTuple):
    """What a cohort brings by the curves: in each month still to come, and what it should have brought so far."""

    kind: PartKind
    cohort: int
    own: int
    rates: tuple[Fraction, ...]  # of what was subrogated, by month
    so_far: Fraction

    def part(self, factor: Fraction) -> Part:
        """Return it as a part of the forecast, corrected by a factor."""
        rate = sum(self.rates, Fraction()) * factor
        months = tuple(rounded(self.own * one * factor) for one in self.rates)
        return Part(self.kind, months, self.cohort, self.own, _percent(rate))


class _Year:
    """A fiscal year looked at from one of its days."""

    def __init__(self, books: Books, fiscal_year: int, as_of: date) -> None:
        self._books, self._year, self._as_of = books, fiscal_year, as_of
        self._first, self._now = first_month(fiscal_year), month_number(as_of)
        self._is_broken = as_of != month_end(as_of)
        left = month_end(as_of).day - as_of.day
        self._left = Fraction(left, month_end(as_of).day)  # of the as-of month
        self._subrogated: dict[int, int] = {}
        for day, yen in books.subrogated.items():
            if day <= as_of:
                cohort = _fiscal_year(day)
                self._subrogated[cohort] = self._subrogated.get(cohort, 0) + yen

    def recovered(self) -> tuple[int, int]:
        """Return regular and irregular recovery from April to the day."""
        whole = range(self._first, self._now if self._is_broken else self._now + 1)
        regular = sum(self._books.regular.get(month, 0) for month in whole)
        irregular = sum(self._books.irregular_by_month.get(month, 0) for month in whole)
        broken = self._books.broken.get(self._year, (0, 0)) if self._is_broken else (0, 0)
        return regular + broken[0], irregular + broken[1]

    def _weights(self) -> list[Fraction]:
        """Return for each month of the year how much of it is still to come."""
        return [
            Fraction(int(month > self._now)) if month != self._now else self._left
            for month in range(self._first, self._first + MONTHS)
        ]

    def regular_parts(self) -> tuple[Part, ...]:
        """Return what running plans bring at the share kept, and the pace of regular payers without one."""
        plans = self._books.plans.get(self._year, Plans())
        kept = Fraction(plans.kept, plans.due) if plans.due else Fraction(1)
        due = [plans.to_come.get(month, 0) for month in range(self._first, self._first + MONTHS)]
        last = self._now - int(self._is_broken)
        recent = sum(self._books.regular.get(month, 0) for month in range(last - PACE_MONTHS + 1, last + 1))
        pace = Fraction(max(recent - plans.recent, 0), PACE_MONTHS)
        found = []
        if plans.claim_nos:
            months = tuple(rounded(kept * yen) for yen in due)
            found.append(Part(PartKind.PLANS, months, base=sum(due), rate=_percent(kept)))
        months = tuple(rounded(pace * weight) for weight in self._weights())
        return (*found, Part(PartKind.PACE, months, base=rounded(pace)))

    def cohort_parts(self, irregular: int) -> tuple[Part, ...]:
        """Return what each cohort still brings, the newest first; of this year's, also the claims still to come.

        What came so far against what the same curves give for it corrects the rest, by as much as is over of the year.
        """
        older = (self._older(cohort) for cohort in sorted(self._subrogated, reverse=True) if cohort < self._year)
        curves = (self._own(is_to_come=False), self._own(is_to_come=True), *older)
        so_far = sum((curve.so_far for curve in curves), Fraction())
        over = 1 - sum(self._weights(), Fraction()) / MONTHS
        factor = 1 + over * (Fraction(max(irregular, 0)) / so_far - 1) if so_far > 0 else Fraction(1)
        return tuple(curve.part(factor) for curve in curves)

    def _older(self, cohort: int) -> _Curve:
        """Return what a cohort of an earlier year brings: as the cohorts before it did at its age.

        The oldest has none before it: it goes on as it did in the same months of the year before.
        """
        age, own = self._year - cohort, self._subrogated[cohort]
        earlier = [other for other in range(cohort - COHORTS, cohort) if self._subrogated.get(other, 0) > 0]
        if earlier:
            base = sum(self._subrogated[other] for other in earlier)
            starts = [(other, first_month(other + age)) for other in earlier]
        else:
            base, starts = own, [(cohort, self._first - MONTHS)]
        brought = [
            sum(self._books.irregular.get((other, start + place), 0) for other, start in starts)
            for place in range(MONTHS)
        ]
        return self._in_proportion(PartKind.COHORT, cohort, own, base, brought)

    def _in_proportion(self, kind: PartKind, cohort: int, own: int, base: int, brought: list[int]) -> _Curve:
        """Return a curve that brings per yen of `own` what was brought per yen of `base`."""
        weights = [Fraction(1)] * MONTHS if kind is PartKind.TO_COME else self._weights()
        rates = [Fraction(yen, base) if base else Fraction(0) for yen in brought]
        coming = tuple(rate * weight for rate, weight in zip(rates, weights, strict=True))
        return _Curve(kind, cohort, own, coming, own * (sum(rates, Fraction()) - sum(coming, Fraction())))

    def _own(self, *, is_to_come: bool) -> _Curve:
        """Return what this year's own claims bring: those subrogated by the day, or those still to come.

        The claims of the three years before are parted by the same day of their year.
        """
        kind = PartKind.TO_COME if is_to_come else PartKind.COHORT
        own = self._still_subrogated() if is_to_come else self._subrogated.get(self._year, 0)
        base, brought = 0, [0] * MONTHS
        for other in range(self._year - COHORTS, self._year):
            cut, (first, last) = same_day(self._as_of, other), fiscal_period(other)
            since, until = (cut + _ONE_DAY, last) if is_to_come else (first, cut)
            base += sum(yen for day, yen in self._books.subrogated.items() if since <= day <= until)
            for (day, month), yen in self._books.fresh.items():
                if since <= day <= until:
                    brought[month - first_month(other)] += yen
        return self._in_proportion(kind, self._year, own, base, brought)

    def _still_subrogated(self) -> int:
        """Return what is still to be subrogated: the rest of the plan, else as much as in the same days last year."""
        if self._as_of == fiscal_period(self._year)[1]:
            return 0
        planned = self._books.planned.get(self._year)
        if planned is not None:
            return max(planned - self._subrogated.get(self._year, 0), 0)
        cut, (_, last) = same_day(self._as_of, self._year - 1), fiscal_period(self._year - 1)
        return sum(yen for day, yen in self._books.subrogated.items() if cut < day <= last)

    def following(self) -> int:
        """Return the irregular recovery of the year after this one."""
        this = self._subrogated.get(self._year, 0) + self._still_subrogated()
        known = self._subrogated | {self._year: this, self._year + 1: this}
        total = Fraction()
        for cohort, own in known.items():
            age = self._year + 1 - cohort
            earlier = [one for one in range(cohort - 1 - COHORTS, cohort - 1) if self._subrogated.get(one, 0) > 0]
            base = sum(self._subrogated[one] for one in earlier)
            brought = sum(
                self._books.irregular.get((one, month), 0)
                for one in earlier
                for month in range(first_month(one + age), first_month(one + age) + MONTHS)
            )
            total += own * Fraction(brought, base) if base else 0
        return rounded(total)

    def as_last_year(self) -> Part:
        """Return last year's recovery after the same day."""
        whole = [self._last_year(place) for place in range(MONTHS)]
        months = [yen if place + self._first > self._now else 0 for place, yen in enumerate(whole)]
        if self._is_broken:
            now = self._now - self._first
            months[now] = whole[now] - sum(self._books.broken.get(self._year - 1, (0, 0)))
        return Part(PartKind.WHOLE, tuple(months))

    def _last_year(self, place: int) -> int:
        month = self._first - MONTHS + place
        return self._books.regular.get(month, 0) + self._books.irregular_by_month.get(month, 0)

    def at_this_pace(self, recovered: int) -> Part:
        """Return the days still to come at what a day brought so far."""
        first, last = fiscal_period(self._year)
        a_day = Fraction(recovered, (self._as_of - first).days + 1)
        months = []
        for weight, number in zip(self._weights(), range(self._first, self._first + MONTHS), strict=True):
            days = month_end(date(number // MONTHS, number % MONTHS + 1, 1)).day
            months.append(rounded(a_day * days * weight))
        return Part(PartKind.WHOLE, tuple(months), base=(last - self._as_of).days)


def next_year(books: Books, fiscal_year: int, as_of: date) -> tuple[int, int]:
    """Return (regular, irregular) recovery of the year after one, as far as it can be told on a day.

    Regular goes on as the year is expected to end. Each cohort brings what the cohorts two to four years before it
    brought at the age it will have, all of it past by now; the new one is taken to be as large as this year's.
    """
    year = _Year(books, fiscal_year, as_of)
    regular = year.recovered()[0] + sum(part.amount for part in year.regular_parts())
    return regular, year.following()


def total_by_month(irregular: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Return the yen of all cohorts together by month."""
    found: dict[int, int] = {}
    for (_, month), yen in irregular.items():
        found[month] = found.get(month, 0) + yen
    return found


def years_to_try(books: Books, fiscal_year: int) -> range:
    """Return the fiscal years before one that a forecast can be tried on: all but the first there are data for."""
    months: Iterable[int] = (*books.regular, *books.irregular_by_month)
    days = [month_number(day) for day in books.subrogated]
    first = min((*months, *days), default=first_month(fiscal_year))
    return range((first - _APRIL) // MONTHS + 1, fiscal_year)


def _fiscal_year(day: date) -> int:
    return day.year - (1 if day.month <= _APRIL else 0)


def _percent(rate: Fraction) -> str:
    return percent_of(rate.numerator, rate.denominator, 2)
