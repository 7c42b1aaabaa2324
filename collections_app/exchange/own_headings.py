"""Files whose columns are named as their sender likes: which column holds what, by the usual headings or a mapping."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.errors import UserError
from collections_app.exchange.raw import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.exchange.raw import Sheet

_PREAMBLE = 20  # rows before the heading: sender, period, account
_NAMED = 12  # cells of it that are said where it is not understood


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns of a kind of file: the word each is mapped by, its usual headings; the needed ones must be there."""

    words: Mapping[str, str]  # as a mapping is typed, and the column that is meant
    usual: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    example: str

    def title(self, what: str) -> str:
        """Return the word for a column."""
        return next(word for word, column in self.words.items() if column == what)

    def mapping(self, text: str) -> dict[str, str]:
        """Return the mapping written as 日付=お取引日 入金額=お預り; UserError for words that are no column."""
        found: dict[str, str] = {}
        for part in unicodedata.normalize("NFKC", text).split():
            word, sign, heading = part.partition("=")
            if word not in self.words or not sign or not heading:
                known = "、".join(f"{one}=…" for one in self.words)
                raise UserError(f"見出しの対応「{part}」が分かりません。{known} の形で、空白で区切ってください。")
            found[self.words[word]] = heading
        return found

    def find(self, sheet: Sheet, own: Mapping[str, str]) -> tuple[int, dict[str, int]]:
        """Return the row of the headings and the place of each column; RefusedError when there is no such row.

        A column that is mapped has to be there too.
        """
        asked = {*self.needed, *(what for what, name in own.items() if name)}
        best: dict[str, int] = {}
        for index, row in enumerate(sheet.rows[:_PREAMBLE]):
            places = self._places(row, own)
            if asked <= places.keys():
                return index, places
            best = max(best, places, key=len)
        missing = [
            f"「{own[what]}」" if own[what] else f"{self.title(what)}の列"
            for what in own
            if what in asked - best.keys()
        ]
        message = f"列見出しが分かりません（{'・'.join(missing)}が見つかりません）。"
        widest = max(sheet.rows[:_PREAMBLE], key=lambda row: sum(bool(cell.strip()) for cell in row), default=[])
        there = "・".join(f"「{cell.strip()}」" for cell in widest[:_NAMED] if cell.strip())
        seen = f"このファイルの列は{there}のようです。" if there else "見出しの行があるか確かめてください。"
        remedy = f"{seen}名前が違うときは対応を指定してください（例: {self.example}）。"
        raise refusal(sheet.source, message, remedy)

    def _places(self, row: Sequence[str], own: Mapping[str, str]) -> dict[str, int]:
        """Return the place of each column: by its own heading where one is given, else by the first usual one."""
        cells = [plain_heading(cell) for cell in row]
        found: dict[str, int] = {}
        for what, mapped in own.items():
            names = [plain_heading(name) for name in ((mapped,) if mapped else self.usual[what])]
            at = next((cells.index(name) for name in names if name in cells), None)
            if at is not None and at not in found.values():
                found[what] = at
        return found


def plain_heading(text: str) -> str:
    """Return a heading without spaces, unit and width: 「入金額（円）」 is 入金額."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("\u3000", "")
    return plain.removesuffix("(円)").upper()
