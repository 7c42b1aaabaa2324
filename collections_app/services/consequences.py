"""What records do to receipts kept before: shown before they are written, by the replay that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.domain.allocation import shifts_between
from collections_app.domain.bundle import TABLE
from collections_app.domain.ledger import replay
from collections_app.domain.receipt_entry import Moved, in_order
from collections_app.domain.records import is_numbered, whole
from collections_app.storage import facts
from collections_app.storage import records as storage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.records import Record
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


def moved_by_record(office: Office, table: str, before: Record | None, after: Record) -> tuple[Moved, ...]:
    """Return the receipts that would be split otherwise if a record were kept (`before` None: a new one)."""
    with office.database.reading() as connection:
        return moved_by_rows(connection, table, [] if before is None else [before], [after])


def moved_by_rows(
    connection: Connection, table: str, gone: Sequence[Record], added: Sequence[Record]
) -> tuple[Moved, ...]:
    """Return the receipts that would be split otherwise without some records of a table, and with others."""
    if table not in facts.FACT_COLUMNS:
        return ()
    given = _numbered(connection, table, [whole(table, record) for record in added])
    claims = sorted({str(record["claim_no"]) for record in (*gone, *given) if record.get("claim_no")})
    kept, told = facts.load(connection, claims), facts.load_otherwise(connection, claims, table, gone, given)
    found: list[Moved] = []
    for claim_no in kept.claims():
        was, now = kept.claim(claim_no), told.claim(claim_no)
        shifts = shifts_between(replay(was.terms, was.facts), replay(now.terms, now.facts))
        found.extend(Moved(claim_no, shift) for shift in shifts)
    return in_order(found)


def _numbered(connection: Connection, table: str, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give new records the numbers they would get: the number decides among those of a day."""
    name = TABLE[table].key[0]
    nameless = [record for record in records if is_numbered(table) and record[name] is None]
    number = storage.next_key(connection, table) if nameless else ""
    for record in nameless:
        record[name], number = number, storage.following_key(number)
    return records
