"""入金 by keyboard alone: a file taken in, lines chosen and posted, one applied by hand, debits asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from collections_app.domain.bank_lines import Consignor
from collections_app.domain.codes import AccountKind
from collections_app.domain.deposit_views import Application, Overlaps
from collections_app.domain.receipt_entry import ReceiptsWanted
from collections_app.domain.records import SaveRecord
from collections_app.exchange.zengin.layouts import TRANSFERS
from collections_app.services.maintenance import check
from collections_app.storage.tables import BUNDLE
from collections_app.ui.actions import ActionId
from collections_app.ui.deposits.debits import usual_day
from collections_app.ui.deposits.page import DepositsPage
from tests.exchange.zengin_files import Made, deposits
from tests.services.test_bank_files import LINES, SINCE, a_line, answered
from tests.storage.making import a_claim, base, make_office
from tests.ui.test_contact_entry import CONTROL, Hands
from tests.ui.windows import window_on

Key = Qt.Key


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    location = str(tmp_path / "claims.sqlite3")
    account = {"customer_no": "C900", "party_no": "P5", "bank_code": "0001", "branch_code": "012", "account_kind": "1",
               "account_no": "1234567", "holder": "アオバインサツ"}  # fmt: skip
    rows = base() | {
        "claims": [a_claim(f"K{n}", debtor_no=f"P{n}", subrogated_on=SINCE) for n in (1, 3, 4, 5)],
        "virtual_accounts": [{"account_no": "123-7654321", "party_no": "P3"}],
        "debit_accounts": [account],
        "instalment_plans": [{"plan_no": "I2", "claim_no": "K5", "starts_on": SINCE, "day_of_month": 27, "amount": 20_000}],
    }  # fmt: skip
    make_office(location, rows).close()
    with window_on(qtbot, location) as shell:
        shell.go("deposits")
        hands = Hands(qtbot, shell)
        hands.settle()
        yield hands
        assert check(shell.context.desk.office) == ()


def page_of(hands: Hands) -> DepositsPage:
    page = hands.shell.page("deposits")
    assert isinstance(page, DepositsPage)
    return page


def count(hands: Hands, table: str) -> int:
    with hands.shell.context.desk.office.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(BUNDLE[table])) or 0


def receipts(hands: Hands) -> list[tuple[str, int, str | None]]:
    c = BUNDLE["receipts"].c
    with hands.shell.context.desk.office.database.reading() as connection:
        query = select(c.claim_no, c.amount, c.payer_no).order_by(c.receipt_no)
        return [tuple(row) for row in connection.execute(query)]


def a_file(tmp_path: Path, made: Made, name: str = "bank.txt") -> str:
    (tmp_path / name).write_bytes(made.bytes_with())
    return str(tmp_path / name)


def take_in(hands: Hands, path: str) -> None:
    hands.shell.context.desk.take_in_bank_file(Path(path), Overlaps.ASK, "", dry_run=False)
    hands.shell.context.data_changed.emit()
    hands.settle()


OTHER = {"branch_code": "999", "account_no": "1111111"}  # an account that is nobody's own


def test_an_empty_page_leads_to_a_file_and_its_lines_are_posted(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    assert page.lines.stack.currentIndex() == 2
    hands.press(Key.Key_Tab, CONTROL)
    assert (page.view(), hands.focused()) == ("file", "銀行のファイル")
    hands.type(a_file(tmp_path, deposits(TRANSFERS, LINES, **OTHER)))
    hands.press(Key.Key_Return)
    assert page.file.result.text().startswith("振込入金通知") and "5件　161,234円" in page.file.result.text()
    assert count(hands, "deposits") == 0
    hands.press(Key.Key_F9)
    assert (page.view(), hands.focused(), count(hands, "deposits")) == ("lines", "入金明細", 5)
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Space)
    assert "選択 2件　90,000円　求償権 2件に充当" in page.lines.foot.text()
    hands.press(Key.Key_F9)
    assert receipts(hands) == [] and "もう一度 F9" in page.lines.foot.text()
    hands.press(Key.Key_F9)
    assert receipts(hands) == [("K1", 50_000, "P1"), ("K4", 40_000, "P4")]
    assert page.lines.table.model.rowCount() == 3
    assert hands.focused() == "入金明細"


def test_a_broken_file_shows_every_place_and_cannot_be_registered(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    page.show_view("file")
    hands.type(a_file(tmp_path, deposits(TRANSFERS, LINES).changed(3, "amount", b"3OOOO")))
    hands.press(Key.Key_Return)
    assert "誤りがあるため登録できません" in page.file.result.text()
    assert page.file.problems.words.text() == "誤り 1件　注意 0件"
    assert ActionId.REGISTER not in page.handlers()
    hands.press(Key.Key_F9)
    assert count(hands, "deposits") == 0
    page.file.set_path(tmp_path / "nowhere.txt")
    hands.settle()
    assert ActionId.REGISTER not in page.handlers()


def test_the_same_file_and_an_overlapping_one_are_said(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    path = a_file(tmp_path, deposits(TRANSFERS, LINES[:1]))
    take_in(hands, path)
    page.look_at(Path(path))
    hands.settle()
    assert "取込済みです" in page.file.result.text() and ActionId.REGISTER not in page.handlers()
    page.look_at(Path(a_file(tmp_path, deposits(TRANSFERS, LINES), "more.txt")))
    hands.settle()
    assert page.file.overlaps.isVisible() and "重なる明細が 1件あります" in page.file.result.text()
    hands.press(Key.Key_F9)
    assert count(hands, "deposits") == 5


def test_certain_ones_are_chosen_together(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    take_in(hands, a_file(tmp_path, deposits(TRANSFERS, [a_line(100 + n, "ﾀﾞﾚｶ") for n in range(3)])))
    page.lines.certain.setFocus()
    hands.press(Key.Key_Return)
    hands.press(Key.Key_F9)
    hands.press(Key.Key_F9)
    assert receipts(hands) == [("K3", 100, "P3"), ("K3", 101, "P3"), ("K3", 102, "P3")]
    assert page.lines.stack.currentIndex() == 2


def test_a_line_is_opened_decided_and_left_by_keys(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    take_in(hands, a_file(tmp_path, deposits(TRANSFERS, LINES[:1], **OTHER)))
    page.take_focus()
    hands.press(Key.Key_Return)
    assert page.lines.detail.isVisible() and hands.focused() == "候補の求償権"
    hands.press(Key.Key_Escape)
    assert not page.lines.detail.isVisible() and hands.focused() == "入金明細"
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    assert not page.lines.detail.isVisible() and "選択 1件" in page.lines.foot.text()
    hands.press(Key.Key_F9)  # one alone is posted at once
    assert receipts(hands) == [("K1", 50_000, "P1")]


def test_a_part_is_applied_by_hand_and_the_rest_paid_back(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    take_in(hands, a_file(tmp_path, deposits(TRANSFERS, [LINES[4]], **OTHER)))
    page.take_focus()
    hands.press(Key.Key_Return)
    assert hands.focused() == "入金を登録…"
    hands.press(Key.Key_Return)
    form = page.lines.editor.form()
    assert form is not None
    form.focus_field("claim_no")
    hands.type("K5")
    hands.qtbot.waitUntil(lambda: form.boxes["claim_no"].editor.value() == "K5")  # type: ignore[attr-defined]
    form.focus_field("amount")
    hands.fill("1000")
    hands.qtbot.waitUntil(lambda: form.boxes["recovery_type"].editor.value() == "regular")  # type: ignore[attr-defined]
    hands.press(Key.Key_F9)
    assert receipts(hands) == [("K5", 1_000, None)]
    assert page.lines.detail.page is not None and page.lines.detail.page.row.left == 234
    page.lines.detail.refund.setFocus()
    hands.press(Key.Key_Return)
    refund = page.lines.editor.form()
    assert refund is not None
    refund.focus_field("payee")
    hands.fill("不明の人")
    hands.press(Key.Key_F9)
    assert (count(hands, "refunds"), page.lines.table.model.rowCount()) == (1, 0)


def test_a_colleague_was_faster_is_said(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    take_in(hands, a_file(tmp_path, deposits(TRANSFERS, LINES[:1], **OTHER)))
    page.take_focus()
    hands.press(Key.Key_Space)
    hands.shell.context.desk.apply_deposits([Application("V000001", "K3", None, 50_000)])
    hands.press(Key.Key_F9)
    assert "残り（仮受）は0円です" in hands.shell.messages._text.text()
    assert receipts(hands) == [("K3", 50_000, None)]


def test_debits_are_asked_for_and_their_results_taken_in(hands: Hands, tmp_path: Path) -> None:
    page = page_of(hands)
    page.show_view("debits")
    hands.settle()
    debits = page.debits
    assert "1件　20,000円" in debits.words.text()
    hands.press(Key.Key_F9)
    assert debits.words.text() == "委託者コードを入力してください。"
    texts = ("12345", "カクウシンヨウホショウ", "1", "アオバ", "2", "ホンテン", "普通", "7654321")
    for (key, field), text in zip(debits.fields.items(), texts, strict=True):
        field.setFocus()
        field.selectAll() if key == "account_kind" else field.clear()
        hands.fill(text)
    wanted = Consignor(
        "12345", "カクウシンヨウホショウ", "1", "アオバ", "2", "ホンテン", AccountKind.ORDINARY, "7654321"
    )
    assert debits.consignor() == wanted
    path = tmp_path / "irai.txt"
    proposal: Any = debits._proposal
    debits.write_to(proposal, debits.consignor(), path)
    hands.settle()
    assert path.exists() and count(hands, "direct_debits") == 1
    assert debits.empty.isVisible()
    if usual_day(date.today()) <= date.today():  # noqa: DTZ011
        take_in(hands, a_file(tmp_path, answered(path, "0"), "kekka.txt"))
        assert count(hands, "deposits") == 1


@pytest.mark.parametrize(
    ("day", "usual"), [(date(2025, 4, 1), date(2025, 4, 27)), (date(2025, 4, 28), date(2025, 5, 27))]
)
def test_the_usual_day_is_the_next_27th(day: date, usual: date) -> None:
    assert usual_day(day) == usual


def test_lines_before_a_later_receipt_are_shown_accepted_or_left_out(hands: Hands) -> None:
    desk, later = hands.shell.context.desk, SINCE + timedelta(60)
    paid = {
        "claim_no": "K1",
        "received_on": later,
        "posted_on": later,
        "amount": 1_010_000,
        "recovery_type": "irregular",
    }
    desk.post_receipts(ReceiptsWanted((paid,)))
    for name, number in (("ｻﾄｳ ﾊﾅｺ", 1), ("ｶﾄｳ ｻﾁ", 2)):
        line = {"received_on": SINCE + timedelta(20 + number), "amount": 40_000, "kind": "transfer", "payer_name": name}
        desk.save_record(SaveRecord("deposits", line))
    hands.shell.context.data_changed.emit()
    hands.settle()
    lines = page_of(hands).lines
    page_of(hands).take_focus()
    for key in (Key.Key_Space, Key.Key_Down, Key.Key_Space, Key.Key_F9, Key.Key_F9):
        hands.press(key)
    assert [one.claim_no for one in lines.moved.moved] == ["K1"] and lines.moved.isVisible()
    assert hands.focused() == lines.moved.accept.text() and len(receipts(hands)) == 1
    hands.press(Key.Key_F9)  # not agreed to yet
    assert len(receipts(hands)) == 1 and "承知してから" in lines.moved.heading.text()
    lines.leave_out.setFocus()
    hands.press(Key.Key_Space)
    assert not lines.moved.isVisible() and "選択 1件" in lines.foot.text()
    hands.press(Key.Key_F9)
    assert receipts(hands)[1:] == [("K4", 40_000, "P4")]
    hands.press(Key.Key_Space)
    hands.press(Key.Key_F9)
    hands.press(Key.Key_Space)
    hands.press(Key.Key_F9)
    assert receipts(hands)[2:] == [("K1", 40_000, "P1")]
    assert "後の入金1件（求償権1件）の充当が変わりました" in hands.shell.messages._text.text()
