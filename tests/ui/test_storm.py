"""A storm of random keys and clicks over every page: no crash, no unexpected message, books that still agree.

COLLECTIONS_STORM names the number of its events (50,000 for a long one); the seed is printed with a failure.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from collections_app.services.maintenance import check
from collections_app.ui import files
from collections_app.ui.pages.summary import SummaryHost
from collections_app.ui.shell.shell import Shell
from collections_app.ui.summary.page import VIEWS
from collections_app.ui.window import page_makers
from tests.storage.making import Invented, make_office
from tests.ui.dress import OFFSCREEN, dress
from tests.ui.shell_fixtures import wait_idle
from tests.ui.windows import window_on

pytestmark = OFFSCREEN
EVENTS = int(os.environ.get("COLLECTIONS_STORM", "1000"))
SEED = int(os.environ.get("COLLECTIONS_STORM_SEED", "20250331"))

Key, Modifier = Qt.Key, Qt.KeyboardModifier
_PLAIN = (
    *(Key(Key.Key_F1 + n) for n in range(12)), Key.Key_Return, Key.Key_Escape, Key.Key_Tab, Key.Key_Backtab,
    Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Home, Key.Key_End,
    Key.Key_Space, Key.Key_Backspace, Key.Key_Delete,
)  # fmt: skip
_WITH = (
    Modifier.ControlModifier,
    Modifier.ShiftModifier,
    Modifier.AltModifier,
    Modifier.ControlModifier | Modifier.ShiftModifier,
)
_CONTROL = tuple(Key(ord(letter)) for letter in "ABCDEFGHIJKLMNOPRSTUVWXYZ0123456789,")  # Q would end it
_TEXTS = (
    "12万",
    "R7.4.1",
    "+7",
    "t",
    "佐藤",
    "カトウ",
    "-",
    "1",
    "2",
    "99999999999999",
    "=1+1",
    "\u3000",
    "ｶﾅ",
    "K2020",
)


@pytest.fixture
def shell(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    dress(qapp)
    (tmp_path / "files").mkdir()
    monkeypatch.chdir(tmp_path / "files")  # what a storm saves, it saves there
    monkeypatch.setattr(files, "documents", lambda: tmp_path / "files")
    location = str(tmp_path / "storm.sqlite3")
    make_office(location, Invented(60, seed=3).rows).close()
    with window_on(qtbot, location) as shell:
        yield shell
    dress(qapp)


class Storm:
    """Throws one event after the other at whatever has the keyboard, or at a random place of the window."""

    def __init__(self, shell: Shell, seed: int) -> None:
        self.shell = shell
        self.pick = random.Random(seed)
        self.log: list[str] = []

    def strike(self) -> None:
        """Do one random thing."""
        for top in QApplication.topLevelWidgets():  # what belongs to the desktop is not ours to test
            if isinstance(top, QFileDialog) or (top.isModal() and top.isVisible()):
                top.close()
        chance = self.pick.random()
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self.shell
        if chance < 0.01:
            self._turn()
        elif chance < 0.55:
            self._press(target, self.pick.choice(_PLAIN), Modifier.NoModifier)
        elif chance < 0.72:
            self._press(target, self.pick.choice(_CONTROL), self.pick.choice(_WITH))
        elif chance < 0.85:
            self._type(target, self.pick.choice(_TEXTS))
        else:
            self._click()

    def _turn(self) -> None:
        """Turn to any page, or to any view of the summary."""
        place = self.pick.choice((*page_makers(self.shell.context), *(f"summary {view.key}" for view in VIEWS)))
        self.log.append(f"turn to {place}")
        page, _, view = place.partition(" ")
        self.shell.go(page)
        summary = self.shell.page(page)
        if view and isinstance(summary, SummaryHost):
            summary.widget.show_view(view)

    def _press(self, target: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        self.log.append(f"{modifier.name} {key.name} -> {type(target).__name__} {target.accessibleName()}")
        QTest.keyClick(target, key, modifier)

    def _type(self, target: QWidget, text: str) -> None:
        self.log.append(f"type {text!r} -> {type(target).__name__} {target.accessibleName()}")
        insert = getattr(target, "insert", None) or getattr(target, "insertPlainText", None)
        if insert is not None and not isinstance(target, QMenu) and target.isEnabled():
            insert(text)
        elif text.isascii():
            QTest.keyClicks(target, text)

    def _click(self) -> None:
        place = QPoint(self.pick.randrange(self.shell.width()), self.pick.randrange(self.shell.height()))
        target = self.shell.childAt(place)
        if target is None or not target.isEnabled():
            return
        self.log.append(f"click {place.x()},{place.y()} -> {type(target).__name__} {target.accessibleName()}")
        button = self.pick.choice((Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton))
        act = QTest.mouseDClick if self.pick.random() < 0.2 else QTest.mouseClick
        act(target, button, Modifier.NoModifier, target.mapFrom(self.shell, place))
        held = QGuiApplication.mouseButtons()
        if held:  # what opened under the mouse took the press for itself
            QTest.mouseRelease(self.shell.windowHandle(), held, Modifier.NoModifier, place)


def test_nothing_breaks_in_a_storm(qtbot: QtBot, shell: Shell) -> None:
    storm = Storm(shell, SEED)
    crashes: list[BaseException] = []
    shell.context.jobs.crashed.connect(crashes.append)
    with qtbot.captureExceptions() as raised:
        for struck in range(1, EVENTS + 1):
            storm.strike()
            QApplication.processEvents()
            if crashes or raised:
                break
            if struck % 40 == 0:
                wait_idle(qtbot, shell)
                shell.activateWindow()
    wait_idle(qtbot, shell)
    said = f"seed {SEED}, event {struck}:\n" + "\n".join(storm.log[-25:])
    assert not crashes, f"{crashes}\n{said}"
    assert not raised, f"{raised}\n{said}"
    QGuiApplication.clipboard().clear()
    assert check(shell.context.desk.office) == ()
