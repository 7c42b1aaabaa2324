from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from collections_app.domain.arrears import DueState
from collections_app.domain.money import Unit
from collections_app.domain.views import Cohort, PlanMonth
from collections_app.ui.charts.bullet import BulletBar
from collections_app.ui.charts.heat_table import HeatTable
from collections_app.ui.charts.instalment_strip import InstalmentStrip, state_of
from collections_app.ui.charts.line_chart import CumulativeChart
from tests.ui import sample_views
from tests.ui.dress import OFFSCREEN, dress, shown

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = OFFSCREEN


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress(qapp)


def line_chart(qtbot: QtBot, last: int = 12) -> CumulativeChart:
    chart = CumulativeChart()
    chart.show_points(sample_views.months(last), 1_400_000_000)
    shown(qtbot, chart, (540, 240))
    chart.grab()
    return chart


def test_line_chart_labels_its_ends_with_the_figures(qtbot: QtBot) -> None:
    assert line_chart(qtbot).end_labels() == ["前年 1,231", "計画 1,400", "1,824"]


def test_line_chart_writes_every_unit(qtbot: QtBot) -> None:
    chart = line_chart(qtbot)
    chart.set_unit(Unit.YEN)
    assert chart.end_labels()[-1] == "1,824,213,480"
    chart.grab()
    chart.set_unit(Unit.THOUSAND)
    assert chart.readout(11) == ("3月まで（千円）", "今年度 1,824,213", "前年度 1,230,934", "計画 1,400,000（130.3%）")


def test_months_that_have_not_come_are_not_drawn_and_not_chosen(qtbot: QtBot) -> None:
    chart = line_chart(qtbot, last=6)
    assert chart.end_labels() == ["前年 1,231", "計画 1,400"]
    assert chart.readout(8) == ("12月まで（百万円）", "前年度 850", "計画 1,050")
    chart.step_to(8)
    with qtbot.assertNotEmitted(chart.month_chosen):
        QTest.keyClick(chart, Qt.Key.Key_Return)


def test_keys_walk_the_months_and_enter_chooses(qtbot: QtBot) -> None:
    chart = line_chart(qtbot)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.current() == 11
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert "今年度 205" in chart.accessibleDescription()
    with qtbot.waitSignal(chart.month_chosen) as signal:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert signal.args[0].month == date(2024, 5, 1)
    chart.grab()


def test_click_chooses_the_nearest_month(qtbot: QtBot) -> None:
    chart = line_chart(qtbot)
    with qtbot.waitSignal(chart.month_chosen) as signal:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(60, 100))
    assert signal.args[0].month.month == 4


def test_line_chart_without_anything_is_still_a_chart(qtbot: QtBot) -> None:
    chart = CumulativeChart()
    chart.show_points((), None)
    shown(qtbot, chart, (400, 160))
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current() is None
    assert "まだ記録がありません" in chart.accessibleName()
    chart.grab()


def test_bullet_puts_value_and_plan_on_one_scale(qtbot: QtBot) -> None:
    bar = BulletBar()
    bar.show_value(1_824_213_480, 1_400_000_000)
    value, plan = bar.shares()
    assert value / plan == pytest.approx(1.303, abs=0.001)
    shown(qtbot, bar, (200, 12))
    bar.grab()
    bar.show_value(-5, 10)
    assert bar.shares()[0] == 0.0
    bar.show_value(5, None)
    assert bar.shares() == (0.0, 0.0)
    assert bar.accessibleName() == "計画なし"


def heat_table(qtbot: QtBot) -> HeatTable:
    heat = HeatTable()
    heat.show_cohorts(sample_views.cohorts())
    shown(qtbot, heat, (900, 300))
    heat.grab()
    return heat


def test_heat_table_marks_the_unfinished_year(qtbot: QtBot) -> None:
    heat = heat_table(qtbot)
    last = len(sample_views.cohorts()) - 1
    assert heat.text_at(last, 0) == "3.7*"
    assert heat.text_at(last, 1) == ""
    assert heat.text_at(0, 0) == "6.1"
    assert heat.text_at(0, 8) == "21.0*"


def test_heat_table_draws_years_in_which_more_was_reversed_than_received(qtbot: QtBot) -> None:
    heat = heat_table(qtbot)
    heat.show_cohorts((Cohort(2022, 0, (0, 0)), Cohort(2023, 200, (-50,))))
    heat.grab()
    assert heat.text_at(1, 0) == "▲25.0*"
    assert heat.readout((1, 0))[-1] == "回収率 ▲25.0％"


def test_heat_table_is_read_by_keys(qtbot: QtBot) -> None:
    heat = heat_table(qtbot)
    heat.setFocus()
    assert heat.current() == (0, 0)
    QTest.keyClick(heat, Qt.Key.Key_Down)
    QTest.keyClick(heat, Qt.Key.Key_Right)
    assert heat.accessibleDescription().startswith("平成29年度の代位弁済 6,262,613,245円、2年目までの回収")
    with qtbot.waitSignal(heat.cohort_chosen) as signal:
        QTest.keyClick(heat, Qt.Key.Key_Return)
    assert signal.args == [(2017, 1)]
    for _ in range(9):
        QTest.keyClick(heat, Qt.Key.Key_Down)
    assert heat.current() == (8, 0)


def test_heat_table_is_pressed_by_mouse(qtbot: QtBot) -> None:
    heat = heat_table(qtbot)
    with qtbot.waitSignal(heat.cohort_chosen) as signal:
        QTest.mouseClick(heat, Qt.MouseButton.LeftButton, pos=QPoint(130, 30))
    assert signal.args == [(2016, 0)]
    heat.show_cohorts(())
    heat.grab()


MONTH = PlanMonth(date(2024, 7, 1), 30_000, 30_000, DueState.PAID)


@pytest.mark.parametrize(
    ("month", "word"),
    [
        (MONTH, "済"),
        (replace(MONTH, state=DueState.MISSED), "未"),
        (replace(MONTH, state=DueState.PARTLY), "一部"),
        (replace(MONTH, state=DueState.OPEN), ""),
        (replace(MONTH, state=DueState.LATE), "遅"),
        (PlanMonth(MONTH.month, 0, 0), "－"),
        (PlanMonth(MONTH.month, 0, 30_000), "入"),
    ],
)
def test_every_state_of_an_instalment_has_a_word(month: PlanMonth, word: str) -> None:
    assert state_of(month)[0] == word


def test_strip_tells_the_month(qtbot: QtBot) -> None:
    strip = InstalmentStrip()
    strip.show_months(sample_views.plan_months())
    shown(qtbot, strip, (400, 40))
    strip.grab()
    assert "7月 未" in strip.accessibleName()
    assert strip.place_at(QPointF(3, 3)) == 0
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Home)
    assert strip.accessibleDescription() == "4月 済、約定 30,000円、入金 30,000円"
    with qtbot.waitSignal(strip.month_chosen) as signal:
        QTest.keyClick(strip, Qt.Key.Key_Space)
    assert signal.args[0].month == date(2024, 4, 1)
    strip.clearFocus()
    assert strip.current() is None
