from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from collections_app.domain.money import Unit
from collections_app.ui.charts.line_chart import CumulativeChart
from collections_app.ui.summary.balance import difference_of, roll_cells
from collections_app.ui.summary.choices import CohortChoice, FigureChoice
from collections_app.ui.summary.page import SummaryPage
from tests.ui import sample_views
from tests.ui.dress import OFFSCREEN, dress, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collections_app.ui.summary.cell_table import Cell, CellTable

pytestmark = OFFSCREEN


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def page(qtbot: QtBot) -> SummaryPage:
    page = SummaryPage()
    page.show_summary(sample_views.summary())
    shown(qtbot, page)
    return page


def cells_of(table: CellTable) -> Iterator[tuple[int, int, Cell]]:
    for row, cells in enumerate(table.cells.cells):
        for column, cell in enumerate(cells):
            yield row, column, cell


def row_of(table: CellTable, label: str) -> list[str]:
    return next([cell.text for cell in cells] for cells in table.cells.cells if cells[0].text == label)


def test_cards_show_value_last_year_ratio_and_plan(page: SummaryPage) -> None:
    card = page.overview.cards["recovery.total"]
    assert (card.number.text(), card.number.unit()) == ("1,824", "百万円")
    assert card.previous.text() == "1,231"
    assert card.ratio.text() == "▲ 148.2%"
    assert card.plan.text() == "計画比 130.3%"
    assert page.overview.cards["recovery.regular"].plan.text() == "計画なし"
    assert "計画比 132.3%" in page.overview.cards["subrogation.amount"].accessibleName()


def test_table_shows_every_figure_of_the_report(page: SummaryPage) -> None:
    table = page.overview.table
    assert row_of(table, "訪問督促") == ["訪問督促", "474", "回", "359", "▲ 132.0"]
    assert row_of(table, "訴訟申立") == ["訴訟申立", "76", "件", "99", "▼ 76.8"]
    assert row_of(table, "仮差押・仮処分申立")[-1] == "100.0"
    assert row_of(table, "専門家派遣") == ["専門家派遣", "3", "企業", "0", "新規"]
    assert row_of(table, "整理後回収") == ["整理後回収", "0", "百万円", "0", "－"]
    shown_keys = {cell.opens.key for _, _, cell in cells_of(table) if isinstance(cell.opens, FigureChoice)}
    shown_keys |= set(page.overview.cards)
    assert shown_keys | {"subrogation.count"} == set(sample_views.figures())


def test_no_figure_is_cut_at_the_small_screen(page: SummaryPage) -> None:
    for unit in Unit.YEN, Unit.THOUSAND, Unit.MILLION:
        page.set_unit(unit)
        for table in (page.overview.table, page.people.sections, page.people.staff, page.balance.roll):
            metrics = table.fontMetrics()
            for _, column, cell in cells_of(table):
                room = table.columnWidth(column)
                assert room == 0 or metrics.horizontalAdvance(cell.text) / 2 <= room
    table = page.overview.table
    assert table.verticalScrollBar().maximum() == 0
    area = page.stack.currentWidget()
    assert isinstance(area, QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    assert table.horizontalScrollBar().maximum() == 0


def test_every_number_of_the_overview_opens_its_rows(page: SummaryPage, qtbot: QtBot) -> None:
    table = page.overview.table
    for row, column, cell in list(cells_of(table)):
        if column not in (1, 3):
            assert cell.opens is None
            continue
        table.setCurrentIndex(table.model().index(row, column))
        with qtbot.waitSignal(page.figure_chosen) as signal:
            QTest.keyClick(table, Qt.Key.Key_Return)
        assert signal.args == [cell.opens]
        assert signal.args[0].is_previous is (column == 3)


def test_a_number_is_pressed_by_mouse(page: SummaryPage, qtbot: QtBot) -> None:
    table = page.overview.table
    spot = table.visualRect(table.model().index(0, 3)).center()
    QTest.mouseMove(table.viewport(), spot)
    with qtbot.waitSignal(page.figure_chosen) as signal:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert signal.args == [FigureChoice("visit", is_previous=True)]


def test_cards_open_this_year_and_last_year(page: SummaryPage, qtbot: QtBot) -> None:
    card = page.overview.cards["recovery.irregular"]
    with qtbot.waitSignal(page.figure_chosen) as signal:
        QTest.keyClick(card, Qt.Key.Key_Space)
    assert signal.args == [FigureChoice("recovery.irregular")]
    with qtbot.waitSignal(page.figure_chosen) as signal:
        QTest.mouseClick(card.previous, Qt.MouseButton.LeftButton)
    assert signal.args == [FigureChoice("recovery.irregular", is_previous=True)]


def test_units_change_numbers_and_headings_only(page: SummaryPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.unit_changed) as signal:
        QTest.keyClick(page.units, Qt.Key.Key_Left)
    assert signal.args == [Unit.THOUSAND]
    assert page.overview.cards["recovery.irregular"].number.text() == "1,385,939"
    page.set_unit(Unit.YEN)
    assert page.overview.cards["recovery.irregular"].number.text() == "1,385,939,300"
    assert row_of(page.overview.table, "訪問督促")[1] == "474"
    assert page.balance.roll.cells.heads[-1].text == "円"
    page.set_unit(Unit.MILLION)
    assert page.overview.cards["recovery.irregular"].number.text() == "1,386"


def test_sections_and_staff_open_their_own_rows(page: SummaryPage, qtbot: QtBot) -> None:
    page.show_view("people")
    for table, expected in (
        (page.people.sections, FigureChoice("visit", section="第二課")),
        (page.people.staff, FigureChoice("visit", staff_no="S02")),
    ):
        cells = table.cells.cells[1]
        column = next(place for place, cell in enumerate(cells) if cell.opens == expected)
        table.setCurrentIndex(table.model().index(1, column))
        with qtbot.waitSignal(page.figure_chosen) as signal:
            QTest.keyClick(table, Qt.Key.Key_Enter)
        assert signal.args == [expected]


def test_a_group_without_a_figure_shows_nothing_there(page: SummaryPage) -> None:
    view = sample_views.summary()
    bare = replace(view.sections[0], label="", figures={})
    page.show_summary(replace(view, sections=(bare,), staff=()))
    assert [cell.text for cell in page.people.sections.cells.cells[0]] == ["（記録なし）", *[""] * 14]


def test_balance_adds_up_and_says_so(page: SummaryPage) -> None:
    view = sample_views.summary()
    assert difference_of(view.roll_forward) == 0
    assert "一致しています" in page.balance.check.text()
    wrong = replace(view.roll_forward, waived=19_999_999)
    page.show_summary(replace(view, roll_forward=wrong))
    assert "1円合いません" in page.balance.check.text()
    assert page.balance.check.property("role") == "problem"


def test_balance_opens_only_what_is_the_figure() -> None:
    view = sample_views.summary()
    opens = [cells[2].opens for cells in roll_cells(view, Unit.YEN)]
    assert opens[0] == FigureChoice("outstanding.principal", is_previous=True)
    assert opens[1] == FigureChoice("subrogation.amount")
    other = replace(view, roll_forward=replace(view.roll_forward, opening=1, subrogated=2))
    assert [cells[2].opens for cells in roll_cells(other, Unit.YEN)][:2] == [None, None]


def test_last_six_years_and_all_of_them(page: SummaryPage, qtbot: QtBot) -> None:
    assert page.overview.heat.text_at(0, 0) == "6.1"
    assert page.overview.heat.text_at(5, 0) == "3.7*"
    QTest.mouseClick(page.overview.all_cohorts, Qt.MouseButton.LeftButton)
    assert page.views.current() == "rates"
    assert page.rates.heat.text_at(8, 0) == "3.7*"
    QTest.keyClick(page.rates.heat, Qt.Key.Key_Right)
    with qtbot.waitSignal(page.cohort_chosen) as signal:
        QTest.keyClick(page.rates.heat, Qt.Key.Key_Return)
    assert signal.args == [CohortChoice(2016, 1)]


def test_overview_passes_months_and_cohorts_on(page: SummaryPage, qtbot: QtBot) -> None:
    page.overview.chart.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(page.month_chosen) as signal:
        QTest.keyClick(page.overview.chart, Qt.Key.Key_Return)
    assert signal.args[0].current == 1_824_213_480
    page.overview.heat.setFocus()
    with qtbot.waitSignal(page.cohort_chosen) as chosen:
        QTest.keyClick(page.overview.heat, Qt.Key.Key_Return)
    assert chosen.args == [CohortChoice(2019, 0)]


def test_printed_sentences_are_shown_and_copied(page: SummaryPage, qtbot: QtBot) -> None:
    page.show_view("printed")
    sentences = [label.text() for label in page.printed.sentences]
    assert "474回（前年度359回）" in sentences
    assert "43件 5,967千円（前年比 件数122.9％、金額21.2％）" in sentences
    QTest.mouseClick(page.printed.copy_button, Qt.MouseButton.LeftButton)
    assert "・総回収（元損）　1,824百万円（前年比148.2％）" in QGuiApplication.clipboard().text()
    assert page.printed.copied.text() == "コピーしました"


def test_table_is_copied_with_headings(page: SummaryPage, qtbot: QtBot) -> None:
    QTest.keyClick(page.overview.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "項目\t今年度\t単位\t前年度\t前年比 %"
    assert lines[17] == "元金\t45595\t百万円\t44530\t▲ 102.4"


def test_excel_is_asked_for(page: SummaryPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.excel_requested):
        QTest.mouseClick(page.excel, Qt.MouseButton.LeftButton)


def test_before_the_first_summary_nothing_pretends_to_be_there(qtbot: QtBot) -> None:
    page = SummaryPage()
    page.show_waiting()
    shown(qtbot, page)
    assert not page.excel.isEnabled()
    assert not page.overview.isVisible()
    page.set_unit(Unit.YEN)
    page.show_view("balance")
    page.show_summary(sample_views.summary())
    assert page.balance.isVisible()
    page.show_waiting()
    assert page.balance.isVisible()


@pytest.mark.parametrize("dark", [False, True])
def test_empty_database_is_shown_calmly(page: SummaryPage, qapp: QApplication, dark: bool) -> None:
    dress(qapp, dark=dark)
    page.show_summary(sample_views.empty_summary())
    assert page.overview.cards["recovery.total"].number.text() == "0"
    assert page.overview.cards["recovery.total"].ratio.text() == "－"
    assert page.overview.no_cohorts.isVisible()
    for view in ("overview", "people", "balance", "rates", "printed"):
        page.show_view(view)
        page.grab()


def test_huge_amounts_are_not_cut(page: SummaryPage) -> None:
    view = sample_views.summary()
    huge = replace(view.figures["recovery.total"], current=3_000_000_000_000, previous=2_999_999_999_999)
    page.show_summary(replace(view, figures={**view.figures, "recovery.total": huge}))
    page.set_unit(Unit.YEN)
    assert page.overview.cards["recovery.total"].number.text() == "3,000,000,000,000"
    assert page.overview.cards["recovery.total"].previous.text() == "2,999,999,999,999"
    page.grab()


def test_rows_are_higher_where_there_is_room(page: SummaryPage, qtbot: QtBot) -> None:
    low = page.overview.table.verticalHeader().defaultSectionSize()
    page.resize(1736, 1004)
    qtbot.waitUntil(lambda: page.overview.table.verticalHeader().defaultSectionSize() > low)


def test_everything_that_takes_the_keyboard_has_a_name(page: SummaryPage) -> None:
    for view in ("overview", "people", "balance", "rates", "printed"):
        page.show_view(view)
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                assert widget.accessibleName(), widget
    assert isinstance(page.overview.chart, CumulativeChart)
