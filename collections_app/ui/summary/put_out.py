"""The tables of the summary as data with whole yen, for paper and workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from collections_app.domain.calendar import fiscal_year_name
from collections_app.domain.shown import table
from collections_app.ui.summary import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.views import Cohort, FigureRows, FigureValue

_FIGURES = (
    ("項目", "text"), ("単位", "text"), ("今年度", "yen"), ("前年度", "yen"), ("前年比 %", "percent"), ("計画", "yen"),
    ("計画比 %", "percent"),
)  # fmt: skip


def figure_table(title: str, lines: Sequence[tuple[str, str, int]], figures: Mapping[str, FigureValue]) -> FigureRows:
    """Return figures with last year and plan, in the order of `lines` (label, figure, indent)."""
    rows = tuple(
        ("　" * indent + label, one.unit, one.current, one.previous, ratio(one), one.plan, percent(one.plan_ratio))
        for label, key, indent in lines
        if (one := figures.get(key)) is not None
    )
    return table(title, _FIGURES, rows)


def cohort_table(cohorts: Sequence[Cohort]) -> FigureRows:
    """Return what was paid for each year, what came back, and the rate up to each elapsed year."""
    longest = max((len(one.rate) for one in cohorts), default=0)
    columns = (
        ("代位弁済年度", "text"), ("代位弁済額", "yen"), ("回収額", "yen"),
        *((f"{k + 1}年目まで %", "percent") for k in range(longest)),
    )  # fmt: skip
    rows = tuple(
        (
            fiscal_year_name(one.cohort),
            one.subrogated,
            one.recovered[-1] if one.recovered else 0,
            *(percent(one.rate[k]) if k < len(one.rate) else None for k in range(longest)),
        )
        for one in cohorts
    )
    return table("代位弁済後の経過年数と回収率（累計）", columns, rows)


def percent(text: str | None) -> Decimal | None:
    """Return a ratio as a number."""
    return None if text is None else Decimal(text)


def ratio(figure: FigureValue) -> object:
    """Return the ratio to last year: a number, or 新規."""
    return words.NEW if figure.note == "new" else percent(figure.ratio)
