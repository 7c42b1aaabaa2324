"""Who may import whom: the contracts of pyproject.toml, cycles included."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, program_files, shown

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True, no_cache=True))"


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    # In a process of its own: it reads the configuration of its folder and prints.
    command = [sys.executable, "-c", LINT]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_every_import_contract_is_kept() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    count = len(settings["tool"]["importlinter"]["contracts"])
    assert count >= 6
    assert f"Contracts: {count} kept, 0 broken." in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("domain/money.py", "import PySide6.QtCore", "Only the screens know Qt"),
        ("domain/money.py", "import time", "The domain knows no clock, file or network"),
        ("domain/money.py", "import collections_app.services", "Layers"),
        ("services/__init__.py", "import sqlalchemy", "Only storage knows SQL"),
        ("ui/__init__.py", "import collections_app.storage", "Screens and commands ask services, never storage"),
    ],
)
def test_forbidden_import_is_caught(tmp_path: Path, module: str, line: str, contract: str) -> None:
    _copy_of_program(tmp_path)
    path = tmp_path / "collections_app" / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = _lint(tmp_path)
    assert done.returncode == 1
    assert f"{contract} BROKEN" in " ".join(done.stdout.split())


def _copy_of_program(folder: Path) -> None:
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for path in program_files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())


def _foreign_imports(source: str) -> set[str]:
    """Return the packages a module imports beside the standard library."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "relative")
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names


def test_migrations_stand_alone_so_that_they_mean_the_same_in_five_years() -> None:
    for path in (ROOT / "db").rglob("*.py"):
        assert _foreign_imports(path.read_text(encoding="utf-8")) <= {"alembic", "sqlalchemy"}, shown(path)
    assert _foreign_imports("import os, a.b\nfrom collections_app.domain import c") == {"a", "collections_app"}


def test_every_package_is_in_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = {
        name for name in settings["tool"]["setuptools"]["packages"] if ".db" not in name and ".resources" not in name
    }
    folders = (ROOT / "collections_app").rglob("__init__.py")
    assert listed == {".".join(path.parent.relative_to(ROOT).parts) for path in folders}
