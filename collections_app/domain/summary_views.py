"""What the supervisor looks at: which days, as known when, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collections_app.domain.breakdowns import FigureWanted
from collections_app.domain.period import Period
from collections_app.domain.views import FigureRows, FigureValue, Summary


@dataclass(frozen=True, slots=True)
class SummaryWanted:
    """A span of days, as known today or (`is_then`) as known then.

    Then is the close of the last day's month where that month is closed; otherwise the end of `known_on`, without one
    the end of the last day.
    """

    period: Period
    is_then: bool = False
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class SummarySeen:
    """A summary that was asked for; of one as known then the audit record it ends with, and when that was, in words.

    `moved` names the figures that differ from what their rows add up to now, because records were corrected since.
    """

    wanted: SummaryWanted
    summary: Summary
    known_no: int | None = None
    said: str = ""
    moved: tuple[str, ...] = ()

    def rows_of(self, key: str, *, is_previous: bool = False) -> FigureWanted:
        """Return the question behind a figure of the period, or of the span a year before."""
        first, last = self.wanted.period.spans[int(is_previous)]
        return self.rows_between(key, first, last)

    def rows_between(self, key: str, first: date, last: date) -> FigureWanted:
        """Return the question behind a figure of other days, as known at the same time."""
        return FigureWanted(key, first, last, known_no=self.known_no)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One value of a dimension with its figures; `label` is what people call it."""

    value: str
    label: str
    figures: dict[str, FigureValue]


@dataclass(frozen=True, slots=True)
class GroupBalance:
    """What is outstanding of one value of a dimension at the end of the period (yen)."""

    value: str
    label: str
    principal: int


@dataclass(frozen=True, slots=True)
class Flow:
    """One line of a movement: sign, words, number of claims and yen (None: not told), and what each opens."""

    sign: str  # "" opening, ＋, －, ±, ＝ closing
    label: str
    count: int | None
    amount: int | None
    counted: FigureWanted | None = None
    summed: FigureWanted | None = None


@dataclass(frozen=True, slots=True)
class ArrearsBand:
    """Instalment plans that are behind by so many payments: how many, the yen missing, and the very plans."""

    label: str
    count: int
    missing: int
    rows: FigureRows


@dataclass(frozen=True, slots=True)
class BalanceSeen:
    """How 求償権残高, the stopped and the closed claims moved in the period, and what is in arrears at its end."""

    balance: tuple[Flow, ...]
    stopped: tuple[Flow, ...]
    closed: tuple[Flow, ...]
    arrears: tuple[ArrearsBand, ...]
