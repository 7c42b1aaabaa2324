"""pivot and dataset as a program that calls them sees them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import Terminal

SPAN = ("--from", "2024-04-01", "--to", "R7.3.31")


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


@pytest.fixture
def demo(demo_file: str) -> str:
    return demo_file


def test_a_pivot_is_printed_in_each_form(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    words = ("pivot", "recovery.total", "--rows", "section", "--columns", "source", *SPAN, "--db", demo)
    told = json.loads(terminal.run(*words, "--format", "json"))
    assert told["total"] == 1_824_213_480
    assert sum(told["row_sums"].values()) == sum(told["column_sums"].values()) == told["total"]
    lines = list(csv.reader(io.StringIO(terminal.run(*words, "--format", "csv"))))
    assert lines[0][0] == "課" and lines[0][-1] == "合計"
    assert sum(int(line[-1]) for line in lines[1:]) == told["total"]
    assert "1,824,213,480" in terminal.run(*words).splitlines()[-1]
    assert "書きました" in terminal.run(*words, "--out", str(tmp_path / "p.xlsx"))
    assert (tmp_path / "p.xlsx").exists()


def test_what_cannot_be_crossed_is_said(terminal: Terminal, demo: str) -> None:
    words = ("pivot", "outstanding.count", "--rows", "source", "--columns", "section", *SPAN, "--db", demo)
    assert "回収原因では分けられません" in terminal.fail(*words)


def test_the_dataset_is_written_to_a_new_folder(terminal: Terminal, demo: str, tmp_path: Path) -> None:
    words = ("dataset", "--out", str(tmp_path / "data"), "--db", demo)
    assert "bi_facts" in terminal.run(*words)
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"bi_facts.csv", "bi_figures.csv", "bi_claims.csv"}
    assert "空ではありません" in terminal.fail(*words)


def test_a_reader_that_has_had_enough_ends_a_command_quietly(demo: str) -> None:
    words = [sys.executable, "-m", "collections_app", "claims", "--as-of", "2025-03-31", "--db", demo]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        assert command.stdout is not None and command.stderr is not None
        assert command.stdout.readline().startswith(b"{")
        command.stdout.close()
        assert command.stderr.read() == b""
    assert command.returncode == 0
