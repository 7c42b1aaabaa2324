"""Groups of the claim list against a naive count over every line, on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from collections_app.domain.calendar import fiscal_year_name, fiscal_year_of
from collections_app.domain.claim_conditions import Comparison, Condition
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.list_views import GROUPINGS, ClaimFilter, ClaimOrder, ClaimRow, group_condition
from collections_app.services import claims
from collections_app.services.office import Office
from tests.storage.test_claim_list import DAY

FILTERS = [
    ClaimFilter(),
    ClaimFilter(statuses=(ClaimStatus.ACTIVE,), text="佐藤"),
    ClaimFilter(conditions=(Condition("damages", Comparison.RANGE, low=100_000), Condition("collateral", Comparison.EMPTY))),
    ClaimFilter(conditions=(Condition("damages", Comparison.RANGE, low=10**14),)),
]  # fmt: skip


def value_of(row: ClaimRow, grouping: str) -> Any:
    special = {"staff": row.staff_no, "status": row.status.value, "cohort": str(fiscal_year_of(row.subrogated_on))}
    return special.get(grouping) or getattr(row, grouping, "")


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("grouping", list(GROUPINGS))
def test_groups_add_up_to_the_list(invented_office: Office, grouping: str, chosen: ClaimFilter) -> None:
    numbers = claims.claim_numbers(invented_office, chosen, ClaimOrder(), DAY)
    rows = claims.claim_rows(invented_office, numbers, DAY)
    found = claims.claim_groups(invented_office, chosen, grouping, DAY)
    damages = claims.group_damages(invented_office, chosen, grouping, DAY)
    assert {group.value for group in found} == damages.keys() == {value_of(row, grouping) for row in rows}
    for group in found:
        own = [row for row in rows if value_of(row, grouping) == group.value]
        sums = (len(own), sum(row.principal for row in own), sum(row.costs for row in own))
        assert (group.count, group.principal, group.costs) == sums
        assert damages[group.value] == sum(row.damages for row in own)
        inside = ClaimFilter(
            chosen.statuses, chosen.section, chosen.staff_no, chosen.text, chosen.claim_nos,
            (*chosen.conditions, group_condition(grouping, group.value)),
        )  # fmt: skip
        unfolded = claims.claim_numbers(invented_office, inside, ClaimOrder(), DAY)
        assert unfolded == [row.claim_no for row in own]


def test_groups_stand_in_their_order_under_their_words(invented_office: Office) -> None:
    listed = {name: claims.claim_groups(invented_office, ClaimFilter(), name, DAY) for name in GROUPINGS}
    ranks = [status.label for status in ClaimStatus]
    assert [one.label for one in listed["status"]] == sorted((one.label for one in listed["status"]), key=ranks.index)
    assert [one.label for one in listed["staff"]] == ["青田 一", "井口 二", "宇野 三"]
    assert [one.label for one in listed["bank_name"]] == ["広瀬信用金庫", "青葉銀行", "（なし）"]
    years = [int(one.value) for one in listed["cohort"]]
    assert years == sorted(years)
    assert [one.label for one in listed["cohort"]] == [fiscal_year_name(year) for year in years]
