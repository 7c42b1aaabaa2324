"""Files whose columns are named as their sender likes: which column holds what, by the usual headings or a mapping."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence


def places_of(row: Sequence[str], wanted: Mapping[str, str], usual: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the place of each thing wanted; its own heading where one is given, else the first usual one there is."""
    cells = [plain_heading(cell) for cell in row]
    found: dict[str, int] = {}
    for what, own in wanted.items():
        names = [plain_heading(name) for name in ((own,) if own else usual[what])]
        at = next((cells.index(name) for name in names if name in cells), None)
        if at is not None and at not in found.values():
            found[what] = at
    return found


def plain_heading(text: str) -> str:
    """Return a heading without spaces, unit and width: 「入金額（円）」 is 入金額."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("\u3000", "")
    return plain.removesuffix("(円)").upper()
