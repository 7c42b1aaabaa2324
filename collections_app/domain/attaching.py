"""Files kept with a claim or a person: how large they may be, and what is shown of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collections_app.domain.records import RecordRef

MAX_SIZE = 20 * 1024**2  # bytes of one file: a scanned contract of a hundred pages
_KILO = 1024


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One file of a claim."""

    number: str
    file_name: str
    size: int
    added_on: date
    memo: str
    party_name: str

    @property
    def ref(self) -> RecordRef:
        """Its record."""
        return RecordRef("attachments", (self.number,))


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file with its content, as it is handed out: under its own name, made safe for every system."""

    name: str
    content: bytes


def size_words(size: int) -> str:
    """Return a number of bytes as people read it: 512バイト, 38KB, 1.2MB."""
    if size < _KILO:
        return f"{size}バイト"
    if size < _KILO**2:
        return f"{(size + _KILO // 2) // _KILO}KB"
    tenths = (size * 10 + _KILO**2 // 2) // _KILO**2
    return f"{tenths // 10}.{tenths % 10}MB"


_FORBIDDEN = '<>:"/\\|?*'


def safe_name(name: str) -> str:
    """Return a file name that every system takes and that names no other folder."""
    plain = "".join("＿" if sign in _FORBIDDEN or not sign.isprintable() else sign for sign in name).strip(" .")
    return plain[-120:] or "添付"
