"""Days on which banks are open: what a due day that falls on another one is moved to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from collections_app.domain.codes import HolidayRule

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_STEPS = {HolidayRule.NEXT: _ONE_DAY, HolidayRule.PREVIOUS: -_ONE_DAY}


class BusinessDays:
    """A calendar as a value: `closed_in` gives the days of a year, Saturdays and Sundays aside, banks are closed on.

    It is asked for the years from `first_year` to `last_year` only; those after `settled_year` are computed but not
    fixed yet (春分の日 and 秋分の日 are announced a year ahead).
    """

    def __init__(
        self, closed_in: Callable[[int], frozenset[date]], first_year: int, last_year: int, settled_year: int
    ) -> None:
        self.first_year, self.last_year, self.settled_year = first_year, last_year, settled_year
        self._closed_in = closed_in
        self._years: dict[int, frozenset[date]] = {}
        self._moved: dict[tuple[date, HolidayRule], date] = {}

    def is_closed(self, day: date) -> bool:
        """Tell whether banks are closed; of a year that is not known only Saturdays and Sundays are."""
        return day.weekday() >= _SATURDAY or (self.knows(day) and day in self._closed_days(day.year))

    def knows(self, day: date) -> bool:
        """Tell whether the holidays of the day's year are known."""
        return self.first_year <= day.year <= self.last_year

    def moved(self, day: date, rule: HolidayRule) -> date:
        """Return the day itself when banks are open on it, else the next or the previous one they are open on."""
        step = _STEPS.get(rule)
        if step is None:
            return day
        found = self._moved.get((day, rule))
        if found is None:
            found = day
            while self.is_closed(found):
                found += step
            self._moved[day, rule] = found
        return found

    def doubt_about(self, last: date) -> str:
        """Return the sentence to be said of a calendar that reaches to `last`; empty when all of it is settled."""
        if last.year > self.last_year:
            return f"{self.last_year + 1}年以後の祝日は分からないため、土曜・日曜だけを休日としています。"
        if last.year > self.settled_year:
            year = self.settled_year + 1
            return f"{year}年以後の春分の日・秋分の日は官報で決まるまで計算上の日です。"
        return ""

    def _closed_days(self, year: int) -> frozenset[date]:
        if year not in self._years:
            self._years[year] = self._closed_in(year)
        return self._years[year]
