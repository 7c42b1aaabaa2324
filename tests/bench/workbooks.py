"""The monthly workbook, against XlsxWriter writing the same cells bare."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import xlsxwriter

from collections_app.services import reports
from tests.bench.databases import opened
from tests.bench.measuring import Result, compared, timed

_GOAL = 1.3
_MONTH = date(2025, 3, 1)

Cells = list[list[tuple[object, ...]]]  # of each sheet, row by row


def measure(runs: int) -> Iterator[Result]:
    """Yield the workbook of March."""
    with opened("demonstration") as office, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "monthly.xlsx"
        reports.monthly_workbook(office, _MONTH, path)
        book = openpyxl.load_workbook(path, data_only=True)
        sheets: Cells = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
        ours = timed(partial(reports.monthly_workbook, office, _MONTH, path))
        floor = timed(partial(_write, sheets, Path(folder) / "bare.xlsx"))
        remark = f"{sum(len(row) for sheet in sheets for row in sheet):,} cells"
        yield Result("monthly workbook", "demonstration", *compared(ours, floor, min(runs, 5)), _GOAL, remark=remark)


def _write(sheets: Cells, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif isinstance(value, datetime):
                        sheet.write_datetime(number, column, value)
                    elif value is not None:
                        sheet.write_number(number, column, value)
