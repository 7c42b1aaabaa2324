"""A contact typed by keyboard alone, through the real window, services and a small database: stored and shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from collections_app.domain.calendar import short_era
from collections_app.services.maintenance import check
from collections_app.storage.tables import BUNDLE
from collections_app.ui.actions import ActionId
from collections_app.ui.claim.contact_entry import ContactEntry
from collections_app.ui.claim.page import ClaimPageWidget
from collections_app.ui.pages.claims import ClaimsPage
from collections_app.ui.shell.shell import Shell
from tests.storage.making import a_claim, base, make_office
from tests.ui.shell_fixtures import wait_idle
from tests.ui.windows import window_on

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = date.today()  # noqa: DTZ011


class Hands:
    """Somebody at the keyboard."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot = qtbot
        self.shell = shell

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.shell, key, modifier)
        wait_idle(self.qtbot, self.shell)

    def settle(self) -> None:
        wait_idle(self.qtbot, self.shell)

    def type(self, text: str) -> None:
        field: Any = QApplication.focusWidget()
        assert field is not None
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insert(text) if hasattr(field, "insert") else field.insertPlainText(text)  # as an IME does
            if hasattr(field, "textEdited"):
                field.textEdited.emit(field.text())

    def fill(self, *texts: str) -> None:
        for text in texts:
            self.type(text)
            self.press(Qt.Key.Key_Return)

    @property
    def claims(self) -> ClaimsPage:
        page = self.shell.page("claims")
        assert isinstance(page, ClaimsPage)
        return page

    @property
    def page(self) -> ClaimPageWidget:
        tab = self.claims.current_tab()
        assert tab is not None and isinstance(tab.widget, ClaimPageWidget)
        return tab.widget

    @property
    def entry(self) -> ContactEntry:
        entry = self.page.open_entry()
        assert entry is not None
        return entry

    def stored(self) -> list[dict[str, Any]]:
        with self.shell.context.desk.office.database.reading() as connection:
            rows = connection.execute(select(BUNDLE["contacts"]).order_by(BUNDLE["contacts"].c.contact_no))
            return [dict(row._mapping) for row in rows]

    def focused(self) -> str:
        widget = QApplication.focusWidget()
        return widget.accessibleName() or repr(widget) if widget is not None else ""


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    location = str(tmp_path / "claims.sqlite3")
    ties = [
        {"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor"},
        {"claim_no": "K1", "party_no": "P4", "role": "joint_guarantor"},
    ]
    make_office(location, base() | {"claims": [a_claim("K1"), a_claim("K2")], "claim_parties": ties}).close()
    with window_on(qtbot, location) as shell:
        hands = Hands(qtbot, shell)
        shell.go("claims")
        wait_idle(qtbot, shell)
        yield hands
        assert check(shell.context.desk.office) == ()


def open_claim(hands: Hands) -> None:
    hands.shell.open_claim("K1")
    wait_idle(hands.qtbot, hands.shell)


def test_a_visit_by_keyboard_alone(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    assert hands.focused() == "日付"
    assert hands.entry.contacted_on.value() == TODAY
    hands.type("-1")
    assert hands.entry.boxes["contacted_on"].note.text().endswith(")")
    hands.press(Qt.Key.Key_Return)
    hands.fill("1030")  # time
    hands.fill("2")  # the second party, by its number
    assert hands.focused() == "結果"
    hands.fill("3")  # 弁済約束
    assert hands.focused() == "約束額"
    hands.fill("12万", "+10", "+14")
    assert hands.focused() == "内容"
    hands.type("本社で面談。")
    hands.press(Qt.Key.Key_Return)
    hands.type("増額の意向。")
    hands.press(Qt.Key.Key_Return, CONTROL)
    day = TODAY - timedelta(days=1)
    (row,) = hands.stored()
    del row["audit_no"]
    assert row == {
        "contact_no": "N0000001",
        "claim_no": "K1",
        "party_no": "P2",
        "contacted_on": day,
        "contacted_at": "10:30",
        "kind": "visit",
        "outcome": "promise",
        "promised_amount": 120_000,
        "promised_on": day + timedelta(days=10),
        "next_on": day + timedelta(days=14),
        "memo": "本社で面談。\n増額の意向。",
        "also_claims": None,
        "section": "管理第一課",
        "staff_no": "S1",
    }
    newest = hands.page.story.timeline.items.items[0]
    assert (newest.on, newest.title, newest.tag) == (day, "訪問督促", "弁済約束")
    assert hands.page.open_entry() is None
    assert hands.page.header.next_on.text().startswith(short_era(day + timedelta(days=14)))
    assert hands.focused() == "経過"
    message = hands.shell.messages.message
    assert message is not None and "K1 に訪問督促を登録しました（N0000001）" in message.text


def test_a_call_from_the_list_goes_to_the_selected_claim(hands: Hands) -> None:
    hands.claims.list.table.setFocus()
    hands.claims.list.table.select_row(1)
    assert {ActionId.RECORD_VISIT, ActionId.RECORD_CALL} <= set(hands.shell.keys.shown())
    assert ActionId.REGISTER not in hands.shell.keys.shown()
    hands.press(Qt.Key.Key_F6)
    assert hands.page.claim_no() == "K2"
    assert hands.focused() == "日付"
    assert hands.entry.party.text() == "佐藤　花子"  # the only party there is
    assert {ActionId.REGISTER, ActionId.FIELD_LIST} <= set(hands.shell.keys.shown())
    hands.press(Qt.Key.Key_F9)
    (row,) = hands.stored()
    assert (row["claim_no"], row["kind"], row["party_no"], row["contacted_on"]) == ("K2", "phone", "P1", TODAY)
    assert ActionId.REGISTER not in hands.shell.keys.shown()


def test_the_day_in_force_follows_so_that_the_contact_is_seen(hands: Hands) -> None:
    hands.shell.context.set_day(date(2025, 3, 31))
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    hands.press(Qt.Key.Key_F9)
    assert hands.shell.context.as_of == TODAY
    assert hands.page.story.timeline.items.items[0].on == TODAY


def test_parties_are_found_by_kana_and_by_part(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    assert hands.focused() == "相手"
    assert hands.entry.party.list_is_open()
    hands.type("さち")
    assert hands.entry.boxes["party_no"].note.text() == "加藤　佐知 連帯保証人"
    hands.press(Qt.Key.Key_Return)
    assert hands.entry.party.text() == "加藤　佐知"
    hands.press(Qt.Key.Key_Return, SHIFT)
    hands.type("佐藤")
    hands.press(Qt.Key.Key_Return)
    assert hands.entry.party.value() == "P2"  # the whole word beats a part of another
    hands.press(Qt.Key.Key_Return, SHIFT)
    hands.type("山田")
    assert "「山田」に当てはまるものがありません。" in hands.entry.boxes["party_no"].problem.text()


def test_mistakes_are_said_under_their_field_and_registering_goes_to_them(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    hands.type("H31.5.1")
    problem = hands.entry.boxes["contacted_on"].problem
    assert problem.isVisible() and "平成は平成31年4月30日まで" in problem.text()
    hands.press(Qt.Key.Key_Return)
    hands.type("25:00")
    hands.press(Qt.Key.Key_F9)
    assert hands.stored() == []
    assert hands.focused() == "日付"
    hands.type("t")
    assert not problem.isVisible()
    hands.press(Qt.Key.Key_F9)
    assert hands.focused() == "時刻"
    hands.type("22:00")
    warning = hands.entry.boxes["contacted_at"].problem
    assert (warning.property("role"), warning.isVisible()) == ("warning", True)
    assert "訪問督促が08:00から21:00までの外です。" in warning.text()
    hands.press(Qt.Key.Key_F9)
    assert [row["contacted_at"] for row in hands.stored()] == ["22:00"]


def test_an_empty_day_is_asked_for_only_when_registering(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    hands.press(Qt.Key.Key_Backspace)
    assert hands.entry.boxes["contacted_on"].problem.text() == ""
    hands.press(Qt.Key.Key_F9)
    assert hands.entry.boxes["contacted_on"].problem.text() == "日付を入力してください。"


def test_escape_asks_once_and_only_when_something_would_be_lost(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    hands.press(Qt.Key.Key_Escape)
    assert hands.page.open_entry() is None
    hands.press(Qt.Key.Key_F2)
    hands.type("+1")
    hands.press(Qt.Key.Key_Escape)
    assert "Escをもう一度押すと" in hands.entry.warning.text()
    hands.press(Qt.Key.Key_F8)  # the next claim of the list: asked already, so it goes
    hands.press(Qt.Key.Key_F2)
    hands.type("+1")
    hands.shell.run_action(ActionId.CLOSE_TAB)
    assert "Escをもう一度押すと" in hands.entry.warning.text()
    hands.type("5")
    assert not hands.entry.warning.isVisible()
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Escape)
    assert hands.page.open_entry() is None
    assert hands.stored() == []


def test_another_kind_is_chosen_and_f6_turns_a_visit_into_a_call(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    hands.press(Qt.Key.Key_Return, SHIFT)
    assert hands.focused() == "種別"
    hands.fill("4")
    assert hands.entry.kind.text() == "来所面談"
    hands.type("-3")
    hands.press(Qt.Key.Key_F6)
    assert hands.entry.kind.text() == "電話督促"
    assert hands.entry.contacted_on.value() == TODAY - timedelta(days=3)


def test_a_promise_disappears_with_its_outcome(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    entry = hands.entry
    assert entry.boxes["promised_amount"].isHidden()
    entry.outcome.set_value(entry.outcome.matches()[2].value)
    assert not entry.boxes["promised_amount"].isHidden()
    entry.promised_amount.set_value(5_000)
    entry.focus_field("outcome")
    hands.fill("2")
    assert entry.boxes["promised_amount"].isHidden()
    hands.press(Qt.Key.Key_F9)
    (row,) = hands.stored()
    assert (row["outcome"], row["promised_amount"]) == ("absent", None)


def test_what_the_database_refuses_keeps_what_was_typed(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections_app.domain.errors import DatabaseError

    def refuse(command: object) -> None:
        raise DatabaseError("ほかの人が書き込んでいます。少し待ってから、もう一度試してください。")

    open_claim(hands)
    monkeypatch.setattr(hands.shell.context.desk, "save_record", refuse)
    hands.press(Qt.Key.Key_F2)
    hands.type("-1")
    hands.press(Qt.Key.Key_F9)
    assert hands.entry.warning.text().startswith("ほかの人が書き込んでいます。")
    assert hands.entry.contacted_on.value() == TODAY - timedelta(days=1)
    monkeypatch.undo()
    hands.press(Qt.Key.Key_F9)
    assert len(hands.stored()) == 1


def test_the_arrows_step_days_and_months(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    hands.type("R7.1.31")
    for key, day in (
        (Qt.Key.Key_Up, date(2025, 2, 1)),
        (Qt.Key.Key_Down, date(2025, 1, 31)),
        (Qt.Key.Key_PageUp, date(2025, 2, 28)),
        (Qt.Key.Key_PageDown, date(2025, 1, 28)),
    ):
        hands.press(key)
        assert hands.entry.contacted_on.value() == day


def test_f4_opens_a_list_that_escape_closes_first(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    hands.entry.focus_field("outcome")
    hands.press(Qt.Key.Key_F4)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    assert hands.entry.outcome.text() == "不在"
    hands.press(Qt.Key.Key_Escape)
    assert not hands.entry.outcome.list_is_open()
    assert hands.entry.isVisible()
    hands.type("弁")
    hands.press(Qt.Key.Key_Return)
    assert hands.entry.outcome.text() == "弁済約束"


def test_every_field_has_a_label_and_an_accessible_name(hands: Hands) -> None:
    open_claim(hands)
    hands.press(Qt.Key.Key_F2)
    for box, editor in hands.entry.editors():
        assert box.label.text() == editor.accessibleName() != ""
        assert box.label.buddy() is editor
