"""What figures are broken down by, and the question behind every cell: which rows of a figure are wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from collections_app.domain.calendar import era_month, fiscal_year_name
from collections_app.domain.codes import Channel, Source
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE, LEVELS, MOVEMENT, Figure
from collections_app.domain.period import period_of

DIMENSIONS: dict[str, str] = {
    "section": "課",
    "staff": "担当者",
    "bank": "金融機関",
    "channel": "取扱",
    "source": "回収原因",
    "industry": "業種",
    "scheme": "保証制度",
    "month": "月",
    "elapsed": "経過年数",
}
# what narrows recovery and 代位弁済 besides: fiscal year of 代位弁済, years elapsed up to one of them
OF_COHORTS: dict[str, str] = {"cohort": "代位弁済年度", "until": "経過年数"}
NOT_OF_LEVELS = frozenset(("month", "elapsed", "channel", "source"))  # what there is on a day has none of these


_OF_LEDGER = frozenset(("recovery.regular", "recovery.irregular", "subrogation"))
NOT_THERE = "（記録なし）"
_LABELS: dict[str, dict[str, str]] = {
    "channel": {code.value: code.label for code in Channel},
    "source": {code.value: code.label for code in Source},
}


def dimension_label(dimension: str) -> str:
    """Return what a dimension is called."""
    return DIMENSIONS.get(dimension) or OF_COHORTS[dimension]


def value_label(dimension: str, value: str) -> str:
    """Return a value of a dimension as people read it; a member of staff stays a number."""
    if value == "":
        return NOT_THERE
    if dimension == "month":
        return era_month(date(int(value[:4]), int(value[5:]), 1))
    if dimension == "elapsed":
        return f"{int(value) + 1}年目"
    if dimension == "until":
        return f"{int(value) + 1}年目まで"
    if dimension == "cohort":
        return fiscal_year_name(int(value))
    return _LABELS.get(dimension, {}).get(value, value)


def is_level(figure: Figure) -> bool:
    """Return whether a figure is what there is on a day, not what happened in a period."""
    return not LEVELS.isdisjoint(figure.measures)


def applies(figure: Figure, dimension: str) -> bool:
    """Return whether a figure is broken down by a dimension."""
    if figure.key in MOVEMENT:
        return False
    if dimension in OF_COHORTS:
        return _OF_LEDGER.issuperset(figure.measures)
    return not (is_level(figure) and dimension in NOT_OF_LEVELS)


@dataclass(frozen=True, slots=True)
class FigureWanted:
    """Which rows are wanted: those of a figure dated within a span, of a level what there is at the end of it.

    `cells` narrows them by breakdown values, as (dimension, value); "" is what is not there, a month is 2024-04, an
    elapsed year 0. What was recorded after `known_on`, or after the audit record `known_no`, is left out.
    """

    key: str
    first: date
    last: date
    cells: tuple[tuple[str, str], ...] = ()
    known_on: date | None = None
    known_no: int | None = None

    def within(self, dimension: str, value: str) -> FigureWanted:
        """Return the same question of one value of a dimension."""
        return replace(self, cells=(*self.cells, (dimension, value)))


def of_year(key: str, fiscal_year: int, as_of: date | None = None, *, is_previous: bool = False) -> FigureWanted:
    """Return the question behind a figure of a fiscal year up to a day, or of the same span of the year before."""
    period = period_of(fiscal_year, as_of)
    first, last = period.spans[int(is_previous)]
    return FigureWanted(key, first, last)


def figure_of(wanted: FigureWanted) -> Figure:
    """Return the figure a question is about; UserError when it is not broken down by what narrows it."""
    figure = FIGURE.get(wanted.key) or MOVEMENT[wanted.key]
    for dimension, _ in wanted.cells:
        if not applies(figure, dimension):
            word = dimension_label(dimension)
            raise UserError(f"{figure.label}は{word}では分けられません。別の内訳を選んでください。")
    return figure
