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

from collections_app.domain.bundle import TABLES
from collections_app.services.office import open_office
from collections_app.services.transfers import import_bundle
from tests.bench.bundles import demonstration, tenfold
from tests.bench.measuring import Arm, Result, compared, cpu

GOAL = 8.0


def measure(runs: int) -> Iterator[Result]:
    """Yield the import of the demonstration."""
    yield from _measured("demonstration", demonstration(), min(runs, 5))


def measure_tenfold(_runs: int) -> Iterator[Result]:
    """Yield the import of ten times as much, once: it takes a minute."""
    yield from _measured("tenfold", tenfold(), 1)


def _measured(size: str, bundle: Path, runs: int) -> Iterator[Result]:
    what = "import: check, allocate, total, record"
    for floor, remark in (
        (_floor(bundle), "floor: tables without keys"),
        (_keyed(bundle), "floor: our tables, keys, checks"),
    ):
        yield Result(what, size, *compared(_ours(bundle), floor, runs), GOAL, remark=remark)


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


def _keyed(bundle: Path) -> Arm:
    """Return the arm that writes the same rows by raw sqlite3 into our own tables: their keys, checks and references."""

    def arm() -> float:
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "keyed.sqlite3")
            open_office(path).close()
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                start = cpu()
                _write_keyed(connection, bundle)
                return cpu() - start

    return arm


def _write_keyed(connection: sqlite3.Connection, bundle: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO audit_records VALUES (1, '2025-03-31', 'bench', 'office:bundle:import', '', '')")
    with zipfile.ZipFile(bundle) as archive:
        for table in TABLES:
            if f"{table.name}.csv" not in archive.namelist():
                continue
            with archive.open(f"{table.name}.csv") as file:
                rows = csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
                heading = next(rows)
                marks = ", ".join("?" * len(heading))
                statement = f"INSERT INTO {table.name} ({', '.join(heading)}, audit_no) VALUES ({marks}, 1)"
                connection.executemany(statement, ([cell or None for cell in row] for row in rows))
    connection.execute("COMMIT")


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
