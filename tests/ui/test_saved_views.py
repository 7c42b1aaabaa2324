"""Saved views and the choice of columns, by the keyboard alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from collections_app.domain.claim_conditions import Comparison, Condition
from collections_app.domain.list_views import ORDERS, ClaimFilter, ClaimOrder
from collections_app.services import saved_views as service
from collections_app.services.office import open_office
from collections_app.storage.tables import saved_views
from collections_app.ui.pages.column_overlay import ColumnOverlay
from collections_app.ui.pages.list_columns import COLUMNS, FURTHER
from collections_app.ui.pages.views_overlay import ViewsOverlay
from collections_app.ui.settings import Settings, load
from tests.ui.dress import OFFSCREEN
from tests.ui.list_fixtures import CTRL, KEY, SHIFT, Driver, OpenList, open_list

__all__ = ["open_list"]
pytestmark = OFFSCREEN
ENTER, ESCAPE = KEY.Key_Return, KEY.Key_Escape


@pytest.fixture
def location(demo_location: str, tmp_path: Path) -> str:
    """Give a database of one's own: these tests write."""
    return str(shutil.copy(demo_location, tmp_path / "own.db"))


@pytest.fixture
def driver(open_list: OpenList, location: str) -> Driver:
    return open_list(location)


def open_views(driver: Driver) -> ViewsOverlay:
    driver.press(KEY.Key_O, CTRL | SHIFT)
    overlay = driver.shell.findChild(ViewsOverlay)
    assert overlay is not None
    assert overlay.lines.hasFocus()
    return overlay


def open_columns(driver: Driver) -> ColumnOverlay:
    driver.press(KEY.Key_L, CTRL)
    overlay = driver.shell.findChild(ColumnOverlay)
    assert overlay is not None
    assert overlay.lines.hasFocus()
    return overlay


def names(overlay: ViewsOverlay) -> list[str]:
    return [overlay.lines.item(at).text().partition("  ")[2] for at in range(overlay.lines.count())]


def test_what_the_list_shows_is_named_and_comes_back(driver: Driver) -> None:
    page = driver.page
    wanted = ClaimFilter(text="株式", conditions=(Condition("principal", Comparison.RANGE, low=1),))
    page.show_filter(wanted)
    page.table.sort_by_section(4)
    page.table.show_columns(["claim_no", "principal", "debtor", "tags"])
    driver.wait()
    shown = list(page.model.numbers())
    before = page.view()

    overlay = open_views(driver)
    assert overlay.sentence.text().startswith("保存した表示はまだありません。")
    driver.keys(KEY.Key_N, "株式会社", ENTER)
    assert names(overlay) == ["株式会社"]
    driver.press(ESCAPE)
    assert not overlay.isVisible()

    page.table.restore_columns()
    page.filters.clear_all()
    page.model.sort_by("claim_no", descending=False)
    driver.wait()
    assert list(page.model.numbers()) != shown
    open_views(driver)
    driver.press(KEY.Key_1)
    assert page.view() == before
    assert page.filters.filter() == wanted
    assert page.view().order == ClaimOrder("principal")
    assert [one.key for one in page.table.shown_columns()] == ["claim_no", "principal", "debtor", "tags"]
    assert list(page.model.numbers()) == shown
    assert page.table.model().index(0, 0).data() == shown[0]


def test_a_view_is_updated_renamed_shared_and_deleted(driver: Driver, location: str) -> None:
    overlay = open_views(driver)
    driver.keys(KEY.Key_N, "甲", ENTER, KEY.Key_N, "乙", ENTER)
    assert names(overlay) == ["乙", "甲"]
    view = overlay.view()
    assert view is not None
    assert view.name == "乙", "the keyboard is on the view just saved"
    driver.press(KEY.Key_S)
    assert names(overlay)[0] == "乙　（共有中）"
    assert overlay.share.text() == "共有をやめる S"
    driver.press(KEY.Key_R)
    assert overlay.name.text() == "乙"
    driver.keys("甲", ENTER)
    assert overlay.sentence.text() == "「甲」という表示はもうあります。別の名前にするか、その表示を更新してください。"
    overlay.name.selectAll()
    driver.keys("丙", ENTER)
    assert names(overlay) == ["丙　（共有中）", "甲"]

    driver.press(ESCAPE)
    driver.page.filters.clear_all()
    driver.wait()
    overlay = open_views(driver)
    driver.press(KEY.Key_U)
    view = overlay.view()
    assert view is not None
    assert view.view == driver.page.view()

    driver.press(KEY.Key_Delete)
    assert overlay.sentence.text() == "「丙」を削除します。もう一度 Delete を押すと削除されます。"
    driver.press(KEY.Key_Down)
    driver.press(KEY.Key_Delete)
    assert len(names(overlay)) == 2, "a deletion is asked about for each view"
    driver.press(KEY.Key_Delete)
    assert names(overlay) == ["丙　（共有中）"]


def test_the_views_of_others_can_only_be_shown(
    open_list: OpenList, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(location)
    with monkeypatch.context() as person:
        person.setattr("getpass.getuser", lambda: "hanako")
        view = open_list(location).page.view()
        for name in ("壊れた表示", "無事な表示"):
            service.save_view(office, name, view, is_shared=True)
    with office.database.writing() as connection:
        connection.execute(saved_views.update().where(saved_views.c.name == "壊れた表示").values(definition="{"))
    office.close()
    monkeypatch.setattr("getpass.getuser", lambda: "taro")
    driver = open_list(location)
    overlay = open_views(driver)
    assert names(overlay) == ["壊れた表示　（hanako さんの共有　開けません）", "無事な表示　（hanako さんの共有）"]
    assert "壊れているため、開けません" in overlay.sentence.text()
    driver.press(ENTER)
    assert overlay.isVisible()
    driver.press(KEY.Key_Down)
    for key in (KEY.Key_Delete, KEY.Key_R, KEY.Key_U, KEY.Key_S):
        driver.press(key)
        assert overlay.sentence.text().startswith("「無事な表示」はhanakoさんの表示なので変えられません。")
    driver.press(ENTER)
    assert not overlay.isVisible()
    assert driver.page.view() == view


def test_columns_are_chosen_moved_and_widened_by_keys(driver: Driver, tmp_path: Path) -> None:
    table, settings = driver.page.table, driver.shell.context.settings
    usual = [one.key for one in table.shown_columns()]
    assert usual == ["claim_no", "debtor", "status", "subrogated_on", "principal", "damages", "monthly_amount",
                     "last_contact_on", "next_on", "staff"]  # fmt: skip
    overlay = open_columns(driver)
    assert overlay.lines.item(0).text() == "✓ 主債務者"
    driver.keys(KEY.Key_Down, KEY.Key_Space)
    assert "status" not in [one.key for one in table.shown_columns()]
    driver.press(KEY.Key_Down, CTRL)
    driver.press(KEY.Key_Down, CTRL)
    assert table.column_order()[:5] == ["claim_no", "debtor", "subrogated_on", "principal", "status"]
    driver.press(KEY.Key_Space)
    assert [one.key for one in table.shown_columns()][3:5] == ["principal", "status"]
    driver.press(KEY.Key_Home)
    driver.press(KEY.Key_Up, CTRL)
    assert table.column_order()[:2] == ["claim_no", "debtor"], "the fixed column stays first"
    width = table.columnWidth(1)
    driver.press(KEY.Key_Right, CTRL)
    assert table.columnWidth(1) == width + 12
    driver.keys(KEY.Key_Down, KEY.Key_Down, ENTER)
    assert driver.page.view().order == ClaimOrder("principal")
    driver.press(ENTER)
    assert driver.page.view().order == ClaimOrder("principal", descending=True)
    driver.press(ESCAPE)
    assert table.hasFocus()

    settings.path = tmp_path / "settings.toml"
    settings.save()
    kept = load(settings.path).tables["claims"]
    assert kept.order[:5] == ["claim_no", "debtor", "subrogated_on", "principal", "status"]
    assert kept.widths["debtor"] == width + 12


def test_columns_come_back_as_they_were_left(driver: Driver, open_list: OpenList, location: str) -> None:
    driver.page.table.show_columns(["claim_no", "staff", "phone", "debtor"])
    driver.page.table.columns_changed.emit()
    taste = driver.shell.context.settings.tables["claims"]
    again = open_list(location)
    again.page.table.reset_columns(taste.widths, taste.hidden, taste.order)
    assert [one.key for one in again.page.table.shown_columns()] == ["claim_no", "staff", "phone", "debtor"]


def test_what_takes_time_to_count_is_read_when_its_column_is_shown(driver: Driver) -> None:
    page = driver.page
    row = page.model.loaded_row(0)
    assert (row.guarantors, row.recovered) == (0, 0)
    numbers = page.model.numbers()[:128]
    rows = page.context.desk.claim_rows(numbers, page.context.as_of, further=True)
    at = next(at for at, one in enumerate(rows) if one.guarantors)
    overlay = open_columns(driver)
    for _ in range(next(at for at, one in enumerate(COLUMNS) if one.key == "guarantors") - 1):
        driver.press(KEY.Key_Down)
    driver.press(KEY.Key_Space)
    assert overlay.lines.currentItem().text() == "✓ 保証人 人"
    assert page.model.loaded_row(at).guarantors == rows[at].guarantors
    driver.press(ESCAPE)
    page.table.select_row(at)
    driver.press(KEY.Key_C, CTRL)
    heading, line = QApplication.clipboard().text().splitlines()
    assert heading.split("\t")[-1] == "保証人 人"
    assert line.split("\t")[-1] == str(rows[at].guarantors)


def test_every_column_that_sorts_is_one_the_service_knows() -> None:
    assert {one.key for one in COLUMNS if one.is_sortable} <= set(ORDERS)
    assert {one.key for one in COLUMNS} >= FURTHER
    assert Settings().tables == {}
