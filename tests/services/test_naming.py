"""What the corporation is called: kept with its history, shown on the cover, the yearly report and every paper."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from collections_app.app import main
from collections_app.domain.errors import ConflictError, UserError
from collections_app.domain.paper import PaperKind, PaperWanted
from collections_app.domain.report_texts import ReportWanted
from collections_app.reports.document import Document
from collections_app.services import annual_report, reports
from collections_app.services.naming import corporation, name_corporation
from collections_app.services.office import Office
from collections_app.services.papers import paper, save_workbook, stamped
from collections_app.storage import audit
from tests.storage.making import a_claim, base, take_in

NAME = "架空県信用保証協会"
MARCH = date(2025, 3, 1)
LAYOUT = 'title = "{協会名}の報告"\n[[sections]]\nheading = "節"\n[[sections.blocks]]\n'
LAYOUT += 'sentences = [{ key = "文", text = "{協会名}の訪問は{visit}。" }]\n'


def _no_pdf(document: Document) -> tuple[bytes, int]:
    raise AssertionError(document)


@pytest.fixture
def claims(office: Office) -> Office:
    visit = {"contact_no": "N1", "claim_no": "K1", "kind": "visit", "contacted_on": MARCH, "staff_no": "S1"}
    take_in(office, base() | {"claims": [a_claim("K1")], "contacts": [visit]})
    return office


def test_the_name_is_kept_with_who_gave_it_and_what_it_was(office: Office) -> None:
    assert corporation(office) == ""
    assert name_corporation(office, f"  {NAME} ", "") == NAME
    assert name_corporation(office, NAME, NAME) == NAME  # the same again is no change
    assert name_corporation(office, "架空信用保証協会", NAME) == "架空信用保証協会"
    assert corporation(office) == office.state().corporation == "架空信用保証協会"
    with office.database.reading() as connection:
        found = list(audit.after(connection, 0, [audit.OFFICE_NAMED]))
    assert [(one.actor, one.detail) for one in found] == [
        (getpass.getuser(), {"before": NAME, "after": "架空信用保証協会"}),
        (getpass.getuser(), {"before": "", "after": NAME}),
    ]
    assert name_corporation(office, "") == corporation(office) == ""


def test_no_name_and_somebody_who_was_faster_are_refused(office: Office) -> None:
    with pytest.raises(UserError, match="60文字までの1行"):
        name_corporation(office, "あ" * 61)
    name_corporation(office, NAME)
    with pytest.raises(ConflictError, match=f"「{NAME}」に変えました"):
        name_corporation(office, "別の協会", "")
    assert corporation(office) == NAME


def test_the_cover_of_the_month_says_it(claims: Office, tmp_path: Path) -> None:
    def cover() -> list[object]:
        book = openpyxl.load_workbook(reports.monthly_workbook(claims, MARCH, tmp_path / "m.xlsx"))
        return [row[1].value for row in book["表紙"].iter_rows() if row[0].value == "協会"]

    assert cover() == ["（記載なし）"]
    name_corporation(claims, NAME)
    assert cover() == [NAME]


def test_the_yearly_report_says_it_in_every_form(claims: Office, tmp_path: Path) -> None:
    name_corporation(claims, NAME)
    wanted = ReportWanted(2024)
    report = annual_report.annual_report(claims, wanted)
    assert report.reference == f"{NAME}　基準日 令和7年3月31日"
    for suffix in (".docx", ".xlsx", ".md"):
        annual_report.save_report(claims, wanted, tmp_path / f"r{suffix}", _no_pdf)
    assert report.reference in [one.text for one in docx.Document(str(tmp_path / "r.docx")).paragraphs]
    assert report.reference in (tmp_path / "r.md").read_text(encoding="utf-8").splitlines()
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["報告"]
    assert report.reference in [row[0].value for row in sheet.iter_rows(max_row=3)]
    assert annual_report.report_document(report).reference == report.reference


def test_a_layout_may_name_it(claims: Office) -> None:
    wanted = ReportWanted(2024, "own", body=LAYOUT)
    assert annual_report.annual_report(claims, wanted).title == "－の報告"
    name_corporation(claims, NAME)
    report = annual_report.annual_report(claims, wanted)
    assert (report.title, report.reference) == (f"{NAME}の報告", "基準日 令和7年3月31日")
    assert [one.text for one in report.sentences()] == [f"{NAME}の訪問は1回。"]


def test_papers_are_in_its_name(claims: Office, tmp_path: Path) -> None:
    wanted = PaperWanted(PaperKind.CERTIFICATE, date(2025, 3, 31), claim_no="K1")
    assert paper(claims, wanted).stamp.corporation == ""
    name_corporation(claims, NAME)
    found = paper(claims, wanted)
    assert found.stamp.corporation == stamped(found).stamp.corporation == NAME
    book = openpyxl.load_workbook(save_workbook(claims, wanted, tmp_path / "p.xlsx"))
    assert [cell.value for cell in book.worksheets[0][2]] == ["協会", NAME]


def test_the_command_line_shows_and_gives_it(claims: Office, capsys: pytest.CaptureFixture[str]) -> None:
    place = ("--db", claims.database.location)
    assert main(["corporation", *place]) == 0
    assert main(["corporation", NAME, *place]) == 0
    assert main(["corporation", *place]) == 0
    assert main(["corporation", "", *place]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "協会名はまだありません。corporation 協会名 --db … で登録できます。",
        f"協会名を「{NAME}」にしました。",
        NAME,
        "協会名を消しました。",
    ]
    assert main(["corporation", "あ" * 61, *place]) == 1
    assert "60文字まで" in capsys.readouterr().err
