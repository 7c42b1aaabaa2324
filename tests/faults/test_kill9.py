"""An import that is killed at any moment has happened wholly or not at all, and the next start needs no repair."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from collections_app.services.maintenance import check
from collections_app.services.office import open_office
from collections_app.storage.tables import BUNDLE
from tests.exchange.samples import sample, write_folder

KILLS = 12
COPIES = 60  # of the sample, so that the import takes long enough to be hit everywhere

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")

SABOTAGED = """
import sys
from collections_app.storage import intake
whole = intake.Intake.write_rows
def halfway(self):
    whole(self)
    self._connection.exec_driver_sql("COMMIT")  # what must never be: rows without their books
    self._connection.exec_driver_sql("BEGIN IMMEDIATE")
intake.Intake.write_rows = halfway
"""
IMPORT = "from collections_app.app import main\nraise SystemExit(main(sys.argv[1:]))\n"


@pytest.fixture(scope="module")
def large_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = sample()
    many: dict[str, list[dict[str, str]]] = {"staff": rows["staff"]}
    keys = {"party_no", "claim_no", "debtor_no", "receipt_no", "reverses", "cost_no", "waiver_no", "payer_no"}
    for name in ("parties", "claims", "receipts", "costs", "waivers"):
        many[name] = [
            {column: f"{value}-{n}" if column in keys and value else value for column, value in row.items()}
            | ({"action_no": ""} if name == "costs" else {})
            for n in range(COPIES)
            for row in rows.get(name, [])
        ]
    return write_folder(tmp_path_factory.mktemp("large") / "bundle", many)


def _run(program: str, bundle: Path, database: Path, kill_after: float | None) -> int:
    words = [sys.executable, "-c", program, "import", str(bundle), "--db", str(database)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if kill_after is not None:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    return process.wait()


def _state(database: Path) -> tuple[int, int]:
    """Return how many receipts there are and how many findings the checks have."""
    office = open_office(str(database))
    try:
        with office.database.reading() as connection:
            receipts = connection.scalar(select(func.count()).select_from(BUNDLE["receipts"])) or 0
        return receipts, len(check(office))
    finally:
        office.close()


def test_a_killed_import_leaves_all_or_nothing(tmp_path: Path, large_bundle: Path) -> None:
    template = tmp_path / "template.sqlite3"
    open_office(str(template)).close()
    began = time.monotonic()
    whole = tmp_path / "whole.sqlite3"
    shutil.copy(template, whole)
    assert _run("import sys\n" + IMPORT, large_bundle, whole, None) == 0
    takes = time.monotonic() - began
    everything, findings = _state(whole)
    assert everything
    assert findings == 0
    moments = random.Random(20_250_331)
    for n in range(KILLS):
        database = tmp_path / f"killed{n}.sqlite3"
        shutil.copy(template, database)
        _run("import sys\n" + IMPORT, large_bundle, database, takes * moments.uniform(0.35, 1.0))
        receipts, findings = _state(database)
        assert receipts in (0, everything)
        assert findings == 0


def test_the_checks_would_notice_half_an_import(tmp_path: Path, large_bundle: Path) -> None:
    """Control: a program that commits too early is caught by the same look."""
    database = tmp_path / "half.sqlite3"
    open_office(str(database)).close()
    stops = SABOTAGED + "intake.Intake.derive = lambda self: __import__('os')._exit(9)\n"
    assert _run(stops + IMPORT, large_bundle, database, None) == 9
    receipts, findings = _state(database)
    assert receipts
    assert findings
