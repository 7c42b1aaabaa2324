"""Whole tables as the bundle has them."""

from __future__ import annotations

from typing import Any

from collections_app.domain.bundle import TABLE, TABLES
from collections_app.services.office import Office
from collections_app.storage.export import bundle_rows
from tests.storage.making import Invented, a_claim, base, full, make_office


def exported(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    with office.database.reading() as connection:
        return {table.name: list(rows) for table, rows in bundle_rows(connection)}


def test_every_table_comes_out_as_it_went_in_by_key(invented_office: Office, invented: Invented) -> None:
    found = exported(invented_office)
    assert list(found) == [table.name for table in TABLES if table.name != "plan_months"]  # left out while empty
    for name, rows in found.items():
        table = TABLE[name]
        keys = [table.position(key) for key in table.key]
        given = [full(name, row) for row in invented.rows.get(name, [])]
        assert rows == sorted(given, key=lambda row: [row[key] for key in keys]), name


def test_section_and_staff_stand_where_they_are_not_the_claims_own(database_url: str) -> None:
    rows = base()
    rows["claims"] = [a_claim("K1", section="管理第一課", staff_no="S1")]
    day = rows["claims"][0]["subrogated_on"]
    charges = [("N1", None, None), ("N2", "管理第一課", "S1"), ("N3", "管理第二課", "S2"), ("N4", None, "S3")]
    rows["contacts"] = [
        {
            "contact_no": no,
            "claim_no": "K1",
            "contacted_on": day,
            "kind": "visit",
            "section": section,
            "staff_no": staff,
        }
        for no, section, staff in charges
    ]
    rows["support_measures"] = [
        {"measure_no": "A1", "party_no": "P1", "kind": "expert_dispatch", "executed_on": day, "section": "管理第一課"}
    ]
    office = make_office(database_url, rows)
    found = exported(office)
    office.close()
    assert [row[-2:] for row in found["contacts"]] == [(None, None), (None, None), ("管理第二課", "S2"), (None, "S3")]
    assert [row[-2:] for row in found["support_measures"]] == [("管理第一課", None)]
    assert found["claims"][0][TABLE["claims"].position("staff_no")] == "S1"
