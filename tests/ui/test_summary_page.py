from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from collections_app.domain.breakdowns import FigureWanted
from collections_app.domain.money import Unit
from collections_app.domain.shown import Waterfall
from collections_app.domain.summary_views import GroupBalance
from collections_app.domain.views import FigureRows
from collections_app.ui.context import Context
from collections_app.ui.jobs import Jobs
from collections_app.ui.settings import Settings
from collections_app.ui.summary.balance import Balance, gap_of
from collections_app.ui.summary.change import Change, waterfall_of
from collections_app.ui.summary.groups import Groups
from collections_app.ui.summary.overview import Overview
from collections_app.ui.summary.page import VIEWS, SummaryPage
from collections_app.ui.summary.printed import Printed
from collections_app.ui.summary.rates import Rates, curves_of
from collections_app.ui.summary.view import SummaryView
from tests.ui import sample_views
from tests.ui.dress import OFFSCREEN, dress, shown
from tests.ui.fakes import FakeDesk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from collections_app.ui.summary.cell_table import Cell, CellTable

pytestmark = OFFSCREEN

FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)
View = TypeVar("View", bound=SummaryView)


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def context() -> Iterator[Context]:
    context = Context(FakeDesk(), Jobs(), Settings())
    context.as_of = LAST
    yield context
    context.jobs.shutdown()


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> SummaryPage:
    page = SummaryPage(context)
    page.show_seen(sample_views.seen())
    shown(qtbot, page)
    settle(qtbot, context)
    return page


def settle(qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: context.jobs.is_idle)


def turned(qtbot: QtBot, page: SummaryPage, key: str, kind: type[View]) -> View:
    page.show_view(key)
    settle(qtbot, page.view(key).context)
    view = page.view(key)
    assert isinstance(view, kind)
    return view


def overview_of(page: SummaryPage) -> Overview:
    view = page.view("overview")
    assert isinstance(view, Overview)
    return view


def cells_of(table: CellTable) -> Iterator[tuple[int, int, Cell]]:
    for row, cells in enumerate(table.cells.cells):
        for column, cell in enumerate(cells):
            yield row, column, cell


def row_of(table: CellTable, label: str) -> list[str]:
    return next([cell.text for cell in cells] for cells in table.cells.cells if cells[0].text == label)


def test_cards_show_value_last_year_ratio_and_plan(page: SummaryPage) -> None:
    cards = overview_of(page).cards
    card = cards["recovery.total"]
    assert (card.number.text(), card.number.unit()) == ("1,824", "百万円")
    assert card.previous.text() == "1,231"
    assert card.ratio.text() == "▲ 148.2%"
    assert card.plan.text() == "計画比 130.3%"
    assert cards["recovery.regular"].plan.text() == "計画なし"
    assert "計画比 132.3%" in cards["subrogation.amount"].accessibleName()


def test_every_figure_of_the_report_is_shown_somewhere(page: SummaryPage, qtbot: QtBot) -> None:
    overview = overview_of(page)
    balance = turned(qtbot, page, "balance", Balance)
    assert row_of(overview.table, "訪問督促") == ["訪問督促", "474", "回", "359", "▲ 132.0"]
    assert row_of(overview.table, "訴訟申立") == ["訴訟申立", "76", "件", "99", "▼ 76.8"]
    assert row_of(overview.table, "仮差押・仮処分申立")[-1] == "100.0"
    assert row_of(overview.table, "専門家派遣") == ["専門家派遣", "3", "企業", "0", "新規"]
    assert row_of(balance.figures, "整理後回収") == ["整理後回収", "0", "百万円", "0", "－"]
    tables = (overview.table, balance.figures)
    keys = {cell.opens.key for one in tables for _, _, cell in cells_of(one) if isinstance(cell.opens, FigureWanted)}
    assert keys | set(overview.cards) == set(sample_views.figures())


def test_nothing_scrolls_or_is_cut_at_the_small_screen(page: SummaryPage) -> None:
    overview = overview_of(page)
    for unit in Unit.YEN, Unit.THOUSAND, Unit.MILLION:
        page.set_unit(unit)
        metrics = overview.table.fontMetrics()
        for _, column, cell in cells_of(overview.table):
            room = overview.table.columnWidth(column)
            assert room == 0 or metrics.horizontalAdvance(cell.text) / 2 <= room
    area = page.stack.currentWidget()
    assert isinstance(area, QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    assert area.horizontalScrollBar().maximum() == 0
    assert overview.table.verticalScrollBar().maximum() == 0


def test_every_number_of_the_overview_opens_its_rows(page: SummaryPage, qtbot: QtBot) -> None:
    table = overview_of(page).table
    for row, column, cell in list(cells_of(table)):
        if column not in (1, 3):
            assert cell.opens is None
            continue
        table.setCurrentIndex(table.model().index(row, column))
        with qtbot.waitSignal(page.rows_wanted) as signal:
            QTest.keyClick(table, Qt.Key.Key_Return)
        assert signal.args == [cell.opens]
        assert signal.args[0].last == (LAST if column == 1 else date(2024, 3, 31))


def test_a_number_is_pressed_by_mouse(page: SummaryPage, qtbot: QtBot) -> None:
    table = overview_of(page).table
    spot = table.visualRect(table.model().index(0, 3)).center()
    QTest.mouseMove(table.viewport(), spot)
    with qtbot.waitSignal(page.rows_wanted) as signal:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert signal.args == [FigureWanted("visit", date(2023, 4, 1), date(2024, 3, 31))]


def test_cards_open_this_year_and_last_year(page: SummaryPage, qtbot: QtBot) -> None:
    card = overview_of(page).cards["recovery.irregular"]
    with qtbot.waitSignal(page.rows_wanted) as signal:
        QTest.keyClick(card, Qt.Key.Key_Space)
    assert signal.args == [FigureWanted("recovery.irregular", FIRST, LAST)]
    with qtbot.waitSignal(page.rows_wanted) as signal:
        QTest.mouseClick(card.previous, Qt.MouseButton.LeftButton)
    assert signal.args == [FigureWanted("recovery.irregular", date(2023, 4, 1), date(2024, 3, 31))]


def test_units_change_numbers_and_headings_only(page: SummaryPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.header.unit_changed) as signal:
        QTest.keyClick(page.header.units, Qt.Key.Key_Left)
    card = overview_of(page).cards["recovery.irregular"]
    assert signal.args == [Unit.THOUSAND]
    assert card.number.text() == "1,385,939"
    page.set_unit(Unit.YEN)
    assert card.number.text() == "1,385,939,300"
    assert row_of(overview_of(page).table, "訪問督促")[1] == "474"
    assert turned(qtbot, page, "balance", Balance).roll.cells.heads[-1].text == "円"


def test_groups_are_sorted_by_keyboard_and_open_their_cells(page: SummaryPage, qtbot: QtBot, context: Context) -> None:
    groups = turned(qtbot, page, "groups", Groups)
    table = groups.table
    assert [cells[0].text for cells in table.cells.cells] == ["甲", "（記録なし）", "乙"]
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 4))
    QTest.keyClick(table, Qt.Key.Key_S)
    assert table.cells.cells[-1][0].text == "乙"
    QTest.keyClick(table, Qt.Key.Key_S)
    assert table.cells.cells[0][0].text == "乙"
    with qtbot.waitSignal(page.rows_wanted) as signal:
        table.setCurrentIndex(table.model().index(0, 1))
        QTest.keyClick(table, Qt.Key.Key_Enter)
    assert signal.args == [FigureWanted("recovery.total", FIRST, LAST, (("section", "乙"),))]
    QTest.keyClick(groups.dimensions, Qt.Key.Key_Right)
    settle(qtbot, context)
    assert table.accessibleName() == "担当者別の内訳"


def test_what_is_outstanding_stands_beside_and_opens_its_claims(
    page: SummaryPage, qtbot: QtBot, context: Context
) -> None:
    groups = turned(qtbot, page, "groups", Groups)
    settle(qtbot, context)
    heads = [head.text for head in groups.table.cells.heads]
    at = heads.index("残高")
    balances = {row[0].text: row[at] for row in groups.table.cells.cells}
    assert groups.balances is not None
    assert {cell.sorts for cell in balances.values()} == set(groups.balances.values())
    assert balances["乙"].opens == FigureWanted("outstanding.principal", FIRST, LAST, (("section", "乙"),))
    shown = groups.shown()
    assert shown is not None and "求償権残高" in shown.tables[0].headings
    assert groups._of is not None
    groups._take_balances(groups._of, (GroupBalance("丙", "丙", 7_000_000),))  # nothing happened of it
    assert groups.table.cells.cells[-1][0].text == "丙"
    assert groups.table.cells.cells[-1][at].text == "7"
    assert balances["乙"].text != "0" and groups.table.cells.cells[0][at].text == "0"
    groups.balances = None
    groups._show()
    assert {row[at].text for row in groups.table.cells.cells} == {"…"}
    while groups.dimensions.current() != "month":
        QTest.keyClick(groups.dimensions, Qt.Key.Key_Right)
    settle(qtbot, context)
    assert "残高" not in [head.text for head in groups.table.cells.heads]


def test_months_stand_in_their_order_and_last_years_cell_is_last_years_month(page: SummaryPage, qtbot: QtBot) -> None:
    groups = turned(qtbot, page, "groups", Groups)
    while groups.dimensions.current() != "month":
        QTest.keyClick(groups.dimensions, Qt.Key.Key_Right)
    settle(qtbot, groups.context)
    cells = groups.table.cells.cells[0]
    assert cells[0].text == "令和6年4月"
    opened = [cell.opens for cell in cells if isinstance(cell.opens, FigureWanted)]
    assert opened[0].cells == (("month", "2024-04"),)
    assert opened[1].cells == (("month", "2023-04"),)
    assert "outstanding.principal" not in {one.key for one in opened}


def test_the_waterfall_ends_where_this_year_stands() -> None:
    lines = sample_views.groups("source")
    chart = waterfall_of(lines, 1_000, 1_000 + sum(_change(line) for line in lines), Unit.YEN)
    assert chart.ends()[0] == (0, 1_000)
    assert chart.ends()[-2][1] == chart.steps[-1].value == chart.ends()[-1][1]


def _change(line: object) -> int:
    figures = line.figures  # type: ignore[attr-defined]
    return int(figures["recovery.total"].current - figures["recovery.total"].previous)


def test_bars_of_the_waterfall_lead_on(page: SummaryPage, qtbot: QtBot) -> None:
    change = turned(qtbot, page, "change", Change)
    change.chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(change.chart, Qt.Key.Key_Home)
    with qtbot.waitSignal(page.rows_wanted) as signal:
        QTest.keyClick(change.chart, Qt.Key.Key_Return)
    assert signal.args[0].last == date(2024, 3, 31)
    QTest.keyClick(change.chart, Qt.Key.Key_End)
    QTest.keyClick(change.chart, Qt.Key.Key_Left)
    QTest.keyClick(change.chart, Qt.Key.Key_Return)
    assert change.table.cells.cells[change.table.currentIndex().row()][0].text == "乙"
    QTest.keyClick(change.chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "項目\t円"


def test_balance_adds_up_and_says_so(page: SummaryPage, qtbot: QtBot) -> None:
    balance = turned(qtbot, page, "balance", Balance)
    assert balance.found is not None
    assert gap_of(balance.found.balance) == 0
    assert "一致しています" in balance.check.text()
    roll = sample_views.summary().roll_forward
    page.show_seen(sample_views.seen(roll_forward=replace(roll, waived=19_999_999)))
    settle(qtbot, balance.context)
    assert "1円合いません" in balance.check.text()
    assert balance.check.property("role") == "problem"


def test_every_number_of_the_balance_opens_its_rows(page: SummaryPage, qtbot: QtBot) -> None:
    balance = turned(qtbot, page, "balance", Balance)
    for _, column, cell in cells_of(balance.roll):
        assert (cell.opens is not None) == (column in (2, 3) and bool(cell.text))
    balance.arrears.setCurrentIndex(balance.arrears.model().index(0, 1))
    with qtbot.waitSignal(page.rows_wanted) as signal:
        QTest.keyClick(balance.arrears, Qt.Key.Key_Return)
    assert isinstance(signal.args[0], FigureRows)
    assert balance.arrears.cells.cells[1][1].opens is None


def test_rates_open_what_came_in_up_to_their_year(page: SummaryPage, qtbot: QtBot) -> None:
    overview = overview_of(page)
    assert overview.heat.text_at(0, 0) == "6.1"
    assert overview.heat.text_at(5, 0) == "3.7*"
    QTest.mouseClick(overview.all_cohorts, Qt.MouseButton.LeftButton)
    rates = page.view()
    assert isinstance(rates, Rates)
    assert rates.heat.text_at(8, 0) == "3.7*"
    rates.heat.setFocus()
    QTest.keyClick(rates.heat, Qt.Key.Key_Right)
    with qtbot.waitSignal(page.rows_wanted) as signal:
        QTest.keyClick(rates.heat, Qt.Key.Key_Return)
    wanted = FigureWanted("recovery.total", date(2016, 4, 1), LAST, (("cohort", "2016"), ("until", "1")))
    assert signal.args == [wanted]


def test_curves_are_walked_by_keys(page: SummaryPage, qtbot: QtBot) -> None:
    rates = turned(qtbot, page, "rates", Rates)
    lines = curves_of(sample_views.cohorts())
    assert [one.name for one in lines.series][:2] == ["令和6年度", "令和5年度"]
    assert len({(one.dash, one.marker) for one in lines.series}) == len(lines.series)
    rates.curves.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Home):
        QTest.keyClick(rates.curves, key)
    assert "令和2年度" in rates.curves.accessibleDescription()
    rates.curves.grab()
    with qtbot.waitSignal(page.rows_wanted) as signal:
        QTest.keyClick(rates.curves, Qt.Key.Key_Return)
    assert signal.args[0].cells == (("cohort", "2020"), ("until", "0"))


def test_a_month_of_the_chart_opens_its_rows(page: SummaryPage, qtbot: QtBot) -> None:
    chart = overview_of(page).chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(page.rows_wanted) as signal:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert signal.args == [FigureWanted("recovery.total", date(2025, 3, 1), LAST)]


def test_printed_sentences_are_shown_and_copied(page: SummaryPage, qtbot: QtBot) -> None:
    printed = turned(qtbot, page, "printed", Printed)
    sentences = [label.text() for label in printed.sentences]
    assert "474回（前年度359回）" in sentences
    assert "43件 5,967千円（前年比 件数122.9％、金額21.2％）" in sentences
    QTest.mouseClick(printed.copy_button, Qt.MouseButton.LeftButton)
    assert "・総回収（元損）　1,824百万円（前年比148.2％）" in QGuiApplication.clipboard().text()
    assert not page.header.units.isVisible()


def test_any_days_are_typed(page: SummaryPage, qtbot: QtBot) -> None:
    header = page.header
    header.spans.setFocus()
    QTest.keyClick(header.spans, Qt.Key.Key_Right)
    assert header.wanted().period.first == date(2025, 3, 1)
    with qtbot.waitSignal(header.wanted_changed):
        QTest.keyClick(header.spans, Qt.Key.Key_Right)
    assert header.wanted().period.spans[0] == (FIRST, LAST)
    header.first.setText("R6.2.29")
    QTest.keyClick(header.first, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is header.last
    header.last.setText("20240229")
    with qtbot.waitSignal(header.wanted_changed):
        QTest.keyClick(header.last, Qt.Key.Key_Return)
    assert header.wanted().period.spans[1] == (date(2023, 2, 28), date(2023, 2, 28))
    header.last.setText("R6.2.1")
    with qtbot.assertNotEmitted(header.wanted_changed):
        QTest.keyClick(header.last, Qt.Key.Key_Return)
    assert "末日以前" in header.problem.text()
    header.last.setText("きのう")
    assert header.problem.isVisible()


def test_as_known_then_asks_for_a_day_only_where_one_is_typed(page: SummaryPage, qtbot: QtBot) -> None:
    header = page.header
    assert not header.known_on.isVisible()
    with qtbot.waitSignal(header.wanted_changed):
        QTest.keyClick(header.known, Qt.Key.Key_Right)
    assert header.known_on.isVisible()
    assert (header.wanted().is_then, header.wanted().known_on) == (True, None)
    header.known_on.setText("R7.4.10")
    assert header.wanted().known_on == date(2025, 4, 10)


def test_corrected_figures_of_a_closed_month_are_named(page: SummaryPage) -> None:
    assert not page.moved.isVisible()
    page.show_seen(replace(sample_views.seen(), known_no=7, said="令和7年3月の締め", moved=("訪問督促",)))
    assert "訪問督促" in page.moved.text()
    assert "令和7年3月の締め" in page.header.days.text()
    cell = overview_of(page).table.cells.cells[0][1]
    assert isinstance(cell.opens, FigureWanted)
    assert cell.opens.known_no == 7


def test_the_yearly_report_is_offered_only_where_it_can_be_opened(page: SummaryPage, context: Context) -> None:
    assert page.header.annual.isHidden()
    opened: list[int] = []
    context.annual_report = opened.append
    other = SummaryPage(context)
    other.show_seen(sample_views.seen())
    assert not other.header.annual.isHidden()
    other.header.annual.click()
    assert opened == [2024]
    other.deleteLater()


def test_every_view_can_be_put_out_as_it_is_shown(page: SummaryPage, qtbot: QtBot) -> None:
    for view in VIEWS:
        if view.key in ("forecast", "early"):  # they ask a whole history: tests/ui/test_forecast_views.py
            continue
        turned(qtbot, page, view.key, SummaryView)
        found = page.shown()
        assert found is not None, view.key
        assert found.tables, view.key
        for table in found.tables:
            assert all(len(row) == len(table.headings) == len(table.kinds) for row in table.rows)
        assert page.header.excel.isEnabled()
    page.show_view("change")
    found = page.shown()
    assert found is not None
    assert isinstance(found.charts[0], Waterfall)


def test_a_digit_turns_to_a_view(page: SummaryPage, qtbot: QtBot) -> None:
    overview_of(page).table.setFocus()
    QTest.keyClick(overview_of(page).table, Qt.Key.Key_2)
    assert page.header.views.current() == "groups"
    QTest.keyClick(turned(qtbot, page, "groups", Groups).table, Qt.Key.Key_6)
    assert page.header.views.current() == VIEWS[5].key == "rates"


def test_table_is_copied_with_headings(page: SummaryPage) -> None:
    QTest.keyClick(overview_of(page).table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "項目\t今年度\t単位\t前年度\t前年比 %"
    assert lines[1] == "訪問督促\t474\t回\t359\t▲ 132.0"


def test_before_the_first_summary_nothing_pretends_to_be_there(qtbot: QtBot, context: Context) -> None:
    page = SummaryPage(context)
    page.show_waiting()
    shown(qtbot, page)
    assert not page.header.excel.isEnabled()
    page.set_unit(Unit.YEN)
    page.show_view("balance")
    page.show_seen(sample_views.seen())
    assert page.view() is page.view("balance")
    assert page.view().isVisible()


@pytest.mark.parametrize("dark", [False, True])
def test_empty_database_is_shown_calmly(page: SummaryPage, qapp: QApplication, qtbot: QtBot, dark: bool) -> None:
    dress(qapp, dark=dark)
    page.show_seen(replace(sample_views.seen(), summary=sample_views.empty_summary()))
    assert overview_of(page).cards["recovery.total"].number.text() == "0"
    assert overview_of(page).cards["recovery.total"].ratio.text() == "－"
    assert overview_of(page).no_cohorts.isVisible()
    for view in VIEWS:
        turned(qtbot, page, view.key, SummaryView)
        page.grab()


def test_huge_amounts_are_not_cut(page: SummaryPage) -> None:
    huge = sample_views.figure("recovery.total")._replace(current=3_000_000_000_000, previous=2_999_999_999_999)
    page.show_seen(sample_views.seen(figures={**sample_views.figures(), "recovery.total": huge}))
    page.set_unit(Unit.YEN)
    assert overview_of(page).cards["recovery.total"].number.text() == "3,000,000,000,000"
    assert overview_of(page).cards["recovery.total"].previous.text() == "2,999,999,999,999"
    page.grab()


def test_rows_are_higher_where_there_is_room(page: SummaryPage, qtbot: QtBot) -> None:
    table = overview_of(page).table
    page.resize(1182, 560)
    qtbot.waitUntil(lambda: table.verticalHeader().defaultSectionSize() < 28)
    page.resize(1736, 1004)
    qtbot.waitUntil(lambda: table.verticalHeader().defaultSectionSize() == 28)


def test_everything_that_takes_the_keyboard_has_a_name(page: SummaryPage, qtbot: QtBot) -> None:
    for view in VIEWS:
        turned(qtbot, page, view.key, SummaryView)
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                assert widget.accessibleName(), widget
