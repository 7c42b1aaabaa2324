"""The 集計 sheet of the monthly workbook: every figure with month, year to date, last year, plan and their ratios."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from collections_app.reports.measures import MEASURES, MONTH_START, YEAR_START, Evaluator, Measure, Span, formula_of
from collections_app.reports.sheet import Formula, Line, Sheet, reference
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_app.domain.views import FigureValue, Summary

NAME = "集計"
NEW, NOTHING = "新規取組み", "－"
_PERMILLE = 1000
# Columns of the sheet, by index.
_MONTH, _YEAR, _PREVIOUS, _PLAN = 2, 3, 4, 6
_COLUMNS = (
    Column("項目", "text", 40),
    Column("単位", "text", 8),
    Column("当月", "yen"),
    Column("今年度累計", "yen"),
    Column("前年度同期", "yen"),
    Column("前年比 %", "percent", 14),
    Column("計画", "yen"),
    Column("計画比 %", "percent", 14),
)
_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("回収行動", ("visit", "voluntary_disposal", "auction_petition", "provisional_remedy", "lawsuit")),
    ("回収額", ("recovery.regular", "recovery.irregular", "recovery.total", "recovery_after_closing")),
    (
        "免除",
        (
            "release.direct.count",
            "release.servicer.count",
            "release.all.count",
            "release.direct.amount",
            "release.servicer.amount",
            "release.all.amount",
        ),
    ),
    ("経営支援", ("expert_dispatch", "extinguishing_guarantee")),
    ("停止・整理", ("administration_stop", "stopped.count", "claim_closing")),
    ("代位弁済・残高", ("subrogation.count", "subrogation.amount", "outstanding.count", "outstanding.principal")),
)
_TOTALS = {
    "recovery.total": ("recovery.regular", "recovery.irregular"),
    "release.all.count": ("release.direct.count", "release.servicer.count"),
    "release.all.amount": ("release.direct.amount", "release.servicer.amount"),
}


@dataclass
class Figures:
    """What the sheets are filled from; `differing` gathers the figures their rows do not give."""

    summary: Summary
    month: Mapping[str, FigureValue]
    evaluator: Evaluator
    differing: list[str] = field(default_factory=list)

    @property
    def year_span(self) -> Span:
        """Return the fiscal year to date."""
        return Span(self.summary.period[0], YEAR_START, self.summary.as_of)

    @property
    def month_span(self) -> Span:
        """Return the month of the as-of day, up to that day."""
        return Span(self.summary.as_of.replace(day=1), MONTH_START, self.summary.as_of)

    def cell(self, measure: Measure | None, span: Span, expected: int | None, label: str) -> object:
        """Return a formula over the rows where they give `expected`, else the plain number, noted as differing."""
        if measure is None or not self.evaluator.has(measure):
            return expected
        value = self.evaluator.value(measure, span)
        if expected in (None, value):
            return Formula(formula_of(measure, span), value)
        self.differing.append(label)
        return expected


def summary_sheet(figures: Figures, title: str, corporation: str) -> Sheet:
    """Return the sheet 集計."""
    above = _above(figures, title, corporation)
    plan = _plan_of_lines(figures.summary, len(above) + 2)
    rows = {key: row for row, key in plan if key in figures.summary.figures}
    lines = []
    for row, key in plan:
        if key in rows:
            lines.append(_figure_line(figures, key, row, rows))
        else:
            lines.append(Line((key, *[None] * (len(_COLUMNS) - 1)), "section"))
    return Sheet(Table(NAME, _COLUMNS, ()), above, tuple(lines))


def span_names(figures: Figures) -> list[tuple[str, str]]:
    """Return the defined names of the days the formulas look at."""
    row = _days_row() + 1
    return [(name, reference(NAME, column, row)) for column, name, _ in _days(figures)]


def ratio_value(current: int, base: int) -> Decimal:
    """Return current ÷ base in percent, half-up to one decimal; `base` is not 0."""
    return (Decimal(current) * 100 / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def ratio_formula(current: str, base: str) -> str:
    """Return the expression of a ratio in percent: the division comes last, so that a half is exact before rounding."""
    return f"ROUND({current}*{_PERMILLE}/{base},0)/10"


def _above(figures: Figures, title: str, corporation: str) -> tuple[Line, ...]:
    days: list[object] = [None] * len(_COLUMNS)
    for column, name, day in _days(figures):
        days[column - 1], days[column] = name, day
    unit = "単位は各行のとおり。前年比・計画比は小数第1位まで（四捨五入）。計画比は年度計画の全額に対する割合。"
    return (Line((title,), "title"), Line((corporation,), "note"), Line(tuple(days), "note"), Line((unit,), "note"))


def _days_row() -> int:
    return 2


def _days(figures: Figures) -> list[tuple[int, str, date]]:
    """Return column index, defined name and value of the three days above the table."""
    year, month = figures.year_span, figures.month_span
    return [(_MONTH, "基準日", year.end), (_PREVIOUS, month.name, month.start), (_PLAN, year.name, year.start)]


def _plan_of_lines(summary: Summary, first: int) -> list[tuple[int, str]]:
    """Return row number and section title or figure key of each line; figures without a section come last."""
    words: list[str] = []
    known = {key for _, keys in _SECTIONS for key in keys}
    others = tuple(key for key in summary.figures if key not in known)
    for title, keys in (*_SECTIONS, ("その他", others)):
        present = [key for key in keys if key in summary.figures]
        words += [title, *present] if present else []
    return list(enumerate(words, first))


def _figure_line(figures: Figures, key: str, row: int, rows: Mapping[str, int]) -> Line:
    figure = figures.summary.figures[key]
    parts = [part for part in _TOTALS.get(key, ()) if part in rows]
    is_total = len(parts) == len(_TOTALS.get(key, ())) > 0
    month: object = NOTHING  # a balance has no month of its own
    measure = MEASURES.get(key)
    if measure is None or measure.dated:
        month = _month_cell(figures, key)
    year = figures.cell(measure, figures.year_span, figure.current, figure.label)
    if is_total:
        month = _sum_cell(month, [_month_cell(figures, part) for part in parts], [f"C{rows[part]}" for part in parts])
        values = [figures.summary.figures[part].current for part in parts]
        year = _sum_cell(year, values, [f"D{rows[part]}" for part in parts])
    cells = (
        figure.label,
        figure.unit,
        month,
        year,
        figure.previous,
        _ratio_cell(figure, row),
        figure.plan,
        _plan_cell(figure, row),
    )
    return Line(cells, "total" if is_total else "body")


def _month_cell(figures: Figures, key: str) -> object:
    given = figures.month.get(key)
    label = f"{figures.summary.figures[key].label}（当月）"
    return figures.cell(MEASURES.get(key), figures.month_span, given.current if given else None, label)


def _sum_cell(whole: object, parts: list[object] | list[int], cells: list[str]) -> object:
    """Return the sum of the cells of the parts where it is the whole, else the whole as it is."""
    value = _number(whole)
    numbers = [_number(part) for part in parts]
    if value is None or None in numbers or sum(number or 0 for number in numbers) != value:
        return whole
    return Formula(f"={'+'.join(cells)}", value)


def _number(cell: object) -> int | None:
    value = cell.value if isinstance(cell, Formula) else cell
    return value if isinstance(value, int) else None


def _ratio_cell(figure: FigureValue, row: int) -> Formula:
    value: Decimal | str = NEW if figure.current > 0 else NOTHING
    if figure.previous:
        value = ratio_value(figure.current, figure.previous)
    rate = ratio_formula(f"D{row}", f"E{row}")
    return Formula(f'=IF(E{row}=0,IF(D{row}>0,"{NEW}","{NOTHING}"),{rate})', value)


def _plan_cell(figure: FigureValue, row: int) -> Formula:
    value = ratio_value(figure.current, figure.plan) if figure.plan else NOTHING
    return Formula(f'=IF(N(G{row})=0,"{NOTHING}",{ratio_formula(f"D{row}", f"G{row}")})', value)
