"""The window over a real database, in front and at rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from collections_app.ui import look
from collections_app.ui.desk import Desk
from collections_app.ui.settings import Settings
from collections_app.ui.window import make_shell
from tests.ui.shell_fixtures import wait_idle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collections_app.ui.shell.shell import Shell


@contextmanager
def window_on(qtbot: QtBot, location: str, staff_no: str = "") -> Iterator[Shell]:
    """Give the light window over a database; it is closed with its database."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.theme().apply(app, dark=False)
    shell = make_shell(Desk(location), Settings(staff_no=staff_no))
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitActive(shell):
        shell.show()
        shell.activateWindow()
    wait_idle(qtbot, shell)
    yield shell
    shell.context.jobs.shutdown()
    shell.context.desk.close()


def turn_to(qtbot: QtBot, shell: Shell, day: date) -> None:
    """Bring an open window to the front, on a day."""
    with qtbot.waitActive(shell):
        shell.activateWindow()
    shell.context.set_day(day)
    wait_idle(qtbot, shell)
