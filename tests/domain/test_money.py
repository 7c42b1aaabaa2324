from __future__ import annotations

import contextlib
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

import jaconv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain import money
from collections_app.domain.errors import AmountError
from collections_app.domain.money import Rounding, Unit, parse_typed_yen, parse_yen, percent_of, show_percent, show_yen

AMOUNTS = st.integers(-(10**15) + 1, 10**15 - 1)

READ = [
    ("1234", 1234), ("1,234", 1234), ("¥1,234", 1234), ("￥1,234", 1234), ("\\1,234", 1234), ("１２３４円", 1234),
    ("１，２３４", 1234), ("-1,234", -1234), ("▲1,234", -1234), ("△1,234", -1234), ("−5", -5), ("¥-5", -5), ("-¥5", -5),
    ("0", 0), (" 1 234 ", 1234), ("007", 7),
]  # fmt: skip
REFUSED = [
    ("1.5", "円未満"), ("1,234.0", "円未満"), ("1,23", "桁区切り"), ("1,2345", "桁区切り"), (",123", "桁区切り"), ("12万", "読めません"),
    ("", "読めません"), ("円", "読めません"), ("--5", "読めません"), ("-¥-5", "読めません"), ("1e5", "読めません"), ("٣", "読めません"),
    ("9" * 16, "桁が多すぎます"), ("9" * 5000, "桁が多すぎます"),
]  # fmt: skip
TYPED = [
    ("12万", 120_000), ("1.5百万", 1_500_000), ("3千", 3_000), ("3千円", 3_000), ("１２万円", 120_000), ("1億2,000万円", 120_000_000),
    ("1万2千", 12_000), ("1.2345万", 12_345), ("-3万", -30_000), ("▲3万", -30_000), ("¥1,234", 1234), ("2兆", None), ("965200", 965_200),
]  # fmt: skip


@pytest.mark.parametrize(("text", "yen"), READ)
def test_amounts_are_read(text: str, yen: int) -> None:
    assert parse_yen(text) == yen
    assert parse_typed_yen(text.replace("¥-", "-¥")) == yen


@pytest.mark.parametrize(("text", "part"), REFUSED)
def test_other_texts_are_refused_with_the_reason(text: str, part: str) -> None:
    with pytest.raises(AmountError, match=part):
        parse_yen(text)


@pytest.mark.parametrize(("text", "yen"), [case for case in TYPED if case[1] is not None])
def test_typed_amounts_know_units(text: str, yen: int) -> None:
    assert parse_typed_yen(text) == yen


@pytest.mark.parametrize("text", ["1.5", "1.00005万", "万", "12万3億", "1万1万", "12万x", "", "9999兆"])
def test_other_typed_texts_are_refused(text: str) -> None:
    with pytest.raises(AmountError):
        parse_typed_yen(text)


@given(AMOUNTS)
def test_what_is_shown_is_read_back(yen: int) -> None:
    assert parse_yen(show_yen(yen)) == parse_typed_yen(show_yen(yen)) == parse_yen(str(yen)) == yen
    assert parse_yen(jaconv.h2z(show_yen(yen), ascii=True, digit=True)) == yen


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_yen, parse_typed_yen):
        with contextlib.suppress(AmountError):
            assert isinstance(parse(text), int)


def test_units_of_print() -> None:
    assert show_yen(965200) == "965,200"
    assert show_yen(-1234) == "▲1,234"
    assert money.in_unit(1_385_939_300, Unit.MILLION) == "1,386"
    assert money.in_unit(1_385_939_300, Unit.MILLION, Rounding.TRUNCATE) == "1,385"
    assert money.in_unit(-1_500, Unit.THOUSAND) == "▲2"
    assert money.in_unit(-499, Unit.THOUSAND) == "0"
    assert [unit.label for unit in Unit] == ["円", "千円", "百万円", "億円"]


def test_mixed_units() -> None:
    assert money.printed_mixed(1_824_000_000) == "１８億２４百万円"
    assert money.printed_mixed(1_800_000_000) == "１８億円"
    assert money.printed_mixed(24_499_999) == "２４百万円"
    assert money.printed_mixed(99_500_000) == "１億円"
    assert money.printed_mixed(0) == "０百万円"
    assert money.printed_mixed(-1_824_000_000) == "▲１８億２４百万円"
    assert money.printed_mixed(-1) == "０百万円"
    assert money.printed_mixed(1_000_100_000_000) == "１兆１億円"


def test_ratios_of_the_published_report() -> None:
    assert percent_of(43, 35) == "122.9"
    assert percent_of(132, 100) == "132.0"
    assert percent_of(43, 35, mode=Rounding.TRUNCATE) == "122.8"
    assert percent_of(2, 3, 2) == "66.67"
    assert percent_of(1, 3, 0) == "33"
    assert percent_of(-5, 100) == "-5.0"
    assert percent_of(0, 100) == "0.0"
    assert percent_of(5, 0) == "－"
    assert percent_of(5, -100) == "-5.0"
    assert percent_of(-1, 10_000) == "0.0"
    assert percent_of(12_345, 1) == "1234500.0"
    assert show_percent("-5.0") == "▲5.0"


@given(AMOUNTS, st.integers(1, 10**15), st.integers(0, 2), st.sampled_from(Rounding))
def test_ratios_agree_with_decimals(current: int, base: int, decimals: int, mode: Rounding) -> None:
    with localcontext(prec=60):
        word = ROUND_HALF_UP if mode is Rounding.HALF_UP else ROUND_DOWN
        expected = (Decimal(current) * 100 / base).quantize(Decimal(1).scaleb(-decimals), word)
    text = percent_of(current, base, decimals, mode)
    assert Decimal(text) == expected
