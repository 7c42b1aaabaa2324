"""The audit trail: one record per operation, written in the same transaction as the change."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, insert, select

from collections_app.storage.tables import audit_records

BUNDLE_IMPORTED = "office:bundle:import"
TOTALS_REBUILT = "office:totals:rebuild"
VIEW_SAVED = "office:view:save"
VIEW_CHANGED = "office:view:change"
VIEW_DELETED = "office:view:delete"
PAPER_PRINTED = "claim:paper:print"
PAPER_SAVED = "claim:paper:save"
BANK_FILE_TAKEN = "bank:file:take"
RECEIPTS_APPLIED = "bank:deposits:apply"
DEBITS_REQUESTED = "bank:debits:request"
RECORD_ADDED = "record:add"
RECORD_CHANGED = "record:change"
RECORD_REMOVED = "record:remove"
PEOPLE_MERGED = "people:merge"
PEOPLE_UNMERGED = "people:unmerge"
RECORD_TAGS = (RECORD_ADDED, RECORD_CHANGED, RECORD_REMOVED)


class AuditRecord(NamedTuple):
    """One operation: when (UTC), who, what kind, about what, with everything that was kept of it."""

    audit_no: int
    recorded_at: datetime
    actor: str
    tag: str
    subject: str
    detail: dict[str, Any]


def record(connection: Connection, tag: str, subject: str, actor: str, detail: dict[str, Any]) -> int:
    """Write who did what to what and return the number of the record, which every row written then carries."""
    result = connection.execute(
        insert(audit_records).values(
            recorded_at=datetime.now(UTC),
            actor=actor,
            tag=tag,
            subject=subject,
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
        )
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def read(connection: Connection, audit_no: int) -> AuditRecord | None:
    """Return an audit record; None when there is none of that number."""
    row = connection.execute(_select().where(audit_records.c.audit_no == audit_no)).first()
    return None if row is None else _record_of(row)


def about(connection: Connection, subject: str) -> list[AuditRecord]:
    """Return what was done to records of a claim or a person, newest first."""
    c = audit_records.c
    rows = connection.execute(_select().where(c.subject == subject).order_by(c.audit_no.desc()))
    return [_record_of(row) for row in rows]


def _select() -> Select[Any]:
    c = audit_records.c
    return select(c.audit_no, c.recorded_at, c.actor, c.tag, c.subject, c.detail)


def _record_of(row: Any) -> AuditRecord:
    return AuditRecord(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]))


def last_by(connection: Connection, day: date) -> int:
    """Return the number of the last record written by the end of that day, by the clock of this place; 0 for none."""
    end = datetime.combine(day, time.max).astimezone(UTC)
    query = select(func.max(audit_records.c.audit_no)).where(audit_records.c.recorded_at <= end)
    return connection.scalar(query) or 0
