"""A figure crossed by two breakdowns, for the screen, the clipboard, a workbook and the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain import codes
from collections_app.domain.calendar import short_era
from collections_app.domain.pivot import Cell, Dimension, Pivot, PivotWanted, check, crossed
from collections_app.domain.progress import SILENT, Progress
from collections_app.exchange.workbook import write_table
from collections_app.reports.pivot_table import pivot_table
from collections_app.storage import figures
from collections_app.storage import pivot as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office

_WORDS = {Dimension.SOURCE: codes.Source, Dimension.CHANNEL: codes.Channel}


def pivot(office: Office, wanted: PivotWanted) -> Pivot:
    """Return the pivot; UserError for a figure or a dimension there is not, or that do not go together."""
    check(wanted)
    with office.database.reading() as connection:
        counted = storage.counted(connection, wanted)
        people = figures.charges(connection)
    labels: dict[Cell, str] = {(Dimension.STAFF.value, no): f"{name}（{section}）" for no, name, section in people}
    for dimension, words in _WORDS.items():
        labels |= {(dimension.value, word.value): word.label for word in words}
    labels |= {(Dimension.ELAPSED.value, str(year)): f"{year + 1}年目" for year in range(100)}
    return crossed(wanted, counted, labels)


def pivot_workbook(office: Office, wanted: PivotWanted, path: Path, progress: Progress = SILENT) -> Path:
    """Write a pivot to a workbook of its own; return where."""
    found = pivot(office, wanted)
    header = f"{short_era(wanted.first)}–{short_era(wanted.last)}"
    now = datetime.now().astimezone().replace(tzinfo=None)
    write_table(pivot_table(found), path, now, header=header, progress=progress)
    return path
