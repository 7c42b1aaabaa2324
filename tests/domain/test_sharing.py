"""Insurance money and recovery paid on, against the worked check of rules §8 and a naive recomputation."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.codes import AllocationOrder, Bearer, Part
from collections_app.domain.damages import RatePeriod
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, WaiverFact
from collections_app.domain.insurance import (
    InsuranceRules,
    InsuranceState,
    Paid,
    Remainder,
    insurance_amount,
    period_end,
    state_of,
    window_of,
)
from collections_app.domain.ledger import ORDERS, EntryKind, Terms, replay
from collections_app.domain.money import Rounding
from collections_app.domain.payment_statement import Reported, StatementLine, fingerprint, lines_of_month
from collections_app.domain.sharing import (
    ClaimPayments,
    Insured,
    PaymentLine,
    SharedClaim,
    added,
    payments_of,
    share_problem,
    split_by_share,
)
from collections_app.domain.state import ClaimFacts

BEGAN = date(2023, 4, 1)
RULES = InsuranceRules()
PAID = Paid(10_000_000, 200_000)


def a_claim(
    facts: Facts,
    insured: Insured | None = Insured(date(2023, 6, 1), date(2023, 8, 1), 8_000_000),  # noqa: B008 - a frozen value
    shares: dict[Bearer, Fraction] | None = None,
    order: AllocationOrder = AllocationOrder.PRINCIPAL_FIRST,
    rules: InsuranceRules = RULES,
) -> SharedClaim:
    terms = Terms("K1", BEGAN, 10_200_000, (RatePeriod(Fraction(146, 1000)),), order=ORDERS[order])
    return SharedClaim(
        "K1", "架空商事", PAID, insured is not None, insured, shares or {}, ClaimFacts(terms, facts), rules
    )


def a_receipt(number: str, on: date, amount: int, reverses: str | None = None) -> ReceiptFact:
    return ReceiptFact(number, on, on if reverses is None else on + timedelta(40), amount, reverses=reverses)


def test_the_worked_check_of_the_rules() -> None:
    # rules §8: principal 10,000,000 + interest 200,000, 80 %, recovery 300,000, nothing excluded: 235,294
    assert insurance_amount(PAID, 0, Fraction(80, 100), RULES).amount == 8_000_000
    found = payments_of(a_claim(Facts(receipts=[a_receipt("R1", date(2024, 1, 31), 300_000)])))
    (line,) = found.lines
    assert (line.counted, line.excluded, line.parts) == (300_000, 0, (235_294, 0, 0, 0, 64_706))
    assert found.factors.ratio == Fraction(10_000_000, 10_200_000) * Fraction(8, 10)
    half_up = InsuranceRules(payment_rounding=Rounding.HALF_UP)
    again = payments_of(a_claim(Facts(receipts=[a_receipt("R1", date(2024, 1, 31), 300_002)]), rules=half_up))
    assert again.lines[0].parts[0] == 235_296  # 235,295.69


def test_recoveries_before_the_claim_lower_the_money_in_the_proportion_of_the_principal() -> None:
    # 5条: (10,000,000 - 510,000 × 10/10.2) × 80 % = 7,600,000
    found = insurance_amount(PAID, 510_000, Fraction(80, 100), RULES)
    assert (found.remainder, found.amount) == (Fraction(9_500_000), 7_600_000)
    early, late = a_receipt("R1", date(2023, 5, 31), 510_000), a_receipt("R2", date(2024, 1, 31), 300_000)
    insured = Insured(date(2023, 6, 1), date(2023, 8, 1), 7_600_000)
    paid_on = payments_of(a_claim(Facts(receipts=[early, late]), insured))
    assert [line.receipt_no for line in paid_on.lines] == ["R2"]  # the first one lowered the insurance money itself
    assert (paid_on.factors.recovered_before, paid_on.factors.remainder) == (510_000, Fraction(9_490_000))
    assert paid_on.lines[0].parts[0] == 235_542  # 300,000 × 10/10.2 × 7,600,000/9,490,000
    by_article_5 = InsuranceRules(remainder=Remainder.ARTICLE_5)  # exactly 80 % of the principal's part
    other = payments_of(a_claim(Facts(receipts=[early, late]), insured, rules=by_article_5))
    assert other.lines[0].parts[0] == 235_294


def test_a_recovery_on_the_day_of_the_claim_still_lowers_the_money() -> None:
    on_the_day, next_day = a_receipt("R1", date(2023, 6, 1), 100), a_receipt("R2", date(2023, 6, 2), 100)
    found = payments_of(a_claim(Facts(receipts=[on_the_day, next_day])))
    assert [line.receipt_no for line in found.lines] == ["R2"]


def test_costs_and_damages_before_the_insurance_money_are_left_out() -> None:
    # 10,200,000 at 14.6 % is 4,080 a day: 122 days to 2023-08-01 are 497,760; 30 more days to 08-31 122,400
    facts = Facts(
        costs=[CostFact("C1", date(2023, 8, 20), 5_000)], receipts=[a_receipt("R1", date(2023, 8, 31), 700_000)]
    )
    (line,) = payments_of(a_claim(facts, order=AllocationOrder.STATUTORY)).lines
    assert (line.costs, line.excluded, line.counted) == (5_000, 497_760, 197_240)  # 122,400 damages, 74,840 principal
    assert line.amount == line.costs + line.excluded + line.counted + line.overpaid


def test_money_received_before_the_insurance_money_falls_due_with_it() -> None:
    (line,) = payments_of(a_claim(Facts(receipts=[a_receipt("R1", date(2023, 7, 5), 1_000)]))).lines
    assert line.month == date(2023, 8, 1)


def test_a_reversed_receipt_is_a_negative_line_of_the_month_it_was_taken_back() -> None:
    receipts = [a_receipt("R1", date(2024, 1, 31), 300_000), a_receipt("R2", date(2024, 1, 31), -300_000, "R1")]
    one, other = payments_of(a_claim(Facts(receipts=receipts))).lines
    assert other.parts == tuple(-amount for amount in one.parts) == (-235_294, 0, 0, 0, -64_706)
    assert (one.month, other.month) == (date(2024, 1, 1), date(2024, 3, 1))


@pytest.mark.parametrize(
    ("began", "opens_on", "closes_on"),
    [
        # 6条 with 民法140条・143条2項: after one month has passed, until one year and six months have
        (date(2024, 4, 1), date(2024, 5, 2), date(2025, 10, 1)),
        (date(2024, 1, 30), date(2024, 3, 1), date(2025, 7, 30)),
        (date(2024, 8, 31), date(2024, 10, 1), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2024, 4, 1), date(2025, 8, 31)),
    ],
)
def test_the_window_of_the_claim(began: date, opens_on: date, closes_on: date) -> None:
    window = window_of(began, RULES)
    assert (window.opens_on, window.closes_on) == (opens_on, closes_on)


def test_a_period_ends_as_the_civil_code_says() -> None:
    # rules §5: 催告 arriving 2024-08-29, -30, -31 stays to 2025-02-28; 2024-09-30 to 2025-03-31; 2025-02-28 to 2025-08-31
    ends = [period_end(date(2024, 8, day), 6) for day in (29, 30, 31)]
    assert set(ends) == {date(2025, 2, 28)}
    assert period_end(date(2024, 9, 30), 6) == date(2025, 3, 31)
    assert period_end(date(2025, 2, 28), 6) == date(2025, 8, 31)


def test_where_a_claim_stands() -> None:
    window = window_of(date(2024, 4, 1), RULES)
    days = [
        date(2024, 5, 1),
        date(2024, 5, 2),
        date(2025, 7, 2),
        date(2025, 7, 3),
        date(2025, 10, 1),
        date(2025, 10, 2),
    ]
    found = [state_of(window, None, None, day) for day in days]
    state = InsuranceState
    assert found == [state.NOT_YET, state.OPEN, state.OPEN, state.CLOSING, state.CLOSING, state.MISSED]
    assert state_of(window, date(2024, 6, 1), None, date(2026, 1, 1)) is state.CLAIMED
    assert state_of(window, date(2024, 6, 1), date(2024, 7, 1), date(2024, 6, 30)) is state.CLAIMED
    assert state_of(window, date(2024, 6, 1), date(2024, 7, 1), date(2024, 7, 1)) is state.RECEIVED


def test_the_burden_of_a_waiver_is_split_with_the_odd_yen_to_one() -> None:
    shares = {Bearer.JFC: Fraction(1, 3), Bearer.PREFECTURE: Fraction(1, 3), Bearer.ASSOCIATION: Fraction(1, 3)}
    assert split_by_share(100, shares, Bearer.ASSOCIATION) == (33, 0, 33, 0, 34)
    assert split_by_share(-100, shares, Bearer.PREFECTURE) == (-33, 0, -34, 0, -33)
    facts = Facts(waivers=[WaiverFact("W1", Part.PRINCIPAL, 100, date(2024, 1, 1))])
    (line,) = payments_of(a_claim(facts, shares=shares)).waivers
    assert line.parts == (33, 0, 33, 0, 34)


def test_shares_that_do_not_make_one_are_named() -> None:
    assert share_problem({}) == ""
    assert share_problem({Bearer.JFC: Fraction(4, 5), Bearer.ASSOCIATION: Fraction(1, 5)}) == ""
    said = share_problem({Bearer.JFC: Fraction(4, 5), Bearer.CITY: Fraction(1, 10)})
    assert said == "負担割合の合計が9/10で、1になりません（日本政策金融公庫 4/5、市町村 1/10）。"


def test_a_claim_without_insurance_is_split_by_its_shares_alone() -> None:
    shares = {Bearer.FEDERATION: Fraction(3, 10), Bearer.CITY: Fraction(1, 3), Bearer.ASSOCIATION: Fraction(11, 30)}
    found = payments_of(a_claim(Facts(receipts=[a_receipt("R1", date(2023, 5, 1), 1_000)]), None, shares))
    assert found.lines[0].parts == (0, 300, 0, 333, 367)
    waits = SharedClaim("K1", "", PAID, True, None, shares, found.claim.facts)  # insured, nothing claimed yet
    assert payments_of(waits).lines == ()


class Story:
    """A random claim with receipts, reversals, costs and waivers, and its payments by a naive loop."""

    def __init__(self, seed: int) -> None:
        pick = random.Random(seed)
        self.claimed_on = BEGAN + timedelta(pick.randrange(32, 540))
        received_on = self.claimed_on + timedelta(pick.randrange(0, 90))
        receipts: list[ReceiptFact] = []
        for number in range(pick.randrange(1, 12)):
            receipt = a_receipt(
                f"R{number:02}", BEGAN + timedelta(pick.randrange(1, 1000)), pick.randrange(1, 2_000_000)
            )
            receipts.append(receipt)
            if pick.random() < 0.25:
                receipts.append(a_receipt(f"S{number:02}", receipt.received_on, -receipt.amount, receipt.receipt_no))
        costs = [
            CostFact(f"C{n}", BEGAN + timedelta(pick.randrange(1, 900)), pick.randrange(1, 9_000)) for n in range(2)
        ]
        insured = Insured(self.claimed_on, received_on, pick.randrange(1, 8_000_001))
        rest = Fraction(1)
        self.shares: dict[Bearer, Fraction] = {Bearer.JFC: Fraction(1, 2)}
        for bearer in (Bearer.FEDERATION, Bearer.PREFECTURE, Bearer.CITY):
            self.shares[bearer] = Fraction(pick.randrange(1, 9), 97)
        self.shares[Bearer.ASSOCIATION] = rest - sum(self.shares.values())
        order = pick.choice(list(AllocationOrder))
        self.claim = a_claim(Facts(costs=costs, receipts=receipts), insured, self.shares, order)
        self.insured = insured

    def naive(self) -> dict[str, tuple[int, int]]:
        """Return counted and 公庫's part by receipt, walking the ledger day by day from its first line."""
        assert self.insured.received_on is not None
        terms, facts = self.claim.facts.terms, self.claim.facts.facts
        entries = replay(terms, facts).entries
        gone = {receipt.reverses for receipt in facts.receipts if receipt.reverses}
        until = [r for r in facts.receipts if r.received_on <= self.insured.received_on]
        ledger = replay(terms, Facts([c for c in facts.costs if c.paid_on <= self.insured.received_on], until))
        owed_then = ledger.balance.on(self.insured.received_on, terms).damages  # unpaid damages of the excluded span
        before = -sum(e.principal for e in entries if e.kind in _MONEY and e.effective_on <= self.insured.claimed_on)
        base = PAID.principal - before
        found: dict[str, tuple[int, int]] = {}
        counted_of: dict[str, int] = {}
        for entry in entries:
            if entry.kind is EntryKind.RECEIPT:
                damages = -entry.damages
                if entry.effective_on <= self.insured.received_on:
                    old = damages  # all damages there are yet are of the span
                else:
                    old = min(damages, owed_then)
                    owed_then -= 0 if entry.voucher_no in gone else old
                counted_of[entry.voucher_no] = -entry.principal + damages - old
                counted = counted_of[entry.voucher_no]
            elif entry.kind is EntryKind.REVERSAL:
                original = next(r.reverses for r in facts.receipts if r.receipt_no == entry.voucher_no)
                counted = -counted_of[original or ""]
            else:
                continue
            if entry.effective_on > self.insured.claimed_on:
                exact = abs(counted) * PAID.part * self.insured.amount / base if base > 0 else Fraction(0)
                found[entry.voucher_no] = (counted, int(exact) * (1 if counted >= 0 else -1))
        return found


_MONEY = (EntryKind.RECEIPT, EntryKind.REVERSAL)


def told(found: ClaimPayments) -> dict[str, tuple[int, int]]:
    return {line.receipt_no: (line.counted, line.parts[0]) for line in found.lines}


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_random_claims_come_out_as_a_naive_loop_has_them(start: int) -> None:
    for seed in range(start, start + 100):
        story = Story(seed)
        found = payments_of(story.claim)
        assert told(found) == story.naive(), seed
        for line in found.lines:
            assert sum(line.parts) == line.counted, seed
        by_no = {line.receipt_no: line for line in found.lines}
        for receipt in story.claim.facts.facts.receipts:
            if receipt.reverses in by_no:
                pair = (by_no[receipt.reverses], by_no[receipt.receipt_no])
                assert added(pair[0].parts, pair[1].parts) == (0,) * len(Bearer), seed


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(1, 1000), min_size=1, max_size=5),
    st.sampled_from(list(Bearer)),
)
def test_the_parts_always_make_the_whole(amount: int, weights: list[int], rest_to: Bearer) -> None:
    shares = {bearer: Fraction(w, sum(weights)) for bearer, w in zip(Bearer, weights, strict=False)}
    parts = split_by_share(amount, shares, rest_to)
    assert sum(parts) == amount
    assert split_by_share(-amount, shares, rest_to) == tuple(-part for part in parts)


# months


def a_line(number: str, month: date, jfc: int, claim_no: str = "K1") -> PaymentLine:
    return PaymentLine(claim_no, number, month, month, month, jfc + 10, 0, 0, 0, jfc + 10, (jfc, 0, 0, 0, 10))


def sent(lines: tuple[StatementLine, ...], month: date) -> list[Reported]:
    return [Reported(month, one.claim_no, one.receipt_no, one.counted, one.parts) for one in lines]


APRIL, MAY, JUNE = date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)


def test_the_first_statement_leaves_out_what_lies_before_it() -> None:
    lines = [a_line("R1", APRIL, 5), a_line("R2", MAY, 7), a_line("R3", JUNE, 9)]
    assert [one.receipt_no for one in lines_of_month(MAY, lines, [], None)] == ["R2"]


def test_what_changed_of_a_reported_month_stands_in_the_next_one() -> None:
    first = lines_of_month(MAY, [a_line("R1", MAY, 5), a_line("R2", MAY, 7)], [], None)
    now = [a_line("R1", MAY, 6), a_line("R3", MAY, 100), a_line("R4", JUNE, 9)]  # R2 is gone, R3 came late
    found = lines_of_month(JUNE, now, sent(first, MAY), MAY)
    assert [(one.receipt_no, one.is_correction, one.parts[0]) for one in found] == [
        ("R4", False, 9), ("R1", True, 1), ("R2", True, -7), ("R3", True, 100),
    ]  # fmt: skip
    third = lines_of_month(date(2025, 7, 1), now, [*sent(first, MAY), *sent(found, JUNE)], MAY)
    assert third == ()  # everything is reported


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(-50, 50)), max_size=8), max_size=4)
)
def test_all_statements_together_are_what_the_books_say_now(versions: list[list[tuple[int, int, int]]]) -> None:
    """Whatever the books become between two reports, what was reported adds up to what they say at the last one."""
    months = [date(2025, n, 1) for n in range(4, 8)]
    reported: list[Reported] = []
    now: dict[str, PaymentLine] = {}
    for month, version in zip(months, versions, strict=False):
        now = {f"R{no}": a_line(f"R{no}", months[at], jfc) for no, at, jfc in version}
        reported += sent(lines_of_month(month, now.values(), reported, months[0] if reported else None), month)
    last = months[len(versions) - 1] if versions else months[0]
    begin = min((one.month for one in reported), default=None)
    if begin is not None:
        wanted = sum(line.parts[0] for line in now.values() if begin <= line.month <= last)
        first_sent = {one.receipt_no for one in reported}
        early = sum(line.parts[0] for line in now.values() if line.month < begin and line.receipt_no in first_sent)
        assert sum(one.parts[0] for one in reported) == wanted + early


def test_the_hash_names_what_was_sent() -> None:
    lines = [Reported(MAY, "K1", "R1", 10, (8, 0, 0, 0, 2)), Reported(MAY, "K2", "R2", 10, (8, 0, 0, 0, 2))]
    assert fingerprint(MAY, lines) == fingerprint(MAY, reversed(lines))
    assert fingerprint(MAY, lines) != fingerprint(JUNE, lines)
    assert fingerprint(MAY, lines[:1]) != fingerprint(MAY, lines)
