"""The ledger against worked examples, against a naive recomputation, and by properties over random stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.codes import AllocationOrder, ClaimStatus, DayBasis, Part
from collections_app.domain.damages import RatePeriod, Rounding, rate_of_percent
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, RefundFact, Split, WaiverFact
from collections_app.domain.ledger import ORDERS, EntryKind, Fault, Terms, allocate, number_key, replay
from collections_app.domain.standing import Stop
from collections_app.domain.state import ClaimFacts, state_on

BEGAN = date(2023, 12, 20)
TERMS = Terms("K1", BEGAN, 5_000_000, (RatePeriod(rate_of_percent("14.6")),))
STATUTORY = replace(TERMS, order=ORDERS[AllocationOrder.STATUTORY])
THREE = Facts(
    receipts=[
        ReceiptFact("R1", date(2024, 1, 31), date(2024, 1, 31), 300_000),
        ReceiptFact("R2", date(2024, 2, 29), date(2024, 2, 29), 300_000),
        ReceiptFact("R3", date(2024, 6, 28), date(2024, 6, 28), 1_000_000),
    ]
)


def test_principal_first_lets_damages_wait() -> None:
    # worked example: damages 84,000 / 54,520 / 211,200; 元金 4,700,000, 4,400,000, 3,400,000; 損害金 349,720 unpaid
    entries = replay(TERMS, THREE).entries[1:]
    assert [entry.accrued for entry in entries] == [84_000, 54_520, 211_200]
    assert [entry.principal for entry in entries] == [-300_000, -300_000, -1_000_000]
    balance = replay(TERMS, THREE).balance
    assert (balance.principal, balance.damages) == (3_400_000, 349_720)


def test_the_statutory_order_pays_damages_first() -> None:
    # worked example (民法489条): damages 84,000 / 55,494 / 217,895 all paid; 元金 4,784,000, 4,539,494, 3,757,389
    entries = replay(STATUTORY, THREE).entries
    assert [-entry.damages for entry in entries[1:]] == [84_000, 55_494, 217_895]
    owed = 0
    found = []
    for entry in entries:
        owed += entry.principal
        found.append(owed)
    assert found == [5_000_000, 4_784_000, 4_539_494, 3_757_389]


def test_costs_come_first_and_the_rest_falls_by_the_order() -> None:
    # 1,000,000円 since 2026-06-01, costs 3,200; 50,000 on 2026-07-01: 3,200 + 12,000 + 34,800
    terms = Terms("K2", date(2026, 6, 1), 1_000_000, STATUTORY.rates, order=STATUTORY.order)
    facts = Facts(
        [CostFact("C1", date(2026, 6, 10), 3_200)],
        [ReceiptFact("R1", date(2026, 7, 1), date(2026, 7, 1), 50_000)],
    )
    receipt = replay(terms, facts).entries[-1]
    assert (receipt.costs, receipt.damages, receipt.principal) == (-3_200, -12_000, -34_800)
    assert replay(replace(terms, order=TERMS.order), facts).balance.damages == 12_000


def test_a_receipt_beyond_what_is_owed_is_kept_as_overpaid() -> None:
    facts = Facts(receipts=[ReceiptFact("R1", date(2023, 12, 21), date(2023, 12, 21), 6_000_000)])
    ledger = replay(TERMS, facts)
    assert ledger.entries[-1].overpaid == 6_000_000 - 5_000_000 - 2_000
    assert (ledger.balance.principal, ledger.balance.damages, ledger.balance.overpaid) == (0, 0, 998_000)


def test_a_reversed_receipt_and_its_reversal_leave_everything_as_if_they_had_not_been() -> None:
    pair = [
        ReceiptFact("R9", date(2024, 2, 10), date(2024, 2, 10), 77_777),
        ReceiptFact("R10", date(2024, 2, 10), date(2024, 3, 5), -77_777, reverses="R9"),
    ]
    with_pair = replay(STATUTORY, Facts(receipts=[*THREE.receipts, *pair]))
    without = replay(STATUTORY, THREE)
    assert with_pair.balance == without.balance
    taken, given_back = (entry for entry in with_pair.entries if entry.voucher_no in ("R9", "R10"))
    # ten days on 4,784,000円 after the first receipt: 19,136 of damages, the rest principal
    assert (taken.damages, taken.principal, taken.accrued) == (-19_136, -58_641, 0)
    assert (given_back.damages, given_back.principal) == (-taken.damages, -taken.principal)
    assert (given_back.kind, given_back.posted_on) == (EntryKind.REVERSAL, date(2024, 3, 5))


def test_same_day_costs_come_before_receipts_and_waivers_after() -> None:
    day = date(2024, 1, 31)
    facts = Facts(
        [CostFact("C1", day, 10_000)],
        [ReceiptFact("R10", day, day, 6_000), ReceiptFact("R9", day, day, 7_000)],
        [WaiverFact("W1", Part.DAMAGES, 84_000, day)],
    )
    ledger = replay(TERMS, facts)
    assert [entry.voucher_no for entry in ledger.entries] == ["K1", "C1", "R9", "R10", "W1"]
    assert ledger.entries[2].costs == -7_000
    assert (ledger.entries[3].costs, ledger.entries[3].principal) == (-3_000, -3_000)
    assert ledger.balance.damages == 0
    assert not ledger.contradictions


def test_a_refund_of_costs_already_recovered_is_held_for_who_paid_them() -> None:
    facts = Facts(
        [CostFact("C1", date(2024, 1, 5), 10_000), CostFact("C2", date(2024, 3, 1), -4_000)],
        [ReceiptFact("R1", date(2024, 1, 31), date(2024, 1, 31), 10_000)],
    )
    balance = replay(TERMS, facts).balance
    assert (balance.costs, balance.overpaid) == (0, 4_000)


def test_what_cannot_be_true_is_named() -> None:
    day = date(2024, 1, 31)
    facts = Facts(
        receipts=[
            ReceiptFact("R1", day, day, 90_000, Split(damages=90_000)),
            ReceiptFact("R2", date(2023, 12, 1), day, 1),
            ReceiptFact("R3", day, day, -5, reverses="R404"),
        ],
        waivers=[WaiverFact("W1", Part.COSTS, 1, day)],
    )
    found = {(fault.voucher_no, fault.fault) for fault in replay(TERMS, facts).contradictions}
    assert found == {
        ("R1", Fault.SPLIT_ABOVE_OWED),
        ("R2", Fault.BEFORE_SUBROGATION),
        ("R3", Fault.REVERSAL_WITHOUT_ORIGINAL),
        ("W1", Fault.WAIVER_ABOVE_OWED),
    }


def test_what_was_taken_back_contradicts_nothing() -> None:
    day = date(2024, 6, 1)
    facts = Facts(
        receipts=[
            ReceiptFact("R1", day, day, 9_000, Split(9_000, 0, 0)),  # the cost it paid was reversed, too
            ReceiptFact("R2", day, day, -9_000, reverses="R1"),
        ],
        refunds=[RefundFact("X1", day, 500), RefundFact("X2", day, -500, "X1")],
    )
    ledger = replay(TERMS, facts)
    assert ledger.contradictions == []
    assert (ledger.balance.costs, ledger.balance.overpaid) == (0, 0)
    assert [entry.overpaid for entry in ledger.entries[-2:]] == [-500, 500]
    alone = replay(TERMS, Facts(receipts=facts.receipts[:1], refunds=facts.refunds[:1]))
    assert [one.fault for one in alone.contradictions] == [Fault.SPLIT_ABOVE_OWED, Fault.REFUND_ABOVE_HELD]


def test_the_running_total_may_be_floored_instead_of_each_segment() -> None:
    terms = replace(TERMS, principal=1_000_001, rounding=Rounding.FLOOR_TOTAL)
    receipts = [ReceiptFact(f"R{n}", BEGAN + timedelta(n), BEGAN + timedelta(n), 1) for n in range(1, 30)]
    ledger = replay(replace(terms, order=TERMS.order), Facts(receipts=receipts))
    exact = sum((Fraction(1_000_001 - n) * Fraction(73, 500) / 365 for n in range(29)), start=Fraction(0))
    assert ledger.balance.damages == int(exact)
    floored = replay(replace(terms, rounding=Rounding.FLOOR_SEGMENT), Facts(receipts=receipts))
    assert floored.balance.damages < ledger.balance.damages


def test_the_state_of_a_day_follows_what_was_received_by_then() -> None:
    late = ReceiptFact("R4", date(2024, 7, 31), date(2024, 8, 2), 100_000)
    claim = ClaimFacts(
        TERMS,
        Facts(receipts=[*THREE.receipts, late]),
        date(2024, 9, 1),
        [Stop(date(2024, 2, 1), date(2024, 3, 1))],
    )
    state = state_on(claim, date(2024, 7, 31))
    assert state.recovered == Split(0, 0, 1_700_000)
    assert state.unposted == 100_000
    assert [state_on(claim, day).status for day in (date(2024, 2, 1), date(2024, 3, 1), date(2024, 9, 1))] == [
        ClaimStatus.STOPPED,
        ClaimStatus.ACTIVE,
        ClaimStatus.CLOSED,
    ]


def test_with_principal_paid_and_damages_left_a_claim_is_active_and_without_it_is_paid() -> None:
    day = date(2023, 12, 21)
    whole = ReceiptFact("R1", day, day, 5_000_000)
    claim = ClaimFacts(TERMS, Facts(receipts=[whole]))
    assert state_on(claim, date(2025, 1, 1)).status is ClaimStatus.ACTIVE
    assert state_on(claim, date(2025, 1, 1)).balance.damages == 2_000
    waived = ClaimFacts(TERMS, Facts(receipts=[whole], waivers=[WaiverFact("W1", Part.DAMAGES, 2_000, day)]))
    assert state_on(waived, date(2025, 1, 1)).status is ClaimStatus.PAID


@given(
    st.integers(0, 10**10),
    st.builds(Split, st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9)),
    st.permutations(list(Part)),
)
def test_allocation_loses_no_yen(amount: int, owed: Split, order: list[Part]) -> None:
    split, left = allocate(amount, owed, order)
    assert split.costs + split.damages + split.principal + left == amount
    assert left == 0 or split == owed
    seen_unpaid = False
    for part in order:
        assert 0 <= split.of(part) <= owed.of(part)
        assert not (seen_unpaid and split.of(part))
        seen_unpaid = seen_unpaid or split.of(part) < owed.of(part)


_DAYS = st.integers(0, 900).map(lambda n: BEGAN + timedelta(n))


@st.composite
def stories(draw: st.DrawFn) -> Facts:
    """Costs, receipts, some of them reversed, and waivers of damages, on random days."""
    costs = [CostFact(f"C{n}", draw(_DAYS), draw(st.integers(1, 50_000))) for n in range(draw(st.integers(0, 4)))]
    receipts: list[ReceiptFact] = []
    for n in range(draw(st.integers(0, 12))):
        day = draw(_DAYS)
        amount = draw(st.integers(1, 900_000))
        receipts.append(ReceiptFact(f"R{n}", day, day + timedelta(draw(st.integers(0, 40))), amount))
        if draw(st.booleans()) and draw(st.booleans()):
            receipts.append(
                ReceiptFact(f"R{n}X", day, day + timedelta(draw(st.integers(0, 60))), -amount, reverses=f"R{n}")
            )
    waivers = [
        WaiverFact(f"W{n}", Part.DAMAGES, draw(st.integers(1, 9_000)), draw(_DAYS))
        for n in range(draw(st.integers(0, 2)))
    ]
    return Facts(costs, receipts, waivers)


def naive(terms: Terms, facts: Facts, as_of: date) -> tuple[int, int, int, int]:
    """Recompute day by day, the slow and obvious way: (principal, damages, costs, overpaid)."""
    reversed_ = {receipt.reverses for receipt in facts.receipts}
    live = [r for r in facts.receipts if not r.reverses and r.receipt_no not in reversed_]
    principal, damages, costs, overpaid = terms.principal, 0, 0, 0
    running = Fraction(0)
    day = terms.subrogated_on
    while True:
        costs += sum(cost.amount for cost in facts.costs if cost.paid_on == day)
        receipts = sorted((r for r in live if r.received_on == day), key=lambda r: number_key(r.receipt_no))
        waivers = [w for w in facts.waivers if w.decided_on == day]
        if receipts or waivers or day == as_of:
            damages += int(running)
            running = Fraction(0)
        for receipt in receipts:
            owed = {Part.COSTS: costs, Part.DAMAGES: damages, Part.PRINCIPAL: principal}
            left = receipt.amount
            for part in terms.order:
                paid = min(left, owed[part])
                owed[part] -= paid
                left -= paid
            costs, damages, principal = owed[Part.COSTS], owed[Part.DAMAGES], owed[Part.PRINCIPAL]
            overpaid += left
        damages -= sum(waiver.amount for waiver in waivers)
        if day == as_of:
            return principal, damages, costs, overpaid
        day += timedelta(1)
        year = 366 if terms.basis is DayBasis.CALENDAR and day.year % 4 == 0 else 365
        running += principal * terms.rates[0].rate / year


@given(stories(), st.sampled_from(list(AllocationOrder)), st.sampled_from(list(DayBasis)), st.integers(0, 1_000))
def test_replay_equals_the_naive_recomputation(
    facts: Facts, order: AllocationOrder, basis: DayBasis, days: int
) -> None:
    terms = replace(TERMS, order=ORDERS[order], basis=basis)
    as_of = BEGAN + timedelta(days)
    state = state_on(ClaimFacts(terms, facts), as_of)
    found = state.balance
    assert (found.principal, found.damages, found.costs, found.overpaid) == naive(terms, facts.up_to(as_of), as_of)


@given(stories(), st.sampled_from(list(AllocationOrder)))
def test_balances_are_sums_of_entries_and_no_yen_is_lost(facts: Facts, order: AllocationOrder) -> None:
    ledger = replay(replace(TERMS, order=ORDERS[order]), facts)
    balance = ledger.balance
    entries = ledger.entries
    assert balance.principal == sum(entry.principal for entry in entries)
    assert balance.damages == sum(entry.damages + entry.accrued for entry in entries)
    assert balance.costs == sum(entry.costs for entry in entries)
    assert balance.overpaid == sum(entry.overpaid for entry in entries)
    amounts = {receipt.receipt_no: receipt.amount for receipt in facts.receipts}
    for entry in entries:
        if entry.voucher_no in amounts:
            spread = entry.overpaid - entry.principal - entry.damages - entry.costs
            assert spread == amounts[entry.voucher_no]
    if not ledger.contradictions:
        assert min(balance.principal, balance.damages, balance.costs, balance.overpaid) >= 0


@given(stories())
def test_the_order_in_which_facts_are_told_does_not_matter(facts: Facts) -> None:
    backwards = Facts(list(reversed(facts.costs)), list(reversed(facts.receipts)), list(reversed(facts.waivers)))
    assert replay(TERMS, facts).entries == replay(TERMS, backwards).entries


@given(stories())
def test_reversing_every_receipt_brings_back_the_first_day(facts: Facts) -> None:
    reversed_ = {receipt.reverses for receipt in facts.receipts}
    rest = [
        ReceiptFact(f"{r.receipt_no}Z", r.received_on, r.posted_on, -r.amount, reverses=r.receipt_no)
        for r in facts.receipts
        if not r.reverses and r.receipt_no not in reversed_
    ]
    ledger = replay(TERMS, Facts(receipts=[*facts.receipts, *rest]))
    balance = ledger.balance
    assert (balance.principal, balance.damages, balance.overpaid) == (5_000_000, 0, 0)
    assert balance.accrues_from == BEGAN
