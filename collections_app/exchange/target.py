"""Files that appear whole or not at all: written under another name beside their place, then renamed."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from collections_app.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the name to write to; it becomes `path`, replacing what was there, when the block ends without an error.

    UserError when the place cannot be written or the file there is open elsewhere; then nothing is left behind.
    """
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        part.touch()  # whether the place can be written is known before the work, not after
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with suppress(OSError):  # what went wrong has been said; a part that cannot be removed is hidden by its name
            part.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give the folder to write into; it becomes `path` when the block ends without an error.

    UserError when `path` is there already with anything in it, or cannot be written; then nothing is left behind.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UserError(f"「{path.name}」は空ではありません。新しいフォルダーの名前を指定してください。")
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        part.mkdir(parents=True)
        yield part
        if path.exists():
            path.rmdir()
        part.rename(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _cannot_write(path: Path, error: OSError) -> UserError:
    if isinstance(error, PermissionError):
        return UserError(f"「{path.name}」に書き込めません。Excelなどで開いていれば閉じ、権限を確かめてください。")
    if not path.parent.is_dir():
        return UserError(f"フォルダー「{path.parent}」がありません。保存先を確かめてください。")
    return UserError(f"「{path.name}」に書き込めません（{error.strerror}）。場所と空き容量を確かめてください。")
