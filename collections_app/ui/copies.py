"""Copies of attachments for other programs to look at: read-only, in a folder of their own, gone with the window.

What a program that was killed left behind is removed by the next one.
"""

from __future__ import annotations

import getpass
import shutil
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QLockFile

if TYPE_CHECKING:
    from collections_app.domain.attaching import AttachedFile


class Copies:
    """The folder of one running program, made when the first copy is wanted."""

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent
        self._folder: Path | None = None
        self._lock: QLockFile | None = None
        self._numbers = count(1)

    def put(self, file: AttachedFile) -> Path:
        """Return the path of a read-only copy of a file, under its own name."""
        place = self._open() / str(next(self._numbers))
        place.mkdir()
        path = place / file.name
        path.write_bytes(file.content)
        path.chmod(0o400)
        return path

    def close(self) -> None:
        """Remove every copy; one that another program holds open goes with the next start."""
        if self._folder is not None and self._lock is not None:
            _remove(self._folder)
            self._lock.unlock()
            self._folder = self._lock = None

    def _open(self) -> Path:
        if self._folder is None:
            parent = self._parent or Path(tempfile.gettempdir()) / f"collections_app-{getpass.getuser()}"
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in parent.iterdir():
                lock = _lock_of(left)
                if left.is_dir() and lock.tryLock(0):
                    _remove(left)
                    lock.unlock()
            folder = parent / uuid4().hex
            self._lock = _lock_of(folder)
            self._lock.tryLock(0)
            folder.mkdir(mode=0o700)
            self._folder = folder
        return self._folder


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(f"{folder}.lock")
    lock.setStaleLockTime(0)  # only a program that is gone gives it up
    return lock


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)  # Windows removes no read-only file
    shutil.rmtree(folder, ignore_errors=True)
