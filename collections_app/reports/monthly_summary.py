"""The sheet 実績: every figure with month, year, last year, plan and their ratios, and what its rows add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_month
from collections_app.reports.measures import AS_OF, MONTH_START, YEAR_START
from collections_app.reports.monthly_figures import (
    MONTH,
    NOTHING,
    PLAN,
    PLAN_RATIO,
    PREVIOUS,
    RATIO,
    YTD,
    Figures,
    check_cell,
    figure_name,
    number,
    ratio_cell,
    ratio_formula,
    ratio_value,
    section,
)
from collections_app.reports.sheet import Formula, Line, Name, Sheet
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.views import FigureValue

NAME = "実績"
COLUMNS = {MONTH: 2, YTD: 3, PREVIOUS: 4, RATIO: 5, PLAN: 6, PLAN_RATIO: 7}
_MEANINGS = {
    MONTH: "当月",
    YTD: "今年度累計",
    PREVIOUS: "前年度同期",
    RATIO: "前年比（％）",
    PLAN: "年度計画",
    PLAN_RATIO: "計画比（％）",
}
_COLUMNS = (
    Column("項目", "text", 38),
    Column("単位", "text", 7),
    Column("当月", "yen", 17),
    Column("今年度累計", "yen", 18),
    Column("前年度同期", "yen", 18),
    Column("前年比 %", "percent", 13),
    Column("年度計画", "yen", 18),
    Column("計画比 %", "percent", 13),
    Column("明細の合計", "yen", 18),
    Column("照合", "text", 10),
)
_FROZEN = (Column("締めたとき", "yen", 18), Column("締めとの照合", "text", 14))
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
TOTALS = {
    "recovery.total": ("recovery.regular", "recovery.irregular"),
    "release.all.count": ("release.direct.count", "release.servicer.count"),
    "release.all.amount": ("release.direct.amount", "release.servicer.amount"),
}
_UNIT = "前年比・計画比は小数第1位まで（四捨五入）。計画比は年度計画の全額に対する割合。数字から明細へ移れます。"


def figures_in_order(keys: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    """Return the figures by section, those without a section last."""
    known = {key for _, keys_ in _SECTIONS for key in keys_}
    plan = (*_SECTIONS, ("その他", tuple(key for key in keys if key not in known)))
    found = [(title, [key for key in wanted if key in keys]) for title, wanted in plan]
    return [(title, present) for title, present in found if present]


def summary_sheet(figures: Figures) -> Sheet:
    """Return the sheet 実績."""
    above = _above(figures)
    columns = (*_COLUMNS, *_FROZEN) if figures.numbers.frozen else _COLUMNS
    rows = _rows(figures.numbers.figures, len(above) + 2)
    lines: list[Line] = []
    for title, keys in figures_in_order(figures.numbers.figures):
        lines.append(section(title, len(columns)))
        lines += [_figure_line(figures, key, rows) for key in keys]
    names = [Name(name, name, len(above) - 1, column) for column, name in _DAYS]
    for key, row in rows.items():
        label = figures.numbers.figures[key].label
        names += [
            Name(figure_name(key, which), f"{label}　{_MEANINGS[which]}", row, column)
            for which, column in COLUMNS.items()
        ]
    return Sheet(Table(NAME, columns, ()), above, tuple(lines), is_one_page=True, names=tuple(names))


_DAYS = ((3, AS_OF), (5, MONTH_START), (7, YEAR_START))  # the column of each day above the table


def _above(figures: Figures) -> tuple[Line, ...]:
    days: list[object] = [None] * len(_COLUMNS)
    values = (figures.numbers.as_of, figures.month.start, figures.year.start)
    for (column, name), day in zip(_DAYS, values, strict=True):
        days[column - 1], days[column] = name, day
    title = f"実績　{era_month(figures.numbers.as_of)}まで"
    return Line((title,), "title"), Line(tuple(days), "note"), Line((_UNIT,), "note")


def _rows(keys: Mapping[str, object], first: int) -> dict[str, int]:
    """Return the row of each figure."""
    rows, row = {}, first
    for _, present in figures_in_order(keys):
        row += 1  # the section
        for key in present:
            rows[key] = row
            row += 1
    return rows


def _figure_line(figures: Figures, key: str, rows: Mapping[str, int]) -> Line:
    figure, row, measure = figures.numbers.figures[key], rows[key], figures.measures.get(key)
    parts = [part for part in TOTALS.get(key, ()) if part in rows]
    is_total = bool(parts) and len(parts) == len(TOTALS[key])
    month: object = NOTHING  # a balance has no month of its own
    year: object = figure.current
    proof: tuple[object, object] = (None, None)
    if measure is not None:
        live = figures.live(measure, figures.year)
        proof = (live, check_cell(f"D{row}", f"I{row}", (figure.current, live.value)))
        if measure.dated:
            month = figures.live(measure, figures.month)
    if is_total:
        month = _sum(month, [figures.value(figures.measures[part], figures.month) for part in parts], "C", parts, rows)
        year = _sum(year, [figures.numbers.figures[part].current for part in parts], "D", parts, rows)
    cells = (
        figure.label,
        figure.unit,
        figures.linked(month, key) if month != NOTHING else month,
        figures.linked(year, key),
        figure.previous,
        ratio_cell(f"D{row}", f"E{row}", (figure.current, figure.previous)),
        figure.plan,
        _plan_cell(figure, row),
        *proof,
        *_frozen(figures, key, row),
    )
    return Line(cells, "total" if is_total else "body")


def _frozen(figures: Figures, key: str, row: int) -> tuple[object, ...]:
    """Return what a month close froze of the figure and whether it is the same; nothing where none is compared."""
    if not figures.numbers.frozen:
        return ()
    then, now = figures.numbers.frozen.get(key), figures.numbers.figures[key].current
    return (None, None) if then is None else (then, check_cell(f"D{row}", f"K{row}", (now, then)))


def _sum(whole: object, parts: list[int], column: str, keys: list[str], rows: Mapping[str, int]) -> object:
    """Return the sum of the cells of the parts where it is the whole, else the whole as it is."""
    if sum(parts) != number(whole):
        return whole
    return Formula("=" + "+".join(f"{column}{rows[key]}" for key in keys), sum(parts))


def _plan_cell(figure: FigureValue, row: int) -> Formula:
    value = ratio_value(figure.current, figure.plan) if figure.plan else NOTHING
    return Formula(f'=IF(N(G{row})=0,"{NOTHING}",{ratio_formula(f"D{row}", f"G{row}")})', value)
