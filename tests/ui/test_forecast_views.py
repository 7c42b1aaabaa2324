"""着地見込み, 早期着手 and 計画値 on the screen, by the keyboard, over real databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from collections_app.domain.back_test import Forecast
from collections_app.domain.breakdowns import FigureWanted
from collections_app.domain.early_action import Step
from collections_app.domain.forecast import Method
from collections_app.domain.money import Unit
from collections_app.domain.paper import PaperKind, PaperWanted
from collections_app.domain.plan_figures import PLANNED, PlanLine
from collections_app.domain.progress import Progress
from collections_app.services.plan_figures import plan_sheet
from collections_app.ui import look
from collections_app.ui.desk import Desk
from collections_app.ui.pages.plan_figures import PlanFiguresPage
from collections_app.ui.plan_figures.model import LAST
from collections_app.ui.summary.cell_table import CELL_ROLE, CellTable
from tests.storage.making import a_claim, base, make_office
from tests.ui.dress import OFFSCREEN
from tests.ui.shell_fixtures import MakeShell, open_shell, wait_idle
from tests.ui.windows import turn_to

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from collections_app.ui.shell.shell import Shell

__all__ = ["open_shell"]
pytestmark = OFFSCREEN
KEY, WITH = Qt.Key, Qt.KeyboardModifier
SEPTEMBER = date(2024, 9, 30)
VISIT = next(at for at, figure in enumerate(PLANNED) if figure.key == "visit")


def press(qtbot: QtBot, shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier = WITH.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or shell, key, modifier)
    wait_idle(qtbot, shell)
    qtbot.wait(1)
    wait_idle(qtbot, shell)


def begun(qtbot: QtBot, open_shell: MakeShell, desk: Desk, day: date) -> Shell:
    shell = open_shell(desk)  # type: ignore[arg-type]
    turn_to(qtbot, shell, day)
    return shell


@pytest.fixture
def demo_shell(qtbot: QtBot, open_shell: MakeShell, demo_location: str) -> Iterator[Shell]:
    shell = begun(qtbot, open_shell, Desk(demo_location), SEPTEMBER)
    yield shell
    shell.context.jobs.shutdown()


@pytest.fixture
def shell(qtbot: QtBot, open_shell: MakeShell, tmp_path: Path) -> Iterator[Shell]:
    location = str(tmp_path / "office.sqlite3")
    plans = [{"fiscal_year": 2024, "figure": "visit", "value": 300}]
    make_office(location, base() | {"claims": [a_claim("K1")], "plans": plans}).close()
    shell = begun(qtbot, open_shell, Desk(location), SEPTEMBER)
    yield shell
    shell.context.jobs.shutdown()


def view_of(qtbot: QtBot, shell: Shell, key: str) -> Any:
    shell.go("summary")
    wait_idle(qtbot, shell)
    page: Any = shell.page("summary")
    page.widget.show_view(key)
    qtbot.wait(1)
    wait_idle(qtbot, shell)
    return page.widget.view(key)


def cell(table: CellTable, row: int, column: int) -> Any:
    (found,) = table.cells.index(row, column).data(CELL_ROLE)
    return found


def texts(table: CellTable) -> list[list[str]]:
    return [[one.text for one in row] for row in table.cells.cells]


def open_cell(qtbot: QtBot, shell: Shell, table: CellTable, row: int, column: int) -> None:
    table.setFocus()
    table.setCurrentIndex(table.cells.index(row, column))
    press(qtbot, shell, KEY.Key_Return)


def test_the_forecast_says_where_it_comes_from_and_opens_it(qtbot: QtBot, demo_shell: Shell) -> None:
    host = view_of(qtbot, demo_shell, "forecast")
    view = host.forecast
    found: Forecast = host._found
    assert view.number.text() == f"{found.total / 10**6:,.0f}"
    assert Method.CURVES.label in view.method.text()
    assert "9年のうち" in view.held.text()
    rows = texts(view.parts)
    assert rows[0][0] == "実績"
    assert rows[-1][1] == view.number.text()
    assert len(texts(view.tested)) == len(found.back_test.lines) + 1
    shown = host.shown()
    assert shown is not None
    assert shown.tables[0].rows[-1] == ("年度末の見込み", found.total)
    assert sum(amount for _, amount in shown.tables[0].rows[:-1]) == found.total
    opened = cell(view.parts, 0, 1).opens
    assert opened == FigureWanted("recovery.total", date(2024, 4, 1), SEPTEMBER)
    open_cell(qtbot, demo_shell, view.parts, 0, 1)
    behind: Any = demo_shell.current()
    assert behind.key == "rows"
    assert behind._rows.total == found.expected.recovered
    demo_shell.go_back()
    wait_idle(qtbot, demo_shell)
    plans = next(row for row, line in enumerate(rows) if line[0].startswith("定期　弁済計画"))
    open_cell(qtbot, demo_shell, view.parts, plans, 1)
    assert demo_shell.current().key == "claims"  # type: ignore[union-attr]


def test_the_chart_tells_the_interval_and_survives_every_dress(qtbot: QtBot, demo_shell: Shell) -> None:
    host = view_of(qtbot, demo_shell, "forecast")
    chart = host.forecast.chart
    assert chart.end_labels()[-3].startswith("見込み ")
    lines = chart.readout(11)
    assert any(line.startswith("見込み ") for line in lines)
    assert any(line.startswith("幅 ") for line in lines)
    assert not any(line.startswith("見込み") for line in chart.readout(5))  # September is over: it is what it was
    ticks = chart._plot().ticks
    assert ticks[0] <= 0 < host._found.range.high <= ticks[-1]
    for dark in (False, True):
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.theme().apply(app, dark=dark)
        assert not chart.grab().isNull()
    page: Any = demo_shell.page("summary")
    page.widget.set_unit(Unit.YEN)
    assert host.forecast.number.text() == f"{host._found.total:,}"


def test_a_simple_way_that_does_better_is_used_and_ours_stands_beside_it(qtbot: QtBot, demo_shell: Shell) -> None:
    demo_shell.context.set_day(date(2024, 11, 15))
    host = view_of(qtbot, demo_shell, "forecast")
    found: Forecast = host._found
    assert found.method is Method.LAST_YEAR
    assert f"より「{Method.LAST_YEAR.label}」の誤差が小さかった" in host.forecast.method.text()
    rows = texts(host.forecast.parts)
    assert [rows[1][0], rows[2][0], rows[3][0]] == [
        f"残り　{Method.LAST_YEAR.label}", "年度末の見込み", f"参考　{Method.CURVES.label}",
    ]  # fmt: skip
    assert cell(host.forecast.parts, 1, 1).opens == FigureWanted(
        "recovery.total", date(2023, 11, 16), date(2024, 3, 31)
    )
    open_cell(qtbot, demo_shell, host.forecast.parts, 1, 1)
    behind: Any = demo_shell.current()
    assert behind._rows.total == found.expected.rest(Method.LAST_YEAR)


def test_a_forecast_without_history_says_what_is_missing(qtbot: QtBot, shell: Shell) -> None:
    host = view_of(qtbot, shell, "forecast")
    assert host.forecast.tested.isHidden()
    assert not host.forecast.no_years.isHidden()
    assert "検証できません" in host.forecast.method.text()


def test_the_way_to_the_next_plan(qtbot: QtBot, demo_shell: Shell) -> None:
    view = view_of(qtbot, demo_shell, "forecast").forecast
    view.next_plan.setFocus()
    press(qtbot, demo_shell, KEY.Key_Space)
    page: Any = demo_shell.current()
    assert isinstance(page, PlanFiguresPage)
    assert page.year.currentData() == 2025
    page.take_proposal()
    totals = {before.figure: after.year for before, after in page.model.changed()}
    assert totals["recovery.total"] == (totals["recovery.regular"] or 0) + (totals["recovery.irregular"] or 0)
    page.undo()
    assert not page.model.is_touched()


def test_early_action_by_step_and_group_opens_its_claims(qtbot: QtBot, demo_shell: Shell) -> None:
    host = view_of(qtbot, demo_shell, "early")
    view = host.early
    found = host._found.steps[Step.VISIT]
    assert texts(view.times)[0][0] == "全体"
    assert len(texts(view.times)) == 1 + len(found.lines["cohort"])
    view.groups.setFocus()
    press(qtbot, demo_shell, KEY.Key_Right)
    assert len(texts(view.times)) == 1 + len(found.lines["section"])
    view.steps.setFocus()
    press(qtbot, demo_shell, KEY.Key_Right)
    assert view.step() is Step.FILING
    [everybody] = host._found.steps[Step.FILING].lines["all"]
    assert cell(view.times, 0, 2).text == f"{len(everybody.reached):,}"
    open_cell(qtbot, demo_shell, view.times, 0, 2)
    claims: Any = demo_shell.current()
    assert claims.key == "claims"


def test_early_action_without_records_says_what_it_is_for(qtbot: QtBot, shell: Shell) -> None:
    view = view_of(qtbot, shell, "early").early
    assert not view.empty.isHidden()
    assert "交渉の記録がまだありません" in view.empty.text()


@pytest.fixture
def plans(qtbot: QtBot, shell: Shell) -> PlanFiguresPage:
    press(qtbot, shell, KEY.Key_P, WITH.ControlModifier | WITH.ShiftModifier)
    page = shell.current()
    assert isinstance(page, PlanFiguresPage)
    page.view.setFocus()
    page.view.go_to(VISIT, 0)
    return page


def typed(qtbot: QtBot, shell: Shell, text: str) -> None:
    for character in text:
        QTest.keyClicks(QApplication.focusWidget(), character)  # type: ignore[arg-type]
    press(qtbot, shell, KEY.Key_Return)


def kept(shell: Shell) -> dict[str, PlanLine]:
    return plan_sheet(shell.context.desk.office, 2024, SEPTEMBER).lines


def test_a_year_typed_is_spread_and_kept(qtbot: QtBot, shell: Shell, plans: PlanFiguresPage) -> None:
    assert plans.model.text(VISIT, 0) == "300"
    plans.way.setFocus()
    press(qtbot, shell, KEY.Key_Right)  # evenly
    plans.view.setFocus()
    typed(qtbot, shell, "360")
    assert [plans.model.text(VISIT, at) for at in range(LAST)] == ["360", *["30"] * 12]
    assert plans.view.place() == (VISIT, 1)
    typed(qtbot, shell, "40")
    assert plans.model.text(VISIT, 0) == "370"
    assert "未登録" in plans.status()
    press(qtbot, shell, KEY.Key_F9)
    assert kept(shell)["visit"] == PlanLine("visit", 370, (40, *[30] * 11))
    assert not plans.model.is_touched()
    press(qtbot, shell, KEY.Key_Z, WITH.ControlModifier)
    assert kept(shell)["visit"] == PlanLine("visit", 300)
    assert plans.model.text(VISIT, 0) == "300"


def test_what_is_typed_wrong_is_said_under_the_grid(qtbot: QtBot, shell: Shell, plans: PlanFiguresPage) -> None:
    assert plans.line.text().startswith("訪問督促 前年度 0回。")
    typed(qtbot, shell, "-5")
    assert plans.view.place() == (VISIT, 1)
    assert plans.line.text().startswith("訪問督促 年計: ")
    assert plans.line.property("role") == "problem"
    press(qtbot, shell, KEY.Key_F9)
    assert plans.view.place() == (VISIT, 0)
    assert kept(shell) == {"visit": PlanLine("visit", 300)}
    press(qtbot, shell, KEY.Key_Z, WITH.ControlModifier)
    assert plans.model.text(VISIT, 0) == "300"
    assert not plans.model.is_touched()


def test_a_block_from_excel_by_headings_and_names(qtbot: QtBot, shell: Shell, plans: PlanFiguresPage) -> None:
    label = next(figure.label for figure in PLANNED if figure.key == "lawsuit")
    text = f"項目\t5月\t4月\n{label}\t2\t１\n知らない項目\t9\t9\n"
    QGuiApplication.clipboard().setText(text)
    press(qtbot, shell, KEY.Key_V, WITH.ControlModifier)
    changed = {after.figure: after for _, after in plans.model.changed()}
    assert changed == {"lawsuit": PlanLine("lawsuit", 3, (1, 2, *[0] * 10))}
    press(qtbot, shell, KEY.Key_Z, WITH.ControlModifier)
    QGuiApplication.clipboard().setText("\t".join(str(n) for n in range(1, 13)) + "\n")
    plans.view.go_to(VISIT, 1)
    press(qtbot, shell, KEY.Key_V, WITH.ControlModifier)
    assert plans.model.line(VISIT) == PlanLine("visit", 78, tuple(range(1, 13)))
    plans.view.clearSelection()
    for place in range(LAST):
        plans.view.selectionModel().select(plans.model.index(VISIT, place), QItemSelectionModel.SelectionFlag.Select)
    press(qtbot, shell, KEY.Key_C, WITH.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[1].split("\t")[:3] == ["訪問督促", "78", "1"]


def test_the_plans_are_walked_and_emptied_as_every_grid(qtbot: QtBot, shell: Shell, plans: PlanFiguresPage) -> None:
    press(qtbot, shell, KEY.Key_End)
    assert plans.view.place() == (VISIT, LAST)
    press(qtbot, shell, KEY.Key_Return)  # last year is not asked for
    assert plans.view.place() == (VISIT + 1, 0)
    press(qtbot, shell, KEY.Key_Backtab, WITH.ShiftModifier)
    assert plans.view.place() == (VISIT, LAST - 1)
    press(qtbot, shell, KEY.Key_Home)
    press(qtbot, shell, KEY.Key_F4)
    assert plans.view.cells.editor() is not None
    QGuiApplication.clipboard().setText("12\t5\n")
    press(qtbot, shell, KEY.Key_V, WITH.ControlModifier)  # a block goes into the grid, not into the field
    assert plans.model.text(VISIT, 1) == "5"
    plans.view.setFocus()
    plans.view.selectRow(VISIT)
    press(qtbot, shell, KEY.Key_Delete)
    assert {plans.model.text(VISIT, at) for at in range(LAST)} == {""}
    press(qtbot, shell, KEY.Key_Z, WITH.ControlModifier)
    assert plans.model.text(VISIT, 1) == "5"


def test_another_year_waits_for_what_is_typed(qtbot: QtBot, shell: Shell, plans: PlanFiguresPage) -> None:
    typed(qtbot, shell, "1")
    plans.show_year(2025)
    assert plans.year.currentData() == 2024
    press(qtbot, shell, KEY.Key_Z, WITH.ControlModifier)
    plans.show_year(2025)
    wait_idle(qtbot, shell)
    assert plans.model.sheet is not None
    assert plans.model.sheet.fiscal_year == 2025
    assert "案は出せません" in plans.said.text()


def test_somebody_else_was_faster(qtbot: QtBot, shell: Shell, plans: PlanFiguresPage) -> None:
    typed(qtbot, shell, "400")
    shell.context.desk.save_plans(2024, [PlanLine("visit", 300)], [PlanLine("visit", 111)])
    press(qtbot, shell, KEY.Key_F9)
    assert kept(shell) == {"visit": PlanLine("visit", 111)}
    assert plans.model.is_touched()  # what was typed is still there


def test_the_grid_goes_to_excel(qtbot: QtBot, shell: Shell, plans: PlanFiguresPage, tmp_path: Path) -> None:
    path = tmp_path / "plans.xlsx"
    press(qtbot, shell, KEY.Key_F11)
    (dialog,) = plans.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("計画値_2024.xlsx")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(path.exists)
    wait_idle(qtbot, shell)
    from openpyxl import load_workbook

    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert any("訪問督促" in [str(cell) for cell in row] and 300 in row for row in rows)


@pytest.mark.parametrize("key", ["forecast", "early"])
def test_what_is_shown_is_printed_and_written_to_excel(
    qtbot: QtBot, demo_shell: Shell, key: str, tmp_path: Path
) -> None:
    view = view_of(qtbot, demo_shell, key)
    qtbot.waitUntil(lambda: view.shown() is not None, timeout=60_000)
    found = view.shown()
    for table in found.tables:
        assert table.rows
        assert all(len(row) == len(table.headings) == len(table.kinds) for row in table.rows)
    path = demo_shell.context.desk.shown_workbook(found, tmp_path / "a.xlsx", Progress())
    book = openpyxl.load_workbook(path)
    written = [cell.value for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert all(row[0] in written for table in found.tables for row in table.rows)
    document = demo_shell.context.desk.paper(PaperWanted(PaperKind.SUMMARY, SEPTEMBER, shown=found), Progress())
    assert document.blocks
