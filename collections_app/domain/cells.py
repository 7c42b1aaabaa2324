"""The text of one cell to its value, by what the column holds. Every refusal is a UserError whose sentence says why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

from collections_app.domain.bundle import Column, Kind
from collections_app.domain.calendar import parse_date
from collections_app.domain.errors import AmountError, UserError
from collections_app.domain.money import LIMIT, parse_percent, parse_yen, show_yen

Value = str | int | date | None
Reader = Callable[[str], Value]

MAX_TEXT = 32_767  # characters, what one cell of a workbook holds
_TIME = re.compile(r"(\d{1,2})(?::(\d\d)(?::00)?|時(\d{1,2})分)", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,18}", re.ASCII)
_FRACTION = re.compile(r"\d{1,9}(?:/\d{1,9}|\.\d{1,9})?|(\d{1,9})分の(\d{1,9})", re.ASCII)
_LONGEST_KEY = 200
_SHORT = 15  # fewer digits than this are certainly within every limit of money
_HOURS, _MINUTES = 24, 60


def reader_of(column: Column, *, is_key: bool, figure_keys: Collection[str]) -> Reader:
    """Return what reads the cells of `column`; it gives None for an empty cell and raises UserError for a wrong one.

    Keys and references lose the spaces around them, other text is kept as typed.
    """
    if column.kind is Kind.TEXT:
        return _key if is_key else _text
    if column.kind is Kind.CODE:
        return _code_reader(column)
    if column.kind is Kind.FIGURE:
        return _figure_reader(figure_keys)
    if column.kind in (Kind.YEN, Kind.INTEGER):
        return _whole_reader(column)
    if column.kind is Kind.PERCENT:
        return _percent_reader(column)
    return _READERS[column.kind]


_ADVICE = {
    Kind.DATE: "2024-04-01、R6.4.1のような実在する日付にしてください。",
    Kind.YEN: "1234、1,234、¥1,234のような円単位の整数で入力してください。",
}


def message_and_remedy(sentence: str, column: Column) -> tuple[str, str]:
    """Return the two halves of a refusal: what is wrong, and what would be right for `column`."""
    wrong, _, last = sentence.rstrip("。").rpartition("。")
    if wrong and last.endswith(("ください", "ませんか")):
        return f"{wrong}。", f"{last}。"
    return sentence, _ADVICE.get(column.kind, f"「{column.heading}」に使える値にしてください。")


def _text(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise UserError(f"{len(text):,}文字あります。{MAX_TEXT:,}文字までにしてください。")
    return text.rstrip("\n")


def _key(text: str) -> str:
    key = text.strip()
    if len(key) > _LONGEST_KEY or len(key.split()) > 1:
        raise UserError(f"途中に空白や改行があるか、長すぎます。空白のない{_LONGEST_KEY}文字までにしてください。")
    return key


def plain(text: str) -> str:
    """Return `text` in half width and without the spaces around it."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def are_keys(read: Reader, texts: Sequence[str]) -> bool:
    """Return True when `read` reads numbers and every text is one as it stands: the column is its own reading."""
    if read is not _key or not all(texts) or max(map(len, texts), default=0) > _LONGEST_KEY:
        return False
    together = "".join(texts)
    return together.split() in ([], [together])  # no space in any of them


def are_texts(read: Reader, texts: Sequence[str]) -> bool:
    """Return True when `read` keeps text as typed and every text is empty, or one as it stands."""
    return (
        read is _text
        and not any("\n" in text or text.isspace() for text in texts)
        and max(map(len, texts), default=0) <= MAX_TEXT
    )


def _code_reader(column: Column) -> Reader:
    words: dict[str, str] = {
        plain(word).lower(): code.value for code in column.codes for word in (str(code.value), code.label)
    }
    listed = "、".join(f"{code.label}（{code.value}）" for code in column.codes)

    def read(text: str) -> str:
        try:
            return words[plain(text).lower()]
        except KeyError:
            raise UserError(f"使える言葉ではありません。{listed}のいずれかにしてください。") from None

    return read


def _figure_reader(keys: Collection[str]) -> Reader:
    def read(text: str) -> str:
        key = plain(text)
        if key not in keys:
            near = "、".join(get_close_matches(key, keys))
            hint = f"{near}の誤りではありませんか。" if near else "統計の項目の名前にしてください。"
            raise UserError(f"この項目は統計にありません。{hint}")
        return key

    return read


def _whole_reader(column: Column) -> Reader:
    parse = parse_yen if column.kind is Kind.YEN else _integer
    smallest, largest = column.minimum, LIMIT if column.maximum is None else column.maximum
    show = show_yen if column.kind is Kind.YEN else str

    def read(text: str) -> int:
        number = int(text) if len(text) < _SHORT and text.isascii() and text.isdigit() else parse(text)
        if smallest is not None and number < smallest:
            raise AmountError(f"小さすぎます。{show(smallest)}以上にしてください。")
        if number > largest:
            raise AmountError(f"大きすぎます。{show(largest)}以下にしてください。")
        return number

    return read


def _integer(text: str) -> int:
    found = _INTEGER.fullmatch(plain(text))
    if found is None:
        raise AmountError("整数として読めません。数字だけで入力してください。")
    return int(found[0])


def _percent_reader(column: Column) -> Reader:
    largest = Decimal(column.maximum or LIMIT)

    def read(text: str) -> str:
        number = parse_percent(text)
        if number > largest:
            raise AmountError(f"大きすぎます。{largest}以下にしてください。")
        return exact_text(number)

    return read


def exact_text(number: Decimal) -> str:
    """Return an exact number as it is written in bundles: no exponent, no zeros behind, 14.6 or 14."""
    if number == number.to_integral_value():
        return str(int(number))
    return format(number.normalize(), "f")


def _fraction(text: str) -> str:
    found = _FRACTION.fullmatch(plain(text).replace(" ", ""))
    parts = (found[2] or "0", found[1]) if found and found[1] else (found[0] if found else "/").partition("/")[::2]
    try:
        return str(Fraction(parts[0]) / Fraction(parts[1] or 1))
    except (ValueError, ZeroDivisionError):
        raise AmountError("分数として読めません。1/2のように入力してください。") from None


def _time(text: str) -> str:
    found = _TIME.fullmatch(plain(text))
    if found is None:
        raise UserError("時刻として読めません。14:00のように入力してください。")
    hour, minute = int(found[1]), int(found[2] or found[3])
    if hour >= _HOURS or minute >= _MINUTES:
        raise UserError("この時刻はありません。0:00から23:59までの時刻にしてください。")
    return f"{hour:02}:{minute:02}"


def _references(text: str) -> str:
    return " ".join(text.split())


_READERS: dict[Kind, Reader] = {
    Kind.DATE: lru_cache(maxsize=65_536)(parse_date),  # the same days come back in every column
    Kind.TIME: _time,
    Kind.FRACTION: _fraction,
    Kind.REFERENCE: _key,
    Kind.REFERENCES: _references,
}
