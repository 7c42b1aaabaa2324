"""ZIP archives from strangers: opened only when no part of them can harm, and never unpacked beyond a limit."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from collections_app.exchange.raw import RefusedError, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 2 * 1024**3  # unpacked, all parts together: a hundred times the data of a large association
MAX_PARTS = 100_000  # the tables, and the contents of attachments
MAX_RATIO = 200  # tables of text shrink to a tenth or so, a bomb to a thousandth
RATIO_FREE = 16 * 1024**2  # small parts may shrink as they like
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# What zipfile and zlib raise for damaged archives; anything else is a bug of ours.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Give the archive at `path` open for reading, every part of it judged harmless.

    RefusedError when it is damaged, encrypted, too large, or names parts outside itself; damage that only reading
    a part brings to light is refused in the same words while it is open.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _judge(path.name, archive.infolist())
            yield archive
    except DAMAGE as error:
        raise _damaged(path.name) from error


def _damaged(name: str) -> RefusedError:
    return refusal(
        name, "ファイルが壊れているか、途中で切れています。", "元のデータからもう一度作るか、コピーし直してください。"
    )


def _judge(name: str, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise refusal(name, f"中のファイルが多すぎます（{len(parts):,}個）。", "受渡データだけを入れてください。")
    total = sum(part.file_size for part in parts)
    if total > MAX_BYTES:
        message = f"展開すると{total:,}バイトになり、上限の{MAX_BYTES:,}バイトを超えます。"
        raise refusal(name, message, "受渡データを年度などで分けてください。")
    for part in parts:
        _judge_part(name, part)


def _judge_part(name: str, part: zipfile.ZipInfo) -> None:
    shown = part_name(part)
    if part.flag_bits & _ENCRYPTED:
        raise refusal(name, f"{shown}が暗号化されています。", "パスワードを付けずに作り直してください。")
    path = PurePosixPath(shown.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in shown:
        message = "フォルダーの外を指すファイル名が入っています。"
        raise refusal(name, message, "ファイルだけを選んで圧縮し直してください。", value=shown)
    if part.compress_type not in _METHODS:
        message = f"{shown}の圧縮方式は扱えません。"
        raise refusal(name, message, "エクスプローラーの「ZIPに圧縮」で作り直してください。")
    if part.file_size > RATIO_FREE and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        message = f"{shown}の圧縮率が異常です。"
        raise refusal(name, message, "ファイルの出所を確かめ、元のデータから作り直してください。")


def part_name(part: zipfile.ZipInfo) -> str:
    """Return the name of a part; Windows writes Japanese names in CP932 without saying so."""
    if part.flag_bits & _UTF8_NAME or part.filename.isascii():
        return part.filename
    try:
        return part.filename.encode("cp437").decode("cp932")
    except (UnicodeEncodeError, UnicodeDecodeError):  # then it is what it seems, in the letters of the archive
        return part.filename
