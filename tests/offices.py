"""New offices for the tests: copies of one that was migrated once, since migrations cost more than most tests do."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from collections_app.services.office import open_office


@cache
def _migrated() -> bytes:
    """Return the SQLite file of an office of the newest structure that holds nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "new.sqlite3")
        open_office(str(path)).close()
        assert [other for other in Path(folder).iterdir() if other != path and other.stat().st_size] == []  # no journal
        return path.read_bytes()


def lay_new_office(path: str | Path) -> None:
    """Lay the file of a new office at a path with nothing there."""
    with Path(path).open("xb") as file:
        file.write(_migrated())
