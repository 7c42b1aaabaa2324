"""What the monthly workbook is made of beside the rows: frozen values, whole yen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from collections_app.domain.counting import Rules
from collections_app.domain.standing import StandingKind
from collections_app.domain.views import Cohort, FigureValue, RollForward

Values = Mapping[str, int]  # by figure key
_SHOWN_NAMES = 8  # in a sentence


class Movement(NamedTuple):
    """What one kind of change did to the outstanding count and to the stopped count within a span of days."""

    kind: StandingKind
    claims: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Span:
    """求償権残高 over a span of days: its principal, its count and the stopped count, each from opening to closing."""

    first: date
    roll: RollForward
    opening_claims: int
    opening_stopped: int
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class MonthNumbers:
    """The figures of a fiscal year up to the end of a month, counted by the statistics and not from the rows.

    `before` holds last year's values by breakdown, then by its key; `levels` those of the ends of months, by month.
    """

    fiscal_year: int
    as_of: date
    period: tuple[date, date]
    figures: Mapping[str, FigureValue]
    cohorts: tuple[Cohort, ...]
    year: Span
    month: Span
    before: Mapping[str, Mapping[str, Values]]
    levels: Mapping[date, Values]
    people: tuple[tuple[str, str, str], ...]  # number, name, section of the staff, in order
    known: str  # as of which records: in words
    rules: Rules = ()  # what the office decided about how figures are counted
    planned: tuple[int, ...] = ()  # the plan of the recovery up to the end of each month from April; () without one
    frozen: Values = field(default_factory=dict)  # what a month close froze: compared with the figures


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a template: the names filled in, those nobody knows, and how many charts were drawn anew."""

    path: str
    filled: tuple[str, ...]
    unknown: tuple[str, ...]
    charts: int

    @property
    def remarks(self) -> list[str]:
        """Return what a person should know of it, in sentences."""
        found = []
        if self.unknown:
            more = " など" if len(self.unknown) > _SHOWN_NAMES else ""
            names = "、".join(self.unknown[:_SHOWN_NAMES])
            found.append(
                f"ひな型の名前のうち{len(self.unknown):,}個は月報にないので、そのままにしました: {names}{more}"
            )
        if self.charts:
            found.append(f"ひな型のグラフ{self.charts:,}個は書き直したので、細かな見た目が変わることがあります。")
        return found
