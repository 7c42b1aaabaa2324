"""What the tests of the screens share: a screen without the windows of earlier tests, and a demonstration to look at."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

PATIENCE_MS = 30_000  # every core is busy with tests of its own


class PatientBot(QtBot):
    """Waits long enough for a busy machine; what comes at all comes sooner."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    del qapp  # there must be one
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _cleared() -> None:
    """Delete what earlier tests closed: Qt waits for an event loop to do it, and meanwhile dresses the dead anew."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def demo_location(demo_file: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the path of a demonstration database of the screens' own."""
    return str(shutil.copy(demo_file, tmp_path_factory.mktemp("screens") / "collections.db"))
