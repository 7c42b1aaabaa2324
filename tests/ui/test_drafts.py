"""What is typed survives the end of the program: offered by the next start and by the same form, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from collections_app.domain.receipt_grid import RECEIPTS
from collections_app.domain.records import RecordRef, SaveRecord
from collections_app.services.records import read_record, save_record
from collections_app.ui.deposits.day import DayReceipts
from collections_app.ui.deposits.page import DepositsPage
from collections_app.ui.drafts.notice import DraftNotice
from collections_app.ui.drafts.store import DraftStore
from collections_app.ui.pages.plan_figures import PlanFiguresPage
from collections_app.ui.shell.drafts import DraftsOverlay
from tests.ui.program_fixtures import Program, first_rows, start, wait_for, wait_for_text
from tests.ui.test_contact_entry import CONTROL, SHIFT, open_claim
from tests.ui.test_record_entry import add, form_of, is_open, rows

Key = Qt.Key
__all__ = ["first_rows", "start"]


def half_a_note(program: Program, text: str = "書きかけの\n二行") -> None:
    open_claim(program.hands)
    add(program.hands, "A")
    form_of(program.hands).focus_field("body")
    program.hands.type(text)
    wait_for(program, 1)


def message(program: Program) -> str:
    return str(program.hands.shell.messages._text.text())


def test_a_draft_is_told_at_the_next_start_and_taken_up(start: Callable[[], Program]) -> None:
    first = start()
    half_a_note(first)
    first.end()
    second = start()
    hands = second.hands
    assert hands.shell.messages.isVisible() and "メモの登録　K1 佐藤　花子" in message(second)
    hands.press(Key.Key_K, CONTROL | SHIFT)
    assert hands.focused() == "メモの登録　K1 佐藤　花子 の続きを入力"
    hands.press(Key.Key_Space)
    hands.settle()
    assert form_of(hands).boxes["body"].editor.toPlainText() == "書きかけの\n二行"  # type: ignore[attr-defined]
    hands.press(Key.Key_F9)
    assert [row["body"] for row in rows(hands, "notes")] == ["書きかけの\n二行"]
    wait_for(second, 0)


def test_a_draft_is_offered_when_the_same_form_is_opened(start: Callable[[], Program]) -> None:
    first = start()
    half_a_note(first)
    first.end()
    second = start()
    open_claim(second.hands)
    add(second.hands, "A")
    notice = form_of(second.hands).findChild(DraftNotice)
    assert notice is not None and notice.isVisible()
    assert [notice.take.shortcut().toString(), notice.throw.shortcut().toString()] == ["Alt+Y", "Alt+Z"]
    notice.take.setFocus()
    second.hands.press(Key.Key_Space)
    second.hands.settle()
    assert form_of(second.hands).contents()["body"] == "書きかけの\n二行"


def test_leaving_and_registering_drop_the_draft(start: Callable[[], Program]) -> None:
    program = start()
    half_a_note(program)
    program.hands.press(Key.Key_Escape)
    program.hands.press(Key.Key_Escape)
    assert not is_open(program.hands)
    wait_for(program, 0)
    half_a_note(program, "別の")
    program.hands.press(Key.Key_F12)
    program.hands.press(Key.Key_F12)
    wait_for(program, 0)


def test_a_draft_is_thrown_away(start: Callable[[], Program]) -> None:
    first = start()
    half_a_note(first)
    first.end()
    second = start()
    second.hands.press(Key.Key_K, CONTROL | SHIFT)
    second.hands.press(Key.Key_Tab)
    assert second.hands.focused().endswith("の書きかけを捨てる")
    second.hands.press(Key.Key_Space)
    overlay = second.hands.shell.findChild(DraftsOverlay)
    assert overlay is not None and overlay.buttons == []
    wait_for(second, 0)


def test_the_entry_row_is_kept_with_what_cannot_be_read_yet(start: Callable[[], Program]) -> None:
    first = start()
    open_claim(first.hands)
    first.hands.press(Key.Key_F6)
    first.hands.fill("-1", "25:99")
    first.hands.page.entry.focus_field("memo")
    first.hands.type("折返し待ち")
    wait_for_text(first, "折返し待ち")
    first.end()
    second = start()
    second.hands.press(Key.Key_K, CONTROL | SHIFT)
    second.hands.press(Key.Key_Space)
    second.hands.settle()
    entry = second.hands.entry
    assert (entry.kind.value(), entry.memo.value()) == ("phone", "折返し待ち")
    assert entry.contacted_at.text() == "25:99" and entry.boxes["contacted_at"].problem.text()


def test_a_draft_of_a_record_that_changed_meanwhile_goes_through_the_conflict(start: Callable[[], Program]) -> None:
    first = start()
    open_claim(first.hands)
    tab = first.hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    tab.editor.correct(RecordRef("parties", ("P2",)))
    first.hands.settle()
    form_of(first.hands).set_field("phone", "090-2222-3333")
    form_of(first.hands).set_field("birth_date", None)
    form_of(first.hands).boxes["birth_date"].editor.setText("平成99年")  # type: ignore[attr-defined]
    wait_for(first, 1)
    office = first.hands.shell.context.desk.office
    seen = read_record(office, "parties", ("P2",))
    save_record(office, SaveRecord("parties", {**seen, "phone": "080-0000-1111", "address": "新しい住所"}, seen))
    first.end()
    second = start()
    second.hands.press(Key.Key_K, CONTROL | SHIFT)
    second.hands.press(Key.Key_Space)
    second.hands.settle()
    form = form_of(second.hands)
    texts = form.contents()
    assert (texts["phone"], texts["address"], texts["birth_date"]) == ("090-2222-3333", "新しい住所", "平成99年")
    assert second.hands.focused() == "電話番号 まだ選んでいません"


def test_a_broken_file_is_put_aside_with_a_sentence(start: Callable[[], Program]) -> None:
    first = start()
    half_a_note(first)
    first.end()
    (path,) = first.folder.glob("*.json")
    path.write_text('{"drafts": [{"table": "notes"', encoding="utf-8")
    second = start()
    assert "書きかけの入力のファイルを読めない" in message(second)
    assert [one.suffix for one in first.folder.iterdir() if one.suffix != ".lock"] == [".broken"]


def test_the_drafts_of_a_running_program_are_left_alone(start: Callable[[], Program]) -> None:
    program = start()
    half_a_note(program)
    other = DraftStore(program.folder)
    assert other.gather() == []
    assert other.waiting(program.hands.shell.context.desk.location) == []
    other.close()
    assert len(program.files()) == 1


def test_a_folder_that_cannot_be_written_is_said_once(start: Callable[[], Program]) -> None:
    program = start()
    program.folder.write_text("no folder", encoding="utf-8")
    open_claim(program.hands)
    add(program.hands, "A")
    form_of(program.hands).focus_field("body")
    program.hands.type("a")
    program.hands.qtbot.waitUntil(lambda: "書きかけの入力を保存できません" in message(program))


def in_the_day(program: Program) -> DayReceipts:
    hands = program.hands
    hands.shell.go("deposits")
    hands.settle()
    page = hands.shell.page("deposits")
    assert isinstance(page, DepositsPage)
    page.show_view("day")
    hands.settle()
    return page.day


def half_a_day(program: Program) -> None:
    day = in_the_day(program)
    day.model.take(0, {RECEIPTS.position("claim_no"): "K1", RECEIPTS.position("amount"): "300,000"})
    day.model.take(1, {RECEIPTS.position("claim_no"): "K2", RECEIPTS.position("amount"): "abc"})
    day.bank.amount.setText("30万")
    program.hands.qtbot.waitUntil(lambda: "300,000円" in str([one["subject"] for one in program.files()]))


def cells(day: DayReceipts, name: str) -> list[str]:
    return [day.model.texts(at)[RECEIPTS.position(name)] for at in day.model.filled()]


def test_the_rows_of_a_day_are_told_at_the_next_start_and_taken_up(start: Callable[[], Program]) -> None:
    first = start()
    half_a_day(first)
    first.end()
    second = start()
    hands = second.hands
    assert "入金の一覧入力　2行 300,000円" in message(second)
    hands.press(Key.Key_K, CONTROL | SHIFT)
    assert "300,000" in next(iter(second.files()))["texts"].values()
    hands.press(Key.Key_Space)
    hands.settle()
    page = hands.shell.page("deposits")
    assert isinstance(page, DepositsPage) and page.view() == "day"
    day = page.day
    assert cells(day, "amount") == ["300,000", "abc"] and day.bank.amount.text() == "30万"
    hands.qtbot.waitUntil(lambda: not day.model.stale_rows())
    assert day.model.first_refused() == (1, RECEIPTS.position("amount"))
    day.view.go_to(1, 0)
    hands.press(Key.Key_Delete, CONTROL)
    day.bank.amount.setText("300,000")
    hands.press(Key.Key_F9)
    assert [row["amount"] for row in rows(hands, "receipts")] == [300_000]
    wait_for(second, 0)


def test_the_rows_of_a_day_are_offered_by_the_grid_and_thrown_away(start: Callable[[], Program]) -> None:
    first = start()
    half_a_day(first)
    first.end()
    second = start()
    day = in_the_day(second)
    notice = day.kept.notice
    assert notice is not None and notice.isVisible() and cells(day, "amount") == []
    notice.throw.setFocus()
    second.hands.press(Key.Key_Space)
    assert day.kept.notice is None and second.hands.focused() == "入金一覧の入力表"
    wait_for(second, 0)


def test_rows_taken_out_again_leave_nothing_behind(start: Callable[[], Program]) -> None:
    program = start()
    half_a_day(program)
    day = in_the_day(program)
    day.bank.clear()
    for _ in range(2):
        day.view.go_to(0, 0)
        program.hands.press(Key.Key_Delete, CONTROL)
    wait_for(program, 0)


def in_the_plans(program: Program) -> PlanFiguresPage:
    program.hands.shell.go("plan_figures")
    program.hands.settle()
    page = program.hands.shell.page("plan_figures")
    assert isinstance(page, PlanFiguresPage)
    return page


def test_plan_figures_are_kept_and_taken_up_by_year(start: Callable[[], Program]) -> None:
    first = start()
    page = in_the_plans(first)
    page.show_year(page._year + 1)
    first.hands.settle()
    year = page._year
    page.model.take({(0, 0): "1200", (1, 0): "24,000"})
    page.model.take({(0, 2): "150", (2, 0): "なし"})
    texts = page.model.texts()
    wait_for(first, 1)
    first.end()
    second = start()
    page = in_the_plans(second)
    assert page._year == year - 1 and page.kept.notice is None  # another year's
    page.show_year(year)
    second.hands.settle()
    assert page.kept.notice is not None
    page.kept.notice.take.setFocus()
    second.hands.press(Key.Key_Space)
    assert page.model.texts() == texts and page.model.first_wrong() == (2, 0)
    page.model.take({(2, 0): ""})
    second.hands.press(Key.Key_F9)
    assert sorted(row["value"] for row in rows(second.hands, "plans")) == [1_250, 24_000]
    wait_for(second, 0)


def test_plan_figures_are_taken_up_from_the_list(start: Callable[[], Program]) -> None:
    first = start()
    page = in_the_plans(first)
    page.show_year(page._year + 1)
    first.hands.settle()
    page.model.take({(0, 0): "1200"})
    wait_for(first, 1)
    first.end()
    second = start()
    second.hands.press(Key.Key_K, CONTROL | SHIFT)
    assert "年度計画の一覧入力" in second.hands.focused()
    second.hands.press(Key.Key_Space)
    second.hands.settle()
    page = second.hands.shell.page("plan_figures")
    assert page.model.text(0, 0) == "1,200" and second.hands.focused() == "計画値"
