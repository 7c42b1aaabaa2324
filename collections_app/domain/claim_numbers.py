"""Claim numbers pasted from a sheet or a letter: any separators, any width."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[\s,、，;；|/／\"'「」『』()\[\]。:：]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


def pasted_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers in a text, each once, in their order.

    Half width, capitals, plain hyphens; leading zeros stay. A word without a digit, such as a heading, is no number.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    words = _APART.split(plain)
    return tuple(dict.fromkeys(word for word in words if any(sign.isdigit() for sign in word)))
