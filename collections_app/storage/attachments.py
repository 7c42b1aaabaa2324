"""Contents of attachments, kept once under their SHA-256; the rows that name them are records like any other."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, func, select

from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE, attachment_contents

_rows, _kept = BUNDLE["attachments"].c, attachment_contents.c


def keep(connection: Connection, sha256: str, content: bytes) -> None:
    """Keep a content; one that is there already is not kept twice."""
    if sha256 not in known(connection, {sha256}):
        connection.execute(attachment_contents.insert().values(sha256=sha256, content=content))


def known(connection: Connection, hashes: Collection[str]) -> set[str]:
    """Return those of the hashes whose content is kept."""
    found: set[str] = set()
    for chunk in in_chunks(sorted(hashes)):
        found.update(connection.scalars(select(_kept.sha256).where(_kept.sha256.in_(chunk))))
    return found


def content(connection: Connection, sha256: str) -> bytes | None:
    """Return a content; None when it is not kept."""
    found = connection.scalar(select(_kept.content).where(_kept.sha256 == sha256))
    return None if found is None else bytes(found)


def used(connection: Connection) -> dict[str, int]:
    """Return size by hash of the contents that attachments of today name, by hash; what was taken out stays inside."""
    query = select(_kept.sha256, func.length(_kept.content)).where(_kept.sha256.in_(select(_rows.sha256)))
    return dict(sorted((sha256, size) for sha256, size in connection.execute(query)))


def contents(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Yield every content with its hash."""
    for sha256 in connection.scalars(select(_kept.sha256).order_by(_kept.sha256)).all():
        found = content(connection, sha256)
        if found is not None:
            yield sha256, found


def without_content(connection: Connection) -> list[tuple[str, str]]:
    """Return number and file name of the attachments whose content is not kept."""
    missing = _rows.sha256.not_in(select(_kept.sha256))
    query = select(_rows.attachment_no, _rows.file_name).where(missing).order_by(_rows.attachment_no)
    return [(number, name) for number, name in connection.execute(query)]
