"""One CSV file: bytes in UTF-8 or CP932 to rows of text."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING

from collections_app.domain.problem import Place, Problem
from collections_app.exchange.raw import RefusedError, Sheet, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
_CONTROL_CHARACTER = re.compile(f"[{re.escape(_CONTROL.decode('ascii'))}]")
_MOST_PLACES = 1_000  # broken places of one file that are listed
_REPLACED = "\ufffd"


def read_csv(source: str, data: bytes) -> Sheet:
    """Return the rows of a CSV file; line ends inside a cell become LF.

    RefusedError when it is empty, in no known encoding, holds control characters, or breaks off inside a quote.
    """
    if not data.strip():
        raise refusal(source, "ファイルが空です。", "1行目に列見出しのあるCSVファイルにしてください。")
    if data.startswith(_UTF16_BOMS):
        raise refusal(source, "文字コードがUTF-16です。", "UTF-8またはShift_JIS（CP932）で保存し直してください。")
    text = _decoded(source, data.removeprefix(_BOM), is_marked=data.startswith(_BOM))
    if len(data.translate(None, _CONTROL)) != len(data):
        raise RefusedError(*islice(_control_characters(source, text), _MOST_PLACES))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline="\n"), strict=True))
    except csv.Error as error:
        raise _broken_row(source, len(rows) + 1, error) from error
    _refuse_torn(source, text, rows)
    return Sheet(source, rows, range(1, len(rows) + 1))


def _decoded(source: str, data: bytes, *, is_marked: bool) -> str:
    """Return the text; UTF-8 is tried first, because Japanese text in CP932 is practically never valid UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = "utf-8" if is_marked or _is_mostly_utf8(data) else "cp932"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(*islice(_broken_bytes(source, data, encoding), _MOST_PLACES)) from error


def _is_mostly_utf8(data: bytes) -> bool:
    """Return True for UTF-8 with a few broken bytes, which CP932 might well decode into wrong names."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count(_REPLACED)
    foreign = len(text) - len(text.encode("ascii", errors="ignore")) - broken
    return foreign > 4 * broken


def _broken_bytes(source: str, data: bytes, encoding: str) -> Iterator[Problem]:
    lines = data.split(b"\n")
    for row, line in enumerate(lines, start=1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError as error:
            before = line[: error.start].decode(encoding, errors="replace")
            column = _column_at(lines[0].decode(encoding, errors="replace"), before)
            value = f"0x{line[error.start]:02X}"
            name = "UTF-8" if encoding == "utf-8" else "Shift_JIS（CP932）"
            message = f"{name}の文字として読めないバイトがあります。"
            remedy = "その文字を打ち直し、UTF-8またはShift_JISで保存し直してください。"
            yield Problem(Place(source, row, column), value, message, remedy)


def _control_characters(source: str, text: str) -> Iterator[Problem]:
    lines = text.split("\n")
    for row, line in enumerate(lines, start=1):
        if found := _CONTROL_CHARACTER.search(line):
            column = _column_at(lines[0], line[: found.start()])
            remedy = "見えない文字を消して保存し直してください。"
            yield Problem(Place(source, row, column), f"U+{ord(found[0]):04X}", "制御文字が入っています。", remedy)


def _column_at(heading: str, before: str) -> str:
    """Return the heading above the end of `before`, the part of a row up to there."""
    index = len(_cells(before)) - 1
    cells = _cells(heading.strip())
    return cells[index] if 0 <= index < len(cells) else f"{index + 1}列目"


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line or ","]), [""]) if line else [""]
    except csv.Error:  # the line is being shown because it is broken; its commas are the best guess
        return line.split(",")


def _broken_row(source: str, row: int, error: csv.Error) -> RefusedError:
    reason = str(error)
    if "unexpected end" in reason:
        message = '引用符（"）が閉じていません。'
    elif "field larger" in reason:
        message = '1つのセルが長すぎます。引用符（"）が閉じていないかもしれません。'
    else:
        message = '引用符（"）の使い方が正しくありません。'
    return refusal(source, message, "セルの中の引用符は2つ重ね、全体を引用符で囲んでください。", row=row)


def _refuse_torn(source: str, text: str, rows: list[list[str]]) -> None:
    """Refuse a file that ends in the middle of a row: its last amount may have lost digits."""
    is_torn = not text.endswith("\n") and len(rows) > 1 and len(rows[-1]) < len(rows[0])
    if is_torn:
        message = "最後の行が途中で終わっています。ファイルが途中で切れたようです。"
        raise refusal(source, message, "元のデータからもう一度書き出してください。", row=len(rows))
