"""The audit trail: one record per operation, written in the same transaction as the change."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, func, insert, select

from collections_app.storage.tables import audit_records

BUNDLE_IMPORTED = "office:bundle:import"
TOTALS_REBUILT = "office:totals:rebuild"
CONTACT_RECORDED = "claim:contact:record"
CONTACT_CORRECTED = "claim:contact:correct"
VIEW_SAVED = "office:view:save"
VIEW_CHANGED = "office:view:change"
VIEW_DELETED = "office:view:delete"


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


def last_by(connection: Connection, day: date) -> int:
    """Return the number of the last record written by the end of that day, by the clock of this place; 0 for none."""
    end = datetime.combine(day, time.max).astimezone(UTC)
    query = select(func.max(audit_records.c.audit_no)).where(audit_records.c.recorded_at <= end)
    return connection.scalar(query) or 0
