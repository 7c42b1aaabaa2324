"""How well a forecast did on the fiscal years that are over, the interval that follows from it, and the best method.

Each past year is looked at on the same day of the year, from what was posted by it. What came of the rest, divided by
what was forecast for it, are the ratios whose quantiles make the interval (Weibull's plotting position k/(n+1), so that
n past years promise their share of coverage for the next one: Hyndman & Fan 1996, type 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collections_app.domain.calendar import MONTHS, fiscal_period
from collections_app.domain.forecast import Expected, Method
from collections_app.domain.money import percent_of, rounded

YEARS = 10  # past years that count
LEAST = 4  # past years an interval needs
LOW, HIGH = Fraction(1, 10), Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Trial:
    """A past year: what was expected on the day, and what it came to."""

    expected: Expected
    actual: int

    @property
    def fiscal_year(self) -> int:
        """The year tried."""
        return self.expected.fiscal_year

    def error(self, method: Method) -> Fraction | None:
        """Return (forecast - actual) ÷ actual; None where nothing came in."""
        return Fraction(self.expected.total(method) - self.actual, self.actual) if self.actual > 0 else None

    def ratio(self, method: Method) -> Fraction | None:
        """Return what came of the rest ÷ what was forecast for it; None where nothing was."""
        rest = self.expected.rest(method)
        return Fraction(self.actual - self.expected.recovered, rest) if rest > 0 else None


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of the year's end, and the ratios of the rest it is made of."""

    low: int
    high: int
    low_ratio: Fraction
    high_ratio: Fraction

    def holds(self, yen: int) -> bool:
        """Tell whether an amount lies in it."""
        return self.low <= yen <= self.high


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A line of the back-test: forecasts and errors (percent, signed) by method; the interval and whether it held."""

    fiscal_year: int
    as_of: date
    recovered: int
    actual: int
    totals: dict[Method, int]
    errors: dict[Method, str]
    range: Range | None
    is_inside: bool | None


@dataclass(frozen=True, slots=True)
class BackTest:
    """The past years, the mean absolute error of each method in percent, the method that did best, its coverage."""

    lines: tuple[TrialLine, ...]
    mean_errors: dict[Method, str]
    best: Method
    covered: int
    judged: int  # years that had an interval to be covered by


@dataclass(frozen=True, slots=True)
class MonthForecast:
    """A month of the year, cumulative yen: actual up to the as-of month, forecast and interval from it on."""

    month: date
    actual: int | None
    forecast: int | None
    low: int | None
    high: int | None
    previous: int
    plan: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The year's end, where it comes from, and how such forecasts did."""

    expected: Expected
    method: Method
    range: Range | None
    back_test: BackTest
    months: tuple[MonthForecast, ...]
    plan: int | None
    plan_claims: tuple[str, ...]  # with a running plan

    @property
    def total(self) -> int:
        """The year's end by the method chosen."""
        return self.expected.total(self.method)

    @property
    def is_over(self) -> bool:
        """Whether the year has ended, so that nothing is left to forecast."""
        return self.expected.as_of >= fiscal_period(self.expected.fiscal_year)[1]


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return the quantile of type 6: the value at place share × (n + 1), between two values in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) + 1) - 1
    if place <= 0:
        return ordered[0]
    if place >= len(ordered) - 1:
        return ordered[-1]
    below = place.numerator // place.denominator
    return ordered[below] + (ordered[below + 1] - ordered[below]) * (place - below)


def range_of(expected: Expected, method: Method, trials: Sequence[Trial]) -> Range | None:
    """Return the interval by the last years before it; None while they are too few. A year that is over is a point."""
    before = [trial for trial in trials if trial.fiscal_year < expected.fiscal_year][-YEARS:]
    ratios = [ratio for trial in before if (ratio := trial.ratio(method)) is not None]
    if expected.as_of == fiscal_period(expected.fiscal_year)[1]:
        return Range(expected.total(method), expected.total(method), Fraction(1), Fraction(1))
    if len(ratios) < LEAST or expected.rest(method) <= 0:
        return None
    low, high = quantile(ratios, LOW), quantile(ratios, HIGH)
    rest = expected.rest(method)
    ends = sorted((expected.recovered + rounded(rest * low), expected.recovered + rounded(rest * high)))
    return Range(ends[0], ends[1], low, high)


def best_of(trials: Sequence[Trial]) -> Method:
    """Return the method with the least mean absolute error of the last years; ours where it is no worse.

    Without a past year nothing can be learnt from: then what came so far goes on.
    """
    if not trials:
        return Method.RUN_RATE
    means = mean_errors(trials)
    return min(Method, key=lambda method: means.get(method, Fraction(0)))


def mean_errors(trials: Sequence[Trial]) -> dict[Method, Fraction]:
    """Return the mean absolute error of each method over the last years."""
    found = {}
    for method in Method:
        errors = [abs(error) for trial in trials[-YEARS:] if (error := trial.error(method)) is not None]
        if errors:
            found[method] = sum(errors, Fraction()) / len(errors)
    return found


def back_test(trials: Sequence[Trial]) -> BackTest:
    """Return the past years line by line; each interval is made of the years before it only."""
    best = best_of(trials)
    lines = []
    for trial in trials:
        found = range_of(trial.expected, best, trials)
        lines.append(
            TrialLine(
                trial.fiscal_year,
                trial.expected.as_of,
                trial.expected.recovered,
                trial.actual,
                {method: trial.expected.total(method) for method in Method},
                {method: _percent(error) for method in Method if (error := trial.error(method)) is not None},
                found,
                None if found is None else found.holds(trial.actual),
            )
        )
    judged = [line.is_inside for line in lines if line.is_inside is not None]
    means = {method: _percent(mean) for method, mean in mean_errors(trials).items()}
    return BackTest(tuple(lines), means, best, sum(judged), len(judged))


def months_of(
    expected: Expected,
    forecast: tuple[Method, Range | None],
    actual: Sequence[tuple[date, int | None, int]],
    plan: Sequence[int],
) -> tuple[MonthForecast, ...]:
    """Return the months of the chart; `actual` are (month, cumulative or None, cumulative of last year)."""
    method, ends = forecast
    rest, found = 0, []
    shares = [sum(part.months[place] for part in expected.parts[method]) for place in range(MONTHS)]
    now = max((place for place, (_, current, _) in enumerate(actual) if current is not None), default=0)
    for place, (month, current, previous) in enumerate(actual):
        rest += shares[place]
        ahead = place >= now
        low = high = None
        if ahead and ends is not None:
            low, high = sorted(expected.recovered + rounded(rest * one) for one in (ends.low_ratio, ends.high_ratio))
        total = expected.recovered + rest if ahead else None
        found.append(MonthForecast(month, current, total, low, high, previous, plan[place] if plan else None))
    return tuple(found)


def _percent(rate: Fraction) -> str:
    return percent_of(rate.numerator, rate.denominator)
