"""What the sheets of the monthly workbook are filled from, and the cells they share: sums, ratios, checks, links."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from collections_app.domain.calendar import month_start
from collections_app.reports.measures import (
    ELAPSED,
    MONTH_START,
    YEAR_START,
    Measure,
    Span,
    formula_of,
    group_formula,
    measures_by,
)
from collections_app.reports.sheet import Formula, Line, Linked, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.month_report import MonthNumbers
    from collections_app.reports.tally import Tally

NEW, NOTHING = "新規取組み", "－"
SAME, DIFFERENT = "一致", "不一致"
MONTH, YTD, PREVIOUS, RATIO, PLAN, PLAN_RATIO = "month", "ytd", "previous", "ratio", "plan", "plan_ratio"
_PERMILLE = 1000


@dataclass(frozen=True)
class Figures:
    """The numbers of the statistics and, by group, what the rows add up to."""

    numbers: MonthNumbers
    tallies: Mapping[str, Tally]

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """How each figure is taken of its rows."""
        return measures_by(self.numbers.rules)

    @property
    def year(self) -> Span:
        """The fiscal year to date."""
        return Span(self.numbers.period[0], YEAR_START, self.numbers.as_of)

    @property
    def month(self) -> Span:
        """The month of the as-of day, up to that day."""
        return Span(month_start(self.numbers.as_of), MONTH_START, self.numbers.as_of)

    def value(self, measure: Measure, span: Span) -> int:
        """Return what the rows of a span add up to."""
        return self.tallies[measure.group].value(measure, span)

    def live(self, measure: Measure, span: Span) -> Formula:
        """Return the sum over the rows as a formula."""
        return Formula(formula_of(measure, span), self.value(measure, span))

    def by(self, measure: Measure, span: Span, heading: str) -> dict[str, int]:
        """Return what the rows of a span add up to for each value of a column."""
        return self.tallies[measure.group].values_by(measure, span, heading)

    def live_by(self, measure: Measure, span: Span, heading: str, cells: Mapping[str, str]) -> list[Formula]:
        """Return a formula for each value of a column, which stands in the cell named beside it."""
        found = self.by(measure, span, heading)
        return [Formula(group_formula(measure, span, heading, cell), found.get(key, 0)) for key, cell in cells.items()]

    def linked(self, cell: object, key: str) -> object:
        """Return a cell that leads to the rows behind a figure, where there are any."""
        measure = self.measures.get(key)
        return cell if measure is None else to_rows(cell, measure)


def to_rows(cell: object, measure: Measure) -> Linked:
    """Return a cell that leads to the rows a measure is taken of; the tip says which of them."""
    words = "、".join(f"{heading}が「{word}」" for heading, word in measure.where)
    tip = f"明細_{measure.group}へ" + (f"（{words}の行）" if words else "")
    return Linked(cell, f"'明細_{measure.group}'!A1", tip)


def keyed(key: str, heading: str) -> object:
    """Return what stands in the cell of a breakdown's value, so that a formula can compare rows with it."""
    return int(key) if heading == ELAPSED and key else key


def figure_name(key: str, which: str) -> str:
    """Return the defined name of a figure's cell: fig_recovery_total_ytd."""
    return f"fig_{key.replace('.', '_')}_{which}"


def ratio_value(current: int, base: int) -> Decimal:
    """Return current ÷ base in percent, half-up to one decimal; `base` is not 0."""
    return (Decimal(current) * 100 / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def ratio_formula(current: str, base: str) -> str:
    """Return the expression of a ratio in percent: the division comes last, so that a half is exact before rounding."""
    return f"ROUND({current}*{_PERMILLE}/{base},0)/10"


def ratio_cell(current: str, base: str, values: tuple[int, int]) -> Formula:
    """Return the comparison of two cells: a ratio, 新規取組み or －."""
    now, before = values
    value: Decimal | str = NEW if now > 0 else NOTHING
    if before:
        value = ratio_value(now, before)
    return Formula(f'=IF({base}=0,IF({current}>0,"{NEW}","{NOTHING}"),{ratio_formula(current, base)})', value)


def share_cell(part: str, whole: str, values: tuple[int, int]) -> Formula:
    """Return a part in percent of the whole, － where there is no whole."""
    value = ratio_value(*values) if values[1] else NOTHING
    return Formula(f'=IF({whole}=0,"{NOTHING}",{ratio_formula(part, whole)})', value)


def check_cell(left: str, right: str, values: tuple[object, object]) -> Formula:
    """Return the comparison of two cells that must be equal, as a word that a formula gives."""
    same = SAME if values[0] == values[1] else DIFFERENT
    return Formula(f'=IF({left}={right},"{SAME}","{DIFFERENT}")', same)


def sum_cell(cells: str, values: Sequence[object]) -> Formula:
    """Return the sum of a block of cells."""
    return Formula(f"=SUM({cells})", sum(number(value) for value in values))


def number(cell: object) -> int:
    """Return the whole number a cell shows, 0 where it shows none."""
    value = value_of(cell)
    return value if isinstance(value, int) else 0


def section(title: str, width: int, *headings: str | None) -> Line:
    """Return the line that begins a block, with headings of its own where it has any."""
    return Line((title, *headings, *[None] * (width - 1 - len(headings))), "section")
