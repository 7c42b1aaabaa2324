"""着地見込み: the year's end with its interval, where it comes from, and how such forecasts did on the past years."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.breakdowns import FigureWanted, of_year
from collections_app.domain.calendar import fiscal_period, fiscal_year_name, month_end, short_era
from collections_app.domain.forecast import Method, Part, PartKind, same_day
from collections_app.domain.forecast_words import (
    CAUTION,
    method_sentence,
    part_label,
    range_sentence,
)
from collections_app.domain.money import Unit, in_unit, percent_of, show_percent
from collections_app.ui import look
from collections_app.ui.charts.forecast_chart import ForecastChart
from collections_app.ui.summary.beside import Beside
from collections_app.ui.summary.card import KeyNumber
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from collections_app.ui.widgets import Button, Card, Prose, column, hint, prose, row

if TYPE_CHECKING:
    from collections_app.domain.back_test import Forecast, TrialLine
    from collections_app.domain.views import MonthPoint

RECOVERY, REGULAR, SUBROGATION = "recovery.total", "recovery.regular", "subrogation.amount"
_MOST_PARTS, _MOST_YEARS = 24, 20
_NONE = "－"
_BASES = {
    PartKind.PLANS: "約定額 × 履行率",
    PartKind.PACE: "直近3か月の平均",
    PartKind.COHORT: "代位弁済額",
    PartKind.TO_COME: "今後の代位弁済",
    PartKind.WHOLE: "",
}


class ForecastView(QWidget):
    """Shows a Forecast. `rows_wanted` tells a FigureWanted, `claims_wanted` (title, numbers), `plan_wanted` a year."""

    rows_wanted = Signal(object)
    claims_wanted = Signal(object)
    plan_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._view: Forecast | None = None
        self.number = KeyNumber()
        self.ends, self.compared = prose(), prose()
        self.method, self.held = prose(), prose()
        self.this_plan, self.next_plan = Button("計画値を入力"), Button("来年度の計画を作る")
        self.chart = ForecastChart()
        self.legend = hint()
        self.parts = CellTable("着地見込みの内訳", _part_heads(Unit.MILLION))
        self.tested = CellTable("過年度での検証", _trial_heads(Unit.MILLION))
        self.no_years = hint("過年度の回収が登録されると、同じ時点での見込みと実績の差がここに出ます。")
        self.test_said = hint()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = Card("着地見込み", padding=look.M)
        self.caution = Prose(CAUTION, "hint")
        for widget in (self.number, self.ends, self.compared, self.method, self.held, self.caution):
            left.body.addWidget(widget)
        left.body.addStretch(1)
        left.body.addLayout(row(self.this_plan, self.next_plan, None))
        right = Card("回収の累計と見込み", self.legend, padding=look.M)
        right.body.addWidget(self.chart, 1)
        upper = Beside(left, right, (2, 3), even=True)
        parts = Card("内訳", hint("金額を押すと、元になった行や求償権"), padding=look.M)
        parts.body.addWidget(self.parts)
        tested = Card("過年度での検証", self.test_said, padding=look.M)
        tested.body.addWidget(self.no_years)
        tested.body.addWidget(self.tested)
        self.how = Beside(parts, tested)
        self.setLayout(column(upper, self.how, None, spacing=look.M))

    def _connect(self) -> None:
        self.parts.opened.connect(self._open)
        self.tested.opened.connect(self._open)
        self.chart.month_chosen.connect(self._on_month)
        self.this_plan.clicked.connect(lambda: self._on_plan(0))
        self.next_plan.clicked.connect(lambda: self._on_plan(1))

    def show_forecast(self, view: Forecast, unit: Unit) -> None:
        """Show another forecast, or the same one in another unit."""
        self._view = view
        self.number.show_number(in_unit(view.total, unit), unit.label)
        self.ends.setText(_ends(view, unit))
        self.compared.setText(_compared(view, unit))
        self.method.setText(method_sentence(view))
        self.held.setText(_held(view))
        self.held.setVisible(bool(self.held.text()))
        for widget in (self.method, self.caution, self.how):  # how it was forecast: a year that is over has its result
            widget.setVisible(not view.is_over)
        plan = "　╌ 計画" if view.plan is not None else ""
        ahead = "" if view.is_over else "　┈ 見込み　▨ 幅"
        self.legend.setText(f"{unit.label}　━ 実績{ahead}　─ 前年度{plan}")
        self.chart.show_months(view.months, unit)
        self.parts.set_heads(_part_heads(unit))
        self.parts.set_cells(_part_cells(view, unit))
        self.parts.fit_rows(_MOST_PARTS)
        self._show_trials(view, unit)

    def _show_trials(self, view: Forecast, unit: Unit) -> None:
        lines = view.back_test.lines
        self.tested.setVisible(bool(lines))
        self.no_years.setVisible(not lines)
        day = view.expected.as_of
        self.test_said.setText(f"各年度の{day.month}月{day.day}日までの計上だけで見込んだ場合" if lines else "")
        self.tested.set_heads(_trial_heads(unit))
        means = view.back_test.mean_errors
        cells = [_trial_cells(line, view.method, unit) for line in reversed(lines)]
        mean = [
            Cell(f"{means[method]}%" if method in means else _NONE, is_bold=method is view.method) for method in Method
        ]
        covered = f"{view.back_test.covered}/{view.back_test.judged}年" if view.back_test.judged else _NONE
        self.tested.set_cells([*cells, [Cell("平均（絶対値）", is_bold=True), Cell(""), *mean, Cell(covered)]])
        self.tested.fit_rows(_MOST_YEARS)

    def _open(self, wanted: object) -> None:
        (self.rows_wanted if isinstance(wanted, FigureWanted) else self.claims_wanted).emit(wanted)

    def _on_month(self, point: MonthPoint) -> None:
        if self._view is not None:
            last = min(month_end(point.month), self._view.expected.as_of)
            self.rows_wanted.emit(FigureWanted(RECOVERY, point.month, last))

    def _on_plan(self, ahead: int) -> None:
        if self._view is not None:
            self.plan_wanted.emit(self._view.expected.fiscal_year + ahead)


def _part_heads(unit: Unit) -> tuple[Head, ...]:
    numbers = ((unit.label, 80), ("もと", 80), ("率 %", 56))
    return (
        Head("区分", 180, is_wide=True),
        *(Head(word, width, is_number=True) for word, width in numbers),
        Head("もとの額", 120),
    )


def _trial_heads(unit: Unit) -> tuple[Head, ...]:
    errors = (Head(word, 84, is_number=True) for word in ("本方式", "前年同額", "進み方"))
    return Head("年度", 84, is_wide=True), Head(f"実績 {unit.label}", 108, is_number=True), *errors, Head("幅", 52)


def _ends(view: Forecast, unit: Unit) -> str:
    found = view.range
    if view.is_over or found is None or found.low == found.high:
        return range_sentence(view)
    return f"およそ8割の幅　{in_unit(found.low, unit)} 〜 {in_unit(found.high, unit)} {unit.label}"


def _held(view: Forecast) -> str:
    tested = view.back_test
    if view.range is None or view.range.low == view.range.high or not tested.judged:
        return ""
    return f"この幅は過年度の検証では{tested.judged}年のうち{tested.covered}年で当たりました。"


def _compared(view: Forecast, unit: Unit) -> str:
    """Return the forecast against last year and plan, and the plan up to now."""
    last_year = view.months[-1].previous
    said = [f"前年度 {in_unit(last_year, unit)} の {percent_of(view.total, last_year)}%"] if last_year else []
    if view.plan:
        said.append(f"計画 {in_unit(view.plan, unit)} の {percent_of(view.total, view.plan)}%")
    now = [month for month in view.months if month.actual is not None]
    so_far = f"実績 {in_unit(view.expected.recovered, unit)}"
    if now and now[-1].plan:
        so_far += f"（{now[-1].month.month}月までの計画の {percent_of(view.expected.recovered, now[-1].plan)}%）"
    return "　".join([*said, so_far])


def _part_cells(view: Forecast, unit: Unit) -> list[list[Cell]]:
    """Return what is posted, the parts and their sum; where a simple way is used, our own parts follow to compare."""
    now = view.expected
    posted = of_year(RECOVERY, now.fiscal_year, now.as_of)
    rows = [_line("実績", in_unit(now.recovered, unit), posted)]
    rows += _part_lines(view, view.method, unit)
    rows.append(_line("年度末の見込み", in_unit(view.total, unit), is_bold=True))
    if view.method is not Method.CURVES:
        ours = in_unit(now.total(Method.CURVES), unit)
        rows.append(_line(f"参考　{Method.CURVES.label}", ours, is_bold=True))
        rows += _part_lines(view, Method.CURVES, unit)
    return rows


def _part_lines(view: Forecast, method: Method, unit: Unit) -> list[list[Cell]]:
    rows = []
    for part in view.expected.parts[method]:
        if part.amount or part.base:
            label = f"残り　{method.label}" if part.kind is PartKind.WHOLE else part_label(part)
            base = (in_unit(part.base, unit), show_percent(part.rate)) if part.base and part.rate else ("", "")
            rows.append(_line(label, in_unit(part.amount, unit), _opens(part, view), (*base, _BASES[part.kind])))
    return rows


def _line(
    label: str, amount: str, opens: object = None, basis: tuple[str, str, str] = ("", "", ""), *, is_bold: bool = False
) -> list[Cell]:
    return [
        Cell(label, is_bold=is_bold),
        Cell(amount, opens=opens, is_bold=is_bold),
        *(Cell(word, "soft") for word in basis),
    ]


def _opens(part: Part, view: Forecast) -> object:
    """Return what a part leads to: claims with a running plan, regular receipts, a cohort, last year's recovery."""
    year, as_of = view.expected.fiscal_year, view.expected.as_of
    if part.kind is PartKind.PLANS:
        return f"{part_label(part)}（{short_era(as_of)}）", view.plan_claims
    if part.kind is PartKind.PACE:
        return of_year(REGULAR, year, as_of)
    if part.kind is PartKind.COHORT and part.cohort is not None:
        return of_year(SUBROGATION, part.cohort, min(as_of, fiscal_period(part.cohort)[1]))
    if part.kind is PartKind.WHOLE and view.method is Method.LAST_YEAR:
        end = fiscal_period(year - 1)[1]
        return FigureWanted(RECOVERY, min(same_day(as_of, year - 1) + timedelta(days=1), end), end)
    return None


def _trial_cells(line: TrialLine, method: Method, unit: Unit) -> list[Cell]:
    opens = of_year(RECOVERY, line.fiscal_year)
    errors = [
        Cell(_signed(line.errors.get(one)), "text" if one is method else "soft", is_bold=one is method)
        for one in Method
    ]
    held = _NONE if line.is_inside is None else "内" if line.is_inside else "外"
    return [
        Cell(fiscal_year_name(line.fiscal_year)),
        Cell(in_unit(line.actual, unit), opens=opens),
        *errors,
        Cell(held, "bad" if line.is_inside is False else "text"),
    ]


def _signed(error: str | None) -> str:
    if error is None:
        return _NONE
    return f"{show_percent(error)}%" if error.startswith("-") else f"+{error}%"
