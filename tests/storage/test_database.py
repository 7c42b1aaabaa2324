"""Opening databases: settings read back, one writer at a time, structure that cannot drift, strangers refused."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from collections_app.domain.errors import DatabaseError
from collections_app.domain.progress import SILENT
from collections_app.storage import audit, backups
from collections_app.storage.database import APPLICATION_ID, Database, library_is_sound, open_database, url_of
from collections_app.storage.schema import HEAD, copy_before_upgrade, upgrade
from collections_app.storage.tables import APPEND_ONLY, BUNDLE, metadata
from tests.postgres import PostgresServer


def _ready(url: str) -> Database:
    database = open_database(url)
    upgrade(database)
    return database


def test_models_and_migrations_agree(empty_url: str) -> None:
    database = _ready(empty_url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [change for change in compare_metadata(context, metadata) if "search_grams" not in str(change)]
    database.close()
    assert found == []


def test_the_newest_revision_is_the_one_the_program_expects() -> None:
    with as_file(files("collections_app.db") / "migrations") as folder:
        assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_every_constraint_has_a_name() -> None:
    for table in metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, table.name


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    database = _ready(empty_url)
    upgrade(database)
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    database.close()


def test_an_older_database_is_brought_up_with_all_its_rows_and_copied_before(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "db.sqlite3"))
    with as_file(files("collections_app.db") / "migrations") as folder, database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001_first")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        columns = "(recorded_at, actor, tag, subject, detail)"
        connection.execute(text(f"INSERT INTO audit_records {columns} VALUES ('2025-01-01', 'a', 'b', 'c', '{{}}')"))
    upgrade(database)
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_records")) == 1
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    database.close()
    with closing(sqlite3.connect(copy_before_upgrade(database.location, "0001_first"))) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001_first",)


def test_a_table_written_anew_keeps_its_rows_and_loses_its_check(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "db.sqlite3"))
    columns = "(claim_no, servicer, month, gross, cost, net, audit_no)"
    with as_file(files("collections_app.db") / "migrations") as folder, database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "0003_money")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = 1")
        connection.exec_driver_sql("INSERT INTO audit_records VALUES (1, '2025-01-01', 'a', 'b', 'c', '{}')")
        connection.exec_driver_sql("INSERT INTO staff VALUES ('S1', 'x', 'y', 'staff', NULL, 1)")
        claim = "(claim_no, debtor_no, subrogated_on, principal, interest, damages_rate, day_basis, allocation_order,"
        claim += " section, staff_no, audit_no)"
        connection.exec_driver_sql(
            "INSERT INTO parties (party_no, kind, name, status, audit_no) VALUES ('P1', 'individual', 'x', 'active', 1)"
        )
        connection.exec_driver_sql(
            f"INSERT INTO claims {claim} VALUES "
            "('K1', 'P1', '2024-01-01', 1, 0, '14', '365', 'principal-first', 'y', 'S1', 1)"
        )
        row = "('K1', 'S', '2025-01-01', {}, 1, 9, 1)"
        connection.exec_driver_sql(f"INSERT INTO servicer_reports {columns} VALUES {row.format(10)}")
        command.upgrade(config, "head")
        kept = connection.exec_driver_sql("SELECT claim_no, gross, net, reason FROM servicer_reports").all()
        assert [tuple(one) for one in kept] == [("K1", 10, 9, None)]
        less = row.format(-10).replace("2025-01", "2025-02")
        connection.exec_driver_sql(f"INSERT INTO servicer_reports {columns} VALUES {less}")
    database.close()


def test_a_newer_database_is_refused_in_words(empty_url: str) -> None:
    database = _ready(empty_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    with pytest.raises(DatabaseError, match="新しい版"):
        upgrade(database)
    database.close()


def test_append_only_tables_have_their_triggers(tmp_path: Path) -> None:
    database = _ready(str(tmp_path / "db.sqlite3"))
    with database.reading() as connection:
        names = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    database.close()
    assert names == {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")}


def test_the_settings_of_every_connection_are_those_that_lose_nothing(tmp_path: Path) -> None:
    database = _ready(str(tmp_path / "db.sqlite3"))
    wanted = {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "secure_delete": 1, "trusted_schema": 0}
    with database.reading() as one, database.reading() as other:
        for connection in (one, other):
            for name, value in wanted.items():
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
            assert mode == ("wal" if library_is_sound(sqlite3.sqlite_version_info) else "truncate")
    assert bool(database.notices) is (mode == "truncate")
    database.close()


@pytest.mark.parametrize(
    ("version", "sound"),
    [((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 50, 4), False), ((3, 50, 7), True),
     ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 1), True)],
)  # fmt: skip
def test_libraries_with_the_wal_bug_are_known(version: tuple[int, ...], *, sound: bool) -> None:
    assert library_is_sound(version) is sound


def test_what_is_rolled_back_leaves_nothing(empty_url: str) -> None:
    database = _ready(empty_url)

    def write(*, keep: bool, fails: bool = False) -> None:
        with database.writing(keep=keep) as connection:
            audit.record(connection, audit.BUNDLE_IMPORTED, "x", "y", {})
            if fails:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(keep=True, fails=True)
    write(keep=False)
    write(keep=True)
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_records")) == 1
    database.close()


def test_read_compute_write_loses_no_update(empty_url: str) -> None:
    """Writers that read, compute and write back, at the same time: every one of them counts."""
    database = _ready(empty_url)
    staff = BUNDLE["staff"]
    with database.writing() as connection:
        number = audit.record(connection, audit.BUNDLE_IMPORTED, "x", "y", {})
        connection.execute(
            staff.insert().values(staff_no="S1", name="0", section="一課", role="staff", audit_no=number)
        )

    def add(times: int) -> None:
        for _ in range(times):
            with database.writing() as connection:
                name = connection.scalar(select(staff.c.name))
                connection.execute(staff.update().values(name=str(int(name or 0) + 1)))

    threads = [threading.Thread(target=add, args=(25,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.scalar(select(staff.c.name)) == "100"
    database.close()


def test_a_read_on_a_server_sees_one_moment(postgres_server: PostgresServer) -> None:
    database = _ready(postgres_server.new_database())
    count = text("SELECT count(*) FROM audit_records")
    with database.reading() as connection:
        assert connection.scalar(count) == 0
        with database.writing() as writer:
            audit.record(writer, audit.BUNDLE_IMPORTED, "x", "y", {})
        assert connection.scalar(count) == 0
    with database.reading() as connection:
        assert connection.scalar(count) == 1
    database.close()


def test_programs_that_start_together_make_one_database(empty_url: str) -> None:
    failed: list[BaseException] = []

    def start() -> None:
        try:
            _ready(empty_url).close()
        except BaseException as error:  # noqa: BLE001 - whatever a thread meets is looked at below
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_what_a_restore_replaces_is_kept_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    path, kept = tmp_path / "db.sqlite3", tmp_path / "kept.sqlite3"
    database = _ready(str(path))
    backups.backup(database, kept, SILENT)
    database.close()
    Path(f"{path}-wal").write_bytes(b"not in the file yet")
    first = backups.restore(kept, str(path))
    second = backups.restore(kept, str(path))
    assert first is not None
    assert second is not None
    assert first != second
    assert Path(f"{first}-wal").read_bytes() == b"not in the file yet"
    assert not Path(f"{path}-wal").exists()
    assert first.exists()


def test_a_stranger_s_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(DatabaseError, match="求償権管理のデータベースではありません"):
        open_database(path)


def test_passwords_are_not_shown() -> None:
    with pytest.raises(DatabaseError) as caught:
        open_database("postgresql://someone:secret@127.0.0.1:1/nothing")
    assert "secret" not in str(caught.value)
    assert url_of("postgresql://h/d").drivername == "postgresql+psycopg"
