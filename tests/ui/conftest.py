"""What the tests of the screens share: a screen without the windows of earlier tests, and a demonstration to look at."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _cleared() -> None:
    """Delete what earlier tests closed: Qt waits for an event loop to do it, and meanwhile dresses the dead anew."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def demo_location(demo_file: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the path of a demonstration database of the screens' own."""
    return str(shutil.copy(demo_file, tmp_path_factory.mktemp("screens") / "collections.db"))
