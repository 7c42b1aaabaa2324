"""The sheet グラフ: the month's four charts on one page, drawn from the other sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_month
from collections_app.reports import monthly_groups, monthly_months, monthly_sources
from collections_app.reports.sheet import Area, Chart, Line, Series, Sheet
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections_app.reports.monthly_figures import Figures

NAME = "グラフ"
_MILLIONS = "#,##0,,"
_LEFT, _RIGHT, _TOP, _LOWER, _LOWEST = 0, 8, 2, 17, 32
_NOTE = "単位 百万円（回収率は％）。今年度は濃い色、前年度は淡い色、計画は点線。"


def charts_sheet(figures: Figures, sheets: Mapping[str, Sheet]) -> Sheet:
    """Return the sheet グラフ; `sheets` are those it draws from, by name."""
    charts = [
        _cumulative(figures, sheets[monthly_months.NAME]),
        _columns(
            "経過年数別の回収", monthly_sources.block_areas(sheets[monthly_sources.ELAPSED_YEARS]), (_TOP, _RIGHT)
        ),
        _columns("課別の回収", monthly_groups.section_areas(figures, sheets[monthly_groups.NAME]), (_LOWER, _LEFT)),
        _columns("回収原因別の回収", monthly_sources.block_areas(sheets[monthly_sources.SOURCES]), (_LOWER, _RIGHT)),
        _rates(figures, sheets[monthly_sources.RATES]),
        _balance(sheets[monthly_months.NAME]),
    ]
    title = f"グラフ　{era_month(figures.numbers.as_of)}まで"
    above = (Line((title,), "title"), Line((_NOTE,), "note"))
    columns = tuple(Column("", "text", 11) for _ in range(16))
    return Sheet(
        Table(NAME, columns, ()), above, charts=tuple(charts), has_headings=False, frozen_columns=0, is_one_page=True
    )


def _cumulative(figures: Figures, sheet: Sheet) -> Chart:
    series = [
        Series("前年度", monthly_months.area(sheet, "months_cumulative_previous"), "before"),
        Series("今年度", monthly_months.area(sheet, "months_cumulative")),
    ]
    if figures.numbers.figures["recovery.total"].plan:
        series.append(Series("計画", monthly_months.area(sheet, "months_plan"), "plan"))
    headings = monthly_months.month_headings(sheet)
    return Chart("line", "回収（元損）の累計", headings, tuple(series), "百万円", _MILLIONS, _TOP, _LEFT)


def _columns(title: str, areas: tuple[Area, Area, Area], at: tuple[int, int]) -> Chart:
    words, now, before = areas
    series = (Series("前年度同期", before, "before"), Series("今年度", now))
    return Chart("column", title, words, series, "百万円", _MILLIONS, *at)


def _balance(sheet: Sheet) -> Chart:
    """Return the principal outstanding at the ends of the months, of both years."""
    series = [
        Series("前年度", monthly_months.area(sheet, "months_outstanding_principal_previous"), "before"),
        Series("今年度", monthly_months.area(sheet, "months_outstanding_principal")),
    ]
    headings = monthly_months.month_headings(sheet)
    return Chart("line", "求償権残高（元金）", headings, tuple(series), "百万円", _MILLIONS, _LOWEST, _RIGHT)


def _rates(figures: Figures, sheet: Sheet) -> Chart:
    words, rows = monthly_sources.rate_areas(sheet, figures.numbers.cohorts)
    series = tuple(Series(name, row, "other") for name, row in rows)
    return Chart("line", "代位弁済年度別の回収率（累計）", words, series, "％", "0", _LOWEST, _LEFT)
