"""Damages of all claims from the remembered balances: what a replay of their facts gives, on any day, both engines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from collections_app.domain.list_views import ClaimFilter, ClaimOrder
from collections_app.services import claims
from collections_app.services.office import Office, open_office
from tests.storage.making import Invented, take_in


@pytest.fixture
def changed(database_url: str) -> Iterator[Office]:
    """Give an office where the rate of every third claim has changed, of some twice."""
    invented, pick = Invented(60, seed=5), random.Random(7)
    periods = [
        {"claim_no": claim["claim_no"], "since": claim["subrogated_on"] + timedelta(days), "rate": rate}
        for claim in invented.rows["claims"][::3]
        for days, rate in (((pick.randrange(300), "3"), (400 + pick.randrange(300), "7.3"))[: pick.randrange(1, 3)])
    ]
    office = open_office(database_url)
    take_in(office, invented.rows | {"rate_periods": periods})
    yield office
    office.close()


def test_the_claim_list_knows_that_a_rate_has_changed(changed: Office) -> None:
    for day in (date(2026, 3, 31), date(2031, 2, 28)):  # after everything the claims tell
        wanted = {state["claim_no"]: state["damages"] for state in claims.all_claim_states(changed, day)}
        numbers = claims.claim_numbers(changed, ClaimFilter(), ClaimOrder("damages"), day)
        assert {row.claim_no: row.damages for row in claims.claim_rows(changed, numbers, day)} == wanted, day
        assert numbers == sorted(wanted, key=lambda number: (wanted[number], number))
        assert claims.claim_sums(changed, ClaimFilter(), day).damages == sum(wanted.values())
