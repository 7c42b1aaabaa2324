"""Registers by keyboard alone, through the real window, services and a small database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from collections_app.domain.bundle import TABLE
from collections_app.domain.registers import REGISTERS, register_columns
from collections_app.storage.tables import BUNDLE
from collections_app.ui.actions import ACTIONS, ActionId
from collections_app.ui.desk import Desk
from collections_app.ui.registers.export import Exported, as_figure_rows
from collections_app.ui.registers.page import RegistersPage
from tests.storage.making import a_claim, take_in
from tests.ui.shell_fixtures import wait_idle
from tests.ui.test_contact_entry import CONTROL, Hands, hands

__all__ = ["hands"]

Key = Qt.Key
DAY = date(2024, 5, 1)


def fill(hands: Hands) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "legal_actions": [
            {
                "action_no": f"L{n:06}", "claim_no": ("K1", "K2")[n % 2], "kind": "lawsuit", "respondent_no": "P2",
                "court": "架空地方裁判所", "filed_on": DAY + timedelta(days=n),
            }
            for n in range(1, 301)
        ],
        "waivers": [
            {"waiver_no": f"W{n}", "claim_no": "K1", "part": "damages", "amount": n, "decided_on": DAY} for n in (1, 2, 3)
        ],
        "collaterals": [{"collateral_no": "B000001", "claim_no": "K2", "owner_no": "P1", "kind": "land", "location": "架空市1番"}],
    }  # fmt: skip
    take_in(hands.shell.context.desk.office, rows)


def opened(hands: Hands, table: str) -> RegistersPage:
    fill(hands)
    hands.shell.context.place_requested.emit(("registers", table))
    wait_idle(hands.qtbot, hands.shell)
    page = hands.shell.page("registers")
    assert isinstance(page, RegistersPage)
    return page


def cell(page: RegistersPage, row: int, key: str) -> str:
    at = [column.key for column in page.model.columns].index(key)
    return str(page.model.index(row, at).data())


def test_a_register_is_read_newest_first_with_names(hands: Hands) -> None:
    fill(hands)
    hands.press(Key.Key_8, CONTROL)
    page = hands.shell.page("registers")
    assert isinstance(page, RegistersPage)
    assert page.model.rowCount() == 300
    assert [cell(page, 0, key) for key in ("claim_no", "debtor", "respondent_no", "kind", "filed_on", "action_no")] == [
        "K1", "佐藤　花子", "佐藤", "訴訟", "R7.2.25", "L000300",
    ]  # fmt: skip
    assert hands.focused() == "法的手続" and page.table.current_row() == 0


def test_f4_leads_to_the_kinds_and_the_arrows_choose(hands: Hands) -> None:
    page = opened(hands, "legal_actions")
    hands.press(Key.Key_F4)
    assert hands.focused() == "台帳の種類"
    hands.press(Key.Key_Down)
    assert page.register() == "collaterals" and page.model.rowCount() == 1
    hands.press(Key.Key_Return)
    assert hands.focused() == "担保物件"
    assert page.chooser.counts["legal_actions"] == 300


def test_every_register_opens_even_when_it_is_empty(hands: Hands) -> None:
    page = opened(hands, "legal_actions")
    for table in REGISTERS:
        page.show_register(table)
        hands.settle()
        assert [column.key for column in page.model.columns] == [one.name for one in register_columns(table)]
        if page.model.rowCount() == 0:
            assert f"{TABLE[table].title}がまだありません。" in page._empty.sentence.text()
            assert ActionId.ADD_RECORD in page.handlers()


def test_a_record_is_corrected_and_one_is_on_its_row_again(hands: Hands) -> None:
    page = opened(hands, "legal_actions")
    page.table.select_row(40)
    key = page.place().key
    hands.press(Key.Key_Return)
    form = page.editor.form()
    assert form is not None
    form.focus_field("case_no")
    hands.type("令和6年(ワ)第123号")
    hands.press(Key.Key_F9)
    assert page.editor.form() is None
    assert page.place().key == key
    assert cell(page, 40, "case_no") == "令和6年(ワ)第123号"
    assert hands.focused() == "法的手続"


def test_a_new_record_asks_for_its_claim_and_offers_what_is_of_it(hands: Hands) -> None:
    page = opened(hands, "disposals")
    hands.press(Key.Key_N, CONTROL)
    assert hands.focused() == "求償権 必須"
    hands.type("K2")
    form = page.editor.form()
    assert form is not None
    hands.qtbot.waitUntil(lambda: form.record()["claim_no"] == "K2")
    hands.settle()
    hands.press(Key.Key_Return)
    hands.fill("1")  # the first collateral of the claim
    hands.press(Key.Key_F9)
    with hands.shell.context.desk.office.database.reading() as connection:
        (kept,) = connection.execute(select(BUNDLE["disposals"])).mappings()
    assert (kept["claim_no"], kept["collateral_no"]) == ("K2", "B000001")
    assert page.place().key == ("D000001",)


def test_text_days_and_order_narrow_and_sort_and_esc_leads_back(hands: Hands) -> None:
    page = opened(hands, "legal_actions")
    hands.press(Key.Key_F3)
    hands.type("K2")
    hands.qtbot.waitUntil(lambda: page.model.rowCount() == 150)
    page.conditions.first.setFocus()
    hands.type("R6.5.1")
    hands.press(Key.Key_Return)
    page.conditions.last.setFocus()
    hands.type("R6.5.31")
    hands.press(Key.Key_Return)
    hands.settle()
    assert page.model.rowCount() == 15
    page.conditions.last.selectAll()
    hands.type("R6.4.30")
    hands.press(Key.Key_Return)
    assert page.conditions.problem.text() == "終わりの日が始めの日より前です。"
    hands.press(Key.Key_Escape)
    assert hands.focused() == "法的手続"
    page.table.sort_by_section([one.key for one in page.model.columns].index("action_no"))
    hands.settle()
    numbers = [key[0] for key in page.model.numbers()]
    assert numbers == sorted(numbers)


def test_the_sums_stand_below_their_columns_and_those_of_the_selection_in_the_status(hands: Hands) -> None:
    page = opened(hands, "waivers")
    assert page.sums.isVisible() and page.sums.accessibleName() == "合計 6"
    page.table.selectAll()
    hands.settle()
    assert page.status() == "選択 3件 / 減免額 6円"


def test_ctrl_o_opens_the_claim_and_back_returns_to_the_row(hands: Hands) -> None:
    page = opened(hands, "legal_actions")
    page.table.select_row(7)
    place = page.place()
    hands.press(Key.Key_O, CONTROL)
    assert hands.page.claim_no() == cell(page, 7, "claim_no")
    hands.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert (hands.shell.current(), page.place().key) == (page, place.key)


def test_each_register_keeps_its_conditions_and_its_row(hands: Hands) -> None:
    page = opened(hands, "legal_actions")
    page.table.select_row(9)
    key = page.place().key
    page.show_register("waivers")
    hands.settle()
    page.show_register("legal_actions")
    hands.settle()
    assert page.place().key == key


def test_rows_are_copied_and_written_as_they_are_shown(hands: Hands) -> None:
    page = opened(hands, "waivers")
    page.table.select_row(2)
    hands.press(Key.Key_C, CONTROL)
    headings, line, _ = QGuiApplication.clipboard().text().split("\n")
    assert headings.split("\t")[:3] == ["求償権番号", "主債務者", "部分"]
    assert line.split("\t")[:4] == ["K1", "佐藤　花子", "損害金", "3"]
    keys = list(page.model.numbers())
    rows = hands.shell.context.desk.register_rows("waivers", keys)
    written = as_figure_rows(Exported("waivers", tuple(page.model.columns), keys), rows)
    assert written.rows[0][:4] == ("K1", "佐藤　花子", "損害金", 1)
    assert written.headings[3] == "減免額" and written.kinds[3] == "yen"


def test_the_search_leads_to_a_register(hands: Hands) -> None:
    fill(hands)
    hands.press(Key.Key_K, CONTROL)
    hands.type("担保物件の台帳")
    hands.qtbot.wait(120)
    hands.settle()
    hands.press(Key.Key_Return)
    page = hands.shell.current()
    assert isinstance(page, RegistersPage) and page.register() == "collaterals"


def test_every_key_stands_for_one_action() -> None:
    keys = [spec.shortcut for spec in ACTIONS]
    assert sorted(keys) == sorted(set(keys))


def test_a_hundred_thousand_rows_are_read_off_the_window(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the window's own thread does to show them stays far below a noticeable time."""
    page = opened(hands, "legal_actions")
    keys = [(f"L{n:06}",) for n in range(100_000)]
    monkeypatch.setattr(Desk, "register_keys", lambda self, chosen, order: keys)
    longest = watched(page, page.reload)
    hands.settle()
    assert page.model.rowCount() == 100_000
    longest += watched(page, page.table.scrollToBottom)
    assert longest < 0.25, longest


def watched(page: RegistersPage, work: Callable[[], object]) -> float:
    import time

    start = time.thread_time()  # others use this machine, too
    work()
    QApplication.processEvents()
    return time.thread_time() - start


def test_claims_of_rows_without_one_are_not_opened(hands: Hands) -> None:
    take_in(
        hands.shell.context.desk.office,
        {"tasks": [{"task_no": "Y1", "staff_no": "S1", "due_on": DAY, "title": "会議"}], "claims": [a_claim("K3")]},
    )
    page = opened(hands, "tasks")
    hands.press(Key.Key_O, CONTROL)
    message = hands.shell.messages.message
    assert message is not None and message.text.startswith("この行には求償権がありません。")
    assert hands.shell.current() is page


def test_the_workbook_is_written_whole(hands: Hands, tmp_path: Path) -> None:
    from collections_app.domain.progress import SILENT
    from collections_app.ui.registers.export import write_register

    page = opened(hands, "legal_actions")
    wanted = Exported("legal_actions", tuple(page.model.columns), page.model.numbers())
    path = write_register(hands.shell.context, wanted, tmp_path / "a.xlsx", SILENT)
    assert path.stat().st_size > 5_000
