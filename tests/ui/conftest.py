"""The demonstration database the tests of whole pages look at; they only read it."""

from __future__ import annotations

import pytest

from collections_app.services.demo import make_demo


@pytest.fixture(scope="session")
def demo_location(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the path of a demonstration database."""
    path = str(tmp_path_factory.mktemp("demo") / "collections.db")
    make_demo(path)
    return path
