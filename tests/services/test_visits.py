"""The visits of a day, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from collections_app.domain.visits import VisitsWanted
from collections_app.services.office import Office
from collections_app.services.visits import plan_visits
from tests.storage.making import a_claim, base, make_office

DAY = date(2025, 4, 10)
WHERE = {
    "P1": ("980-0811", "宮城県仙台市青葉区一番町1"),
    "P2": ("981-1224", "宮城県名取市増田1"),
    "P3": ("980-0014", "仙台市青葉区本町2"),
    "P4": (None, None),
}


def contact(number: int, claim_no: str, on: date, next_on: date | None) -> dict[str, Any]:
    return {
        "contact_no": f"N{number:07}",
        "claim_no": claim_no,
        "contacted_on": on,
        "kind": "visit",
        "next_on": next_on,
    }


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    rows = base()
    for party in rows["parties"]:
        code, address = WHERE.get(party["party_no"], ("", ""))
        party |= {"postal_code": code, "address": address}
    rows["claims"] = [a_claim(f"K{n}", debtor_no=f"P{n}", staff_no="S2" if n == 3 else "S1") for n in range(1, 5)]
    rows["claims"] += [a_claim("K5"), a_claim("K6")]
    earlier, later = DAY - timedelta(days=20), DAY - timedelta(days=10)
    rows["contacts"] = [
        *(contact(n, f"K{n}", earlier, DAY) for n in range(1, 5)),
        contact(5, "K1", later, None),  # says nothing of the next: the earlier one holds
        contact(6, "K5", earlier, DAY),
        contact(7, "K5", later, DAY + timedelta(days=1)),  # put off
        contact(8, "K6", earlier, DAY),
    ]
    rows["closings"] = [{"closing_no": "Z1", "claim_no": "K6", "decided_on": later}]
    found = make_office(database_url, rows)
    yield found
    found.close()


def test_the_claims_due_on_a_day_come_area_by_area(office: Office) -> None:
    stops = plan_visits(office, VisitsWanted(DAY), DAY)
    assert [(stop.claim.claim_no, stop.area) for stop in stops] == [
        ("K3", "仙台市青葉区"), ("K1", "仙台市青葉区"), ("K2", "名取市"), ("K4", "住所なし"),
    ]  # fmt: skip
    assert (stops[1].postal_code, stops[1].claim.debtor_name) == ("980-0811", "佐藤　花子")


def test_one_member_of_staff_another_day_or_chosen_claims(office: Office) -> None:
    def numbers(wanted: VisitsWanted) -> list[str]:
        return [stop.claim.claim_no for stop in plan_visits(office, wanted, DAY)]

    assert numbers(VisitsWanted(DAY, "S2")) == ["K3"]
    assert numbers(VisitsWanted(DAY + timedelta(days=1))) == ["K5"]
    assert numbers(VisitsWanted(DAY, "", ("K6", "K2", "K9"))) == ["K6", "K2"]
