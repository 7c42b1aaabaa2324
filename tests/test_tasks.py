"""What tasks.py decides: which packages are missing, when `.venv` is out of date, what it says when it cannot go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import tasks


def test_help_has_one_line_for_each_verb() -> None:
    done = subprocess.run(
        [sys.executable, "tasks.py", "--help"], cwd=tasks.ROOT, capture_output=True, text=True, check=True
    )
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()[2:]]
    assert [name for name, _ in lines] == ["run", "test", "check", "bench", "build", "format"]
    assert all(text.endswith(".") for _, text in lines)


@pytest.mark.parametrize("arguments", [[], ["tset"]])
def test_unknown_verb_shows_the_help_and_fails(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(arguments) == 2
    assert "usage: python3 tasks.py VERB" in capsys.readouterr().err


def test_argument_nobody_reads_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["check", "--fast"]) == 1
    assert capsys.readouterr().err == "tasks.py check: This verb takes no arguments: --fast\n"


def test_only_libraries_that_cannot_be_loaded_are_missing() -> None:
    present = "kernel32.dll" if sys.platform == "win32" else "libc.so.6"
    assert tasks.missing({present: "c", "libnever.so.9": "never9"}) == ["never9"]


@pytest.fixture
def bare_debian(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Give a Debian where Qt's libraries are missing, and the list of packages asked of apt-get."""
    asked: list[list[str]] = []
    monkeypatch.setattr(tasks, "is_debian", lambda: True)
    monkeypatch.setattr(tasks, "missing", lambda libraries: list(libraries.values())[:1])
    monkeypatch.setattr(tasks, "has_postgresql", lambda: False)

    def install(packages: list[str]) -> bool:
        asked.append(packages)
        return True

    monkeypatch.setattr(tasks, "apt_install", install)
    return asked


def test_server_is_installed_for_tests_only(bare_debian: list[list[str]]) -> None:
    tasks.ensure_system(with_server=False)
    tasks.ensure_system(with_server=True)
    assert bare_debian == [["libglib2.0-0", "libx11-xcb1"], ["libglib2.0-0", "postgresql", "libx11-xcb1"]]


@pytest.mark.usefixtures("bare_debian")
def test_command_to_type_is_named_where_packages_may_not_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "apt_install", lambda _packages: False)
    with pytest.raises(tasks.TaskError, match=r"apt-get install --no-install-recommends libglib2.0-0 libx11-xcb1$"):
        tasks.ensure_system(with_server=False)


@pytest.mark.usefixtures("bare_debian")
def test_libraries_of_real_windows_are_advice_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks, "apt_install", lambda _packages: False)
    monkeypatch.setattr(
        tasks, "missing", lambda libraries: ["libxcb-cursor0"] if libraries is tasks.WINDOW_LIBRARIES else []
    )
    tasks.ensure_system(with_server=False)
    assert "apt-get install --no-install-recommends libxcb-cursor0" in capsys.readouterr().err


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project whose `.venv` was filled from the runtime lock."""
    (tmp_path / "packaging").mkdir()
    for name in ("packaging/requirements.lock", "packaging/requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="ascii")
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(tasks, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(tasks, "PYTHON", Path(sys.executable))
    (tmp_path / ".venv").mkdir()
    _stamp(tasks.RUNTIME_LOCK)
    return tmp_path


def _stamp(lock: str) -> None:
    (tasks.VENV / f"{lock}.installed").write_text(tasks.digest(lock), encoding="ascii")


def test_environment_is_kept_until_a_lock_or_the_project_changes(checkout: Path) -> None:
    assert tasks.is_installed(tasks.RUNTIME_LOCK)
    assert not tasks.is_installed(tasks.DEV_LOCK)
    for name in ("packaging/requirements.lock", "pyproject.toml"):
        (checkout / name).write_text("changed", encoding="ascii")
        assert not tasks.is_installed(tasks.RUNTIME_LOCK)
        _stamp(tasks.RUNTIME_LOCK)


def test_environment_of_developers_serves_to_run_the_program(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def call(command: list[object]) -> int:
        commands.append([str(word) for word in command])
        return 0

    monkeypatch.setattr(tasks, "call", call)
    (checkout / "packaging" / "requirements.lock").write_text("changed", encoding="ascii")
    tasks.ensure_venv(tasks.RUNTIME_LOCK)
    assert {"--require-hashes", "--no-deps"} <= set(commands[0])
    assert commands[1][-3:] == ["--no-build-isolation", "--editable", str(checkout)]
    assert tasks.is_installed(tasks.RUNTIME_LOCK)
    (tasks.VENV / f"{tasks.RUNTIME_LOCK}.installed").unlink()
    _stamp(tasks.DEV_LOCK)
    tasks.ensure_venv(tasks.RUNTIME_LOCK)
    assert len(commands) == 2


@pytest.mark.parametrize("arguments", [[], ["tests/test_tasks.py", "-x"]])
def test_only_the_whole_suite_is_spread_over_the_cores(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[tuple[str, ...]] = []

    def python(*words: str, **_environment: str) -> int:
        commands.append(words)
        return 0

    monkeypatch.setattr(tasks, "prepare", lambda **_given: None)
    monkeypatch.setattr(tasks, "python", python)
    assert tasks.main(["test", *arguments]) == 0
    assert commands == [("-m", "pytest", *(arguments or ["-n", "auto", "--maxprocesses", "8", "--dist", "worksteal"]))]


@pytest.mark.usefixtures("checkout")
def test_failed_installation_is_tried_again_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "call", lambda _command: 1)
    with pytest.raises(tasks.TaskError, match="could not be installed"):
        tasks.ensure_venv(tasks.DEV_LOCK)
    assert not tasks.is_installed(tasks.DEV_LOCK)
