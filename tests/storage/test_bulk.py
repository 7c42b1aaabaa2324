"""Many rows at once: the indexes a table loses for the time of it are there afterwards, whatever happens between."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, inspect, select

from collections_app.services.office import Office, open_office
from collections_app.storage.bulk import add_rows, insert_columns
from collections_app.storage.tables import BUNDLE, monthly_totals

MANY = 2_500
_PARTIES = BUNDLE["parties"]


def _indexes(office: Office) -> list[dict[str, Any]]:
    with office.database.reading() as connection:
        return sorted(map(dict, inspect(connection).get_indexes("parties")), key=lambda index: str(index["name"]))


def _count(office: Office) -> int:
    with office.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(_PARTIES)) or 0


def _columns(numbers: range) -> dict[str, list[Any]]:
    given = {"kind": "individual", "name": "架空", "status": "active"}
    columns = {name: [given.get(name)] * len(numbers) for name in _PARTIES.c.keys()}  # noqa: SIM118
    return columns | {"party_no": [f"P{number}" for number in numbers], "audit_no": [1] * len(numbers)}


def _take_in(office: Office, numbers: range, *, keep: bool = True) -> None:
    with office.database.writing(keep=keep) as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit_records (audit_no, recorded_at, actor, tag, subject, detail) "
            "SELECT 1, '2025-03-31', 'test', 'office:bundle:import', '', '' "
            "WHERE NOT EXISTS (SELECT 1 FROM audit_records)"
        )
        insert_columns(connection, _PARTIES, _columns(numbers))


def test_indexes_are_as_before_when_many_rows_came_into_an_empty_table(database_url: str) -> None:
    office = open_office(database_url)
    before = _indexes(office)
    assert before
    _take_in(office, range(MANY))
    _take_in(office, range(MANY, 2 * MANY))
    assert (_indexes(office), _count(office)) == (before, 2 * MANY)
    office.close()


@pytest.mark.parametrize("numbers", [range(MANY), [*range(MANY), 0]], ids=["a trial", "a number twice"])
def test_indexes_are_as_before_when_nothing_is_kept(database_url: str, numbers: Any) -> None:
    office = open_office(database_url)
    before = _indexes(office)
    if isinstance(numbers, range):
        _take_in(office, numbers, keep=False)
    else:
        with pytest.raises(Exception, match=r"(?i)unique"):
            _take_in(office, numbers)
    assert (_indexes(office), _count(office)) == (before, 0)
    office.close()


def test_rows_that_refer_to_others_come_last(tmp_path: Path) -> None:
    office = open_office(str(tmp_path / "claims.sqlite3"))
    columns = _columns(range(3)) | {"kana": ["ア", None, "イ"]}
    with office.database.writing(keep=False) as connection:
        connection.exec_driver_sql("INSERT INTO audit_records VALUES (1, '2025-03-31', 'test', 'test', '', '')")
        insert_columns(connection, _PARTIES, columns, last="kana")
        numbers = connection.exec_driver_sql("SELECT party_no FROM parties ORDER BY rowid").scalars().all()
    assert numbers == ["P1", "P0", "P2"]
    office.close()


@pytest.mark.parametrize("number", [1, 7, 249, MANY])
def test_every_row_arrives_in_its_order_however_many_are_sent_together(database_url: str, number: int) -> None:
    office = open_office(database_url)
    _take_in(office, range(0))
    columns = _columns(range(number)) | {"phone": [None if n % 3 else f"022{n}" for n in range(number)]}
    columns["birth_date"] = [date(1950 + n % 50, 1, 31) if n == number - 1 else None for n in range(number)]
    with office.database.writing() as connection:
        insert_columns(connection, _PARTIES, columns, last="birth_date")
    with office.database.reading() as connection:
        kept = connection.execute(select(*_PARTIES.c)).all()
    assert sorted(map(tuple, kept)) == sorted(zip(*columns.values(), strict=True))
    assert kept[-1].birth_date is not None
    office.close()


def test_sums_are_added_to_those_kept(database_url: str) -> None:
    office = open_office(database_url)
    keys = [("", "", "visit", f"{month:04}-01") for month in range(1, 1_001)]
    with office.database.writing() as connection:
        add_rows(connection, monthly_totals, ("dim", "key", "measure", "month"), [(*key, 1, 10) for key in keys])
        add_rows(connection, monthly_totals, ("dim", "key", "measure", "month"), [(*key, 2, 5) for key in keys[:701]])
    with office.database.reading() as connection:
        c = monthly_totals.c
        kept = connection.execute(select(c.amount, func.count(), func.sum(c["count"])).group_by(c.amount)).all()
    assert sorted(map(tuple, kept)) == [(10, 299, 299), (15, 701, 2_103)]
    office.close()
