"""What every test has: Qt without a screen, repeatable random stories, databases of both kinds, a watched log."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from collections_app.services.demo import make_demo
from collections_app.services.office import open_office
from tests.offices import lay_new_office
from tests.postgres import REMEDY, PostgresServer, find_binaries

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

# The same stories on every run, so that a change is never refused for what it did not do; COLLECTIONS_EXPLORE=1 asks
# for new ones. No time limit: shared machines stall, and a limit would fail good tests.
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("explore" if os.environ.get("COLLECTIONS_EXPLORE") else "repeatable")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Give a PostgreSQL server of the test run's own; without one, fail in CI and skip elsewhere."""
    binaries = find_binaries()
    if binaries is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(REMEDY)
    server = PostgresServer.start(binaries)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the location of an empty database, once of each kind: a path, then a URL."""
    if request.param == "sqlite":
        yield str(tmp_path / "claims.sqlite3")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new_database()
    yield url
    server.drop_database(url)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """Give the URL of a new office that is only copied."""
    url = postgres_server.new_database()
    open_office(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the location of a new office of the newest structure that holds nothing, once of each kind."""
    if request.param == "sqlite":
        location = tmp_path / "claims.sqlite3"
        lay_new_office(location)
        yield str(location)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new_database(request.getfixturevalue("postgres_template"))
    yield url
    server.drop_database(url)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the path of a demonstration database in SQLite, to be read or copied."""
    path = str(tmp_path_factory.mktemp("demo") / "collections.sqlite3")
    make_demo(path)
    return path


@pytest.fixture(scope="session")
def postgres_demo(postgres_server: PostgresServer) -> str:
    """Give the URL of a demonstration database in PostgreSQL, to be read or copied."""
    url = postgres_server.new_database()
    make_demo(url)
    return url


class LogWatch(logging.Handler):
    """Collects the warnings and errors of a test and compares them with those it announced."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._lines: list[str] = []
        self._expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self._lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, text: str) -> None:
        """Announce that a warning or error holding `text` will be logged."""
        self._expected.append(text)

    def complaints(self) -> list[str]:
        """Return the lines nobody announced and the announcements that did not come true."""
        unexpected = [line for line in self._lines if not any(text in line for text in self._expected)]
        unseen = [text for text in self._expected if not any(text in line for line in self._lines)]
        return [f"unexpected: {line}" for line in unexpected] + [f"never logged: {text}" for text in unseen]


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """Fail a test that logs a warning or an error it did not announce by `log_watch.expect(text)`."""
    watch = LogWatch()
    logger = logging.getLogger("collections_app")
    logger.addHandler(watch)
    yield watch
    logger.removeHandler(watch)
    assert watch.complaints() == []
