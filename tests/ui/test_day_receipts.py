"""The receipts of a day, one payment over several claims, a distribution, costs taken back: by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from collections_app.domain.calendar import short_era
from collections_app.domain.receipt_entry import ReceiptsWanted
from collections_app.domain.receipt_grid import RECEIPTS
from collections_app.domain.records import RecordRef
from collections_app.services.maintenance import check
from collections_app.storage.tables import BUNDLE, claim_balances
from collections_app.ui.deposits.day import DayReceipts
from collections_app.ui.deposits.page import DAY, DepositsPage
from collections_app.ui.deposits.spread import SpreadPage
from tests.storage.making import a_claim, base, make_office
from tests.ui.shell_fixtures import wait_idle
from tests.ui.test_contact_entry import CONTROL, SHIFT, Hands
from tests.ui.test_record_entry import form_of
from tests.ui.windows import window_on

Key = Qt.Key
TODAY = date.today()  # noqa: DTZ011
SINCE = TODAY - timedelta(days=100)
AT = RECEIPTS.position


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    location = str(tmp_path / "claims.sqlite3")
    plan = {"plan_no": "I1", "claim_no": "K2", "starts_on": SINCE, "day_of_month": 27, "amount": 30_000}
    action = {"action_no": "L1", "claim_no": "K1", "kind": "lawsuit", "filed_on": SINCE}
    costs = [
        {
            "cost_no": f"C{n}",
            "claim_no": "K1",
            "paid_on": SINCE,
            "kind": "stamp",
            "amount": n * 1_000,
            "action_no": "L1",
        }
        for n in (1, 2)
    ]
    rows = base() | {
        "claims": [
            a_claim("K1", subrogated_on=SINCE, damages_rate="14"),
            a_claim("K2", subrogated_on=SINCE, debtor_no="P5"),
            a_claim("K3", subrogated_on=SINCE, debtor_no="P3", allocation_order="statutory"),
            a_claim("K4", subrogated_on=SINCE),
        ],
        "instalment_plans": [plan],
        "legal_actions": [action],
        "costs": costs,
    }
    make_office(location, rows).close()
    with window_on(qtbot, location) as shell:
        yield Hands(qtbot, shell)
        assert check(shell.context.desk.office) == ()


def opened(hands: Hands) -> DayReceipts:
    hands.press(Key.Key_6, CONTROL)
    hands.press(Key.Key_Tab, CONTROL | SHIFT)  # back from the first view to the last
    page = hands.shell.page("deposits")
    assert isinstance(page, DepositsPage) and page.view() == DAY
    assert hands.focused() == "入金一覧の入力表"
    return page.day


def keys(text: str) -> None:
    for character in text:
        QTest.keyClicks(QApplication.focusWidget() or QApplication.activeWindow(), character)  # type: ignore[arg-type]


def rest(hands: Hands, day: DayReceipts) -> None:
    """Wait until every row is checked and it is known how each falls."""
    hands.qtbot.waitUntil(lambda: not day.model.stale_rows() and not day.model.unknown())
    wait_idle(hands.qtbot, hands.shell)


def fill(hands: Hands, day: DayReceipts, *texts: str) -> None:
    for text in texts:
        keys(text)
        hands.press(Key.Key_Return)
    rest(hands, day)


def paste(hands: Hands, day: DayReceipts, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    hands.press(Key.Key_V, CONTROL)
    rest(hands, day)


def stored(hands: Hands) -> list[tuple[Any, ...]]:
    c = BUNDLE["receipts"].c
    with hands.shell.context.desk.office.database.reading() as connection:
        query = select(c.claim_no, c.amount, c.source, c.recovery_type).order_by(c.receipt_no)
        return [tuple(row) for row in connection.execute(query)]


def owed(hands: Hands) -> int:
    c = claim_balances.c
    with hands.shell.context.desk.office.database.reading() as connection:
        return connection.scalar(select(func.sum(c.principal + c.costs))) or 0


def said(hands: Hands) -> str:
    message = hands.shell.messages.message
    return message.text if message is not None else ""


def parts(day: DayReceipts, row: int) -> tuple[str, ...]:
    return tuple(day.model.assumed(row, name) for name in ("to_costs", "to_damages", "to_principal"))


def test_a_bookkeepers_day(hands: Hands) -> None:
    """Three receipts typed, two pasted, the bank's total met, registered, taken back."""
    at_first = owed(hands)
    day = opened(hands)
    fill(hands, day, "k1", "", "5000", "9", "")  # claim, the day it carries, amount, source, payer; on to the next row
    assert day.view.place() == (1, 0)
    assert parts(day, 0) == ("3,000", "0", "2,000")  # costs first, then principal by agreement
    fill(hands, day, "k2", "", "30000", "1", "")
    assert day.model.assumed(1, "recovery_type") == "定期"
    fill(hands, day, "k3", "", "12000", "2")
    assert parts(day, 2) == ("0", "12,000", "0")  # the statutory order: 100 days are 40,000 of damages
    assert day.pane.isVisible() and "民法489条1項" in day.pane.rule.text()
    day.view.go_to(3, 0)
    head = "求償権番号\t入金日\t入金額（円）\t回収原因\t備考"
    on = short_era(TODAY)
    paste(hands, day, f"{head}\nK4\t{on}\t7,000\t一括弁済\t窓口\nK1\t{on}\t２０００\t分割弁済\t\n")
    assert (day.bank.entered.text(), day.bank.count.text()) == ("56,000円", "5件")
    assert parts(day, 4) == ("0", "0", "2,000")  # behind the first row of the same claim
    hands.press(Key.Key_F9)
    assert hands.focused() == "差の理由" and "照合していません" in day.bank.said.text()
    assert stored(hands) == []
    day.bank.amount.setFocus()
    keys("55000")
    hands.press(Key.Key_F9)
    assert "入力の合計が銀行より1,000円多く" in day.bank.said.text() and stored(hands) == []
    day.bank.amount.setFocus()
    day.bank.amount.selectAll()
    keys("56000")
    assert day.bank.difference.text() == "✓ 0円"
    hands.press(Key.Key_Return)
    assert hands.focused() == "入金一覧の入力表"
    hands.press(Key.Key_F9)
    assert "入金 5件 56,000円を登録しました（E000001～E000005）。" in said(hands)
    assert stored(hands) == [
        ("K1", 5_000, "other", "irregular"),
        ("K2", 30_000, "instalment", "regular"),
        ("K3", 12_000, "lump_sum", "irregular"),
        ("K4", 7_000, "lump_sum", "irregular"),
        ("K1", 2_000, "instalment", "irregular"),
    ]
    assert day.model.filled() == [] and day.bank.amount.text() == ""
    hands.press(Key.Key_Z, CONTROL)
    assert [amount for _, amount, *_ in stored(hands)][5:] == [-5_000, -30_000, -12_000, -7_000, -2_000]
    assert owed(hands) == at_first


def test_how_a_receipt_falls_is_shown_while_its_amount_is_typed(hands: Hands) -> None:
    day = opened(hands)
    fill(hands, day, "k1", "")
    assert day.view.place() == (0, AT("amount")) and not day.pane.isVisible()
    keys("5000")
    hands.qtbot.waitUntil(day.pane.isVisible)
    shown = day.model.preview(0)
    assert shown is None and day.model.texts(0)[AT("amount")] == ""  # nothing is taken before it is left
    names = [label.accessibleName() for label in day.pane.findChildren(QLabel) if label.accessibleName()]
    assert "費用 充当 3,000円" in names and "元金 充当 2,000円" in names


def test_a_late_row_is_agreed_to_before_anything_is_registered(hands: Hands) -> None:
    record = {
        "claim_no": "K3",
        "received_on": TODAY,
        "posted_on": TODAY,
        "amount": 60_000,
        "recovery_type": "irregular",
    }
    hands.shell.context.desk.post_receipts(ReceiptsWanted((record,)))
    day = opened(hands)
    paste(hands, day, f"K3\t{short_era(TODAY - timedelta(days=30))}\t\t50000\t一括弁済")
    assert day.moved.isVisible() and len(day.moved.moved) == 1
    day.bank.amount.setFocus()
    keys("50000")
    hands.press(Key.Key_F9)
    assert len(stored(hands)) == 1 and hands.focused().startswith("後の充当が変わることを承知する")
    hands.press(Key.Key_Space)
    day.view.go_to(0, AT("amount"))
    day.view.setFocus()
    fill(hands, day, "70000")  # another amount moves it otherwise: that is not agreed to
    assert not day.moved.accept.isChecked()
    day.bank.amount.setFocus()
    day.bank.amount.selectAll()
    keys("70000")
    hands.press(Key.Key_Y, CONTROL | SHIFT)
    hands.press(Key.Key_F9)
    assert [row[:2] for row in stored(hands)] == [("K3", 60_000), ("K3", 70_000)]


def test_what_is_above_what_is_owed_stands_at_its_cell(hands: Hands) -> None:
    day = opened(hands)
    paste(hands, day, f"K2\t{short_era(TODAY)}\t\t100\t一括弁済\t\t\t\t100\t0\t0\t指定")
    finding = day.model.finding(0, AT("to_costs"))
    assert finding is not None and "その日の費用は0円です" in finding.sentence
    day.bank.amount.setText("100")
    day.view.setFocus()
    hands.press(Key.Key_F9)
    assert day.view.place() == (0, AT("to_costs")) and stored(hands) == []


def test_the_receipt_sheet_asks_for_what_it_moves(hands: Hands) -> None:
    record = {
        "claim_no": "K3",
        "received_on": TODAY,
        "posted_on": TODAY,
        "amount": 60_000,
        "recovery_type": "irregular",
    }
    hands.shell.context.desk.post_receipts(ReceiptsWanted((record,)))
    hands.shell.open_claim("K3")
    hands.settle()
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    tab.add("receipts")
    hands.settle()
    form = form_of(hands)
    form.focus_field("received_on")
    form.boxes["received_on"].editor.selectAll()  # type: ignore[attr-defined]
    hands.fill("-30", "50000")
    sheet: Any = tab.editor._sheet
    hands.qtbot.waitUntil(lambda: bool(sheet.moved.moved))
    hands.press(Key.Key_F9)
    assert len(stored(hands)) == 1 and hands.focused() == sheet.moved.accept.accessibleName()
    hands.press(Key.Key_Space)
    hands.press(Key.Key_F9)
    assert len(stored(hands)) == 2
    tab.editor.correct(RecordRef("receipts", ("E000002",)))  # taking it back moves the other one again
    hands.settle()
    form_of(hands).focus_field("reason")
    hands.type("誤入力")
    hands.press(Key.Key_F9)
    assert len(stored(hands)) == 2 and hands.focused() == sheet.moved.accept.accessibleName()
    hands.press(Key.Key_Space)
    hands.press(Key.Key_F9)
    assert sum(row[1] for row in stored(hands)) == 60_000


# one payment over several claims


def spread_page(hands: Hands) -> SpreadPage:
    page = hands.shell.page("spread")
    assert isinstance(page, SpreadPage)
    hands.qtbot.waitUntil(lambda: page.form is not None)
    hands.settle()
    return page


def looked(hands: Hands, page: SpreadPage) -> None:
    hands.qtbot.waitUntil(lambda: not page._pause.isActive())
    hands.settle()


def test_a_payment_on_all_claims_of_the_debtor_from_the_claim(hands: Hands) -> None:
    hands.shell.open_claim("K1")
    hands.settle()
    hands.press(Key.Key_J, CONTROL | SHIFT)
    page = spread_page(hands)
    assert hands.focused() == "入金日"
    hands.fill("t", "1200000")
    looked(hands, page)
    assert [(line.claim_no, line.portion.amount) for line in page.table.model.rows()] == [
        ("K4", 1_000_000),
        ("K1", 200_000),
    ]
    assert "488条4項2号" in page.told.text()
    page.by.setFocus()
    hands.press(Key.Key_Right)
    assert page.form is not None
    page.form.focus_field("to:K1")
    hands.fill("300000")
    looked(hands, page)
    assert page.words.text() == "まだ900,000円がどの求償権にも割り当てられていません。"
    hands.press(Key.Key_F9)
    assert stored(hands) == []
    QTest.keyClick(QApplication.focusWidget() or hands.shell, Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    hands.qtbot.waitUntil(lambda: not page.words.text())  # a button pressed by its letter takes a while
    hands.press(Key.Key_F9)
    assert sorted(row[:2] for row in stored(hands)) == [("K1", 300_000), ("K4", 900_000)]
    assert hands.shell.current() is hands.claims
    hands.press(Key.Key_Z, CONTROL)
    assert sum(row[1] for row in stored(hands)) == 0


def test_a_row_of_the_day_becomes_a_row_for_each_claim(hands: Hands) -> None:
    day = opened(hands)
    paste(hands, day, f"K1\t{short_era(TODAY)}\t\t1200000\t一括弁済")
    hands.press(Key.Key_J, CONTROL | SHIFT)
    page = spread_page(hands)
    looked(hands, page)
    hands.press(Key.Key_F9)
    rest(hands, day)
    assert hands.shell.current() is hands.shell.page("deposits")
    texts = [day.model.texts(at) for at in day.model.filled()]
    assert [(text[0], text[AT("amount")], text[AT("source")]) for text in texts] == [
        ("K4", "1,000,000", "一括弁済"),
        ("K1", "200,000", "一括弁済"),
    ]
    assert stored(hands) == [] and day.bank.entered.text() == "1,200,000円"


def test_a_distribution_from_the_person_and_what_is_above_is_said_under_its_field(hands: Hands) -> None:
    hands.shell.open_person("P1")
    hands.settle()
    hands.press(Key.Key_T, CONTROL | SHIFT)
    page = spread_page(hands)
    form = page.form
    assert form is not None
    form.focus_field("received_on")
    hands.fill("t", "900000")
    form.focus_field("costs:K1")
    hands.fill("4000")
    form.focus_field("principal:K4")
    hands.fill("896000")
    looked(hands, page)
    hands.press(Key.Key_F9)
    assert stored(hands) == [] and "その日の費用は3,000円です" in form.boxes["costs:K1"].problem.text()
    assert hands.focused() == "K1 費用"
    form.boxes["costs:K1"].editor.selectAll()  # type: ignore[attr-defined]
    hands.fill("3000", "1000")
    looked(hands, page)
    hands.press(Key.Key_F9)
    assert [row[:2] for row in stored(hands)] == [("K1", 4_000), ("K4", 896_000)]


# costs


def test_the_costs_of_a_withdrawn_lawsuit_are_offered(hands: Hands) -> None:
    hands.shell.open_claim("K1")
    hands.settle()
    tab = hands.claims.current_tab()
    assert tab is not None and tab.editor is not None
    tab.editor.correct(RecordRef("legal_actions", ("L1",)), "ended_on")
    hands.settle()
    hands.fill("t")
    form = form_of(hands)
    form.focus_field("outcome")
    hands.fill("取下げ")
    hands.press(Key.Key_F9)
    sheet = tab.editor._costs
    assert sheet is not None and sheet.isVisible()
    assert sheet.sum.text() == "選択 2件　3,000円"
    hands.press(Key.Key_Space)  # the first is claimed on
    hands.press(Key.Key_F9)
    assert not sheet.isVisible() and "費用 1件" in said(hands)
    c = BUNDLE["costs"].c
    with hands.shell.context.desk.office.database.reading() as connection:
        rows = list(connection.execute(select(c.amount, c.recoverable).where(c.cost_no.not_in(["C1", "C2"]))))
    assert sorted(rows) == [(-2_000, "yes"), (2_000, "no")]
