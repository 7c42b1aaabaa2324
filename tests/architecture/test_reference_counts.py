"""The installed Qt binding must not lose references to None, True and False."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

# From 3.12 on they cannot die, and extension modules built for older Pythons miscount them without harm.
pytestmark = pytest.mark.skipif(sys.version_info >= (3, 12), reason="None, True and False are immortal")


def _look(*arguments: str) -> subprocess.CompletedProcess[str]:
    # In a process of its own: a binding that loses references kills the process sooner or later.
    command = [sys.executable, "-m", "tests.architecture.reference_counts", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_no_call_loses_references() -> None:
    done = _look()
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("0 of 16 calls")


def test_lost_reference_is_seen() -> None:
    done = _look("--broken")
    assert done.returncode == 1
    assert done.stdout.startswith("1 of 17 calls lose references: broken")
