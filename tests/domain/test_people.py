"""The pure rules about people: shares, key figures, likeness, telephone numbers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from collections_app.domain.inheritance import Relation, share_findings, statutory_shares
from collections_app.domain.likeness import address_key, alike_pairs, kana_key, keys_of, why_alike
from collections_app.domain.people import part_of
from collections_app.domain.phone import digits_of, grouped_phone
from collections_app.domain.statements import Statement, shown_percent, shown_tenths

SPOUSE, CHILD, PARENT, SIBLING, HALF = Relation


@pytest.mark.parametrize(
    ("relations", "shares"),
    [
        ([SPOUSE], ["1"]),
        ([SPOUSE, CHILD], ["1/2", "1/2"]),
        ([SPOUSE, CHILD, CHILD, CHILD], ["1/2", "1/6", "1/6", "1/6"]),
        ([CHILD, CHILD], ["1/2", "1/2"]),
        ([SPOUSE, PARENT, PARENT], ["2/3", "1/6", "1/6"]),
        ([PARENT], ["1"]),
        ([SPOUSE, SIBLING], ["3/4", "1/4"]),
        ([SPOUSE, SIBLING, HALF], ["3/4", "1/6", "1/12"]),
        ([SPOUSE, CHILD, PARENT, SIBLING], ["1/2", "1/2", "0", "0"]),
        ([SIBLING, PARENT], ["0", "1"]),
        ([HALF, HALF], ["1/2", "1/2"]),
        ([], []),
    ],
)
def test_statutory_shares_are_those_of_the_civil_code(relations: list[Relation], shares: list[str]) -> None:
    found = statutory_shares(relations)
    assert [str(share) for share in found] == shares
    assert sum(found, Fraction(0)) == (1 if relations else 0)


def test_shares_that_do_not_make_one_are_warned_about() -> None:
    (finding,) = share_findings(["1/2", "1/3"])
    assert finding.is_warning and "5/6" in finding.message
    assert [*share_findings(["1/3", "1/3", "1/3"])] == [] == [*share_findings([])]


def test_an_heirs_part_is_rounded_down() -> None:
    assert (part_of(100, "1/3"), part_of(100, ""), part_of(0, "1/2")) == (33, None, 0)


def _statement(**given: int | None) -> Statement:
    names = (
        "sales operating_profit ordinary_profit net_profit depreciation total_assets net_assets borrowings employees"
    )
    figures: list[Any] = [given.get(name) for name in names.split()]
    return Statement("F1", date(2025, 3, 31), *figures)


def test_key_figures_are_exact_and_missing_where_a_part_is() -> None:
    one = _statement(
        sales=120,
        ordinary_profit=-7,
        operating_profit=-10,
        depreciation=4,
        total_assets=300,
        net_assets=100,
        borrowings=35,
    )
    assert (one.equity_ratio, one.ordinary_margin) == (Fraction(1, 3), Fraction(-7, 120))
    assert (one.borrowing_months, one.cash_profit) == (Fraction(7, 2), -6)
    none = _statement(sales=0, ordinary_profit=5, borrowings=5, total_assets=None, net_assets=5)
    assert (none.equity_ratio, none.ordinary_margin, none.borrowing_months, none.cash_profit) == (
        None,
        None,
        None,
        None,
    )
    assert _statement(operating_profit=5).cash_profit == 5


@pytest.mark.parametrize(
    ("value", "percent", "tenths"),
    [
        (Fraction(1, 3), "33.3", "0.3"),
        (Fraction(-7, 120), "▲5.8", "▲0.1"),
        (Fraction(1, 2000), "0.1", "0.0"),
        (Fraction(-1, 4), "▲25.0", "▲0.3"),
        (Fraction(1234), "123,400.0", "1,234.0"),
        (None, "", ""),
    ],
)
def test_ratios_are_rounded_half_up_at_the_end(value: Fraction | None, percent: str, tenths: str) -> None:
    assert (shown_percent(value), shown_tenths(value)) == (percent, tenths)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("09012345678", "090-1234-5678"),
        ("０５２２２３４５６７", "052-223-4567"),
        ("0312345678", "03-1234-5678"),
        ("0120123456", "0120-123-456"),
        ("08001234567", "0800-123-4567"),
        ("08012345678", "080-1234-5678"),
        ("0223123456", "0223123456"),
        ("0191123456", "0191123456"),
        ("022-1234567", "022-1234567"),
        ("", ""),
    ],
)
def test_numbers_are_grouped_where_that_is_certain(phone: str, shown: str) -> None:
    assert grouped_phone(phone) == shown
    assert digits_of(shown) == digits_of(phone)


SAME_PLACES = (
    "架空市一番町１丁目２番３号",
    "架空市一番町1-2-3",
    "架空市 一番町一丁目２番地の３",
    "架空市一番町１－２－３",
    "架空市一番町１ー２ー３",
)


@pytest.mark.parametrize("address", SAME_PLACES)
def test_an_address_is_the_same_however_it_is_written(address: str) -> None:
    assert address_key(address) == "架空市一番町1-2-3"


def test_other_addresses_stay_apart() -> None:
    assert address_key("架空市一番町12-3") != address_key("架空市一番町1-23")
    assert address_key("架空市中央二十一丁目5") == address_key("架空市中央21-5")
    assert address_key("架空市中央十丁目5") == address_key("架空市中央10-5")
    assert [address_key(one) for one in (None, "", "架空市", "仙台1")] == ["", "", "", ""]


def test_people_are_alike_for_one_reason_or_several() -> None:
    first = {"kana": "さとう はなこ", "birth_date": date(1960, 1, 1), "phone": "022-123-4567", "address": None}
    second = {"kana": "ｻﾄｳ･ﾊﾅｺ", "birth_date": date(1960, 1, 1), "phone": "(022)123-4567", "address": ""}
    assert why_alike(first, second) == ("カナと生年月日が同じ", "電話番号が同じ")
    assert why_alike(first, second | {"birth_date": None, "phone": "1234"}) == ()
    assert kana_key("キョウト") == kana_key("きよう と")
    assert [*keys_of({"phone": "119"})] == []


def test_a_household_gives_one_pair_fewer_than_people() -> None:
    assert alike_pairs({("電話番号が同じ", "1"): ["P3", "P1", "P2"], ("住所が同じ", "x"): ["P2", "P1"]}) == {
        ("P1", "P2"): ["電話番号が同じ", "住所が同じ"],
        ("P2", "P3"): ["電話番号が同じ"],
    }
