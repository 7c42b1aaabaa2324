"""Telephone numbers as people read them: grouped where the groups are certain, else as they were written."""

from __future__ import annotations

import re
import unicodedata

# numbers whose groups are certain; of the others only the telephone company knows where the area code ends
_GROUPS = (
    re.compile(r"(0800)(\d{3})(\d{4})", re.ASCII),
    re.compile(r"(0[5-9]0)(\d{4})(\d{4})", re.ASCII),
    re.compile(r"(0120|0570|0990)(\d{3})(\d{3})", re.ASCII),
    re.compile(r"(03|06)(\d{4})(\d{4})", re.ASCII),
    re.compile(r"(011|044|045|052|075|078|092|093)([2-9]\d\d)(\d{4})", re.ASCII),
)
_NOT_DIGITS = re.compile(r"\D", re.ASCII)


def digits_of(phone: str) -> str:
    """Return the digits of a number in half width, nothing else: the same for every way it is written."""
    return _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", phone))


def grouped_phone(phone: str) -> str:
    """Return a number in groups, 09012345678 as 090-1234-5678; as written where it is grouped or not certain."""
    plain = unicodedata.normalize("NFKC", phone).strip()
    found = next((found for groups in _GROUPS if (found := groups.fullmatch(plain))), None)
    return plain if found is None else "-".join(found.groups())
