"""What stands behind a number that a layout prints: the rows of each figure and year it is made of, or why none are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import FigureWanted, applies, dimension_label, is_level
from collections_app.domain.calendar import era_date, era_month, fiscal_year_name
from collections_app.domain.figures import FIGURE
from collections_app.domain.period import Period, span_of
from collections_app.reports.figured import Behind, Part
from collections_app.reports.layout_terms import Show, Shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_app.domain.views import FigureValue
    from collections_app.reports.layout_figures import FigureSet, Group

_YEARS = {  # this year's rows, and those of the year before it
    Show.PREVIOUS: (1,),
    Show.RATIO: (0, 1),
    Show.TIMES: (0, 1),
    Show.DIFFERENCE: (0, 1),
    Show.PLAN: (),
}
_PLANNED = "{}の計画 {:,}{}は入力した値で、内訳の行はありません（計画値の画面 Ctrl+Shift+P で見られます）"
_OF_PLAN = frozenset((Show.PLAN, Show.PLAN_RATIO, Show.PLAN_DIFFERENCE))
_TYPED = "{}の{}は登録された値で、内訳の行はありません"
_NOT_PARTED = "{}は{}では分けられないため、内訳の行はありません"


def behind(keys: Iterable[str], one: Shown, figures: FigureSet, by: str = "", group: Group | None = None) -> Behind:
    """Return what is behind a number that shows `one` of these figures, of a group of a breakdown where it is one."""
    parts: list[Part] = []
    why: list[str] = []
    for key in keys:
        value = figures.in_group(key, by, group) if group else figures.value(key, one.span, one.back)
        if value is None:
            continue
        if one.show in _OF_PLAN and value.plan is not None:
            why.append(_PLANNED.format(value.label, value.plan, value.unit))
        for earlier in _YEARS.get(one.show, (0,)):
            found = _part(one, figures, value, earlier)
            if isinstance(found, str):
                why.append(found)
            elif group is None:
                parts.append(found)
            elif applies(FIGURE[key], by):
                parts.append(Part(f"{group.label}　{found.said}", found.wanted.within(by, group.value)))
            else:
                why.append(_NOT_PARTED.format(FIGURE[key].label, dimension_label(by)))
    return Behind(tuple(parts), "。".join(dict.fromkeys(why)))


def _part(one: Shown, figures: FigureSet, value: FigureValue, earlier: int) -> Part | str:
    """Return a figure of a year, or of the one before, or why it has no rows."""
    key = value.key
    period = figures.days(one.span, one.back)
    said = span_words(span_of(*period.spans[earlier]), is_of_day=is_level(FIGURE[key]))
    if (one.span, one.back + earlier, key) in figures.typed:
        return _TYPED.format(said, value.label)
    counted = value.previous if earlier else value.current
    return Part(f"{value.label}　{said}　{counted:,}{value.unit}", FigureWanted(key, *period.spans[earlier]))


def span_words(period: Period, *, is_of_day: bool = False) -> str:
    """Return days in words: 令和6年度, 令和6年度（令和6年9月30日まで）, 令和7年3月; of a level the day alone."""
    if is_of_day:
        return f"{era_date(period.last)}現在"
    if not period.is_cumulative:
        return era_month(period.last)
    year = fiscal_year_name(period.fiscal_year)
    return year if period.is_whole_year else f"{year}（{era_date(period.last)}まで）"
