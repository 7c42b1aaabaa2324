"""Files kept with a claim or a person: taken in, handed out, and moved with a bundle."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.attaching import AttachedFile, safe_name
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.records import SaveRecord
from collections_app.exchange.attached import media_type_of, read_attached, sha256_of
from collections_app.exchange.target import whole_file
from collections_app.services.records import save_in
from collections_app.storage import attachments as storage
from collections_app.storage import records

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.records import Record
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office


def attach(office: Office, path: Path, given: Record) -> Changes:
    """Keep the file at a path with the claim or person `given` names; the same content is kept once.

    UserError when the file is too large, of a kind that is not kept, or not what its ending says.
    """
    file = read_attached(path)
    row = {
        **given,
        "file_name": file.name,
        "media_type": file.media_type,
        "size": len(file.content),
        "sha256": file.sha256,
        "added_on": date.today(),  # noqa: DTZ011  (the office's own calendar day)
    }
    with office.database.writing() as connection:
        storage.keep(connection, file.sha256, file.content)
        return save_in(connection, SaveRecord("attachments", row))


def attached_file(office: Office, number: str) -> AttachedFile:
    """Return an attachment with its content, checked against its hash and judged again.

    NotFoundError when it or its content is not there, UserError when the content is another or could do harm.
    """
    with office.database.reading() as connection:
        row = records.read(connection, "attachments", (number,))
        content = None if row is None else storage.content(connection, row["sha256"])
    if row is None:
        raise NotFoundError(f"添付「{number}」はありません。読み直してください。")
    name = safe_name(row["file_name"])
    if content is None:
        raise NotFoundError(f"「{name}」の中身がデータベースにありません。元のファイルをもう一度添付してください。")
    if sha256_of(content) != row["sha256"]:
        raise UserError(f"「{name}」の中身が登録時と違います。「管理」の整合性の点検をしてください。")
    media_type_of(name, content)
    return AttachedFile(name, content)


def save_attached(office: Office, number: str, path: Path) -> Path:
    """Write an attachment to a path, whole or not at all; return the path."""
    file = attached_file(office, number)
    with whole_file(path) as part:
        part.write_bytes(file.content)
    return path
