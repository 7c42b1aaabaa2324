"""The demonstration database: a year's report of a corporation, from synthetic cases of fictional people."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from collections_app.domain.errors import DatabaseError
from collections_app.domain.progress import SILENT, Progress
from collections_app.services.office import open_office
from collections_app.services.transfers import import_bundle


def make_demo(location: str, progress: Progress = SILENT) -> None:
    """Create the demonstration database at a path or URL; DatabaseError when there is something already."""
    if "://" not in location:
        path = Path(location)
        if path.exists() and path.stat().st_size:
            raise DatabaseError(f"「{location}」はすでにあります。別の名前を指定してください。")
        path.parent.mkdir(parents=True, exist_ok=True)
    office = open_office(location)
    try:
        if office.state().claim_count:
            raise DatabaseError("このデータベースには求償権があります。空のデータベースを指定してください。")
        with as_file(files("collections_app.resources") / "demo" / "demonstration.zip") as bundle:
            import_bundle(office, bundle, progress=progress)
    finally:
        office.close()
