"""What is typed into a layout or a sentence of the report survives the end of the program, and versions come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from collections_app.services import report_layouts
from collections_app.ui.annual import layout_page, sentence_pane
from collections_app.ui.annual.layout_page import LayoutsPage
from collections_app.ui.annual.page import AnnualReportPage
from collections_app.ui.drafts.notice import DraftNotice
from collections_app.ui.drafts.page_draft import PageDraft
from tests.storage.making import Rows, a_claim, base
from tests.ui.program_fixtures import Program, start, wait_for
from tests.ui.test_contact_entry import CONTROL, SHIFT, Hands

Key = Qt.Key
__all__ = ["start"]
OWN = 'title = "自分の報告"\n[[sections]]\nheading = "節"\n[[sections.blocks]]\n'
OWN += 'sentences = [{ key = "文", text = "訪問{visit}。" }]\n'


@pytest.fixture
def first_rows() -> Rows:
    visit = {"contact_no": "N1", "claim_no": "K1", "kind": "visit", "staff_no": "S1"}
    return base() | {"claims": [a_claim("K1")], "contacts": [visit | {"contacted_on": date(2024, 6, 1)}]}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_pane, "PAUSE_MS", 1)
    monkeypatch.setattr(layout_page, "PAUSE_MS", 1)


def own_layout(program: Program) -> None:
    report_layouts.save_layout(program.hands.shell.context.desk.office, "自分", OWN)


def layouts(hands: Hands) -> LayoutsPage:
    hands.press(Key.Key_U, CONTROL | SHIFT)
    hands.settle()
    page = hands.shell.current()
    assert isinstance(page, LayoutsPage)
    page.list.setCurrentRow([ref.name for ref in page._refs].index("自分"))
    hands.settle()
    return page


def report(hands: Hands, year: int = 2024) -> AnnualReportPage:
    page = hands.shell.page("annual_report")
    assert isinstance(page, AnnualReportPage)
    hands.shell.show_place(("annual_report", (year, "自分")))
    hands.settle()
    assert page.report is not None and page.report.layout == "自分"
    return page


def said(hands: Hands) -> str:
    return "".join(label.text() for label in hands.shell.messages.findChildren(QLabel))


def take_up(hands: Hands) -> None:
    hands.press(Key.Key_K, CONTROL | SHIFT)
    hands.press(Key.Key_Space)
    hands.settle()


def test_the_list_of_drafts_shows_the_line_that_is_new() -> None:
    draft = PageDraft("1", "", "p", ("自分",), "", "", OWN + "x" * 200, OWN)
    assert draft.words == "x" * 120 + "…"
    assert replace(draft, text="a\n").words == "a"
    assert replace(draft, text="").words == ""


# layouts


def half_a_layout(program: Program) -> None:
    own_layout(program)
    page = layouts(program.hands)
    page.editor.insertPlainText("# 途中\n")
    wait_for(program, 1)


def test_a_layout_typed_before_the_end_is_taken_up_and_saved(start: Callable[[], Program]) -> None:
    first = start()
    half_a_layout(first)
    first.end()
    second = start()
    hands = second.hands
    assert "レイアウトの変更　自分" in said(hands)
    take_up(hands)
    page = hands.shell.current()
    assert isinstance(page, LayoutsPage)
    assert page.editor.hasFocus()
    assert page.editor.toPlainText() == "# 途中\n" + OWN
    assert "未保存" in page.list.currentItem().text()
    hands.press(Key.Key_F9)
    hands.settle()
    assert hands.shell.context.desk.layout_body("自分") == "# 途中\n" + OWN
    wait_for(second, 0)


def test_a_layout_is_offered_where_it_is_opened_and_thrown_away(start: Callable[[], Program]) -> None:
    first = start()
    half_a_layout(first)
    first.end()
    second = start()
    page = layouts(second.hands)
    assert page.editor.toPlainText() == OWN
    notice = page.texts.findChild(DraftNotice)
    assert notice is not None and notice.isVisible()
    notice.throw.setFocus()
    second.hands.press(Key.Key_Space)
    assert page.editor.hasFocus()
    wait_for(second, 0)


def test_somebody_who_was_faster_is_told_of_after_a_crash_too(start: Callable[[], Program]) -> None:
    first = start()
    half_a_layout(first)
    first.end()
    second = start()
    hands = second.hands
    report_layouts.save_layout(hands.shell.context.desk.office, "自分", OWN + "# ほか\n", OWN)
    take_up(hands)
    hands.press(Key.Key_F9)
    hands.settle()
    assert "ほかの人が変えました" in said(hands)
    assert hands.shell.context.desk.layout_body("自分") == OWN + "# ほか\n"
    wait_for(second, 1)


def test_the_text_of_a_layout_that_is_gone_may_be_kept_under_a_new_name(start: Callable[[], Program]) -> None:
    first = start()
    half_a_layout(first)
    first.end()
    second = start()
    hands = second.hands
    report_layouts.delete_layout(hands.shell.context.desk.office, "自分")
    take_up(hands)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("救った")
    hands.press(Key.Key_Return)
    hands.settle()
    assert hands.shell.context.desk.layout_body("救った") == "# 途中\n" + OWN
    wait_for(second, 0)


def test_taking_back_and_saving_drop_the_draft(start: Callable[[], Program]) -> None:
    program = start()
    half_a_layout(program)
    page = layouts(program.hands)
    page.back.click()
    wait_for(program, 0)
    program.hands.settle()
    page.editor.insertPlainText("# 別\n")
    wait_for(program, 1)
    program.hands.press(Key.Key_F9)
    wait_for(program, 0)


def test_the_version_before_comes_back_and_goes_again(start: Callable[[], Program]) -> None:
    program = start()
    own_layout(program)
    hands = program.hands
    page, desk = layouts(hands), hands.shell.context.desk
    page.list.setFocus()
    hands.press(Key.Key_V)
    assert "前の版がありません" in page.problem.text()
    report_layouts.save_layout(desk.office, "自分", OWN + "# 二\n", OWN)
    page.reload()
    hands.settle()
    hands.press(Key.Key_V)
    hands.settle()
    assert desk.layout_body("自分") == OWN == page.editor.toPlainText()
    assert "「自分」を前の版（" in said(hands)
    page.list.setFocus()
    hands.press(Key.Key_V)
    hands.settle()
    assert desk.layout_body("自分") == OWN + "# 二\n"
    assert len(desk.layout_versions("自分")) == 4
    page.editor.insertPlainText("# 途中\n")
    page.list.setFocus()
    hands.press(Key.Key_V)
    assert "保存していない変更があります" in page.problem.text()
    page.list.setCurrentRow(0)
    hands.settle()
    assert not page.revert.isEnabled()


# sentences


def half_a_sentence(program: Program) -> None:
    own_layout(program)
    page = report(program.hands)
    page.pane.list.setFocus()
    program.hands.press(Key.Key_Return)
    program.hands.type("月平均も含め、")
    wait_for(program, 1)


def test_a_sentence_typed_before_the_end_is_taken_up_and_kept(start: Callable[[], Program]) -> None:
    first = start()
    half_a_sentence(first)
    first.end()
    second = start()
    hands = second.hands
    assert "年度報告の文　令和6年度　節" in said(hands)
    take_up(hands)
    page = hands.shell.current()
    assert isinstance(page, AnnualReportPage)
    assert page.pane.is_editing and page.pane.editor.hasFocus()
    assert not page.year.isEnabled()
    typed = page.pane.editor.toPlainText()
    assert typed == "月平均も含め、訪問{visit}。"
    hands.press(Key.Key_F9)
    hands.settle()
    sentence = page.pane.current()
    assert sentence is not None and sentence.source == typed and sentence.is_own
    wait_for(second, 0)


def test_a_sentence_is_offered_where_it_is_opened(start: Callable[[], Program]) -> None:
    first = start()
    half_a_sentence(first)
    first.end()
    second = start()
    hands = second.hands
    page = report(hands)
    page.pane.list.setFocus()
    hands.press(Key.Key_Return)
    notice = page.pane.findChild(DraftNotice)
    assert notice is not None and notice.isVisible()
    notice.take.setFocus()
    hands.press(Key.Key_Space)
    assert page.pane.editor.toPlainText() == "月平均も含め、訪問{visit}。"
    assert page.pane.editor.hasFocus()
    hands.press(Key.Key_Escape)
    wait_for(second, 0)


def test_a_sentence_that_is_gone_or_has_changed_is_told(start: Callable[[], Program]) -> None:
    first = start()
    half_a_sentence(first)
    first.end()
    second = start()
    hands = second.hands
    office = hands.shell.context.desk.office
    report_layouts.save_layout(office, "自分", OWN.replace("訪問{visit}", "訪問督促{visit}"), OWN)
    take_up(hands)
    page = hands.shell.current()
    assert isinstance(page, AnnualReportPage)
    assert "この文は変わっています（今の文: 訪問督促{visit}。）" in said(hands)
    assert page.pane.editor.toPlainText() == "月平均も含め、訪問{visit}。"
    wait_for(second, 1)
    second.end()
    third = start()
    body = third.hands.shell.context.desk.layout_body("自分")
    report_layouts.save_layout(third.hands.shell.context.desk.office, "自分", body.replace('"文"', '"別"'), body)
    take_up(third.hands)
    assert "今のレイアウトにありません" in said(third.hands)
    wait_for(third, 1)
