"""Workbooks that leave the program: the monthly report and any table shown on a screen."""

from __future__ import annotations

from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import FigureWanted
from collections_app.domain.calendar import era_date, fiscal_year_of, month_end
from collections_app.domain.period import period_of
from collections_app.domain.progress import SILENT, Progress
from collections_app.domain.shown import Shown
from collections_app.domain.views import FigureRows
from collections_app.exchange.workbook import write_table, write_workbook
from collections_app.reports import monthly, shown_paper
from collections_app.reports.monthly_details import NEEDED
from collections_app.reports.table import table_of
from collections_app.services import statistics
from collections_app.storage import figure_rows

if TYPE_CHECKING:
    from collections_app.services.office import Office

PROGRAM_VERSION = version("collections-app")


def monthly_file_name(month: date) -> str:
    """Return the usual name of a month's workbook, made now."""
    return monthly.file_name(month_end(month), _now())


def monthly_workbook(office: Office, month: date, path: Path, progress: Progress = SILENT) -> Path:
    """Write the report of the fiscal year up to the end of a month, with the rows behind its figures; return where."""
    as_of = month_end(month)
    period = period_of(fiscal_year_of(as_of), as_of)
    details = []
    with office.database.reading() as connection:  # figures and rows of one moment
        summary = statistics.summary_of(connection, period)
        for number, key in enumerate(NEEDED):
            progress.step("明細を集めています", number, len(NEEDED))
            wanted = FigureWanted(key, period.first, period.last)
            details.append(figure_rows.rows_behind(connection, wanted))
    given = monthly.MonthlyInput(summary, details, _now(), PROGRAM_VERSION)
    write_workbook(monthly.monthly_workbook(given), path, progress)
    return path


def rows_workbook(rows: FigureRows, as_of: date, path: Path, progress: Progress = SILENT) -> Path:
    """Write rows, as a screen shows them, to a workbook of their own; return where."""
    write_table(table_of(rows), path, _now(), header=f"基準日 {era_date(as_of)}", progress=progress)
    return path


def shown_workbook(shown: Shown, path: Path, progress: Progress = SILENT) -> Path:
    """Write a view of the summary, as it is shown, to a workbook of its own; return where."""
    write_workbook(shown_paper.workbook(shown, _now()), path, progress)
    return path


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)
