"""初動の遅れ by keyboard: from the card of the summary to the very claims, by section and staff, and to Excel's rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt

from collections_app.domain.intake import NewClaim, Person
from collections_app.domain.records import SaveRecord
from collections_app.services.intake import register
from collections_app.services.records import save_record
from collections_app.ui.first_weeks.page import FirstWeeksPage
from collections_app.ui.pages.first_weeks import FirstWeeksHost
from collections_app.ui.summary.overview import Overview
from collections_app.ui.summary.page import SummaryPage
from tests.storage.making import SECTIONS, a_claim
from tests.ui.test_contact_entry import CONTROL, SHIFT, TODAY, Hands, hands

__all__ = ["hands"]

Key = Qt.Key


def fill(hands: Hands) -> None:
    """Register claims of 5, 20 and 40 days ago, the last two in different sections, one of them contacted."""
    office = hands.shell.context.desk.office
    for number, days, section, staff_no in (
        ("K3", 5, SECTIONS[0], "S1"),
        ("K4", 20, SECTIONS[0], "S1"),
        ("K5", 40, SECTIONS[1], "S2"),
    ):
        given = {"subrogated_on": TODAY - timedelta(days), "section": section, "staff_no": staff_no}
        register(office, NewClaim(Person("P1"), a_claim(number, **given)))
    contact = {"claim_no": "K5", "kind": "phone", "outcome": "met", "contacted_on": TODAY - timedelta(33)}
    save_record(office, SaveRecord("contacts", contact))
    hands.shell.context.data_changed.emit()
    hands.settle()  # the first contact moves the day to its own
    hands.shell.context.set_day(TODAY)
    hands.settle()


def shown(hands: Hands) -> FirstWeeksPage:
    page = hands.shell.current()
    assert isinstance(page, FirstWeeksHost)
    return page.widget


def test_the_card_opens_the_late_claims_and_a_section_narrows_them(hands: Hands) -> None:
    fill(hands)
    hands.press(Key.Key_1, CONTROL)
    summary = hands.shell.page("summary").widget  # type: ignore[attr-defined]
    assert isinstance(summary, SummaryPage)
    overview = summary.view("overview")
    assert isinstance(overview, Overview)
    card = overview.late
    assert card.accessibleName() == "初動の遅れ 2件 一覧を開く"
    card.setFocus()
    hands.press(Key.Key_Space)
    page = shown(hands)
    rows = page.rows.table.model.rows()
    assert [(row[0], row[5], row[7]) for row in rows] == [("K5", "現況調査・登記簿", 10), ("K4", "初回接触", 6)]
    labels = [line.label for line in page.groups.model.rows()]
    assert labels == ["全体", SECTIONS[0], "　青田 一", SECTIONS[1], "　井口 二"]
    assert hands.focused() == "課・担当ごとの遅れ"
    for _ in range(4):
        hands.press(Key.Key_Down)
    assert [row[0] for row in page.rows.table.model.rows()] == ["K5"]
    assert page.rows.title.text() == f"初動の遅れ　{SECTIONS[1]} 井口 二"
    hands.press(Key.Key_Return)
    assert hands.focused() == "内訳"
    hands.press(Key.Key_Return)
    assert hands.page.claim_no() == "K5"
    hands.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert hands.shell.current() is hands.shell.page("first_weeks")


def test_days_to_the_first_contact_stand_with_the_section(hands: Hands) -> None:
    fill(hands)
    hands.press(Key.Key_W, CONTROL | SHIFT)
    words = {line.label: line.days_words for line in shown(hands).groups.model.rows()}
    is_this_year = (TODAY - timedelta(40)) >= date(TODAY.year if TODAY.month > 3 else TODAY.year - 1, 4, 1)
    if is_this_year:
        assert words[SECTIONS[1]] == "7日（1 / 1件）"
        assert words[SECTIONS[0]] == "未接触（0 / 2件）"
    assert words["　青田 一"] == ""


def test_nothing_late_says_so_and_names_the_rules(hands: Hands) -> None:
    hands.press(Key.Key_W, CONTROL | SHIFT)
    page = shown(hands)
    assert page.rows.empty.isVisible() and "遅れている初動はありません" in page.rows.empty.text()
    assert "初回接触: 代位弁済日から14日以内" in page.said.text()


def test_the_rows_are_those_of_the_workbook(hands: Hands, tmp_path: Path) -> None:
    fill(hands)
    hands.press(Key.Key_W, CONTROL | SHIFT)
    rows = shown(hands).shown
    assert rows is not None
    path = hands.shell.context.desk.rows_workbook(rows, TODAY, tmp_path / "late.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet["A"]][-2:] == ["K5", "K4"]
