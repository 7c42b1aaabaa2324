"""What a view shows goes onto paper with its charts, and into a workbook with its numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from collections_app.domain.money import Unit
from collections_app.domain.paper import PaperKind, Stamp, shown_paper
from collections_app.domain.shown import Lines, Shown, Step, Waterfall, chart_rows
from collections_app.exchange.workbook import write_workbook
from collections_app.reports.shown_charts import chart_sheet
from collections_app.reports.shown_paper import document, workbook
from collections_app.ui.charts.plot import paint_chart, paper
from collections_app.ui.printing.painter import pdf_bytes
from collections_app.ui.printing.setting import pages_of
from collections_app.ui.summary.change import waterfall_of
from collections_app.ui.summary.put_out import cohort_table, figure_table
from collections_app.ui.summary.rates import curves_of
from tests.ui import sample_views
from tests.ui.dress import OFFSCREEN, dress

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

pytestmark = OFFSCREEN

NOW = datetime(2025, 4, 1, 10, 23)
STAMP = Stamp("佐藤 一郎", NOW)
DAY = date(2025, 3, 31)


@pytest.fixture
def shown(qapp: QApplication) -> Shown:
    dress(qapp, dark=True)  # paper is white all the same
    lines = sample_views.groups("source")
    charts = (curves_of(sample_views.cohorts()), waterfall_of(lines, 500, 300, Unit.YEN))
    figures = figure_table("実績", (("訪問督促", "visit", 0), ("総回収", "recovery.total", 1)), sample_views.figures())
    return Shown("集計　回収率", "令和6年度　R6.4.1–R7.3.31", charts, (figures, cohort_table(sample_views.cohorts())))


def test_a_view_is_set_with_its_charts_and_tables(shown: Shown) -> None:
    offered = shown_paper(shown, DAY).wanted
    assert (offered.kind, offered.is_of_list, offered.shown) == (PaperKind.SUMMARY, False, shown)
    made = document(shown, DAY, STAMP)
    assert (made.file_name, made.is_landscape, made.is_personal) == ("集計_回収率_20250331.pdf", True, False)
    pages = pages_of(made)
    placed = [chart for sheet in pages.sheets for chart in sheet.charts]
    assert [one.chart for one in placed] == list(shown.charts)
    width, height = pages.size
    assert all(one.x + one.width <= width and one.y + one.height <= height for one in placed)
    words = [word.text for sheet in pages.sheets for word in sheet.words]
    assert "1,824,213,480" in words
    assert any("◆" in word for word in words)
    assert pdf_bytes(pages).startswith(b"%PDF")


def test_charts_can_be_told_apart_in_grey(shown: Shown) -> None:
    lines = shown.charts[0]
    assert isinstance(lines, Lines)
    assert len({(one.dash, one.marker) for one in lines.series}) == len(lines.series)
    picture = QImage(6000, 2400, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    painter = QPainter(picture)
    paint_chart(painter, lines, QRectF(0, 0, 6000, 2400), paper())
    painter.end()
    darkest = min(picture.pixelColor(x, y).lightness() for x in range(0, 6000, 3) for y in range(0, 2400, 40))
    assert darkest < 120


def test_the_workbook_holds_numbers(shown: Shown, tmp_path: Path) -> None:
    path = tmp_path / "集計.xlsx"
    write_workbook(workbook(shown, NOW), path)
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == len(shown.tables) + len(shown.charts)
    values = [cell.value for row in book["実績"].iter_rows() for cell in row]
    assert 1_824_213_480 in values
    assert 474 in values


def test_the_charts_of_a_view_are_charts_of_the_spreadsheet(shown: Shown, tmp_path: Path) -> None:
    path = tmp_path / "集計.xlsx"
    write_workbook(workbook(shown, NOW), path)
    book = openpyxl.load_workbook(path)
    drawn = {sheet.title: sheet._charts for sheet in book if sheet._charts}
    assert list(drawn) == book.sheetnames[len(shown.tables) :]
    for (name, (chart,)), one in zip(drawn.items(), shown.charts, strict=True):
        sheet = book[name]
        for at, series in enumerate(chart.series):
            values = [cell.value for row in sheet[series.val.numRef.f.partition("!")[2]] for cell in row]
            categories = [
                cell.value
                for row in sheet[(series.cat.strRef or series.cat.numRef).f.partition("!")[2]]
                for cell in row
            ]
            if isinstance(one, Lines):
                assert values == [None if tenth is None else tenth / 10 for tenth in one.series[at].values]
                assert categories == list(one.places)
            else:
                assert categories == [step.label for step in one.steps]
    lines, (bars,) = shown.charts[0], list(drawn.values())[1]
    assert isinstance(lines, Lines)
    assert (bars.grouping, bars.overlap) == ("stacked", 100)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8), st.integers(-(10**9), 10**9))
def test_the_bars_of_a_waterfall_reach_from_where_to_where_they_go(changes: list[int], before: int) -> None:
    steps = (Step("前年度", before, is_total=True), *(Step(str(at), one) for at, one in enumerate(changes)),
             Step("今年度", before + sum(changes), is_total=True))  # fmt: skip
    chart = Waterfall("増減", steps, Unit.YEN)
    sheet = chart_sheet(chart, "増減", ())
    headings, rows = sheet.table.headings[2:], list(sheet.table.rows)
    assert [series.label for series in sheet.charts[0].series] == list(headings)
    for row, step, ends in zip(rows, steps, chart.ends(), strict=True):
        assert row[:2] == (step.label, step.value)
        stacked = dict(zip(headings, row[2:], strict=True))
        base = stacked.pop("土台（グラフ用）")
        assert isinstance(base, int)
        above = [one for one in stacked.values() if isinstance(one, int) and one > 0]
        below = [one for one in stacked.values() if isinstance(one, int) and one < 0]
        assert len(above) <= 1 and len(below) <= 1  # what is stacked up and what hangs down, each in one colour
        assert (base + sum(below), base + sum(above)) == (min(ends), max(ends))


def test_a_chart_without_anything_yet_is_only_its_table() -> None:
    assert chart_sheet(Lines("回収の累計", (), ()), "回収", ()).charts == ()
    assert chart_sheet(Waterfall("増減", ()), "増減", ()).charts == ()


def test_the_numbers_of_a_chart_are_a_table(shown: Shown) -> None:
    rows = chart_rows(shown.charts[0])
    assert rows.headings[1] == "令和6年度"
    assert str(rows.rows[0][1]) == "3.7"
    assert rows.rows[1][1] is None
    assert chart_rows(shown.charts[1]).rows[0] == ("前年度", 500)
