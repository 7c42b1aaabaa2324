"""Single records as they are written one by one: read, added, changed, taken out; books and totals follow.

A record that the ledger is computed from (`FACT_COLUMNS`) has its claims derived anew; what a figure counts is taken
out of the totals before a row changes and added after it did; what the global search finds is put into its index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select, union

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.records import FIRST_NUMBERS, Key, Record, key_of
from collections_app.storage import posting, searchable, totals
from collections_app.storage.bulk import in_chunks, insert_columns
from collections_app.storage.facts import FACT_COLUMNS, load
from collections_app.storage.numbering import following, next_number
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.recounting import recount
from collections_app.storage.tables import BUNDLE
from collections_app.storage.types import is_among

_claims, _ties = BUNDLE["claims"], BUNDLE["claim_parties"]


_AROUND = Prepared(
    select(_claims.c.subrogated_on, _claims.c.section, _claims.c.staff_no).where(
        _claims.c.claim_no == given("claim_no")
    )
)


class ClaimAround(NamedTuple):
    """What a new record of a claim takes from it, or is judged by."""

    subrogated_on: date
    section: str
    staff_no: str


def claim_around(connection: Connection, claim_no: str) -> ClaimAround | None:
    """Return 代位弁済日, section and staff of a claim; None when there is no such claim."""
    return next((ClaimAround(*row) for row in _AROUND.rows(connection, claim_no=claim_no)), None)


def party_nos(connection: Connection, claim_no: str) -> frozenset[str]:
    """Return the numbers of everybody tied to a claim, and of those who are inherited from."""
    tied, claim = _ties.c, _claims.c
    query = union(
        select(claim.debtor_no).where(claim.claim_no == claim_no),
        select(tied.party_no).where(tied.claim_no == claim_no),
        select(tied.inherits_from).where(tied.claim_no == claim_no, tied.inherits_from.is_not(None)),
    )
    return frozenset(connection.scalars(query))


def known_keys(connection: Connection, table: str, keys: Collection[str]) -> set[str]:
    """Return those of the keys of a table that there are."""
    return {row[0] for row in _keys_of(table).rows(connection, wanted=keys)}


@cache
def _keys_of(table: str) -> Prepared:
    column = BUNDLE[table].c[TABLE[table].key[0]]
    return Prepared(select(column).where(is_among(column, given("wanted"))))


def alike(connection: Connection, table: str, names: Sequence[str], records: Sequence[Record]) -> set[int]:
    """Return the places of those records of which one with the same values in these columns is kept already."""
    stored, found = BUNDLE[table].c, set()
    claims = {record["claim_no"] for record in records if record["claim_no"] is not None}
    kept: set[tuple[Any, ...]] = set()
    for part in in_chunks(sorted(claims)):
        query = select(*(stored[name] for name in names)).where(stored.claim_no.in_(part))
        kept.update(tuple(row) for row in connection.execute(query))
    for place, record in enumerate(records):
        if tuple(record[name] for name in names) in kept:
            found.add(place)
    return found


def next_key(connection: Connection, table: str) -> str:
    """Return the number a new record of a numbered table gets."""
    return next_number(connection, table, FIRST_NUMBERS[table])


def following_key(number: str) -> str:
    """Return the number after one that `next_key` gave, for a second record of the same operation."""
    return following(number)


def read(connection: Connection, table: str, key: Key) -> dict[str, Any] | None:
    """Return a record by column; None when there is none of that key."""
    stored = BUNDLE[table]
    columns = [stored.c[column.name] for column in TABLE[table].columns]
    row = connection.execute(select(*columns).where(*_is(table, key))).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def audit_no_of(connection: Connection, table: str, key: Key) -> int | None:
    """Return the number of the audit record of the last operation that wrote a record; None when there is none."""
    return connection.scalar(select(BUNDLE[table].c.audit_no).where(*_is(table, key)))


def add(connection: Connection, table: str, record: Record, audit_no: int) -> None:
    """Write a new record and count it; its claim is not derived yet."""
    columns = {column.name: [record[column.name]] for column in TABLE[table].columns}
    insert_columns(connection, BUNDLE[table], {**columns, "audit_no": [audit_no]})
    _count(connection, table, record, 1)
    _make_findable(connection, table, None, record)


def change(connection: Connection, table: str, before: Record, after: Record, audit_no: int) -> None:
    """Bring a record to another content; the totals lose what it was and gain what it is."""
    _count(connection, table, before, -1)
    statement = BUNDLE[table].update().where(*_is(table, key_of(table, before)))
    connection.execute(statement.values(audit_no=audit_no, **after))
    _count(connection, table, after, 1)
    _make_findable(connection, table, before, after)


def remove(connection: Connection, table: str, before: Record) -> None:
    """Take a record out, and out of the totals."""
    _count(connection, table, before, -1)
    connection.execute(BUNDLE[table].delete().where(*_is(table, key_of(table, before))))
    _make_findable(connection, table, before, None)


def derive(connection: Connection, table: str, claim_nos: Iterable[str], audit_no: int) -> posting.Booked:
    """Compute ledger and balance of claims anew where records of this table decide them, and count what changed.

    Return what became of them; where what contradicts cannot stand the caller rolls everything back.
    """
    if table == "counting_rules":
        recount(connection)
    if table not in FACT_COLUMNS:
        return posting.Booked([], [])
    touched = sorted(claim_nos)
    known = posting.with_balance(connection, touched)
    made = posting.derive(connection, load(connection, touched), known, audit_no)
    posting.write(connection, made, known)
    totals.count_entries(connection, touched, audit_no)
    return posting.Booked(made.contradictions, made.moved)


def _is(table: str, key: Key) -> tuple[ColumnElement[bool], ...]:
    stored = BUNDLE[table]
    return tuple(stored.c[name] == part for name, part in zip(TABLE[table].key, key, strict=True))


def _count(connection: Connection, table: str, record: Record, sign: int) -> None:
    if len(TABLE[table].key) == 1:  # rows named by several columns are not counted by any figure
        totals.count_row(connection, table, key_of(table, record)[0], sign)


def _make_findable(connection: Connection, table: str, before: Record | None, after: Record | None) -> None:
    found = searchable.SEARCHED.get(table)
    if found is None:
        return
    if before is not None:
        searchable.remove_entries(connection, found.subject, [before[found.key]])
    words = searchable.words_of(after[name] for name in found.columns) if after is not None else ""
    if after is not None and words:
        searchable.add_entries(connection, [(found.subject, after[found.key], words)])


def referrers(connection: Connection, table: str, key: str) -> list[tuple[str, str, Key]]:
    """Return every record that refers to the record of that key: table, column, key of the row."""
    found: list[tuple[str, str, Key]] = []
    for other in TABLE.values():
        stored = BUNDLE[other.name]
        for column in other.columns:
            if column.refers_to == table and column.kind is Kind.REFERENCE:
                query = select(*(stored.c[name] for name in other.key)).where(stored.c[column.name] == key)
                found.extend((other.name, column.name, tuple(row)) for row in connection.execute(query))
    return found
