"""The tests' own tools: databases of both kinds, and the watched log."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.conftest import LogWatch
from tests.postgres import IS_WINDOWS, PostgresServer, ServerError


def _engine(url: str) -> sa.Engine:
    return sa.create_engine(url if "://" in url else f"sqlite:///{url}", poolclass=sa.NullPool)


def test_database_of_each_kind_is_empty_and_keeps_what_is_written(empty_url: str) -> None:
    engine = _engine(empty_url)
    assert sa.inspect(engine).get_table_names() == []
    with engine.begin() as link:
        link.execute(sa.text("CREATE TABLE people (name varchar(20))"))
        link.execute(sa.text("INSERT INTO people VALUES ('佐藤'), ('榴岡')"))
    with engine.connect() as link:
        assert link.execute(sa.text("SELECT name FROM people ORDER BY name")).scalars().all() == ["佐藤", "榴岡"]


def test_copied_database_holds_the_rows_of_its_template_and_leaves_it_alone(postgres_server: PostgresServer) -> None:
    template = postgres_server.new_database()
    with _engine(template).begin() as link:
        link.execute(sa.text("CREATE TABLE numbers AS SELECT 3000000000 AS yen"))
    copy = postgres_server.new_database(template)
    with _engine(copy).begin() as link:
        assert link.execute(sa.text("DELETE FROM numbers RETURNING yen")).scalars().all() == [3_000_000_000]
    with _engine(template).connect() as link:
        assert link.execute(sa.text("SELECT count(*) FROM numbers")).scalar() == 1


def test_dropped_database_is_gone_even_while_somebody_is_connected(postgres_server: PostgresServer) -> None:
    url = postgres_server.new_database()
    with _engine(url).connect() as link:
        link.execute(sa.text("SELECT 1"))
        postgres_server.drop_database(url)
        link.invalidate()
    with pytest.raises(sa.exc.OperationalError, match="does not exist"):
        _engine(url).connect()


def test_server_leaves_nothing_behind(postgres_server: PostgresServer) -> None:
    second = PostgresServer.start(postgres_server.binaries)
    url = second.url("postgres")
    assert second.directory.exists()
    second.stop()
    assert not second.directory.exists()
    with pytest.raises(sa.exc.OperationalError):
        _engine(url).connect()


@pytest.mark.skipif(IS_WINDOWS, reason="a shell script plays the server's program")
def test_failed_start_says_why_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as place:  # tmp_path is closed to the account the server runs under
        Path(place).chmod(0o755)
        monkeypatch.setattr("tempfile.tempdir", place)
        program = Path(place, "initdb")
        program.write_text("#!/bin/sh\necho no room; exit 1\n", encoding="ascii")
        program.chmod(0o755)
        with pytest.raises(ServerError, match="initdb failed: no room"):
            PostgresServer.start(Path(place))
        assert list(Path(place).iterdir()) == [program]


def test_unannounced_warning_is_a_complaint() -> None:
    watch = LogWatch()
    record = logging.LogRecord("collections_app.storage", logging.WARNING, "", 0, "disk is full", None, None)
    assert watch.complaints() == []
    watch.handle(record)
    assert watch.complaints() == ["unexpected: WARNING collections_app.storage: disk is full"]


def test_announced_warning_is_none_unless_it_stays_away(log_watch: LogWatch) -> None:
    log_watch.expect("is full")
    assert log_watch.complaints() == ["never logged: is full"]
    logging.getLogger("collections_app.storage").warning("disk is full")
    assert log_watch.complaints() == []
