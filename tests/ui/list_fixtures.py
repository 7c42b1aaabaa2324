"""The claim list over the demonstration database, driven by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_app.ui import look
from collections_app.ui.desk import Desk
from collections_app.ui.pages.claim_list import ClaimListPage
from collections_app.ui.pages.claims import ClaimsPage
from collections_app.ui.settings import Settings
from collections_app.ui.shell.shell import Shell
from collections_app.ui.window import make_shell
from tests.ui.shell_fixtures import wait_idle

KEY, WITH = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = WITH.ControlModifier, WITH.ShiftModifier


@dataclass
class Driver:
    """A person at the keyboard."""

    qtbot: QtBot
    shell: Shell

    @property
    def claims(self) -> ClaimsPage:
        page = self.shell.page("claims")
        assert isinstance(page, ClaimsPage)
        return page

    @property
    def page(self) -> ClaimListPage:
        return self.claims.list

    def wait(self) -> None:
        wait_idle(self.qtbot, self.shell)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = WITH.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.shell, key, modifier)
        wait_idle(self.qtbot, self.shell)

    def type_in(self, text: str) -> None:
        """Type as an input method does."""
        focused = QApplication.focusWidget()
        assert focused is not None
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(focused, event)
        wait_idle(self.qtbot, self.shell)

    def keys(self, *steps: str | Qt.Key) -> None:
        """Type texts and press keys, one after the other."""
        for step in steps:
            self.type_in(step) if isinstance(step, str) else self.press(step)

    def chips(self) -> list[str]:
        return [chip.accessibleName().removeprefix("条件を外す: ") for chip in self.page.filters.chips.chips]

    def count(self) -> int:
        return self.page.model.rowCount()


OpenList = Callable[[str], Driver]


@pytest.fixture
def open_list(qapp: QApplication, qtbot: QtBot) -> Iterator[OpenList]:
    """Give a maker of windows that show the claim list of a database."""
    look.theme().apply(qapp, dark=False)
    made: list[Shell] = []

    def make(location: str) -> Driver:
        shell = make_shell(Desk(location), Settings())
        made.append(shell)
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        with qtbot.waitActive(shell):
            shell.show()
            shell.activateWindow()
        wait_idle(qtbot, shell)
        driver = Driver(qtbot, shell)
        driver.press(KEY.Key_2, CTRL)
        return driver

    yield make
    for shell in made:
        shell.context.jobs.shutdown()
        shell.context.desk.close()


@pytest.fixture
def driver(open_list: OpenList, demo_location: str) -> Driver:
    return open_list(demo_location)
