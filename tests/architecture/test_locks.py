"""The lock files: every package pinned and hashed, no address, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[0-9][0-9a-z.]*( ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def _read(name: str) -> str:
    return (ROOT / "packaging" / name).read_text(encoding="ascii")


def _entries(text: str) -> list[list[str]]:
    """Return the logical lines of a lock, each as its words: the pin, then its hashes."""
    joined = re.sub(r" *\\\n +", "\n\t", text)
    return [entry.split("\n\t") for entry in re.split(r"\n(?!\t)", joined.strip())]


def _complaints(text: str) -> list[str]:
    """Return every word of a lock that is neither a pin nor a hash, and pins without a hash."""
    bad = []
    for pin, *hashes in _entries(text):
        bad += [] if PIN.fullmatch(pin) else [pin]
        bad += [word for word in hashes if not HASH.fullmatch(word)]
        bad += [] if hashes else [f"{pin}: no hash"]
    return bad


def _pins(name: str) -> dict[str, set[str]]:
    """Return the versions of each package; more than one where they depend on the Python."""
    found: dict[str, set[str]] = {}
    for pin, *_ in _entries(_read(name)):
        requirement = Requirement(pin)
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier).removeprefix("=="))
    return found


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _wanted(lock: str) -> list[Requirement]:
    project = _project()
    groups = project["dependency-groups"]
    extra = groups["build"] + (groups["dev"] if lock == "requirements-dev.lock" else [])
    return [Requirement(line) for line in project["project"]["dependencies"] + extra if isinstance(line, str)]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_pins_and_hashes_and_nothing_else(lock: str) -> None:
    assert _complaints(_read(lock)) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://host.example",
        "alembic>=1.20 \\\n    --hash=sha256:" + "a" * 64,
        "alembic==1.20.1",
        "alembic @ file:///tmp/alembic.whl",
        "alembic==1.20.1 \\\n    --hash=sha256:" + "a" * 64 + "\n    # via /tmp/pyproject.toml",
    ],
)
def test_anything_else_in_a_lock_is_found(line: str) -> None:
    assert _complaints(_read(LOCKS[0]) + line + "\n") != []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_satisfies_the_project(lock: str) -> None:
    pins = _pins(lock)
    wanted = _wanted(lock)
    missing = [line for line in wanted if not pins.get(canonicalize_name(line.name))]
    unfit = [
        line
        for line in wanted
        for version in pins.get(canonicalize_name(line.name), ())
        if version not in line.specifier
    ]
    assert (missing, unfit) == ([], [])


def _applies(line: Requirement, extra: str = "") -> bool:
    return line.marker is None or line.marker.evaluate({"extra": extra})


def _needed_here(lock: str) -> set[str]:
    """Return the packages that what the project asks for needs on this system, by what the installed ones say."""
    found: set[tuple[str, str]] = set()
    waiting = [line for line in _wanted(lock) if _applies(line)]
    while waiting:
        line = waiting.pop()
        name = canonicalize_name(line.name)
        for extra in {"", *line.extras} - {extra for known, extra in found if known == name}:
            found.add((name, extra))
            further = [Requirement(text) for text in requires(name) or ()]
            waiting += [one for one in further if _applies(one, extra)]
    return {name for name, _extra in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_complete(lock: str) -> None:
    """It is installed with --no-deps: left to resolve extras, pip 23 stops at a release newer than the lock's."""
    needed = _needed_here(lock)
    assert {"pyside6-essentials", "psycopg-binary", "shiboken6"} <= needed
    assert needed - set(_pins(lock)) == set()


def test_both_locks_agree() -> None:
    runtime, dev = _pins(LOCKS[0]), _pins(LOCKS[1])
    assert {name: versions for name, versions in runtime.items() if dev.get(name) != versions} == {}


def test_qt_is_older_than_the_release_that_loses_references() -> None:
    """6.12.0 drops a reference to None with most calls: on Python 3.11 the program dies after some minutes."""
    for lock in LOCKS:
        (version,) = _pins(lock)["pyside6-essentials"]
        assert tuple(int(part) for part in version.split(".")) < (6, 12)


def test_lock_files_are_the_only_ones() -> None:
    assert sorted(path.name for path in Path(ROOT, "packaging").glob("*.lock")) == sorted(LOCKS)
    assert [
        path.name for path in ROOT.glob("*.lock") if path.name != "uv.lock"
    ] == []  # that one is ignored: it names hosts
