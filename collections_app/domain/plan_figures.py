"""Plan figures (計画値) of a fiscal year: by figure for the whole year, and by month where they were entered so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from collections_app.domain.calendar import MONTHS
from collections_app.domain.codes import Code
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURES, LEVELS, Figure
from collections_app.domain.money import LIMIT, show_yen
from collections_app.domain.typed import typed_amount

MONTH_ORDER = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
PLANNED: tuple[Figure, ...] = tuple(figure for figure in FIGURES if LEVELS.isdisjoint(figure.measures))
YEAR = -1  # the place of the year's total, before the months

_THOUSAND = 1_000


class Spread(Code):
    """How a year's total is spread over its months."""

    SEASON = "season", "過年度の月別の割合"
    EVEN = "even", "均等"
    NONE = "none", "月に分けない"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The plan of one figure: the year's total (None: no plan), and the months from April on where there are any."""

    figure: str
    year: int | None = None
    months: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Months stand for the whole year and add up to it."""
        assert not self.months or (len(self.months) == MONTHS and sum(self.months) == self.year), self


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """The plans of a year as they are kept, what the months of the past were, and what is proposed."""

    fiscal_year: int
    lines: dict[str, PlanLine]
    last_year: dict[str, int]  # the whole of the year before, as far as it is posted
    season: dict[str, tuple[int, ...]]  # what the months of the past years brought together
    proposal: dict[str, PlanLine]
    basis: str  # what the proposal is drawn from, in words
    uneven: tuple[str, ...] = ()  # figures whose months do not add up to the year that is kept; the months hold


def shares(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Return a total parted by weights: the sum up to each part is that share of the total, rounded down.

    So the parts add up to the total and none is off by one or more. Where no weight says anything, parts are even.
    Round thousands are parted in thousands.
    """
    unit = _THOUSAND if total % _THOUSAND == 0 else 1
    known = [max(weight, 0) for weight in weights]
    known = known if sum(known) else [1] * len(known)
    ends = [total // unit * up_to // sum(known) * unit for up_to in accumulate(known)]
    return tuple(end - start for start, end in zip([0, *ends], ends, strict=False))


def spread_line(line: PlanLine, total: int | None, way: Spread, season: Sequence[int]) -> PlanLine:
    """Return a line with another total for the year, spread over its months in a way."""
    if total is None:
        return PlanLine(line.figure)
    if way is Spread.NONE:
        return PlanLine(line.figure, total)
    weights = season if way is Spread.SEASON and season else (1,) * MONTHS
    return PlanLine(line.figure, total, shares(total, weights))


def with_month(line: PlanLine, place: int, value: int | None) -> PlanLine:
    """Return a line with another month; the year becomes the sum. The last month taken away leaves no plan."""
    months = list(line.months or (0,) * MONTHS)
    months[place] = value or 0
    if value is None and not any(months):
        return PlanLine(line.figure)
    return replace(line, months=tuple(months), year=sum(months))


def typed_plan(text: str) -> int | None:
    """Return the value typed into a cell, None for an empty one; UserError says why a text is none."""
    text = text.strip()
    return typed_amount(text, minimum=0) if text else None


def up_to(line: PlanLine | None, months: int) -> int | None:
    """Return the plan up to the end of the first months of the year: as entered, else on a straight line."""
    if line is None or line.year is None:
        return None
    return sum(line.months[:months]) if line.months else line.year * months // MONTHS


def planned_by_month(year: int | None, months: Mapping[int, int]) -> tuple[int, ...]:
    """Return the plan up to the end of each month from April on (`months` are by calendar month); () without a plan."""
    by_month = tuple(months.get(month, 0) for month in MONTH_ORDER) if months else ()
    line = PlanLine("", sum(by_month) if by_month else year, by_month)
    return tuple(planned for count in range(1, MONTHS + 1) if (planned := up_to(line, count)) is not None)


def gap_sentence(months: int, year: int | None) -> tuple[str, str]:
    """Return what is wrong where months and year contradict each other, and what to do."""
    planned = "ありません" if year is None else f"{show_yen(year)}です"
    message = f"月別計画の合計は{show_yen(months)}、年度計画は{planned}。"
    return message, "年度計画を月別の合計に合わせてください。"


def refuse_beyond(lines: Iterable[PlanLine]) -> None:
    """Refuse a plan that no figure can reach; UserError names it."""
    for line in lines:
        if line.year is not None and line.year > LIMIT:
            raise UserError(f"計画値 {show_yen(line.year)} は大きすぎます。桁を確かめてください。")
