"""Conditions on claims: what cannot be one, how they are joined and said; numbers pasted from anywhere."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.calendar import elapsed_years, years_before
from collections_app.domain.claim_conditions import FIELD, FIELDS, Comparison, Condition, in_words, with_condition
from collections_app.domain.claim_numbers import pasted_numbers
from collections_app.domain.errors import UserError

ANY, NONE, RANGE = Comparison.ANY_OF, Comparison.NONE_OF, Comparison.RANGE


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("status", ANY, ("active", "stopped")), "状態 = 進行中、管理事務停止"),
        (Condition("staff", NONE, ("S1",)), "担当者 及川 以外"),
        (Condition("principal", RANGE, high=300_000), "元金残高 300,000円以下"),
        (Condition("elapsed", RANGE, low=5), "経過年数 5年以上"),
        (
            Condition("next_on", RANGE, low=date(2025, 4, 1), high=date(2025, 4, 30)),
            "次回対応日 R7.4.1以後 R7.4.30以前",
        ),
        (Condition("next_on", Comparison.EMPTY), "次回対応日 なし"),
        (Condition("collateral", Comparison.FILLED), "担保 あり"),
    ],
)
def test_a_condition_is_said_in_words(condition: Condition, words: str) -> None:
    assert in_words(condition, {"staff": {"S1": "及川"}}) == words


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (("nowhere", ANY), "条件の列「nowhere」はありません"),
        (("status", RANGE), "「範囲」では比べられません"),
        (("subrogated_on", Comparison.EMPTY), "比べられません"),
        (("status", ANY), "値を選んでください"),
        (("status", ANY, ("lost",)), "ない状態"),
        (("principal", RANGE), "入力してください"),
        (("principal", RANGE, (), 5, 4), "入れ替えてください"),
        (("principal", RANGE, (), -1), "0以上"),
        (("principal", RANGE, (), date(2025, 1, 1)), "読めません"),
        (("next_on", RANGE, (), 5), "読めません"),
        (("costs", RANGE, (), True), "読めません"),
    ],
)
def test_what_compares_nothing_is_refused(values: tuple[object, ...], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        Condition(*values)  # type: ignore[arg-type]


def test_values_of_the_same_field_are_joined_and_a_range_takes_the_place_of_another() -> None:
    first, second = (
        Condition("bank_name", ANY, ("青葉銀行",)),
        Condition("bank_name", ANY, ("広瀬信用金庫", "青葉銀行")),
    )
    owed = Condition("principal", RANGE, low=1)
    joined = with_condition(with_condition((first,), owed), second)
    assert joined == (Condition("bank_name", ANY, ("青葉銀行", "広瀬信用金庫")), owed)
    lower = Condition("principal", RANGE, high=9)
    assert with_condition(joined, lower)[1] == lower
    assert len(with_condition(joined, Condition("bank_name", NONE, ("青葉銀行",)))) == 3


def test_every_field_can_be_compared() -> None:
    assert len(FIELD) == len(FIELDS) == len({one.label for one in FIELDS})
    assert all(one.comparisons for one in FIELDS)


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 60)
)
def test_days_before_say_the_same_as_years_elapsed(since: date, day: date, years: int) -> None:
    assert (since <= years_before(day, years)) == (elapsed_years(since, day) >= years)


def test_more_years_than_there_are_lead_to_the_first_day() -> None:
    assert years_before(date(2025, 3, 31), 2025) == date.min


@pytest.mark.parametrize(
    "text",
    [
        "K2020-00622\nK2022-00318\n00007",
        "求償権番号\tK2020-00622,K2022-00318、00007",
        "Ｋ２０２０－００６２２　Ｋ２０２２－００３１８；００００７",
        '"k2020‐00622"\r\n"k2022−00318"\r\n00007\r\n00007\r\n',
        "「K2020-00622」/「K2022-00318」/(00007)",
    ],
)
def test_numbers_are_found_in_whatever_is_pasted(text: str) -> None:
    assert pasted_numbers(text) == ("K2020-00622", "K2022-00318", "00007")


def test_nothing_pasted_is_no_number() -> None:
    assert pasted_numbers(" \n、、番号 なし") == ()
