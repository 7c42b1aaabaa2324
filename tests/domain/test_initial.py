"""The first weeks: proofs, deadlines, the median against a naive one; numbers and staff proposed."""

from __future__ import annotations

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.codes import ContactKind, ContactOutcome, InitialStep
from collections_app.domain.first_weeks import contact_days, median
from collections_app.domain.initial import Evidence, Start, StepRule, proof_of, settled
from collections_app.domain.intake import Load, propose_charge
from collections_app.domain.series import following, next_claim_no, series

DAY = date(2025, 4, 1)
RULE = StepRule(
    InitialStep.FIRST_CONTACT,
    14,
    Start.SUBROGATED,
    (ContactKind.VISIT, ContactKind.PHONE),
    (ContactOutcome.MET,),
    attachment_words=("登記",),
)
OPEN = {"claim_no": "K1", "step": "first_contact", "due_on": DAY, "done_on": None, "memo": None}


def test_the_deadline_counts_from_its_day() -> None:
    assert RULE.due_on(DAY, date(2025, 5, 1)) == date(2025, 4, 15)
    later = StepRule(InitialStep.POLICY, 60, Start.ENTERED)
    assert later.due_on(DAY, date(2025, 5, 1)) == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("one", "proves"),
    [
        (Evidence("contacts", "N1", DAY, "visit", "met"), True),
        (Evidence("contacts", "N1", DAY, "visit", "absent"), False),
        (Evidence("contacts", "N1", DAY, "visit"), False),
        (Evidence("contacts", "N1", DAY, "letter", "met"), False),
        (Evidence("contacts", "N1", DAY - timedelta(1), "visit", "met"), False),
        (Evidence("surveys", "J1", DAY), False),
        (Evidence("attachments", "A1", DAY, words="登記事項.pdf "), True),
        (Evidence("attachments", "A1", DAY, words="名刺.pdf"), False),
    ],
)
def test_what_proves_a_step(one: Evidence, proves: bool) -> None:
    assert (proof_of(RULE, [one], DAY) == one) is proves


def test_the_earliest_record_counts_and_a_step_opens_again_without_it() -> None:
    first, second = (Evidence("contacts", no, DAY + timedelta(n), "phone", "met") for n, no in ((3, "N2"), (9, "N1")))
    proof = proof_of(RULE, [second, first], DAY)
    assert proof == first
    noted = {**OPEN, "memo": "留守がち"}
    done = settled(noted, proof)
    assert (done["done_on"], done["memo"]) == (DAY + timedelta(3), "留守がち\n［自動］交渉記録 N2 電話督促・面談")
    assert settled(done, proof) == done
    assert settled(done, second)["memo"] == "留守がち\n［自動］交渉記録 N1 電話督促・面談"
    assert settled(done, None) == noted
    by_hand = {**OPEN, "done_on": DAY, "memo": "手紙の返事"}
    assert settled(by_hand, first) == by_hand == settled(by_hand, None)


@given(st.lists(st.integers(0, 4000)))
def test_the_median_is_the_naive_one(days: list[int]) -> None:
    assert median(days) == (statistics.median_low(days) if days else None)


@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.integers(0, 30), st.none() | st.integers(0, 90))))
def test_days_by_section_are_those_counted_one_by_one(rows: list[tuple[str, int, int | None]]) -> None:
    claims = [
        (section, DAY + timedelta(began), None if days is None else DAY + timedelta(began + days))
        for section, began, days in rows
    ]
    found = contact_days(claims)
    assert [one.section for one in found] == sorted({section for section, _, _ in rows})
    for one in found:
        own = [days for section, _, days in rows if section == one.section]
        had = sorted(days for days in own if days is not None)
        assert (one.claims, one.contacted) == (len(own), len(had))
        assert one.median == (statistics.median_low(had) if had else None)


@pytest.mark.parametrize(
    ("of_year", "before", "expected"),
    [
        (["K2025-00009", "K2025-00010", "特5"], [], "K2025-00011"),
        (["K2025-9", "K2025-10"], [], "K2025-11"),
        ([], ["K2024-00381"], "K2025-00001"),
        ([], ["2024-A-07"], "2025-A-01"),
        ([], ["100381"], "100382"),
        ([], [], "K2025-00001"),
        (["甲"], ["K2024-0003"], "K2025-0001"),
        (["K2025-99"], ["K2024-03"], "K2025-100"),
    ],
)
def test_the_number_proposed(of_year: list[str], before: list[str], expected: str) -> None:
    assert next_claim_no(of_year, before, 2025) == expected


@pytest.mark.parametrize("first", ["N0000998", "V2025-98", "7", "K098"])
def test_a_series_goes_on_as_number_follows_number(first: str) -> None:
    numbers = series(first, 12)
    assert numbers[0] == first
    assert numbers[1:] == [following(number) for number in numbers[:-1]]
    assert series(first, 0) == []


def test_who_is_proposed() -> None:
    loads = [Load("S1", "青田", "一課", 9), Load("S2", "井口", "一課", 1), Load("S3", "宇野", "二課", 4)]
    assert propose_charge(loads)[:2] == ("二課", "S3")  # 4 a head against 5
    assert propose_charge(loads, "一課")[:2] == ("一課", "S2")
    assert propose_charge(loads, "", "S1")[:2] == ("一課", "S1")
    assert propose_charge(loads, "二課", "S1")[:2] == ("二課", "S3")
    assert propose_charge(loads, "三課") == ("三課", "", "")
    assert propose_charge([]) == ("", "", "")
