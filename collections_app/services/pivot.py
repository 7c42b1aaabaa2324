"""A figure crossed by two breakdowns, for the screen, the clipboard, a workbook and the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.calendar import short_era
from collections_app.domain.pivot import Pivot, PivotWanted, check, crossed
from collections_app.domain.progress import SILENT, Progress
from collections_app.exchange.workbook import write_table
from collections_app.reports.pivot_table import pivot_table
from collections_app.storage import figures
from collections_app.storage import pivot as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office


def pivot(office: Office, wanted: PivotWanted) -> Pivot:
    """Return the pivot; UserError for a figure or a dimension there is not, or that do not go together."""
    check(wanted)
    with office.database.reading() as connection:
        counted = storage.counted(connection, wanted)
        people = figures.charges(connection)
    return crossed(wanted, counted, {no: f"{name}（{section}）" for no, name, section in people})


def pivot_workbook(office: Office, wanted: PivotWanted, path: Path, progress: Progress = SILENT) -> Path:
    """Write a pivot to a workbook of its own; return where."""
    found = pivot(office, wanted)
    header = f"{short_era(wanted.figure.first)}–{short_era(wanted.figure.last)}"
    now = datetime.now().astimezone().replace(tzinfo=None)
    write_table(pivot_table(found), path, now, header=header, progress=progress)
    return path
