"""The audit trail as the history of records: by the index of its subject, then by table and key."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Text, literal_column, or_, select, union_all

from collections_app.domain.bundle import TABLE
from collections_app.domain.ledger import EntryKind
from collections_app.storage import audit
from collections_app.storage.audit import AuditRecord
from collections_app.storage.tables import BUNDLE, audit_records, ledger_entries

_audits = audit_records.c


def of_record(connection: Connection, subject: str, table: str, key: str) -> list[AuditRecord]:
    """Return what was done to one record while it belonged to that subject, newest first."""
    ending = f'"key": {json.dumps(key, ensure_ascii=False)}, "table": {json.dumps(table)}}}'  # as the trail writes it
    wanted = (_audits.subject == subject, _audits.tag.in_(audit.RECORD_TAGS))
    query = audit.selecting().where(*wanted, _audits.detail.endswith(ending, autoescape=True))
    rows = connection.execute(query.order_by(_audits.audit_no.desc()))
    found = (audit.record_of(row) for row in rows)  # LIKE does not tell capitals from small letters
    return [one for one in found if (one.detail["table"], one.detail["key"]) == (table, key)]


def about(
    connection: Connection, subjects: Collection[str], also: Collection[int], limit: int, below: int
) -> list[AuditRecord]:
    """Return changes of the records of subjects, and the audit records `also`, newest first, numbers below `below`."""
    wanted = or_(
        _audits.subject.in_(sorted(subjects)) & _audits.tag.in_(audit.RECORD_TAGS), _audits.audit_no.in_(sorted(also))
    )
    query = audit.selecting().where(wanted, _audits.audit_no < below) if below else audit.selecting().where(wanted)
    rows = connection.execute(query.order_by(_audits.audit_no.desc()).limit(limit))
    return [audit.record_of(row) for row in rows]


def imports_of_claim(connection: Connection, claim_no: str) -> dict[int, set[str]]:
    """Return the tables of the rows of a claim that imports and other batches wrote, by their audit number."""
    entry = ledger_entries.c
    began = (entry.claim_no == claim_no, entry.kind == EntryKind.SUBROGATION.value)  # stays, whatever is corrected
    rows = [
        select(literal_column(f"'{name}'", Text).label("name"), stored.c.audit_no)
        .where(stored.c.claim_no == claim_no)
        .distinct()
        for name, stored in BUNDLE.items()
        if "claim_no" in stored.c
    ]
    written = union_all(*rows, select(literal_column("'claims'", Text), entry.audit_no).where(*began)).subquery()
    query = select(written.c.audit_no, written.c.name).join(audit_records, _audits.audit_no == written.c.audit_no)
    found: dict[int, set[str]] = {}
    for audit_no, name in connection.execute(query.where(_audits.tag.in_(audit.MANY_TAGS))):
        found.setdefault(audit_no, set()).add(name)
    return found


def import_before(connection: Connection, audit_no: int) -> AuditRecord | None:
    """Return the one import before an audit record; None when there was none, or more than one it could have been."""
    query = audit.selecting().where(_audits.tag == audit.BUNDLE_IMPORTED, _audits.audit_no < audit_no)
    rows = connection.execute(query.limit(2)).all()
    return audit.record_of(rows[0]) if len(rows) == 1 else None


def names(connection: Connection, people: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the names of staff and parties, by table and number."""
    by_table: dict[str, set[str]] = {}
    for table, number in people:
        by_table.setdefault(table, set()).add(number)
    found: dict[tuple[str, str], str] = {}
    for table, numbers in by_table.items():
        c = BUNDLE[table].c
        key = c[TABLE[table].key[0]]
        rows = connection.execute(select(key, c.name).where(key.in_(sorted(numbers))))
        found.update(((table, no), name) for no, name in rows)
    return found
