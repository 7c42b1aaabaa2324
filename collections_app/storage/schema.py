"""Bringing a database to the newest structure, and the triggers that keep the ledger append-only."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from collections_app.domain.errors import DatabaseError
from collections_app.domain.progress import SILENT
from collections_app.storage.backups import backup
from collections_app.storage.database import APPLICATION_ID, Database
from collections_app.storage.dataset import create_views, drop_views
from collections_app.storage.searchable import index_anew
from collections_app.storage.tables import APPEND_ONLY

HEAD = "0009_pairs"  # the newest revision; a test compares it with the scripts


def upgrade(database: Database) -> None:
    """Bring the database to the newest revision, in one transaction, an SQLite file after it was copied.

    DatabaseError when it is newer than we are.
    """
    current = revision_of(database)
    if current == HEAD:  # the usual start: alembic is not even imported
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    with as_file(files("collections_app.db") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if current is not None and current not in known:
            raise DatabaseError(
                "このデータベースは新しい版の求償権管理で作られています。プログラムを新しくしてから開いてください。"
            )
        if current is not None and database.is_sqlite:
            backup(database, copy_before_upgrade(database.location, current), SILENT)
        with database.writing() as connection:
            drop_views(connection)  # a table that a view reads could not be written anew
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            index_anew(connection)
            create_triggers(connection)
            create_views(connection)
            if database.is_sqlite:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def copy_before_upgrade(location: str, revision: str) -> Path:
    """Return where the copy of an SQLite database is kept that is made before it is brought to a newer structure."""
    return Path(f"{location}.{revision}.backup")


def revision_of(database: Database) -> str | None:
    """Return the revision a database is at; None when nothing was created in it yet."""
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def create_triggers(connection: Connection) -> None:
    """Create the triggers that refuse UPDATE and DELETE on append-only tables, where they are missing."""
    if connection.dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        connection.exec_driver_sql(
            f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION refuse_change()"
        )
