"""Taking in a whole bundle, against csv.reader feeding the same rows to plain tables."""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from collections_app.services.office import open_office
from collections_app.services.transfers import import_bundle
from tests.bench.bundles import demonstration, tenfold
from tests.bench.measuring import Arm, Result, compared, cpu

GOAL = 8.0


def measure(runs: int) -> Iterator[Result]:
    """Yield the import of the demonstration."""
    yield _measured("demonstration", demonstration(), min(runs, 5))


def measure_tenfold(_runs: int) -> Iterator[Result]:
    """Yield the import of ten times as much, once: it takes a minute."""
    yield _measured("tenfold", tenfold(), 1)


def _measured(size: str, bundle: Path, runs: int) -> Result:
    ours, floor, ratio = compared(_ours(bundle), _floor(bundle), runs)
    return Result("import: check, allocate, total, record", size, ours, floor, ratio, GOAL)


def _ours(bundle: Path) -> Arm:
    def arm() -> float:
        with tempfile.TemporaryDirectory() as folder:
            office = open_office(str(Path(folder) / "ours.sqlite3"))
            try:
                start = cpu()
                import_bundle(office, bundle)
                return cpu() - start
            finally:
                office.close()

    return arm


def _floor(bundle: Path) -> Arm:
    """Return the arm that writes every cell as it stands, as safely: journal and synchronous are ours."""

    def arm() -> float:
        with tempfile.TemporaryDirectory() as folder:
            office = open_office(str(Path(folder) / "settings.sqlite3"))
            with office.database.reading() as reader:
                journal = reader.exec_driver_sql("PRAGMA journal_mode").scalar()
            office.close()
            with closing(sqlite3.connect(Path(folder) / "floor.sqlite3", isolation_level=None)) as connection:
                connection.execute(f"PRAGMA journal_mode = {journal}")
                connection.execute("PRAGMA synchronous = FULL")
                start = cpu()
                _write(connection, bundle)
                return cpu() - start

    return arm


def _write(connection: sqlite3.Connection, bundle: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    with zipfile.ZipFile(bundle) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                rows = csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
                heading = next(rows)
                table = name.removesuffix(".csv")
                connection.execute(f"CREATE TABLE {table} ({', '.join(heading)})")
                marks = ", ".join("?" * len(heading))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    connection.execute("COMMIT")
