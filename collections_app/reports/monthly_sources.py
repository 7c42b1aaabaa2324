"""The sheets 回収原因別 and 経過年数別: recovery by where it came from and how old the claim was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.codes import Channel, Source
from collections_app.reports.measures import ELAPSED, MEASURES, Measure
from collections_app.reports.monthly_figures import (
    YTD,
    Figures,
    check_cell,
    figure_name,
    keyed,
    number,
    ratio_cell,
    ratio_formula,
    ratio_value,
    section,
    share_cell,
    sum_cell,
    to_rows,
)
from collections_app.reports.sheet import Area, Formula, Line, Name, Sheet, letters
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.views import Cohort

SOURCES, ELAPSED_YEARS, RATES = "回収原因別", "経過年数別", "経過年数別回収率"
_TOTAL, _REGULAR, _IRREGULAR = (MEASURES[f"recovery.{part}"] for part in ("total", "regular", "irregular"))
_KEY, _MONTH, _YEAR, _BEFORE = "A", "C", "D", "E"  # columns
_SOURCES_NOTE = (
    "総回収（元損）を入金の回収原因と取扱で分けたもの。当月・累計・定期・不定期は明細を集計する数式、前年は数値。"
)
_ELAPSED_NOTE = "総回収（元損）を、代位弁済日から計上日までの満年数で分けたもの（0は1年目）。"
_RATES_NOTE = (
    "代位弁済年度ごとに、代位弁済日からの経過年数別の累計回収（元損）÷代位弁済額。"
    "各行の右端は経過の途中。過年度の入金を含むので明細シートとは結ばない。"
)
_LATEST = 6  # cohorts in the chart: more lines cannot be told apart in print


@dataclass(frozen=True, slots=True)
class _Block:
    """One breakdown: its title, the detail column, last year's values by key, the keys in order with their words."""

    title: str
    heading: str
    before: Mapping[str, int]
    words: Mapping[str, str]
    name: str


def sources_sheet(figures: Figures) -> Sheet:
    """Return the sheet 回収原因別."""
    blocks = [
        _Block(
            "回収原因", "回収原因", *_coded(figures, "source", {code.value: code.label for code in Source}), "source"
        ),
        _Block("取扱", "取扱", *_coded(figures, "channel", {code.value: code.label for code in Channel}), "channel"),
    ]
    return _sheet(figures, SOURCES, _SOURCES_NOTE, blocks)


def elapsed_sheet(figures: Figures) -> Sheet:
    """Return the sheet 経過年数別."""
    before = _totals(figures, "elapsed")
    found = figures.by(_TOTAL, figures.year, ELAPSED).keys() | before.keys()
    years = range(max((int(key) for key in found if key), default=-1) + 1)
    words = {str(year): f"{year + 1}年目" for year in years} | ({"": "（不明）"} if "" in found else {})
    return _sheet(figures, ELAPSED_YEARS, _ELAPSED_NOTE, [_Block("経過年数", ELAPSED, before, words, "elapsed")])


def _coded(figures: Figures, by: str, labels: Mapping[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    """Return last year's values and the words of a closed list, both by the word the rows have."""
    before = {labels.get(key, key): value for key, value in _totals(figures, by).items()}
    found = figures.by(_TOTAL, figures.year, "回収原因" if by == "source" else "取扱")
    others = sorted((found.keys() | before.keys()) - set(labels.values()))
    return before, dict.fromkeys(labels.values(), "") | {key: "" if key else "（記載なし）" for key in others}


def _totals(figures: Figures, by: str) -> dict[str, int]:
    return {key: values["recovery.total"] for key, values in figures.numbers.before[by].items()}


def _sheet(figures: Figures, name: str, note: str, blocks: Sequence[_Block]) -> Sheet:
    columns = (
        Column("経過年" if name == ELAPSED_YEARS else "区分", "text", 20),
        Column("年目" if name == ELAPSED_YEARS else "備考", "text", 12),
        Column("当月（円）", "yen", 18),
        Column("今年度累計（円）", "yen", 18),
        Column("前年度同期（円）", "yen", 18),
        Column("前年比 %", "percent", 13),
        Column("構成比 %", "percent", 13),
        Column("うち定期（円）", "yen", 18),
        Column("うち不定期（円）", "yen", 18),
    )
    above = (Line((name,), "title"), Line((note,), "note"))
    lines: list[Line] = []
    names: list[Name] = []
    for block in blocks:
        lines.append(section(block.title, len(columns)))
        first = len(above) + 2 + len(lines)
        if len(blocks[0].words) and block.words:
            lines += _lines(figures, block, first)
            names += _names(block, first)
    return Sheet(Table(name, columns, ()), above, tuple(lines), names=tuple(names))


def _lines(figures: Figures, block: _Block, first: int) -> list[Line]:
    rows = dict(zip(block.words, range(first, first + len(block.words)), strict=True))
    last, total = first + len(rows) - 1, first + len(rows)
    cells = {key: f"${_KEY}{row}" for key, row in rows.items()}

    def live(measure: Measure, *, of_month: bool = False) -> list[Formula]:
        return figures.live_by(measure, figures.month if of_month else figures.year, block.heading, cells)

    month, year, regular, irregular = live(_TOTAL, of_month=True), live(_TOTAL), live(_REGULAR), live(_IRREGULAR)
    before = [block.before.get(key, 0) for key in rows]
    whole = sum(number(cell) for cell in year)
    lines = []
    for place, (key, row) in enumerate(rows.items()):
        now = number(year[place])
        ratio = ratio_cell(f"{_YEAR}{row}", f"{_BEFORE}{row}", (now, before[place]))
        share = share_cell(f"{_YEAR}{row}", f"{_YEAR}${total}", (now, whole))
        parts = [to_rows(column[place], _TOTAL) for column in (month, year)]
        split = [to_rows(column[place], of) for column, of in ((regular, _REGULAR), (irregular, _IRREGULAR))]
        lines.append(Line((keyed(key, block.heading), block.words[key], *parts, before[place], ratio, share, *split)))
    columns: tuple[Sequence[object], ...] = (month, year, before, regular, irregular)
    sums = [
        sum_cell(f"{letter}{first}:{letter}{last}", column) for letter, column in zip("CDEHI", columns, strict=True)
    ]
    return [*lines, *_ends(figures, total, sums)]


def _ends(figures: Figures, row: int, sums: Sequence[Formula]) -> list[Line]:
    """Return the sums of a block and their comparison with 実績."""
    month, year, before, regular, irregular = sums
    ratio = ratio_cell(f"{_YEAR}{row}", f"{_BEFORE}{row}", (number(year), number(before)))
    share = share_cell(f"{_YEAR}{row}", f"{_YEAR}{row}", (number(year), number(year)))
    known = figures.numbers.figures

    def check(letter: str, cell: Formula, key: str) -> Formula:
        return check_cell(f"{letter}{row}", figure_name(key, YTD), (cell.value, known[key].current))

    of_month = figures.value(_TOTAL, figures.month)
    return [
        Line(("計", None, month, year, before, ratio, share, regular, irregular), "total"),
        Line(
            (
                "照合（実績と）",
                None,
                check_cell(f"C{row}", figure_name("recovery.total", "month"), (month.value, of_month)),
                check("D", year, "recovery.total"),
                None,
                None,
                None,
                check("H", regular, "recovery.regular"),
                check("I", irregular, "recovery.irregular"),
            ),
            "check",
        ),
    ]


def _names(block: _Block, first: int) -> list[Name]:
    """Return the names of the year's values; those of closed lists by the word the bundle has for them."""
    codes = {code.label: code.value for code in (*Source, *Channel)}
    return [
        Name(f"{block.name}_{codes.get(key, key)}_{which}", f"{block.title} {key or word}　{label}", row, column)
        for row, (key, word) in enumerate(block.words.items(), first)
        if key in codes or (block.heading == ELAPSED and key)
        for which, label, column in (("month", "当月", 2), ("ytd", "今年度累計", 3), ("previous", "前年度同期", 4))
    ]


def block_areas(sheet: Sheet) -> tuple[Area, Area, Area]:
    """Return words, values and last year's values of the first block of a sheet: what its chart is drawn from."""
    first = sheet.first_row + 1
    count = next((n for n, line in enumerate(sheet.lines[1:]) if line.role == "total"), 0)
    name, last = sheet.table.name, first + max(count, 1) - 1
    words = 1 if sheet.table.name == ELAPSED_YEARS else 0
    return (
        Area(name, first, words, last, words),
        Area(name, first, 3, last, 3),
        Area(name, first, 4, last, 4),
    )


def rates_sheet(cohorts: Sequence[Cohort]) -> Sheet:
    """Return recovery by elapsed year, cumulative: yen first, then percent of the subrogated amount by formulas."""
    years = max((len(cohort.recovered) for cohort in cohorts), default=0)
    columns = (
        Column("代位弁済年度", "text", 14),
        Column("代位弁済額（円）", "yen", 18),
        *(Column(f"{year + 1}年以内", "yen", 16) for year in range(years)),
    )
    above = (Line((RATES,), "title"), Line((_RATES_NOTE,), "note"))
    width = len(columns)
    first = len(above) + 3  # the first cohort's row: after the headings and a section line
    lines = [section("累計回収額（円）", width)]
    lines += [Line((_year_name(cohort), cohort.subrogated, *cohort.recovered)) for cohort in cohorts]
    lines.append(section("累計回収率（％）", width))
    lines += [_rate_line(cohort, first + index) for index, cohort in enumerate(cohorts)]
    return Sheet(Table(RATES, columns, ()), above, tuple(lines))


def rate_areas(sheet: Sheet, cohorts: Sequence[Cohort]) -> tuple[Area, list[tuple[str, Area]]]:
    """Return the headings of the years and the rates of the newest cohorts."""
    first = sheet.first_row + len(cohorts) + 2
    found = list(enumerate(cohorts, first))[-_LATEST:]
    width = max((len(cohort.recovered) for _, cohort in found), default=1)
    return Area(RATES, sheet.first_row - 1, 2, sheet.first_row - 1, 1 + width), [
        (_year_name(cohort), Area(RATES, row, 2, row, 1 + width)) for row, cohort in found
    ]


def _year_name(cohort: Cohort) -> str:
    return f"{cohort.cohort}年度"


def _rate_line(cohort: Cohort, row: int) -> Line:
    cells: list[object] = [_year_name(cohort), None]
    for year, recovered in enumerate(cohort.recovered):
        rate = ratio_formula(f"{letters(year + 2)}{row}", f"$B{row}")
        value = ratio_value(recovered, cohort.subrogated) if cohort.subrogated else 0
        cells.append(Formula(f"=IF($B{row}=0,0,{rate})", value))
    return Line(tuple(cells), kind="percent")
