"""The audit trail: one record per operation, written in the same transaction as the change."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from collections_app.storage.tables import audit_records

BUNDLE_IMPORTED = "office:bundle:import"
TOTALS_REBUILT = "office:totals:rebuild"
CONTACT_RECORDED = "claim:contact:record"
CONTACT_CORRECTED = "claim:contact:correct"


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
