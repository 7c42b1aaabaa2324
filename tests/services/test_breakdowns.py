"""Breakdowns of figures whose rows know more than their claim, and of rows dated around anniversaries."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from collections_app.domain.calendar import elapsed_years
from collections_app.domain.period import period_of
from collections_app.domain.summary_views import SummaryWanted
from collections_app.services import statistics
from collections_app.services.office import Office
from collections_app.services.statistics import figure_rows
from collections_app.services.summary import group_balances, seen
from collections_app.services.transfers import import_bundle
from tests.storage.making import Invented, make_office

STAFF = "staff_no,name,section,role\nS1,甲,第一課,staff\nS2,乙,第二課,staff\n"
PARTIES = "party_no,kind,name\nP1,individual,甲野\n"
CLAIMS = (
    "claim_no,debtor_no,subrogated_on,principal,interest,damages_rate,section,staff_no\n"
    "K1,P1,2020-02-29,1000000,0,0,第一課,S1\n"
)
AFTER = "recovery_after_closing"


@pytest.fixture
def closed(office: Office, small: SimpleNamespace) -> Office:
    """Give an office with a claim closed on 2024-05-01 and receipts on both sides of it."""
    bundle: Path = small.write(
        "bundle",
        staff=STAFF,
        parties=PARTIES,
        claims=CLAIMS,
        closings="closing_no,claim_no,decided_on\nZ1,K1,2024-05-01\nZ2,K1,2024-06-01\n",
        receipts="receipt_no,claim_no,received_on,posted_on,amount,recovery_type,source,channel,section,staff_no\n"
        "R1,K1,2024-04-30,2024-04-30,1,regular,instalment,direct,,\n"
        "R2,K1,2024-04-30,2024-05-01,20,regular,auction,direct,,\n"
        "R3,K1,2024-07-01,2024-07-01,300,irregular,,servicer,第二課,S2\n",
    )
    import_bundle(office, bundle)
    return office


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("section", {"第一課": 20, "第二課": 300}),
        ("staff", {"S1": 20, "S2": 300}),
        ("channel", {"direct": 20, "servicer": 300}),
        ("source", {"auction": 20, "": 300}),
        ("month", {"2024-05": 20, "2024-07": 300}),
        ("elapsed", {"4": 320}),
    ],
)
def test_what_came_in_after_the_closing_is_broken_down_by_its_receipts(
    closed: Office, by: str, wanted: dict[str, int]
) -> None:
    groups = statistics.breakdown(closed, 2024, None, by)
    assert {key: figures[AFTER].current for key, figures in groups.items() if figures[AFTER].current} == wanted
    assert statistics.summary(closed, 2024).figures[AFTER].current == 320


def test_everything_dated_is_broken_down_by_the_years_since_subrogation(office: Office, small: SimpleNamespace) -> None:
    days = [
        date(2020, 1, 1),
        date(2021, 2, 28),
        date(2021, 3, 1),
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2031, 3, 1),
    ]
    visits = "".join(f"T{n},K1,{day},visit\n" for n, day in enumerate(days))
    measures = "measure_no,party_no,claim_no,kind,executed_on\nM1,P1,,expert_dispatch,2024-03-01\n"
    bundle = small.write(
        "bundle",
        staff=STAFF,
        parties=PARTIES,
        claims=CLAIMS,
        contacts="contact_no,claim_no,contacted_on,kind\n" + visits,
        support_measures=measures,
    )
    import_bundle(office, bundle)
    for day in days:
        year = day.year - (day.month < 4)
        groups = statistics.breakdown(office, year, None, "elapsed")
        same = [one for one in days if one.year - (one.month < 4) == year]
        for elapsed in {elapsed_years(date(2020, 2, 29), one) for one in same}:
            count = sum(elapsed_years(date(2020, 2, 29), one) == elapsed for one in same)
            assert groups[str(elapsed)]["visit"].current == count
    assert statistics.breakdown(office, 2023, None, "elapsed")[""]["expert_dispatch"].current == 1


@pytest.mark.parametrize("dimension", ["section", "staff", "bank", "industry", "scheme"])
def test_what_is_outstanding_by_a_dimension_adds_up_and_opens_its_claims(tmp_path: Path, dimension: str) -> None:
    office = make_office(str(tmp_path / "office.sqlite3"), Invented(30, 7).rows)
    for wanted in (SummaryWanted(period_of(2024)), SummaryWanted(period_of(2023, date(2023, 9, 30)))):
        shown = seen(office, wanted)
        found = group_balances(office, shown, dimension)
        assert sum(one.principal for one in found) == shown.summary.figures["outstanding.principal"].current > 0
        for one in found:
            rows = figure_rows(office, shown.rows_of("outstanding.principal").within(dimension, one.value))
            assert rows.total == one.principal
            assert one.label
    office.close()
