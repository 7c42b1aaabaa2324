from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from collections_app.ui.figure_rows.page import FigureRowsPage, claim_nos_of
from tests.ui import sample_views
from tests.ui.dress import OFFSCREEN, dress, shown

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = OFFSCREEN


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> FigureRowsPage:
    dress(qapp)
    page = FigureRowsPage()
    page.show_rows(sample_views.figure_rows())
    shown(qtbot, page)
    return page


def test_rows_add_up_to_the_figure(page: FigureRowsPage) -> None:
    assert page.title.text() == "訪問督促 令和6年度（R6.4.1–R7.3.31）"
    assert page.total.text() == "40行　合計 40回"
    assert page.table.model.rowCount() == 40


def test_enter_opens_the_claim(page: FigureRowsPage, qtbot: QtBot) -> None:
    view = page.table.view
    view.setCurrentIndex(view.model().index(2, 0))
    with qtbot.waitSignal(page.claim_requested) as signal:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert signal.args == ["K2024-00003"]


def test_rows_become_a_claim_list(page: FigureRowsPage, qtbot: QtBot) -> None:
    view = sample_views.figure_rows()
    page.show_rows(replace(view, rows=(view.rows[0], view.rows[0], ("", *view.rows[1][1:]))))
    with qtbot.waitSignal(page.claims_requested) as signal:
        QTest.mouseClick(page.claims, Qt.MouseButton.LeftButton)
    assert signal.args == [("K2024-00001",)]


def test_amounts_are_summed_under_their_column(page: FigureRowsPage) -> None:
    view = replace(
        sample_views.figure_rows(),
        headings=("求償権番号", "元損"),
        kinds=("code", "yen"),
        rows=(("K1", sample_views.HUGE), ("K2", -1), ("", None)),
        total=sample_views.HUGE - 1,
        unit="円",
    )
    page.show_rows(view)
    assert "2,999,999,999,999" in page.table.sums.accessibleName()
    assert page.total.text() == "3行　合計 2,999,999,999,999円"
    assert claim_nos_of(view) == ("K1", "K2")


def test_rows_are_copied_with_headings(page: FigureRowsPage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "求償権番号\t主債務者\t日付\t種別\t結果"
    assert lines[1] == "K2024-00001\t株式会社広野建設\t2024/4/4\t訪問督促\t面談"
    assert len(lines) == 41


def test_nothing_behind_a_zero_is_said_in_a_sentence(page: FigureRowsPage, qtbot: QtBot) -> None:
    page.show_rows(replace(sample_views.figure_rows(), rows=(), total=0))
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert not page.excel.isEnabled()
    with qtbot.waitSignal(page.back_requested):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_excel_is_asked_for(page: FigureRowsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.excel_requested):
        QTest.mouseClick(page.excel, Qt.MouseButton.LeftButton)


def test_row_without_a_claim_opens_nothing(page: FigureRowsPage, qtbot: QtBot) -> None:
    page.show_rows(replace(sample_views.figure_rows(), rows=(("", "全体", None, "", ""),)))
    with qtbot.assertNotEmitted(page.claim_requested):
        page.table.opened.emit(("", "全体"))
