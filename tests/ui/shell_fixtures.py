"""Fixtures of the shell: the whole of it over a desk without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_app.ui import look
from collections_app.ui.settings import Settings
from collections_app.ui.shell.shell import Shell
from collections_app.ui.window import make_shell
from tests.ui.fakes import FakeDesk

MakeShell = Callable[[FakeDesk], Shell]


def wait_idle(qtbot: QtBot, shell: Shell) -> None:
    """Wait until everything was read and shown: a line made by the last answer is visible, so it can take the keyboard."""
    for _ in range(2):
        qtbot.waitUntil(lambda: shell.is_open and shell.context.jobs.is_idle)
        QApplication.processEvents()


@pytest.fixture
def open_shell(qapp: QApplication, qtbot: QtBot) -> Iterator[MakeShell]:
    look.theme().apply(qapp, dark=False)
    made: list[Shell] = []

    def make(desk: FakeDesk) -> Shell:
        shell = make_shell(desk, Settings())
        made.append(shell)
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        wait_idle(qtbot, shell)
        return shell

    yield make
    for shell in made:
        shell.context.jobs.shutdown()


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def shell(open_shell: MakeShell, desk: FakeDesk) -> Shell:
    return open_shell(desk)
