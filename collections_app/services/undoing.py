"""Ctrl+Z: the change of an audit record taken back, by whatever kind of change it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.services.merging import undo_merge
from collections_app.services.receipts import take_back
from collections_app.services.records import undo_record, undo_records
from collections_app.storage import audit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.services.changes import Changes
    from collections_app.services.office import Office


def undo(office: Office, audit_no: int) -> Changes:
    """Take back the change of an audit record; UserError when it cannot be taken back any more, or never could."""
    with office.database.reading() as connection:
        found = audit.read(connection, audit_no)
    if found is not None and found.tag == audit.PEOPLE_MERGED:
        return undo_merge(office, audit_no)
    if found is not None and found.tag == audit.RECEIPTS_ENTERED:
        return take_back(office, audit_no)
    return undo_record(office, audit_no)


def undo_all(office: Office, audit_nos: Sequence[int]) -> list[Changes]:
    """Take back changes that were made together, all of them or none; a merge of people is always one by itself."""
    if len(audit_nos) == 1:
        return [undo(office, audit_nos[0])]
    return undo_records(office, audit_nos)
