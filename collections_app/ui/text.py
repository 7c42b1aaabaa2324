"""Words and numbers as they are shown on screens and copied to sheets."""

from __future__ import annotations

from datetime import date

from collections_app.domain.calendar import short_era
from collections_app.domain.codes import Code
from collections_app.domain.money import show_yen

WEEKDAYS = "月火水木金土日"


def cell_text(value: object, kind: str = "text") -> str:
    """Return a cell as the screen shows it: R6.4.1, 1,234, the word of a code."""
    if value is None:
        return ""
    if isinstance(value, Code):
        return value.label
    if isinstance(value, date):
        return short_era(value)
    if isinstance(value, int) and not isinstance(value, bool) and kind in {"yen", "count", "number"}:
        return show_yen(value)
    return str(value)


def western(day: date) -> str:
    """Return 2025年3月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def spoken_day(day: date) -> str:
    """Return 令和7年3月31日(月)."""
    from collections_app.domain.calendar import era_date

    return f"{era_date(day)}({WEEKDAYS[day.weekday()]})"


def file_stamp(day: date) -> str:
    """Return 20250331, for file names."""
    return f"{day:%Y%m%d}"
