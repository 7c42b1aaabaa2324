"""One payment over several claims: worked examples of the law by hand, and what holds for every payment."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.codes import AllocationOrder, Part
from collections_app.domain.facts import Split
from collections_app.domain.ledger import ORDERS, allocate
from collections_app.domain.spreading import (
    Debt,
    Portion,
    SpreadBy,
    in_proportion,
    ranked,
    rest_by_law,
    spread,
    spread_by_law,
)

DAY = date(2025, 3, 31)
HIGH, LOW = Fraction("0.146"), Fraction("0.14")
PRINCIPAL_FIRST, STATUTORY = ORDERS[AllocationOrder.PRINCIPAL_FIRST], ORDERS[AllocationOrder.STATUTORY]


def debt(
    number: str,
    principal: int,
    damages: int = 0,
    costs: int = 0,
    *,
    rate: Fraction = HIGH,
    due_on: date = date(2023, 12, 20),
    order: tuple[Part, Part, Part] = STATUTORY,
) -> Debt:
    return Debt(number, Split(costs, damages, principal), rate, due_on, order)


def amounts(portions: tuple[Portion, ...]) -> dict[str, int]:
    return {portion.claim_no: portion.amount for portion in portions}


# worked by hand from 民法488条4項 and 489条


def test_the_higher_rate_is_paid_first() -> None:
    found = spread_by_law(500_000, [debt("K1", 1_000_000, rate=LOW), debt("K2", 1_000_000, rate=HIGH)], DAY)
    assert amounts(found) == {"K2": 500_000, "K1": 0}
    assert "488条4項2号" in found[0].rule and found[1].lines == ()


def test_what_is_due_comes_before_what_is_not_whatever_its_rate() -> None:
    later = debt("K1", 1_000_000, rate=HIGH, due_on=date(2025, 4, 30))
    found = spread_by_law(300_000, [later, debt("K2", 200_000, rate=LOW)], DAY)
    assert amounts(found) == {"K2": 200_000, "K1": 100_000}
    assert "488条4項1号" in found[0].rule and "488条4項1号" in found[1].rule


def test_of_equal_benefit_the_earlier_due_date_is_first() -> None:
    earlier, later = debt("K2", 100, due_on=date(2022, 1, 1)), debt("K1", 100, due_on=date(2023, 1, 1))
    found = spread_by_law(150, [later, earlier], DAY)
    assert amounts(found) == {"K2": 100, "K1": 50}
    assert "488条4項3号" in found[0].rule


def test_equal_in_everything_they_share_by_their_amounts_and_the_odd_yen_goes_to_the_largest_fraction() -> None:
    # 100 over 1:1:1 is 33 1/3 each: the odd yen goes to the earlier number; over 2:1, 66 2/3 and 33 1/3
    found = spread_by_law(100, [debt("K3", 300), debt("K1", 300), debt("K2", 300)], DAY)
    assert amounts(found) == {"K1": 34, "K2": 33, "K3": 33}
    assert all("488条4項4号" in portion.rule for portion in found)
    assert in_proportion(100, {"K1": 1, "K2": 2}) == {"K1": 33, "K2": 67}


def test_costs_and_damages_of_all_claims_come_before_any_principal() -> None:
    # 489条1項・2項: costs 3,000 + 2,000, damages 84,000 + 50,000, then 61,000 of the principal that bears more
    first = debt("K1", 1_000_000, 84_000, 3_000, rate=LOW)
    second = debt("K2", 500_000, 50_000, 2_000, rate=HIGH)
    found = spread_by_law(200_000, [first, second], DAY)
    assert {one.claim_no: one.split for one in found} == {
        "K1": Split(3_000, 84_000, 0),
        "K2": Split(2_000, 50_000, 61_000),
    }
    assert [(line.part, line.amount, line.rule) for line in found[0].lines][:2] == [
        (Part.COSTS, 2_000, "全額"),
        (Part.DAMAGES, 50_000, "全額"),
    ]
    # damages of 134,000 cannot be paid: 489条2項 lets the rate decide among them, too
    short = spread_by_law(100_000, [first, second], DAY)
    assert {one.claim_no: one.split for one in short} == {"K2": Split(2_000, 50_000, 0), "K1": Split(3_000, 45_000, 0)}


def test_an_agreed_order_takes_the_place_of_the_statutory_one() -> None:
    # 490条: costs, principal, damages
    debts = [debt("K1", 100, 50, 10, order=PRINCIPAL_FIRST), debt("K2", 100, 50, 0, rate=LOW, order=PRINCIPAL_FIRST)]
    found = {one.claim_no: one.split for one in spread_by_law(230, debts, DAY)}
    assert found == {"K1": Split(10, 20, 100), "K2": Split(0, 0, 100)}


def test_damages_alone_bear_nothing_more_so_principal_at_a_lower_rate_profits_the_debtor_more() -> None:
    found = ranked([debt("K1", 0, 90_000, rate=HIGH), debt("K2", 500, rate=LOW)], DAY)
    assert [one.claim_no for one in found] == ["K2", "K1"]


def test_what_is_beyond_everything_owed_is_held_and_not_lost() -> None:
    found = spread_by_law(1_000, [debt("K1", 300), debt("K2", 200)], DAY)
    assert amounts(found) == {"K1": 800, "K2": 200}
    assert (found[0].lines[-1].part, found[0].lines[-1].amount) == (None, 500)


def test_a_designation_prevails_and_the_rest_falls_by_law() -> None:
    debts = [debt("K1", 1_000, rate=LOW, order=PRINCIPAL_FIRST), debt("K2", 1_000, 300, order=PRINCIPAL_FIRST)]
    found = spread(700, debts, DAY, SpreadBy.PAYER, {"K1": 600, "K2": 100})
    assert amounts(found) == {"K2": 100, "K1": 600}
    assert all("488条1項" in portion.rule for portion in found)
    assert "488条2項" in spread(1, debts, DAY, SpreadBy.CREDITOR, {"K1": 1})[1].rule
    assert rest_by_law(1_200, debts, DAY, {"K1": 600}) == {"K2": 600, "K1": 600}


# what holds for every payment

DEBTS = st.lists(
    st.builds(
        Debt,
        claim_no=st.from_regex(r"K[0-9]{1,3}", fullmatch=True),
        owed=st.builds(Split, st.integers(0, 5_000), st.integers(0, 400_000), st.integers(0, 3_000_000)),
        rate=st.sampled_from((HIGH, LOW)),
        due_on=st.sampled_from((date(2022, 1, 1), date(2023, 1, 1), date(2026, 1, 1))),
        order=st.sampled_from((PRINCIPAL_FIRST, STATUTORY)),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.claim_no,
)


@given(DEBTS, st.integers(1, 12_000_000))
def test_nothing_is_lost_and_every_claim_splits_its_share_by_its_own_order(debts: list[Debt], amount: int) -> None:
    portions = spread_by_law(amount, debts, DAY)
    assert sum(portion.amount for portion in portions) == amount
    by_no = {one.claim_no: one for one in debts}
    for portion in portions:
        own = by_no[portion.claim_no]
        # what is registered is only the amount: the ledger must split it as it was shown
        assert allocate(portion.amount, own.owed, own.order)[0] == portion.split


@given(DEBTS, st.integers(1, 12_000_000), st.sampled_from((PRINCIPAL_FIRST, STATUTORY)))
def test_the_order_of_the_law_is_kept(debts: list[Debt], amount: int, order: tuple[Part, Part, Part]) -> None:
    debts = [Debt(one.claim_no, one.owed, one.rate, one.due_on, order) for one in debts]
    paid = {one.claim_no: one.split for one in spread_by_law(amount, debts, DAY)}
    rank = {one.claim_no: (one.due_on > DAY, -one.benefit, one.due_on) for one in debts}
    short = [(stage, rank[one.claim_no]) for one in debts for stage, part in enumerate(order)
             if paid[one.claim_no].of(part) < one.owed.of(part)]  # fmt: skip
    got = [(stage, rank[one.claim_no]) for one in debts for stage, part in enumerate(order)
           if paid[one.claim_no].of(part)]  # fmt: skip
    # nobody gets a yen while something that comes before it is not paid in full
    assert not short or not got or max(got) <= min(short)


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 10**9), min_size=1), st.data())
def test_a_proportion_is_exact_and_fair(weights: dict[str, int], data: st.DataObject) -> None:
    total = sum(weights.values())
    amount = data.draw(st.integers(0, total))
    shares = in_proportion(amount, weights)
    assert sum(shares.values()) == amount
    for key, share in shares.items():
        assert abs(share - Fraction(amount * weights[key], total)) < 1
        assert 0 <= share <= weights[key]


@pytest.mark.parametrize("by", [SpreadBy.PAYER, SpreadBy.CREDITOR])
@given(debts=DEBTS, data=st.data())
def test_what_is_designated_is_what_a_claim_gets(by: SpreadBy, debts: list[Debt], data: st.DataObject) -> None:
    given_ = {one.claim_no: data.draw(st.integers(0, 2 * max(one.total, 1))) for one in debts}
    found = spread(sum(given_.values()), debts, DAY, by, given_)
    assert amounts(found) == given_
