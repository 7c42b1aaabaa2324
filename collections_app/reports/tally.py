"""What the rows of a detail sheet add up to, counted while they pass by: a month's rows are written, never all held."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

from collections_app.domain.calendar import fiscal_year_of
from collections_app.reports.measures import (
    ALWAYS_THERE,
    CLOSED_AMOUNT,
    COHORT,
    ELAPSED,
    FIGURE,
    PRINCIPAL_RECOVERED,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from collections_app.reports.measures import Measure, Span

_FURTHER = (PRINCIPAL_RECOVERED, CLOSED_AMOUNT)
_ASKED = ("課", "職員番号", "回収原因", "取扱", ELAPSED)  # what breakdowns are made by
MONTHS = 12


def month_number(day: date) -> int:
    """Return months since the year 0, by which a tally files its rows."""
    return day.year * MONTHS + day.month - 1


class _Months(dict["date | None", int]):
    """The month number of each day; a row without a day is filed under 0, where no span looks."""

    def __missing__(self, day: date | None) -> int:
        self[day] = month_number(day) if day is not None else 0
        return self[day]


class _Years(dict["date | None", "int | None"]):
    """The fiscal year of each day."""

    def __missing__(self, day: date | None) -> int | None:
        self[day] = fiscal_year_of(day) if day is not None else None
        return self[day]


class Tally:
    """The rows of one group by everything a formula may ask for: month, words of closed lists, who was in charge."""

    def __init__(self, group: str, headings: Sequence[str], measures: Iterable[Measure]) -> None:
        """Begin with nothing; `headings` are those of the rows that will pass, `measures` what will be asked."""
        measures = [measure for measure in (*measures, *_FURTHER) if measure.group == group]
        dated = next((measure.dated for measure in measures if measure.dated), None)
        asked = {FIGURE, *_ASKED, *(word for measure in measures for word, _ in measure.where)}
        asked |= {measure.distinct for measure in measures if measure.distinct}
        self._keys = [heading for heading in headings if heading in asked]
        self._keys += [] if dated else [COHORT]
        self._sums = list(dict.fromkeys(measure.summed for measure in measures if measure.summed))
        self._day = headings.index(dated) if dated else None
        self._since = headings.index(ALWAYS_THERE) if dated is None else None  # of a balance: by the year it began
        self._pick = _picker([headings.index(heading) for heading in self._keys if heading != COHORT])
        self._amounts = _picker([headings.index(heading) for heading in self._sums])
        self._cells: dict[tuple[object, ...], list[int]] = {}
        self._tables: dict[tuple[Measure, str | None], dict[tuple[int, str], int]] = {}
        self.count = 0

    def passing(self, rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
        """Yield the rows as they come, each counted before it goes on."""
        cells, months, years, pick, amounts = self._cells, _Months(), _Years(), self._pick, self._amounts
        for row in rows:
            key: tuple[object, ...]
            if self._day is not None:
                key = (months[row[self._day]], *pick(row))  # type: ignore[index]
            else:
                key = (0, *pick(row), years[row[self._since]])  # type: ignore[index]
            found = cells.get(key)
            if found is None:
                found = cells[key] = [0] * (1 + len(self._sums))
            found[0] += 1
            for place, amount in enumerate(amounts(row), 1):
                found[place] += amount if type(amount) is int else 0
            self.count += 1
            yield row

    def has_month(self, span: Span) -> bool:
        """Return whether any row is dated in a span."""
        first, last = month_number(span.start), month_number(span.end)
        return any(first <= _month_of(key) <= last for key in self._cells)

    def value(self, measure: Measure, span: Span) -> int:
        """Return the measure of a span: a number of rows, of different keys, or yen."""
        first, last = _bounds(measure, span)
        if measure.distinct:
            place = 1 + self._keys.index(measure.distinct)
            return len({key[place] for key, _ in self._matching(measure) if first <= _month_of(key) <= last})
        return sum(value for (month, _), value in self._table(measure, None).items() if first <= month <= last)

    def values_by(self, measure: Measure, span: Span, heading: str) -> dict[str, int]:
        """Return the measure of a span for each value of a column, as text; a value that is not there is ""."""
        first, last = _bounds(measure, span)
        found: defaultdict[str, int] = defaultdict(int)
        for (month, key), value in self._table(measure, heading).items():
            if first <= month <= last:
                found[key] += value
        return dict(found)

    def _table(self, measure: Measure, heading: str | None) -> dict[tuple[int, str], int]:
        """Return the measure by month and by the value of a column; made once."""
        if (measure, heading) not in self._tables:
            table: defaultdict[tuple[int, str], int] = defaultdict(int)
            summed = 1 + self._sums.index(measure.summed) if measure.summed else 0
            place = None if heading is None else 1 + self._keys.index(heading)
            for key, cells in self._matching(measure):
                word = None if place is None else key[place]
                table[_month_of(key), "" if word is None else str(word)] += cells[summed]
            self._tables[measure, heading] = dict(table)
        return self._tables[measure, heading]

    def _matching(self, measure: Measure) -> Iterator[tuple[tuple[object, ...], list[int]]]:
        wanted = [(1 + self._keys.index(heading), word) for heading, word in measure.where]
        for key, cells in self._cells.items():
            if all(key[place] == word for place, word in wanted):
                yield key, cells


def _picker(places: Sequence[int]) -> Callable[[Sequence[object]], tuple[object, ...]]:
    if len(places) == 1:
        (place,) = places
        return lambda row: (row[place],)
    return itemgetter(*places) if places else lambda _: ()


def _bounds(measure: Measure, span: Span) -> tuple[int, int]:
    if measure.dated is None:
        return 0, 0
    return month_number(span.start), month_number(span.end)


def _month_of(key: tuple[object, ...]) -> int:
    month = key[0]
    assert isinstance(month, int)
    return month
