"""`bank-file` as a program that calls it sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from collections_app.app import main
from collections_app.exchange.zengin.layouts import TRANSFERS
from tests.cli.test_commands import Terminal, terminal
from tests.exchange.zengin_files import deposits
from tests.services.test_bank_files import LINES

__all__ = ["terminal"]


@pytest.fixture
def empty(tmp_path: Path) -> str:
    location = str(tmp_path / "claims.sqlite3")
    assert main(["migrate", "--db", location]) == 0
    return location


def test_a_file_is_looked_at_taken_in_and_known_again(terminal: Terminal, empty: str, tmp_path: Path) -> None:
    path = tmp_path / "bank.txt"
    path.write_bytes(deposits(TRANSFERS, LINES).bytes_with())
    assert "5件　161,234円　まだ登録していません。" in terminal.run("bank-file", str(path), "--dry-run", "--db", empty)
    assert terminal.run("bank-file", str(path), "--db", empty) == "bank.txt: 入金明細 5件を登録しました。\n"
    assert "取込済みです。何も登録しません。" in terminal.run("bank-file", str(path), "--db", empty)
    longer = tmp_path / "longer.txt"
    longer.write_bytes(deposits(TRANSFERS, [*LINES, LINES[0]]).bytes_with())
    assert "同じ日・金額・名義の明細が「bank.txt」から登録されています" in terminal.fail(
        "bank-file", str(longer), "--db", empty
    )
    out = terminal.run("bank-file", str(longer), "--overlaps", "skip", "--db", empty)
    assert out == "longer.txt: 入金明細 1件を登録しました。\n"


@pytest.mark.parametrize("trial", [["--dry-run"], []])
def test_every_problem_of_a_file_is_printed(terminal: Terminal, empty: str, tmp_path: Path, trial: list[str]) -> None:
    path = tmp_path / "bank.txt"
    path.write_bytes(
        deposits(TRANSFERS, LINES).changed(3, "amount", b"3OOOO").changed(4, "booked_on", "071301").bytes_with()
    )
    said = terminal.fail("bank-file", str(path), *trial, "--db", empty)
    assert "bank.txt 3件目のレコード 金額: 「3OOOO」: 数字ではない文字が入っています。" in said
    assert "bank.txt 4件目のレコード 勘定日: 「071301」" in said and "問題が2件あります" in said
