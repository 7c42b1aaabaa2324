"""What people type into a field, read as values: days, times, amounts. A refusal is a sentence that says why."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from collections_app.domain.calendar import parse_date
from collections_app.domain.errors import AmountError, DateError, UserError
from collections_app.domain.money import parse_typed_yen, show_yen

MAX_MEMO = 32_767  # characters, what one cell of a workbook holds
_HOURS, _MINUTES = 24, 60
_DAYS = re.compile(r"([+-])\s*(\d{1,5})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d)|時(?:(\d{1,2})分)?)?", re.ASCII)
_FOUR_DIGITS = re.compile(r"(\d{1,2})(\d\d)", re.ASCII)
_TODAY = frozenset(("T", "今日", "本日"))


def typed_day(text: str, today: date, near: date) -> date:
    """Return the day typed: any form of a date, `t` for today, `+7` or `-7` for days from `near`; or DateError."""
    plain = _plain(text).upper()
    if plain in _TODAY:
        return today
    found = _DAYS.fullmatch(plain)
    if found is None:
        return parse_date(plain)
    try:
        return near + timedelta(days=int(found[1] + found[2]))
    except OverflowError:
        raise DateError(f"{plain}日は扱えない日付になります。日数を小さくしてください。") from None


def typed_time(text: str) -> str:
    """Return the time typed as 9:30, 930, 0930, 9時30分 or 9, written HH:MM; UserError says what is wrong."""
    plain = _plain(text)
    found = _CLOCK.fullmatch(plain) or _FOUR_DIGITS.fullmatch(plain)
    if found is None:
        raise UserError("時刻として読めません。9:30、0930、14時5分のように24時間制で入力してください。")
    hour, minute = int(found[1]), int(next((part for part in found.groups()[1:] if part), "0"))
    if hour >= _HOURS:
        raise UserError(f"{hour}時はありません。0時から23時までにしてください。")
    if minute >= _MINUTES:
        raise UserError(f"{minute}分はありません。0分から59分までにしてください。")
    return f"{hour:02}:{minute:02}"


def typed_amount(text: str, minimum: int = 1) -> int:
    """Return the yen typed, 12万 and 1.5百万 too, not below `minimum`; or AmountError."""
    amount = parse_typed_yen(text)
    if amount < minimum:
        raise AmountError(f"金額が{show_yen(amount)}円です。{show_yen(minimum)}円以上を入力してください。")
    return amount


def typed_memo(text: str) -> str:
    """Return the text typed without what is empty at its end; UserError when it is too long."""
    memo = text.rstrip()
    if len(memo) > MAX_MEMO:
        raise UserError(f"{len(memo):,}文字あります。{MAX_MEMO:,}文字までにしてください。")
    if "\x00" in memo:
        raise UserError("使えない文字（NUL）が含まれています。取り除いてください。")
    return memo


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_SIGNS).strip()


_SIGNS = str.maketrans(dict.fromkeys("−‐–—", "-"))
