"""The calendar of the banks of Japan, from the library `holidays`, which is imported when a day is asked about."""

from __future__ import annotations

from datetime import date
from functools import cache

from collections_app.domain.business_days import BusinessDays

_FIRST, _LAST = 1949, 2099  # what the library knows of Japan
_ANNOUNCED_IN = 2  # 国立天文台 announces 春分の日 and 秋分の日 of the next year on the first weekday of February


def business_days() -> BusinessDays:
    """Return the calendar: national holidays and those of banks (銀行法施行令5条), Saturdays, Sundays."""
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    return _calendar(today.year + (today.month > _ANNOUNCED_IN))


@cache
def _calendar(settled_year: int) -> BusinessDays:
    return BusinessDays(_closed_in, _FIRST, _LAST, settled_year)


def _closed_in(year: int) -> frozenset[date]:
    from holidays.countries.japan import Japan

    return frozenset(Japan(years=year, categories=("public", "bank")))
