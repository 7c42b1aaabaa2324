"""Month close on the screen, by the keyboard alone, over a real database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from collections_app.domain.records import SaveRecord
from collections_app.ui.actions import ActionId
from collections_app.ui.desk import Desk
from collections_app.ui.pages.ask_sheet import AskSheet
from collections_app.ui.pages.month_close import MonthClosePage
from tests.storage.making import a_claim, base, make_office
from tests.ui.dress import OFFSCREEN
from tests.ui.shell_fixtures import MakeShell, open_shell, wait_idle
from tests.ui.windows import turn_to

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collections_app.ui.shell.shell import Shell

__all__ = ["open_shell"]
pytestmark = OFFSCREEN
KEY, WITH = Qt.Key, Qt.KeyboardModifier
MARCH = date(2025, 3, 1)
RECEIPT = {
    "receipt_no": "R1", "claim_no": "K1", "received_on": date(2025, 3, 10), "posted_on": date(2025, 3, 10),
    "amount": 40_000, "recovery_type": "regular", "section": "管理第一課", "staff_no": "S1",
}  # fmt: skip


def press(qtbot: QtBot, shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = WITH.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or shell, key, modifier)
    wait_idle(qtbot, shell)
    qtbot.wait(1)
    wait_idle(qtbot, shell)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    location = str(tmp_path / "office.sqlite3")
    rows = base() | {"claims": [a_claim("K1")], "receipts": [RECEIPT]}
    make_office(location, rows).close()
    return Desk(location)


@pytest.fixture
def shell(qtbot: QtBot, open_shell: MakeShell, desk: Desk) -> Iterator[Shell]:
    shell = open_shell(desk)  # type: ignore[arg-type]
    turn_to(qtbot, shell, date(2025, 4, 15))
    yield shell
    shell.context.jobs.shutdown()


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> MonthClosePage:
    press(qtbot, shell, KEY.Key_S, WITH.ControlModifier | WITH.ShiftModifier)
    page = shell.current()
    assert isinstance(page, MonthClosePage)
    return page


def answer(qtbot: QtBot, shell: Shell, *words: str) -> None:
    for word in words:
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        field.insert(word)  # QTest types no kanji
        press(qtbot, shell, KEY.Key_Return)
    if not words:
        press(qtbot, shell, KEY.Key_Return)
    assert not any(one.isVisible() for one in shell.window().findChildren(AskSheet))


def close(qtbot: QtBot, shell: Shell) -> None:
    press(qtbot, shell, KEY.Key_F9)
    answer(qtbot, shell)


def test_the_checklist_of_the_last_month_opens_its_rows(qtbot: QtBot, shell: Shell, page: MonthClosePage) -> None:
    assert page.month.currentData() == MARCH
    assert page.state.text() == "開いています"
    assert [line[2] for line in page.lines.model.rows()] == [0, 0, 0, 1, 0]
    assert page.lines.view.hasFocus()
    assert dict(page.own_keys)["1 2 3"] == "点検・締後訂正・履歴を表示"  # F1 lists them
    for _ in range(3):
        press(qtbot, shell, KEY.Key_Down)
    assert page.opened.text() == "今日動いた入金　1行"
    press(qtbot, shell, KEY.Key_Return)
    assert page.rows.view.hasFocus()
    press(qtbot, shell, KEY.Key_Return)
    current = shell.current()
    assert current is not None
    assert current.key == "claims"


def test_a_month_is_closed_corrected_and_bridged(qtbot: QtBot, shell: Shell, page: MonthClosePage, desk: Desk) -> None:
    close(qtbot, shell)
    assert page.state.text().startswith("締め ")
    assert ActionId.REGISTER not in page.handlers()
    press(qtbot, shell, KEY.Key_2)
    assert page.said.text() == "締めたあとの訂正はありません。数字は締めたときのままです。"
    assert page.lines.model.rowCount() == 0
    visit = {"contact_no": "", "claim_no": "K1", "kind": "visit", "contacted_on": date(2025, 3, 9), "memo": "漏れ"}
    desk.save_record(SaveRecord("contacts", visit))
    shell.context.data_changed.emit()
    wait_idle(qtbot, shell)
    qtbot.waitUntil(lambda: page.lines.model.rowCount() == 1)
    assert [line[1:] for line in page.lines.model.rows()] == [("訪問督促", "回", 0, 1, 1)]
    (line,) = page.rows.model.rows()
    assert (line[0], line[1], line[2]) == ("K1", 1, "交渉記録 N0000001")
    assert line[5].endswith("漏れ")
    press(qtbot, shell, KEY.Key_3)
    assert [one[1:3] for one in page.lines.model.rows()] == [("2025-03", "締め")]


def test_opening_again_asks_for_two_people(qtbot: QtBot, shell: Shell, page: MonthClosePage) -> None:
    close(qtbot, shell)
    said: list[str] = []
    shell.context.said.connect(lambda message: said.append(message.text))
    page.reopen_button.setFocus()
    press(qtbot, shell, KEY.Key_Space)
    answer(qtbot, shell, "佐藤", "佐藤", "計上漏れ")
    qtbot.waitUntil(lambda: bool(said))
    assert "二人" in said[-1]
    page.reopen_button.setFocus()
    press(qtbot, shell, KEY.Key_Space)
    answer(qtbot, shell, "佐藤", "鈴木", "計上漏れ")
    assert said[-1] == "令和7年3月の締めを再開しました。"
    assert page.state.text() == "開いています"


def test_what_is_missing_is_said_and_esc_leaves(qtbot: QtBot, shell: Shell, page: MonthClosePage) -> None:
    close(qtbot, shell)
    page.reopen_button.setFocus()
    press(qtbot, shell, KEY.Key_Space)
    (sheet,) = [one for one in shell.window().findChildren(AskSheet) if one.isVisible()]
    sheet.step.click()
    assert sheet.problem.text() == "「申請する人」を入れてください。"
    assert sheet.fields[0].hasFocus()
    press(qtbot, shell, KEY.Key_Escape)
    assert not any(one.isVisible() for one in shell.window().findChildren(AskSheet))
    assert page.state.text().startswith("締め ")


def test_a_closed_month_is_written_as_it_was(qtbot: QtBot, shell: Shell, page: MonthClosePage, tmp_path: Path) -> None:
    close(qtbot, shell)
    press(qtbot, shell, KEY.Key_F11)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("月次締め_202503_当時.xlsx")
    path = tmp_path / "then.json"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(path.exists)
    wait_idle(qtbot, shell)
    assert json.loads(path.read_text(encoding="utf-8"))["figures"]["recovery.total"] == 40_000


def test_a_year_with_open_months_is_not_sealed(qtbot: QtBot, shell: Shell, page: MonthClosePage) -> None:
    said: list[str] = []
    shell.context.said.connect(lambda message: said.append(message.text))
    page.seal_button.setFocus()
    press(qtbot, shell, KEY.Key_Space)
    answer(qtbot, shell)
    qtbot.waitUntil(lambda: bool(said))
    assert "締めていない月" in said[-1]


def test_every_control_has_a_name_and_a_place_in_the_order(page: MonthClosePage) -> None:
    buttons = (page.close_button, page.reopen_button, page.seal_button, page.then_button, page.today_button)
    for button in buttons:
        assert button.accessibleName() or button.text()
    for named in (page.month, page.tabs, page.lines.view, page.rows.view):
        assert named.accessibleName()
    for widget in (page.month, page.tabs, page.lines.view, page.rows.view, *buttons):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
