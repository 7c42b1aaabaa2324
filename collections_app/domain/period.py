"""Spans of days that figures are counted in, each beside the same span one year earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from collections_app.domain.calendar import fiscal_period, fiscal_year_of, month_end, month_start, year_before
from collections_app.domain.errors import UserError


@dataclass(frozen=True)
class Period:
    """A span of days, both included. The year before is the same span; 29 February falls back to the 28th."""

    first: date
    last: date

    @cached_property
    def fiscal_year(self) -> int:
        """The fiscal year its last day lies in."""
        return fiscal_year_of(self.last)

    @cached_property
    def previous_first(self) -> date:
        """The first day of the same span a year earlier."""
        return year_before(self.first)

    @cached_property
    def previous_last(self) -> date:
        """The last day of the same span a year earlier."""
        return year_before(self.last)

    @property
    def spans(self) -> tuple[tuple[date, date], tuple[date, date]]:
        """The span and that of the year before."""
        return (self.first, self.last), (self.previous_first, self.previous_last)

    @property
    def is_cumulative(self) -> bool:
        """True when it is a fiscal year up to a day: only then it is held against the year's plan."""
        return self.first == fiscal_period(self.fiscal_year)[0]

    @property
    def is_whole_year(self) -> bool:
        """True when it is a whole fiscal year: only then prior figures serve."""
        return self.is_cumulative and self.last == fiscal_period(self.fiscal_year)[1]


def period_of(fiscal_year: int, as_of: date | None = None) -> Period:
    """Return a fiscal year up to a day; UserError when the day lies outside it. The default day is its end."""
    first, end = fiscal_period(fiscal_year)
    last = as_of or end
    if not first <= last <= end:
        raise UserError(
            f"基準日 {last:%Y-%m-%d} は{fiscal_year}年度（{first:%Y-%m-%d}〜{end:%Y-%m-%d}）の外です。"
            "年度か基準日を直してください。"
        )
    return Period(first, last)


def month_to(day: date) -> Period:
    """Return the month of a day, up to it."""
    return Period(month_start(day), day)


def span_of(first: date, last: date) -> Period:
    """Return any span of days; UserError when it ends before it begins."""
    if first > last:
        raise UserError(
            f"期間の初日 {first:%Y-%m-%d} が末日 {last:%Y-%m-%d} より後です。初日を末日以前の日にしてください。"
        )
    return Period(first, last)


@lru_cache(maxsize=256)  # a summary asks for the same few spans again and again
def whole_months(first: date, last: date) -> tuple[tuple[date, date] | None, tuple[tuple[date, date], ...]]:
    """Return the whole months of a span (from a first to a last day; None: there is none) and the broken rest of it."""
    begin = first if first == month_start(first) else _after(month_end(first))
    end = last if last == month_end(last) else _before(month_start(last))
    if begin > end:
        return None, ((first, last),)
    rests = [(first, _before(begin))] if first < begin else []
    if end < last:
        rests.append((_after(end), last))
    return (begin, end), tuple(rests)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
