"""The claim list in groups, folded and unfolded by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from collections_app.domain.list_views import GROUPINGS, ClaimFilter, ClaimOrder
from collections_app.domain.money import show_yen
from collections_app.ui.pages import list_export
from tests.ui.dress import OFFSCREEN
from tests.ui.list_fixtures import CTRL, KEY, Driver, driver, open_list

__all__ = ["driver", "open_list"]
pytestmark = OFFSCREEN


def group(driver: Driver, digit: int) -> None:
    """Choose from the menu of Ctrl+G by a digit."""
    driver.press(KEY.Key_G, CTRL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, KEY(KEY.Key_0.value + digit))
    with driver.qtbot.waitActive(driver.shell):  # without a window manager a popup leaves no window active
        driver.shell.activateWindow()
    driver.page.table.setFocus()
    driver.wait()


def cells(driver: Driver, row: int) -> list[str]:
    """Return what number, debtor, principal, damages and costs show."""
    model = driver.page.model
    keys = [column.key for column in model.columns]
    return [
        str(model.index(row, keys.index(key)).data() or "")
        for key in ("claim_no", "debtor", "principal", "damages", "costs")
    ]


def test_each_group_is_a_line_with_its_sums(driver: Driver) -> None:
    total = driver.page.foot._total.text()
    count = driver.count()
    group(driver, 1)
    desk, as_of = driver.shell.context.desk, driver.shell.context.as_of
    wanted = driver.page.filters.filter()
    groups = desk.claim_groups(wanted, "section", as_of)
    damages = desk.group_damages(wanted, "section", as_of)
    assert driver.count() == len(groups) == 2
    for at, one in enumerate(groups):
        assert cells(driver, at) == [
            f"▸ {one.label}", f"{one.count:,}件", *map(show_yen, (one.principal, damages[one.value], one.costs)),
        ]  # fmt: skip
    assert driver.page.foot._total.text() == total
    assert driver.page.foot._range.text() == f"2組 {count:,}件"
    assert driver.chips()[-1] == "担当課ごとにまとめ"


def test_groups_unfold_and_fold_by_keys(driver: Driver) -> None:
    group(driver, 1)
    table, page = driver.page.table, driver.page
    groups = page.context.desk.claim_groups(page.filters.filter(), "section", page.context.as_of)
    table.setFocus()
    table.select_row(1)
    driver.press(KEY.Key_Return)
    assert driver.count() == 2 + groups[1].count
    assert table.current_row() == 1
    driver.qtbot.waitUntil(lambda: cells(driver, 1)[0] == f"▾ {groups[1].label}")  # lines are read page by page
    table.select_row(0)
    driver.press(KEY.Key_Right)
    assert driver.count() == 2 + groups[0].count + groups[1].count
    first = page.model.numbers()[1]
    driver.qtbot.waitUntil(lambda: cells(driver, 1)[0] == first)
    assert (
        first
        == page.context.desk.claim_numbers(
            ClaimFilter(section=groups[0].value, statuses=page.filters.filter().statuses),
            ClaimOrder(),
            page.context.as_of,
        )[0]
    )
    driver.press(KEY.Key_Right)
    assert driver.count() == 2 + groups[0].count + groups[1].count, "an unfolded group stays so"
    driver.press(KEY.Key_Left)
    assert driver.count() == 2 + groups[1].count

    driver.press(KEY.Key_F5)
    assert driver.count() == 2 + groups[1].count, "reading again leaves unfolded what is"
    table.sort_by_section(4)
    driver.wait()
    inside = page.model.numbers()[2:]
    rows = page.context.desk.claim_rows(inside[:50], page.context.as_of)
    assert [row.principal for row in rows] == sorted(row.principal for row in rows)

    page.filters.chips.chips[-1].click()
    driver.wait()
    assert driver.count() == sum(one.count for one in groups)


def test_a_line_of_a_group_is_no_claim(driver: Driver) -> None:
    group(driver, 4)
    table = driver.page.table
    table.setFocus()
    table.select_row(0)
    said: list[str] = []
    driver.shell.context.said.connect(lambda message: said.append(message.text))
    driver.press(KEY.Key_F2)
    assert said == ["求償権を1件選んでから記録してください。"]
    assert driver.claims.current_tab() is None
    driver.press(KEY.Key_C, CTRL)
    assert QApplication.clipboard().text().splitlines()[1].split("\t")[0].startswith("▸ 進行中")
    driver.press(KEY.Key_A, CTRL)
    assert driver.page.foot.status == ""

    driver.press(KEY.Key_Home)
    driver.press(KEY.Key_Right)
    driver.press(KEY.Key_Down)
    first, second = driver.page.model.numbers()[1:3]
    driver.press(KEY.Key_Return)
    tab = driver.claims.current_tab()
    assert tab is not None
    assert tab.claim_no == first
    driver.press(KEY.Key_F8)
    assert driver.claims.current_tab().claim_no == second  # type: ignore[union-attr]
    driver.press(KEY.Key_F7)
    driver.press(KEY.Key_F7)
    assert driver.claims.current_tab().claim_no == first  # type: ignore[union-attr]


@pytest.mark.parametrize(("digit", "grouping"), list(enumerate(GROUPINGS, 1)))
def test_every_grouping_adds_up(driver: Driver, digit: int, grouping: str) -> None:
    count = driver.count()
    group(driver, digit)
    assert driver.page.groups.grouping == grouping
    assert driver.page.groups.counts()[1] == count
    assert driver.page.view().grouping == grouping


def test_excel_holds_what_is_folded_too(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.xlsx"
    monkeypatch.setattr(list_export, "ask_save", lambda *given: given[-1](path))
    count = driver.count()
    group(driver, 1)
    driver.press(KEY.Key_F11)
    driver.qtbot.waitUntil(path.exists)
    driver.wait()
    book = load_workbook(path)
    sheet = book.worksheets[0]
    numbers = [row[0] for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("K20")]
    assert len(numbers) == count
