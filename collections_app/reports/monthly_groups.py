"""The sheet 課別・担当別: the figures of each section and each member of staff, summed and compared with 実績."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.reports.monthly_figures import (
    YTD,
    Figures,
    check_cell,
    figure_name,
    number,
    ratio_cell,
    section,
    sum_cell,
    to_rows,
)
from collections_app.reports.sheet import Area, Line, Sheet, letters
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "課別・担当別"
_KEYS = (
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
_FIXED = 2  # columns before the first figure
_TOTAL = "recovery.total"
_NOTE = (
    "記録時の課・担当者による今年度累計（明細を集計する数式）。求償権残高は基準日の担当。前年度同期は総回収（元損）。"
)
NOBODY = "（記載なし）"


def groups_sheet(figures: Figures) -> Sheet:
    """Return the sheet 課別・担当別."""
    keys = [key for key in _KEYS if key in figures.numbers.figures]
    columns = (
        Column("課・職員番号", "text", 15),
        Column("氏名", "text", 16),
        *(_column(figures.numbers.figures[key].label, figures.numbers.figures[key].unit) for key in keys),
        Column("前年度同期 総回収（円）", "yen", 17),
        Column("前年比 %", "percent", 12),
    )
    above = (Line((NAME,), "title"), Line((_NOTE,), "note"))
    lines: list[Line] = []
    for title, by, heading in (("課", "section", "課"), ("担当者", "staff", "職員番号")):
        lines.append(section(f"{title}別", len(columns)))
        lines += _block(figures, keys, (title, by, heading), len(above) + 2 + len(lines))
    return Sheet(Table(NAME, columns, ()), above, tuple(lines), frozen_columns=2)


def section_areas(figures: Figures, sheet: Sheet) -> tuple[Area, Area, Area]:
    """Return the names of the sections, their recovery and last year's: what the chart is drawn from."""
    first = sheet.first_row + 1
    last = first + len(_groups(figures, "section", "課")) - 1
    headings = sheet.table.headings
    now = next(place for place, heading in enumerate(headings) if heading.startswith("総回収"))
    names, recovered, before = (Area(NAME, first, column, last, column) for column in (0, now, len(headings) - 2))
    return names, recovered, before


def _column(label: str, unit: str) -> Column:
    return Column(f"{label}（{unit}）", "yen", 17 if unit == "円" else 12)


def _groups(figures: Figures, by: str, heading: str) -> dict[str, str]:
    """Return key and name of every section or person with any row, this year or last; those of the staff list first."""
    people = figures.numbers.people
    known = {number_: name for number_, name, _ in people}
    if by == "section":
        known = {section_: "" for _, _, section_ in people}
    found = set(figures.numbers.before[by])
    for key in _KEYS:
        found |= {
            one
            for one, value in figures.by(figures.measures[key], figures.year, heading).items()
            if value or one in known
        }
    names = {key: name for key, name in known.items() if key in found}
    return names | {key: "" if key else NOBODY for key in sorted(found - set(names))}


def _block(figures: Figures, keys: Sequence[str], block: tuple[str, str, str], first: int) -> list[Line]:
    """Return a line per group, their sum and its check; `block` is its title, its breakdown, its rows' heading."""
    title, by, heading = block
    names = _groups(figures, by, heading)
    if not names:
        return []
    rows = dict(zip(names, range(first, first + len(names)), strict=True))
    cells = {key: f"$A{row}" for key, row in rows.items()}
    columns = [figures.live_by(figures.measures[key], figures.year, heading, cells) for key in keys]
    before = [figures.numbers.before[by].get(key, {}).get(_TOTAL, 0) for key in names]
    total = letters(_FIXED + keys.index(_TOTAL))
    now, last = columns[keys.index(_TOTAL)], letters(_FIXED + len(keys))
    lines = []
    for place, (key, row) in enumerate(rows.items()):
        figures_ = [to_rows(column[place], figures.measures[of]) for of, column in zip(keys, columns, strict=True)]
        ratio = ratio_cell(f"{total}{row}", f"{last}{row}", (number(now[place]), before[place]))
        lines.append(Line((key, names[key], *figures_, before[place], ratio)))
    return [*lines, *_sums(figures, keys, title, [*columns, before], (first, first + len(names) - 1))]


def _sums(
    figures: Figures, keys: Sequence[str], title: str, columns: Sequence[Sequence[object]], rows: tuple[int, int]
) -> list[Line]:
    row = rows[1] + 1
    sums = [
        sum_cell(f"{letters(_FIXED + place)}{rows[0]}:{letters(_FIXED + place)}{rows[1]}", column)
        for place, column in enumerate(columns)
    ]
    total, last = _FIXED + keys.index(_TOTAL), _FIXED + len(keys)
    values = (number(sums[keys.index(_TOTAL)]), number(sums[-1]))
    ratio = ratio_cell(f"{letters(total)}{row}", f"{letters(last)}{row}", values)
    checks = [
        check_cell(f"{letters(_FIXED + place)}{row}", figure_name(key, YTD), (sums[place].value, current))
        for place, (key, current) in enumerate(_current(figures, keys).items())
    ]
    return [
        Line((f"{title} 計", None, *sums, ratio), "total"),
        Line(("照合（実績と）", None, *checks, None, None), "check"),
    ]


def _current(figures: Figures, keys: Sequence[str]) -> Mapping[str, int]:
    return {key: figures.numbers.figures[key].current for key in keys}
