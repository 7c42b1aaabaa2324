"""名寄せ: whether two people kept under two numbers may be one, and why. Likeness is a hint, never a decision."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from collections_app.domain.phone import digits_of

KANA_AND_BIRTH, PHONE, ADDRESS = "カナと生年月日が同じ", "電話番号が同じ", "住所が同じ"

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_SMALL_TO_LARGE = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_DASHES = r"\-‐‑‒–—―−ーｰ"  # as they stand between the brackets of a pattern
_NOT_IN_KANA = re.compile(rf"[\s・･.,()（）{_DASHES}]")
_DASH = re.compile(rf"(?<=[0-9])[{_DASHES}ノの](?=[0-9])")
_BLOCK = re.compile(r"(?<=[0-9])(?:丁目|番地ノ?|番|号室?|号棟)")
_KANJI_BLOCK = re.compile(r"([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=丁目)")
_KANJI = "〇一二三四五六七八九"
_SPACES = re.compile(r"[\s、,.]+")
_LEAST_PHONE, _LEAST_ADDRESS = 9, 5  # shorter ones are not whole: everybody would be alike


def kana_key(kana: str | None) -> str:
    """Return a reading in the one spelling it is compared by: katakana, large, without spaces, marks and dashes."""
    plain = unicodedata.normalize("NFKC", kana or "").translate(_HIRAGANA_TO_KATAKANA)
    return _NOT_IN_KANA.sub("", plain).translate(_SMALL_TO_LARGE).upper()


def phone_key(phone: str | None) -> str:
    """Return the digits a telephone number is compared by; nothing for a number that is not whole."""
    digits = digits_of(phone or "")
    return digits if len(digits) >= _LEAST_PHONE else ""


def address_key(address: str | None) -> str:
    """Return an address in the one spelling it is compared by: 一番町１丁目２番３号 and 一番町1-2-3 are the same.

    Nothing for an address too short to be whole, or without a number: a district is not an address.
    """
    plain = unicodedata.normalize("NFKC", address or "").translate(_HIRAGANA_TO_KATAKANA).upper()
    plain = _KANJI_BLOCK.sub(_in_digits, _SPACES.sub("", plain))
    plain = _BLOCK.sub("-", _DASH.sub("-", plain))
    plain = re.sub(r"-+(?=$|[^0-9])|(?<![0-9])-+", "", re.sub(r"-{2,}", "-", plain))
    has_number = any(character.isdigit() for character in plain)
    return plain if len(plain) >= _LEAST_ADDRESS and has_number else ""


def _in_digits(found: re.Match[str]) -> str:
    """Return 二 as 2 and 十二 as 12, for 丁目."""
    before, ten, after = found.groups()
    if not ten:
        digit = after or before
        return str(_KANJI.index(digit)) if digit and not (before and after) else found[0]
    tens = _KANJI.index(before) if before else 1
    return str(10 * tens + (_KANJI.index(after) if after else 0))


def keys_of(person: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the reasons for which a person may be like another, each with what the other must have the same."""
    kana, born = kana_key(person.get("kana")), person.get("birth_date")
    if kana and born is not None:
        yield KANA_AND_BIRTH, f"{kana} {born}"
    for reason, key in ((PHONE, phone_key(person.get("phone"))), (ADDRESS, address_key(person.get("address")))):
        if key:
            yield reason, key


def why_alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[str, ...]:
    """Return why two people may be one, the strongest reason first; nothing when nothing says so."""
    theirs = set(keys_of(second))
    return tuple(reason for reason, key in keys_of(first) if (reason, key) in theirs)


def alike_pairs(groups: Mapping[tuple[str, str], list[str]]) -> dict[tuple[str, str], list[str]]:
    """Return the pairs of numbers of each group of alike people with their reasons: each with the one before it.

    A household of five under one telephone gives four pairs, not ten: merging one after the other reaches all.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for (reason, _), numbers in groups.items():
        for pair in pairwise(sorted(numbers)):
            reasons = found.setdefault(pair, [])
            if reason not in reasons:
                reasons.append(reason)
    return found
