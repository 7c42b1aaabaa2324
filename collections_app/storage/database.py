"""The one door to a database: an SQLite file (the default) or PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection as Connection  # noqa: PLC0414 - services name it without knowing SQL
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from collections_app.domain.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

APPLICATION_ID = 0x4B59534B  # "KYSK": tells a database of ours from any other SQLite file
BUSY_TIMEOUT_MS = 10_000
_SWEEP_CACHE = -4_096  # KiB of pages
_WRITER_LOCK = 0x4B59534B  # PostgreSQL's advisory lock that lets one writer in at a time

# WAL loses commits of concurrent connections in older libraries (the WAL-reset bug); those get a rollback journal.
_WAL_IS_SOUND = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

_OLD_LIBRARY = (
    "SQLite {} にはWALの不具合があるため、確実な記録方式（TRUNCATE）で動いています。"
    "3.51.3以後のSQLiteを含む版に替えると、書込み中の閲覧が速くなります。"
)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. `reading()` and `writing()` are the only ways in; close it when done."""

    engine: Engine
    location: str
    notices: tuple[str, ...] = ()

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded engine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection inside one consistent read; nothing it does is kept."""
        reader = self.engine
        if not self.is_sqlite:  # there every statement would see its own moment
            reader = reader.execution_options(isolation_level="REPEATABLE READ")
        with _known_errors(self.location), reader.connect() as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def sweeping(self) -> Iterator[Connection]:
        """Yield a reading connection that keeps few pages: for work that reads every row once."""
        with self.reading() as connection:
            if not self.is_sqlite:
                yield connection
                return
            kept = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
            connection.exec_driver_sql(f"PRAGMA cache_size = {_SWEEP_CACHE}")
            try:
                yield connection
            finally:
                connection.exec_driver_sql(f"PRAGMA cache_size = {int(kept)}")

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[Connection]:
        """Yield a connection inside the one write transaction; committed at the end, rolled back on any error.

        With `keep` False it is rolled back in any case: a trial.
        """
        writer = self.engine.execution_options(writes=True)
        with _known_errors(self.location), writer.connect() as connection, connection.begin() as transaction:
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
            yield connection
            if not keep:
                transaction.rollback()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_database(location: str | Path) -> Database:
    """Return the database at a path or URL, its settings read back; DatabaseError when it cannot be used."""
    url = url_of(location)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return _open_postgresql(url)


def url_of(location: str | Path) -> URL:
    """Return the SQLAlchemy URL of a path or URL; DatabaseError for an engine we do not know."""
    text = str(location)
    if "://" not in text:
        return URL.create("sqlite+pysqlite", database=str(Path(text).expanduser()))
    url = make_url(text)
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite+pysqlite")
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise DatabaseError(
        f"「{url.get_backend_name()}」には接続できません。SQLiteのファイルか postgresql:// のURLを指定してください。"
    )


def is_there(location: str | Path) -> bool:
    """True when an SQLite file is there; of a server it is known only when it is asked."""
    url = url_of(location)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def library_is_sound(version: tuple[int, ...]) -> bool:
    """True when that SQLite library has the fix of the WAL-reset bug (3.51.3, 3.50.7, 3.44.6 and later of each)."""
    if version >= _WAL_IS_SOUND[0]:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_IS_SOUND)


def _open_sqlite(url: URL) -> Database:
    path = Path(url.database or "")
    if not path.parent.is_dir():
        raise DatabaseError(f"フォルダー「{path.parent}」がありません。場所を確かめてください。")
    if path.is_dir():
        raise DatabaseError(f"「{path}」はフォルダーです。データベースのファイルを指定してください。")
    settings = _settings(sqlite3.sqlite_version_info)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _configure(raw: DBAPIConnection, _record: object) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves: the driver would begin too late
        for name, value in settings.items():
            raw.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    database = Database(engine, str(path), _notices(settings))
    _read_back(database, settings)
    return database


def _settings(version: tuple[int, ...]) -> dict[str, Any]:
    return {
        "busy_timeout": BUSY_TIMEOUT_MS,
        "journal_mode": "WAL" if library_is_sound(version) else "TRUNCATE",
        "synchronous": 2,  # FULL: with NORMAL a power cut loses acknowledged work
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "cache_size": -65_536,  # 64 MiB: an import does not spill, so readers are not shut out before its commit
        "temp_store": 2,
    }


def _notices(settings: dict[str, Any]) -> tuple[str, ...]:
    if settings["journal_mode"] == "WAL":
        return ()
    return (_OLD_LIBRARY.format(sqlite3.sqlite_version),)


def _read_back(database: Database, settings: dict[str, Any]) -> None:
    """Refuse a database whose settings did not take, or that is not ours."""
    try:
        with database.reading() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in settings}
            owner = connection.exec_driver_sql("PRAGMA application_id").scalar()
            tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        _refuse_foreign(database.location, is_foreign=bool(tables) and owner != APPLICATION_ID)
        _compare(found, settings)
    except DBAPIError as error:
        database.close()
        raise DatabaseError(
            f"「{database.location}」はデータベースとして開けません。別のファイルを指定してください。"
        ) from error
    except DatabaseError:
        database.close()
        raise


def _refuse_foreign(location: str, *, is_foreign: bool) -> None:
    if is_foreign:
        raise DatabaseError(f"「{location}」は求償権管理のデータベースではありません。別のファイルを指定してください。")


def _compare(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        if str(found[name]).lower() != str(value).lower():
            raise DatabaseError(
                f"データベースの設定「{name}」が「{found[name]}」のままで「{value}」になりません。"
                "ネットワーク上のドライブや読取専用の場所を避けて、手元のディスクに置いてください。"
            )


def _open_postgresql(url: URL) -> Database:
    engine = create_engine(url, pool_pre_ping=True)
    shown = url.render_as_string(hide_password=True)
    database = Database(engine, shown)
    try:
        with database.reading() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    except DatabaseError:
        database.close()
        raise
    if encoding != "UTF8":
        database.close()
        raise DatabaseError(f"「{shown}」の文字コードが {encoding} です。UTF8のデータベースを作り直してください。")
    return database


@contextmanager
def _known_errors(location: str) -> Iterator[None]:
    """Turn what a user can act on into a sentence; everything else stays the bug it is."""
    try:
        yield
    except OperationalError as error:
        text = str(error.orig).lower()
        if "locked" in text:
            raise DatabaseError("ほかの人が書き込んでいます。少し待ってから、もう一度試してください。") from error
        if "full" in text:
            raise DatabaseError("ディスクの空きがありません。空きを作ってから、もう一度試してください。") from error
        if "readonly" in text or "unable to open" in text:
            raise DatabaseError(
                f"「{location}」に書き込めません。フォルダーの権限と場所を確かめてください。"
            ) from error
        if "connection" in text or "could not translate" in text or "server" in text:
            raise DatabaseError(
                f"「{location}」のデータベースにつながりません。サーバーとネットワークを確かめてください。"
            ) from error
        raise
