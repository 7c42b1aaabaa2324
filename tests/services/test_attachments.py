"""Files kept with a claim: judged by their content, kept once, handed out as they were, moved whole by a bundle."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from collections_app.domain.attaching import MAX_SIZE, safe_name, size_words
from collections_app.domain.errors import BundleError, NotFoundError, UserError
from collections_app.domain.records import RemoveRecord
from collections_app.exchange.attached import media_type_of, sha256_of
from collections_app.services.attachments import attach, attached_file, save_attached
from collections_app.services.claims import open_claim
from collections_app.services.maintenance import check
from collections_app.services.office import Office, open_office
from collections_app.services.records import read_record, remove_record, undo_record
from collections_app.services.transfers import export_bundle, import_bundle
from collections_app.storage.tables import attachment_contents
from tests.storage.making import a_claim, base, take_in

PDF = b"%PDF-1.7\n" + b"contract " * 50
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAY = date(2025, 3, 31)


def document(*names: str, kinds: str = "<Types/>") -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        parts.writestr("[Content_Types].xml", kinds)
        for name in names:
            parts.writestr(name, "<x/>")
    return target.getvalue()


@pytest.fixture
def claims(office: Office) -> Office:
    take_in(office, base() | {"claims": [a_claim("K1"), a_claim("K2")]})
    return office


def add(office: Office, folder: Path, name: str = "契約書.pdf", content: bytes = PDF, claim_no: str = "K1") -> str:
    path = folder / name
    path.write_bytes(content)
    return attach(office, path, {"claim_no": claim_no}).number


def contents(office: Office) -> int:
    with office.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(attachment_contents)) or 0


def test_a_file_is_kept_shown_and_handed_out_as_it_was(claims: Office, tmp_path: Path) -> None:
    number = add(claims, tmp_path)
    (view,) = open_claim(claims, "K1", DAY).attachments
    assert (view.number, view.file_name, view.size, view.added_on) == (number, "契約書.pdf", len(PDF), date.today())  # noqa: DTZ011
    assert attached_file(claims, number).content == PDF
    target = tmp_path / "写し.pdf"
    assert save_attached(claims, number, target).read_bytes() == PDF
    assert "契約書.pdf" in [item.text for item in open_claim(claims, "K1", date.today()).timeline]  # noqa: DTZ011
    assert check(claims) == ()


def test_the_same_content_is_kept_once_and_stays_when_its_row_goes(claims: Office, tmp_path: Path) -> None:
    first = add(claims, tmp_path)
    second = add(claims, tmp_path, "同じもの.pdf", claim_no="K2")
    assert contents(claims) == 1
    removed = remove_record(claims, RemoveRecord("attachments", read_record(claims, "attachments", (first,))))
    remove_record(claims, RemoveRecord("attachments", read_record(claims, "attachments", (second,))))
    assert contents(claims) == 1
    undo_record(claims, removed.audit_no)
    assert attached_file(claims, first).content == PDF


ALLOWED = {
    "a.pdf": PDF,
    "a.PNG": b"\x89PNG\r\n\x1a\n0",
    "a.jpeg": b"\xff\xd8\xff\xe0",
    "a.tif": b"II*\0x",
    "a.docx": document("word/document.xml"),
    "a.xlsx": document("xl/workbook.xml"),
    "a.txt": "面談の記録".encode("cp932"),
    "b.txt": "面談".encode("utf-16"),
    "a.csv": "番号,金額\n".encode(),
    "a.msg": OLE + "__substg1.0_0037001F".encode("utf-16-le"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_an_office_keeps_is_taken(name: str) -> None:
    assert "/" in media_type_of(name, ALLOWED[name])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ\x90", "添付できるのはPDF"),
        ("a.pdf", b"MZ\x90 %PDF-1.7", "形式ではありません"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n0", "形式ではありません"),
        ("a.txt", b"MZ\x90\0\0", "形式ではありません"),
        ("a.zip", document("a"), "展開し、1つずつ"),
        ("a.xlsm", document("xl/workbook.xml"), "マクロを含むことができる形式"),
        ("a.xlsx", document("xl/workbook.xml", "xl/vbaProject.bin"), "マクロを含む"),
        ("a.xlsx", document("xl/workbook.xml", kinds="<x t='application/vnd.ms-office.vbaProject'/>"), "マクロを含む"),
        ("a.docx", document("xl/workbook.xml"), "形式ではありません"),
        ("a.docx", document("word/document.xml")[:60], "形式ではありません"),
        ("a.xls", OLE, "古い形式"),
        ("a.msg", OLE + b"Workbook", "形式ではありません"),
        ("a", b"x", "添付できるのはPDF"),
        ("a.pdf", b"", "空です"),
        ("a.pdf", PDF + b" " * MAX_SIZE, "20.0MBまで"),
    ],
)
def test_what_could_harm_or_is_not_what_it_says_is_refused(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        media_type_of(name, content)


def test_a_refused_file_leaves_nothing(claims: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="形式ではありません"):
        add(claims, tmp_path, content=b"MZ")
    with pytest.raises(NotFoundError, match="求償権番号「K9」"):
        add(claims, tmp_path, claim_no="K9")
    assert contents(claims) == 0
    with pytest.raises(UserError, match="読めません"):
        attach(claims, tmp_path / "ない.pdf", {"claim_no": "K1"})


def test_names_are_made_safe_and_sizes_are_read() -> None:
    assert safe_name('..\\a/b:"c".pdf') == "＿a＿b＿＿c＿.pdf"
    assert safe_name("\u202egpj.exe") == "＿gpj.exe"
    assert [size_words(n) for n in (512, 38 * 1024, 1_258_291, MAX_SIZE)] == ["512バイト", "38KB", "1.2MB", "20.0MB"]


@pytest.mark.parametrize("ending", ["", ".zip"])
def test_a_bundle_brings_everything_and_gives_the_same_bytes_again(claims: Office, tmp_path: Path, ending: str) -> None:
    first = add(claims, tmp_path)
    add(claims, tmp_path, "同じもの.pdf", claim_no="K2")
    gone = add(claims, tmp_path, "a.txt", b"taken out")
    remove_record(claims, RemoveRecord("attachments", read_record(claims, "attachments", (gone,))))
    out = tmp_path / f"out{ending}"
    export_bundle(claims, out)
    other = open_office(str(tmp_path / "other.sqlite3"))
    try:
        assert import_bundle(other, out, dry_run=True).added["attachments"] == 2
        assert contents(other) == 0
        import_bundle(other, out)
        assert attached_file(other, first).content == PDF
        assert check(other) == ()
        again = tmp_path / f"again{ending}"
        export_bundle(other, again)
        assert import_bundle(other, again).unchanged["attachments"] == 2
    finally:
        other.close()
    assert all_bytes(again) == all_bytes(out)
    assert f"files/{sha256_of(PDF)}" in all_bytes(out) or ending


def all_bytes(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {"": path.read_bytes()}
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in sorted(path.rglob("*")) if one.is_file()}


def test_a_bundle_without_attachments_has_no_folder_for_them(claims: Office, tmp_path: Path) -> None:
    export_bundle(claims, tmp_path / "out")
    assert [path for path in (tmp_path / "out").iterdir() if path.is_dir()] == []


def test_a_workbook_says_before_writing_that_it_cannot_hold_them(claims: Office, tmp_path: Path) -> None:
    add(claims, tmp_path)
    with pytest.raises(UserError, match="ブックには入りません"):
        export_bundle(claims, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def problems_of(bundle: Path, location: Path) -> list[str]:
    other = open_office(str(location))
    try:
        with pytest.raises(BundleError) as caught:
            import_bundle(other, bundle)
        assert contents(other) == 0
        return [f"{one.place.file} {one.message}" for one in caught.value.problems if not one.is_warning]
    finally:
        other.close()


def test_what_is_wrong_with_contents_is_listed(claims: Office, tmp_path: Path) -> None:
    add(claims, tmp_path)
    out = tmp_path / "out"
    export_bundle(claims, out)
    name = f"files/{sha256_of(PDF)}"
    missing = shutil.copytree(out, tmp_path / "missing")
    (missing / name).unlink()
    assert problems_of(missing, tmp_path / "1.sqlite3") == ["attachments.csv この添付の中身がありません。"]
    wrong = shutil.copytree(out, tmp_path / "wrong")
    (wrong / name).write_bytes(b"%PDF- something else")
    assert problems_of(wrong, tmp_path / "2.sqlite3") == [
        f"{name} 中身が、名前の照合値（SHA-256）と違います。",
        "attachments.csv この添付の中身がありません。",
    ]
    harmful = shutil.copytree(out, tmp_path / "harmful")
    table = harmful / "attachments.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("契約書.pdf", "契約書.exe"), encoding="utf-8")
    (problem,) = problems_of(harmful, tmp_path / "3.sqlite3")
    assert "「契約書.exe」は添付できません" in problem


def test_a_content_that_is_gone_or_another_is_found_by_the_check(claims: Office, tmp_path: Path) -> None:
    number = add(claims, tmp_path)
    with claims.database.writing() as connection:
        connection.execute(attachment_contents.update().values(content=b"%PDF- forged"))
    assert [problem.message for problem in check(claims)] == ["中身が登録時と違います。"]
    with pytest.raises(UserError, match="中身が登録時と違います"):
        attached_file(claims, number)
    with claims.database.writing() as connection:
        connection.execute(attachment_contents.delete())
    assert [problem.message for problem in check(claims)] == ["この添付の中身がありません。"]
    with pytest.raises(NotFoundError, match="中身がデータベースにありません"):
        attached_file(claims, number)
