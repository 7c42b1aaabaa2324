"""Words that must not stand in the project's files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.tree import shown, text_files

# Written with brackets so that this file does not hold what it looks for.
SECRET_PLACES = re.compile(r"/wor[k]/|[.][.]/share[d]\b|/roo[t]/|/home/[a-z]|[A-Z]:\\\\Users")
REGISTRIES = re.compile(
    r"\bpypi[.]org|python[h]osted|npmjs[.](?:org|com)|\bdeb[.]debian[.]|https?://[^\s\"']*(?:/simple\b|/packages/|[.]whl|[.]tgz)"
)
LEFT_FOR_LATER = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b|pragma: no cove[r]")
BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[a-z-]+(?:, ?[a-z-]+)*\])")
QT_INT_SIGNAL = re.compile(r"\bSignal\((?:[^()]*,\s*)?int\b")


def _lines_with(pattern: re.Pattern[str], *suffixes: str, below: str = "") -> list[str]:
    return [
        f"{shown(path)}:{number}"
        for path in text_files()
        if (not suffixes or path.suffix in suffixes) and shown(path).startswith(below)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_place_that_exists_on_one_machine_only() -> None:
    assert _lines_with(SECRET_PLACES) == []


def test_no_file_names_a_package_registry() -> None:
    assert _lines_with(REGISTRIES) == []


def test_nothing_is_left_for_later() -> None:
    assert _lines_with(LEFT_FOR_LATER, ".py", ".md", ".toml") == []


def test_every_ignored_type_error_says_which() -> None:
    assert _lines_with(BARE_IGNORE, ".py") == []


def test_no_signal_carries_a_32_bit_integer() -> None:
    """Signal of int cuts 3,000,000,000 yen to a negative number; money travels as an object."""
    assert _lines_with(QT_INT_SIGNAL, ".py", below="collections_app/ui/") == []


def test_the_files_read_are_those_of_the_project() -> None:
    names = {shown(path) for path in text_files()}
    assert {"README.md", ".ci/run", "tasks.py", "db/__init__.py", "packaging/requirements.lock"} <= names
    assert not [name for name in names if ".venv" in Path(name).parts]


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (SECRET_PLACES, "open('" + "/wor" + "k/main/a.py')"),
        (SECRET_PLACES, "see .." + "/shared/rules.md"),
        (REGISTRIES, "--index-url https://pypi" + ".org/simple"),
        (REGISTRIES, "a @ https://files.example/a-1.0-py3-none-any" + ".whl"),
        (LEFT_FOR_LATER, "# TOD" + "O later"),
        (BARE_IGNORE, "f()  # type: " + "ignore"),
        (QT_INT_SIGNAL, "paid = Signal(" + "int)"),
        (QT_INT_SIGNAL, "paid = Signal(str, " + "int)"),
    ],
)
def test_forbidden_words_are_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (SECRET_PLACES, "the network and the workplace"),
        (BARE_IGNORE, "f()  # type: ignore[arg-type, unused-ignore]"),
        (QT_INT_SIGNAL, "paid = Signal(object)"),
    ],
)
def test_harmless_words_are_left_alone(pattern: re.Pattern[str], line: str) -> None:
    assert not pattern.search(line)


def test_line_ends_are_those_of_unix() -> None:
    assert [shown(path) for path in text_files() if b"\r\n" in path.read_bytes()] == []
