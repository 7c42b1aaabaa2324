"""Files and headings that are wrong: each is refused in a sentence with its place and what would put it right."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from collections_app.domain.errors import BundleError, UserError
from collections_app.domain.progress import SILENT
from collections_app.exchange import archive
from collections_app.exchange.reading import read_bundle, sha256_of
from tests.exchange.samples import sample_files, taken_in, write_folder, write_zip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STAFF = "staff_no,name,section,role\nS1,架空　花子,一課,staff\n"
CP932_BROKEN = "職員番号,氏名,課,権限\nS1,架空".encode("cp932") + b"\x81\xff,a,staff\n"

# name of a file, its content, then the expected row, column, value and a part of the sentence
FILES: list[tuple[str, str | bytes, int | None, str | None, str | None, str]] = [
    ("staff.csv", b"", None, "", "", "ファイルが空です"),
    ("staff.csv", b"\r\n", None, "", "", "ファイルが空です"),
    ("staff.csv", STAFF.encode("utf-16"), None, "", "", "UTF-16"),
    ("staff.csv", STAFF.encode().replace("架".encode(), b"\xe6\x9e"), 2, "name", "0xE6", "UTF-8の文字として読めない"),
    ("staff.csv", CP932_BROKEN, 2, "氏名", "0x81", "CP932"),
    ("staff.csv", STAFF + "S2,a\0b,c,staff\n", 3, "name", "U+0000", "制御文字"),
    ("staff.csv", STAFF + "S2,ab,\x1bc,staff\n", 3, "section", "U+001B", "制御文字"),
    ("staff.csv", STAFF + 'S2,"架空,一課,staff\n', 3, "", "", "閉じていません"),
    ("staff.csv", STAFF + 'S2,"架空"x,一課,staff\n', 3, "", "", "引用符"),
    ("staff.csv", STAFF + 'S2,"' + "あ" * 140_000 + '",一課,staff\n', 3, "", "", "長すぎます"),
    ("staff.csv", STAFF + "S2,架空,一課,staff,余り\n", 3, "5列目", "余り", "見出しのない列"),
    (
        "staff.csv",
        STAFF.replace("role\n", "role,\n") + "S2,架空,一課,staff,余り\n",
        3,
        "5列目",
        "余り",
        "見出しのない列",
    ),
    ("staff.csv", STAFF + "S2,架空,一", 3, "", "", "途中で終わっています"),
    ("staff.csv", STAFF.replace("name", "nmae"), 1, "nmae", "nmae", "この列はありません"),
    ("staff.csv", STAFF.replace("name", "血液型"), 1, "血液型", "血液型", "この列はありません"),
    ("staff.csv", STAFF.replace("name", "職員番号"), 1, "職員番号", "職員番号", "2つあります"),
    ("staff.csv", STAFF.replace(",role", "").replace(",staff", ""), 1, "権限", "", "必要な列がありません"),
    ("staff.csv", "S1,架空　花子,一課,staff\n", 1, "S1", "S1", "この列はありません"),
    ("customers.csv", STAFF, None, "", "", "この名前の表はありません"),
    ("職員.csv", STAFF, None, "", "", "2つあります"),
    ("readme.txt", "読んでください", None, "", "", "CSVファイルではありません"),
    ("more.zip", b"PK\x05\x06" + bytes(18), None, "", "", "ZIPの中にZIP"),
    ("staff.xlsx", b"PK\x05\x06" + bytes(18), None, "", "", "ブックは読み込めません"),
]


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize(("name", "content", "expected", "part"), [(c[0], c[1], c[2:5], c[5]) for c in FILES])
def test_a_wrong_file_is_named(
    tmp_path: Path, form: str, name: str, content: str | bytes, expected: tuple[object, ...], part: str
) -> None:
    if form == "folder":
        path = write_folder(tmp_path / "b", {"staff": []})
        (path / "staff.csv").write_text(STAFF, encoding="utf-8")
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    else:
        path = write_zip(tmp_path / "b.zip", {"staff.csv": STAFF, name: content})
    _, problems = taken_in(path)
    found = next((p for p in problems if part in p.message), None)
    assert found, [p.sentence for p in problems]
    assert found.place.file in (name, "staff.csv")
    assert (found.place.row, found.place.column, found.value) == expected
    assert found.remedy


def _encrypted(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at] |= 1
    path.write_bytes(data)


def _wrong_sum(path: Path) -> None:
    data = path.read_bytes()
    at = data.index(b"staff.csv") + len(b"staff.csv") + 5
    path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def _traversal(path: Path) -> None:
    write_zip(path, {"../staff.csv": STAFF})


def _absolute(path: Path) -> None:
    write_zip(path, {"/staff.csv": STAFF})


def _drive(path: Path) -> None:
    write_zip(path, {"C:\\staff.csv": STAFF})


def _bomb(path: Path) -> None:
    write_zip(path, {"staff.csv": b" " * (20 * 1024**2)})


def _huge(path: Path) -> None:
    data = path.read_bytes()
    size = struct.pack("<L", 0xFFFFFFF0)
    at = data.index(b"PK\x01\x02") + 24
    path.write_bytes(data[:at] + size + data[at + 4 :])


def _lzma(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as parts:
        parts.writestr("staff.csv", STAFF)


def _below(path: Path) -> None:
    write_zip(path, {"a/staff.csv": STAFF, "b/parties.csv": STAFF})


def _empty(path: Path) -> None:
    write_zip(path, {})


def _hidden_only(path: Path) -> None:
    write_zip(path, {"__MACOSX/._staff.csv": b"\0", ".DS_Store": b"\0"})


def _text(path: Path) -> None:
    path.write_text("これはZIPではない", encoding="utf-8")


ARCHIVES: list[tuple[Callable[[Path], None], str]] = [
    (_encrypted, "暗号化"),
    (_wrong_sum, "壊れている"),
    (_cut, "壊れている"),
    (_traversal, "フォルダーの外"),
    (_absolute, "フォルダーの外"),
    (_drive, "フォルダーの外"),
    (_bomb, "圧縮率が異常"),
    (_huge, "上限の"),
    (_lzma, "圧縮方式"),
    (_below, "下のフォルダー"),
    (_empty, "1つもありません"),
    (_hidden_only, "1つもありません"),
    (_text, "壊れている"),
]


@pytest.mark.parametrize(("spoil", "part"), ARCHIVES)
def test_a_wrong_archive_is_refused(tmp_path: Path, spoil: Callable[[Path], None], part: str) -> None:
    path = write_zip(tmp_path / "b.zip", {"staff.csv": STAFF})
    spoil(path)
    with pytest.raises(BundleError) as caught:
        read_bundle(path, SILENT)
    found = next((p for p in caught.value.problems if part in p.message), None)
    assert found, [p.sentence for p in caught.value.problems]
    assert found.place.file
    assert found.remedy
    assert not list(tmp_path.parent.glob("staff.csv"))


def test_too_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PARTS", 5)
    with pytest.raises(BundleError, match="1件") as caught:
        read_bundle(write_zip(tmp_path / "b.zip", sample_files()), SILENT)
    assert "多すぎます" in caught.value.problems[0].message


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ありません"):
        read_bundle(tmp_path / "nothing", SILENT)


def test_every_file_is_heard_at_once(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "b", None, staff__csv=b"", parties__csv=b"\xff\xfe\0")
    with pytest.raises(BundleError) as caught:
        read_bundle(folder, SILENT)
    assert {p.place.file for p in caught.value.problems} == {"staff.csv", "parties.csv"}


def test_the_hash_of_a_folder_follows_names_and_contents(tmp_path: Path) -> None:
    one, two = write_folder(tmp_path / "1"), write_folder(tmp_path / "2")
    assert sha256_of(one) == sha256_of(two)
    (two / "staff.csv").rename(two / "職員.csv")
    assert sha256_of(one) != sha256_of(two)
    data = io.BytesIO(b"abc").getvalue()
    (tmp_path / "f").write_bytes(data)
    assert sha256_of(tmp_path / "f").startswith("ba7816bf")
