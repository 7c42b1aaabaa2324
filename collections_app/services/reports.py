"""Workbooks that leave the program: the monthly report and any table shown on a screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import FigureWanted, is_level
from collections_app.domain.calendar import era_date, era_month, fiscal_year_of, month_end, month_range, short_era_month
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE
from collections_app.domain.period import period_of
from collections_app.domain.progress import SILENT, Progress
from collections_app.domain.shown import Shown
from collections_app.domain.views import FigureRows
from collections_app.exchange.template import check_template, fill_template
from collections_app.exchange.workbook import refuse_unwritable, write_table, write_workbook
from collections_app.reports import monthly, shown_paper
from collections_app.reports.monthly_details import NEEDED, Detail
from collections_app.reports.table import table_of
from collections_app.services import month_numbers
from collections_app.storage import audit, figure_rows, month_report, overview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collections_app.domain.month_report import Filled, MonthNumbers, Values
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

PROGRAM_VERSION = version("collections-app")
_TODAY = "今日までの登録による"
_LOOK = 1_000  # rows between two looks at whether the person wants to stop
_MANY = 5_000  # rows of a year above which they are read month by month: the database would sort all of them in memory


def monthly_file_name(month: date) -> str:
    """Return the usual name of a month's workbook, made now."""
    return monthly.file_name(month_end(month), _now())


def monthly_path(month: date, place: Path) -> Path:
    """Return where the workbook goes: a folder gets the usual name of the file."""
    return place / monthly_file_name(month) if place.is_dir() else place


def monthly_workbook(
    office: Office, month: date, path: Path, progress: Progress = SILENT, known_on: date | None = None
) -> Path:
    """Write the report of the fiscal year up to the end of a month, with the rows behind its figures; return where.

    `path` may be a folder. UserError, and nothing written, when there is nothing to report or the place takes no file.
    """
    path = monthly_path(month, path)
    refuse_unwritable(path)
    with office.database.sweeping() as connection:  # figures and rows of one moment
        book = book_of(connection, month, progress, _known_on(connection, known_on))
        write_workbook(book.workbook(), path, progress)
    return path


def filled_template(
    office: Office,
    month: date,
    template: Path,
    path: Path,
    progress: Progress = SILENT,
    known_on: date | None = None,
) -> Filled:
    """Write an office's own workbook with the values of a month in the cells it names; say what was filled in.

    UserError, and nothing written, when the template has no name of ours or would lose something.
    """
    path = path / f"{template.stem}_{short_era_month(month)}.xlsx" if path.is_dir() else path
    refuse_unwritable(path)
    check_template(template, path)
    with office.database.sweeping() as connection:
        book = book_of(connection, month, progress, _known_on(connection, known_on))
        values = book.values(partial(_step, progress))
    return fill_template(template, values, path, book.row_names())


def _step(progress: Progress, text: str, number: int) -> None:
    if number % _LOOK == 0:
        progress.step(text, number, number + _LOOK)


def template_names(office: Office, month: date) -> list[tuple[str, str, object]]:
    """Return every name a template may have, what it holds, and its value in a month."""
    with office.database.sweeping() as connection:
        book = book_of(connection, month, SILENT, Known())
        values = book.values(partial(_step, SILENT))
        return [(name, meaning, values[name]) for name, meaning in book.meanings()]


@dataclass(frozen=True, slots=True)
class Known:
    """The last audit record whose rows count (None: all of them), and what is said of it."""

    audit_no: int | None = None
    words: str = _TODAY


def _known_on(connection: Connection, day: date | None) -> Known:
    if day is None:
        return Known()
    words = f"{era_date(day)}の終わりまでの登録による（元帳と残高は当時のとおり。ほかの行は今の内容）"
    return Known(audit.last_by(connection, day), words)


def book_of(
    connection: Connection, month: date, progress: Progress, known: Known, frozen: Values | None = None
) -> monthly.MonthlyBook:
    """Return the book of a month, its rows still to be read through the connection; `frozen` is held against it."""
    as_of = month_end(month)
    period = period_of(fiscal_year_of(as_of), as_of)
    progress.step("集計しています", 0, 1)
    numbers = month_numbers.month_numbers(connection, period, known.audit_no, known.words)
    if month_numbers.is_empty(numbers):
        raise UserError(f"{era_month(month)}までに集計するものがありません。対象の月とデータベースを確かめてください。")
    numbers = replace(numbers, frozen=frozen or {})
    details = {key: Detail(key, *_rows(connection, key, numbers, known.audit_no)) for key in NEEDED}
    events = month_report.limitation_events(connection, numbers.period, known.audit_no)
    named = overview.corporation(connection)
    return monthly.MonthlyBook(monthly.MonthlyInput(numbers, details, events, _now(), PROGRAM_VERSION, named))


def _rows(
    connection: Connection, key: str, numbers: MonthNumbers, known: int | None
) -> tuple[Iterator[tuple[object, ...]], int]:
    """Return the rows behind a figure and about how many there are."""
    figure, (first, last) = numbers.figures[key], numbers.period
    expected = figure.current
    if figure.unit == "円":
        expected = figure_rows.count_of_recoveries(connection, first, last)
    spans = [(first, last)]
    if expected > _MANY and not is_level(FIGURE[key]):
        spans = [(month, min(month_end(month), last)) for month in month_range(first, last)]
    questions = [FigureWanted(key, *span) for span in spans]
    return figure_rows.stream_behind(connection, questions, known), expected


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
