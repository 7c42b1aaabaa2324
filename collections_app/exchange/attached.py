"""Files from outside to be kept, judged by their content: what could do harm when it is opened is refused.

ZIP archives are refused: what is in them can neither be judged nor found again; macro books and old formats that may
hold macros, too. The content must be of the kind its ending says.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from collections_app.domain.attaching import MAX_SIZE, size_words
from collections_app.domain.errors import UserError
from collections_app.exchange.archive import DAMAGE

FOLDER = "files/"  # of a bundle: contents under their SHA-256

_ALLOWED = "PDF、画像（PNG・JPEG・TIFF）、Word（docx）、Excel（xlsx）、テキスト、CSV、Outlookのメール（msg）"
_MACROS = ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm")
_OLD = ("doc", "xls", "ppt", "rtf")
_ARCHIVES = ("zip", "lzh", "7z", "rar", "gz", "tar", "cab")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 1024
_SMALL = 1024**2  # bytes of the list of parts of a document


class Attached(NamedTuple):
    """A file judged harmless: its name, kind, content and SHA-256."""

    name: str
    media_type: str
    content: bytes
    sha256: str


def read_attached(path: Path) -> Attached:
    """Return the file at a path; UserError says why it cannot be kept."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UserError(f"「{path.name}」はファイルではありません。フォルダーの中のファイルを選んでください。")
        _judge_size(path.name, size)
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"「{path.name}」を読めません（{error.strerror}）。場所と権限を確かめてください。") from error
    return Attached(path.name, media_type_of(path.name, content), content, sha256_of(content))


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def media_type_of(name: str, content: bytes) -> str:
    """Return the kind of a file; UserError when it may not be kept or is not what its ending says."""
    _judge_size(name, len(content))
    ending = Path(name).suffix.lower().lstrip(".")
    found = _KINDS.get(ending)
    if found is None:
        raise UserError(f"「{name}」は添付できません。{_why_not(ending)}")
    media_type, fits = found
    if content.startswith(b"MZ") or not fits(content):
        raise UserError(
            f"「{name}」の中身は、拡張子（.{ending}）の形式ではありません。元のファイルを開いて確かめ、保存し直してください。"
        )
    if ending in _PARTS and _has_macros(content):
        raise UserError(f"「{name}」はマクロを含むため添付できません。マクロなしの形式かPDFで保存し直してください。")
    return media_type


def _judge_size(name: str, size: int) -> None:
    if size > MAX_SIZE:
        raise UserError(
            f"「{name}」は{size_words(size)}です。添付できるのは{size_words(MAX_SIZE)}までです。分けるか、画質を下げてください。"
        )
    if not size:
        raise UserError(f"「{name}」は空です。元のファイルを確かめてください。")


def _why_not(ending: str) -> str:
    if ending in _ARCHIVES:
        return "圧縮ファイルは中を確かめられません。展開し、1つずつ添付してください。"
    if ending in _MACROS:
        return "マクロを含むことができる形式です。マクロなしの形式かPDFで保存し直してください。"
    if ending in _OLD:
        return "マクロを含むことができる古い形式です。docx、xlsxかPDFで保存し直してください。"
    return f"添付できるのは{_ALLOWED}です。"


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _reads_as(content, "utf-16")
    return b"\0" not in content and (_reads_as(content, "utf-8") or _reads_as(content, "cp932"))


def _reads_as(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_mail(content: bytes) -> bool:
    return content.startswith(_OLE) and "__substg1.0_".encode("utf-16-le") in content


def _is_document(main: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        return content.startswith(b"PK\x03\x04") and main in _parts(content)

    return fits


def _parts(content: bytes) -> dict[str, str]:
    """Return the parts of a document by name, the list of their kinds as text; nothing when it is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            found = dict.fromkeys(parts.namelist(), "")
            kinds = next((one for one in parts.infolist() if one.filename == "[Content_Types].xml"), None)
            if kinds is not None and kinds.file_size <= _SMALL:
                found[kinds.filename] = parts.read(kinds).decode("utf-8", "replace")
            return found
    except DAMAGE:
        return {}


def _has_macros(content: bytes) -> bool:
    parts = _parts(content)
    named = any("vbaproject" in name.lower() or name.lower().endswith((".exe", ".dll")) for name in parts)
    kinds = parts.get("[Content_Types].xml", "").lower()
    return named or not kinds or "vbaproject" in kinds or "macroenabled" in kinds


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(heads)


_PARTS = ("docx", "xlsx")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("application/pdf", lambda content: b"%PDF-" in content[:_HEAD]),
    "png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "tif": ("image/tiff", _starts(b"II*\0", b"MM\0*")),
    "tiff": ("image/tiff", _starts(b"II*\0", b"MM\0*")),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _is_document("word/document.xml")),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _is_document("xl/workbook.xml")),
    "txt": ("text/plain", _is_text),
    "csv": ("text/csv", _is_text),
    "msg": ("application/vnd.ms-outlook", _is_mail),
}
ENDINGS = tuple(_KINDS)
