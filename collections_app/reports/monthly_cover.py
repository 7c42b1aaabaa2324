"""The sheets 表紙 and 名前: what the workbook holds and whether it agrees; the names of its cells for a template."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_date, era_month
from collections_app.reports.monthly_figures import (
    DIFFERENT,
    PLAN_RATIO,
    PREVIOUS,
    RATIO,
    SAME,
    YTD,
    Figures,
    figure_name,
    ratio_value,
    section,
)
from collections_app.reports.monthly_summary import NAME as SUMMARY
from collections_app.reports.sheet import Formula, Line, Linked, Name, Sheet, letters, value_of
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from collections_app.reports.table import Kind

NAME, NAMES = "表紙", "名前"
_COLUMNS = (
    Column("", "text", 30),
    Column("", "text", 56),
    Column("", "yen", 19),
    Column("", "yen", 19),
    Column("", "percent", 13),
)
_SHOWN = ("recovery.total", "recovery.regular", "recovery.irregular", "subrogation.amount", "outstanding.principal")
_NOTHING = "当月に計上・記録されたものはありません（0の表になります）。"


def cover_sheet(
    figures: Figures,
    facts: Sequence[tuple[str, str, str]],
    sheets: Iterable[tuple[str, str, int | None]],
    made: Mapping[str, Sheet],
) -> Sheet:
    """Return the sheet 表紙. `facts` are words, value and defined name; `sheets` name, contents, rows of each sheet."""
    above: list[Line] = [Line(("求償権回収月報",), "title"), Line((f"{era_month(figures.numbers.as_of)}分",), "title")]
    names = []
    for words, value, name in facts:
        above.append(Line((words, value, None, None, None)))
        names.append(Name(name, words, len(above), 1))
    if not _has_month(figures):
        above.append(Line((_NOTHING,), "note"))
    above.append(section("主な数字", len(_COLUMNS), "", "今年度累計（円）", "前年度同期（円）", "前年比 %"))
    above += [_figure_line(figures, key) for key in _SHOWN if key in figures.numbers.figures]
    above.append(section("シート", len(_COLUMNS), "内容", "行数", "照合 一致", "照合 不一致"))
    first = len(above) + 1
    above += [_sheet_line(name, said, rows, made.get(name)) for name, said, rows in sheets]
    above.append(_all_checks(above[first - 1 :], first))
    return Sheet(
        Table(NAME, _COLUMNS, ()),
        tuple(above),
        has_headings=False,
        frozen_columns=0,
        is_one_page=True,
        names=tuple(names),
    )


def _has_month(figures: Figures) -> bool:
    return any(tally.has_month(figures.month) for tally in figures.tallies.values())


def _figure_line(figures: Figures, key: str) -> Line:
    figure = figures.numbers.figures[key]
    cells: list[object] = [
        Formula(f"={figure_name(key, which)}", value)
        for which, value in ((YTD, figure.current), (PREVIOUS, figure.previous))
    ]
    ratio: object = (
        Formula(f"={figure_name(key, RATIO)}", ratio_value(figure.current, figure.previous))
        if figure.previous
        else None
    )
    said = None
    if figure.plan:
        said = Formula(
            f'="計画比 "&TEXT({figure_name(key, PLAN_RATIO)},"#,##0.0")&"％"',
            f"計画比 {ratio_value(figure.current, figure.plan):,}％",
        )
    return Line((figures.linked(figure.label, key), said, *cells, ratio))


def _sheet_line(name: str, said: str, rows: int | None, sheet: Sheet | None) -> Line:
    link = Linked(name, f"'{name}'!A1")
    if sheet is None or not (counts := _checks(sheet)):
        return Line((link, said, rows, None, None))
    area = f"'{name}'!$A$1:${letters(len(sheet.table.columns) - 1)}${sheet.first_row + len(sheet.lines)}"
    cells = [Formula(f'=COUNTIF({area},"{word}")', counts[word]) for word in (SAME, DIFFERENT)]
    return Line((link, said, rows, *cells), kind="count")


def _checks(sheet: Sheet) -> dict[str, int]:
    """Return how many comparisons of a sheet agree and how many do not; nothing where it compares nothing."""
    words = [value_of(cell) for line in sheet.lines for cell in line.cells if isinstance(cell, Formula)]
    counts = {word: words.count(word) for word in (SAME, DIFFERENT)}
    return counts if any(counts.values()) else {}


def _all_checks(lines: Sequence[Line], first: int) -> Line:
    last = first + len(lines) - 1
    same, different = (
        sum(value for line in lines if isinstance(value := value_of(line.cells[place]), int)) for place in (3, 4)
    )
    verdict = Formula(
        f'=IF(SUM(E{first}:E{last})=0,"すべて一致","不一致があります。シートの照合を見てください")',
        "不一致があります。シートの照合を見てください" if different else "すべて一致",
    )
    sums = (Formula(f"=SUM(D{first}:D{last})", same), Formula(f"=SUM(E{first}:E{last})", different))
    return Line(("照合", verdict, None, *sums), "total", "count")


def names_sheet(sheets: Iterable[Sheet]) -> Sheet:
    """Return the sheet 名前: every name that may stand in an office's own template, what it holds, its value now."""
    columns = (Column("名前", "text", 44), Column("内容", "text", 70), Column("値", "yen", 24))
    note = (
        "ひな型のブックのセルにこの名前を定義すると、月報の作成でその値が入ります。"
        "12個の名前は、横または縦に並ぶ12個のセルに定義します。"
    )
    lines = []
    for sheet in sheets:
        for name in sheet.names:
            value = value_at(sheet, name)
            shown = (
                Formula(f"={name.name}", value)
                if isinstance(value, int | Decimal | str | date) and value != ""
                else None
            )
            lines.append(Line((name.name, name.meaning, shown), kind=_kind(name.name, value)))
    return Sheet(Table(NAMES, columns, ()), (Line((NAMES,), "title"), Line((note,), "note")), tuple(lines))


def _kind(name: str, value: object) -> Kind | None:
    if isinstance(value, date):
        return "date"
    return "percent" if name.endswith("ratio") else None


def value_at(sheet: Sheet, name: Name) -> object:
    """Return what the cell of a name shows; of neighbours in a row a list."""
    lines = dict(sheet.placed())
    cells = lines[name.row].cells
    if name.last_column is None:
        return value_of(cells[name.column])
    return [value_of(cell) for cell in cells[name.column : name.last_column + 1]]


def facts_of(figures: Figures, corporation: str, made_at: str, version: str) -> list[tuple[str, str, str]]:
    """Return what the cover says of the workbook itself: words, value, defined name."""
    numbers = figures.numbers
    first, last = numbers.period
    return [
        ("協会", corporation or "（記載なし）", "report_corporation"),
        ("対象の月", era_month(numbers.as_of), "report_month"),
        ("期間", f"{era_date(first)}から{era_date(last)}まで", "report_period"),
        ("登録の時点", numbers.known, "report_known"),
        ("作成日時", made_at, "report_made_at"),
        ("作成", f"collections_app {version}", "report_program"),
        ("実績の照合", f"シート「{SUMMARY}」の数字は月別集計から、明細の合計は明細シートから数える。", "report_check"),
    ]
