"""Two people at two desks over one database: the slower one sees both on the sheet and decides by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt

from collections_app.domain.records import RecordRef, SaveRecord
from collections_app.services.office import Office, open_office
from collections_app.services.records import read_record, save_record
from collections_app.ui.entry.sheet import RecordSheet
from tests.ui.test_contact_entry import CONTROL, Hands, hands, open_claim
from tests.ui.test_record_entry import form_of, is_open

__all__ = ["hands"]

Key = Qt.Key
P2 = ("P2",)


@pytest.fixture
def colleague(hands: Hands) -> Iterator[Office]:
    """Another desk over the same database."""
    office = open_office(hands.shell.context.desk.location)
    yield office
    office.close()


def correct(office: Office, **given: Any) -> None:
    seen = read_record(office, "parties", P2)
    save_record(office, SaveRecord("parties", {**seen, **given}, seen))


def kept(hands: Hands) -> dict[str, Any]:
    return dict(read_record(hands.shell.context.desk.office, "parties", P2))


def sheet_of(hands: Hands) -> RecordSheet:
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None and tab.editor._sheet is not None
    return tab.editor._sheet


def open_party(hands: Hands) -> None:
    open_claim(hands)
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    tab.editor.correct(RecordRef("parties", P2))
    hands.settle()


def fill(hands: Hands, name: str, text: str) -> None:
    form_of(hands).focus_field(name)
    hands.type(text)


def test_what_only_one_changed_is_put_together(hands: Hands, colleague: Office) -> None:
    open_party(hands)
    correct(colleague, phone="080-0000-1111")
    fill(hands, "address", "架空市新町9")
    hands.press(Key.Key_F9)
    panel = sheet_of(hands).conflict
    assert panel.isVisible() and panel.rows == [] and is_open(hands)
    hands.press(Key.Key_F9)
    assert not is_open(hands)
    assert (kept(hands)["address"], kept(hands)["phone"]) == ("架空市新町9", "080-0000-1111")


@pytest.mark.parametrize(("key", "expected"), [(Key.Key_Right, "080-0000-1111"), (Key.Key_1, "090-2222-3333")])
def test_what_both_changed_is_chosen_by_a_key(hands: Hands, colleague: Office, key: Qt.Key, expected: str) -> None:
    open_party(hands)
    correct(colleague, phone="080-0000-1111", postal_code="980-0001")
    fill(hands, "phone", "090-2222-3333")
    hands.press(Key.Key_F9)
    (question,) = sheet_of(hands).conflict.rows
    assert question.hasFocus() and hands.focused() == "電話番号 まだ選んでいません"
    assert "090-2222-3333" in question.accessibleDescription() and "080-0000-1111" in question.accessibleDescription()
    hands.press(Key.Key_F9)  # nobody decides for the person
    assert question.hasFocus() and "選んでください" in form_of(hands).warning.text()
    assert kept(hands)["phone"] == "080-0000-1111"
    hands.press(key)
    assert form_of(hands).boxes["phone"].editor.text() == expected  # type: ignore[attr-defined]
    hands.press(Key.Key_Return, CONTROL)
    assert not is_open(hands)
    assert (kept(hands)["phone"], kept(hands)["postal_code"]) == (expected, "980-0001")


def test_a_third_value_may_be_typed_and_a_third_change_is_seen_again(hands: Hands, colleague: Office) -> None:
    open_party(hands)
    correct(colleague, phone="080-0000-1111")
    fill(hands, "phone", "090-2222-3333")
    hands.press(Key.Key_F9)
    hands.press(Key.Key_2)
    hands.press(Key.Key_Return)  # on to the form
    fill(hands, "phone", "022-9999-8888")
    assert sheet_of(hands).conflict.rows[0].choice == "other"
    correct(colleague, kana="サトウカイ")
    hands.press(Key.Key_F9)
    assert is_open(hands) and sheet_of(hands).conflict.rows == []
    hands.press(Key.Key_F9)
    assert (kept(hands)["phone"], kept(hands)["kana"]) == ("022-9999-8888", "サトウカイ")


def test_the_history_of_a_record_is_on_its_sheet(hands: Hands, colleague: Office) -> None:
    correct(colleague, phone="080-0000-1111")
    open_party(hands)
    fill(hands, "address", "書きかけ")
    hands.press(Key.Key_H, CONTROL)
    history = sheet_of(hands).history
    assert history.isVisible() and [one.entry.chip[0] for one in history.changes] == ["訂正", "取込"]
    assert history.changes[0].hasFocus()
    assert "電話番号　022-002-0074 → 080-0000-1111" in history.changes[0].accessibleName()
    hands.press(Key.Key_F9)  # nothing is registered unseen
    assert is_open(hands) and kept(hands)["address"] != "書きかけ"
    hands.press(Key.Key_H, CONTROL)
    assert not history.isVisible() and form_of(hands).boxes["address"].editor.text() == "書きかけ"  # type: ignore[attr-defined]


def test_the_history_of_a_claim_is_a_view_and_a_change_is_taken_back_there(hands: Hands, colleague: Office) -> None:
    correct(colleague, phone="080-0000-1111")
    open_claim(hands)
    hands.press(Key.Key_H, CONTROL)
    history = hands.page.story.history
    assert history.isVisible() and history.changes[0].hasFocus()
    assert history.changes[0].entry.name.endswith("関係人 佐藤（P2）")
    hands.press(Key.Key_Tab)
    assert hands.focused().endswith("を元に戻す")
    hands.press(Key.Key_Space)
    assert kept(hands)["phone"] == "022-002-0074"
    assert [one.entry.chip[0] for one in history.changes] == ["訂正", "訂正", "取込"]
    hands.press(Key.Key_H, CONTROL)
    assert hands.page.story.timeline.isVisible()


def test_a_change_made_elsewhere_leaves_the_keyboard_in_the_history(hands: Hands, colleague: Office) -> None:
    open_claim(hands)
    tab = hands.claims.current_tab()
    assert tab is not None
    hands.page.show_history()
    tab._history.show_claim("K1", is_shown=True)  # the claim is read again before the history came
    hands.settle()
    history = hands.page.story.history
    hands.qtbot.waitUntil(history.changes[0].hasFocus)
    correct(colleague, phone="080-0000-1111")
    tab._history.show_claim("K1", is_shown=True)
    hands.settle()
    assert history.changes[0].entry.name.endswith("関係人 佐藤（P2）")
    hands.qtbot.waitUntil(history.changes[0].hasFocus)
