"""Deciding how a figure is counted, by the keyboard, over a real database; and a figure crossed by two breakdowns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collections_app.services import statistics
from collections_app.ui.actions import ActionId
from collections_app.ui.desk import Desk
from collections_app.ui.pages.counting import CountingPage
from collections_app.ui.summary.crossed import Crossed
from tests.storage.making import a_claim, base, make_office
from tests.ui.dress import OFFSCREEN
from tests.ui.shell_fixtures import MakeShell, open_shell, wait_idle
from tests.ui.windows import turn_to

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collections_app.ui.shell.shell import Shell

__all__ = ["open_shell"]
pytestmark = OFFSCREEN


def _action(no: str, kind: str, month: int) -> dict[str, object]:
    day = date(2024, month, 10)
    return {"action_no": no, "claim_no": "K1", "kind": kind, "filed_on": day, "section": "管理第一課", "staff_no": "S1"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    location = str(tmp_path / "office.sqlite3")
    kinds = (("L1", "lawsuit", 5), ("L2", "payment_order", 5), ("L3", "payment_order", 6))
    make_office(
        location, base() | {"claims": [a_claim("K1")], "legal_actions": [_action(*one) for one in kinds]}
    ).close()
    return Desk(location)


@pytest.fixture
def shell(qtbot: QtBot, open_shell: MakeShell, desk: Desk) -> Iterator[Shell]:
    shell = open_shell(desk)  # type: ignore[arg-type]
    turn_to(qtbot, shell, date(2025, 3, 31))
    yield shell
    desk.close()


def press(qtbot: QtBot, shell: Shell, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or shell, key)
    wait_idle(qtbot, shell)
    qtbot.wait(1)
    wait_idle(qtbot, shell)


def test_a_rule_is_tried_and_decided_by_the_keyboard(qtbot: QtBot, shell: Shell, desk: Desk) -> None:
    shell.go("counting")
    wait_idle(qtbot, shell)
    page = shell.current()
    assert isinstance(page, CountingPage)
    page.rules.view.setFocus()
    for _ in range(4):  # 訪問督促, 任意処分, 競売, 保全, 訴訟
        press(qtbot, shell, Qt.Key.Key_Down)
    rule = page.rule()
    assert rule is not None and rule.measure == "lawsuit"
    assert not page.decide_button.isEnabled()
    page.words["payment_order"].setFocus()
    press(qtbot, shell, Qt.Key.Key_Space)
    assert [row[2:] for row in (page.years.model.row_at(0),)] == [(1, 3, 2)]
    assert "理由" in page.problem.text() and not page.decide_button.isEnabled()
    page.reason.setFocus()
    page.reason.insert("課内会議")  # what an input method does
    wait_idle(qtbot, shell)
    assert page.decide_button.isEnabled() and not page.problem.text()
    shell.run_action(ActionId.REGISTER)
    wait_idle(qtbot, shell)
    assert statistics.summary(desk.office, 2024).figures["lawsuit"].current == 3
    assert "第2版（課内会議）" in page.said.text()


def test_what_counts_twice_is_said_while_choosing(qtbot: QtBot, shell: Shell) -> None:
    shell.go("counting")
    wait_idle(qtbot, shell)
    page = shell.current()
    assert isinstance(page, CountingPage)
    page.rules.view.setFocus()
    for _ in range(4):
        press(qtbot, shell, Qt.Key.Key_Down)
    page.words["secured_auction"].setFocus()
    press(qtbot, shell, Qt.Key.Key_Space)
    assert "二重に数える" in page.problem.text()
    assert not page.decide_button.isEnabled()


def test_a_pivot_is_chosen_turned_and_opened(qtbot: QtBot, shell: Shell) -> None:
    shell.go("summary")
    wait_idle(qtbot, shell)
    host: Any = shell.current()
    summary = host.widget
    summary.show_view("crossed")
    wait_idle(qtbot, shell)
    view = summary.view("crossed")
    assert isinstance(view, Crossed)
    view.choose("lawsuit", "section", "month")
    wait_idle(qtbot, shell)
    assert view.pivot is not None and view.pivot.total == 1
    view.turn.click()
    wait_idle(qtbot, shell)
    assert (view.pivot.wanted.rows, view.pivot.wanted.columns) == ("month", "section")
    view.figure.setCurrentIndex(view.figure.findData("outstanding.count"))
    view.figure.activated.emit(view.figure.currentIndex())
    wait_idle(qtbot, shell)
    assert view.rows.currentData() != "month"  # a level has no month
    assert view.pivot.total == 1
    view.table.setFocus()
    view.table.setCurrentIndex(view.table.cells.index(0, 1))
    press(qtbot, shell, Qt.Key.Key_Return)
    assert shell.current() is shell.page("rows")
