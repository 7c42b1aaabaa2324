"""People by keyboard alone: found, opened, corrected, a visit for several claims, merged and taken back, a death."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from collections_app.services.maintenance import check
from collections_app.services.office import open_office
from collections_app.services.records import read_record
from collections_app.ui.claim.entry import EntryWidget
from collections_app.ui.entry.record_form import RecordForm
from collections_app.ui.people.death import DeathForm
from collections_app.ui.people.page import PeoplePage
from tests.services.people_cases import KEPT, OTHER, exported, fill
from tests.ui.test_contact_entry import CONTROL, Hands
from tests.ui.windows import window_on

Key = Qt.Key
CONTROL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


class PeopleHands(Hands):
    """Somebody at the keyboard on the page of people."""

    @property
    def people(self) -> PeoplePage:
        page = self.shell.page("people")
        assert isinstance(page, PeoplePage)
        return page

    @property
    def form(self) -> RecordForm:
        form = self.people.editor.form()
        assert form is not None
        return form

    def wait(self, what: Any) -> None:
        self.qtbot.waitUntil(what)
        self.settle()

    def find(self, text: str, count: int) -> None:
        """Type into the field of the list until as many people are found."""
        self.press(Key.Key_F3)
        self.people.list.field.clear()
        self.type(text)
        self.wait(lambda: self.people.list.model.rowCount() == count)

    def open(self, number: str) -> None:
        self.shell.go("people")
        self.settle()
        self.find(number, 1)
        self.press(Key.Key_Down)
        self.press(Key.Key_Return)
        assert self.people.person.view is not None

    def shows(self) -> str:
        view = self.people.person.view
        is_shown = self.people.stack.currentWidget() is self.people.person
        return view.party_no if view is not None and is_shown else ""

    def tables(self) -> dict[str, list[Any]]:
        return exported(self.shell.context.desk.office)


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[PeopleHands]:
    location = str(tmp_path / "people.sqlite3")
    fill(open_office(location)).close()
    with window_on(qtbot, location) as shell:
        yield PeopleHands(qtbot, shell)
        assert check(shell.context.desk.office) == ()


def choose(hands: PeopleHands, letter: str) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClicks(menu, letter)
    with hands.qtbot.waitActive(hands.shell):  # the window system of the tests does not give it back by itself
        hands.shell.activateWindow()
    hands.settle()


def test_a_person_is_found_opened_and_left_again(hands: PeopleHands) -> None:
    hands.press(Key.Key_5, CONTROL)
    assert hands.focused() == "関係人を探す"
    hands.find("渡辺", 1)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    assert hands.shows() == OTHER
    assert hands.focused() == "求償権"
    hands.press(Key.Key_Return)
    assert hands.page.claim_no() == "K2"
    hands.press(Key.Key_J, CONTROL)
    assert hands.shows() == OTHER
    hands.press(Key.Key_F12)
    assert hands.page.claim_no() == "K2"
    hands.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    hands.press(Key.Key_5, CONTROL)
    assert hands.people.list.field.text() == "渡辺"
    hands.find("だれもいない", 0)
    assert "当たる関係人はいません" in hands.people.list.empty.sentence.text()


def test_the_views_tell_claims_history_contacts_surveys_and_accounts(hands: PeopleHands) -> None:
    hands.open(OTHER)
    person = hands.people.person
    assert person.claims.model.rowCount() == 4
    assert "主債務　進行中 2件" in person.by_status.text()
    for key, rows_shown in (("timeline", True), ("contacts", True), ("surveys", True)):
        hands.press(Key.Key_Tab, CONTROL)
        assert person.views.current() == key and bool(person.lists[key].items.items) is rows_shown
    hands.press(Key.Key_Tab, CONTROL)
    assert "自己資本比率 ▲11.1%" in person.newest.text() and "月商の 24.0か月" in person.newest.text()
    hands.press(Key.Key_Return)
    assert hands.form.view.table == "financial_statements"


def test_one_visit_for_all_claims_of_the_debtor_is_typed_once(hands: PeopleHands) -> None:
    hands.open(OTHER)
    hands.press(Key.Key_F2)
    form = hands.form
    assert form.record()["claim_no"] == "K2" and form.record()["also_claims"] == "K4"
    assert hands.focused() == "結果"
    hands.fill("面談")
    hands.press(Key.Key_F9)
    (made,) = (row for row in hands.tables()["contacts"] if row[0] == "N3")
    assert (made[1], made[2], made[5], made[6]) == ("K2", OTHER, "visit", "met")
    hands.press(Key.Key_Tab, CONTROL)
    assert "K2・K4" in hands.people.person.lists["timeline"].items.items[0].detail


def test_something_is_added_to_the_person_and_the_person_corrected(hands: PeopleHands) -> None:
    hands.open(OTHER)
    hands.press(Key.Key_N, CONTROL)
    choose(hands, "4")
    assert hands.form.view.table == "notes"
    hands.form.focus_field("body")
    hands.type("長男が窓口")
    hands.press(Key.Key_F9)
    assert [row[5] for row in hands.tables()["notes"] if row[2] == OTHER] == ["メモ", "長男が窓口"]
    hands.press(Key.Key_E, CONTROL)
    hands.form.focus_field("phone")
    hands.type("022-555-0000")
    hands.press(Key.Key_Return, CONTROL)
    assert hands.people.person.header.phone.text() == "022-555-0000"
    assert any("090-0000-1111" in line for fact in view_of(hands).addresses for line in fact.lines)


def view_of(hands: PeopleHands) -> Any:
    assert hands.people.person.view is not None
    return hands.people.person.view


def test_a_new_person_is_warned_about_while_typed_and_enter_opens_the_other(hands: PeopleHands) -> None:
    hands.press(Key.Key_5, CONTROL)
    hands.press(Key.Key_N, CONTROL)
    hands.form.focus_field("phone")
    hands.type("09000001111")
    hands.qtbot.wait(300)
    hands.settle()
    (entry,) = hands.form.findChildren(EntryWidget)
    assert OTHER in entry.entry.name and entry.entry.lines[0] == "電話番号が同じ"
    assert hands.form.boxes["phone"].note.text() == "090-0000-1111"
    hands.press(Key.Key_Tab)
    assert QApplication.focusWidget() is entry
    hands.press(Key.Key_Return)
    assert hands.people.editor.form() is not None and "登録されていません" in hands.form.warning.text()
    hands.press(Key.Key_Return)
    assert hands.shows() == OTHER


def test_a_postal_code_fills_an_empty_address_and_offers_to_replace_another(hands: PeopleHands) -> None:
    hands.press(Key.Key_5, CONTROL)
    hands.press(Key.Key_N, CONTROL)
    form = hands.form
    address: Any = form.boxes["address"].editor
    form.focus_field("postal_code")
    hands.type("980-0811")
    hands.qtbot.wait(300)
    hands.settle()
    assert address.text() == "宮城県仙台市青葉区一番町"
    form.focus_field("postal_code")
    hands.type("100-0001")
    hands.qtbot.wait(300)
    hands.settle()
    assert address.text() == "宮城県仙台市青葉区一番町"
    (button,) = (one for one in form.findChildren(QPushButton) if one.text() == "住所を「東京都千代田区千代田」にする")
    button.setFocus()
    hands.press(Key.Key_Return)
    assert address.text() == "東京都千代田区千代田"
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Escape)


def test_two_people_are_made_one_by_keyboard_and_apart_again(hands: PeopleHands) -> None:
    before = hands.tables()
    hands.press(Key.Key_5, CONTROL)
    hands.press(Key.Key_M, CONTROL_SHIFT)
    merge = hands.people.merge
    hands.wait(lambda: hands.people.duplicates.table.model.rowCount() == 1)
    hands.press(Key.Key_Return)
    assert hands.people.stack.currentWidget() is merge
    assert "入金 1件" in merge.consequences.text()
    for _ in range(2):
        hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)  # the other name is kept
    hands.press(Key.Key_F9)
    assert hands.shows() == KEPT and view_of(hands).name == "渡辺 佐"
    assert [row for row in hands.tables()["claims"] if OTHER in row] == []
    hands.press(Key.Key_Z, CONTROL)
    assert hands.tables() == before


def test_a_merge_of_long_ago_is_taken_back_from_the_page(hands: PeopleHands) -> None:
    before = hands.tables()
    hands.open(KEPT)
    hands.press(Key.Key_Y, CONTROL)
    assert hands.focused() == "統合する相手"
    hands.type("渡辺")
    hands.wait(lambda: hands.people.merge.partner.value() == OTHER)
    hands.press(Key.Key_Return)
    hands.press(Key.Key_F9)
    assert hands.shows() == KEPT
    hands.shell.context.last_change = 0
    for _ in range(2):
        (entry,) = (
            one for one in hands.people.person.side.findChildren(EntryWidget) if one.entry.name.startswith(OTHER)
        )
        entry.setFocus()
        hands.press(Key.Key_Return)
    assert hands.tables() == before


def test_a_death_with_heirs_is_registered_in_one_go(hands: PeopleHands) -> None:
    hands.open(OTHER)
    hands.press(Key.Key_E, CONTROL_SHIFT)
    form = hands.people.death.form
    assert isinstance(form, DeathForm) and hands.focused() == "死亡日"
    hands.fill("R7.3.1")
    hands.type("タスク")
    for who, relation in (("架空　妻", "配偶者"), ("架空　子", "子")):
        field: Any = QApplication.focusWidget()
        field.clear()
        hands.type(who)
        hands.wait(lambda field=field: field.value() is not None)
        hands.press(Key.Key_Return)
        hands.fill(relation)
        hands.fill("1/3")
    assert "持分の合計が2/3です" in form.boxes["share1"].problem.text()
    hands.people.death.shares.setFocus()
    hands.press(Key.Key_Return)
    hands.press(Key.Key_F9)
    assert hands.shows() == OTHER
    office = hands.shell.context.desk.office
    person = read_record(office, "parties", (OTHER,))
    assert (person["status"], person["status_on"]) == ("deceased", date(2025, 3, 1))
    made = [row for row in hands.tables()["claim_parties"] if row[6] == OTHER and row[1] != "P4"]
    assert len(made) == 6 and {row[5] for row in made} == {"1/2"}
    assert {heir.name for heir in view_of(hands).heirs} == {"加藤　佐知", "架空　妻", "架空　子"}


def test_leaving_half_a_death_asks_once(hands: PeopleHands) -> None:
    hands.open(OTHER)
    hands.press(Key.Key_E, CONTROL_SHIFT)
    hands.type("t")
    hands.press(Key.Key_Escape)
    assert hands.people.death.form is not None and "登録されていません" in hands.people.death.form.warning.text()
    hands.press(Key.Key_Escape)
    assert hands.shows() == OTHER
    assert read_record(hands.shell.context.desk.office, "parties", (OTHER,))["status"] == "active"


def test_a_person_found_everywhere_leads_to_its_page(hands: PeopleHands) -> None:
    hands.press(Key.Key_K, CONTROL)
    hands.type("渡辺")
    results = hands.shell.search_results()
    hands.wait(lambda: any(row.kind == "関係人のページ" for row in results.model.rows))
    at = next(n for n, row in enumerate(results.model.rows) if row.kind == "関係人のページ")
    for _ in range(at):
        hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    assert hands.shows() == OTHER
