"""Conditions in SQL against a naive search in Python over every claim, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from collections_app.domain.calendar import elapsed_years
from collections_app.domain.claim_conditions import WORD_FIELDS, Comparison, Condition
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.list_views import ClaimFilter, ClaimOrder, ClaimRow
from collections_app.services import claims
from collections_app.services.office import Office
from tests.storage.making import AS_OF, SECTIONS, Invented
from tests.storage.test_claim_list import DAY, all_rows, of_claim

ANY, NONE, RANGE = Comparison.ANY_OF, Comparison.NONE_OF, Comparison.RANGE
EMPTY, FILLED = Comparison.EMPTY, Comparison.FILLED

CONDITIONS = [
    Condition("status", ANY, ("active", "stopped")),
    Condition("status", NONE, ("active",)),
    Condition("section", ANY, (SECTIONS[0],)),
    Condition("staff", NONE, ("S1", "S2")),
    *(
        Condition(name, comparison, (word,))
        for name, word in (("bank_name", "青葉銀行"), ("industry", "飲食業"), ("cause", "代表者死亡"), ("tag", "要調査"))
        for comparison in (ANY, NONE)
    ),
    Condition("tag", ANY, ("要調査", "訴訟検討", "どこにもない付箋")),
    *(
        Condition(name, comparison)
        for name in ("bank_name", "industry", "cause", "tag", "last_contact_on", "next_on", "monthly_amount")
        for comparison in (EMPTY, FILLED)
    ),
    *(Condition(name, comparison) for name in ("collateral", "legal_action", "placement") for comparison in (EMPTY, FILLED)),
    Condition("subrogated_on", RANGE, low=date(2022, 4, 1)),
    Condition("subrogated_on", RANGE, low=date(2022, 4, 1), high=date(2023, 3, 31)),
    Condition("last_contact_on", RANGE, high=date(2024, 6, 30)),
    Condition("next_on", RANGE, low=date(2024, 1, 1), high=date(2024, 12, 31)),
    Condition("monthly_amount", RANGE, low=10_000, high=50_000),
    Condition("principal", RANGE, high=0),
    Condition("principal", RANGE, low=500_000, high=1_500_000),
    Condition("damages", RANGE, low=100_000),
    Condition("damages", RANGE, high=0),
    Condition("costs", RANGE, low=1),
    Condition("elapsed", RANGE, low=3),
    Condition("elapsed", RANGE, low=0, high=1),
    Condition("elapsed", RANGE, low=5_000),
]  # fmt: skip


class Naive:
    """The same conditions over the rows as they were invented."""

    def __init__(self, office: Office, invented: Invented, day: date) -> None:
        self.rows = claims.claim_rows(office, [row.claim_no for row in all_rows(office)], day)
        self.given = {row["claim_no"]: row for row in invented.rows["claims"]}
        self.invented = invented
        self.day = day

    def find(self, conditions: tuple[Condition, ...]) -> list[str]:
        return [row.claim_no for row in self.rows if all(self._meets(row, one) for one in conditions)]

    def _meets(self, row: ClaimRow, condition: Condition) -> bool:
        found = self._values(row, condition.field)
        tests: dict[Comparison, Callable[[], bool]] = {
            ANY: lambda: bool(set(found) & set(condition.values)),
            NONE: lambda: not set(found) & set(condition.values),
            EMPTY: lambda: not found,
            FILLED: lambda: bool(found),
            RANGE: lambda: any(
                (condition.low is None or one >= condition.low) and (condition.high is None or one <= condition.high)
                for one in found
            ),
        }
        return tests[condition.comparison]()

    def _values(self, row: ClaimRow, name: str) -> list[Any]:
        made: dict[str, Callable[[], list[Any]]] = {
            "status": lambda: [row.status.value],
            "staff": lambda: [row.staff_no],
            "elapsed": lambda: [elapsed_years(row.subrogated_on, self.day)],
            "tag": lambda: [
                one["tag"] for one in self._of(row, "tags") if one["until"] is None or one["until"] >= self.day
            ],
            "collateral": lambda: self._of(row, "collaterals"),
            "placement": lambda: [
                one
                for one in self._of(row, "placements")
                if one["placed_on"] <= self.day and (one["returned_on"] is None or one["returned_on"] > self.day)
            ],
            "legal_action": lambda: [
                one
                for one in self.invented.rows["legal_actions"]
                if row.claim_no in (one["claim_no"], *(one.get("also_claims") or "").split())
                and one["filed_on"] <= self.day
                and one["outcome"] == "pending"
            ],
        }
        if name in made:
            return made[name]()
        value = self.given[row.claim_no][name] if name in ("industry", "cause", "bank_name") else getattr(row, name)
        return [] if value is None else [value]

    def _of(self, row: ClaimRow, table: str) -> list[Any]:
        return of_claim(self.invented, table, row.claim_no)


@pytest.mark.parametrize("day", [AS_OF, DAY], ids=str)
@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_a_condition_finds_what_a_naive_search_finds(
    invented_office: Office, invented: Invented, condition: Condition, day: date
) -> None:
    expected = Naive(invented_office, invented, day).find((condition,))
    chosen = ClaimFilter(conditions=(condition,))
    assert claims.claim_numbers(invented_office, chosen, ClaimOrder(), day) == expected
    assert claims.claim_sums(invented_office, chosen, day).count == len(expected)


def test_the_invented_claims_tell_the_conditions_apart(invented_office: Office, invented: Invented) -> None:
    naive = Naive(invented_office, invented, AS_OF)
    telling = [0 < len(naive.find((one,))) < len(naive.rows) for one in CONDITIONS]
    assert [one for one, is_telling in zip(CONDITIONS, telling, strict=True) if not is_telling] == [
        Condition("elapsed", RANGE, low=5_000)
    ]


@pytest.mark.parametrize("at", range(0, len(CONDITIONS) - 2, 3))
def test_several_conditions_all_hold(invented_office: Office, invented: Invented, at: int) -> None:
    conditions = tuple(CONDITIONS[at : at + 3])
    expected = Naive(invented_office, invented, DAY).find(conditions)
    chosen = ClaimFilter(statuses=tuple(ClaimStatus), conditions=conditions)
    order = ClaimOrder("principal", descending=True)
    assert sorted(claims.claim_numbers(invented_office, chosen, order, DAY)) == expected
    first = claims.first_claims(invented_office, chosen, ClaimOrder("damages"), DAY, limit=200)
    assert sorted(row.claim_no for row in first) == expected
    by_section = replace(chosen, section=SECTIONS[1])
    assert claims.claim_sums(invented_office, by_section, DAY).count == sum(
        row.section == SECTIONS[1] for row in all_rows(invented_office) if row.claim_no in expected
    )


def test_words_to_choose_are_those_of_the_claims(invented_office: Office, invented: Invented) -> None:
    found = claims.condition_choices(invented_office)
    assert found.keys() == set(WORD_FIELDS)
    for name in ("bank_name", "industry", "cause", "section"):
        words = [row[name] for row in invented.rows["claims"] if row[name] is not None]
        assert [(one.value, one.count) for one in found[name]] == [
            (one, words.count(one)) for one in sorted(set(words))
        ]
    tags = [row["tag"] for row in invented.rows["tags"]]
    assert [(one.value, one.count) for one in found["tag"]] == [(one, tags.count(one)) for one in sorted(set(tags))]


def test_pasted_numbers_name_claims_in_any_spelling(invented_office: Office, invented: Invented) -> None:
    first, second, third = invented.numbers[:3]
    full_width = second.translate({ord(sign): ord(sign) + 0xFEE0 for sign in second})
    text = f"求償権番号\n{first}\n{full_width}\n{third.replace('-', '')}\nK9999-99999, 00001\n{first}"
    found = claims.find_numbers(invented_office, text)
    assert found.claim_nos == (first, second, third)
    assert found.missing == ("K9999-99999", "00001")


def test_thousands_of_pasted_numbers_are_found(invented_office: Office, invented: Invented) -> None:
    text = "\n".join([*invented.numbers, *(f"X{n:05}" for n in range(5_000))])
    found = claims.find_numbers(invented_office, text)
    assert list(found.claim_nos) == invented.numbers
    assert len(found.missing) == 5_000
