"""The page of the day by keyboard alone: through the real window, services and a small database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from collections_app.domain.day_work import Reach, WorkGroup
from collections_app.services.records import read_record
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.fields.form import Editor
from collections_app.ui.pages.today import _workbook
from collections_app.ui.settings import Settings, load
from tests.ui.test_contact_entry import CONTROL, SHIFT
from tests.ui.today_fixtures import TODAY, DayHands, ago, day_hands

__all__ = ["day_hands"]

Key = Qt.Key


def shown(hands: DayHands) -> dict[str, list[str]]:
    sections = hands.day.view.sections
    return {
        group.value: [str(item.ref.key[0]) for item in one.items()]
        for group, one in sections.items()
        if not one.isHidden()
    }


def test_a_collector_starts_with_the_work_of_the_day(day_hands: DayHands) -> None:
    hands = day_hands
    assert hands.shell.current() is hands.day
    assert shown(hands) == {
        "task": ["Y000001", "Y000002"],
        "next": ["N0000001", "N0000002"],
        "promise": ["N0000003"],
        "arrears": ["I000001"],
        "deadline": ["T000001"],
        "step": ["K6"],
        "unplanned": ["K3", "K5"],
    }
    assert hands.here() == ("task", "Y000001")
    assert hands.badge() == "5"
    assert hands.day.status() == "10件　うち超過 5件"
    section = hands.day.view.sections[WorkGroup.NEXT]
    cells = [column.text(section.items()[0]) for column in section.table.model.columns]
    assert cells[:3] == ["K1", "佐藤　花子", "電話督促　折返しを約束"]
    assert cells[4] == "3日超過"
    assert section.table.model.columns[4].tone is not None
    assert section.table.model.columns[4].tone(section.items()[0]) == "bad"
    keys = {ActionId.DONE, ActionId.PUT_OFF, ActionId.OPEN, ActionId.RECORD_VISIT, ActionId.ADD_RECORD}
    assert keys <= set(hands.shell.keys.shown())


def test_the_arrows_walk_through_all_groups(day_hands: DayHands) -> None:
    hands = day_hands
    walked = [hands.here()]
    for _ in range(9):
        hands.press(Key.Key_Down)
        walked.append(hands.here())
    assert walked == [(group, key) for group, keys in shown(hands).items() for key in keys]
    hands.press(Key.Key_Down)
    assert hands.here() == walked[-1]
    hands.press(Key.Key_Up)
    hands.press(Key.Key_Up)
    assert hands.here() == walked[-3]
    hands.press(Key.Key_Up, CONTROL)
    assert hands.here() == ("deadline", "T000001")
    for _ in range(3):
        hands.press(Key.Key_Up, CONTROL)
    assert hands.here() == ("next", "N0000001"), "the first row of the group"


def test_a_task_is_done_by_the_space_bar_and_taken_back(day_hands: DayHands) -> None:
    hands = day_hands
    hands.press(Key.Key_Space)
    assert shown(hands)["task"] == ["Y000002"]
    assert hands.here() == ("task", "Y000002"), "the keyboard stays where it was"
    assert hands.badge() == "4"
    assert "「登記簿を取る」を完了にしました" in hands.message()
    hands.press(Key.Key_Z, CONTROL)
    assert shown(hands)["task"] == ["Y000001", "Y000002"]
    assert hands.badge() == "5"


def test_a_row_is_put_off_by_a_week(day_hands: DayHands) -> None:
    hands = day_hands
    hands.day.view.go_to(WorkGroup.NEXT)
    hands.press(Key.Key_Plus)
    office = hands.shell.context.desk.office
    assert read_record(office, "contacts", ("N0000001",))["next_on"] == TODAY + timedelta(days=7)
    assert hands.here() == ("next", "N0000002")
    hands.day.view.go_to(WorkGroup.PROMISE)
    hands.press(Key.Key_Plus)
    assert read_record(office, "contacts", ("N0000003",))["next_on"] == TODAY + timedelta(days=7)


def test_enter_opens_the_claim_and_back_returns_to_the_row(day_hands: DayHands) -> None:
    hands = day_hands
    hands.day.view.go_to(WorkGroup.ARREARS)
    hands.press(Key.Key_Return)
    assert hands.shell.current() is hands.claims and hands.page.claim_no() == "K4"
    hands.press(Key.Key_F12)
    hands.settle()
    assert hands.shell.current() is hands.day
    assert hands.here() == ("arrears", "I000001")
    assert hands.focused() == "分割弁済の遅れ"
    assert hands.shell.keys.status() == "10件　うち超過 5件"


def test_a_contact_recorded_from_a_row_takes_it_off_the_list(day_hands: DayHands) -> None:
    hands = day_hands
    hands.day.view.go_to(WorkGroup.NEXT)
    hands.press(Key.Key_F6)
    assert hands.page.claim_no() == "K1" and hands.focused() == "日付"
    hands.press(Key.Key_F9)
    assert [row["claim_no"] for row in hands.stored()][-1] == "K1"
    hands.press(Key.Key_F12)
    hands.settle()
    assert shown(hands)["next"] == ["N0000002"]
    assert hands.here() == ("next", "N0000002"), "the next row moved up into its place"


def test_a_visit_is_recorded_by_f2_and_needs_a_claim(day_hands: DayHands) -> None:
    hands = day_hands
    hands.press(Key.Key_Down)
    hands.press(Key.Key_F2)
    assert hands.shell.current() is hands.day and "求償権のある行" in hands.message()
    hands.press(Key.Key_Return)  # a task of no claim opens its form
    form = hands.day.editor.form()
    assert form is not None and form.view.record["title"] == "研修の申込み"
    hands.press(Key.Key_Escape)
    assert hands.here() == ("task", "Y000002")
    hands.press(Key.Key_Down)
    hands.press(Key.Key_F2)
    assert hands.entry.kind.text() == "訪問督促"


def test_a_new_task_by_ctrl_n(day_hands: DayHands) -> None:
    hands = day_hands
    hands.press(Key.Key_N, CONTROL)
    form = hands.day.editor.form()
    assert form is not None
    assert [box.key for box in form.boxes.values()] == ["claim_no", "title", "due_on", "done_on", "staff_no", "memo"]
    form.focus_field("title")
    hands.fill("住民票を請求")
    hands.press(Key.Key_F9)
    assert len(shown(hands)["task"]) == 3
    added = hands.day.view.sections[WorkGroup.TASK].items()[-1]
    assert (added.text, added.on, added.staff_no, added.claim_no) == ("住民票を請求", TODAY, "S1", "")
    assert hands.here() == ("task", "Y000001")


def test_what_cannot_be_done_by_a_key_says_how(day_hands: DayHands) -> None:
    hands = day_hands
    hands.day.view.go_to(WorkGroup.ARREARS)
    hands.press(Key.Key_Space)
    assert "F2 で訪問" in hands.message()
    hands.press(Key.Key_Plus)
    assert "延期できません" in hands.message()
    hands.day.view.go_to(WorkGroup.STEP)
    hands.press(Key.Key_Space)
    assert "step" not in shown(hands)
    assert hands.day.view.current() is not None


def test_section_and_everybody(day_hands: DayHands) -> None:
    hands = day_hands
    hands.day.view.reach.setFocus()
    hands.press(Key.Key_Right)
    assert "N0000004" not in shown(hands)["next"]
    hands.press(Key.Key_Right)
    assert shown(hands)["next"] == ["N0000001", "N0000004", "N0000002"]
    assert hands.focused().startswith("範囲"), "the keyboard stays on the choice"
    hands.day.view.go_to(WorkGroup.NEXT, 1)
    hands.press(Key.Key_Return)
    assert hands.page.claim_no() == "K7"
    hands.shell.go_back()
    hands.settle()
    assert hands.day.view.place().reach is Reach.ALL and hands.here() == ("next", "N0000004")


def test_a_supervisor_starts_with_the_section(day_hands: DayHands) -> None:
    hands = day_hands
    office = hands.shell.context.desk.office
    person = read_record(office, "staff", ("S2",))
    from collections_app.domain.records import SaveRecord

    hands.shell.context.desk.save_record(SaveRecord("staff", {**person, "role": "supervisor"}, person))
    hands.shell.context.set_person("S2")
    hands.settle()
    assert hands.day.view.place().reach is Reach.SECTION
    assert shown(hands) == {"next": ["N0000004"]}
    assert hands.badge() == "1"


def test_somebody_else_is_chosen_and_remembered(day_hands: DayHands, tmp_path: Path) -> None:
    hands = day_hands
    settings = hands.shell.context.settings
    settings.path = tmp_path / "settings.toml"
    hands.day.view.person.setFocus()
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Down)
    assert settings.staff_no == "S3" and load(settings.path).staff_no == "S3"
    assert shown(hands) == {} and hands.badge() == ""
    assert "残っていません" in hands.day.view._nothing.sentence.text()


def test_nobody_is_asked_to_say_who_it_is(day_hands: DayHands) -> None:
    hands = day_hands
    hands.shell.context.set_person("")
    hands.settle()
    assert hands.badge() == ""
    hands.shell.go("summary")
    hands.settle()
    hands.press(Key.Key_0, CONTROL)
    assert hands.focused() == "だれの仕事か"
    assert hands.day.view._nobody.isVisible()
    assert ActionId.ADD_RECORD not in hands.day.handlers()
    assert Settings().staff_no == ""


def test_a_colleague_takes_over_for_a_time(day_hands: DayHands) -> None:
    hands = day_hands
    hands.press(Key.Key_D, CONTROL | SHIFT)
    form = hands.day.editor.form()
    assert form is not None and form.boxes["staff_no"].editor.value() == "S1"  # type: ignore[attr-defined]
    form.focus_field("deputy_no")
    hands.fill("井口", "t", "+7")
    hands.press(Key.Key_F9)
    assert "あなたの仕事を 井口 二 が代行" in " ".join(
        button.accessibleName() for button in hands.day.view.notices.findChildren(QPushButton)
    )
    hands.shell.context.set_person("S2")
    hands.settle()
    rows = shown(hands)
    assert rows["task"] == ["Y000001", "Y000002"] and rows["next"] == ["N0000001", "N0000004", "N0000002"]
    section = hands.day.view.sections[WorkGroup.NEXT]
    words = [section.table.model.columns[-1].text(item) for item in section.items()]
    assert words == ["代行 青田 一", "井口 二", "代行 青田 一"]

    def links() -> list[QPushButton]:
        return [one for one in hands.day.view.notices.findChildren(QPushButton) if one.isVisible()]

    hands.qtbot.waitUntil(lambda: bool(links()))
    links()[0].setFocus()
    hands.press(Key.Key_Return)
    opened = hands.day.editor.form()
    assert opened is not None and opened.view.record["deputy_no"] == "S2"


def test_a_group_opens_as_a_list(day_hands: DayHands) -> None:
    hands = day_hands
    hands.day.view.sections[WorkGroup.UNPLANNED].list_link.click()
    hands.settle()
    assert hands.shell.current() is hands.claims
    assert list(hands.claims.list.model.numbers()) == ["K3", "K5"]


def test_the_day_becomes_a_workbook(day_hands: DayHands, tmp_path: Path) -> None:
    import openpyxl

    hands = day_hands
    assert ActionId.EXCEL in hands.shell.keys.shown()
    work = hands.day.view.work()
    assert work is not None
    path = _workbook(hands.shell.context.desk, work, tmp_path / "day.xlsx")
    cells = [[cell.value for cell in row] for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows()]
    assert any(row[:3] == ["K1", "予定", "佐藤　花子"] for row in cells)
    assert any("1日超過" in row for row in cells)


def test_everything_has_a_name_and_fits_a_small_screen_with_large_text(day_hands: DayHands, qapp: QApplication) -> None:
    hands = day_hands
    for widget in hands.day.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(hands.day):
            assert widget.accessibleName(), widget
    look.theme().apply(qapp, dark=True, scale=1.5)
    hands.shell.resize(1366, 768)
    hands.settle()
    assert hands.day.minimumSizeHint().width() <= 1366 - look.RAIL_COLLAPSED
    assert hands.shell.width() == 1366
    assert not isinstance(hands.day.view.person, Editor)
    assert ago(0) == TODAY
