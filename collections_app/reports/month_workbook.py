"""A closed month as a workbook: made of its snapshot alone, so that it is the same file every time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from collections_app.domain.calendar import era_month
from collections_app.domain.comparison import compared, value_of
from collections_app.domain.figures import FIGURE, FIGURES, LEVELS
from collections_app.domain.month_close import MonthFigures, Pair
from collections_app.reports.sheet import Line, Sheet, Workbook
from collections_app.reports.table import Column, Kind, Table, fitted

_FIGURES = (
    Column("項目", "text", 40),
    Column("単位", "text", 8),
    Column("当月・月末", "yen", 20),
    Column("年度累計", "yen", 20),
    Column("前年同期", "yen", 20),
    Column("前年比 ％", "percent"),
    Column("年度計画", "yen", 20),
    Column("計画比 ％", "percent"),
)
_ROWS: tuple[tuple[str, Kind], ...] = (
    ("集計の種別", "text"),
    ("表", "text"),
    ("番号", "text"),
    ("求償権番号", "text"),
    ("課", "text"),
    ("職員番号", "text"),
    ("件数", "count"),
    ("金額", "yen"),
)


def month_workbook(month: MonthFigures, known: str, created_at: datetime) -> Workbook:
    """Return the figures of a month, those of its sections and staff, and the rows; `known` says as of when."""
    title = f"月次締め {era_month(month.month)}"
    note = Line((f"{title}　{known}",), "title")
    sheets = (
        Sheet(Table("集計", _FIGURES, _figures(month)), above=(note,)),
        Sheet(_groups("課別", month.by("section"))),
        Sheet(_groups("担当別", month.by("staff_no"))),
        Sheet(_rows(month), has_filter=True),
    )
    return Workbook(title, known, created_at, sheets)


def _figures(month: MonthFigures) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for key, value in month.figures().items():
        current, previous, plan = month.year[key]
        year = compared(FIGURE[key], current, previous, plan)
        found.append((year.label, year.unit, value, current, previous, year.ratio, plan, year.plan_ratio))
    return found


def _groups(name: str, groups: Mapping[str, Mapping[str, Pair]]) -> Table:
    """Return the figures of each group that has any; a level is of the office as a whole."""
    headings: tuple[tuple[str, Kind], ...] = ((name[:-1], "text"), ("項目", "text"), ("単位", "text"), ("値", "yen"))
    rows = [
        (key or "（記載なし）", figure.label, figure.unit, value)
        for key, counted in groups.items()
        for figure in FIGURES
        if LEVELS.isdisjoint(figure.measures) and (value := value_of(figure, counted))
    ]
    return Table(name, fitted(headings, rows), rows)


def _rows(month: MonthFigures) -> Table:
    rows = [row[:8] for row in month.rows]
    return Table("明細", fitted(_ROWS, rows), rows)
