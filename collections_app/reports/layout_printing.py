"""Numbers as a layout prints them: taken from whole yen, rounded once at the end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_date, era_month, fiscal_year_name, years_before
from collections_app.domain.comparison import NEW
from collections_app.domain.money import printed_mixed, rounded
from collections_app.reports.figured import Figured, figured, joined
from collections_app.reports.layout_behind import behind
from collections_app.reports.layout_terms import AS_OF, CORPORATION, WORDS, YEAR, Form, Piece, Show, Shown, Template

if TYPE_CHECKING:
    from collections_app.domain.views import FigureValue
    from collections_app.reports.layout import Style
    from collections_app.reports.layout_figures import FigureSet

_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_MONEY = "円"
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is printed: whole, in units of its last decimal."""

    scaled: int
    decimals: int = 0

    @property
    def exact(self) -> Decimal:
        """The number itself."""
        return Decimal(self.scaled).scaleb(-self.decimals)

    @property
    def text(self) -> str:
        """The number with separators, ▲ before a negative one."""
        whole, part = divmod(abs(self.scaled), 10**self.decimals)
        tail = f".{part:0{self.decimals}}" if self.decimals else ""
        return f"{'▲' if self.scaled < 0 else ''}{whole:,}{tail}"


def counted(value: FigureValue, show: Show) -> int | None:
    """Return the count or the yen that is shown of a figure; None without a plan, and of what is no amount."""
    found = {
        Show.NOW: value.current,
        Show.PREVIOUS: value.previous,
        Show.PLAN: value.plan,
        Show.DIFFERENCE: value.current - value.previous,
        Show.PLAN_DIFFERENCE: None if value.plan is None else value.current - value.plan,
    }
    return found.get(show)


def number(value: FigureValue, one: Shown) -> Number | None:
    """Return a number rounded as it is printed; None where there is none, such as a ratio to nothing."""
    form = one.form
    raw = counted(value, one.show)
    if raw is not None:
        unit = form.unit.yen if form.unit is not None and value.unit == _MONEY else 1
        decimals = form.decimals if value.unit == _MONEY else 0
        return Number(rounded(Fraction(raw * 10**decimals, unit), form.rounding), decimals)
    base = {Show.RATIO: value.previous, Show.TIMES: value.previous, Show.PLAN_RATIO: value.plan}.get(one.show)
    if not base:
        return None
    scale = (1 if one.show is Show.TIMES else _HUNDRED) * 10**form.ratio_decimals
    return Number(rounded(Fraction(value.current * scale, base), form.rounding), form.ratio_decimals)


def printed(value: FigureValue | None, one: Shown, style: Style) -> str:
    """Return what a layout prints of a figure: the number with its unit, or the word where there is none."""
    if value is None:
        return style.nothing
    if one.show is Show.UNIT:
        return unit_word(value, one.form)
    raw = counted(value, one.show)
    if raw is not None and one.form.unit is None and value.unit == _MONEY:
        return in_width(printed_mixed(raw, one.form.rounding), one.form)
    found = number(value, one)
    if found is None:
        is_new = one.show in (Show.RATIO, Show.TIMES) and value.note == NEW
        return style.new if is_new else style.nothing
    return in_width(found.text + ("" if one.form.is_bare else _suffix(value, one)), one.form)


def in_width(text: str, form: Form) -> str:
    """Return the digits of a text in full or half width."""
    return text.translate(_FULL_WIDTH if form.is_full_width else _HALF_WIDTH)


def unit_word(value: FigureValue, form: Form) -> str:
    """Return the unit a figure is printed in: 千円, 件."""
    if value.unit != _MONEY:
        return value.unit
    return form.unit.label if form.unit is not None else _MONEY


def _suffix(value: FigureValue, one: Shown) -> str:
    if one.show in (Show.RATIO, Show.PLAN_RATIO):
        return "％"
    return "倍" if one.show is Show.TIMES else unit_word(value, one.form)


def word(one: Shown, figures: FigureSet, style: Style) -> str:
    """Return the corporation, a year, a day or a month a text names: {協会名}, {年度}, {基準日}, {月}."""
    if one.figure == CORPORATION:
        return figures.corporation or style.nothing
    day = years_before(figures.as_of, one.back)
    if one.figure == YEAR:
        year = figures.fiscal_year - one.back
        text = fiscal_year_name(year) if style.is_era else f"{year}年度"
    elif one.figure == AS_OF:
        text = era_date(day) if style.is_era else f"{day.year}年{day.month}月{day.day}日"
    else:
        text = era_month(day) if style.is_era else f"{day.year}年{day.month}月"
    return in_width(text, one.form)


def filled(text: Template, figures: FigureSet, style: Style) -> Figured:
    """Return a text with its numbers in their places, each with what is behind it."""
    return joined(_filled(piece, figures, style) for piece in text)


def _filled(piece: Piece, figures: FigureSet, style: Style) -> str:
    if isinstance(piece, str):
        return piece
    if piece.figure in WORDS:
        return word(piece, figures, style)
    found = printed(figures.shown(piece), piece, style)
    if found == style.nothing or piece.show is Show.UNIT:
        return found
    return figured(found, behind((piece.figure,), piece, figures))


def summed(values: list[FigureValue | None], key: str, label: str) -> FigureValue | None:
    """Return the sum of figures of one unit, with its plan where all have one; None when one is not known."""
    known = [value for value in values if value is not None]
    if len(known) < len(values) or not known:
        return None
    plans = [value.plan for value in known]
    plan = None if None in plans else sum(plan for plan in plans if plan is not None)
    current, previous = sum(value.current for value in known), sum(value.previous for value in known)
    note = NEW if previous == 0 and current > 0 else None
    made = known[0]._replace(key=key, label=label, current=current, previous=previous, plan=plan, note=note)
    return made._replace(ratio=None, plan_ratio=None)  # tables print theirs from the values
