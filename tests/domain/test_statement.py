"""Statements against the worked checks of the rules (their source beside each), and against the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.codes import AllocationOrder, DayBasis, Part
from collections_app.domain.damages import Profile, RatePeriod, Rounding, calculate, rate_of_percent
from collections_app.domain.errors import ContradictionError
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, Split, WaiverFact
from collections_app.domain.ledger import ORDERS, EntryKind, Terms, replay
from collections_app.domain.state import ClaimFacts, state_on
from collections_app.domain.statement import Movement, Span, Statement, own_profile, statement

STATUTORY = ORDERS[AllocationOrder.STATUTORY]


def terms(principal: int, percent: str, since: date, **given: object) -> Terms:
    return replace(Terms("K1", since, principal, (RatePeriod(rate_of_percent(percent)),)), **given)  # type: ignore[arg-type]


def receipt(number: int, on: date, amount: int, **given: Any) -> ReceiptFact:
    return ReceiptFact(f"R{number}", on, on, amount)._replace(**given)


@pytest.mark.parametrize(("profile", "damages"), [(Profile.D365, 17_260), (Profile.CALENDAR, 17_213)])
def test_forty_five_days_of_a_leap_year(profile: Profile, damages: int) -> None:
    # rules §3: 1,000,000円, 14 %, 2024-02-15 to 2024-03-31: 45 days
    told = statement(ClaimFacts(terms(1_000_000, "14", date(2024, 2, 15)), Facts()), date(2024, 3, 31), profile)
    (span,) = told.spans
    assert (span.first, span.last, span.years, span.days, span.leap) == (
        date(2024, 2, 16), date(2024, 3, 31), 0, 45, 45,
    )  # fmt: skip
    assert (span.damages, told.balance.damages, told.owed) == (damages, damages, 1_000_000 + damages)


def test_five_million_is_two_thousand_a_day() -> None:
    # rules §3: 5,000,000円, 14.6 %, `365`: exactly 2,000円 a day
    claim = ClaimFacts(terms(5_000_000, "14.6", date(2023, 12, 20)), Facts())
    for days in (1, 42, 1000, 20_000):
        assert statement(claim, date(2023, 12, 20) + timedelta(days=days)).accrued == 2_000 * days


@pytest.mark.parametrize(
    ("order", "accrued", "damages", "principal", "unpaid"),
    [
        (AllocationOrder.PRINCIPAL_FIRST, [84_000, 54_520, 211_200], [0, 0, 0], [4_700_000, 4_400_000, 3_400_000], 349_720),
        (AllocationOrder.STATUTORY, [84_000, 55_494, 217_895], [84_000, 55_494, 217_895], [4_784_000, 4_539_494, 3_757_389], 0),
    ],
)  # fmt: skip
def test_three_receipts_in_both_orders(
    order: AllocationOrder, accrued: list[int], damages: list[int], principal: list[int], unpaid: int
) -> None:
    # rules §3: 5,000,000円, 14.6 %, since 2023-12-20; 300,000, 300,000 and 1,000,000
    facts = Facts(
        receipts=[
            receipt(1, date(2024, 1, 31), 300_000),
            receipt(2, date(2024, 2, 29), 300_000),
            receipt(3, date(2024, 6, 28), 1_000_000),
        ]
    )
    claim = ClaimFacts(terms(5_000_000, "14.6", date(2023, 12, 20), order=ORDERS[order]), facts)
    told = statement(claim, date(2024, 6, 28))
    assert [span.damages for span in told.spans] == accrued
    assert [span.days for span in told.spans] == [42, 29, 120]
    paid = told.movements[1:]
    assert [-one.entry.damages for one in paid] == damages
    assert [one.owed.principal for one in paid] == principal
    assert told.balance.damages == unpaid
    assert told.received == Split(0, sum(damages), 5_000_000 - principal[-1])


@pytest.mark.parametrize(
    ("profile", "damages"), [(Profile.YEARS_FLOOR_EACH, 87_510), (Profile.YEARS_ADD_FLOOR, 87_511)]
)
def test_courts_count_whole_years_first(profile: Profile, damages: int) -> None:
    # rules §3: 1,000,000円, 5 %, 2010-06-03 to 2012-03-02, both ends counted: 50,000 + 212/365 + 62/366
    claim = ClaimFacts(terms(1_000_000, "5", date(2010, 6, 2)), Facts())
    told = statement(claim, date(2012, 3, 2), profile)
    (span,) = told.spans
    assert (span.years, span.days, span.leap) == (1, 274, 62)
    assert (span.damages, told.accrued) == (damages, damages)


def test_the_years_are_counted_anew_from_each_segment() -> None:
    # each segment is what the calculator says of it alone
    facts = Facts(receipts=[receipt(1, date(2012, 3, 2), 1), receipt(2, date(2014, 9, 30), 1)])
    claim = ClaimFacts(terms(1_000_000, "5", date(2010, 6, 2)), facts)
    for profile in Profile:
        told = statement(claim, date(2017, 1, 15), profile)
        days = [date(2010, 6, 2), date(2012, 3, 2), date(2014, 9, 30), date(2017, 1, 15)]
        wanted = [calculate(1_000_000 - n, Fraction(5, 100), days[n], days[n + 1], profile).damages for n in range(3)]
        assert [span.damages for span in told.spans] == wanted
    assert [span.years for span in statement(claim, date(2017, 1, 15), Profile.YEARS_ADD_FLOOR).spans] == [1, 2, 2]


def test_a_rate_that_changes_within_a_segment_has_its_own_line() -> None:
    rates = (RatePeriod(rate_of_percent("14.6")), RatePeriod(rate_of_percent("3"), date(2022, 4, 1)))
    claim = ClaimFacts(replace(terms(1_000_003, "14.6", date(2020, 3, 31)), rates=rates), Facts())
    until = date(2024, 3, 31)
    for profile in Profile:
        told = statement(claim, until, profile)
        before, after = told.spans
        assert (before.last, after.first) == (date(2022, 3, 31), date(2022, 4, 1))
        assert (before.rate, after.rate) == (Fraction(146, 1000), Fraction(3, 100))
        assert before.damages + after.damages == told.balance.damages
    years = statement(claim, until, Profile.YEARS_FLOOR_EACH).spans
    # two whole years of each rate: 1,000,003 x 14.6 % x 2 and 1,000,003 x 3 % x 2, each floored
    assert [(one.years, one.days, one.damages) for one in years] == [(2, 0, 292_000), (2, 0, 60_000)]


def test_a_split_that_does_not_fit_the_profile_is_named() -> None:
    # 45 days at `365` are 17,260 of damages, at `calendar` 17,213: the court's split fits the first only
    split = Split(damages=17_260)
    facts = Facts(receipts=[receipt(1, date(2024, 3, 31), 17_260, split=split)])
    claim = ClaimFacts(terms(1_000_000, "14", date(2024, 2, 15)), facts)
    assert statement(claim, date(2024, 4, 1)).contradictions == ()
    (found,) = statement(claim, date(2024, 4, 1), Profile.CALENDAR).contradictions
    assert (found.voucher_no, found.part, found.owed) == ("R1", Part.DAMAGES, 17_213)


def test_before_the_claim_there_is_nothing_to_state() -> None:
    claim = ClaimFacts(terms(1_000_000, "14", date(2024, 2, 15)), Facts())
    assert statement(claim, date(2024, 2, 15)).spans == ()
    with pytest.raises(ContradictionError, match="代位弁済日より前"):
        statement(claim, date(2024, 2, 14))


DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
AMOUNTS = st.integers(1, 2_000_000)


@st.composite
def claims(draw: st.DrawFn) -> ClaimFacts:
    began = date(2019, 1, 1)
    rates: tuple[RatePeriod, ...] = (RatePeriod(rate_of_percent(draw(st.sampled_from(("14.6", "14", "3"))))),)
    for on in sorted(draw(st.sets(DAYS, max_size=2))):
        rates = (*rates, RatePeriod(rate_of_percent(draw(st.sampled_from(("0", "5", "18.25")))), on))
    made = Terms(
        "K1",
        began,
        draw(AMOUNTS),
        rates,
        draw(st.sampled_from(DayBasis)),
        draw(st.sampled_from(tuple(ORDERS.values()))),
        draw(st.sampled_from(Rounding)),
    )
    receipts = [receipt(n, on, draw(AMOUNTS)) for n, on in enumerate(draw(st.lists(DAYS, max_size=5)))]
    receipts += [
        ReceiptFact(f"X{one.receipt_no}", one.received_on, one.received_on, -one.amount, None, one.receipt_no)
        for one in receipts[: draw(st.integers(0, 2))]
    ]
    costs = [CostFact(f"C{n}", on, draw(AMOUNTS)) for n, on in enumerate(draw(st.lists(DAYS, max_size=2)))]
    waivers = [
        WaiverFact(f"W{n}", draw(st.sampled_from(Part)), 1, on) for n, on in enumerate(draw(st.lists(DAYS, max_size=2)))
    ]
    return ClaimFacts(made, Facts(costs, receipts, waivers))


def adds_up(told: Statement) -> bool:
    entries = [one.entry for one in told.movements]
    waived = -sum(entry.damages for entry in entries if entry.kind is EntryKind.WAIVER)
    return told.balance.damages == told.accrued - told.received.damages - waived


@given(claims(), DAYS)
def test_under_its_own_profile_a_statement_is_the_ledger(claim: ClaimFacts, until: date) -> None:
    told, state = statement(claim, until), state_on(claim, until)
    assert told.balance == state.balance
    assert (
        [one.entry for one in told.movements]
        == state.ledger.entries
        == replay(claim.terms, claim.facts.up_to(until)).entries
    )
    assert told.received == state.recovered
    assert adds_up(told)
    last = told.movements[-1].owed
    assert (last.principal, last.costs) == (told.balance.principal, told.balance.costs)


@given(claims(), DAYS, st.sampled_from(Profile))
def test_under_any_profile_the_lines_add_up_and_follow_each_other(
    claim: ClaimFacts, until: date, profile: Profile
) -> None:
    told = statement(claim, until, profile)
    assert adds_up(told)
    day = claim.terms.subrogated_on
    for line in told.lines:
        if isinstance(line, Span):
            assert line.first > day
            assert line.last <= until
            assert line.damages >= 0 or claim.terms.rounding is not Rounding.FLOOR_SEGMENT
            day = line.last
        elif isinstance(line, Movement):
            assert line.entry.effective_on <= until


@given(claims(), DAYS)
def test_the_other_daily_profile_is_the_ledger_of_a_claim_with_that_basis(claim: ClaimFacts, until: date) -> None:
    claim = replace(claim, terms=replace(claim.terms, rounding=Rounding.FLOOR_SEGMENT))
    other = next(basis for basis in DayBasis if basis is not claim.terms.basis)
    told = statement(claim, until, Profile(other.value))
    turned = replace(claim, terms=replace(claim.terms, basis=other))
    assert own_profile(turned.terms) is told.profile
    assert told.balance == state_on(turned, until).balance
