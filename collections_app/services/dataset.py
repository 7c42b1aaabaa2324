"""Writing the data set for programs of analysis: one moment of the database, recorded as what left the house."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.dataset import TABLES, DataTable
from collections_app.domain.progress import SILENT, Progress
from collections_app.exchange.dataset import write_tables
from collections_app.storage import audit
from collections_app.storage import dataset as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_STEP = 20_000


def write_dataset(office: Office, path: Path, form: str, progress: Progress = SILENT) -> dict[str, int]:
    """Write every table of the data set to a new folder, as csv or parquet; return how many rows each has.

    UserError as `exchange.dataset.write_tables` says; CancelledError when the user stops. Nothing half is left.
    """
    with office.database.writing() as connection:  # kept first: the rows are long, and nobody waits for their end
        audit.record(connection, audit.DATASET_WRITTEN, path.name, getpass.getuser(), {"form": form})
    with office.database.reading() as connection:
        tables = ((table, _watched(connection, table, progress)) for table in TABLES)
        return write_tables(path, tables, form)


def _watched(connection: Connection, table: DataTable, progress: Progress) -> Iterator[tuple[object, ...]]:
    with closing(storage.rows(connection, table)) as rows:
        for number, row in enumerate(rows):
            if number % _STEP == 0:
                progress.step(f"{table.title}を書き出しています（{number:,}件）", number, number + _STEP)
            yield row
