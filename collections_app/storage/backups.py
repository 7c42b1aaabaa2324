"""Backups of an SQLite database: made by SQLite itself, checked, and only then put in their place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from collections_app.domain.errors import DatabaseError
from collections_app.domain.progress import Progress
from collections_app.storage.database import APPLICATION_ID, Database, url_of

_PAGES = 2_000  # pages copied between two looks at whether the user wants to stop


def backup(database: Database, path: Path, progress: Progress) -> None:
    """Write a copy of the database to `path`: whole, checked and on the disk, or not at all.

    DatabaseError for PostgreSQL, which has its own tools, and when the copy cannot be written or proves damaged.
    """
    if not database.is_sqlite:
        raise DatabaseError(
            "PostgreSQLのバックアップはサーバーの pg_dump で取ってください。受渡データの書出しは、ここでもできます。"
        )
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        _copy(Path(database.location), unfinished, progress)
        _refuse_damaged(unfinished)
        _to_disk(unfinished)
        unfinished.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(
            f"「{path}」にバックアップを書けません（{error}）。場所と空きを確かめてください。前のバックアップはそのままです。"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(backup_file: Path, location: str) -> Path | None:
    """Put a sound backup in the place of a database; return where the replaced file was kept, if there was one.

    DatabaseError when the backup is damaged or not ours, or the place is not an SQLite file. The database must be
    closed.
    """
    url = url_of(location)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise DatabaseError("戻せるのはSQLiteのデータベースだけです。ファイルの場所を指定してください。")
    if not backup_file.is_file():
        raise DatabaseError(f"バックアップ「{backup_file}」がありません。場所を確かめてください。")
    _refuse_damaged(backup_file)
    target = Path(url.database)
    kept = None
    try:
        arriving = target.with_name(f"{target.name}.arriving")
        shutil.copyfile(backup_file, arriving)
        _to_disk(arriving)
        if target.exists():
            kept = _kept_name(target)
            target.replace(kept)
            for suffix in ("-wal", "-shm", "-journal"):  # what is not in the file yet belongs to the file
                with suppress(FileNotFoundError):
                    Path(f"{target}{suffix}").replace(f"{kept}{suffix}")
        arriving.replace(target)
    except OSError as error:
        raise DatabaseError(f"「{target}」に戻せません（{error}）。場所と権限を確かめてください。") from error
    return kept


def _kept_name(target: Path) -> Path:
    name = f"{target.name}.{datetime.now():%Y%m%d-%H%M%S}"  # noqa: DTZ005 - a name for people
    names = (target.with_name(f"{name}{f'-{number}' if number else ''}.old") for number in count())
    return next(path for path in names if not path.exists())


def _copy(source: Path, target: Path, progress: Progress) -> None:
    def watch(_status: int, remaining: int, total: int) -> None:
        progress.step("バックアップしています", total - remaining, total)

    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
        reader.backup(writer, pages=_PAGES, progress=watch)


def _refuse_damaged(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            owner = connection.execute("PRAGMA application_id").fetchone()[0]
            state = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise DatabaseError(f"「{path}」はデータベースとして読めません。別のバックアップを使ってください。") from error
    if owner != APPLICATION_ID:
        raise DatabaseError(f"「{path}」は求償権管理のデータベースではありません。別のファイルを指定してください。")
    if state != "ok":
        raise DatabaseError(f"「{path}」は傷んでいます（{state}）。別のバックアップを使ってください。")


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
