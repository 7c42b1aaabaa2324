"""Every reference of one person moved to another, and back: rows keep who wrote them, only the number changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from collections_app.domain.bundle import TABLE
from collections_app.domain.merging import Reference
from collections_app.domain.records import APPEND_ONLY, Key
from collections_app.storage import records
from collections_app.storage.tables import BUNDLE

_ties, _claims, _merges = BUNDLE["claim_parties"], BUNDLE["claims"], BUNDLE["party_merges"]


def references(connection: Connection, party_no: str) -> list[Reference]:
    """Return every record that refers to a person; those of money too, which are never moved."""
    return [Reference(*found) for found in records.referrers(connection, "parties", party_no)]


def movable(found: Iterable[Reference]) -> list[Reference]:
    """Return those references that can be moved, in an order in which keys stay known: keys change last."""
    moved = [one for one in found if one.table not in APPEND_ONLY]
    return sorted(moved, key=lambda one: (one.column in TABLE[one.table].key, one.table, one.column, one.key))


def move(connection: Connection, found: Sequence[Reference], to: str) -> None:
    """Let records refer to another person."""
    for reference in found:
        _set(connection, reference, reference.key, to)


def move_back(connection: Connection, found: Sequence[Reference], back: str, now: str) -> bool:
    """Let records refer to the person they did before `move`; False, and perhaps half of it, when one has changed."""
    for reference in reversed(found):
        key = moved_key(reference, now)
        stored = BUNDLE[reference.table]
        names = TABLE[reference.table].key
        is_it = tuple(stored.c[name] == part for name, part in zip(names, key, strict=True))
        if connection.scalar(select(stored.c[reference.column]).where(*is_it)) != now:
            return False
        _set(connection, reference, key, back)
    return True


def moved_key(reference: Reference, to: str) -> Key:
    """Return the key of a record after it refers to another person."""
    names = TABLE[reference.table].key
    return tuple(to if name == reference.column else part for name, part in zip(names, reference.key, strict=True))


def _set(connection: Connection, reference: Reference, key: Key, to: str) -> None:
    stored = BUNDLE[reference.table]
    names = TABLE[reference.table].key
    is_it = tuple(stored.c[name] == part for name, part in zip(names, key, strict=True))
    connection.execute(stored.update().where(*is_it).values({reference.column: to}))


def clashes(connection: Connection, survivor: str, other: str) -> list[tuple[str, Key, Key]]:
    """Return the records that would have one key after the move: table, the survivor's key, the other's key.

    Both tied to one claim in one role, or both known by one name of a payer.
    """
    found = []
    for reference in movable(references(connection, other)):
        if reference.column in TABLE[reference.table].key:
            key = moved_key(reference, survivor)
            if records.read(connection, reference.table, key) is not None:
                found.append((reference.table, key, reference.key))
    return found


def debts_guaranteed(connection: Connection, first: str, second: str) -> list[str]:
    """Return the claims on which one of two people is the debtor and the other is tied."""
    pairs = ((first, second), (second, first))
    found: set[str] = set()
    for debtor, tied in pairs:
        query = select(_ties.c.claim_no).join(_claims, _claims.c.claim_no == _ties.c.claim_no)
        found.update(connection.scalars(query.where(_claims.c.debtor_no == debtor, _ties.c.party_no == tied)))
    return sorted(found)


def inherit_from_each_other(connection: Connection, first: str, second: str) -> bool:
    """Tell whether one of two people inherits from the other: those two are not one."""
    c = _ties.c
    pairs = ((first, second), (second, first))
    return any(
        connection.scalar(select(c.claim_no).where(c.party_no == heir, c.inherits_from == dead).limit(1)) is not None
        for heir, dead in pairs
    )


def merged_into(connection: Connection, party_no: str) -> str | None:
    """Return into whom a person was merged; None when it is a person of its own."""
    return connection.scalar(select(_merges.c.merged_into).where(_merges.c.party_no == party_no))


def counts(found: Iterable[Reference]) -> dict[str, int]:
    """Return how many records of each table refer, in the order of the bundle."""
    of_table: dict[str, set[Key]] = defaultdict(set)
    for reference in found:
        of_table[reference.table].add(reference.key)
    return {name: len(of_table[name]) for name in TABLE if name in of_table}


def audit_no_of(connection: Connection, table: str, key: Key) -> int:
    """Return the audit number a record carries."""
    number: Any = records.audit_no_of(connection, table, key)
    return int(number)


def restore(connection: Connection, table: str, record: dict[str, Any], audit_no: int) -> None:
    """Write a record back as it was, with the audit number it carried, whether it is there now or not."""
    stored = BUNDLE[table]
    names = TABLE[table].key
    is_it = tuple(stored.c[name] == record[name] for name in names)
    if connection.scalar(select(func.count()).select_from(stored).where(*is_it)):
        connection.execute(stored.update().where(*is_it).values(audit_no=audit_no, **record))
    else:
        connection.execute(stored.insert().values(audit_no=audit_no, **record))
