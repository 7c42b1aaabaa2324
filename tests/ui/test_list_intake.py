"""The guarantee department's list by keyboard: pasted, judged, decided, registered, through the real window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from collections_app.ui.intake.list_page import ListIntakePage
from collections_app.ui.pages.claim_list_intake import ListIntakeHost
from tests.services.test_claim_lists import HEAD, PASTED
from tests.ui.test_contact_entry import CONTROL, SHIFT, Hands, hands
from tests.ui.test_intake_page import ALT, begin, rows

__all__ = ["hands"]

Key = Qt.Key


def shown(hands: Hands) -> ListIntakePage:
    page = hands.shell.current()
    assert isinstance(page, ListIntakeHost)
    return page.widget


def paste(hands: Hands, text: str) -> ListIntakePage:
    QGuiApplication.clipboard().setText(text)
    hands.press(Key.Key_I, CONTROL | SHIFT)
    hands.press(Key.Key_V, CONTROL)
    return shown(hands)


def verdicts(page: ListIntakePage) -> list[str]:
    return [one.verdict for one in page.table.model.rows()]


def test_a_pasted_list_is_registered_and_shown(hands: Hands) -> None:
    page = paste(hands, PASTED)
    assert verdicts(page) == ["✓", "✓", "✓"]
    assert page.counted.text() == "3件　元金 合計 9,000,000円"
    assert page.warning.text() == "読まない列: 備考"
    hands.press(Key.Key_F9)
    made = [row for row in rows(hands, "claims") if row["claim_no"] not in {"K1", "K2"}]
    assert len(made) == 3 and len(rows(hands, "initial_steps")) == 12
    assert hands.shell.current() is hands.claims
    assert sorted(hands.claims.list.model.numbers()) == sorted(row["claim_no"] for row in made)


def test_a_wrong_row_keeps_everything_out_and_says_why(hands: Hands) -> None:
    page = paste(hands, f"{PASTED}青葉銀行\tR7.2.30\t甲\t\t\t\t1\t0\t\n")
    assert verdicts(page)[3].startswith("× 代位弁済日「R7.2.30」: 2025年2月30日はありません。")
    assert "直す行 1" in page.counted.text()
    hands.press(Key.Key_F9)
    assert len(rows(hands, "claims")) == 2
    assert "1件も登録していません" in page.warning.text()
    assert page.detail.text().startswith("5行目: 代位弁済日")


def test_somebody_registered_is_decided_by_enter(hands: Hands) -> None:
    page = paste(hands, f"{HEAD}\n青葉銀行\tR7.4.1\t佐藤花子\t\t0220010037\t\t1\t0\t\n")
    assert verdicts(page) == ["？ P1 佐藤　花子 と電話番号が同じ。Enterで選びます"]
    hands.press(Key.Key_F9)
    assert len(rows(hands, "claims")) == 2 and "確かめてください" in page.warning.text()
    hands.press(Key.Key_Return)
    assert verdicts(page) == ["✓ 登録済みの P1"]
    hands.press(Key.Key_Return)
    assert verdicts(page) == ["✓ 別の人として登録"]
    hands.press(Key.Key_Return)
    hands.press(Key.Key_F9)
    assert [row["debtor_no"] for row in rows(hands, "claims")] == ["P1", "P1", "P1"]


def test_what_is_no_list_says_what_to_do(hands: Hands) -> None:
    page = paste(hands, "あいう")
    assert page.warning.text().startswith("見出しの行がありません。")
    assert not page.table.isVisible() and page.what_for.isVisible()
    hands.press(Key.Key_F9)
    assert len(rows(hands, "claims")) == 2


def test_a_file_is_read_and_the_page_of_one_claim_leads_here(hands: Hands, tmp_path: Path) -> None:
    begin(hands)
    hands.press(Key.Key_L, ALT)
    hands.qtbot.waitUntil(lambda: isinstance(hands.shell.current(), ListIntakeHost))
    path = tmp_path / "一覧.csv"
    path.write_text(PASTED.replace("\t", ","), encoding="utf-8")
    shown(hands)._take_file(path)
    hands.settle()
    assert [row.row.line for row in shown(hands).table.model.rows()] == [2, 3, 4]
    hands.press(Key.Key_F12)
    assert hands.shell.current() is hands.shell.page("intake")
