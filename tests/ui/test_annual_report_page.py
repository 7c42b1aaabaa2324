"""The yearly report and its layouts on the screen, by the keyboard alone, over a small office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from collections_app.domain.report_texts import ReportWanted, SentenceStatus
from collections_app.services import annual_report as service
from collections_app.services import report_layouts
from collections_app.ui.annual import layout_page, sentence_pane
from collections_app.ui.annual import page as annual_page
from collections_app.ui.annual.layout_page import LayoutsPage
from collections_app.ui.annual.page import AnnualReportPage
from collections_app.ui.desk import Desk
from collections_app.ui.pages.rows import RowsPage
from tests.storage.making import a_claim, base, make_office
from tests.ui.dress import OFFSCREEN
from tests.ui.shell_fixtures import MakeShell, open_shell, wait_idle
from tests.ui.windows import turn_to

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collections_app.ui.shell.shell import Shell

__all__ = ["open_shell"]
pytestmark = OFFSCREEN
KEY, WITH = Qt.Key, Qt.KeyboardModifier
VISITS = "早期着手.訪問"
PLAN_LAYOUT = """title = "計画との比較"
[[sections]]
heading = "節"
[[sections.blocks]]
sentences = [{ key = "文", text = "計画{visit:計画}に対し{visit:計画比}、前年比{visit:前年比}。" }]
"""


@pytest.fixture
def shell(qtbot: QtBot, open_shell: MakeShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setattr(sentence_pane, "PAUSE_MS", 1)
    monkeypatch.setattr(layout_page, "PAUSE_MS", 1)
    contacts = [
        {"contact_no": f"N{at}", "claim_no": "K1", "kind": "visit", "contacted_on": day, "staff_no": "S1"}
        for at, day in enumerate((date(2023, 6, 1), date(2024, 6, 1), date(2024, 7, 1)), 1)
    ]
    location = str(tmp_path / "office.sqlite3")
    plans = [{"fiscal_year": 2024, "figure": "visit", "value": 9}]
    make_office(location, base() | {"claims": [a_claim("K1")], "contacts": contacts, "plans": plans}).close()
    shell = open_shell(Desk(location))  # type: ignore[arg-type]
    turn_to(qtbot, shell, date(2025, 3, 31))
    yield shell
    shell.context.desk.close()


def settle(qtbot: QtBot, shell: Shell) -> None:
    for _ in range(3):
        qtbot.wait(5)
        wait_idle(qtbot, shell)


def press(qtbot: QtBot, shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = WITH.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or shell, key, modifier)
    settle(qtbot, shell)


def said(shell: Shell) -> str:
    return "".join(label.text() for label in shell.messages.findChildren(QLabel))


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> AnnualReportPage:
    press(qtbot, shell, KEY.Key_A, WITH.ControlModifier | WITH.ShiftModifier)
    found = shell.current()
    assert isinstance(found, AnnualReportPage)
    return found


@pytest.fixture
def layouts(qtbot: QtBot, shell: Shell) -> LayoutsPage:
    press(qtbot, shell, KEY.Key_U, WITH.ControlModifier | WITH.ShiftModifier)
    found = shell.current()
    assert isinstance(found, LayoutsPage)
    return found


def stand_on(page: AnnualReportPage, key: str = VISITS) -> None:
    report = page.report
    assert report is not None
    page.pane.list.setCurrentRow([one.key for one in report.sentences()].index(key))


def status(page: AnnualReportPage) -> SentenceStatus:
    sentence = page.pane.current()
    assert sentence is not None
    return sentence.status


def test_the_report_stands_beside_its_sentences(page: AnnualReportPage) -> None:
    assert page.year.currentData() == 2024
    assert page.view.count >= 1
    assert page.pane.list.hasFocus()
    stand_on(page)
    assert page.pane.words.text().endswith("訪問督促は前年を上回る実績となった。")
    assert "訪問督促 2回（前年度 1回、計画 9回）" in page.pane.why.text()


def test_a_sentence_is_confirmed_by_the_space_bar(qtbot: QtBot, shell: Shell, page: AnnualReportPage) -> None:
    stand_on(page)
    press(qtbot, shell, KEY.Key_Space)
    assert status(page) is SentenceStatus.CONFIRMED
    assert page.pane.list.currentItem().text().startswith("✓ 確認済み")
    assert "確認済み 1" in page.state.text()


def test_a_sentence_is_edited_with_its_status_said_while_typing(
    qtbot: QtBot, shell: Shell, page: AnnualReportPage
) -> None:
    stand_on(page)
    press(qtbot, shell, KEY.Key_Return)
    editor = page.pane.editor
    assert editor.hasFocus()
    editor.setPlainText("訪問督促は{visits}回となった。")
    qtbot.waitUntil(lambda: "近い名前: visit" in page.pane.why.text())
    editor.setPlainText("訪問督促は前年を下回る{visit}となった。")
    qtbot.waitUntil(lambda: "要確認: 前年を下回るが成り立たない" in page.pane.why.text())
    assert page.pane.words.text() == "訪問督促は前年を下回る2回となった。"
    press(qtbot, shell, KEY.Key_F9)
    assert status(page) is SentenceStatus.DOUBTFUL
    assert page.pane.list.currentItem().text().startswith("! 要確認")
    assert page.pane.list.hasFocus()
    press(qtbot, shell, KEY.Key_Delete)
    assert status(page) is SentenceStatus.OPEN


def test_a_text_that_cannot_be_kept_stays_in_the_field(qtbot: QtBot, shell: Shell, page: AnnualReportPage) -> None:
    stand_on(page)
    press(qtbot, shell, KEY.Key_Return)
    page.pane.editor.setPlainText("訪問督促は{nix}。")
    press(qtbot, shell, KEY.Key_Return, WITH.ControlModifier)
    assert page.pane.is_editing
    assert "という数字はありません" in page.pane.why.text()
    press(qtbot, shell, KEY.Key_Escape)
    assert not page.pane.is_editing
    assert page.pane.list.hasFocus()


def test_the_report_is_written_and_a_final_one_refused(
    qtbot: QtBot, shell: Shell, page: AnnualReportPage, tmp_path: Path
) -> None:
    page.save_to(tmp_path / "report.docx")
    settle(qtbot, shell)
    assert (tmp_path / "report.docx").read_bytes().startswith(b"PK")
    page.save_to(tmp_path / "report.pdf")
    settle(qtbot, shell)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    page.final.setChecked(True)
    page.save_to(tmp_path / "final.docx")
    settle(qtbot, shell)
    assert not (tmp_path / "final.docx").exists()
    assert "確認の済んでいない文" in said(shell)


def test_a_year_of_nothing_says_so_beside_a_way_on(qtbot: QtBot, shell: Shell, page: AnnualReportPage) -> None:
    page.year.addItem("1990", 1990)
    page.year.setCurrentIndex(page.year.count() - 1)
    page.reload()
    settle(qtbot, shell)
    assert page._problem.sentence.text().startswith("1990年度の数字がありません。")
    assert not any(button.isEnabled() for button in page.files.values())


@pytest.mark.parametrize(
    ("key", "modifier", "suffix"),
    [
        (KEY.Key_W, WITH.NoModifier, ".docx"),
        (KEY.Key_S, WITH.ControlModifier, ".pdf"),
        (KEY.Key_F11, WITH.NoModifier, ".xlsx"),
        (KEY.Key_M, WITH.NoModifier, ".md"),
    ],
)
def test_each_form_has_its_key(
    qtbot: QtBot,
    shell: Shell,
    page: AnnualReportPage,
    monkeypatch: pytest.MonkeyPatch,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    suffix: str,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(annual_page, "ask_save", lambda _, __, name, *rest: asked.append(name))
    press(qtbot, shell, key, modifier)
    assert asked == [f"年度報告_2024_miyagi（案）{suffix}"]  # the small office lacks most figures


def test_the_summary_leads_to_the_report_of_its_year(qtbot: QtBot, shell: Shell) -> None:
    opens = shell.context.annual_report
    assert opens is not None
    opens(2023)
    settle(qtbot, shell)
    found = shell.current()
    assert isinstance(found, AnnualReportPage)
    assert found.year.currentData() == 2023
    assert found.report is not None
    assert found.report.fiscal_year == 2023


# the figures on the paper


def test_a_figure_of_a_sentence_or_a_cell_opens_its_rows_by_keys(
    qtbot: QtBot, shell: Shell, page: AnnualReportPage
) -> None:
    press(qtbot, shell, KEY.Key_U)
    assert page.view.hasFocus()
    spots = [(spot.text, spot.behind.said) for spot in page.view.spots]
    assert spots[:2] == [("2回", "訪問督促　令和6年度　2回"), ("1回", "訪問督促　令和5年度　1回")]
    press(qtbot, shell, KEY.Key_Right)
    assert page.figure.text().startswith("1回: 訪問督促　令和5年度　1回")
    press(qtbot, shell, KEY.Key_Return)
    rows = shell.current()
    assert isinstance(rows, RowsPage) and rows._rows is not None
    assert rows._rows.total == 1 and rows._rows.title == "訪問督促　R5.4.1–R6.3.31"
    press(qtbot, shell, KEY.Key_Left, WITH.AltModifier)
    assert shell.current() is page
    assert page.view.hasFocus() and page.view.on == 1
    press(qtbot, shell, KEY.Key_Down)
    here = page.view.here()
    assert here is not None and here.behind.said.startswith("任意処分成約件数　令和5年度")
    press(qtbot, shell, KEY.Key_End)
    assert page.view.at == page.view.count - 1
    press(qtbot, shell, KEY.Key_Home)
    assert (page.view.on, page.view.at) == (0, 0)
    press(qtbot, shell, KEY.Key_Escape)
    assert page.pane.list.hasFocus()


def test_a_figure_opens_by_a_click_and_a_plan_says_why_it_has_no_rows(
    qtbot: QtBot, shell: Shell, page: AnnualReportPage
) -> None:
    spot = page.view.spots[0]
    paper = page.view.widget()
    layer = paper.findChild(QWidget) if paper is not None else None
    assert isinstance(layer, QWidget)
    QTest.mouseClick(layer, Qt.MouseButton.LeftButton, pos=page.view.place_of(spot).toPoint())
    settle(qtbot, shell)
    current = shell.current()
    assert current is not None and current.key == "rows"
    shell.context.desk.save_layout("計画", PLAN_LAYOUT, None)
    shell.go_back()
    page.recall((2024, "計画"))
    page.enter()
    settle(qtbot, shell)
    page.view.setFocus()
    assert [one.text for one in page.view.spots] == ["9回", "22.2％", "200.0％"]
    page.view.stand_on(0)
    press(qtbot, shell, KEY.Key_Return)
    assert "訪問督促の計画 9回は入力した値で、内訳の行はありません" in said(shell)
    assert shell.current() is page


def test_a_comparison_offers_the_rows_of_both_years(qtbot: QtBot, shell: Shell, page: AnnualReportPage) -> None:
    shell.context.desk.save_layout("計画", PLAN_LAYOUT, None)
    page.recall((2024, "計画"))
    page.enter()
    settle(qtbot, shell)
    page.view.setFocus()
    press(qtbot, shell, KEY.Key_End)
    press(qtbot, shell, KEY.Key_Return)
    menu = page.view.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        "&1　訪問督促　令和6年度　2回",
        "&2　訪問督促　令和5年度　1回",
    ]
    menu.actions()[1].trigger()
    settle(qtbot, shell)
    rows = shell.current()
    assert isinstance(rows, RowsPage) and rows._rows is not None
    assert rows._rows.title == "訪問督促　R5.4.1–R6.3.31"


# layouts


def test_a_shipped_layout_is_looked_at_and_not_changed(layouts: LayoutsPage) -> None:
    assert layouts.editor.isReadOnly()
    assert "N でコピー" in layouts.problem.text()
    assert layouts.view.count >= 1


def copy(qtbot: QtBot, shell: Shell, layouts: LayoutsPage, name: str = "自分の報告") -> None:
    layouts.list.setFocus()
    press(qtbot, shell, KEY.Key_N)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText(name)
    press(qtbot, shell, KEY.Key_Return)
    ref = layouts.ref()
    assert ref is not None and ref.name == name


def test_an_own_layout_is_copied_edited_previewed_and_saved(qtbot: QtBot, shell: Shell, layouts: LayoutsPage) -> None:
    copy(qtbot, shell, layouts)
    assert not layouts.editor.isReadOnly()
    body = layouts.editor.toPlainText()
    layouts.editor.setPlainText(body.replace('"lawsuit"', '"lawsuits"'))
    qtbot.waitUntil(lambda: "「lawsuits」という数字はありません" in layouts.problem.text())
    line = body[: body.index('"lawsuit"')].count("\n") + 1
    assert layouts.problem.text().startswith(f"{line}行目")
    assert layouts.editor.extraSelections()
    press(qtbot, shell, KEY.Key_Period, WITH.ControlModifier)
    assert layouts.editor.textCursor().blockNumber() + 1 == line
    layouts.editor.setPlainText(body.replace("・訪問督促", "・訪問"))
    qtbot.waitUntil(lambda: layouts.problem.text() == "")
    press(qtbot, shell, KEY.Key_F9)
    desk = shell.context.desk
    assert "・訪問" in desk.layout_body("自分の報告")
    assert "・訪問　" in service.annual_report(desk.office, ReportWanted(2024, "自分の報告")).text
    layouts.versions.setCurrentIndex(2)  # the first of its versions: the copy
    layouts._on_version()
    settle(qtbot, shell)
    assert layouts.editor.toPlainText() == body
    press(qtbot, shell, KEY.Key_F9)
    assert desk.layout_body("自分の報告") == body
    assert len(desk.layout_versions("自分の報告")) == 3


def test_a_layout_that_is_none_is_not_saved(qtbot: QtBot, shell: Shell, layouts: LayoutsPage) -> None:
    copy(qtbot, shell, layouts)
    layouts.editor.setPlainText("title")
    press(qtbot, shell, KEY.Key_F9)
    assert "= がありません" in layouts.problem.text()
    assert shell.context.desk.layout_body("自分の報告") != "title"


def test_what_is_typed_stays_while_one_looks_at_another(qtbot: QtBot, shell: Shell, layouts: LayoutsPage) -> None:
    copy(qtbot, shell, layouts)
    layouts.editor.insertPlainText("# 途中\n")
    settle(qtbot, shell)
    at = layouts.list.currentRow()
    layouts.list.setCurrentRow(0)
    settle(qtbot, shell)
    assert "途中" not in layouts.editor.toPlainText()
    layouts.list.setCurrentRow(at)
    settle(qtbot, shell)
    assert "途中" in layouts.editor.toPlainText()
    assert "未保存" in layouts.list.currentItem().text()
    layouts.back.click()
    settle(qtbot, shell)
    assert "途中" not in layouts.editor.toPlainText()


def test_somebody_else_was_faster(qtbot: QtBot, shell: Shell, layouts: LayoutsPage) -> None:
    copy(qtbot, shell, layouts)
    office, body = shell.context.desk.office, layouts.editor.toPlainText()
    report_layouts.save_layout(office, "自分の報告", body + "# ほかの人\n", body)
    layouts.editor.insertPlainText("# 私\n")
    press(qtbot, shell, KEY.Key_F9)
    assert "ほかの人が変えました" in said(shell)
    assert "# 私" in layouts.editor.toPlainText()


def test_an_own_layout_is_deleted_after_a_second_press(qtbot: QtBot, shell: Shell, layouts: LayoutsPage) -> None:
    copy(qtbot, shell, layouts)
    layouts.list.setFocus()
    press(qtbot, shell, KEY.Key_Delete)
    assert "もう一度 Delete" in layouts.problem.text()
    press(qtbot, shell, KEY.Key_Delete)
    assert not any(one.is_own for one in shell.context.desk.report_layouts())


def test_the_reports_page_leads_to_both(qtbot: QtBot, shell: Shell) -> None:
    for word, key in (("年度報告を開く", "annual_report"), ("レイアウトを編集", "report_layouts")):
        shell.go("reports")
        settle(qtbot, shell)
        buttons = shell.page("reports").findChildren(QPushButton)
        next(one for one in buttons if one.text().startswith(word)).click()
        settle(qtbot, shell)
        current = shell.current()
        assert current is not None and current.key == key
