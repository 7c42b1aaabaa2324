"""A figure by two breakdowns: every cell against the one-dimensional breakdowns, the figure, and a naive count."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest

from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURES, MEASURES
from collections_app.domain.pivot import Dimension, PivotWanted, crossed, dimensions_of
from collections_app.services import pivot as service
from collections_app.services import statistics
from collections_app.services.office import Office

FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_rows_columns_and_total_are_the_breakdowns_and_the_figure(demo: Office, figure: object) -> None:
    by = {one: statistics.breakdown(demo, 2024, None, one.value) for one in dimensions_of(figure)}
    total = statistics.summary(demo, 2024).figures[figure.key].current
    for rows, columns in zip(dimensions_of(figure), reversed(dimensions_of(figure)), strict=True):
        if rows is columns:
            continue
        found = service.pivot(demo, PivotWanted(figure.key, FIRST, LAST, rows, columns))
        for sums, dimension in ((found.row_sums, rows), (found.column_sums, columns)):
            wanted = {key: values[figure.key].current for key, values in by[dimension].items()}
            assert {key: n for key, n in sums.items() if n} == {key: n for key, n in wanted.items() if n}
        assert found.total == total
        if not any(MEASURES[measure].distinct for measure in figure.measures):
            assert sum(found.cells.values()) == total


def test_a_pivot_turned_round_has_the_same_cells(demo: Office) -> None:
    for rows, columns in permutations((Dimension.SECTION, Dimension.SOURCE, Dimension.MONTH), 2):
        found = service.pivot(demo, PivotWanted("recovery.total", FIRST, LAST, rows, columns))
        turned = service.pivot(demo, PivotWanted("recovery.total", FIRST, LAST, columns, rows))
        assert {(column, row): n for (row, column), n in found.cells.items()} == turned.cells


def test_a_party_counts_once_in_its_cell_its_row_and_the_whole() -> None:
    wanted = PivotWanted("expert_dispatch", FIRST, LAST, Dimension.SECTION, Dimension.MONTH)
    rows = [("甲", "4", "P1", 2), ("甲", "5", "P1", 1), ("乙", "5", "P1", 1), ("乙", "5", "P2", 1)]
    found = crossed(wanted, rows, {})
    assert found.cells == {("甲", "4"): 1, ("甲", "5"): 1, ("乙", "5"): 2}
    assert found.row_sums == {"甲": 1, "乙": 2}
    assert found.column_sums == {"4": 1, "5": 2}
    assert found.total == 2


@pytest.mark.parametrize(
    ("key", "rows", "columns", "said"),
    [
        ("no.such", Dimension.SECTION, Dimension.BANK, "という項目はありません"),
        ("visit", Dimension.SECTION, Dimension.SECTION, "同じ内訳"),
        ("visit", Dimension.SECTION, Dimension.SOURCE, "回収原因では分けられません"),
        ("outstanding.count", Dimension.MONTH, Dimension.BANK, "月では分けられません"),
    ],
)
def test_what_cannot_be_counted_is_said(demo: Office, key: str, rows: Dimension, columns: Dimension, said: str) -> None:
    with pytest.raises(UserError, match=said):
        service.pivot(demo, PivotWanted(key, FIRST, LAST, rows, columns))


def test_a_span_the_wrong_way_round_is_said(demo: Office) -> None:
    with pytest.raises(UserError, match="より前です"):
        service.pivot(demo, PivotWanted("visit", LAST, FIRST, Dimension.SECTION, Dimension.BANK))


def test_the_workbook_has_the_cells_and_sums(demo: Office, tmp_path: Path) -> None:
    wanted = PivotWanted("recovery.total", FIRST, LAST, Dimension.SOURCE, Dimension.SECTION)
    found = service.pivot(demo, wanted)
    path = service.pivot_workbook(demo, wanted, tmp_path / "pivot.xlsx")
    sheet = openpyxl.load_workbook(path, data_only=True).active
    grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert grid[0][-1] == "合計"
    assert grid[-1][-1] == found.total
    assert sum(row[-1] for row in grid[1:-1]) == found.total
