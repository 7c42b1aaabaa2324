"""The sheet 求償権残高: principal, count and stopped claims from opening to closing, and the balance by cohort."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from collections_app.domain.calendar import fiscal_period
from collections_app.domain.standing import StandingKind
from collections_app.reports.measures import COHORT, MEASURES, PRINCIPAL_RECOVERED
from collections_app.reports.monthly_figures import YTD, Figures, check_cell, figure_name, number, section, sum_cell
from collections_app.reports.sheet import Formula, Line, Name, Sheet
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from collections_app.domain.month_report import Span as Movements
    from collections_app.reports.measures import Span

NAME = "求償権残高"
_COLUMNS = (
    Column("項目", "text", 26),
    Column("当月", "yen", 22),
    Column("今年度累計", "yen", 22),
    Column("内容", "text", 62),
)
_NOTE = "加算は正、減少は▲。期首は、当月は前月末、今年度累計は前年度末。期末は合計の数式で、実績の数字と照合する。"
_CLAIMS = (
    (StandingKind.OPENED, "残高計上", "代位弁済、整理の取消しなどで残高に入った求償権"),
    (StandingKind.PAID, "元金完済", "元金が残らなくなった求償権"),
    (StandingKind.CLOSED, "求償権整理", "整理日に元金が残っていた求償権"),
)
_STOPPED = (
    (StandingKind.STOPPED, "管理事務停止", "停止した求償権（残高のあるもの）"),
    (StandingKind.RESUMED, "管理事務再開", "再開した求償権"),
    (StandingKind.CLOSED, "求償権整理", "停止中に整理した求償権"),
    (StandingKind.PAID, "元金完済", "停止中に元金が残らなくなった求償権"),
)


class _Row(NamedTuple):
    """A movement: its words, its values in month and year, what it is, and what its names are made of."""

    words: str
    values: Sequence[object]
    said: str
    name: str


def balance_sheet(figures: Figures) -> Sheet:
    """Return the sheet 求償権残高."""
    sheet = _Balance(figures)
    sheet.block("元金（円）", _principal(figures), "outstanding.principal", "principal")
    sheet.block("件数", _counts(figures, _CLAIMS, "claims"), "outstanding.count", "count")
    sheet.block("うち管理事務停止中（件）", _counts(figures, _STOPPED, "stopped"), "stopped.count", "stopped")
    sheet.cohorts()
    return Sheet(Table(NAME, _COLUMNS, ()), sheet.above, tuple(sheet.lines), is_one_page=True, names=tuple(sheet.names))


class _Balance:
    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.above = (Line((NAME,), "title"), Line((_NOTE,), "note"))
        self.lines: list[Line] = []
        self.names: list[Name] = []

    @property
    def row(self) -> int:
        """The number of the next line's row."""
        return len(self.above) + 2 + len(self.lines)

    def block(self, title: str, rows: Iterable[_Row], key: str, name: str) -> None:
        """Append the movements of one level, their sum and its comparison with 実績."""
        self.lines.append(section(title, len(_COLUMNS)))
        first = self.row
        for one in rows:
            self._name(f"{name}_{one.name}", f"{title}　{one.words}")
            self.lines.append(Line((one.words, *one.values, one.said)))
        last = self.row - 1
        self._name(f"{name}_closing", f"{title}　期末")
        placed = self.lines[first - self.row :]
        sums = [
            sum_cell(f"{letter}{first}:{letter}{last}", [line.cells[place] for line in placed])
            for place, letter in enumerate("BC", 1)
        ]
        self.lines.append(Line(("期末", *sums, "上の合計"), "total"))
        current = self.figures.numbers.figures[key].current
        checks = [
            check_cell(f"{letter}{last + 1}", figure_name(key, YTD), (cell.value, current))
            for letter, cell in zip("BC", sums, strict=True)
        ]
        self.lines.append(Line(("照合（実績と）", *checks, None), "check"))

    def _name(self, name: str, meaning: str) -> None:
        for which, words, column in (("month", "当月", 1), ("ytd", "今年度累計", 2)):
            self.names.append(Name(f"roll_{name}_{which}", f"求償権残高 {meaning}　{words}", self.row, column))

    def cohorts(self) -> None:
        """Append the balance by the fiscal year of 代位弁済, as formulas over the rows of the balance."""
        numbers = self.figures.numbers
        tally = self.figures.tallies["残高"]
        found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for text, count in tally.values_by(MEASURES["outstanding.count"], self.figures.year, COHORT).items():
            found[int(text)][0] += count
        for text, principal in tally.values_by(MEASURES["outstanding.principal"], self.figures.year, COHORT).items():
            found[int(text)][1] += principal
        self.lines.append(section("代位弁済年度別の残高", len(_COLUMNS), "件数", "元金（円）"))
        first = self.row
        for year in sorted(found):
            self.lines.append(_cohort_line(year, *found[year]))
        if not found:
            return
        last = self.row - 1
        sums = [
            Formula(f"=SUM({letter}{first}:{letter}{last})", sum(one[place] for one in found.values()))
            for place, letter in enumerate("BC")
        ]
        self.lines.append(Line(("計", *sums, None), "total"))
        checks = [
            check_cell(f"{letter}{last + 1}", figure_name(key, YTD), (cell.value, numbers.figures[key].current))
            for letter, cell, key in zip("BC", sums, ("outstanding.count", "outstanding.principal"), strict=True)
        ]
        self.lines.append(Line(("照合（実績と）", *checks, None), "check"))


def _cohort_line(year: int, count: int, principal: int) -> Line:
    first, last = fiscal_period(year)
    day = MEASURES["subrogation.count"].dated
    begin, end = (f"DATE({one.year},{one.month},{one.day})" for one in (first, last))
    inside = f'残高_{day},">="&{begin},残高_{day},"<="&{end}'
    cells = (
        f"{year}年度",
        Formula(f"=COUNTIFS({inside})", count),
        Formula(f"=SUMIFS(残高_元金残高,{inside})", principal),
        None,
    )
    return Line(cells)


def _principal(figures: Figures) -> list[_Row]:
    month, year = figures.numbers.month.roll, figures.numbers.year.roll
    spans = (figures.month, figures.year)
    subrogated = [
        _live(figures, "subrogation.amount", span, roll.subrogated, 1)
        for span, roll in zip(spans, (month, year), strict=True)
    ]
    recovered = [_live(figures, "", span, roll.recovered, -1) for span, roll in zip(spans, (month, year), strict=True)]
    return [
        _Row("期首", (month.opening, year.opening), "前月末・前年度末の求償権残高", "opening"),
        _Row("代位弁済", subrogated, "代位弁済日が期間内の元金・利息", "subrogated"),
        _Row("回収（元金）", recovered, "計上日が期間内の元金充当。取消は減算", "recovered"),
        _Row("減免（元金）", (-month.waived, -year.waived), "決定日が期間内の元金の減免", "waived"),
        _Row("求償権整理", (-month.closed, -year.closed), "整理日現在の元金残高", "closed"),
        _Row("その他", (month.other, year.other), "整理の取消、整理後の入金など", "other"),
    ]


def _live(figures: Figures, key: str, span: Span, amount: int, sign: int) -> object:
    """Return an amount of the roll-forward as a formula over the rows where they give it."""
    measure = MEASURES.get(key, PRINCIPAL_RECOVERED)
    found = figures.live(measure, span)
    if number(found) != amount:
        return sign * amount
    return found if sign > 0 else Formula(f"=-{found.text[1:]}", -amount)


def _counts(figures: Figures, kinds: Sequence[tuple[StandingKind, str, str]], what: str) -> list[_Row]:
    """Return the movements of a count by kind; what none of them names stands under その他."""
    spans = (figures.numbers.month, figures.numbers.year)
    found = [_by_kind(span, what) for span in spans]
    opening = [getattr(span, f"opening_{what}") for span in spans]
    named = [kind for kind, _, _ in kinds]
    rest = [sum(value for kind, value in one.items() if kind not in named) for one in found]
    return [
        _Row("期首", opening, "前月末・前年度末の件数", "opening"),
        *(_Row(words, [one.get(kind, 0) for one in found], said, kind.value) for kind, words, said in kinds),
        _Row("その他", rest, "整理後の増減など", "other"),
    ]


def _by_kind(span: Movements, what: str) -> Mapping[StandingKind, int]:
    return {one.kind: getattr(one, what) for one in span.movements}
