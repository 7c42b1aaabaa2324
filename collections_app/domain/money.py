"""Whole yen: read from text, shown in the units of print; ratios exact from integers (rules §1). No floats anywhere."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import Enum, auto
from fractions import Fraction

from collections_app.domain.errors import AmountError

_LONGEST = 100  # characters; int() itself refuses some thousand digits with an error of its own
_TOO_LARGE = "金額の桁が多すぎます。1,000兆円未満で入力してください。"
LIMIT = 10**15  # 1000兆円: beyond it a digit too many was typed, and spreadsheets lose the last digit


class Unit(Enum):
    """A unit of print: how many yen it is, and its word."""

    YEN = 1, "円"
    THOUSAND = 1_000, "千円"
    MILLION = 1_000_000, "百万円"
    HUNDRED_MILLION = 100_000_000, "億円"

    @property
    def yen(self) -> int:
        """How many yen one unit is."""
        return self.value[0]

    @property
    def label(self) -> str:
        """The word printed beside the amounts."""
        return self.value[1]


class Rounding(Enum):
    """What happens to the digits behind the last one shown."""

    HALF_UP = auto()  # 四捨五入; of a negative number its magnitude is rounded
    TRUNCATE = auto()  # 切捨て


_PERCENT = re.compile(r"\d{1,9}(?:\.\d{1,9})?%?", re.ASCII)
_MINUS = str.maketrans(dict.fromkeys("▲△−‐–", "-"))  # signs that mean minus in Japanese tables
_GROUPED = r"\d{1,3}(?:,\d{3})+|\d+"
_YEN = re.compile(rf"(-?)[¥\\]?(-?)({_GROUPED})円?", re.ASCII)
_TERM = re.compile(rf"((?:{_GROUPED})(?:\.\d+)?)(千|万|百万|千万|億|兆)?", re.ASCII)
_UNITS = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "億": 10**8, "兆": 10**12}


def parse_yen(text: str) -> int:
    """Return the yen written as 1234, 1,234, ¥1,234, １２３４円, -1,234 or ▲1,234; AmountError says what is wrong."""
    plain = _plain(text)
    found = _YEN.fullmatch(plain)
    if found is None or (found[1] and found[2]):
        raise AmountError(_why_not_yen(plain))
    amount = int(found[3].replace(",", ""))
    return _within_limit(-amount if found[1] or found[2] else amount)


def parse_typed_yen(text: str) -> int:
    """Return the yen typed on a screen: as `parse_yen`, and 12万, 3千, 1.5百万, 1億2,000万; or AmountError."""
    plain = _plain(text).removesuffix("円")
    sign = -1 if plain.startswith("-") else 1
    plain = plain.removeprefix("-").removeprefix("¥").removeprefix("\\")
    terms = list(_TERM.finditer(plain))
    units = [_UNITS[term[2] or ""] for term in terms]
    is_falling = units == sorted(set(units), reverse=True)
    if not terms or "".join(term[0] for term in terms) != plain or not is_falling:
        raise AmountError(_why_not_yen(plain))
    total = sum(Decimal(term[1].replace(",", "")) * unit for term, unit in zip(terms, units, strict=True))
    if total != int(total):
        raise AmountError("円未満の端数があります。円単位の整数で入力してください。")
    return _within_limit(sign * int(total))


def parse_percent(text: str) -> Decimal:
    """Return the exact number of percent written as 14.6, 14.6% or １４．６％; or AmountError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _PERCENT.fullmatch(plain):
        raise AmountError("率として読めません。14.6のように、0以上の数をパーセントで入力してください。")
    return Decimal(plain.removesuffix("%"))


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        raise AmountError(_TOO_LARGE)
    return unicodedata.normalize("NFKC", text).translate(_MINUS).replace(" ", "")


def _why_not_yen(plain: str) -> str:
    if re.fullmatch(r"-?[0-9,]+\.[0-9]+円?", plain):
        return "円未満の端数があります。円単位の整数で入力してください。"
    if re.fullmatch(r"-?[¥\\]?[0-9,]+円?", plain):
        return "桁区切りの位置が正しくありません。1,234,567のように3桁ごとに区切るか、区切らずに入力してください。"
    return "金額として読めません。1234、1,234、¥1,234のような円単位の整数で入力してください。"


def _within_limit(yen: int) -> int:
    if abs(yen) >= LIMIT:
        raise AmountError(_TOO_LARGE)
    return yen


def show_yen(yen: int) -> str:
    """Return the amount with separators, a negative one with ▲: 965,200 or ▲1,234."""
    return f"▲{-yen:,}" if yen < 0 else f"{yen:,}"


def rounded(value: Fraction, mode: Rounding = Rounding.HALF_UP) -> int:
    """Return `value` rounded to a whole number by its magnitude: -1.5 becomes -2 half-up, -1 truncated."""
    magnitude = abs(value) + (Fraction(1, 2) if mode is Rounding.HALF_UP else 0)
    whole = magnitude.numerator // magnitude.denominator
    return -whole if value < 0 else whole


def _quotient(dividend: int, divisor: int, mode: Rounding) -> int:
    """Return what `rounded` gives for the fraction, without making one: a summary asks some 400 times."""
    top, bottom = abs(dividend), abs(divisor)
    whole = (2 * top + bottom) // (2 * bottom) if mode is Rounding.HALF_UP else top // bottom
    return -whole if (dividend < 0) != (divisor < 0) else whole


def in_unit(yen: int, unit: Unit, mode: Rounding = Rounding.HALF_UP) -> str:
    """Return the amount in `unit` with separators: 1,385,939,300 yen in millions is 1,386."""
    return show_yen(_quotient(yen, unit.yen, mode))


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def printed_mixed(yen: int, mode: Rounding = Rounding.HALF_UP) -> str:
    """Return the amount in the mixed full-width writing of printed reports, to the million: １８億２４百万円."""
    millions = rounded(Fraction(abs(yen), Unit.MILLION.yen), mode)
    hundred_millions, rest = divmod(millions, 100)
    trillions, hundred_millions = divmod(hundred_millions, 10_000)
    parts = [(trillions, "兆"), (hundred_millions, "億"), (rest, "百万")]
    written = "".join(f"{number}{word}" for number, word in parts if number) or "0百万"
    sign = "▲" if yen < 0 and millions else ""
    return f"{sign}{written}円".translate(_FULL_WIDTH)


def percent_of(current: int, base: int, decimals: int = 1, mode: Rounding = Rounding.HALF_UP) -> str:
    """Return 前年比 or 計画比 in percent, "132.0" or "-5.0", rounded once at the end; "－" when `base` is 0."""
    if base == 0:
        return "－"
    scaled = _quotient(current * 100 * 10**decimals, base, mode)
    whole, part = divmod(abs(scaled), 10**decimals)
    tail = f".{part:0{decimals}}" if decimals else ""
    return f"{'-' if scaled < 0 else ''}{whole}{tail}"


def show_percent(percent: str) -> str:
    """Return a number of `percent_of` as people read it: ▲5.0 for -5.0."""
    return percent.replace("-", "▲")
