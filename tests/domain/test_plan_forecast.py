"""Where the payments of a plan go: as the ledger would have it, had they come; and plans that never end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.codes import AllocationOrder, HolidayRule
from collections_app.domain.damages import RatePeriod
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, Split
from collections_app.domain.instalments import Plan, schedule
from collections_app.domain.ledger import ORDERS, Terms, replay
from collections_app.domain.plan_forecast import forecast
from collections_app.services.business_days import business_days

JAPAN = business_days()
SINCE = date(2023, 12, 20)
TODAY = date(2025, 3, 31)


def terms(order: AllocationOrder, principal: int = 5_000_000, rate: str = "0.146") -> Terms:
    return Terms("K1", SINCE, principal, (RatePeriod(Fraction(rate)),), order=ORDERS[order])


@given(
    st.sampled_from(AllocationOrder),
    st.integers(1, 3_000_000),
    st.integers(1_000, 400_000),
    st.integers(1, 31),
    st.sampled_from(HolidayRule),
    st.integers(0, 50_000),
)
def test_a_forecast_is_the_ledger_had_the_payments_come(
    order: AllocationOrder, principal: int, amount: int, day: int, rule: HolidayRule, costs: int
) -> None:
    own = terms(order, principal)
    facts = Facts([CostFact("C1", date(2024, 2, 1), costs)] if costs else [])
    plan = Plan(date(2025, 4, 1), date(2028, 3, 31), day, amount, rule)
    found = forecast(own, replay(own, facts).balance, schedule(plan, JAPAN), TODAY)
    receipts = [
        ReceiptFact(f"R{n:04}", line.instalment.due_on, line.instalment.due_on, line.amount)
        for n, line in enumerate(found.lines)
    ]
    ledger = replay(own, Facts(facts.costs, receipts))
    paid = [entry for entry in ledger.entries if entry.voucher_no.startswith("R")]
    assert [Split(-entry.costs, -entry.damages, -entry.principal) for entry in paid] == [
        one.paid for one in found.lines
    ]
    assert ledger.balance.overpaid == 0
    if found.lines:
        left = found.lines[-1].left
        balance = ledger.balance
        assert left == Split(balance.costs, balance.damages, balance.principal)
        assert (found.paid_on is not None) == (sum(left) == 0)
        cleared = [line.instalment.due_on for line in found.lines if line.left.principal == 0]
        assert found.principal_on == (cleared[0] if cleared else None)


def test_damages_that_outrun_the_payments_are_never_paid_off() -> None:
    """5,000,000 yen at 14.6 % make 60,000 yen in thirty days: 50,000 a month under 民法489条 never touches it."""
    own = terms(AllocationOrder.STATUTORY)
    plan = Plan(date(2025, 4, 1), None, 27, 50_000)
    owed = replay(own, Facts()).balance
    found = forecast(own, owed, schedule(plan, JAPAN), TODAY, is_endless=True)
    assert (found.never, found.principal_on, found.paid_on) == (True, None, None)
    assert len(found.lines) == 13, "a year is enough to know"
    assert all(line.paid.principal == 0 for line in found.lines)
    agreed = forecast(own, owed, schedule(plan._replace(payments=48), JAPAN), TODAY)
    assert (agreed.never, len(agreed.lines)) == (True, 48), "what was agreed on is shown whole"


def test_the_same_payments_to_the_principal_first_do_pay_it_off() -> None:
    own = terms(AllocationOrder.PRINCIPAL_FIRST)
    plan = Plan(date(2025, 4, 1), None, 27, 50_000)
    found = forecast(own, replay(own, Facts()).balance, schedule(plan, JAPAN), TODAY)
    assert not found.never
    assert found.principal_on == date(2033, 7, 27)  # the hundredth payment
    assert found.lines[99].left.principal == 0
    assert found.paid_on is not None
    assert found.paid_on > found.principal_on


def test_nothing_is_asked_for_beyond_what_is_owed() -> None:
    own = terms(AllocationOrder.PRINCIPAL_FIRST, 100_000, "0")
    plan = Plan(date(2025, 4, 1), None, 31, 30_000)
    found = forecast(own, replay(own, Facts()).balance, schedule(plan, JAPAN), TODAY)
    assert [line.amount for line in found.lines] == [30_000, 30_000, 30_000, 10_000]
    assert found.total == 100_000
    assert found.paid_on == date(2025, 7, 31)
