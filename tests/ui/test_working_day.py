"""A collector's day by keyboard alone, through the real window: what was stored and what was shown at each step.

Morning list, three calls with promises, a visit's result, a new address, a death with two heirs, a colleague who
changes the same record, a crash, and the work taken up again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from collections_app.domain.calendar import short_era
from collections_app.domain.records import RecordRef, SaveRecord
from collections_app.services.maintenance import check
from collections_app.services.office import open_office
from collections_app.services.records import read_record, save_record
from collections_app.ui.pages.today import TodayPage
from collections_app.ui.people.page import PeoplePage
from tests.storage.making import Rows
from tests.ui.program_fixtures import Program, start, wait_for_text
from tests.ui.test_contact_entry import CONTROL, SHIFT, Hands
from tests.ui.test_record_entry import form_of, is_open, rows
from tests.ui.today_fixtures import TODAY, todays_rows

__all__ = ["start"]

Key = Qt.Key


@pytest.fixture
def first_rows() -> Rows:
    """Give an office with something of every kind to be done today; K1 has a guarantor."""
    tie = {"claim_no": "K1", "party_no": "P9", "role": "joint_guarantor"}
    return {**todays_rows(), "claim_parties": [tie]}


def said(hands: Hands) -> str:
    message = hands.shell.messages.message
    return message.text if message is not None else ""


def today_of(hands: Hands) -> TodayPage:
    page = hands.shell.page("today")
    assert isinstance(page, TodayPage)
    return page


def overdue(hands: Hands) -> int:
    badge = hands.shell.rail.buttons["today"].badge
    return int(badge) if badge else 0


def in_the_morning(hands: Hands) -> None:
    """The page of the day: what is there, and the count beside its word."""
    hands.press(Key.Key_0, CONTROL)
    page = today_of(hands)
    hands.qtbot.waitUntil(lambda: page.view.current() is not None)
    assert overdue(hands) >= 4


def call_from_the_list(hands: Hands, memo: str) -> str:
    """F6 on the row one is on: a promise of 30,000 in a week, then back to the list."""
    hands.press(Key.Key_0, CONTROL)
    before = overdue(hands)
    item = today_of(hands).view.current()
    assert item is not None and item.claim_no
    hands.press(Key.Key_F6)
    hands.qtbot.waitUntil(lambda: hands.claims.current_tab() is not None)
    hands.settle()
    entry = hands.entry
    entry.focus_field("outcome")
    hands.fill("弁済約束", "3万", "+7", "+8")
    hands.type(memo)
    hands.press(Key.Key_F9)
    assert "電話督促を登録しました" in said(hands)
    newest = max(rows(hands, "contacts"), key=lambda row: row["contact_no"])
    assert (newest["claim_no"], newest["kind"], newest["promised_amount"], newest["memo"]) == (
        item.claim_no,
        "phone",
        30_000,
        memo,
    )
    assert newest["promised_on"] == TODAY + timedelta(days=7)
    assert hands.page.story.timeline.items.items[0].title == "電話督促"
    hands.press(Key.Key_F12)
    hands.settle()
    assert overdue(hands) <= before
    return str(item.claim_no)


def record_a_visit(hands: Hands) -> None:
    hands.shell.open_claim("K1")
    hands.settle()
    hands.press(Key.Key_F2)
    hands.fill("t", "1430")
    hands.entry.focus_field("outcome")
    hands.fill("面談")
    hands.entry.focus_field("next_on")
    hands.fill("+14")
    hands.type("自宅で面談。転居したとのこと。")
    hands.press(Key.Key_Return, CONTROL)
    newest = max(rows(hands, "contacts"), key=lambda row: row["contact_no"])
    assert (newest["kind"], newest["contacted_at"], newest["next_on"]) == ("visit", "14:30", TODAY + timedelta(days=14))
    assert hands.page.header.next_on.text().startswith(short_era(TODAY + timedelta(days=14)))


def write_the_new_address_down(hands: Hands) -> None:
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    tab.editor.correct(RecordRef("parties", ("P1",)))
    hands.settle()
    form_of(hands).focus_field("address")
    hands.type("架空市新町5丁目5-5")
    hands.press(Key.Key_F9)
    office = hands.shell.context.desk.office
    assert read_record(office, "parties", ("P1",))["address"] == "架空市新町5丁目5-5"
    (old,) = rows(hands, "party_addresses")
    assert (old["party_no"], old["address"]) == ("P1", "架空市中央1丁目")


def _has_value() -> bool:
    field: Any = QApplication.focusWidget()
    return field.value() is not None


def register_a_death_with_two_heirs(hands: Hands) -> None:
    hands.shell.open_person("P9")
    hands.settle()
    people = hands.shell.page("people")
    assert isinstance(people, PeoplePage)
    hands.press(Key.Key_E, CONTROL | SHIFT)
    form: Any = people.death.form
    assert form is not None
    hands.fill("-3")
    for who, relation in (("架空　妻", "配偶者"), ("架空　子", "子")):
        hands.type(who)
        hands.qtbot.waitUntil(_has_value)
        hands.press(Key.Key_Return)
        hands.fill(relation)
        hands.fill("1/2")
    hands.press(Key.Key_F9)
    hands.settle()
    person = read_record(hands.shell.context.desk.office, "parties", ("P9",))
    assert (person["status"], person["status_on"]) == ("deceased", TODAY - timedelta(days=3))
    heirs = [row for row in rows(hands, "claim_parties") if row["inherits_from"] == "P9"]
    assert [(row["claim_no"], row["role"], row["share"]) for row in heirs] == [("K1", "heir", "1/2")] * 2


def a_colleague_is_faster(hands: Hands) -> None:
    """Both change the telephone of the debtor: the person chooses, the colleague's postal code stays."""
    hands.shell.open_claim("K1")
    hands.settle()
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    tab.editor.correct(RecordRef("parties", ("P1",)))
    hands.settle()
    colleague = open_office(hands.shell.context.desk.location)
    seen = read_record(colleague, "parties", ("P1",))
    given = {"phone": "080-0000-1111", "postal_code": "980-0001"}
    save_record(colleague, SaveRecord("parties", {**seen, **given}, seen))
    colleague.close()
    form_of(hands).focus_field("phone")
    hands.type("090-2222-3333")
    hands.press(Key.Key_F9)
    assert hands.focused() == "電話番号 まだ選んでいません"
    hands.press(Key.Key_Left)  # mine
    hands.press(Key.Key_F9)
    assert not is_open(hands)
    kept = read_record(hands.shell.context.desk.office, "parties", ("P1",))
    assert (kept["phone"], kept["postal_code"], kept["address"]) == (
        "090-2222-3333",
        "980-0001",
        "架空市新町5丁目5-5",
    )


def half_a_call(program: Program) -> None:
    hands = program.hands
    hands.shell.open_claim("K2")
    hands.settle()
    hands.press(Key.Key_F6)
    hands.entry.focus_field("memo")
    hands.type("折返しを待つ。担当は")
    wait_for_text(program, "折返しを待つ。担当は")


def test_a_working_day(start: Callable[[], Program]) -> None:
    program = start()
    hands = program.hands
    in_the_morning(hands)
    called = {call_from_the_list(hands, f"{n}件目の電話") for n in (1, 2, 3)}
    assert called
    record_a_visit(hands)
    write_the_new_address_down(hands)
    register_a_death_with_two_heirs(hands)
    a_colleague_is_faster(hands)
    contacts = len(rows(hands, "contacts"))
    half_a_call(program)
    program.end()  # the power fails
    hands = start().hands
    assert "書きかけ" in said(hands) or "電話" in said(hands)
    hands.press(Key.Key_K, CONTROL | SHIFT)
    hands.press(Key.Key_Space)
    hands.settle()
    assert hands.entry.memo.value() == "折返しを待つ。担当は"
    hands.press(Key.Key_F9)
    assert len(rows(hands, "contacts")) == contacts + 1
    assert check(hands.shell.context.desk.office) == ()
