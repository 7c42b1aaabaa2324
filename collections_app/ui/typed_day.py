"""A day as people type it."""

from __future__ import annotations

from datetime import date, timedelta

from collections_app.domain.calendar import parse_date


def read_day(text: str, today: date, near: date) -> date:
    """Return the day typed: any form of a date, `t` for today, `+7` or `-7` for days from `near`."""
    plain = text.strip().translate(str.maketrans("＋－ｔＴ０１２３４５６７８９", "+-tT0123456789"))
    if plain in {"t", "T", "今日"}:
        return today
    if plain[:1] in {"+", "-"} and plain[1:].isdigit() and len(plain) <= 6:  # noqa: PLR2004  (five digits reach far)
        return near + timedelta(days=int(plain))
    return parse_date(plain)
