"""How figures are put into words on the screen: units, comparisons, the direction of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.money import Unit, in_unit, show_percent

if TYPE_CHECKING:
    from collections_app.domain.views import FigureValue

YEN = "円"
NEW = "新規"
NONE = "－"

# figures of which more is neither better nor worse
_NEUTRAL = frozenset(
    {
        "subrogation.count",
        "subrogation.amount",
        "outstanding.count",
        "outstanding.principal",
        "stopped.count",
        "recovery_after_closing",
    }
)


def amount_text(value: int, figure_unit: str, unit: Unit) -> str:
    """Return a figure's value with separators: yen in the chosen unit, counts as they are."""
    return in_unit(value, unit) if figure_unit == YEN else f"{value:,}"


def unit_text(figure_unit: str, unit: Unit) -> str:
    """Return the word behind the value."""
    return unit.label if figure_unit == YEN else figure_unit


def ratio_text(figure: FigureValue) -> str:
    """Return the ratio to last year: 「132.0」, 「新規」, 「－」."""
    if figure.note == "new":
        return NEW
    return show_percent(figure.ratio) if figure.ratio is not None else NONE


def plan_text(figure: FigureValue) -> str:
    """Return the ratio to the plan: 「計画比 130.3%」, 「計画なし」."""
    return "計画なし" if figure.plan_ratio is None else f"計画比 {show_percent(figure.plan_ratio)}%"


def arrow(figure: FigureValue) -> str:
    """Return ▲ for more than last year, ▼ for less, nothing where there is no ratio or no change."""
    if figure.ratio is None or figure.current == figure.previous:
        return ""
    return "▲" if figure.current > figure.previous else "▼"


def ratio_color(figure: FigureValue) -> str:
    """Return the palette token of the ratio."""
    if figure.key in _NEUTRAL or ratio_text(figure) == NONE or figure.current == figure.previous:
        return "soft"
    return "good" if figure.current > figure.previous else "bad"


def ratio_with_arrow(figure: FigureValue) -> str:
    """Return 「▲ 132.0」."""
    return f"{arrow(figure)} {ratio_text(figure)}".strip()
