"""The results of a day's visits typed, copied and pasted by keyboard alone: real window, services, database."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collections_app.domain.calendar import short_era
from collections_app.domain.errors import DatabaseError
from collections_app.domain.grid import CONTACTS
from collections_app.domain.records import SaveRecord
from collections_app.services.records import save_record
from collections_app.ui.actions import ActionId
from collections_app.ui.grid import EntryGrid
from collections_app.ui.visits.page import ENTRY, PLAN, ContactsPage
from collections_app.ui.visits.plan import as_rows
from tests.storage.making import a_claim, take_in
from tests.ui.shell_fixtures import wait_idle
from tests.ui.test_contact_entry import CONTROL, SHIFT, TODAY, Hands, hands

__all__ = ["hands"]

Key = Qt.Key
AT = CONTACTS.position


def opened(hands: Hands) -> ContactsPage:
    take_in(hands.shell.context.desk.office, {"claims": [a_claim(f"K2021-{n:05}") for n in range(220)]})
    hands.press(Key.Key_7, CONTROL)
    page = hands.shell.page("contacts")
    assert isinstance(page, ContactsPage)
    return page


def keys(text: str) -> None:
    """Type as the keyboard does: every key goes to whatever has it by then."""
    for character in text:
        QTest.keyClicks(QApplication.focusWidget() or QApplication.activeWindow(), character)  # type: ignore[arg-type]


def fill(hands: Hands, *texts: str) -> None:
    for text in texts:
        if text.isascii():
            keys(text)
        else:
            open_field(hands).setText(text)  # as an IME does
        hands.press(Key.Key_Return)
    rest(hands)


def open_field(hands: Hands) -> Any:
    page = hands.shell.page("contacts")
    assert isinstance(page, ContactsPage)
    page.grid.view.open_field()
    field: Any = page.grid.view.cells.editor()
    field.close_list() if hasattr(field, "close_list") else None
    return field


def rest(hands: Hands) -> None:
    """Wait until every row is checked."""
    page = hands.shell.page("contacts")
    assert isinstance(page, ContactsPage)
    hands.qtbot.waitUntil(lambda: not page.grid.model.stale_rows())
    wait_idle(hands.qtbot, hands.shell)


def paste(hands: Hands, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    hands.press(Key.Key_V, CONTROL)
    rest(hands)


def shown(grid: EntryGrid, row: int) -> dict[str, str]:
    texts = grid.model.texts(row)
    return {column.name: text for column, text in zip(CONTACTS.columns, texts, strict=True) if text}


def heading(grid: EntryGrid) -> str:
    return CONTACTS.columns[grid.view.place()[1]].name


def test_two_visits_by_keyboard_alone(hands: Hands) -> None:
    grid = opened(hands).grid
    assert hands.focused() == "回収行動の入力表"
    fill(hands, "k1", "-1", "1030", "", "2", "3", "12万", "+10", "+14", "増額の意向。")
    assert grid.view.place() == (1, 0)
    day = TODAY - timedelta(days=1)
    fill(hands, "K2")
    assert shown(grid, 1) == {
        "claim_no": "K2", "contacted_on": short_era(day), "kind": "訪問督促", "party_no": "佐藤　花子",
    }  # fmt: skip
    fill(hands, "", "1100", "", "", "2")  # absent: the promise is passed over
    assert heading(grid) == "next_on"
    hands.press(Key.Key_F9)
    first, second = hands.stored()
    assert (first["claim_no"], first["party_no"], first["contacted_on"], first["contacted_at"]) == (
        "K1",
        "P2",
        day,
        "10:30",
    )
    assert (first["outcome"], first["promised_amount"]) == ("promise", 120_000)
    assert (first["promised_on"], first["next_on"]) == (day + timedelta(days=10), day + timedelta(days=14))
    assert first["memo"] == "増額の意向。"
    assert (second["claim_no"], second["party_no"], second["outcome"], second["contacted_at"]) == (
        "K2",
        "P1",
        "absent",
        "11:00",
    )
    assert grid.model.filled() == [] and grid.view.place() == (0, 0)
    message = hands.shell.messages.message
    assert message is not None and "交渉記録 2件を登録しました（N0000001〜N0000002）" in message.text
    hands.press(Key.Key_Z, CONTROL)
    assert hands.stored() == []


def test_a_debtor_is_found_by_typing_and_a_choice_from_the_list(hands: Hands) -> None:
    take_in(hands.shell.context.desk.office, {"claims": [a_claim("K7", debtor_no="P5")]})
    grid = opened(hands).grid
    field = open_field(hands)
    field.insert("あおば")
    field.textEdited.emit(field.text())
    hands.qtbot.waitUntil(lambda: field.value() == "K7")
    hands.press(Key.Key_Return)
    rest(hands)
    assert shown(grid, 0)["claim_no"] == "K7"
    assert grid.model.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole) == "有限会社青葉印刷"
    grid.view.go_to(0, AT("outcome"))
    hands.press(Key.Key_F4)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    assert shown(grid, 0)["outcome"] == "不在"


def test_a_mistake_is_marked_said_below_and_registering_leads_to_it(hands: Hands) -> None:
    grid = opened(hands).grid
    fill(hands, "K1")
    fill(hands, "H31.5.1")
    grid.view.go_to(1, 0)
    fill(hands, "K9999")
    hands.press(Key.Key_F9)
    assert hands.stored() == []
    assert grid.view.place() == (0, AT("contacted_on"))
    assert "1行 日付: " in grid.line.text() and "平成は平成31年4月30日まで" in grid.line.text()
    assert grid.line.property("role") == "problem"
    assert grid.counts.text() == "2行　直すところのある行 2"
    fill(hands, "t")
    hands.press(Key.Key_F9)
    assert grid.view.place() == (1, 0) and "K9999" in grid.line.text()
    fill(hands, "K2")
    hands.press(Key.Key_Return, CONTROL)
    assert [row["claim_no"] for row in hands.stored()] == ["K1", "K2"]


def test_ctrl_u_says_what_the_row_above_says_and_shift_enter_goes_back(hands: Hands) -> None:
    grid = opened(hands).grid
    fill(hands, "K1", "", "0930")
    grid.view.go_to(1, 0)
    hands.press(Key.Key_U, CONTROL)
    assert shown(grid, 1)["claim_no"] == "K1" and grid.view.place() == (1, 1)
    grid.view.go_to(1, AT("contacted_at"))
    keys("12")
    hands.press(Key.Key_U, CONTROL)  # what was being typed gives way
    rest(hands)
    assert shown(grid, 1)["contacted_at"] == "09:30"
    hands.press(Key.Key_Return, SHIFT)
    assert heading(grid) == "contacted_at"


def test_rows_are_removed_and_put_back(hands: Hands) -> None:
    grid = opened(hands).grid
    paste(hands, "K1\nK2\nK2021-00007\n")
    grid.view.go_to(1, 0)
    hands.press(Key.Key_Delete, CONTROL)
    assert [shown(grid, at)["claim_no"] for at in grid.model.filled()] == ["K1", "K2021-00007"]
    message = hands.shell.messages.message
    assert message is not None and message.action is not None
    message.action()
    assert [shown(grid, at)["claim_no"] for at in grid.model.filled()] == ["K1", "K2", "K2021-00007"]
    grid.view.go_to(1, AT("kind"))
    hands.press(Key.Key_Delete)
    assert "kind" not in shown(grid, 1)


def test_a_row_pasted_twice_is_marked_and_still_may_be_written(hands: Hands) -> None:
    grid = opened(hands).grid
    paste(hands, "K1\tR7.4.1\nK1\tR7.4.1\n")
    assert grid.model.finding(0, 0) is None
    finding = grid.model.finding(1, 0)
    assert finding is not None and finding.sentence.startswith("上の行と同じ内容です。")
    grid.view.go_to(0, 0)
    hands.press(Key.Key_Delete, CONTROL)
    assert grid.model.finding(0, 0) is None
    hands.press(Key.Key_F9)
    assert len(hands.stored()) == 1


SHEET = '結果\t車両\t求償権番号\t訪問日\t内容\n面談\t1号車\tK1\tR7.4.1\t"一行目\n二行目"\n不在\t\tK2\t2025/4/2\t\n'


def test_a_sheet_with_headings_in_any_order_is_pasted(hands: Hands) -> None:
    grid = opened(hands).grid
    paste(hands, SHEET)
    assert shown(grid, 0) == {
        "claim_no": "K1", "contacted_on": "R7.4.1", "kind": "訪問督促", "outcome": "面談", "memo": "一行目\n二行目",
    }  # fmt: skip
    message = hands.shell.messages.message
    assert message is not None and message.text == "2行を入れました。「車両」の列は使いません。"
    hands.press(Key.Key_F9)
    assert [(row["claim_no"], row["contacted_on"], row["memo"]) for row in hands.stored()] == [
        ("K1", date(2025, 4, 1), "一行目\n二行目"), ("K2", date(2025, 4, 2), None),
    ]  # fmt: skip


def test_a_block_is_copied_and_pasted_where_one_is_even_from_within_a_field(hands: Hands) -> None:
    grid = opened(hands).grid
    paste(hands, "K1\tR7.4.1\nK2\tR7.4.2\n")
    grid.view.selectAll()
    hands.press(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().split("\n")[1].split("\t")[:2] == ["K2", "R7.4.2"]
    QGuiApplication.clipboard().setText("面談\t\t\t\t話した\n")
    grid.view.go_to(1, AT("outcome"))
    keys("1")
    hands.press(Key.Key_V, CONTROL)
    rest(hands)
    assert (shown(grid, 1)["outcome"], shown(grid, 1)["memo"]) == ("面談", "話した")


def test_two_hundred_pasted_rows_never_hold_the_window_up(hands: Hands) -> None:
    grid = opened(hands).grid
    lines = "".join(f"K2021-{n:05}\tR7.4.1\t930\t訪問督促\t\t面談\t\t\t+14\t面談の記録\n" for n in range(200))
    steps = []  # this thread's own time at each beat: others use this machine, too

    def tick() -> None:
        steps.append(time.thread_time())

    beat = QTimer()
    beat.setInterval(2)
    beat.timeout.connect(tick)
    QGuiApplication.clipboard().setText(lines)
    start = time.thread_time()
    grid.paste()
    own = time.thread_time() - start
    tick()
    beat.start()
    rest(hands)
    beat.stop()
    tick()
    assert len(grid.model.filled()) == 200 and grid.model.first_refused() is None
    assert shown(grid, 199)["next_on"] == "R7.4.15"
    assert own < 0.1, own
    assert max(after - before for before, after in pairwise(steps)) < 0.1, steps


def test_what_was_typed_survives_leaving_the_page(hands: Hands) -> None:
    page = opened(hands)
    fill(hands, "K1")
    keys("R7.4.9")
    hands.shell.go("claims")
    hands.settle()
    hands.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    rest(hands)
    assert hands.shell.current() is page
    assert shown(page.grid, 0)["contacted_on"] == "R7.4.9"


def test_what_the_database_refuses_keeps_every_row(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(hands)
    paste(hands, "K1\nK2\n")

    def refuse(commands: object) -> None:
        raise DatabaseError("ほかの人が書き込んでいます。少し待ってから、もう一度試してください。")

    monkeypatch.setattr(hands.shell.context.desk, "save_rows", refuse)
    hands.press(Key.Key_F9)
    message = hands.shell.messages.message
    assert message is not None and message.text.endswith("何も登録していません。")
    assert len(page.grid.model.filled()) == 2 and page.grid.view.isEnabled()
    monkeypatch.undo()
    page.grid.view.setFocus()
    hands.press(Key.Key_F9)
    assert len(hands.stored()) == 2


def test_f2_and_f6_begin_a_row_of_their_kind(hands: Hands) -> None:
    page = opened(hands)
    fill(hands, "K1")
    hands.press(Key.Key_F6)
    fill(hands, "K2")
    assert [shown(page.grid, at)["kind"] for at in (0, 1)] == ["訪問督促", "電話督促"]


def plan(hands: Hands, **next_on: date) -> None:
    for claim_no, day in next_on.items():
        record = {"claim_no": claim_no, "contacted_on": TODAY - timedelta(days=3), "kind": "phone", "next_on": day}
        save_record(hands.shell.context.desk.office, SaveRecord("contacts", record))


def test_the_visits_of_a_day_are_planned_by_area_and_taken_into_the_entry(hands: Hands) -> None:
    take_in(hands.shell.context.desk.office, {"claims": [a_claim("K3", debtor_no="P2"), a_claim("K4", debtor_no="P3")]})
    plan(hands, K1=TODAY, K2=TODAY, K3=TODAY + timedelta(days=1), K4=TODAY)
    plan(hands, K4=TODAY + timedelta(days=5))  # put off since
    hands.press(Key.Key_7, CONTROL)
    page = hands.shell.page("contacts")
    assert isinstance(page, ContactsPage)
    hands.press(Key.Key_Tab, CONTROL)
    assert page.view() == PLAN
    assert [stop.claim.claim_no for stop in page.plan.stops] == ["K1", "K2"]
    assert page.plan.areas.text() == "2件・1地区　架空市 2"
    assert as_rows(page.plan.stops, page.plan.wanted()).rows[0][:4] == ("架空市", "K1", "佐藤　花子", "架空市中央1丁目")
    hands.press(Key.Key_T, CONTROL)
    rest(hands)
    assert page.view() == ENTRY
    assert [shown(page.grid, at)["claim_no"] for at in page.grid.model.filled()] == ["K1", "K2"]
    assert page.grid.view.place() == (0, AT("contacted_at"))
    hands.press(Key.Key_Tab, CONTROL)
    hands.press(Key.Key_T, CONTROL)
    assert len(page.grid.model.filled()) == 2
    hands.press(Key.Key_Tab, CONTROL)
    page.plan.day.setFocus()
    page.plan.day.selectAll()
    keys("+1")
    hands.press(Key.Key_Return)
    assert [stop.claim.claim_no for stop in page.plan.stops] == ["K3"]
    page.plan.table.view.setFocus()
    hands.press(Key.Key_O, CONTROL)
    assert hands.page.claim_no() == "K3"


def test_claims_selected_in_the_list_become_the_plan(hands: Hands) -> None:
    hands.claims.list.table.setFocus()
    hands.claims.list.table.selectAll()
    hands.press(Key.Key_V, CONTROL | SHIFT)
    page = hands.shell.current()
    assert isinstance(page, ContactsPage) and page.view() == PLAN
    assert {stop.claim.claim_no for stop in page.plan.stops} == {"K1", "K2"}
    assert ActionId.TAKE_VISITS in page.handlers()
    hands.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert hands.shell.current() is hands.claims


def test_an_empty_plan_says_what_it_is_for(hands: Hands) -> None:
    page = opened(hands)
    hands.press(Key.Key_Tab, CONTROL)
    assert page.plan.body.currentWidget() is page.plan.empty
    assert "Ctrl+Shift+V" in page.plan.empty.sentence.text()
