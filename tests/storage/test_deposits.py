"""What is left of a line of the bank, asked of all lines, of some, and of one among many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collections_app.services.office import Office, open_office
from collections_app.storage import deposits
from tests.storage.making import a_claim, base, make_office

DAY = date(2025, 4, 1)


def _line(number: str, amount: int, **given: Any) -> dict[str, Any]:
    return {"deposit_no": number, "received_on": DAY, "amount": amount, "kind": "transfer", **given}


def _receipt(number: str, deposit_no: str, amount: int, **given: Any) -> dict[str, Any]:
    days = {"received_on": DAY, "posted_on": DAY}
    return {"receipt_no": number, "claim_no": "K1", "amount": amount, "recovery_type": "irregular",
            "deposit_no": deposit_no, **days, **given}  # fmt: skip


@pytest.fixture
def lines(database_url: str) -> Iterator[Office]:
    """Lines untouched, applied in part and paid back, applied and taken back, reversed, and used up."""
    rows = base() | {"claims": [a_claim("K1", subrogated_on=date(2023, 12, 20))]}
    rows["deposits"] = [
        _line("V1", 1_000, payer_name="ｺｳ", memo="控え"),
        _line("V2", 1_000),
        _line("V3", 1_000),
        _line("V4", 1_000),
        _line("V5", -1_000, reverses="V4"),
        _line("V6", 1_000),
    ]
    rows["receipts"] = [
        _receipt("N1", "V2", 300),
        _receipt("N2", "V2", 200),
        _receipt("N3", "V3", 400),
        _receipt("N4", "V3", -400, reverses="N3"),
        _receipt("N5", "V6", 1_000),
    ]
    rows["refunds"] = [{"refund_no": "H1", "deposit_no": "V2", "refunded_on": DAY, "amount": 100}]
    with closing(make_office(database_url, rows)) as office:
        yield office


LEFT = {"V1": 1_000, "V2": 400, "V3": 1_000, "V4": 0, "V6": 0}


def test_what_is_left_of_a_line_is_the_same_however_it_is_asked(lines: Office) -> None:
    numbers = [f"V{n}" for n in range(1, 8)]
    with lines.database.reading() as connection:
        listed, further = deposits.rows(connection, 100, only_unapplied=False)
        unapplied, _ = deposits.rows(connection, 100, only_unapplied=True)
        some, left = deposits.some(connection, numbers), deposits.left_of(connection, numbers)
    assert {row.deposit_no: row.left for row in listed} == LEFT
    assert ({row.deposit_no: row for row in listed}, further) == (some, 0)
    assert {number: one.left for number, one in left.items()} == LEFT
    assert [row.deposit_no for row in unapplied] == ["V1", "V2", "V3"]
    assert [row.deposit_no for row in listed if row.is_reversed] == ["V4"]
    first = some["V1"]
    assert (first.payer_name, first.memo, first.bank_name, first.record_no) == ("ｺｳ", "控え", "", None)
    assert left["V1"] == (DAY, first.kind, "ｺｳ", 1_000)


def test_one_line_is_found_by_its_number_and_not_among_all(tmp_path: Path) -> None:
    with closing(open_office(str(tmp_path / "claims.sqlite3"))) as office, office.database.reading() as connection:
        for query in (deposits._SOME, deposits._LEFT):
            sql, names, fixed = query._on_sqlite
            cells = tuple(fixed.get(name, '["V1"]') for name in names)
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", cells)]
            assert any(step.startswith("SEARCH deposits ") and step.endswith("(deposit_no=?)") for step in plan), plan
            assert not any(step.startswith("SCAN deposits") for step in plan), plan
