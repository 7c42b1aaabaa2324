"""Papers in the window, by the keyboard: choosing, turning, zooming, printing, keeping as a PDF."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from collections_app.domain.damages import Profile
from collections_app.domain.errors import UserError
from collections_app.domain.list_views import ClaimFilter, ClaimOrder
from collections_app.domain.paper import PaperKind, PaperWanted, ReportKind
from collections_app.domain.progress import Progress
from collections_app.ui.actions import ActionId
from collections_app.ui.desk import Desk
from collections_app.ui.pages.papers import PapersPage
from collections_app.ui.printing.run import PrintRun, wanted_pages
from collections_app.ui.printing.work import pdf_of, set_paper
from tests.ui.dress import OFFSCREEN
from tests.ui.papers import NEEDS_PDFTOTEXT, read_text
from tests.ui.shell_fixtures import desk, open_shell, shell, wait_idle

if TYPE_CHECKING:
    from collections_app.ui.shell.shell import Shell
    from tests.ui.fakes import FakeDesk

__all__ = ["desk", "open_shell", "shell"]
pytestmark = OFFSCREEN
KEY, WITH = Qt.Key, Qt.KeyboardModifier


def press(qtbot: QtBot, shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = WITH.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or shell, key, modifier)
    wait_idle(qtbot, shell)


def papers_of(shell: Shell) -> PapersPage:
    page = shell.current()
    assert isinstance(page, PapersPage)
    return page


@pytest.fixture
def page(qtbot: QtBot, shell: Shell) -> PapersPage:
    """Give the papers of a claim, reached from its page by Ctrl+P."""
    with qtbot.waitActive(shell):
        shell.activateWindow()
    shell.open_claim("K2020-00001")
    wait_idle(qtbot, shell)
    press(qtbot, shell, KEY.Key_P, WITH.ControlModifier)
    return papers_of(shell)


def asked(desk: FakeDesk) -> list[PaperKind]:
    return [call[1].kind for call in desk.calls if call[0] == "paper" and isinstance(call[1], PaperWanted)]


def kind_of(page: PapersPage) -> PaperKind | ReportKind:
    assert page.paper is not None
    return page.paper.document.kind


def test_ctrl_p_shows_the_chart_and_f12_leads_back(
    qtbot: QtBot, shell: Shell, page: PapersPage, desk: FakeDesk
) -> None:
    assert asked(desk) == [PaperKind.CHART]
    assert page.view.hasFocus()
    assert (page.view.at, page.bar.number.text()) == (0, f"1 / {page.view.count}ページ")
    press(qtbot, shell, KEY.Key_F12)
    current = shell.current()
    assert current is not None
    assert current.key == "claims"
    assert ActionId.PRINT in current.handlers()


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (KEY.Key_2, PaperKind.CONTACTS),
        (KEY.Key_3, PaperKind.GUARANTORS),
        (KEY.Key_4, PaperKind.LEDGER),
        (KEY.Key_5, PaperKind.CERTIFICATE),
        (KEY.Key_6, PaperKind.STATEMENT),
        (KEY.Key_7, PaperKind.SCHEDULE),
    ],
)
def test_a_number_chooses_the_paper(
    qtbot: QtBot, shell: Shell, page: PapersPage, desk: FakeDesk, key: Qt.Key, kind: PaperKind
) -> None:
    press(qtbot, shell, key)
    assert asked(desk) == [PaperKind.CHART, kind]
    assert page.paper is not None
    assert kind_of(page) is kind
    assert page.bar.kinds.current() == kind.value
    press(qtbot, shell, key)
    assert len(asked(desk)) == 2, "the paper is on the screen already"


def test_pages_turn_and_stop_at_the_ends(qtbot: QtBot, shell: Shell, page: PapersPage) -> None:
    last = page.view.count - 1
    assert last >= 1
    press(qtbot, shell, KEY.Key_PageDown)
    assert page.view.at == 1
    press(qtbot, shell, KEY.Key_End)
    press(qtbot, shell, KEY.Key_PageDown)
    assert page.view.at == last
    assert not page.bar.on.isEnabled()
    assert page.bar.back.isEnabled()
    press(qtbot, shell, KEY.Key_Home)
    press(qtbot, shell, KEY.Key_PageUp)
    assert page.view.at == 0
    assert page.view.accessibleName() == f"印刷プレビュー 1 / {last + 1}ページ"
    assert "求償権カルテ" in page.view.accessibleDescription()


def test_the_page_is_whole_until_it_is_zoomed(qtbot: QtBot, shell: Shell, page: PapersPage) -> None:
    view, whole = page.view, page.view.percent
    assert 40 <= whole <= 60
    assert view.verticalScrollBar().maximum() == 0
    press(qtbot, shell, KEY.Key_Plus)
    assert (view.percent, page.bar.percent.text()) == (75, "75％")
    assert view.verticalScrollBar().maximum() > 0
    press(qtbot, shell, KEY.Key_Down)
    assert view.verticalScrollBar().value() > 0
    for _ in range(9):
        press(qtbot, shell, KEY.Key_Plus)
    assert view.percent == 300
    press(qtbot, shell, KEY.Key_Minus)
    assert view.percent == 200
    press(qtbot, shell, KEY.Key_0)
    assert view.percent == whole


def test_the_list_offers_its_guarantors_and_the_papers_of_its_claim(qtbot: QtBot, shell: Shell, desk: FakeDesk) -> None:
    with qtbot.waitActive(shell):
        shell.activateWindow()
    shell.go("claims")
    wait_idle(qtbot, shell)
    press(qtbot, shell, KEY.Key_P, WITH.ControlModifier)
    page = papers_of(shell)
    assert page.paper is not None
    wanted = next(call[1] for call in desk.calls if call[0] == "paper")
    assert isinstance(wanted, PaperWanted)
    listed = desk.claim_numbers(wanted.chosen, wanted.order, shell.context.as_of)
    assert kind_of(page) is PaperKind.GUARANTORS
    assert list(page.paper.document.claim_nos) == listed
    assert len(listed) > 100
    press(qtbot, shell, KEY.Key_1)
    assert kind_of(page) is PaperKind.CHART
    assert page.paper.document.claim_nos == (listed[0],)


def test_without_a_claim_selected_the_list_says_what_is_missing(qtbot: QtBot, shell: Shell) -> None:
    shell.go("claims")
    wait_idle(qtbot, shell)
    claims: object = shell.page("claims")
    claims.list.table.clearSelection()  # type: ignore[attr-defined]
    claims.list.table.setCurrentIndex(claims.list.model.index(-1, -1))  # type: ignore[attr-defined]
    shell.run_action(ActionId.PRINT)
    wait_idle(qtbot, shell)
    page = papers_of(shell)
    said: list[str] = []
    shell.context.said.connect(lambda message: said.append(message.text))
    press(qtbot, shell, KEY.Key_1)
    assert page.paper is not None
    assert kind_of(page) is PaperKind.GUARANTORS
    assert said == ["カルテは求償権1件ごとの帳票です。一覧で求償権を選んでから開いてください。"]


def test_another_day_shows_the_paper_of_that_day(qtbot: QtBot, shell: Shell, page: PapersPage, desk: FakeDesk) -> None:
    shell.context.set_day(date(2024, 12, 31))
    wait_idle(qtbot, shell)
    assert page.paper is not None
    assert page.paper.document.as_of == date(2024, 12, 31)
    press(qtbot, shell, KEY.Key_F12)
    shell.context.set_day(date(2025, 1, 31))
    wait_idle(qtbot, shell)
    count = len(asked(desk))
    shell.go_forward()
    wait_idle(qtbot, shell)
    assert len(asked(desk)) == count + 1
    assert page.paper.document.as_of == date(2025, 1, 31)


def test_what_cannot_be_read_is_said_on_the_page(qtbot: QtBot, shell: Shell, page: PapersPage, desk: FakeDesk) -> None:
    del desk.by_no["K2020-00001"]
    press(qtbot, shell, KEY.Key_2)
    assert page.paper is None
    assert "K2020-00001 はありません" in page._problem.sentence.text()
    assert ActionId.PRINT not in page.handlers()
    assert not page.bar.print.isEnabled()
    press(qtbot, shell, KEY.Key_PageDown)
    desk.by_no["K2020-00001"] = desk.rows[1]
    press(qtbot, shell, KEY.Key_F5)
    assert page.paper is not None


@NEEDS_PDFTOTEXT
def test_ctrl_s_keeps_the_pdf_of_the_moment(
    qtbot: QtBot, shell: Shell, page: PapersPage, desk: FakeDesk, tmp_path: Path
) -> None:
    press(qtbot, shell, KEY.Key_S, WITH.ControlModifier)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("カルテ_K2020-00001_20250331.pdf")
    path = tmp_path / "chart.pdf"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(path.exists)
    wait_idle(qtbot, shell)
    saved = [call for call in desk.calls if call[0] == "saved"]
    assert [call[1:4] for call in saved] == [(PaperKind.CHART, ("K2020-00001",), page.view.count)]
    told = read_text(path.read_bytes(), tmp_path)
    assert len(told) == page.view.count
    assert "17:05" in told[0], "the moment of saving, not of looking"


def terms_of(page: PapersPage) -> tuple[date, Profile | None]:
    assert page.paper is not None
    return page.paper.document.as_of, page.paper.document.profile


def test_profile_and_day_of_a_statement_are_chosen_by_keys(qtbot: QtBot, shell: Shell, page: PapersPage) -> None:
    assert not page.bar.terms.isVisible()
    press(qtbot, shell, KEY.Key_6)
    assert terms_of(page) == (date(2025, 3, 31), Profile.D365)
    press(qtbot, shell, KEY.Key_M)
    assert terms_of(page) == (date(2025, 3, 31), Profile.CALENDAR)
    assert page.bar.terms.profiles.current() == "calendar"
    press(qtbot, shell, KEY.Key_D)
    field = page.bar.terms.day
    assert field.hasFocus()
    assert page.bar.terms.said.text() == "令和7年3月31日(月)"
    QTest.keyClicks(field, "R9.13.1")
    assert "13" in page.bar.terms.said.text()
    press(qtbot, shell, KEY.Key_Return)
    assert terms_of(page)[0] == date(2025, 3, 31)
    assert field.hasFocus()
    field.selectAll()
    QTest.keyClicks(field, "R9.12.31")
    press(qtbot, shell, KEY.Key_Return)
    assert page.view.hasFocus()
    assert terms_of(page) == (date(2027, 12, 31), Profile.CALENDAR)
    press(qtbot, shell, KEY.Key_7)
    assert terms_of(page) == (date(2027, 12, 31), Profile.CALENDAR)
    press(qtbot, shell, KEY.Key_D)
    press(qtbot, shell, KEY.Key_Up)
    press(qtbot, shell, KEY.Key_Escape)
    assert page.view.hasFocus()
    assert field.value() == date(2027, 12, 31)


def test_a_statement_is_as_it_was_when_one_comes_back(qtbot: QtBot, shell: Shell, page: PapersPage) -> None:
    press(qtbot, shell, KEY.Key_6)
    press(qtbot, shell, KEY.Key_M)
    press(qtbot, shell, KEY.Key_D)
    QTest.keyClicks(page.bar.terms.day, "R9.12.31")
    press(qtbot, shell, KEY.Key_Return)
    press(qtbot, shell, KEY.Key_F12)
    shell.go_forward()
    wait_idle(qtbot, shell)
    assert terms_of(page) == (date(2027, 12, 31), Profile.CALENDAR)


def a_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_ctrl_p_asks_for_a_printer(
    qtbot: QtBot, shell: Shell, page: PapersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QPrintDialog] = []
    monkeypatch.setattr("PySide6.QtWidgets.QDialog.open", opened.append)
    press(qtbot, shell, KEY.Key_P, WITH.ControlModifier)
    (dialog,) = opened
    assert (dialog.minPage(), dialog.maxPage()) == (1, page.view.count)
    assert dialog.printer().docName() == "求償権カルテ K2020-00001"
    dialog.deleteLater()


def test_a_print_is_recorded_before_it_is_made(
    qtbot: QtBot, shell: Shell, page: PapersPage, desk: FakeDesk, tmp_path: Path
) -> None:
    assert page.paper is not None
    path = tmp_path / "printed.pdf"
    said: list[str] = []
    shell.context.said.connect(lambda message: said.append(message.text))
    page.print_on(page.paper, a_printer(path), range(page.view.count))
    qtbot.waitUntil(lambda: bool(said))
    assert [call[1:] for call in desk.calls if call[0] == "printed"] == [
        (PaperKind.CHART, ("K2020-00001",), page.view.count, "printed.pdf")
    ]
    assert said == [f"求償権カルテ {page.view.count}ページを「printed.pdf」に送りました。"]
    assert path.read_bytes().count(b"/Type /Page\n") == page.view.count


def test_without_its_record_nothing_is_printed(
    qtbot: QtBot, shell: Shell, page: PapersPage, desk: FakeDesk, tmp_path: Path
) -> None:
    assert page.paper is not None
    desk.refusal = UserError("データベースに書けません。")
    said: list[str] = []
    shell.context.said.connect(lambda message: said.append(message.text))
    path = tmp_path / "printed.pdf"
    page.print_on(page.paper, a_printer(path), range(1))
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["データベースに書けません。"]
    wait_idle(qtbot, shell)
    assert not path.exists() or "求償権カルテ".encode() not in path.read_bytes()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_cannot_begin_is_said(shell: Shell, page: PapersPage, desk: FakeDesk, tmp_path: Path) -> None:
    assert page.paper is not None
    said: list[str] = []
    shell.context.said.connect(lambda message: said.append(message.text))
    page.print_on(page.paper, a_printer(tmp_path / "no such folder" / "a.pdf"), range(1))
    assert said == ["「a.pdf」で印刷を始められません。プリンターの電源と接続を確かめてください。"]
    assert not [call for call in desk.calls if call[0] == "printed"]


def test_the_pages_of_the_dialog_are_those_printed(page: PapersPage, tmp_path: Path) -> None:
    printer = a_printer(tmp_path / "a.pdf")
    assert wanted_pages(printer, 5, 3) == range(5)
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert wanted_pages(printer, 5, 3) == range(3, 4)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 4)
    assert wanted_pages(printer, 5, 3) == range(1, 4)
    printer.setFromTo(4, 9)
    assert wanted_pages(printer, 5, 3) == range(3, 5)


def test_only_the_pages_wanted_are_printed(qtbot: QtBot, page: PapersPage, tmp_path: Path) -> None:
    assert page.paper is not None
    path = tmp_path / "a.pdf"
    run = PrintRun(page, a_printer(path))
    assert run.begin()
    with qtbot.waitSignal(run.ended) as ended:
        run.run(page.paper.pages, range(1, 2))
    assert ended.args == [True]
    assert path.read_bytes().count(b"/Type /Page\n") == 1


def test_every_control_can_be_reached_and_has_a_name(page: PapersPage) -> None:
    terms = (page.bar.terms.day, page.bar.terms.profiles)
    for widget in (page.view, page.bar.kinds, *terms, page.bar.print, page.bar.save, page.bar.back, page.bar.on):
        assert widget.accessibleName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_door_to_the_services_reads_stamps_and_records(
    qapp: QApplication, demo_location: str, tmp_path: Path
) -> None:
    location = tmp_path / "office.db"
    shutil.copy(demo_location, location)
    office = Desk(str(location))
    office.open()
    number = office.claim_numbers(ClaimFilter(), ClaimOrder(), date(2025, 3, 31))[0]
    paper = set_paper(office, PaperWanted(PaperKind.CHART, date(2025, 3, 31), number))
    fresh, content = pdf_of(office, paper)
    assert fresh.document.stamp.at >= paper.document.stamp.at
    assert office.save_paper(fresh.document, 1, content, tmp_path / "a.pdf").read_bytes() == content
    office.record_printing(fresh.document, 1, "課のプリンター")
    assert office.check(Progress()) == ()
    office.close()


def test_f11_writes_the_statement_on_the_screen_as_a_workbook(
    qtbot: QtBot, shell: Shell, page: PapersPage, desk: FakeDesk, tmp_path: Path
) -> None:
    press(qtbot, shell, KEY.Key_6)
    press(qtbot, shell, KEY.Key_M)
    press(qtbot, shell, KEY.Key_F11)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("債権計算書_K2020-00001_20250331_calendar.xlsx")
    path = tmp_path / "a.xlsx"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(path.exists)
    wait_idle(qtbot, shell)
    ((_, wanted),) = [call for call in desk.calls if call[0] == "workbook"]
    assert isinstance(wanted, PaperWanted)
    assert (wanted.claim_no, wanted.profile) == ("K2020-00001", Profile.CALENDAR)
