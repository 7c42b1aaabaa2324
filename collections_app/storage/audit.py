"""The audit trail: one record per operation, written in the same transaction as the change."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, insert, select

from collections_app.domain.records import Record, key_of, key_words, plain, subject_of
from collections_app.storage.tables import audit_records

BUNDLE_IMPORTED = "office:bundle:import"
OFFICE_NAMED = "office:name"
TOTALS_REBUILT = "office:totals:rebuild"
VIEW_SAVED = "office:view:save"
VIEW_CHANGED = "office:view:change"
VIEW_DELETED = "office:view:delete"
LAYOUT_SAVED = "office:layout:save"
LAYOUT_DELETED = "office:layout:delete"
SENTENCE_KEPT = "office:sentence:keep"
REPORT_SAVED = "office:report:save"
PAPER_PRINTED = "claim:paper:print"
PAPER_SAVED = "claim:paper:save"
MONTH_CLOSED = "office:month:close"
MONTH_REOPENED = "office:month:reopen"
YEAR_SEALED = "office:year:seal"
MONTH_REPRINTED = "office:month:reprint"
DATASET_WRITTEN = "office:dataset:write"
BANK_FILE_TAKEN = "bank:file:take"
RECEIPTS_APPLIED = "bank:deposits:apply"
DEBITS_REQUESTED = "bank:debits:request"
PAYMENTS_REPORTED = "office:payments:report"
SERVICER_FILE_TAKEN = "servicer:file:take"
RECEIPTS_ENTERED = "receipts:enter"  # typed together: of a day, over several claims, of a court's distribution
RECEIPTS_TAKEN_BACK = "receipts:take-back"
RECORD_ADDED = "record:add"
RECORD_CHANGED = "record:change"
RECORD_REMOVED = "record:remove"
PEOPLE_MERGED = "people:merge"
PEOPLE_UNMERGED = "people:unmerge"
RECORD_IMPORTED = "record:import"  # what an import changed of one row
RECORD_TAGS = (RECORD_ADDED, RECORD_CHANGED, RECORD_REMOVED, RECORD_IMPORTED)

MANY_TAGS = (
    BUNDLE_IMPORTED,
    BANK_FILE_TAKEN,
    RECEIPTS_APPLIED,
    DEBITS_REQUESTED,
    PAYMENTS_REPORTED,
    RECEIPTS_ENTERED,
    RECEIPTS_TAKEN_BACK,
)
"""Operations that write many records under one audit record."""


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
            detail=_as_text(detail),
        )
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


class RowChange(NamedTuple):
    """What an operation on many rows made of one of them."""

    table: str
    before: Record
    after: Record


def record_rows(connection: Connection, audit_no: int, changes: Sequence[RowChange]) -> None:
    """Write what the import of that audit record changed, a record for each row, so that every row has its history."""
    whole = read(connection, audit_no)
    if whole is None or not changes:
        return
    rows = []
    for table, before, after in changes:
        detail = {"table": table, "key": key_words(key_of(table, after)), "import": audit_no}
        detail |= {"before": plain(before), "after": plain(after)}
        said = {"recorded_at": whole.recorded_at, "actor": whole.actor, "tag": RECORD_IMPORTED}
        rows.append({**said, "subject": subject_of(table, after), "detail": _as_text(detail)})
    connection.execute(insert(audit_records), rows)


def _as_text(detail: dict[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=False, sort_keys=True)


def read(connection: Connection, audit_no: int) -> AuditRecord | None:
    """Return an audit record; None when there is none of that number."""
    row = connection.execute(selecting().where(audit_records.c.audit_no == audit_no)).first()
    return None if row is None else record_of(row)


def selecting() -> Select[Any]:
    """Return the query that `record_of` understands the rows of."""
    c = audit_records.c
    return select(c.audit_no, c.recorded_at, c.actor, c.tag, c.subject, c.detail)


def record_of(row: Any) -> AuditRecord:
    """Return the audit record of a row; its moment is in UTC, which SQLite does not say."""
    moment = row[1] if row[1].tzinfo is not None else row[1].replace(tzinfo=UTC)
    return AuditRecord(row[0], moment, row[2], row[3], row[4], json.loads(row[5]))


def after(connection: Connection, audit_no: int, tags: Collection[str]) -> Iterator[AuditRecord]:
    """Yield the records of these kinds written after that one, the newest first."""
    c = audit_records.c
    query = selecting().where(c.audit_no > audit_no, c.tag.in_(sorted(tags))).order_by(c.audit_no.desc())
    for row in connection.execute(query):
        yield record_of(row)


def last(connection: Connection) -> int:
    """Return the number of the last record; 0 when there is none."""
    return connection.scalar(select(func.max(audit_records.c.audit_no))) or 0


def newest(connection: Connection, subject: str, tag: str) -> AuditRecord | None:
    """Return the last operation of a kind about a subject; None when there was none."""
    c = audit_records.c
    query = select(c.audit_no).where(c.subject == subject, c.tag == tag).order_by(c.audit_no.desc()).limit(1)
    number = connection.scalar(query)
    return None if number is None else read(connection, number)


def last_by(connection: Connection, day: date) -> int:
    """Return the number of the last record written by the end of that day, by the clock of this place; 0 for none."""
    end = datetime.combine(day, time.max).astimezone(UTC)
    query = select(func.max(audit_records.c.audit_no)).where(audit_records.c.recorded_at <= end)
    return connection.scalar(query) or 0
