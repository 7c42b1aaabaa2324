"""Tables: models, order, clipboard, pages that arrive."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from collections_app.domain.list_views import ClaimRow
from collections_app.ui import look
from collections_app.ui.jobs import Jobs
from collections_app.ui.pages.list_columns import COLUMNS
from collections_app.ui.table import RowsModel, StaticModel, StaticTable, TableView, columns_of
from collections_app.ui.table.column import VALUE_ROLE
from collections_app.ui.table.rows_model import KEPT_PAGES, PAGE
from tests.ui.fakes import make_row

HEADINGS = ("求償権番号", "主債務者", "金額 円")
KINDS = ("claim", "text", "yen")
ROWS = [("K1", "い", 3_000_000_000), ("K2", "あ\tA", 5), ("K3", "う", None), ("K4", "え", -20)]


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    look.theme().apply(qapp, dark=False)
    made = Jobs()
    yield made
    made.shutdown()


def test_static_model_keeps_the_rules_of_models(qtmodeltester: ModelTester, jobs: Jobs) -> None:
    qtmodeltester.check(StaticModel(columns_of(HEADINGS, KINDS), ROWS))  # type: ignore[no-untyped-call]


def test_amounts_beyond_32_bits_are_shown_and_sorted_whole(jobs: Jobs) -> None:
    model = StaticModel(columns_of(HEADINGS, KINDS), ROWS)
    model.sort_by("2", descending=True)
    assert [row[0] for row in model.rows()] == ["K1", "K2", "K4", "K3"]
    model.sort_by("2", descending=False)
    assert [row[0] for row in model.rows()] == ["K4", "K2", "K1", "K3"]
    assert model.index(2, 2).data() == "3,000,000,000"
    assert model.index(2, 2).data(VALUE_ROLE) == (3_000_000_000,)
    assert model.index(0, 2).data() == "▲20"


def test_copy_is_tab_separated_with_headings(qtbot: QtBot, jobs: Jobs) -> None:
    table = StaticTable("表", columns_of(HEADINGS, KINDS))
    qtbot.addWidget(table)
    table.set_rows(ROWS, sums={"0": "合計", "2": 2_999_999_985})
    table.show()
    table.view.setFocus()
    table.view.selectAll()
    QTest.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "求償権番号\t主債務者\t金額 円"
    assert lines[1:3] == ["K1\tい\t3000000000", "K2\tあ A\t5"]
    assert table.sums.isVisible()


def test_enter_hands_the_row_over(qtbot: QtBot, jobs: Jobs) -> None:
    table = StaticTable("表", columns_of(HEADINGS, KINDS))
    qtbot.addWidget(table)
    table.set_rows(ROWS)
    table.view.select_row(1)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [ROWS[1]]


def fetch(numbers: Sequence[str]) -> list[ClaimRow]:
    return [make_row(int(number)) for number in numbers]


def test_rows_arrive_page_by_page_off_the_ui_thread(qtbot: QtBot, jobs: Jobs, qtmodeltester: ModelTester) -> None:
    threads: set[str] = set()

    def slow(numbers: Sequence[str]) -> list[ClaimRow]:
        threads.add(threading.current_thread().name)
        return fetch(numbers)

    model = RowsModel(COLUMNS, jobs, slow)
    model.set_numbers([str(at) for at in range(300)])
    assert model.index(5, 0).data() is None
    qtbot.waitUntil(lambda: model.loaded_row(5) is not None)
    assert model.index(5, 0).data() == make_row(5).claim_no
    assert model.loaded_row(PAGE + 5) is None
    assert threading.main_thread().name not in threads
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: jobs.is_idle)


def test_a_long_list_keeps_a_bounded_number_of_pages(qtbot: QtBot, jobs: Jobs) -> None:
    model = RowsModel(COLUMNS, jobs, fetch)
    model.set_numbers([str(at) for at in range(PAGE * (KEPT_PAGES + 4))])
    for page in range(KEPT_PAGES + 4):
        model.row_at(page * PAGE)
        qtbot.waitUntil(lambda at=page: model.loaded_row(at * PAGE) is not None)  # type: ignore[misc]
    assert model.loaded_row(0) is None


def test_what_was_on_its_way_for_an_older_list_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()

    def held(numbers: Sequence[str]) -> list[ClaimRow]:
        if numbers[0] == "0":
            gate.wait(5)
        return fetch(numbers)

    model = RowsModel(COLUMNS, jobs, held)
    model.set_numbers([str(at) for at in range(10)])
    model.row_at(0)
    qtbot.wait(20)
    model.set_numbers([str(at) for at in range(100, 110)])
    model.row_at(0)
    qtbot.waitUntil(lambda: model.loaded_row(0) is not None)
    gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert model.loaded_row(0) == make_row(100)


def test_columns_are_hidden_and_come_back(qtbot: QtBot, jobs: Jobs) -> None:
    view = TableView("一覧")
    qtbot.addWidget(view)
    view.set_model(StaticModel(COLUMNS, [make_row(at) for at in range(3)]))
    assert view.hidden_columns() == [one.key for one in COLUMNS if one.is_hidden]
    view.reset_columns({"claim_no": 200}, ["damages"])
    assert view.hidden_columns() == ["damages"]
    assert view.widths()["claim_no"] == 200


@pytest.fixture
def lent(qtbot: QtBot, jobs: Jobs) -> Iterator[StaticTable]:
    """Give a shown table with two spare columns, in a window wider than it will be."""
    host = QWidget()  # a window is never narrower than its contents ask to be; what lies in it may be
    qtbot.addWidget(host)
    host.resize(1_000, 300)
    table = StaticTable("表")
    table.setParent(host)
    table.resize(900, 200)
    table.set_rows(
        [("K1", 12, 3, 45)],
        columns_of(("番号", "元金額", "填補率", "保険金"), ("text", *["yen"] * 3), [], ("元金額", "填補率")),
    )
    with qtbot.waitExposed(host):
        host.show()
    yield table  # noqa: PT022 - the host is deleted when it is no longer named


def _headings(table: StaticTable) -> list[str]:
    return [one.heading for one in table.view.shown_columns()]


@pytest.mark.parametrize("is_held", [False, True], ids=["at rest", "the mouse drags the edge of the window"])
def test_spare_columns_give_way_in_a_narrow_window_and_come_back(
    qtbot: QtBot, lent: StaticTable, is_held: bool
) -> None:
    def shows(width: int, *headings: str) -> None:
        lent.resize(width, 200)
        qtbot.waitUntil(lambda: _headings(lent) == list(headings))

    edge, spot = lent.window().windowHandle(), QPoint(950, 250)
    if is_held:
        QTest.mousePress(edge, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        assert QGuiApplication.mouseButtons() == Qt.MouseButton.LeftButton
    shows(900, "番号", "元金額", "填補率", "保険金")
    *others, spare = sorted((one for one in lent.view.shown_columns()), key=lambda one: one.heading == "填補率")
    rest = sum(look.scaled(one.width) for one in others)
    shows(rest + look.scaled(spare.width) // 2, "番号", "元金額", "保険金")  # whatever frame the style draws fits
    shows(60, "番号", "保険金")
    shows(900, "番号", "元金額", "填補率", "保険金")
    if is_held:
        QTest.mouseRelease(edge, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert lent.view.is_natural  # nobody set a width


def test_a_column_drawn_wider_by_the_mouse_keeps_its_width(qtbot: QtBot, lent: StaticTable) -> None:
    heading = lent.view.horizontalHeader()
    drawn = heading.viewport()
    edge = QPoint(heading.sectionViewportPosition(1) + heading.sectionSize(1) - 1, drawn.height() // 2)
    before = lent.view.columnWidth(1)
    with qtbot.waitSignal(lent.view.columns_changed):
        QTest.mousePress(drawn, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, edge)
        QTest.mouseMove(drawn, edge + QPoint(40, 0))
        QTest.mouseRelease(drawn, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, edge + QPoint(40, 0))
    assert lent.view.columnWidth(1) == before + 40
    lent.resize(950, 200)
    qtbot.waitUntil(lambda: lent.view.width() > 900)
    assert lent.view.columnWidth(1) == before + 40
