"""The databases that are measured, made once from the bundles, and the statements a service sends to them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import event

from collections_app.services.office import Office, open_office
from collections_app.services.transfers import import_bundle
from tests.bench.bundles import busy_year, cache, demonstration, newest, tenfold

ROOT = Path(__file__).parents[2]
NEWEST_YEARS = "2020-04-01"  # the last five fiscal years of the demonstration

SIZES: dict[str, Callable[[], Path]] = {
    "demonstration": demonstration,
    "tenfold": tenfold,
    "five years": lambda: newest(NEWEST_YEARS),
    "20,000 receipts": lambda: busy_year(20_000),
    "200,000 receipts": lambda: busy_year(200_000),
}

Statement = tuple[str, tuple[object, ...]]


@contextmanager
def opened(size: str) -> Iterator[Office]:
    """Give the database of a bundle, made at the first use; a change of what storage writes makes it anew."""
    source = hashlib.sha256()
    for folder in ("collections_app/storage", "collections_app/domain", "db/migrations/versions"):
        for file in sorted((ROOT / folder).glob("*.py")):
            source.update(file.read_bytes())
    path = cache() / f"{size.replace(' ', '-').replace(',', '')}-{source.hexdigest()[:12]}.sqlite3"
    if not path.exists():
        _make(SIZES[size](), path)
    office = open_office(str(path))
    try:
        yield office
    finally:
        office.close()


def _make(bundle: Path, path: Path) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    office = open_office(str(unfinished))
    try:
        import_bundle(office, bundle)
    finally:
        office.close()
    unfinished.replace(path)


def statements_of(office: Office, work: Callable[[], object]) -> list[Statement]:
    """Return the statements that some work sends, with their parameters as the driver gets them."""
    found: list[Statement] = []

    def listen(_connection: object, _cursor: object, sql: str, parameters: tuple[object, ...], *_: object) -> None:
        if sql != "BEGIN":
            found.append((sql, parameters))

    engine = office.database.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return found


@contextmanager
def raw(office: Office) -> Iterator[sqlite3.Connection]:
    """Give the same database through the driver alone, with the same room for its pages."""
    with closing(sqlite3.connect(office.database.location, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = -65536")
        yield connection


def replayed(connection: sqlite3.Connection, statements: list[Statement]) -> Callable[[], object]:
    """Return the work of sending the statements and fetching every row."""

    def work() -> None:
        for sql, parameters in statements:
            connection.execute(sql, parameters).fetchall()

    return work
