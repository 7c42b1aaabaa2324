"""The demonstration bundle, imported once into each engine; tests only read these databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from collections_app.services.demo import make_demo
from collections_app.services.office import Office, open_office


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def demo_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the location of a demonstration database of each engine."""
    if request.param == "sqlite":
        url = str(tmp_path_factory.mktemp("demo") / "demo.sqlite3")
    else:
        url = request.getfixturevalue("postgres_server").new_database()
    make_demo(url)
    return url


@pytest.fixture(scope="session")
def demo(demo_url: str) -> Iterator[Office]:
    """Give the open demonstration database."""
    office = open_office(demo_url)
    yield office
    office.close()


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """Give an open, empty database of each engine."""
    office = open_office(database_url)
    yield office
    office.close()


@pytest.fixture
def small(tmp_path: Path) -> SimpleNamespace:
    """Give a writer of small bundles: `small.write(name, **tables)` with CSV text for each table."""

    def write(name: str, **tables: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for table, text in tables.items():
            (folder / f"{table}.csv").write_text(text, encoding="utf-8")
        return folder

    return SimpleNamespace(write=write)
