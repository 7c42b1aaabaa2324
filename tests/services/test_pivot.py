"""A figure by two breakdowns: every cell against the one-dimensional breakdowns, the figure, and a naive count."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest

from collections_app.domain.breakdowns import DIMENSIONS, FigureWanted, applies
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURES, MEASURES, Figure
from collections_app.domain.pivot import PivotWanted, crossed
from collections_app.services import pivot as service
from collections_app.services import statistics
from collections_app.services.office import Office

FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)


def asked(key: str, rows: str, columns: str) -> PivotWanted:
    return PivotWanted(FigureWanted(key, FIRST, LAST), rows, columns)


def dimensions(figure: Figure) -> list[str]:
    return [one for one in DIMENSIONS if applies(figure, one)]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_rows_columns_and_total_are_the_breakdowns_and_the_figure(demo: Office, figure: Figure) -> None:
    by = {one: statistics.breakdown(demo, 2024, None, one) for one in dimensions(figure)}
    total = statistics.summary(demo, 2024).figures[figure.key].current
    for rows, columns in zip(dimensions(figure), reversed(dimensions(figure)), strict=True):
        if rows == columns:
            continue
        found = service.pivot(demo, asked(figure.key, rows, columns))
        for sums, dimension in ((found.row_sums, rows), (found.column_sums, columns)):
            wanted = {key: values[figure.key].current for key, values in by[dimension].items()}
            assert {key: n for key, n in sums.items() if n} == {key: n for key, n in wanted.items() if n}
        assert found.total == total
        if not any(MEASURES[measure].distinct for measure in figure.measures):
            assert sum(found.cells.values()) == total


def test_a_pivot_turned_round_has_the_same_cells(demo: Office) -> None:
    for rows, columns in permutations(("section", "source", "month"), 2):
        found = service.pivot(demo, asked("recovery.total", rows, columns))
        turned = service.pivot(demo, asked("recovery.total", columns, rows))
        assert {(column, row): n for (row, column), n in found.cells.items()} == turned.cells


def test_a_party_counts_once_in_its_cell_its_row_and_the_whole() -> None:
    wanted = asked("expert_dispatch", "section", "month")
    rows = [("甲", "4", "P1", 2), ("甲", "5", "P1", 1), ("乙", "5", "P1", 1), ("乙", "5", "P2", 1)]
    found = crossed(wanted, rows, {})
    assert found.cells == {("甲", "4"): 1, ("甲", "5"): 1, ("乙", "5"): 2}
    assert found.row_sums == {"甲": 1, "乙": 2}
    assert found.column_sums == {"4": 1, "5": 2}
    assert found.total == 2


@pytest.mark.parametrize(
    ("key", "rows", "columns", "said"),
    [
        ("no.such", "section", "bank", "という項目はありません"),
        ("visit", "section", "section", "同じ内訳"),
        ("outstanding.count", "month", "bank", "月では分けられません"),
    ],
)
def test_what_cannot_be_counted_is_said(demo: Office, key: str, rows: str, columns: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        service.pivot(demo, asked(key, rows, columns))


def test_a_span_the_wrong_way_round_is_said(demo: Office) -> None:
    with pytest.raises(UserError, match="より後です"):
        service.pivot(demo, PivotWanted(FigureWanted("visit", LAST, FIRST), "section", "bank"))


def test_the_workbook_has_the_cells_and_sums(demo: Office, tmp_path: Path) -> None:
    wanted = asked("recovery.total", "source", "section")
    found = service.pivot(demo, wanted)
    path = service.pivot_workbook(demo, wanted, tmp_path / "pivot.xlsx")
    sheet = openpyxl.load_workbook(path, data_only=True).active
    grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert grid[0][-1] == "合計"
    assert grid[-1][-1] == found.total
    assert sum(row[-1] for row in grid[1:-1]) == found.total


def test_every_cell_opens_rows_that_add_up_to_it(demo: Office) -> None:
    for key, rows, columns in (("recovery.total", "source", "section"), ("visit", "staff", "month")):
        found = service.pivot(demo, asked(key, rows, columns))
        for (row, column), number in list(found.cells.items())[:12]:
            assert statistics.figure_rows(demo, found.wanted.cell(row, column)).total == number
        some = next(iter(found.row_sums))
        assert statistics.figure_rows(demo, found.wanted.cell(some, None)).total == found.row_sums[some]
