"""The claim list against a naive recomputation in Python over the same rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collections_app.domain.codes import ClaimStatus
from collections_app.domain.list_views import ORDERS, ClaimFilter, ClaimOrder, ClaimRow
from collections_app.services import claims
from collections_app.services.office import Office
from collections_app.storage.searchable import folded
from tests.storage.making import AS_OF, NAMES, SECTIONS, STAFF, Invented

DAY = AS_OF.replace(year=2026)  # after the newest record, where the list equals the state

COLUMNS = ORDERS


def all_rows(office: Office) -> list[ClaimRow]:
    return claims.claim_rows(office, claims.claim_numbers(office, ClaimFilter(), ClaimOrder(), DAY), DAY)


def of_claim(invented: Invented, table: str, claim_no: str) -> list[dict[str, Any]]:
    return [row for row in invented.rows.get(table, []) if row["claim_no"] == claim_no]


def key_of(row: ClaimRow, column: str) -> Any:
    ranks = list(ClaimStatus)
    special: dict[str, Any] = {
        "debtor": (row.debtor_kana, row.debtor_name) if row.debtor_kana else None,
        "status": ranks.index(row.status),
        **{name: getattr(row, name) or None for name in ("bank_name", "branch_name", "cause", "industry")},
        "staff": row.staff_no,
    }
    return special[column] if column in special else getattr(row, column)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_puts_what_is_empty_last_and_equals_by_number(
    invented_office: Office, column: str, descending: bool
) -> None:
    rows = sorted(all_rows(invented_office), key=lambda row: row.claim_no)
    known = [row for row in rows if key_of(row, column) is not None]
    empty = [row for row in rows if key_of(row, column) is None]
    known.sort(key=lambda row: key_of(row, column), reverse=descending)
    if column == "debtor":
        empty.sort(key=lambda row: row.debtor_name, reverse=descending)
    expected = [row.claim_no for row in known + empty]
    order = ClaimOrder(column, descending)
    assert claims.claim_numbers(invented_office, ClaimFilter(), order, DAY) == expected
    first = claims.first_claims(invented_office, ClaimFilter(), order, DAY, limit=17)
    assert [row.claim_no for row in first] == expected[:17]


def test_first_claims_cross_from_known_to_empty(invented_office: Office) -> None:
    everything = claims.claim_numbers(invented_office, ClaimFilter(), ClaimOrder("debtor"), DAY)
    first = claims.first_claims(invented_office, ClaimFilter(), ClaimOrder("debtor"), DAY, limit=len(everything) - 1)
    assert [row.claim_no for row in first] == everything[:-1]


def test_a_line_holds_what_the_rows_say(invented_office: Office, invented: Invented) -> None:
    states = {state["claim_no"]: state for state in claims.all_claim_states(invented_office, DAY)}
    names = dict(enumerate(NAMES, 1))
    given = {row["claim_no"]: row for row in invented.rows["claims"]}
    rows = all_rows(invented_office)
    assert [row.claim_no for row in rows] == sorted(given)
    for row in rows:
        claim, state = given[row.claim_no], states[row.claim_no]
        assert (row.debtor_name, row.debtor_kana or None) == names[int(claim["debtor_no"][1:])]
        assert (row.principal, row.damages, row.costs) == (state["principal"], state["damages"], state["costs"])
        assert row.status == state["status"]
        assert (row.section, row.staff_no) == (claim["section"], claim["staff_no"])
        assert row.staff_name == next(name for no, name, _ in STAFF if no == row.staff_no)
        contacts = sorted(
            of_claim(invented, "contacts", row.claim_no), key=lambda one: (one["contacted_on"], one["contact_no"])
        )
        assert row.last_contact_on == (contacts[-1]["contacted_on"] if contacts else None)
        assert row.last_contact_kind == (contacts[-1]["kind"] if contacts else None)
        nexts = [one["next_on"] for one in contacts if one["next_on"]]
        assert row.next_on == (nexts[-1] if nexts else None)
        plans = [
            one
            for one in of_claim(invented, "instalment_plans", row.claim_no)
            if one["starts_on"] <= DAY and (one["ends_on"] is None or one["ends_on"] >= DAY)
        ]
        newest = max(plans, key=lambda one: (one["starts_on"], one["plan_no"]), default={"amount": None})
        assert row.monthly_amount == newest["amount"]


def test_a_line_holds_the_further_columns(invented_office: Office, invented: Invented) -> None:
    given = {row["claim_no"]: row for row in invented.rows["claims"]}
    phones = {row["party_no"]: row["phone"] for row in invented.rows["parties"]}
    numbers = sorted(given)
    for row in claims.claim_rows(invented_office, numbers, AS_OF, further=True):
        claim = given[row.claim_no]
        assert (row.cause or None, row.industry or None) == (claim["cause"], claim["industry"])
        assert row.phone == phones[claim["debtor_no"]]
        tags = [
            one for one in of_claim(invented, "tags", row.claim_no) if one["until"] is None or one["until"] >= AS_OF
        ]
        assert row.tags == "、".join(sorted(one["tag"] for one in tags))
        assert row.guarantors == len(of_claim(invented, "claim_parties", row.claim_no))
        year = claims.claim_state(invented_office, row.claim_no, AS_OF)["recovered"]
        before = date(2024, 3, 31)
        if claim["subrogated_on"] <= before:
            earlier = claims.claim_state(invented_office, row.claim_no, before)["recovered"]
        else:
            earlier = {"principal": 0, "damages": 0}
        parts = ("principal", "damages")
        assert row.recovered == sum(year[part] - earlier[part] for part in parts)
    assert any(row.recovered for row in claims.claim_rows(invented_office, numbers, AS_OF, further=True))


FILTERS = [
    ClaimFilter(statuses=(ClaimStatus.ACTIVE, ClaimStatus.STOPPED)),
    ClaimFilter(statuses=(ClaimStatus.PAID,)),
    ClaimFilter(section=SECTIONS[0]),
    ClaimFilter(staff_no="S2"),
    ClaimFilter(section=SECTIONS[0], staff_no="S2"),
    ClaimFilter(statuses=(ClaimStatus.CLOSED,), staff_no="S1", text="サトウ"),
    ClaimFilter(claim_nos=("K2021-00001", "K2022-00002", "存在しない番号", "K2021-00001")),
]
TEXTS = [
    "佐藤",
    "さとう",
    "ｻﾄｳ",
    "佐",
    "株式会社",
    "K2021",
    "k2021-00001",
    "00001",
    "2021",
    "1",
    "%",
    "_",
    "100%",
    "果汁_",
    "𠮷雄",
    "𠮷",
    "A&B",
    "1234",
    "12",
    "&",
    "022",
    "'",
    '"',
    "*",
    "OR",
    "NEAR(",
    "サトウグミ",
    "コ",
    "丁目",
    "G0",
    "-",
    "🙂",
    "\x00",
    "花子サ",
]


def naive(rows: list[ClaimRow], chosen: ClaimFilter) -> list[ClaimRow]:
    part = folded(chosen.text)
    return [
        row
        for row in rows
        if (not chosen.statuses or row.status in chosen.statuses)
        and chosen.section in ("", row.section)
        and chosen.staff_no in ("", row.staff_no)
        and (not chosen.claim_nos or row.claim_no in chosen.claim_nos)
        and any(part in folded(text) for text in (row.claim_no, row.debtor_name, row.debtor_kana))
    ]


@pytest.mark.parametrize("chosen", [*FILTERS, *(ClaimFilter(text=text) for text in TEXTS)], ids=str)
def test_filters_and_sums_are_those_of_a_naive_search(invented_office: Office, chosen: ClaimFilter) -> None:
    expected = naive(all_rows(invented_office), chosen)
    assert claims.claim_numbers(invented_office, chosen, ClaimOrder(), DAY) == [row.claim_no for row in expected]
    sums = claims.claim_sums(invented_office, chosen, DAY)
    assert (sums.count, sums.principal, sums.damages, sums.costs) == (
        len(expected),
        sum(row.principal for row in expected),
        sum(row.damages for row in expected),
        sum(row.costs for row in expected),
    )
    by_debtor = claims.first_claims(invented_office, chosen, ClaimOrder("debtor"), DAY, limit=5)
    assert {row.claim_no for row in by_debtor} <= {row.claim_no for row in expected}
    assert len(by_debtor) == min(5, len(expected))


def test_a_very_long_list_of_numbers_is_a_filter(invented_office: Office, invented: Invented) -> None:
    wanted = (*(f"X{n}" for n in range(70_000)), *invented.numbers[:3])
    chosen = ClaimFilter(claim_nos=wanted)
    assert claims.claim_numbers(invented_office, chosen, ClaimOrder(), DAY) == sorted(invented.numbers[:3])


def test_rows_come_in_the_order_asked_for(invented_office: Office, invented: Invented) -> None:
    wanted = [*reversed(invented.numbers), "存在しない番号", invented.numbers[0]]
    rows = claims.claim_rows(invented_office, wanted, DAY)
    assert [row.claim_no for row in rows] == [number for number in wanted if number in invented.numbers]


def test_damages_run_on_with_the_day(invented_office: Office) -> None:
    numbers = claims.claim_numbers(invented_office, ClaimFilter(), ClaimOrder(), DAY)
    early, late = (claims.claim_rows(invented_office, numbers, day) for day in (DAY, date(2026, 4, 1)))
    assert all(after.damages >= before.damages for before, after in zip(early, late, strict=True))
    assert any(after.damages > before.damages for before, after in zip(early, late, strict=True))


def test_choices_count_the_claims(invented_office: Office) -> None:
    rows = all_rows(invented_office)
    assert [(one.value, one.count) for one in claims.sections(invented_office)] == [
        (section, sum(row.section == section for row in rows)) for section in SECTIONS
    ]
    for section in ("", *SECTIONS):
        assert [(one.value, one.label, one.count) for one in claims.staff(invented_office, section)] == [
            (no, name, count)
            for no, name, _ in STAFF
            if (count := sum(row.staff_no == no and section in ("", row.section) for row in rows))
        ]
    for section, staff_no in (("", ""), (SECTIONS[0], ""), ("", "S2"), (SECTIONS[0], "S3")):
        assert [(one.value, one.count) for one in claims.statuses(invented_office, section, staff_no)] == [
            (
                status.value,
                sum(
                    row.status is status and section in ("", row.section) and staff_no in ("", row.staff_no)
                    for row in rows
                ),
            )
            for status in ClaimStatus
        ]
