"""The open database and what the shell shows of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from collections_app.domain.errors import DatabaseError
from collections_app.services import claims
from collections_app.services.office import Office, open_office
from collections_app.storage.tables import BUNDLE
from tests.storage.making import Rows, a_claim, base, take_in


def test_an_empty_office_has_no_day(office: Office) -> None:
    state = office.state()
    assert (state.claim_count, state.data_on) == (0, None)
    assert state.location == office.database.location
    assert state.notices == office.database.notices


def test_the_data_is_as_new_as_its_newest_receipt_or_contact(office: Office) -> None:
    rows: Rows = base() | {"claims": [a_claim("K1")]}
    take_in(office, rows)
    assert office.state().data_on is None
    receipt = {"claim_no": "K1", "amount": 1, "recovery_type": "regular"}
    days = {"received_on": date(2024, 5, 1), "posted_on": date(2024, 6, 1)}
    take_in(office, {"receipts": [{"receipt_no": "R1", **receipt, **days}]})
    assert office.state().data_on == date(2024, 5, 1)
    contact = {"contact_no": "N1", "claim_no": "K1", "kind": "visit", "contacted_on": date(2024, 5, 2)}
    take_in(office, {"contacts": [contact]})
    assert (office.state().claim_count, office.state().data_on) == (1, date(2024, 5, 2))


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError):
        open_office(str(tmp_path / "nowhere" / "x.db"))


def test_people_in_office_are_listed_by_number(demo: Office) -> None:
    people = claims.people(demo, date(2025, 3, 31))
    assert people
    assert [one.staff_no for one in people] == sorted(one.staff_no for one in people)
    with demo.database.reading() as connection:
        c = BUNDLE["staff"].c
        rows = connection.execute(select(c.staff_no, c.name, c.section, c.active_until)).all()
    for day in (date(2012, 4, 1), date(2025, 3, 31), date(2100, 1, 1)):
        expected = {row[:3] for row in rows if row.active_until is None or row.active_until >= day}
        assert {(one.staff_no, one.name, one.section) for one in claims.people(demo, day)} == expected
