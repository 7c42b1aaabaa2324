"""Keeping a database sound: checks that prove it, a backup, a restore, the upgrade."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.problem import Problem
from collections_app.domain.progress import SILENT, Progress
from collections_app.storage import audit, backups, integrity, totals

if TYPE_CHECKING:
    from collections_app.services.office import Office


def check(office: Office, progress: Progress = SILENT) -> tuple[Problem, ...]:
    """Return what is wrong with the database; nothing means: file sound, ledger, balances and totals proven."""
    with office.database.reading() as connection:
        return tuple(integrity.findings(connection, progress))


def backup(office: Office, path: Path, progress: Progress = SILENT) -> None:
    """Write a checked copy of an SQLite database; UserError when it cannot be written or proves damaged."""
    backups.backup(office.database, path, progress)


def restore(backup_file: Path, location: str) -> Path | None:
    """Put a backup in the place of a database; return where the file that was there is kept. UserError when unsound."""
    return backups.restore(backup_file, location)


def rebuild_totals(office: Office) -> None:
    """Make the monthly totals anew from the rows, with a record of it."""
    with office.database.writing() as connection:
        audit.record(connection, audit.TOTALS_REBUILT, office.database.location, getpass.getuser(), {})
        totals.rebuild(connection)
