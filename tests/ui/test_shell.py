"""The shell as a person uses it: keys, pages, back and forward."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from collections_app.domain.breakdowns import of_year
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.errors import DatabaseError
from collections_app.domain.list_views import ClaimFilter
from collections_app.domain.views import OfficeState
from collections_app.ui import look
from collections_app.ui.actions import ACTIONS, ActionId
from collections_app.ui.pages.admin import AdminPage
from collections_app.ui.pages.claims import ClaimsPage
from collections_app.ui.pages.summary import SummaryHost
from collections_app.ui.shell.day_popover import DayPopover
from collections_app.ui.shell.help import HelpOverlay
from collections_app.ui.shell.search import SearchResults
from collections_app.ui.shell.shell import Shell
from collections_app.ui.summary.header import FREE
from tests.ui.fakes import AS_OF, FakeDesk, problem
from tests.ui.shell_fixtures import MakeShell, desk, open_shell, shell, wait_idle

__all__ = ["desk", "open_shell", "shell"]


def claims_of(shell: Shell) -> ClaimsPage:
    page = shell.page("claims")
    assert isinstance(page, ClaimsPage)
    return page


def press(
    qtbot: QtBot, shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(QApplication.focusWidget() or shell, key, modifier)
    wait_idle(qtbot, shell)


def go(qtbot: QtBot, shell: Shell, key: str) -> None:
    shell.go(key)
    wait_idle(qtbot, shell)


def test_the_first_page_is_the_summary_of_the_newest_day(shell: Shell, desk: FakeDesk) -> None:
    assert shell.current() is shell.page("summary")
    assert ("summary", 2024, AS_OF) in desk.calls
    assert "2025年3月31日 現在" in shell.top.day.text()
    assert shell.top.year.text() == "令和6年度"


def test_every_shortcut_is_unique_and_every_action_has_a_text() -> None:
    shortcuts = [spec.shortcut for spec in ACTIONS]
    assert len(shortcuts) == len(set(shortcuts))
    assert {spec.id for spec in ACTIONS} == set(ActionId)
    assert all(spec.text and spec.short for spec in ACTIONS)


def test_the_key_bar_shows_only_keys_that_do_something(qtbot: QtBot, shell: Shell) -> None:
    for key in ("summary", "claims", "reports", "admin"):
        go(qtbot, shell, key)
        assert set(shell.keys.shown()) <= set(shell.handlers())
    assert ActionId.PREVIOUS not in shell.keys.shown()


def test_enter_opens_a_claim_and_f8_the_next_one(qtbot: QtBot, shell: Shell) -> None:
    go(qtbot, shell, "claims")
    page = claims_of(shell)
    press(qtbot, shell, Qt.Key.Key_Down)
    press(qtbot, shell, Qt.Key.Key_Return)
    numbers = page.list.model.numbers()
    tab = page.current_tab()
    assert tab is not None
    assert tab.claim_no == numbers[1]
    shell.run_action(ActionId.NEXT)
    wait_idle(qtbot, shell)
    assert page.strip.keys() == ["", numbers[2]]
    shell.run_action(ActionId.CLOSE)
    assert page.current_tab() is None


def test_back_returns_to_filter_scroll_and_selection(qtbot: QtBot, shell: Shell) -> None:
    go(qtbot, shell, "claims")
    page = claims_of(shell)
    page.list.show_filter(ClaimFilter(statuses=(ClaimStatus.ACTIVE,)))
    wait_idle(qtbot, shell)
    page.list.table.select_row(40)
    scroll = page.list.table.verticalScrollBar().value()
    assert scroll > 0
    number = page.list.model.numbers()[40]
    page.open_claim(number)
    wait_idle(qtbot, shell)
    go(qtbot, shell, "summary")
    shell.go_back()
    wait_idle(qtbot, shell)
    assert page.current_tab() is not None
    shell.go_back()
    wait_idle(qtbot, shell)
    place = page.list.place()
    assert page.current_tab() is None
    assert (place.claim_no, place.wanted.statuses) == (number, (ClaimStatus.ACTIVE,))
    qtbot.waitUntil(lambda: page.list.table.verticalScrollBar().value() == scroll)
    shell.go_forward()
    assert page.current_tab() is not None


def test_a_figure_leads_to_its_rows_and_to_the_list_of_their_claims(qtbot: QtBot, shell: Shell) -> None:
    shell.context.rows_requested.emit(of_year("visit", 2024, AS_OF))
    wait_idle(qtbot, shell)
    assert shell.current() is shell.page("rows")
    shell.context.list_requested.emit(("訪問督促", ("K2019-00000", "K2020-00001")))
    wait_idle(qtbot, shell)
    page = claims_of(shell)
    assert list(page.list.model.numbers()) == ["K2019-00000", "K2020-00001"]
    shell.go_back()
    wait_idle(qtbot, shell)
    assert shell.current() is shell.page("rows")


def test_search_finds_a_claim_and_opens_it(qtbot: QtBot, shell: Shell) -> None:
    shell.run_action(ActionId.SEARCH)
    QTest.keyClicks(shell.top.search, "K2020-00007")
    results = shell.findChild(SearchResults)
    assert results is not None
    QTest.keyClick(shell.top.search, Qt.Key.Key_Return)  # before the answer: the claim is meant, not a command
    qtbot.waitUntil(lambda: claims_of(shell).current_tab() is not None)
    wait_idle(qtbot, shell)
    tab = claims_of(shell).current_tab()
    assert tab is not None
    assert tab.claim_no == "K2020-00007"
    assert not results.isVisible()


def test_search_runs_a_command(qtbot: QtBot, shell: Shell) -> None:
    shell.run_action(ActionId.SEARCH)
    results = shell.findChild(SearchResults)
    assert results is not None
    titles = [row.title for row in results.model.rows]
    assert "明るい・暗い画面を切り替え" in titles
    shell.run_action(ActionId.THEME)
    assert look.colors().is_dark
    shell.run_action(ActionId.THEME)
    assert not look.colors().is_dark


def test_another_day_is_typed_in_the_forms_of_an_era(qtbot: QtBot, shell: Shell, desk: FakeDesk) -> None:
    shell.run_action(ActionId.AS_OF)
    popover = shell.findChild(DayPopover)
    assert popover is not None
    popover.field.setText("H31.5.1")
    assert "平成" in popover.spoken.text()
    popover.field.setText("R6.9.30")
    assert popover.spoken.text() == "令和6年9月30日(月)"
    QTest.keyClick(popover.field, Qt.Key.Key_Return)
    wait_idle(qtbot, shell)
    assert shell.context.as_of == date(2024, 9, 30)
    assert ("summary", 2024, date(2024, 9, 30)) in desk.calls


def test_days_half_typed_stop_no_reading_again(qtbot: QtBot, shell: Shell, desk: FakeDesk) -> None:
    page = shell.page("summary")
    assert isinstance(page, SummaryHost)
    header = page.widget.header
    for _ in range(2):
        QTest.keyClick(header.spans, Qt.Key.Key_Right)
    assert header.spans.current() == FREE
    wait_idle(qtbot, shell)
    header.last.setText("カトウ")
    before = len(desk.calls)
    press(qtbot, shell, Qt.Key.Key_F5)
    assert "日付として読めません" in header.problem.text()
    assert header.problem.isVisible()
    assert len(desk.calls) == before
    assert page.widget.shown() is not None
    header.last.setText("R7.2.28")
    press(qtbot, shell, Qt.Key.Key_F5)
    assert not header.problem.isVisible()
    assert desk.calls[before:]


def test_a_fiscal_year_is_looked_at_on_its_last_day(qtbot: QtBot, shell: Shell, desk: FakeDesk) -> None:
    shell.top.year_chosen.emit(2023)
    wait_idle(qtbot, shell)
    assert shell.context.as_of == date(2024, 3, 31)
    assert ("summary", 2023, date(2024, 3, 31)) in desk.calls


def test_help_lists_every_key(qtbot: QtBot, shell: Shell) -> None:
    shell.run_action(ActionId.HELP)
    overlay = shell.findChild(HelpOverlay)
    assert overlay is not None
    words = {label.text() for label in overlay.findChildren(QLabel)}
    assert {spec.text for spec in ACTIONS} <= words
    QTest.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()


def test_an_error_stays_until_it_is_dismissed(qtbot: QtBot, shell: Shell) -> None:
    shell.open_claim("K9999-00000")
    wait_idle(qtbot, shell)
    message = shell.messages.message
    assert message is not None
    assert message.stays
    assert "K9999-00000" in message.text
    shell.messages.dismiss()
    assert not shell.messages.isVisible()


def test_a_message_is_as_wide_as_its_words_and_covers_no_button(qtbot: QtBot, shell: Shell) -> None:
    page = shell.current()
    assert page is not None
    with qtbot.waitExposed(shell):
        shell.show()
    shell.context.say("書きました。")
    lowest = shell.messages.sizeHint().width(), shell.messages._box().bottom()
    assert lowest[0] < shell.stack.width() / 2
    button = QPushButton("登録", page)
    button.setGeometry(40, page.height() - 40, 100, 28)
    button.show()
    shell.context.say("書きました。")
    assert shell.messages._box().bottom() < button.y()
    button.move(page.width() - 140, page.height() - 40)  # beside it
    shell.context.say("書きました。")
    assert shell.messages._box().bottom() == lowest[1]


def test_an_import_says_what_it_did_and_every_page_reads_again(qtbot: QtBot, shell: Shell, desk: FakeDesk) -> None:
    go(qtbot, shell, "admin")
    page = shell.page("admin")
    assert isinstance(page, AdminPage)
    page.imports.set_path(Path("bundle.zip"))
    QTest.mouseClick(page.imports.check_button, Qt.MouseButton.LeftButton)
    wait_idle(qtbot, shell)
    assert "416件を追加" in page.imports.result.text()
    assert ("import", Path("bundle.zip"), True, False) in desk.calls
    QTest.mouseClick(page.imports.import_button, Qt.MouseButton.LeftButton)
    wait_idle(qtbot, shell)
    assert ("import", Path("bundle.zip"), False, False) in desk.calls
    assert page.imports.counts.isVisible()


def test_a_check_leaves_its_result_on_the_page(qtbot: QtBot, shell: Shell, desk: FakeDesk) -> None:
    go(qtbot, shell, "admin")
    page = shell.page("admin")
    assert isinstance(page, AdminPage)
    assert page.checked.isHidden()
    page.check()
    wait_idle(qtbot, shell)
    assert page.checked.text().endswith("誤りも注意もありません。")
    desk.problems = (problem(3), problem(4))
    page.check()
    wait_idle(qtbot, shell)
    assert page.checked.text().endswith("誤り 2件、注意 0件。")


def test_a_bundle_with_mistakes_lists_them_all(qtbot: QtBot, shell: Shell, desk: FakeDesk, tmp_path: Path) -> None:
    go(qtbot, shell, "admin")
    page = shell.page("admin")
    assert isinstance(page, AdminPage)
    desk.problems = (problem(3), problem(4))
    page.imports.set_path(tmp_path)
    QTest.mouseClick(page.imports.import_button, Qt.MouseButton.LeftButton)
    wait_idle(qtbot, shell)
    assert page.imports.problems.isVisible()
    assert len(page.imports.problems.table.model.rows()) == 2
    page.imports.problems.save(tmp_path / "problems.xlsx")
    wait_idle(qtbot, shell)
    assert (tmp_path / "problems.xlsx").exists()


def test_the_monthly_workbook_is_written_where_asked(
    qtbot: QtBot, shell: Shell, desk: FakeDesk, tmp_path: Path
) -> None:
    from collections_app.ui.pages.reports import ReportsPage

    go(qtbot, shell, "reports")
    page = shell.page("reports")
    assert isinstance(page, ReportsPage)
    page.path.setText(str(tmp_path / "月次.xlsx"))
    shell.run_action(ActionId.EXCEL)
    wait_idle(qtbot, shell)
    assert ("monthly", date(2025, 3, 1), tmp_path / "月次.xlsx") in desk.calls
    message = shell.messages.message
    assert message is not None
    assert message.action is not None


def test_the_office_template_is_remembered_and_filled(
    qtbot: QtBot, shell: Shell, desk: FakeDesk, tmp_path: Path
) -> None:
    from collections_app.ui.pages.reports import ReportsPage

    go(qtbot, shell, "reports")
    page = shell.page("reports")
    assert isinstance(page, ReportsPage)
    page.template.setFocus()
    page.template.setText("")
    QTest.keyClicks(page.template, str(tmp_path / "form.xlsx"))  # Qt types no kanji
    page.path.setText(str(tmp_path / "月次.xlsx"))
    shell.run_action(ActionId.EXCEL)
    wait_idle(qtbot, shell)
    assert ("template", date(2025, 3, 1), tmp_path / "form.xlsx", tmp_path / "月次.xlsx") in desk.calls
    assert shell.context.settings.template == str(tmp_path / "form.xlsx")
    message = shell.messages.message
    assert message is not None
    assert "own" in message.text


def test_an_empty_database_opens_on_the_page_that_fills_it(open_shell: MakeShell) -> None:
    shell = open_shell(FakeDesk(count=0))
    assert shell.current() is shell.page("admin")


def test_a_database_that_cannot_be_opened_says_why(qtbot: QtBot, open_shell: MakeShell) -> None:
    class Broken(FakeDesk):
        def open(self) -> OfficeState:
            if not self.calls:
                self.calls.append(("refused",))
                raise DatabaseError("データベースを開けません。ほかのプログラムが使っています。")
            return super().open()

    from collections_app.ui.settings import Settings
    from collections_app.ui.widgets import EmptyState
    from collections_app.ui.window import make_shell

    shell = make_shell(Broken(), Settings())
    qtbot.addWidget(shell)
    shell.show()
    qtbot.waitUntil(lambda: shell.findChild(EmptyState) is not None)
    refusal = shell.findChild(EmptyState)
    assert isinstance(refusal, EmptyState)
    assert "ほかのプログラム" in refusal.sentence.text()
    assert refusal.button is not None
    refusal.button.click()
    wait_idle(qtbot, shell)
    assert shell.current() is shell.page("summary")
    shell.context.jobs.shutdown()


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, shell: Shell) -> None:
    for key in ("summary", "claims", "reports", "admin"):
        go(qtbot, shell, key)
    shell.open_claim("K2019-00000")
    wait_idle(qtbot, shell)
    nameless = [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in shell.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and not one.accessibleName()
    ]
    assert nameless == []
