"""Japanese era days and months as words of a report."""

from __future__ import annotations

from datetime import date

_ERAS = (  # first day, name, letter
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
    (date(1868, 10, 23), "明治", "M"),
)


def era_day(day: date) -> str:
    """Return a day such as 令和7年3月31日 or 令和元年5月1日; 西暦 before 明治."""
    name, _, year = _era_year(day)
    return f"{name}{_first(year)}年{day.month}月{day.day}日"


def era_month(day: date, *, short: bool = False) -> str:
    """Return the month of a day such as 令和7年3月, short R07-03."""
    name, letter, year = _era_year(day)
    return f"{letter}{year:02}-{day.month:02}" if short else f"{name}{_first(year)}年{day.month}月"


def _first(year: int) -> str:
    return "元" if year == 1 else str(year)


def _era_year(day: date) -> tuple[str, str, int]:
    for first, name, letter in _ERAS:
        if day >= first:
            return name, letter, day.year - first.year + 1
    return "西暦", "", day.year
