"""The small language of layouts: 「recovery.total:計画比:全角」 names a figure, what of it is shown, and in which form.

A text holds such names in braces. Everything after the figure is a word of a closed list; a later word overrides an
earlier one, so a layout, a table and a single place may each say what only they need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE
from collections_app.domain.money import Rounding, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping


class LayoutError(UserError):
    """A layout that cannot be used: where, what, and what to do. `token` is the text in question, as it was written."""

    def __init__(self, place: str, sentence: str, token: str = "", line: int | None = None) -> None:
        """Keep the place, and the token by which an editor finds the line, or the line itself."""
        super().__init__(f"{place}: {sentence}" if place else sentence)
        self.token = token
        self.line = line


class Show(Enum):
    """What of a figure is shown."""

    NOW = "今年度"
    PREVIOUS = "前年度"
    PLAN = "計画"
    RATIO = "前年比"
    PLAN_RATIO = "計画比"
    DIFFERENCE = "増減"
    PLAN_DIFFERENCE = "計画差"
    TIMES = "倍"
    UNIT = "単位"


class Span(Enum):
    """Of which days a figure is: the year up to the day, the last month, the whole fiscal year."""

    YEAR = "累計"
    MONTH = "当月"
    WHOLE = "年度全体"


@dataclass(frozen=True, slots=True)
class Form:
    """How numbers are printed. `unit` None: 億・百万の漢字混じり; `is_bare` leaves the unit's word out."""

    unit: Unit | None = Unit.YEN
    decimals: int = 0
    ratio_decimals: int = 1
    rounding: Rounding = Rounding.HALF_UP
    is_full_width: bool = False
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One number of a layout: the figure, what of it, of which days, how many years back, in which form."""

    figure: str
    show: Show = Show.NOW
    span: Span = Span.YEAR
    back: int = 0
    form: Form = Form()


YEAR, AS_OF, MONTH, CORPORATION = "年度", "基準日", "月", "協会名"
WORDS = frozenset((YEAR, AS_OF, MONTH, CORPORATION))  # what stands in braces and is no figure

Piece = str | Shown
Template = tuple[Piece, ...]

_SHOWS = {one.value: one for one in Show} | {"実績": Show.NOW, "達成率": Show.PLAN_RATIO, "前年増減": Show.DIFFERENCE}
_SPANS = {one.value: one for one in Span}
UNITS: Mapping[str, Unit | None] = {one.label: one for one in Unit} | {"億百万": None}
ROUNDINGS = {"四捨五入": Rounding.HALF_UP, "切捨て": Rounding.TRUNCATE}
DIGITS = {"半角": False, "全角": True}
MOST_DECIMALS = 3
MOST_YEARS = 10
_BRACES = re.compile(r"\{([^{}]*)\}")
_BACK = re.compile(r"(\d{1,2})年前")
_DECIMALS = {f"小数{n}": n for n in range(MOST_DECIMALS + 1)}
_RATIO_DECIMALS = {f"率小数{n}": n for n in range(MOST_DECIMALS + 1)}
_BARE = "数のみ"


def shown(text: str, base: Form, place: str) -> Shown:
    """Return the number a text names; LayoutError when the figure or a word is not known."""
    figure, *words = (part.strip() for part in text.split(":"))
    if not figure:
        raise LayoutError(
            place, f"「{{{text}}}」に数字の名前がありません。{{visit}}のように書いてください。", f"{{{text}"
        )
    if figure not in FIGURE and figure not in WORDS:
        raise unknown_figure(figure, place)
    return applied(Shown(figure, form=base), words, place)


def unknown_figure(figure: str, place: str, token: str = "") -> LayoutError:
    """Return the error that a figure is not there, with the names it may have been meant for."""
    alike = get_close_matches(figure, FIGURE, n=3, cutoff=0.5)
    known = f"近い名前: {'、'.join(alike)}。" if alike else f"使える数字: {'、'.join(FIGURE)}。"
    return LayoutError(place, f"「{figure}」という数字はありません。{known}", token or figure)


def applied(one: Shown, words: list[str], place: str) -> Shown:
    """Return the number with what further words say of it."""
    for word in words:
        one = _with(one, word, place)
    return one


def _with(one: Shown, word: str, place: str) -> Shown:
    if word in _SHOWS:
        return replace(one, show=_SHOWS[word])
    if word in _SPANS:
        return replace(one, span=_SPANS[word])
    if back := _BACK.fullmatch(word):
        if not 0 < int(back[1]) <= MOST_YEARS:
            raise LayoutError(place, f"「{word}」は使えません。1年前から{MOST_YEARS}年前までです。", word)
        return replace(one, back=int(back[1]))
    form = _formed(one.form, word)
    if form is None:
        raise LayoutError(place, f"「{word}」という指定はありません。使える指定: {'、'.join(_known())}。", word)
    return replace(one, form=form)


def _formed(form: Form, word: str) -> Form | None:
    """Return a form with what a word says; None when it says nothing of forms."""
    if word in UNITS:
        return replace(form, unit=UNITS[word])
    if word in ROUNDINGS:
        return replace(form, rounding=ROUNDINGS[word])
    if word in DIGITS:
        return replace(form, is_full_width=DIGITS[word])
    if word in _DECIMALS:
        return replace(form, decimals=_DECIMALS[word])
    if word in _RATIO_DECIMALS:
        return replace(form, ratio_decimals=_RATIO_DECIMALS[word])
    return replace(form, is_bare=True) if word == _BARE else None


def _known() -> tuple[str, ...]:
    return (*_SHOWS, *_SPANS, "1年前", *UNITS, *_DECIMALS, *_RATIO_DECIMALS, *ROUNDINGS, *DIGITS, _BARE)


def template(text: str, base: Form, place: str) -> Template:
    """Return a text with its numbers; LayoutError when a brace is left open or what stands in it is not known."""
    pieces: list[Piece] = []
    end = 0
    for found in _BRACES.finditer(text):
        pieces += [_plain(text[end : found.start()], place), shown(found[1], base, place)]
        end = found.end()
    pieces.append(_plain(text[end:], place))
    return tuple(piece for piece in pieces if piece != "")


def _plain(text: str, place: str) -> str:
    if "{" in text or "}" in text:
        raise LayoutError(
            place, f"「{text.strip()[:20]}」の波かっこが閉じていません。{{ と }} を対にしてください。", text.strip()
        )
    return text


_NUMBERED = re.compile(r"\{(\d+)((?::[^{}]*)?)\}")


def numbered(text: str, figures: tuple[str, ...], place: str) -> str:
    """Return the text with {1}, {2:前年比} … standing for the figures of a line, as these were written."""

    def put(found: re.Match[str]) -> str:
        at = int(found[1])
        if not 1 <= at <= len(figures):
            raise LayoutError(
                place, f"「{found[0]}」に当たる数字がありません。この行の数字は{len(figures)}個です。", found[0]
            )
        return f"{{{figures[at - 1]}{found[2]}}}"

    return _NUMBERED.sub(put, text)


def keys_of(pieces: Template) -> tuple[str, ...]:
    """Return the figures a text rests on, each once."""
    return tuple(dict.fromkeys(one.figure for one in pieces if isinstance(one, Shown) and one.figure in FIGURE))
