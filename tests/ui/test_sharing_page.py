"""Insurance, payments and servicers on the screen, by the keyboard alone, over a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from collections_app.domain.paper import PaperKind
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.desk import Desk
from collections_app.ui.pages.papers import PapersPage
from collections_app.ui.sharing.page import SharingPage
from tests.storage.making import a_claim, base, make_office
from tests.ui.dress import OFFSCREEN
from tests.ui.shell_fixtures import MakeShell, open_shell, wait_idle
from tests.ui.test_contact_entry import Hands
from tests.ui.windows import turn_to

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collections_app.ui.shell.shell import Shell

__all__ = ["open_shell"]
pytestmark = OFFSCREEN
KEY, WITH = Qt.Key, Qt.KeyboardModifier
NAME = "架空債権回収株式会社"


def a_receipt(number: str, on: date, amount: int, **given: Any) -> dict[str, Any]:
    fixed = {"recovery_type": "regular", "section": "管理第一課", "staff_no": "S1", "claim_no": "K1"}
    return {"receipt_no": number, "received_on": on, "posted_on": on, "amount": amount, **fixed, **given}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    location = str(tmp_path / "office.sqlite3")
    given = {"subrogated_on": date(2024, 4, 1), "principal": 10_000_000, "interest": 200_000, "coverage_rate": "80"}
    rows = base() | {
        "claims": [a_claim("K1", **given), a_claim("K2", debtor_no="P3")],
        "receipts": [
            a_receipt("R1", date(2025, 3, 10), 300_000),
            a_receipt("R2", date(2025, 3, 20), 9_000, claim_no="K2", channel="servicer"),
        ],
        "placements": [{"claim_no": "K2", "servicer": NAME, "placed_on": date(2024, 4, 1)}],
    }
    make_office(location, rows).close()
    return Desk(location)


@pytest.fixture
def shell(qtbot: QtBot, open_shell: MakeShell, desk: Desk) -> Iterator[Shell]:
    shell = open_shell(desk)  # type: ignore[arg-type]
    turn_to(qtbot, shell, date(2025, 4, 15))
    yield shell
    shell.context.jobs.shutdown()
    desk.close()


@pytest.fixture
def hands(qtbot: QtBot, shell: Shell) -> Hands:
    hands = Hands(qtbot, shell)
    hands.press(KEY.Key_H, WITH.ControlModifier | WITH.ShiftModifier)
    hands.settle()
    return hands


@pytest.fixture
def page(hands: Hands) -> SharingPage:
    page = hands.shell.current()
    assert isinstance(page, SharingPage)
    hands.qtbot.waitUntil(lambda: page.lines.model.rowCount() == 1)
    return page


def cells(page: SharingPage) -> list[tuple[Any, ...]]:
    return [line[1:] for line in page.lines.model.rows()]


def wait_for(hands: Hands, page: SharingPage, rows: int) -> None:
    hands.settle()
    hands.qtbot.waitUntil(lambda: page.lines.model.rowCount() == rows)


def test_a_bookkeepers_month(hands: Hands, page: SharingPage, tmp_path: Path) -> None:
    # the insurance money is claimed and received
    assert cells(page)[0][:4] == ("K1", "佐藤　花子", "請求できる", date(2024, 5, 2))
    hands.press(KEY.Key_F9)
    hands.qtbot.waitUntil(lambda: page.editor.form() is not None)
    hands.fill("R6.6.1", "R6.7.1")
    form = page.editor.form()
    assert form is not None
    assert form.record()["amount"] == 7_764_705  # what the formula gives today is there already: R1 came in meanwhile
    hands.fill("8000000")
    hands.press(KEY.Key_F9)
    wait_for(hands, page, 0)
    assert "受領済 1件" in page.said.text()
    # the month is looked at and reported
    page.lines.view.setFocus()
    hands.press(KEY.Key_2)
    wait_for(hands, page, 1)
    assert cells(page)[0] == ("K1", "佐藤　花子", 1, 0, 300_000, 235_294, 0, 0, 0, 64_706)
    assert page.opened.text().startswith("K1　元金割合 10,000,000／10,200,000　保険金／残額 8,000,000／10,000,000")
    assert page.rows.model.rows()[0][1] == "R1"
    hands.press(KEY.Key_F9)
    hands.press(KEY.Key_Return)
    hands.qtbot.waitUntil(lambda: "報告　照合値" in page.said.text())
    assert ActionId.REGISTER not in page.handlers()
    # what was paid is typed
    page.lines.view.setFocus()
    hands.press(KEY.Key_3)
    wait_for(hands, page, 1)
    assert cells(page)[0][:7] == ("2025-03", "日本政策金融公庫", 235_294, None, None, -235_294, "未納付")
    hands.press(KEY.Key_Return)
    hands.qtbot.waitUntil(lambda: page.editor.form() is not None)
    hands.fill("R7.4.10", "235294")
    hands.press(KEY.Key_F9)
    hands.qtbot.waitUntil(lambda: bool(cells(page)) and cells(page)[0][6] == "一致")
    # the servicer's report is taken in and its difference settled
    report = tmp_path / "report.csv"
    report.write_text("求償権番号,回収額,手数料,送金額\nK2,10000,1000,9000\n", encoding="utf-8")
    page.lines.view.setFocus()
    hands.press(KEY.Key_5)
    assert hands.focused() == "月次報告のファイル"
    hands.fill(str(report))
    hands.qtbot.waitUntil(page.file.register.isEnabled)
    assert page.file.result.text() == f"{NAME}　1件　回収額 10,000円　送金額 9,000円"
    hands.press(KEY.Key_F9)
    wait_for(hands, page, 1)
    assert page.tab() == "servicer"
    assert cells(page)[0][:1] + cells(page)[0][2:7] == ("K2", NAME, "金額が違う", 9_000, 10_000, 1_000)
    page.lines.view.setFocus()
    hands.press(KEY.Key_Return)
    hands.qtbot.waitUntil(lambda: page.editor.form() is not None)
    hands.fill("R7.4.14")
    hands.type("四月分と合算")
    hands.press(KEY.Key_F9)
    hands.qtbot.waitUntil(lambda: cells(page)[0][3] == "解消済")
    assert "合わないもの 0件" in page.said.text()


def test_the_papers_and_the_workbook_of_a_month(hands: Hands, page: SharingPage, tmp_path: Path) -> None:
    for tab, kind in ((KEY.Key_1, PaperKind.INSURANCE), (KEY.Key_2, PaperKind.PAYMENTS)):
        page.lines.view.setFocus()
        hands.press(tab)
        hands.press(KEY.Key_P, WITH.ControlModifier)
        papers = hands.shell.current()
        assert isinstance(papers, PapersPage)
        hands.settle()
        assert papers.paper is not None
        assert papers.paper.document.kind is kind
        hands.press(KEY.Key_Left, WITH.AltModifier)
        assert hands.shell.current() is page
    assert page.tab() == "payments"
    hands.press(KEY.Key_F11)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("回収納付金_202503.xlsx")
    path = tmp_path / "payments.xlsx"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    hands.qtbot.waitUntil(path.exists)
    hands.settle()
    assert load_workbook(path).sheetnames[0] == "求償権別"


def test_a_broken_report_shows_every_problem_and_registers_nothing(
    hands: Hands, page: SharingPage, tmp_path: Path
) -> None:
    report = tmp_path / "report.csv"
    report.write_text("求償権番号,回収額,手数料,送金額\nK9,x,0,0\nK2,5,1,5\n", encoding="utf-8")
    hands.press(KEY.Key_5)
    hands.fill(str(report))
    hands.qtbot.waitUntil(page.file.problems.isVisible)
    assert [one.place.row for one in page.file.problems.table.model.rows()] == [2, 2, 3]
    assert not page.file.register.isEnabled()
    assert ActionId.REGISTER not in page.handlers()
    page.month.setCurrentIndex(page.month.currentIndex() + 1)
    page.month.activated.emit(page.month.currentIndex())
    wait_idle(hands.qtbot, hands.shell)
    assert not page.file.problems.isVisible()  # it was read for another month


def test_nothing_is_cut_off_and_everything_has_a_name(qapp: QApplication, hands: Hands, page: SharingPage) -> None:
    for scale in (1.0, 1.5):
        look.theme().apply(qapp, dark=False, scale=scale)
        for tab in ("insurance", "payments", "paid", "servicer", "file"):
            page.show_tab(tab)
            hands.settle()
            assert page.minimumSizeHint().width() <= 1366 - page.x(), (tab, scale)
    for field in (page.tabs, page.month, page.states, page.file.path, page.file.headings, page.file.servicer):
        assert field.accessibleName(), field
    look.theme().apply(qapp, dark=False)
