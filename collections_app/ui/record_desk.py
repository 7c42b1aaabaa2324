"""The part of the desk about what became of records, and the files kept with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.attaching import AttachedFile
    from collections_app.domain.history import ConflictView, History
    from collections_app.domain.records import Record, RecordRef, SaveRecord
    from collections_app.services.changes import Changes


class RecordDesk(OpenOffice):
    """What is asked about a record beside entering it."""

    def conflict(self, command: SaveRecord) -> ConflictView:
        """Return what the person and somebody else made of a record."""
        from collections_app.services.history import conflict

        return conflict(self.office, command)

    def record_history(self, ref: RecordRef) -> History:
        """Return what became of a record."""
        from collections_app.services.history import record_history

        return record_history(self.office, ref)

    def claim_history(self, claim_no: str, below: int = 0) -> History:
        """Return what became of the records of a claim, those below an audit number."""
        from collections_app.services.history import claim_history

        return claim_history(self.office, claim_no, below)

    def attach(self, path: Path, given: Record) -> Changes:
        """Keep a file with a claim or a person."""
        from collections_app.services.attachments import attach

        return attach(self.office, path, given)

    def attached_file(self, number: str) -> AttachedFile:
        """Return an attachment with its content."""
        from collections_app.services.attachments import attached_file

        return attached_file(self.office, number)

    def save_attached(self, number: str, path: Path) -> Path:
        """Write an attachment to a path."""
        from collections_app.services.attachments import save_attached

        return save_attached(self.office, number, path)
