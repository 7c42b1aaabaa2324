"""The sheet 月別: twelve months of every figure, last year's beside, and the recovery so far."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from collections_app.domain.calendar import MONTHS, fiscal_period, month_end, month_range
from collections_app.reports.measures import Span
from collections_app.reports.monthly_figures import (
    YTD,
    Figures,
    check_cell,
    figure_name,
    number,
    section,
    sum_cell,
    to_rows,
)
from collections_app.reports.monthly_summary import figures_in_order
from collections_app.reports.sheet import Area, Formula, Line, Name, Sheet, letters
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.reports.measures import Measure
    from collections_app.reports.table import Kind

NAME = "月別"
_FIRST = 3  # the column of April
_TOTAL = _FIRST + 12
_THIS, _LAST = "今年度", "前年度"
_STARTS = 3  # the row that holds the first days of the months
_NOTE = (
    "金額は千円単位で表示（セルの値は円）。当年は明細を月ごとに集計する数式、前年は数値。求償権残高と停止中は月末の値。"
    "企業の数は月ごとに数えるため、年度の数と合わないことがあります。"
)
CUMULATIVE = "総回収（元損）の累計"


def months_sheet(figures: Figures) -> Sheet:
    """Return the sheet 月別."""
    return _Months(figures).sheet()


class _Months:
    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        numbers = figures.numbers
        self.months = list(month_range(*fiscal_period(numbers.fiscal_year)))
        self.passed = [month for month in self.months if month <= numbers.as_of]
        self.lines: list[Line] = []
        self.names: list[Name] = []
        starts = ("月の初日", None, None, *self.months, None, None)
        self.above = (Line(("月別",), "title"), Line((_NOTE,), "note"), Line(starts, "note"))
        self.first = len(self.above) + 2

    @property
    def row(self) -> int:
        """The number of the next line's row."""
        return self.first + len(self.lines)

    def sheet(self) -> Sheet:
        columns = (
            Column("項目", "text", 33),
            Column("単位", "text", 7),
            Column("年度", "text", 8),
            *(Column(f"{month.month}月", "yen", 12) for month in self.months),
            Column("計・現在", "yen", 14),
            Column("照合", "text", 10),
        )
        for title, keys in figures_in_order(self.figures.numbers.figures):
            self.lines.append(section(title, len(columns)))
            for key in keys:
                self._figure(key)
        self._cumulative(len(columns))
        return Sheet(
            Table(NAME, columns, ()), self.above, tuple(self.lines), (), 3, is_one_page=True, names=tuple(self.names)
        )

    def _figure(self, key: str) -> None:
        figure, measure = self.figures.numbers.figures[key], self.figures.measures.get(key)
        if measure is None:
            return
        is_money = figure.unit == "円"
        kind: Kind = "thousands" if is_money else "count"
        unit = "千円" if is_money else figure.unit
        now = self._now(key, measure)
        row, earlier = self.row, self._earlier(key, measure)
        self._name(key, figure.label, row)
        total, check = self._total(key, measure, now, row)
        self.lines.append(Line((figure.label, unit, _THIS, *now, total, check), kind=kind))
        last: object = None
        if measure.dated and not measure.distinct:
            last = sum_cell(_cells(row + 1), earlier)
        self.lines.append(Line((None, None, _LAST, *earlier, last, None), kind=kind))

    def _now(self, key: str, measure: Measure) -> list[object]:
        cells: list[object] = []
        for place, month in enumerate(self.months):
            start = f"{letters(_FIRST + place)}${_STARTS}"
            span = Span(month, start, month_end(month), f"EOMONTH({start},0)")
            if month not in self.passed:
                cells.append(None)
            elif measure.dated:
                cells.append(to_rows(self.figures.live(measure, span), measure))
            else:
                cells.append(self.figures.numbers.levels[month][key])
        return cells

    def _earlier(self, key: str, measure: Measure) -> list[object]:
        numbers = self.figures.numbers
        if measure.dated:
            return [numbers.before["month"].get(f"{month:%Y-%m}", {}).get(key, 0) for month in self.months]
        before = [date(month.year - 1, month.month, 1) for month in self.passed]
        return [numbers.levels[month][key] for month in before] + [None] * (len(self.months) - len(before))

    def _total(self, key: str, measure: Measure, now: Sequence[object], row: int) -> tuple[object, object]:
        """Return the sum of the months with its check, or what the figure is now where months cannot be added."""
        name, current = figure_name(key, YTD), self.figures.numbers.figures[key].current
        if measure.distinct or not measure.dated:
            last = f"{letters(_FIRST + len(self.passed) - 1)}{row}"
            check = None if measure.distinct else check_cell(last, name, (number(now[len(self.passed) - 1]), current))
            return Formula(f"={name}", current), check
        total = sum_cell(_cells(row), now)
        return total, check_cell(f"{letters(_TOTAL)}{row}", name, (total.value, current))

    def _name(self, key: str, label: str, row: int) -> None:
        name = key.replace(".", "_")
        last = _TOTAL - 1
        self.names.append(Name(f"months_{name}", f"{label}　4月から3月まで（12個）", row, _FIRST, last))
        self.names.append(
            Name(f"months_{name}_previous", f"{label}　前年度の4月から3月まで（12個）", row + 1, _FIRST, last)
        )

    def _cumulative(self, width: int) -> None:
        """Append the recovery so far, last year's and the plan of the year: what the first chart is drawn from."""
        rows = {name.name: name.row for name in self.names}
        self.lines.append(section(CUMULATIVE, width))
        for which, source, years in (
            ("months_cumulative", rows["months_recovery_total"], _THIS),
            ("months_cumulative_previous", rows["months_recovery_total_previous"], _LAST),
        ):
            cells = self._so_far(source)
            self.names.append(Name(which, f"{CUMULATIVE}　{years}（12個）", self.row, _FIRST, _TOTAL - 1))
            self.lines.append(Line((CUMULATIVE, "千円", years, *cells, None, None), kind="thousands"))
        plan = self.figures.numbers.planned or (None,) * MONTHS
        about = "総回収（元損）の計画の累計（12個。月別の計画がなければ年度計画を12等分）"
        self.names.append(Name("months_plan", about, self.row, _FIRST, _TOTAL - 1))
        self.lines.append(Line((CUMULATIVE, "千円", "計画", *plan, None, None), kind="thousands"))

    def _so_far(self, row: int) -> list[object]:
        values = self.lines[row - self.first].cells[_FIRST:_TOTAL]
        sums = accumulate(number(value) for value in values)
        return [
            None if value is None else Formula(f"=SUM(${letters(_FIRST)}{row}:{letters(_FIRST + place)}{row})", so_far)
            for place, (value, so_far) in enumerate(zip(values, sums, strict=True))
        ]


def _cells(row: int) -> str:
    return f"{letters(_FIRST)}{row}:{letters(_TOTAL - 1)}{row}"


def area(sheet: Sheet, name: str) -> Area:
    """Return the twelve cells of a name of this sheet."""
    found = next(one for one in sheet.names if one.name == name)
    return Area(NAME, found.row, found.column, found.row, _TOTAL - 1)


def month_headings(sheet: Sheet) -> Area:
    """Return the cells that name the months."""
    return Area(NAME, sheet.first_row - 1, _FIRST, sheet.first_row - 1, _TOTAL - 1)
