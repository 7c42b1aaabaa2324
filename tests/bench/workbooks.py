"""The monthly workbook: against XlsxWriter writing the same cells bare, its memory, and the window meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

import openpyxl
import xlsxwriter

from collections_app.services import reports
from collections_app.services.office import Office
from tests.bench.databases import ROOT, opened
from tests.bench.measuring import Result, compared, timed

_GOAL = 1.3
_MEMORY_GOAL = 1.2
_GAP_GOAL = 0.1  # seconds
_SIZES = ("demonstration", "20,000 receipts")
_MONTH = date(2025, 3, 1)
_PEAK = """
import sys
from datetime import date
from pathlib import Path
from collections_app.services.office import open_office
from collections_app.services.reports import monthly_workbook
office = open_office(sys.argv[1])
monthly_workbook(office, date(2025, 3, 1), Path(sys.argv[2]))
office.close()
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""

Cells = list[list[tuple[object, ...]]]  # of each sheet, row by row


def measure(runs: int) -> Iterator[Result]:
    """Yield the time of March's workbook, its memory at two sizes, and the longest gap of the window."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "monthly.xlsx"
        for size in _SIZES:
            with opened(size) as office:
                yield _time(office, size, path, runs)
        yield _memory(path)
        with opened(_SIZES[-1]) as office:
            yield _gap(office, path)


def _time(office: Office, size: str, path: Path, runs: int) -> Result:
    reports.monthly_workbook(office, _MONTH, path)
    book = openpyxl.load_workbook(path, data_only=True)
    sheets: Cells = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    ours = timed(partial(reports.monthly_workbook, office, _MONTH, path))
    floor = timed(partial(_write, sheets, path.with_name("bare.xlsx")))
    remark = f"{sum(len(row) for sheet in sheets for row in sheet):,} cells"
    return Result("monthly workbook", size, *compared(ours, floor, min(runs, 5)), _GOAL, remark=remark)


def _write(sheets: Cells, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
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


def _memory(path: Path) -> Result:
    """Return the most memory a process of its own took for 200,000 rows, against 20,000."""
    most = []
    for size in ("200,000 receipts", "20,000 receipts"):
        with opened(size) as office:
            location = office.database.location
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, location, str(path)], check=True, capture_output=True, text=True, cwd=ROOT
        )
        most.append(int(done.stdout) / 1024)
    ours, floor = most
    return Result("monthly workbook, memory", "200,000 / 20,000", ours, floor, ours / floor, _MEMORY_GOAL, unit="MB")


def _gap(office: Office, path: Path) -> Result:
    """Return the longest time the window did not answer while the workbook was written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from collections_app.ui.jobs import Jobs

    app = QApplication.instance() or QApplication([])
    jobs, ticks, timer = Jobs(), [], QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(2)
    work = partial(reports.monthly_workbook, office, _MONTH, path)
    job = jobs.run_long("月報", work, lambda _: None)
    job.ended.connect(app.quit)
    app.exec()
    timer.stop()
    jobs.shutdown()
    longest = max(after - before for before, after in pairwise(ticks))
    return Result(
        "window while the workbook is written", "20,000 receipts", longest, _GAP_GOAL, longest / _GAP_GOAL, 1.0
    )
