"""The tables beside 集計 in the monthly workbook: recovery by elapsed year, sections and staff, roll-forward."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from collections_app.reports.measures import MEASURES, PRINCIPAL_RECOVERED, formula_of, group_formula
from collections_app.reports.monthly_summary import ratio_formula, ratio_value
from collections_app.reports.sheet import Formula, Line, Sheet, letters
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.views import Cohort, GroupValue
    from collections_app.reports.monthly_summary import Figures

ELAPSED, GROUPS, ROLL = "経過年数別回収率", "課・担当者別", "残高の増減"
_FIXED = 2  # columns before the first elapsed year, and before the first figure of a group (less one)
_GROUP_KEYS = (
    "visit",
    "voluntary_disposal",
    "auction_petition",
    "provisional_remedy",
    "lawsuit",
    "recovery.regular",
    "recovery.irregular",
    "recovery.total",
    "administration_stop",
    "claim_closing",
    "outstanding.count",
    "outstanding.principal",
)


def elapsed_sheet(cohorts: Sequence[Cohort]) -> Sheet:
    """Return recovery by elapsed year, cumulative: yen first, then percent of the subrogated amount by formulas."""
    years = max((len(cohort.recovered) for cohort in cohorts), default=0)
    columns = (
        Column("代位弁済年度", "text", 20),
        Column("代位弁済額（円）", "yen"),
        *(Column(f"{year + 1}年以内", "yen", 17) for year in range(years)),
    )
    above = (Line(("代位弁済日からの経過年数別の累計回収（元損）。各行の右端は経過の途中。",), "note"),)
    width = len(columns) - 1
    first = len(above) + 3  # the first cohort's row: after the headings and a section line
    lines = [Line(("累計回収額（円）", *[None] * width), "section")]
    lines += [Line((_year_name(cohort), cohort.subrogated, *cohort.recovered)) for cohort in cohorts]
    lines.append(Line(("累計回収率（％）", *[None] * width), "section"))
    lines += [_rate_line(cohort, first + index) for index, cohort in enumerate(cohorts)]
    return Sheet(Table(ELAPSED, columns, ()), above, tuple(lines), frozen_columns=1)


def _year_name(cohort: Cohort) -> str:
    return f"{cohort.cohort}年度"


def _rate_line(cohort: Cohort, row: int) -> Line:
    cells: list[object] = [_year_name(cohort), None]
    for year, recovered in enumerate(cohort.recovered):
        rate = ratio_formula(f"{letters(year + _FIXED)}{row}", f"$B{row}")
        value = ratio_value(recovered, cohort.subrogated) if cohort.subrogated else Decimal(0)
        cells.append(Formula(f"=IF($B{row}=0,0,{rate})", value))
    return Line(tuple(cells), kind="percent")


def groups_sheet(figures: Figures) -> Sheet:
    """Return the figures of each section and each member of staff, with the sum of each block."""
    summary = figures.summary
    keys = [key for key in _GROUP_KEYS if key in summary.figures]
    columns = (
        Column("区分", "text", 10),
        Column("課・職員番号", "text", 16),
        Column("氏名", "text", 20),
        *(_figure_column(summary.figures[key].label, summary.figures[key].unit) for key in keys),
    )
    above = (Line(("記録時の課・担当者による今年度累計。求償権残高は基準日の担当。",), "note"),)
    lines: list[Line] = []
    for title, heading, groups in (("課", "課", summary.sections), ("担当者", "職員番号", summary.staff)):
        first = len(above) + 2 + len(lines)
        lines += _group_lines(figures, keys, (title, heading, groups), first)
    return Sheet(Table(GROUPS, columns, ()), above, tuple(lines), frozen_columns=3)


def _figure_column(label: str, unit: str) -> Column:
    return Column(f"{label}（{unit}）", "yen", 18 if unit == "円" else 14)


def _group_lines(
    figures: Figures, keys: Sequence[str], block: tuple[str, str, Sequence[GroupValue]], first: int
) -> list[Line]:
    """Return a line per group and their sum; `block` is its title, the heading of the rows' column, its groups."""
    title, heading, groups = block
    if not groups:
        return []
    columns = [_group_cells(figures, key, heading, groups, first) for key in keys]
    lines = [
        Line((title, group.key, _label(group), *(cells[i] for cells in columns))) for i, group in enumerate(groups)
    ]
    last = first + len(groups) - 1
    sums = [
        Formula(f"=SUM({letters(3 + i)}{first}:{letters(3 + i)}{last})", sum(_value(cell) for cell in cells))
        for i, cells in enumerate(columns)
    ]
    return [*lines, Line((f"{title} 計", None, None, *sums), "total")]


def _label(group: GroupValue) -> str:
    if not group.key:
        return group.label or "（なし）"
    return group.label if group.label != group.key else ""


def _group_cells(
    figures: Figures, key: str, heading: str, groups: Sequence[GroupValue], first: int
) -> list[int | Formula]:
    """Return the cells of one figure, formulas where the rows give the value."""
    measure = MEASURES[key]
    span = figures.year_span
    computed = figures.evaluator.values_by(measure, span, heading) if figures.evaluator.has(measure) else None
    cells: list[int | Formula] = []
    for row, group in enumerate(groups, first):
        value = group.figures[key].current if key in group.figures else 0
        if computed is not None and computed.get(group.key, 0) == value:
            cells.append(Formula(group_formula(measure, span, heading, f"$B{row}"), value))
            continue
        cells.append(value)
        if computed is not None:
            figures.differing.append(f"{figures.summary.figures[key].label}（{group.label or group.key}）")
    return cells


def _value(cell: int | Formula) -> int:
    value = cell.value if isinstance(cell, Formula) else cell
    assert isinstance(value, int)
    return value


def roll_sheet(figures: Figures) -> Sheet:
    """Return 求償権残高 from the opening to the as-of day: additions positive, reductions negative, summed."""
    roll = figures.summary.roll_forward
    above = (Line(("求償権残高（元金）の増減。加算は正、減少は▲。",), "note"),)
    first = len(above) + 2
    subrogated = _signed(figures, "subrogation.amount", roll.subrogated, 1)
    recovered = _signed(figures, "", roll.recovered, -1)
    movements: list[tuple[str, object, str]] = [
        ("期首残高", roll.opening, "前年度末の求償権残高"),
        ("代位弁済", subrogated, "代位弁済日が期間内の元金・利息"),
        ("回収（元金）", recovered, "計上日が期間内の元金充当。取消は減算"),
        ("減免（元金）", -roll.waived, "決定日が期間内の元金の減免"),
        ("求償権整理", -roll.closed, "整理日現在の元金残高"),
        ("その他", roll.other, "整理の取消、整理後の入金など"),
    ]
    last = first + len(movements) - 1
    closing = roll.opening + roll.subrogated - roll.recovered - roll.waived - roll.closed + roll.other
    lines = [Line(cells) for cells in movements]
    lines.append(Line(("期末残高", Formula(f"=SUM(B{first}:B{last})", closing), "上の合計"), "total"))
    lines += _check_lines(figures, closing, last + 1)
    columns = (Column("項目", "text", 24), Column("金額（円）", "yen", 24), Column("内容", "text", 50))
    return Sheet(Table(ROLL, columns, ()), above, tuple(lines))


def _signed(figures: Figures, key: str, amount: int, sign: int) -> object:
    """Return an amount of the roll-forward as a formula over the rows where they give it."""
    measure = MEASURES.get(key, PRINCIPAL_RECOVERED)
    if not figures.evaluator.has(measure) or figures.evaluator.value(measure, figures.year_span) != amount:
        return sign * amount
    text = formula_of(measure, figures.year_span)
    return Formula(text if sign > 0 else f"=-{text[1:]}", sign * amount)


def _check_lines(figures: Figures, closing: int, closing_row: int) -> list[Line]:
    """Return the comparison with the outstanding principal of 集計."""
    figure = figures.summary.figures.get("outstanding.principal")
    if figure is None:
        return []
    counted = figures.cell(MEASURES["outstanding.principal"], figures.year_span, figure.current, figure.label)
    difference = Formula(f"=B{closing_row}-B{closing_row + 1}", closing - figure.current)
    return [
        Line(("求償権残高（集計）", counted, "残高のある求償権の元金残高の合計")),
        Line(("差", difference, "0 であること")),
    ]
