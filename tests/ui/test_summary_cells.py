from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from collections_app.ui.summary import words
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from tests.ui import sample_views
from tests.ui.dress import OFFSCREEN, dress, shown

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = OFFSCREEN

HEADS = (Head("項目", 100, is_wide=True), Head("円", 60, is_number=True))


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> CellTable:
    dress(qapp)
    table = CellTable("表", HEADS)
    table.set_cells([[Cell("<b>A</b>"), Cell("1,234", opens="key")], [Cell("B"), Cell("－", "soft")]])
    shown(qtbot, table, (300, 200))
    return table


def test_model_keeps_the_rules_of_models(table: CellTable) -> None:
    QAbstractItemModelTester(table.cells, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_stored_text_stays_text(table: CellTable) -> None:
    index = table.cells.index(0, 0)
    assert index.data() == "<b>A</b>"
    assert table.cells.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "<b>A</b> 円 1,234 内訳を開く"
    assert table.as_tsv() == "項目\t円\n<b>A</b>\t1234\nB\t－\n"


def test_cells_that_open_nothing_stay_silent(table: CellTable, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.cells.index(0, 0))
    with qtbot.assertNotEmitted(table.opened):
        QTest.keyClick(table, Qt.Key.Key_Return)


def test_columns_that_may_be_narrower_keep_the_table_from_scrolling(table: CellTable) -> None:
    long = [Head(f"求償権消滅保証{n}", 120, is_number=True, least=60) for n in range(3)]
    one_line = table.horizontalHeader().height()
    table.set_heads([Head("項目", 100, is_wide=True), *long])
    table.set_cells([[Cell("A"), *(Cell("1") for _ in long)]])
    assert sum(table.columnWidth(at) for at in range(4)) <= table.viewport().width()
    assert table.columnWidth(0) == 100
    assert table.horizontalHeader().height() > one_line  # the words stand in two lines
    assert table.row_room(24) == 24 + table.horizontalHeader().height() + 2
    table.resize(700, 200)
    assert [table.columnWidth(at) for at in range(1, 4)] == [120] * 3
    assert table.horizontalHeader().height() == one_line


def test_same_number_of_rows_keeps_the_place(table: CellTable) -> None:
    table.setCurrentIndex(table.cells.index(1, 1))
    table.set_cells([[Cell("C"), Cell("1")], [Cell("D"), Cell("2")]])
    assert table.currentIndex().row() == 1
    table.set_cells([])
    assert not table.currentIndex().isValid()


@pytest.mark.parametrize(
    ("key", "now", "before", "ratio", "color"),
    [
        ("visit", 3, 0, "新規", "good"),
        ("visit", 0, 0, "－", "soft"),
        ("visit", 0, 4, "▼ 0.0", "bad"),
        ("visit", 4, 4, "100.0", "soft"),
        ("visit", 5, 4, "▲ 125.0", "good"),
        ("outstanding.count", 5, 4, "▲ 125.0", "soft"),
    ],
)
def test_ratio_is_said_by_word_shape_and_colour(key: str, now: int, before: int, ratio: str, color: str) -> None:
    figure = sample_views.figure(key, now, before)
    assert words.ratio_with_arrow(figure) == ratio
    assert words.ratio_color(figure) == color
