"""Numbers of a series: the one after another, and the number a new claim most likely gets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_SERIES = re.compile(r"(.*?)([0-9]+)", re.DOTALL)
_DIGITS = 5  # of the first claim of all


def following(number: str) -> str:
    """Return the number after another: its last digits plus one, with as many digits at least."""
    found = _SERIES.fullmatch(number)
    assert found is not None, number
    return f"{found[1]}{int(found[2]) + 1:0{len(found[2])}}"


def series(first: str, count: int) -> list[str]:
    """Return so many numbers, each following the one before."""
    found = _SERIES.fullmatch(first)
    assert found is not None, first
    head, digits, start = found[1], len(found[2]), int(found[2])
    return [f"{head}{number:0{digits}}" for number in range(start, start + count)]


def next_claim_no(of_year: Sequence[str], of_year_before: Sequence[str], year: int) -> str:
    """Return the number proposed for a claim of a fiscal year, from those of the year and of the last year with any.

    The series most claims of the year are in goes on. The first of a year takes last year's series with the year in it
    exchanged, from one on; a series without a year goes on.
    """
    highest = _highest(of_year)
    if highest:
        return following(highest)
    before = _highest(of_year_before)
    if not before:
        return f"K{year}-{1:0{_DIGITS}}"
    found = _SERIES.fullmatch(before)
    assert found is not None
    years = re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", found[1])
    if not years:
        return following(before)
    return f"{found[1].replace(years[-1], str(year))}{1:0{len(found[2])}}"


def _highest(numbers: Sequence[str]) -> str:
    """Return the highest number of the commonest series; empty when none ends in digits."""
    parts = [found for number in numbers if (found := _SERIES.fullmatch(number))]
    if not parts:
        return ""
    counts = Counter(found[1] for found in parts)
    prefix = max(counts, key=lambda one: (counts[one], one))
    return max((found for found in parts if found[1] == prefix), key=lambda found: int(found[2]))[0]
