"""充当計算書: the worked example of the rules, the other order beside it, and what a late receipt moves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.allocation import GIVEN, preview
from collections_app.domain.codes import AllocationOrder, Part, RecoveryType, Source
from collections_app.domain.damages import RatePeriod
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, Split
from collections_app.domain.ledger import ORDERS, Fault, Terms, replay
from collections_app.domain.recovery import PlanTerm, recovery_type_of

BEGAN = date(2023, 12, 20)
TERMS = Terms("K1", BEGAN, 5_000_000, (RatePeriod(Fraction("0.146")),))


def receipt(number: str, day: date, amount: int, split: Split | None = None) -> ReceiptFact:
    return ReceiptFact(number, day, day, amount, split)


def test_the_worked_example_line_by_line_and_the_other_order() -> None:
    # rules §3: receipts 2024-01-31 300,000; 2024-02-29 300,000; 2024-06-28 1,000,000
    earlier = Facts(receipts=[receipt("E1", date(2024, 1, 31), 300_000), receipt("E2", date(2024, 2, 29), 300_000)])
    found = preview(TERMS, earlier, receipt("E3", date(2024, 6, 28), 1_000_000))
    assert [(line.part, line.owed, line.paid, line.left) for line in found.allocation.lines] == [
        (Part.COSTS, 0, 0, 0),
        (Part.PRINCIPAL, 4_400_000, 1_000_000, 3_400_000),
        (Part.DAMAGES, 349_720, 0, 349_720),
    ]
    assert "民法490条" in found.allocation.rule
    assert found.other is not None and "民法489条1項" in found.other.rule
    # the other order is asked of this receipt alone: what the earlier ones left stands
    assert [(line.part, line.owed, line.paid) for line in found.other.lines] == [
        (Part.COSTS, 0, 0),
        (Part.DAMAGES, 349_720, 349_720),
        (Part.PRINCIPAL, 4_400_000, 650_280),
    ]
    assert (found.shifts, found.contradictions, found.allocation.overpaid) == ((), (), 0)


def test_a_receipt_below_the_date_of_others_shows_what_it_moves() -> None:
    terms = Terms("K1", BEGAN, 5_000_000, TERMS.rates, order=ORDERS[AllocationOrder.STATUTORY])
    known = Facts(receipts=[receipt("E1", date(2024, 2, 29), 300_000)])
    late = receipt("E2", date(2024, 1, 31), 300_000)
    found = preview(terms, known, late)
    # rules §3, 489条: 84,000 / 55,494 damages; without the earlier receipt all 71 days fall on the later one: 142,000
    (shift,) = found.shifts
    assert (shift.voucher_no, shift.before.damages, shift.after.damages) == ("E1", 142_000, 55_494)
    assert [line.paid for line in found.allocation.lines] == [0, 84_000, 216_000]


def test_what_is_given_is_taken_as_given_and_refused_above_what_is_owed() -> None:
    found = preview(TERMS, Facts(), receipt("E1", date(2024, 1, 31), 90_000, Split(damages=90_000)))
    assert (found.allocation.rule, found.other) == (GIVEN, None)
    (wrong,) = found.contradictions
    assert (wrong.fault, wrong.part, wrong.wanted, wrong.owed) == (
        Fault.SPLIT_ABOVE_OWED,
        Part.DAMAGES,
        90_000,
        84_000,
    )


def test_too_much_is_held_and_shown() -> None:
    found = preview(TERMS, Facts(), receipt("E1", date(2023, 12, 21), 6_000_000))
    assert found.allocation.overpaid == 6_000_000 - 5_000_000 - 2_000


@given(
    amounts=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 2_000_000)), max_size=6),
    day=st.integers(0, 400),
    amount=st.integers(1, 8_000_000),
    order=st.sampled_from(AllocationOrder),
)
def test_lines_and_overpayment_add_up_and_agree_with_the_ledger(
    amounts: list[tuple[int, int]], day: int, amount: int, order: AllocationOrder
) -> None:
    terms = Terms("K1", BEGAN, 5_000_000, TERMS.rates, order=ORDERS[order])
    days = [(date.fromordinal(BEGAN.toordinal() + n), yen) for n, yen in amounts]
    facts = Facts([CostFact("C1", BEGAN, 3_200)], [receipt(f"E{n}", on, yen) for n, (on, yen) in enumerate(days)])
    new = receipt("E99", date.fromordinal(BEGAN.toordinal() + day), amount)
    found = preview(terms, facts, new)
    assert sum(line.paid for line in found.allocation.lines) + found.allocation.overpaid == amount
    assert all(0 <= line.paid <= line.owed for line in found.allocation.lines)
    posted = replay(terms, Facts(facts.costs, [*facts.receipts, new]))
    (entry,) = (one for one in posted.entries if one.voucher_no == "E99")
    paid = {line.part: line.paid for line in found.allocation.lines}
    assert (paid[Part.COSTS], paid[Part.DAMAGES], paid[Part.PRINCIPAL]) == (
        -entry.costs,
        -entry.damages,
        -entry.principal,
    )


PLAN = PlanTerm("I1", date(2024, 4, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("source", "day", "expected", "word"),
    [
        (Source.INSTALMENT, date(2024, 4, 1), RecoveryType.REGULAR, "I1"),
        (None, date(2025, 3, 31), RecoveryType.REGULAR, "I1"),
        (Source.INSTALMENT, date(2025, 4, 1), RecoveryType.IRREGULAR, "弁済計画がない"),
        (Source.AUCTION, date(2024, 5, 1), RecoveryType.IRREGULAR, "競売配当"),
        (Source.LUMP_SUM, date(2024, 5, 1), RecoveryType.IRREGULAR, "一括弁済"),
    ],
)
def test_the_recovery_type_follows_plan_and_source(
    source: Source | None, day: date, expected: RecoveryType, word: str
) -> None:
    judged = recovery_type_of(source, day, [PLAN])
    assert (judged.recovery_type, word in judged.reason) == (expected, True)
