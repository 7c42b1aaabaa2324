"""Personal settings: reached by a key, in force at once, kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_app.ui import look
from collections_app.ui.settings import Settings, load
from collections_app.ui.shell.settings_popover import SettingsPopover
from collections_app.ui.shell.shell import Shell
from collections_app.ui.window import make_shell
from tests.ui.dress import OFFSCREEN
from tests.ui.fakes import FakeDesk
from tests.ui.shell_fixtures import wait_idle

pytestmark = OFFSCREEN
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
Open = Callable[..., Shell]


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Open:
    look.theme().apply(qapp, dark=False)
    made: list[Shell] = []

    def make(**given: object) -> Shell:
        settings = Settings(path=tmp_path / "settings.toml", **given)  # type: ignore[arg-type]
        shell = make_shell(FakeDesk(), settings)
        made.append(shell)
        qtbot.addWidget(shell, before_close_func=lambda _: shell.context.jobs.shutdown())
        shell.resize(1366, 768)
        with qtbot.waitActive(shell):
            shell.show()
            shell.activateWindow()
        wait_idle(qtbot, shell)
        return shell

    return make


def press(
    qtbot: QtBot, shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(QApplication.focusWidget() or shell, key, modifier)
    wait_idle(qtbot, shell)


def popover_of(qtbot: QtBot, shell: Shell) -> SettingsPopover:
    press(qtbot, shell, KEY.Key_Comma, CTRL)
    popover = shell.findChild(SettingsPopover)
    assert popover is not None
    assert popover.isVisible()
    return popover


def test_everything_is_changed_by_keys_and_kept(qapp: QApplication, qtbot: QtBot, opened: Open, tmp_path: Path) -> None:
    shell = opened()
    popover = popover_of(qtbot, shell)
    settings = shell.context.settings
    assert popover.person.hasFocus()
    words = [popover.person.itemText(at) for at in range(popover.person.count())]
    assert words == [
        "選んでいません",
        "S01  及川（第一課）",
        "S02  鈴木（第一課）",
        "S03  高橋（第一課）",
        "S04  佐藤（第一課）",
    ]
    press(qtbot, shell, KEY.Key_Down)
    press(qtbot, shell, KEY.Key_Down)
    assert settings.staff_no == "S02"
    press(qtbot, shell, KEY.Key_Tab)
    for page in ("today", "claims", "people"):
        press(qtbot, shell, KEY.Key_Down)
        assert settings.start_page == page
    press(qtbot, shell, KEY.Key_Tab)
    press(qtbot, shell, KEY.Key_Right)
    assert look.theme().palette is look.DARK
    press(qtbot, shell, KEY.Key_Tab)
    press(qtbot, shell, KEY.Key_Down)
    assert look.theme().scale == settings.scale == 1.15
    press(qtbot, shell, KEY.Key_Tab)
    press(qtbot, shell, KEY.Key_Right)
    assert settings.compact
    press(qtbot, shell, KEY.Key_Escape)
    assert not popover.isVisible()
    kept = load(tmp_path / "settings.toml")
    assert kept.problem == ""
    assert (kept.staff_no, kept.start_page, kept.dark, kept.scale, kept.compact) == ("S02", "people", True, 1.15, True)
    look.theme().apply(qapp, dark=False)


def test_settings_show_what_is_in_force(qtbot: QtBot, opened: Open) -> None:
    shell = opened(staff_no="S99", start_page="reports", compact=True)
    popover = popover_of(qtbot, shell)
    assert popover.person.currentText() == "S99（職員の一覧にありません）"
    assert (popover.start.currentText(), popover.rows.current()) == ("帳票", "compact")
    press(qtbot, shell, KEY.Key_Escape)
    assert shell.context.settings.staff_no == "S99"


@pytest.mark.parametrize(("wanted", "shown"), [("claims", "claims"), ("reports", "reports"), ("gone", "summary")])
def test_one_starts_on_the_page_one_chose(opened: Open, wanted: str, shown: str) -> None:
    shell = opened(start_page=wanted)
    page = shell.current()
    assert page is not None
    assert page.key == shown


def test_settings_that_cannot_be_kept_are_said(qtbot: QtBot, opened: Open, tmp_path: Path) -> None:
    shell = opened()
    (tmp_path / "settings.new").mkdir()
    said: list[str] = []
    shell.context.said.connect(lambda message: said.append(message.text))
    popover_of(qtbot, shell)
    press(qtbot, shell, KEY.Key_Escape)
    assert len(said) == 1
    assert said[0].startswith("設定を保存できませんでした")
