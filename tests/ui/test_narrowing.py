"""Narrowing the claim list by the keyboard alone: conditions, chips, a pasted list of numbers."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from collections_app.domain.claim_conditions import Comparison, Condition
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.list_views import ClaimFilter, ClaimOrder
from collections_app.ui.pages.filter_row import USUAL
from collections_app.ui.table.view import TableView
from tests.ui.dress import OFFSCREEN
from tests.ui.list_fixtures import CTRL, KEY, SHIFT, Driver, driver, open_list

__all__ = ["driver", "open_list"]
pytestmark = OFFSCREEN
ENTER = KEY.Key_Return
USUAL_CHIP = "状態 = 進行中、管理事務停止"


def expected(driver: Driver, *conditions: Condition) -> list[str]:
    """Return the claims of the usual list that meet conditions, found row by row."""
    desk, as_of = driver.shell.context.desk, driver.shell.context.as_of
    wanted = ClaimFilter(statuses=USUAL.statuses, conditions=conditions)
    return desk.claim_numbers(wanted, ClaimOrder(), as_of)


def begin(driver: Driver) -> None:
    driver.press(KEY.Key_F, CTRL | SHIFT)
    assert driver.page.filters.editor.field.hasFocus()


def test_conditions_are_put_together_and_said_in_words(driver: Driver) -> None:
    before = driver.count()
    assert driver.chips() == [USUAL_CHIP]
    begin(driver)
    driver.keys("次回", ENTER, "3", ENTER, ENTER)  # 次回対応日, なし, 加える
    first = Condition("next_on", Comparison.EMPTY)
    assert driver.chips() == [USUAL_CHIP, "次回対応日 なし"]
    assert list(driver.page.model.numbers()) == expected(driver, first)
    assert driver.count() < before
    assert driver.page.filters.editor.field.hasFocus(), "ready for the next condition"

    driver.keys("元金", ENTER, ENTER, "３０万")
    driver.press(ENTER, CTRL)
    second = Condition("principal", Comparison.RANGE, high=300_000)
    assert driver.chips()[-1] == "元金残高 300,000円以下"
    assert list(driver.page.model.numbers()) == expected(driver, first, second)

    driver.keys("代位弁済日", ENTER, "R4.4.1", ENTER, "R5.3.31")
    driver.press(ENTER, CTRL)
    third = Condition("subrogated_on", Comparison.RANGE, low=date(2022, 4, 1), high=date(2023, 3, 31))
    assert driver.chips()[-1] == "代位弁済日 R4.4.1以後 R5.3.31以前"
    assert list(driver.page.model.numbers()) == expected(driver, first, second, third)

    driver.press(KEY.Key_Escape)
    assert driver.page.filters.editor.isHidden()
    assert driver.page.table.hasFocus()


def test_words_are_chosen_from_those_of_the_claims_and_add_up(driver: Driver) -> None:
    begin(driver)
    driver.keys("金融", ENTER, ENTER, "1", ENTER, ENTER, "金融", ENTER, ENTER, "2", ENTER, ENTER)
    banks = [one.value for one in driver.shell.context.desk.condition_choices()["bank_name"][:2]]
    assert driver.chips()[-1] == f"金融機関 = {banks[0]}、{banks[1]}"
    assert list(driver.page.model.numbers()) == expected(
        driver, Condition("bank_name", Comparison.ANY_OF, tuple(banks))
    )


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ((), "列を選んでください。"),
        (("損害", ENTER, "abc"), "赤い枠の欄を直してください。"),
        (("損害", ENTER), "「損害金残高」の「から」か「まで」を入力してください。"),
        (("損害", ENTER, "9", ENTER, "8"), "「損害金残高」の「から」が「まで」より後です。入れ替えてください。"),
        (("業種", ENTER, ENTER), "「業種」の値を選んでください。"),
        (("経過", ENTER, "十"), "赤い枠の欄を直してください。"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(
    driver: Driver, steps: tuple[str | Qt.Key, ...], sentence: str
) -> None:
    begin(driver)
    driver.keys(*steps)
    driver.press(ENTER, CTRL)
    assert driver.page.filters.editor.problem.text() == sentence
    assert driver.chips() == [USUAL_CHIP]


def test_each_condition_is_taken_away_by_its_chip(driver: Driver) -> None:
    page = driver.page
    page.show_filter(
        ClaimFilter(
            statuses=(ClaimStatus.ACTIVE,),
            section="債権管理第一課",
            text="株式",
            conditions=(Condition("collateral", Comparison.FILLED), Condition("elapsed", Comparison.RANGE, low=3)),
        )
    )
    driver.wait()
    words = ["担当課 = 債権管理第一課", "状態 = 進行中", "「株式」を含む", "担保 あり", "経過年数 3年以上"]
    assert driver.chips() == words
    page.filters.chips.chips[3].setFocus()
    counts = [driver.count()]
    for left in (["経過年数 3年以上"], []):
        driver.press(KEY.Key_Space)
        assert driver.chips() == [*words[:3], *left]
        assert QApplication.focusWidget() in page.filters.chips.chips, "the keyboard stays on the chips"
        counts.append(driver.count())
    for left in (words[:2], words[:1]):
        driver.press(KEY.Key_Space)
        assert driver.chips() == left
        counts.append(driver.count())
    driver.press(KEY.Key_Space)
    assert driver.chips() == []
    assert page.filters.chips.add.hasFocus()
    assert counts == sorted(counts)
    assert driver.count() == driver.shell.context.desk.claim_sums(ClaimFilter(), driver.shell.context.as_of).count


def test_numbers_pasted_on_the_list_become_the_list(driver: Driver) -> None:
    numbers = driver.shell.context.desk.claim_numbers(ClaimFilter(), ClaimOrder(), driver.shell.context.as_of)
    given = [numbers[700], numbers[3], numbers[3000]]
    QGuiApplication.clipboard().setText("求償権番号\r\n" + "\r\n".join(given) + "\r\nＫ９９９９－１\r\n00001\r\n")
    assert isinstance(QApplication.focusWidget(), TableView)
    driver.press(KEY.Key_V, CTRL)
    notice = driver.page.filters.notice
    assert notice.sentence.text() == "貼り付けた番号のうち 3件が見つかりました。次の 2件は見つかりません。"
    assert notice.missing.toPlainText() == "K9999-1\n00001"
    assert driver.chips() == ["貼り付けた番号 3件"]
    assert list(driver.page.model.numbers()) == sorted(given)

    notice.copy.setFocus()
    driver.press(KEY.Key_Space)
    assert QGuiApplication.clipboard().text() == "K9999-1\n00001"
    driver.press(KEY.Key_Escape)
    assert notice.isHidden()
    assert driver.page.table.hasFocus()

    driver.page.filters.chips.chips[0].click()
    driver.wait()
    assert driver.chips() == [USUAL_CHIP]


def test_pasted_numbers_that_name_nothing_leave_the_list_alone(driver: Driver) -> None:
    before = driver.count()
    QGuiApplication.clipboard().setText("X1 X2")
    driver.press(KEY.Key_V, CTRL)
    assert "どれも見つかりません" in driver.page.filters.notice.sentence.text()
    assert (driver.count(), driver.chips()) == (before, [USUAL_CHIP])


def test_a_clipboard_without_numbers_is_said(driver: Driver) -> None:
    said: list[str] = []
    driver.shell.context.said.connect(lambda message: said.append(message.text))
    QGuiApplication.clipboard().setText("佐藤")
    driver.press(KEY.Key_V, CTRL)
    assert len(said) == 1
    assert said[0].startswith("クリップボードに求償権番号がありません。")


def test_five_thousand_numbers_are_a_list(driver: Driver) -> None:
    numbers = driver.shell.context.desk.claim_numbers(ClaimFilter(), ClaimOrder(), driver.shell.context.as_of)[:5_000]
    QGuiApplication.clipboard().setText("\t".join(numbers))
    driver.press(KEY.Key_V, CTRL)
    assert driver.page.filters.notice.sentence.text() == "貼り付けた番号 5,000件がすべて見つかりました。"
    assert list(driver.page.model.numbers()) == numbers
