"""The invented office, made once in each engine; tests only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from collections_app.services.office import Office
from tests.storage.making import Invented, make_office


@pytest.fixture(scope="session")
def invented() -> Invented:
    """Give the rows of the invented office."""
    return Invented(90)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def invented_office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, invented: Invented
) -> Iterator[Office]:
    """Give the invented office in each engine."""
    if request.param == "sqlite":
        location = str(tmp_path_factory.mktemp("invented") / "office.sqlite3")
    else:
        location = request.getfixturevalue("postgres_server").new_database()
    office = make_office(location, invented.rows)
    yield office
    office.close()
