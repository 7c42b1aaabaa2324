"""Receipts that come last run on from the remembered balance; whatever else there is, the ledger is what a replay says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from collections_app.domain.receipt_entry import ReceiptsWanted
from collections_app.domain.records import SaveRecord
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.receipts import post_receipts
from collections_app.services.records import save_record
from collections_app.storage import posting
from collections_app.storage.tables import claim_balances
from tests.storage.making import a_claim, base, take_in

FIRST, LATER = date(2024, 1, 31), date(2024, 6, 30)


@pytest.fixture
def derived(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two claims with a receipt each; gives the claims whose ledger is derived from then on."""
    take_in(office, base() | {"claims": [a_claim(no, subrogated_on=date(2023, 12, 20)) for no in ("K1", "K2")]})
    _post(office, ("K1", FIRST, 10_000), ("K2", FIRST, 10_000))
    found: list[str] = []
    derive = posting.derive

    def listening(connection: Any, book: Any, known: Any, audit_no: int) -> Any:
        found.extend(book.claims())
        return derive(connection, book, known, audit_no)

    monkeypatch.setattr(posting, "derive", listening)
    return found


def _post(office: Office, *receipts: tuple[str, date, int]) -> None:
    records = [
        {
            "claim_no": no,
            "received_on": day,
            "posted_on": max(day, FIRST),
            "amount": amount,
            "recovery_type": "irregular",
        }
        for no, day, amount in receipts
    ]
    post_receipts(office, ReceiptsWanted(tuple(records)))


def _is_whole(office: Office) -> None:
    assert check(office) == ()


def test_what_comes_last_is_appended_without_a_replay(office: Office, derived: list[str]) -> None:
    _post(office, ("K1", LATER, 5_000), ("K1", LATER, 7_000), ("K2", LATER, 9_000_000))
    assert derived == []
    _is_whole(office)
    with office.database.reading() as connection:
        c = claim_balances.c
        rows = connection.execute(select(c.claim_no, c.status, c.accrues_from).order_by(c.claim_no)).all()
    assert [tuple(row) for row in rows] == [("K1", "active", LATER), ("K2", "paid", LATER)]


def test_what_does_not_come_last_is_derived_beside_what_does(office: Office, derived: list[str]) -> None:
    _post(office, ("K1", LATER, 5_000), ("K2", FIRST, 3_000))  # K2 has an entry on that day
    assert derived == ["K2"]
    _is_whole(office)


@pytest.mark.parametrize(
    ("table", "given"),
    [
        ("closings", {"decided_on": date(2024, 7, 31), "reason": "免責"}),
        ("administration_stops", {"decided_on": FIRST}),
        ("costs", {"paid_on": LATER, "kind": "stamp", "amount": 1_000}),
    ],
)
def test_a_claim_closed_or_stopped_or_with_something_later_is_derived(
    office: Office, derived: list[str], table: str, given: dict[str, Any]
) -> None:
    save_record(office, SaveRecord(table, {"claim_no": "K1", **given}))
    derived.clear()
    _post(office, ("K1", LATER, 9_000_000), ("K2", LATER, 2_000))
    assert derived == ["K1"]
    _is_whole(office)


def test_a_changed_rate_is_counted_from_the_last_receipt_on(office: Office, derived: list[str]) -> None:
    save_record(office, SaveRecord("rate_periods", {"claim_no": "K1", "since": date(2024, 3, 1), "rate": "3"}))
    derived.clear()
    _post(office, ("K1", LATER, 2_000))
    assert derived == []
    _is_whole(office)
