"""Many claims changed together by keyboard alone: through the real window, services and a small database."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from collections_app.domain.bulk import BulkKind
from collections_app.domain.day_work import Reach
from collections_app.domain.records import SaveRecord
from collections_app.services.records import read_record, save_record
from collections_app.storage.tables import BUNDLE
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.pages.bulk import BulkPage
from collections_app.ui.widgets import LinkButton
from tests.ui.test_contact_entry import CONTROL, SHIFT
from tests.ui.today_fixtures import DayHands, ago, day_hands

__all__ = ["day_hands"]

Key = Qt.Key


def bulk_of(hands: DayHands) -> BulkPage:
    page = hands.shell.current()
    assert isinstance(page, BulkPage)
    return page


def charges(hands: DayHands) -> dict[str, str]:
    c = BUNDLE["claims"].c
    with hands.shell.context.desk.office.database.reading() as connection:
        return {row.claim_no: row.staff_no for row in connection.execute(select(c.claim_no, c.staff_no))}


def kept(hands: DayHands, table: str) -> list[dict[str, Any]]:
    with hands.shell.context.desk.office.database.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(select(BUNDLE[table]))]


def choose(hands: DayHands, name: str) -> None:
    """Go to a person's row and press the space bar."""
    table = bulk_of(hands).takers.table
    names = [share.person.name for share in table.model.rows()]
    hands.press(Key.Key_Home)
    for _ in range(names.index(name)):
        hands.press(Key.Key_Down)
    hands.press(Key.Key_Space)


def turn_to(hands: DayHands, kind: BulkKind) -> None:
    page = bulk_of(hands)
    page.kinds.setFocus()
    for _ in range(list(BulkKind).index(kind)):
        hands.press(Key.Key_Right)
    page.take_focus()
    page._focus_first()


def select_two(hands: DayHands) -> None:
    hands.shell.go("claims")
    hands.settle()
    hands.claims.list.table.select_row(0)
    hands.press(Key.Key_Down, SHIFT)
    assert hands.claims.list.table.selected_count() == 2


def test_selected_claims_are_handed_over_and_taken_back(day_hands: DayHands) -> None:
    hands = day_hands
    before = charges(hands)
    select_two(hands)
    hands.press(Key.Key_M, CONTROL)
    page = bulk_of(hands)
    assert hands.focused() == "受け取る人"
    hands.press(Key.Key_F9)
    assert "受け取る人がいません" in hands.message() and charges(hands) == before
    choose(hands, "宇野 三")
    assert page.outcome.text() == "担当替え 2件　元金残高 2,000,000円　未完了の予定 1件も移します"
    shares = {share.person.staff_no: share for share in page.takers.table.model.rows()}
    assert [(one.person.count, one.count) for one in (shares["S1"], shares["S3"])] == [(6, 4), (0, 2)]
    assert ActionId.REGISTER in hands.shell.keys.shown()
    hands.press(Key.Key_F9)
    assert charges(hands) == before | {"K1": "S3", "K2": "S3"}
    assert "担当替えを 2件" in hands.message()
    assert hands.badge() == "3", "the tasks went along"
    hands.press(Key.Key_Z, CONTROL)
    assert charges(hands) == before and hands.badge() == "5"
    hands.press(Key.Key_F12)
    assert hands.shell.current() is hands.claims


def test_all_of_a_person_are_split_among_two(day_hands: DayHands) -> None:
    hands = day_hands
    hands.press(Key.Key_M, CONTROL)
    page = bulk_of(hands)
    assert hands.focused() == "いまの担当者"
    assert "どれかを選ぶ" in page.target.summary.text()
    hands.press(Key.Key_Down)
    page.takers.table.view.setFocus()
    choose(hands, "井口 二")
    choose(hands, "宇野 三")
    hands.press(Key.Key_F9)
    assert sorted(charges(hands).values()) == ["S2"] * 4 + ["S3"] * 3
    assert read_record(hands.shell.context.desk.office, "claims", ("K7",))["staff_no"] == "S2"


def test_people_who_left_are_named_and_take_nothing(day_hands: DayHands) -> None:
    hands = day_hands
    office = hands.shell.context.desk.office
    person = read_record(office, "staff", ("S2",))
    save_record(office, SaveRecord("staff", {**person, "active_until": ago(1)}, person))
    hands.day.view.reach.setFocus()
    hands.press(Key.Key_Right)
    hands.press(Key.Key_Right)
    assert hands.day.view.place().reach is Reach.ALL
    (link,) = hands.day.view.notices.findChildren(LinkButton)
    assert "井口 二 の担当のままの求償権が 1件" in link.text()
    link.setFocus()
    hands.press(Key.Key_Return)
    page = bulk_of(hands)
    assert page.target.wanted().staff_no == "S2" and hands.focused() == "受け取る人"
    choose(hands, "井口 二")
    assert "在籍を終えている" in hands.message() and page.takers.takers() == ()
    choose(hands, "青田 一")
    hands.press(Key.Key_F9)
    assert charges(hands)["K7"] == "S1"


def test_a_tag_for_the_selected_and_off_again(day_hands: DayHands) -> None:
    hands = day_hands
    select_two(hands)
    hands.press(Key.Key_M, CONTROL)
    turn_to(hands, BulkKind.ADD_TAG)
    assert hands.focused() == "付箋 必須"
    hands.press(Key.Key_F9)
    assert kept(hands, "tags") == []
    hands.fill("四月異動", "+30")
    page = bulk_of(hands)
    assert page.outcome.text() == "付箋を付ける 2件　元金残高 2,000,000円"
    assert [(one.name, one.count) for one in page.touched.model.rows()] == [("青田 一", 2)]
    hands.press(Key.Key_F9)
    tags = kept(hands, "tags")
    assert [(tag["claim_no"], tag["tag"]) for tag in tags] == [("K1", "四月異動"), ("K2", "四月異動")]
    assert tags[0]["until"] == ago(-30)
    page.kinds.setFocus()
    hands.press(Key.Key_Right)
    page._focus_first()
    hands.type("1")
    hands.settle()
    assert page.outcome.text().startswith("付箋をはがす 2件")
    hands.press(Key.Key_F9)
    assert kept(hands, "tags") == []


def test_a_task_for_all_of_the_list(day_hands: DayHands) -> None:
    hands = day_hands
    hands.shell.go("claims")
    hands.settle()
    hands.press(Key.Key_M, CONTROL)
    turn_to(hands, BulkKind.ADD_TASK)
    hands.fill("現況を確かめる", "t")
    hands.press(Key.Key_F9)
    added = [task for task in kept(hands, "tasks") if task["title"] == "現況を確かめる"]
    assert {task["claim_no"]: task["staff_no"] for task in added} == charges(hands)
    hands.press(Key.Key_Escape)
    assert hands.shell.current() is hands.claims


def test_the_next_day_of_the_selected_is_moved(day_hands: DayHands) -> None:
    hands = day_hands
    select_two(hands)
    hands.press(Key.Key_M, CONTROL)
    turn_to(hands, BulkKind.MOVE_NEXT)
    hands.type("+14")
    hands.press(Key.Key_F9)  # faster than the preview
    assert "確かめてから" in hands.message() and hands.stored()[0]["next_on"] == ago(3)
    assert bulk_of(hands).outcome.text().startswith("次回対応日を変更 2件")
    hands.press(Key.Key_F9)
    assert [row["next_on"] for row in hands.stored()[:2]] == [ago(-14), ago(-14)]
    assert hands.badge() == "4"


def test_everything_has_a_name_and_fits_a_small_screen_with_large_text(day_hands: DayHands, qapp: QApplication) -> None:
    hands = day_hands
    hands.press(Key.Key_M, CONTROL)
    page = bulk_of(hands)
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page):
            assert widget.accessibleName(), widget
    look.theme().apply(qapp, dark=True, scale=1.5)
    hands.settle()
    assert page.minimumSizeHint().width() <= 1366 - look.RAIL_COLLAPSED
