"""Line breaking of Japanese text (禁則処理): what may not begin a line, what may not end one, what stays together."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

Measure = Callable[[str], float]

NO_START = frozenset(
    "、。，．・：；？！‼⁇⁈⁉ヽヾゝゞ々〻ー〜～゠–‐"
    "）〕］｝〉》」』】〙〗〟’”»"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ"
    ",.!?:;)]}%％‰℃"
)
NO_END = frozenset("（〔［｛〈《「『【〘〖〝‘“«([{｢¥￥$＄〒▲△№#")
_DASHES = frozenset("…‥―—")
_WORD_SIGNS = frozenset(",.-/:@_+&'")  # they hold a number, a date or an address together
_JOINING = frozenset("\u200d\u3099\u309a")


def lines_of(text: str, width: float, measure: Measure) -> list[str]:
    """Return the lines a text takes at a width; its own line breaks are kept, nothing but spaces at breaks is lost.

    A rule gives way only where one line cannot hold what it keeps together. An empty text is one empty line.
    """
    return [line for part in text.splitlines() or [""] for line in _broken(printable(part), width, measure)]


def printable(text: str) -> str:
    """Return a text without what no printer can show: tabs become spaces, other control characters go."""
    if text.isprintable():
        return text
    return "".join(
        sign for sign in text.replace("\t", " ") if unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Zl", "Zp")
    )


def clusters(text: str) -> list[str]:
    """Return the signs of a text, each with the marks and selectors that follow it."""
    found: list[str] = []
    for sign in text:
        if found and (
            sign in _JOINING or unicodedata.category(sign) in ("Mn", "Me", "Mc") or found[-1][-1] == "\u200d"
        ):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _broken(text: str, width: float, measure: Measure) -> list[str]:
    signs = clusters(text)
    sizes = [measure(sign) for sign in signs]
    lines: list[str] = []
    start = 0
    while start < len(signs):
        end = _end(signs, sizes, start, width)
        line = "".join(signs[start:end])
        lines.append(line.rstrip(" 　") if end < len(signs) else line)
        start = end
        while start < len(signs) and signs[start] in (" ", "　"):
            start += 1  # the space at which a line was broken
    return lines or [""]


def _end(signs: list[str], sizes: list[float], start: int, width: float) -> int:
    """Return where the line that begins at `start` ends: after one sign at least."""
    room, fits = width, start
    while fits < len(signs) and sizes[fits] <= room:
        room -= sizes[fits]
        fits += 1
    if fits == len(signs):
        return fits
    fits = max(fits, start + 1)
    for end in range(fits, start, -1):
        if end < len(signs) and may_break(signs[end - 1], signs[end]):
            return end
    return fits


def may_break(before: str, after: str) -> bool:
    """Return whether a line may end between two signs."""
    if after in (" ", "　"):
        return True
    if before in (" ", "　"):
        return after[0] not in NO_START
    if after[0] in NO_START or before[0] in NO_END:
        return False
    if (before in _DASHES and after in _DASHES) or (after == "円" and before.isdigit()):
        return False
    return not (_is_of_word(before) and _is_of_word(after))


def _is_of_word(sign: str) -> bool:
    return len(sign) == 1 and ((sign.isascii() and sign.isalnum()) or sign in _WORD_SIGNS)
