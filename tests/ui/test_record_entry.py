"""Records entered and corrected on the sheet by keyboard alone: through the real window, services and database."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from sqlalchemy import select

from collections_app.domain.bundle import TABLE, TABLES
from collections_app.domain.forms import FormWanted
from collections_app.domain.records import RecordRef
from collections_app.services.forms import open_form
from collections_app.storage.tables import BUNDLE
from collections_app.ui.claim.entry import EntryWidget
from collections_app.ui.entry.add_menu import ADDED
from collections_app.ui.entry.layouts import lines_of
from collections_app.ui.entry.record_form import RecordForm
from tests.ui.test_contact_entry import CONTROL, Hands, hands, open_claim

__all__ = ["hands"]

Key = Qt.Key


def form_of(hands: Hands) -> RecordForm:
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    form = tab.editor.form()
    assert form is not None
    return form


def is_open(hands: Hands) -> bool:
    tab = hands.claims.current_tab()
    return tab is not None and tab.editor is not None and tab.editor.form() is not None


def add(hands: Hands, letter: str) -> RecordForm:
    """Press Ctrl+N and choose by letter."""
    hands.press(Key.Key_N, CONTROL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClicks(menu, letter)
    with hands.qtbot.waitActive(hands.shell):  # the window system of the tests does not give it back by itself
        hands.shell.activateWindow()
    hands.settle()
    return form_of(hands)


def rows(hands: Hands, table: str) -> list[dict[str, Any]]:
    with hands.shell.context.desk.office.database.reading() as connection:
        found = connection.execute(select(BUNDLE[table]))
        return [dict(row._mapping) for row in found]


def test_a_task_is_entered_shown_and_done(hands: Hands) -> None:
    open_claim(hands)
    add(hands, "2")
    hands.fill("登記簿を取る", "+7")
    hands.press(Key.Key_F9)
    (task,) = rows(hands, "tasks")
    assert (task["title"], task["claim_no"], task["staff_no"], task["done_on"]) == ("登記簿を取る", "K1", "S1", None)
    assert not is_open(hands)
    (entry,) = (one for one in hands.page.side.findChildren(EntryWidget) if one.entry.name == "登記簿を取る")
    entry.setFocus()
    hands.press(Key.Key_Return)
    form_of(hands).focus_field("done_on")
    hands.fill("t")
    hands.press(Key.Key_Return, CONTROL)
    assert rows(hands, "tasks")[0]["done_on"] is not None
    assert hands.shell.context.desk.open_claim("K1", hands.shell.context.as_of).todos == ()


def test_an_heir_is_found_by_typing_and_tied_to_the_claim(hands: Hands) -> None:
    open_claim(hands)
    add(hands, "7")
    hands.type("サチ")
    hands.qtbot.waitUntil(lambda: form_of(hands).boxes["party_no"].editor.value() == "P4")  # type: ignore[attr-defined]
    hands.press(Key.Key_Return)
    hands.fill("相続人")
    form = form_of(hands)
    form.focus_field("inherits_from")
    hands.fill("花子")
    hands.fill("1/2")
    hands.press(Key.Key_F9)
    kept = [row for row in rows(hands, "claim_parties") if row["role"] == "heir"]
    assert [(row["party_no"], row["inherits_from"], row["share"]) for row in kept] == [("P4", "P1", "1/2")]


def test_a_mistake_is_said_under_its_field_and_registering_leads_to_it(hands: Hands) -> None:
    open_claim(hands)
    form = add(hands, "5")
    hands.press(Key.Key_F9)
    assert form.boxes["kind"].problem.text() == "種類がありません。選んでください。"
    assert hands.focused() == "種類 必須"
    hands.fill("1")
    form.focus_field("appraised_on")
    hands.type("平成32年1月1日")
    assert form.boxes["appraised_on"].problem.text()
    hands.press(Key.Key_F9)
    assert rows(hands, "collaterals") == []
    assert hands.focused() == "評価日"


def test_leaving_a_changed_form_asks_once(hands: Hands) -> None:
    open_claim(hands)
    form = add(hands, "A")
    hands.press(Key.Key_Escape)
    assert not is_open(hands)
    form = add(hands, "A")
    form.focus_field("body")
    hands.type("書きかけ")
    hands.press(Key.Key_Escape)
    assert is_open(hands) and "登録されていません" in form.warning.text()
    hands.press(Key.Key_F12)  # a second wish to leave, by whatever key
    assert rows(hands, "notes") == []


def test_ctrl_z_takes_the_last_change_back(hands: Hands) -> None:
    open_claim(hands)
    add(hands, "B")
    hands.fill("重点")
    hands.press(Key.Key_F9)
    assert [row["tag"] for row in rows(hands, "tags")] == ["重点"]
    assert "#重点" in [button.text() for button in hands.page.header.findChildren(type(hands.page.header.others))]
    hands.page.story.timeline.setFocus()
    hands.press(Key.Key_Z, CONTROL)
    assert rows(hands, "tags") == []


def test_a_record_is_removed_after_asking_and_comes_back(hands: Hands) -> None:
    open_claim(hands)
    add(hands, "A")
    form_of(hands).focus_field("body")
    hands.type("まちがい")
    hands.press(Key.Key_F9)
    hands.page.story.timeline.setCurrentIndex(hands.page.story.timeline.items.index(0))
    hands.page.story.timeline.setFocus()
    hands.press(Key.Key_Return)
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    sheet: Any = tab.editor._sheet
    sheet.remove.setFocus()
    hands.press(Key.Key_Space)
    assert rows(hands, "notes") != [] and "もう一度" in sheet.form.warning.text()
    hands.press(Key.Key_Space)
    assert rows(hands, "notes") == []
    hands.press(Key.Key_Z, CONTROL)
    assert [row["body"] for row in rows(hands, "notes")] == ["まちがい"]


def test_a_receipt_shows_how_it_falls_and_is_taken_back(hands: Hands) -> None:
    open_claim(hands)
    form = add(hands, "R")
    assert hands.focused() == "入金日 必須"
    hands.press(Key.Key_Return)
    hands.type("3万")
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    sheet: Any = tab.editor._sheet
    hands.qtbot.waitUntil(sheet.pane.isVisible)
    words = [label.accessibleName() for label in sheet.pane.findChildren(QLabel) if label.accessibleName()]
    assert "元金 充当 30,000円" in words
    assert form.boxes["recovery_type"].editor.text() == "不定期"  # type: ignore[attr-defined]
    assert sheet.pane.kind.text() == "入金日に弁済計画がないため不定期です。"
    hands.press(Key.Key_F9)
    ((number, amount),) = [(row["receipt_no"], row["amount"]) for row in rows(hands, "receipts")]
    assert (number, amount) == ("E000001", 30_000)
    tab.editor.correct(RecordRef("receipts", (number,)))
    hands.settle()
    assert hands.focused() == "事由"
    hands.press(Key.Key_F9)
    assert form_of(hands).boxes["reason"].problem.text().startswith("事由: 取り消す事由がありません。")
    hands.type("二重入力")
    hands.press(Key.Key_F9)
    assert sorted(row["amount"] for row in rows(hands, "receipts")) == [-30_000, 30_000]
    hands.press(Key.Key_Z, CONTROL)
    message = hands.shell.messages.message
    assert message is not None and "は Ctrl+Z では戻せません。" in message.text
    assert len(rows(hands, "receipts")) == 2


def test_a_receipt_just_registered_is_taken_back_by_its_opposite(hands: Hands) -> None:
    open_claim(hands)
    add(hands, "R")
    hands.press(Key.Key_Return)
    hands.type("3万")
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    sheet: Any = tab.editor._sheet
    hands.qtbot.waitUntil(sheet.pane.isVisible)
    hands.press(Key.Key_F9)
    message = hands.shell.messages.message
    assert message is not None and "Ctrl+Zで取り消せます（両方の行が残ります）" in message.text
    hands.press(Key.Key_Z, CONTROL)
    assert sorted(row["amount"] for row in rows(hands, "receipts")) == [-30_000, 30_000]


@pytest.mark.parametrize("table", [table.name for table in TABLES if not table.append_only])
def test_every_column_is_on_its_form_with_a_label_a_name_and_an_access_key(hands: Hands, table: str) -> None:
    given = {"claim_no": "K1"} if table in ADDED and table != "parties" else {}
    view = open_form(hands.shell.context.desk.office, FormWanted(table, None, given))
    form = RecordForm(view)
    hands.qtbot.addWidget(form)
    shown = {name for line in lines_of(table, frozenset()) for name in line}
    unseen = {column.name for column in TABLE[table].columns} - shown
    assert unseen <= {TABLE[table].key[0], "file_name", "media_type", "size", "sha256", "added_on", "reported_on"}
    letters = []
    for box in form.boxes.values():
        assert isinstance(box.label, QLabel) and box.label.buddy() is box.editor
        assert box.editor.accessibleName()
        letters.append(box.label.text().partition("(&")[2][:1])
    assert all(letters) and len(set(letters)) == len(letters)
