"""An office without a single record: each page says what it is for and offers the first step, by key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from collections_app.ui import look
from collections_app.ui.desk import Desk
from collections_app.ui.settings import Settings
from collections_app.ui.window import make_shell
from tests.storage.making import make_office
from tests.ui.dress import OFFSCREEN
from tests.ui.shell_fixtures import wait_idle
from tests.ui.test_contact_entry import Hands

pytestmark = OFFSCREEN
Key = Qt.Key


@pytest.fixture
def empty(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    look.theme().apply(qapp, dark=False)
    location = str(tmp_path / "empty.sqlite3")
    make_office(location, {}).close()
    desk = Desk(location)
    shell = make_shell(desk, Settings())
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitActive(shell):
        shell.show()
    wait_idle(qtbot, shell)
    yield Hands(qtbot, shell)
    shell.context.jobs.shutdown()
    desk.close()


def page(hands: Hands, key: str) -> Any:
    hands.shell.go(key)
    hands.settle()
    return hands.shell.page(key)


def test_today_lets_the_first_member_of_staff_be_registered(empty: Hands) -> None:
    view = page(empty, "today").view
    assert "職員がまだ登録されていません" in view._no_staff.sentence.text()
    assert view._no_staff.isVisible() and not view.person.isEnabled()
    assert empty.focused() == "職員を登録"
    empty.press(Key.Key_Return)
    assert empty.shell.page("today").editor.form().view.table == "staff"  # type: ignore[attr-defined]
    empty.fill("S1", "佐藤　一郎", "第一課", "1")
    empty.press(Key.Key_F9)
    assert view._nobody.isVisible() and view.person.isEnabled()
    view.person.setFocus()
    empty.press(Key.Key_Return)
    popup = QApplication.activePopupWidget()
    assert popup is not None and isinstance(popup.parent(), QComboBox)
    view.person.hidePopup()


@pytest.mark.parametrize("key", ["today", "claims", "reports", "admin", "closes"])
def test_every_page_leads_to_the_first_step(empty: Hands, key: str) -> None:
    shown = page(empty, key)
    said = {
        "today": lambda: shown.view._no_staff.sentence,
        "claims": lambda: shown.list._empty.sentence,
        "reports": lambda: shown.first.sentence,
        "admin": lambda: shown.purpose,
        "closes": lambda: shown.purpose,
    }[key]()
    assert said.isVisible() and said.text()
    steps = {
        "today": lambda: shown.view._no_staff,
        "claims": lambda: shown.list._begin,
        "reports": lambda: shown.first.button,
    }
    if key == "admin":
        assert "「取込」で受渡データを選び" in said.text()
        assert empty.focused() == "ファイル…"
    elif key in steps:
        assert steps[key]().isVisible()


def test_the_first_step_of_the_list_leads_to_the_import(empty: Hands) -> None:
    page(empty, "claims").list._begin.click()
    empty.settle()
    shown = empty.shell.current()
    assert shown is not None and shown.key == "admin"
