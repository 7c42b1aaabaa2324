"""A program that ends as in a crash and is started again, over the same database and settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_app.ui import look
from collections_app.ui.desk import Desk
from collections_app.ui.drafts import keeper
from collections_app.ui.settings import Settings
from collections_app.ui.window import make_shell
from tests.storage.making import Rows, a_claim, base, make_office
from tests.ui.shell_fixtures import wait_idle
from tests.ui.test_contact_entry import Hands

Program = SimpleNamespace


@pytest.fixture
def first_rows() -> Rows:
    """Give what the database holds at first; a module may give another."""
    ties = [{"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor"}]
    return base() | {"claims": [a_claim("K1"), a_claim("K2")], "claim_parties": ties}


@pytest.fixture
def start(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first_rows: Rows
) -> Iterator[Callable[[], Program]]:
    """Give what starts the program again over the same database and settings; `end` is what a crash leaves."""
    monkeypatch.setattr(keeper, "PAUSE_MS", 10)
    look.theme().apply(qapp, dark=False)
    location = str(tmp_path / "claims.sqlite3")
    make_office(location, first_rows).close()
    running: list[Hands] = []

    def end() -> None:
        hands = running.pop()
        hands.shell.context.jobs.shutdown()
        hands.shell.context.drafts.close()
        hands.shell.context.desk.close()
        hands.shell.hide()

    def begin() -> Program:
        shell = make_shell(
            Desk(location), Settings(path=tmp_path / "settings.toml", staff_no="S1", start_page="summary")
        )
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        with qtbot.waitActive(shell):
            shell.show()
            shell.activateWindow()
        wait_idle(qtbot, shell)
        hands = Hands(qtbot, shell)
        running.append(hands)
        return SimpleNamespace(hands=hands, end=end, files=lambda: drafts_of(tmp_path), folder=tmp_path / "drafts")

    yield begin
    while running:
        end()


def drafts_of(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted((folder / "drafts").glob("*.json")):
        with suppress(FileNotFoundError):  # dropped by the program just now
            found += json.loads(path.read_text(encoding="utf-8"))["drafts"]
    return found


def wait_for(program: Program, count: int) -> None:
    program.hands.qtbot.waitUntil(lambda: len(program.files()) == count)


def wait_for_text(program: Program, text: str) -> None:
    """Wait until the one draft holds what was typed last: earlier fields are kept in a file of their own moment."""
    program.hands.qtbot.waitUntil(lambda: [text in one["texts"].values() for one in program.files()] == [True])
