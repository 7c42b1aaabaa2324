"""The demonstration bundle, imported once into each engine; tests only read these databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from collections_app.services.office import Office, open_office


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def demo_url(request: pytest.FixtureRequest) -> str:
    """Give the location of a demonstration database of each engine; it stays when the engine changes to and fro."""
    url: str = request.getfixturevalue("demo_file" if request.param == "sqlite" else "postgres_demo")
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
