"""The files of the project, for the tests that read them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = {"build", "dist", "out", "__pycache__"}
_TEXT = {".py", ".md", ".toml", ".lock", ".mako", ".txt", ".json", ".csv", ".qss", ".svg", ".yml", ".html", ".sh", ""}


@cache
def text_files() -> tuple[Path, ...]:
    """Return every text file of the project, committed or about to be."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if _is_ours(name)]
        found += [
            Path(folder, name) for name in names if Path(name).suffix in _TEXT and name not in {".git", ".coverage"}
        ]
    return tuple(sorted(found))


def _is_ours(folder: str) -> bool:
    return folder == ".ci" or not (folder.startswith(".") or folder in _NOT_OURS or folder.endswith(".egg-info"))


def program_files() -> list[Path]:
    """Return the modules of the program itself."""
    return sorted((ROOT / "collections_app").rglob("*.py"))


def shown(path: Path) -> str:
    """Return a path as it is written in a message."""
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method, and where it stands."""

    place: str
    node: ast.FunctionDef | ast.AsyncFunctionDef

    @property
    def length(self) -> int:
        """Lines from `def` to the last statement, docstring included."""
        return (self.node.end_lineno or self.node.lineno) - self.node.lineno + 1

    @property
    def parameters(self) -> list[str]:
        """Names of what a caller may pass."""
        arguments = self.node.args
        named = [arg.arg for arg in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        return [name for name in named if name not in {"self", "cls"}]


def functions_in(source: str, file: str) -> Iterator[Function]:
    """Yield every function of a module, nested ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(f"{file}:{node.lineno} {node.name}", node)
