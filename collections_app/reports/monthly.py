"""The monthly workbook (求償権回収月報) as pure data: what stands on which sheet, by which formula.

Amounts are whole yen. The year-to-date values are formulas over the detail sheets; their computed values stand beside
them, so that the workbook reads the same where nothing calculates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_date, era_month, short_era_month
from collections_app.reports.measures import Evaluator
from collections_app.reports.monthly_details import detail_names, detail_sheet, detail_tables
from collections_app.reports.monthly_notes import notes_sheet
from collections_app.reports.monthly_summary import Figures, span_names, summary_sheet
from collections_app.reports.monthly_tables import elapsed_sheet, groups_sheet, roll_sheet
from collections_app.reports.sheet import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from collections_app.domain.views import FigureRows, FigureValue, Summary

TITLE = "求償権回収月報"


@dataclass(frozen=True, slots=True)
class MonthlyInput:
    """What the workbook is made from; the summary's as-of day is the last day it shows.

    `details` are the rows behind the figures of the fiscal year to date (`monthly_details.NEEDED` says which);
    a group whose rows are missing gets plain numbers and no sheet. `month_figures` are checked against the rows;
    without them the month is computed from the rows.
    """

    summary: Summary
    details: Sequence[FigureRows]
    created_at: datetime  # local time, as shown
    version: str
    corporation: str = ""
    month_figures: Mapping[str, FigureValue] = field(default_factory=dict)


def monthly_workbook(given: MonthlyInput) -> Workbook:
    """Return the monthly workbook."""
    summary = given.summary
    tables = detail_tables({rows.key: rows for rows in given.details})
    figures = Figures(summary, given.month_figures, Evaluator(tables))
    sheets = [
        summary_sheet(figures, f"{TITLE}（{era_month(summary.as_of)}分）", given.corporation),
        elapsed_sheet(summary.cohorts),
        groups_sheet(figures),
        roll_sheet(figures),
        *(detail_sheet(table) for table in tables.values()),
    ]
    sheets.append(notes_sheet(_facts(given), summary.figures, list(dict.fromkeys(figures.differing))))
    names = span_names(figures)
    for group, table in tables.items():
        names += detail_names(group, table)
    header = f"基準日 {era_date(summary.as_of)}"
    return Workbook(TITLE, header, given.created_at, tuple(sheets), tuple(names))


def file_name(as_of: date, created_at: datetime) -> str:
    """Return the usual name of the file: report, era year and month, moment of making."""
    return f"{TITLE}_{short_era_month(as_of)}_{created_at:%Y%m%d-%H%M}.xlsx"


def _facts(given: MonthlyInput) -> list[tuple[str, str]]:
    first, last = given.summary.period
    facts = [
        ("資料", TITLE),
        ("協会", given.corporation or "（記載なし）"),
        ("基準日", f"{era_date(given.summary.as_of)}（{given.summary.as_of:%Y-%m-%d}）"),
        ("期間", f"{era_date(first)}から{era_date(last)}まで"),
        ("作成日時", f"{given.created_at:%Y-%m-%d %H:%M}"),
        ("作成", f"collections_app {given.version}"),
    ]
    return facts + [(rows.title, f"明細 {len(rows.rows):,}行") for rows in given.details]
