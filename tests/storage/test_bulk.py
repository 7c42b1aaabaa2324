"""Many rows at once: the indexes a table loses for the time of it are there afterwards, whatever happens between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, inspect, select

from collections_app.services.office import Office, open_office
from collections_app.storage.bulk import insert_columns
from collections_app.storage.tables import BUNDLE

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
