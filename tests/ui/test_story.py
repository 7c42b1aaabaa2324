"""A supervisor's minute: from the figure to its rows, to a claim, to another day, and back, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.claim.ledger import as_rows
from collections_app.ui.shell.day_popover import DayPopover
from collections_app.ui.shell.search import SearchResults
from collections_app.ui.shell.shell import Shell
from tests.ui.dress import OFFSCREEN
from tests.ui.shell_fixtures import wait_idle
from tests.ui.windows import window_on

pytestmark = OFFSCREEN
KEY, WITH = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(qtbot: QtBot, demo_location: str) -> Iterator[Shell]:
    with window_on(qtbot, demo_location) as shell:
        yield shell


def press(qtbot: QtBot, shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = WITH.NoModifier) -> None:
    """Press a key wherever the keyboard is, and wait for what it asks for."""
    QTest.keyClick(QApplication.focusWidget() or shell, key, modifier)
    wait_idle(qtbot, shell)


def type_in(text: str) -> None:
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    focused = QApplication.focusWidget()
    assert focused is not None
    QCoreApplication.sendEvent(focused, event)


def tab_to(qtbot: QtBot, shell: Shell, wanted: QWidget) -> None:
    for _ in range(40):
        if wanted.hasFocus():
            return
        press(qtbot, shell, KEY.Key_Tab)
    raise AssertionError(f"no way by Tab to {wanted.accessibleName()}")


def claim_of(shell: Shell) -> Any:
    page: Any = shell.page("claims")
    shown: Any = shell.current()
    assert shown is page
    return page.current_tab()


def test_from_the_figure_to_the_claim_and_back(qtbot: QtBot, window: Shell) -> None:
    summary, rows = (window.page(key) for key in ("summary", "rows"))
    shown: Any = summary
    table = shown.widget.view("overview").table
    tab_to(qtbot, window, table)
    press(qtbot, window, KEY.Key_Home, WITH.ControlModifier)
    press(qtbot, window, KEY.Key_Right)
    assert table.currentIndex().data() == "474"

    press(qtbot, window, KEY.Key_Return)
    assert window.current() is rows
    listed: Any = rows
    view = listed.widget.table.view
    assert listed.widget.total.text() == "474行　合計 474回"
    assert view.model().rowCount() == 474
    press(qtbot, window, KEY.Key_Down)
    claim_no = view.model().index(1, 0).data()

    press(qtbot, window, KEY.Key_Return)
    tab = claim_of(window)
    assert tab.claim_no == claim_no
    stored = window.context.desk.open_claim(claim_no, date(2025, 3, 31))
    assert tab.widget.header.damages.amount.text() == show_yen(stored.damages)

    press(qtbot, window, KEY.Key_D, WITH.ControlModifier)
    popover = window.findChild(DayPopover)
    assert popover is not None
    assert popover.field.hasFocus()
    type_in("R6.3.31")
    assert popover.spoken.text() == "令和6年3月31日(日)"
    press(qtbot, window, KEY.Key_Return)
    before = window.context.desk.open_claim(claim_no, date(2024, 3, 31))
    assert before.damages < stored.damages
    assert tab.widget.header.damages.amount.text() == show_yen(before.damages)
    assert tab.widget.header.principal.amount.text() == show_yen(before.principal)

    press(qtbot, window, KEY.Key_Left, WITH.AltModifier)
    assert window.current() is rows
    assert view.current_row() == 1
    assert view.model().index(1, 0).data() == claim_no

    press(qtbot, window, KEY.Key_K, WITH.ControlModifier)
    type_in("広瀬")
    results = window.findChild(SearchResults)
    assert results is not None
    qtbot.waitUntil(lambda: bool(results.model.rows) and results.model.rows[0].status is not None)
    wait_idle(qtbot, window)
    hit = window.context.desk.find("広瀬")[0]
    assert "広瀬" in hit.title
    assert hit.status is not None and hit.status.is_open
    press(qtbot, window, KEY.Key_Return)
    assert claim_of(window).claim_no == hit.claim_no


def test_leafing_leaves_one_tab_and_back_leads_to_the_list(qtbot: QtBot, window: Shell) -> None:
    press(qtbot, window, KEY.Key_2, WITH.ControlModifier)
    claims: Any = window.page("claims")
    numbers = claims.list.model.numbers()
    wanted = claims.list.filters.filter()
    assert [status.is_open for status in wanted.statuses] == [True, True]
    assert len(numbers) == window.context.desk.claim_sums(wanted, window.context.as_of).count
    assert claims.list.table.horizontalScrollBar().maximum() == 0
    press(qtbot, window, KEY.Key_Return)
    for _ in range(3):
        press(qtbot, window, KEY.Key_F8)
    press(qtbot, window, KEY.Key_F7)
    assert claims.strip.keys() == ["", numbers[2]]
    press(qtbot, window, KEY.Key_Left, WITH.AltModifier)
    assert claims.strip.keys() == ["", numbers[2]]
    assert claims.current_tab() is None
    assert claims.list.place().claim_no == numbers[2]


def test_the_ledger_of_a_claim_becomes_a_workbook(window: Shell, tmp_path: Path) -> None:
    desk = window.context.desk
    claim_no = desk.find("広瀬")[0].claim_no
    claim = desk.open_claim(claim_no, window.context.as_of)
    desk.rows_workbook(as_rows(claim), claim.as_of, tmp_path / "元帳.xlsx")
    sheet = load_workbook(tmp_path / "元帳.xlsx").active
    assert sheet is not None
    heads, *lines = sheet.iter_rows(values_only=True)
    assert heads[:3] == ("入金日", "計上日", "区分")
    assert len(lines) == len(claim.ledger)
    assert claim.ledger[-1].principal in lines[-1]


def test_a_claim_is_closed_by_f12_or_esc_twice(qtbot: QtBot, window: Shell) -> None:
    for keys in ((KEY.Key_F12,), (KEY.Key_Escape, KEY.Key_Escape)):
        press(qtbot, window, KEY.Key_2, WITH.ControlModifier)
        press(qtbot, window, KEY.Key_Return)
        tab = claim_of(window)
        assert tab is not None
        for key in keys:
            assert claim_of(window) is tab
            press(qtbot, window, key)
        assert claim_of(window) is None
        page: Any = window.page("claims")
        assert page.strip.keys() == [""]


def test_large_text_needs_no_wider_screen(qtbot: QtBot, qapp: QApplication, window: Shell) -> None:
    press(qtbot, window, KEY.Key_2, WITH.ControlModifier)
    press(qtbot, window, KEY.Key_Return)
    look.theme().apply(qapp, dark=True, scale=1.5)
    assert window.rail.width() == look.RAIL_COLLAPSED
    for key in (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4):
        press(qtbot, window, key, WITH.ControlModifier)
        assert window.minimumSizeHint().width() <= 1366, key
        assert window.width() == 1366
    press(qtbot, window, KEY.Key_B, WITH.ControlModifier)
    assert window.rail.width() > look.RAIL_COLLAPSED
    look.theme().apply(qapp, dark=False)
    assert window.rail.width() == look.RAIL_WIDTH


def test_enter_presses_a_button(qtbot: QtBot, window: Shell) -> None:
    shown: Any = window.page("summary")
    tab_to(qtbot, window, shown.widget.view("overview").cards["recovery.total"])
    press(qtbot, window, KEY.Key_Return)
    assert window.current() is window.page("rows")


def test_a_command_is_found_by_another_word(qtbot: QtBot, window: Shell) -> None:
    press(qtbot, window, KEY.Key_K, WITH.ControlModifier)
    type_in("テーマ")
    results = window.findChild(SearchResults)
    assert results is not None
    assert [row.title for row in results.model.rows] == ["明るい・暗い画面を切り替え"]
