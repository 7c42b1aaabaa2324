"""Bytes of a bank's file cut into records: with or without line ends, whatever a bank puts behind the last one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.problem import Place, Problem
from collections_app.exchange.raw import RefusedError
from collections_app.exchange.zengin.layouts import END, LAYOUTS, NAMES, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

_PADDING = b" \x00\x1a\r\n"
_LINE_END = re.compile(rb"\r\n|\n|\r")
_MOST = 1_000  # problems of one file that are listed
_EBCDIC_1 = b"\xf1"
_AGAIN = "銀行からもう一度受け取ったファイルを、開いて保存し直さずにそのまま選んでください。"
_FOREIGN = (
    (b"PK\x03\x04", "ZIP（またはExcelブック）です。", "中の全銀形式のファイルを取り出して選んでください。"),
    (b"%PDF", "PDFです。", "全銀形式（固定長）のファイルを銀行から受け取ってください。"),
    (b"\xff\xfe", "文字コードがUTF-16です。", _AGAIN),
    (b"\xfe\xff", "文字コードがUTF-16です。", _AGAIN),
    (b"\xef\xbb\xbf", "文字コードがUTF-8です。", _AGAIN),
    (_EBCDIC_1, "文字コードがEBCDICです。", "銀行に、コード区分0（JIS・Shift_JIS）での送信を頼んでください。"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number from 1, its bytes, データ区分."""

    number: int
    data: bytes

    @property
    def kind(self) -> str:
        """The first character: 1 header, 2 data, 8 trailer, 9 end."""
        return self.data[:1].decode("ascii", errors="replace")


def place(file: str, record: int | None, field: str = "") -> Place:
    """Return the place of a record's field as people are told it."""
    return Place(file, record, field, "件目のレコード")


def looks_fixed(data: bytes) -> bool:
    """Tell whether the bytes begin like a header record, well or badly made, rather than like CSV."""
    first = _LINE_END.split(data, maxsplit=1)[0]
    return b"," not in first[:120] and (data[:1].isdigit() or _refused_kind(data) is not None)


def cut(file: str, data: bytes) -> tuple[Layout, list[Record], list[Problem]]:
    """Return the layout by the header, the records up to the end record, and those that are not whole.

    RefusedError for what is no file of a bank at all.
    """
    layout = _layout_of(file, data)
    records: list[Record] = []
    problems: list[Problem] = []
    is_ended = False
    for number, piece in enumerate(_pieces(data, layout.width), 1):
        if is_ended:
            if piece.strip(_PADDING):
                problems.append(_after_the_end(file, number, piece))
                break
        elif len(piece) != layout.width:
            problems.append(_wrong_length(file, number, piece, layout))
        if not is_ended:
            records.append(Record(number, piece))
            is_ended = piece[:1] == END.encode()
        if len(problems) >= _MOST:
            break
    return layout, records, problems


def _pieces(data: bytes, width: int) -> Iterator[bytes]:
    """Yield what should be a record each; the padding of the last block is left away."""
    data = data.rstrip(b"\x00\x1a\r\n")
    if _LINE_END.search(data):
        pieces = [piece for piece in _LINE_END.split(data) if piece.strip(_PADDING)]
    else:
        pieces = [data[start : start + width] for start in range(0, len(data), width)]
        pieces = [piece for piece in pieces if piece.strip(_PADDING)]
    for piece in pieces:
        is_short_end = piece[:1] == END.encode() and not piece[1:].strip(_PADDING)
        is_long = len(piece) > width and not piece[width:].strip(_PADDING)  # spaces behind a line
        yield END.encode().ljust(width) if is_short_end else piece[:width] if is_long else piece


def _layout_of(file: str, data: bytes) -> Layout:
    if not data.strip(_PADDING):
        raise _refusal(file, None, "", "ファイルが空です。", "銀行からもう一度受け取ってください。")
    refused = _refused_kind(data)
    if refused is not None:
        raise _refusal(file, None, "", *refused)
    if data[:1] != b"1":
        message = f"1件目のレコードがヘッダー（データ区分1）ではありません。データ区分は「{_shown(data[:1])}」です。"
        raise _refusal(file, 1, "データ区分", message, _AGAIN)
    code = _shown(data[1:3])
    layout = LAYOUTS.get(code)
    if layout is None:
        known = "、".join(f"{one.code}（{one.title}）" for one in LAYOUTS.values())
        message = f"種別コード「{code}」のファイルは取り込めません。"
        raise _refusal(file, 1, "種別コード", message, f"取り込めるのは {known} です。ファイルを選び直してください。")
    return layout


def _refused_kind(data: bytes) -> tuple[str, str] | None:
    return next(((message, remedy) for mark, message, remedy in _FOREIGN if data.startswith(mark)), None)


def _refusal(file: str, record: int | None, field: str, message: str, remedy: str) -> RefusedError:
    return RefusedError(Problem(place(file, record, field), "", message, remedy))


def _wrong_length(file: str, number: int, piece: bytes, layout: Layout) -> Problem:
    name = NAMES.get(_shown(piece[:1]), "")
    message = f"{name}レコードの長さが{len(piece):,}バイトです（{layout.title}は{layout.width}バイト）。"
    remedy = f"ファイルが途中で切れたか、書き換えられています。{_AGAIN}"
    return Problem(place(file, number), _shown(piece[:20]), message, remedy)


def _after_the_end(file: str, number: int, piece: bytes) -> Problem:
    """Return the objection to data behind the end record: records are refused, other bytes are read over."""
    is_record = piece[:1] in (b"1", b"2", b"8", b"9") and piece[1:].strip(_PADDING)
    message = "エンドレコードの後に、まだデータがあります。"
    remedy = "2つのファイルがつながっていないか確かめ、1つずつ取り込んでください。"
    if not is_record:
        remedy = "読み飛ばします。銀行が付けた余りであれば、そのままで構いません。"
    return Problem(place(file, number), _shown(piece[:20]), message, remedy, is_warning=not is_record)


def _shown(piece: bytes) -> str:
    return piece.decode("cp932", errors="replace").strip()
