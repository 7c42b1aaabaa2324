"""The yearly report: the published text of 令和6年度 from the demonstration bundle, its texts guarded, its files."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copy, which
from typing import Any

import pytest
from sqlalchemy import select

from collections_app.domain.errors import ConflictError, NotFoundError, UserError
from collections_app.domain.records import SaveRecord
from collections_app.domain.report_texts import ReportWanted, SentenceStatus
from collections_app.domain.views import FigureRows
from collections_app.reports.document import Document
from collections_app.reports.figured import Behind, marks_of
from collections_app.reports.layout_terms import LayoutError
from collections_app.reports.report_blocks import HeadingBlock, LinesBlock, ParagraphBlock, Report, TableBlock
from collections_app.services import annual_report as service
from collections_app.services import report_layouts as layouts
from collections_app.services import statistics
from collections_app.services.office import Office, open_office
from collections_app.services.records import save_record
from collections_app.storage.tables import audit_records, report_sentences
from collections_app.ui.printing.painter import document_pdf
from tests.storage.making import Invented, a_claim, base, make_office

DATA = Path(__file__).parents[1] / "data"
WANTED = ReportWanted(2024)
VISITS = "早期着手.訪問"
_LINE = re.compile(r"^[・\[不].*[（(](?:前年|新規)|^\d+企業（")


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _published() -> str:
    return (DATA / "report-recovery.txt").read_text(encoding="utf-8")


def _no_pdf(document: Document) -> tuple[bytes, int]:
    raise AssertionError(document)


def test_the_whole_section_reads_as_published(demo: Office) -> None:
    report = service.annual_report(demo, WANTED)
    assert _squeezed(report.text) == _squeezed(_published())


def test_every_printed_figure_and_comparison_is_a_cell_of_the_report(demo: Office) -> None:
    report = service.annual_report(demo, WANTED)
    printed = [_squeezed(line) for line in _published().splitlines() if _LINE.search(_squeezed(line))]
    cells = [line for block in report.blocks if isinstance(block, LinesBlock) for line in block.lines]
    assert [_squeezed(line.label + line.text) for line in cells] == printed
    assert len(printed) == 15
    assert all(line.keys for line in cells)


def test_every_figure_of_the_reference_table_is_printed(demo: Office) -> None:
    text = _squeezed(service.annual_report(demo, WANTED).text)
    with (DATA / "report-figures.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["section"].startswith("回収")]
    assert len(rows) == 18
    for row in rows:
        said = f"{int(row['current']):,}{row['unit']}"
        assert said in text, row
        compared = row["printed_comparison"].replace("%", "％")
        assert (f"前年度{compared}" if row["comparison_kind"] == "previous_value" else compared) in text or (
            row["comparison_kind"] == "new_initiative" and "3企業（新規取組み）" in text
        ), row


def test_no_sentence_of_the_published_year_is_doubtful(demo: Office) -> None:
    report = service.annual_report(demo, WANTED)
    assert report.doubtful == ()
    assert {one.status for one in report.sentences()} == {SentenceStatus.PLAIN, SentenceStatus.OPEN}
    by_key = {one.key: one for one in report.sentences()}
    assert by_key[VISITS].basis == ("訪問督促 474回（前年度 359回）",)
    assert by_key["早期着手.回収額"].why == ("「減少傾向」がどの数字についてか、レイアウトに書かれていない",)


def test_another_year_makes_the_texts_doubtful(demo: Office) -> None:
    doubtful = {one.key: one.said for one in service.annual_report(demo, ReportWanted(2021)).doubtful}
    assert doubtful[VISITS].startswith("! 要確認: 前年を上回るが成り立たない（訪問督促 前年度")
    assert "前年を大幅に上回るが成り立たない（総回収（元損） 前年度" in doubtful["早期着手.回収額"]


def test_a_year_without_data_is_refused_with_the_years_there_are(demo: Office) -> None:
    with pytest.raises(UserError, match=r"^1990年度の数字がありません。数字があるのは\d+年度から2025年度までです。$"):
        service.annual_report(demo, ReportWanted(1990))
    with pytest.raises(UserError, match="基準日"):
        service.annual_report(demo, ReportWanted(2024, as_of=date(2023, 1, 1)))
    with pytest.raises(NotFoundError, match=r"「nix」というレイアウトはありません。使えるレイアウト: change、"):
        service.annual_report(demo, ReportWanted(2024, "nix"))


# five shipped tables on the same figures


TABLES = {
    "plan": """
回収（元損）|百万円|1,400|1,824|424|130.3
うち定期回収|百万円|－|438|－|－
代位弁済　金額|百万円|8,000|10,582|2,582|132.3
訪問督促|回|－|474|－|－""",
    "month": """
定期回収|33,295.32|24,397.20|136.5|438,274.18|324,886.91|134.9
不定期回収|145,834.21|85,948.69|169.7|1,385,939.30|906,047.30|153.0
合計|179,129.53|110,345.88|162.3|1,824,213.48|1,230,934.22|148.2
訪問督促|回|65|29|474|359""",
    "five-years": """
項目|令和2年度|令和3年度|令和4年度|令和5年度|令和6年度
総回収（元損）|1,003|1,014|1,012|1,231|1,824
代位弁済　金額|4,770|4,486|5,136|7,057|10,582
求償権整理|144|144|144|344|956""",
    "change": """
定期回収|438|325|113|134.9
合計|1,824|1,231|593|148.2
債権管理課|5,967|28,100|▲22,133|21.2
合計|25,297|43,465|▲18,168|58.2
訴訟申立件数|件|76|99|▲23|76.8
専門家派遣|企業|3|0|3|皆増""",
    "sections": """
回収区分|債権管理第一課|債権管理第二課|合計|前年比（％）
定期回収|230,176|208,099|438,274|134.9
合計|929,587|894,626|1,824,213|148.2""",
}


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_the_shipped_layouts(demo: Office, name: str) -> None:
    text = service.annual_report(demo, ReportWanted(2024, name)).text
    lines = text.replace("\t", "|").splitlines()
    for line in TABLES[name].strip().splitlines():
        assert line in lines, text


def test_five_years_agree_with_the_summaries_of_each(demo: Office) -> None:
    wanted = [f"{(statistics.summary(demo, year).figures['visit'].current):,}" for year in range(2020, 2025)]
    text = service.annual_report(demo, ReportWanted(2024, "five-years")).text
    assert "訪問督促\t" + "\t".join(wanted) in text


def test_a_running_year_is_taken_up_to_its_day(demo: Office) -> None:
    day = date(2025, 1, 17)
    report = service.annual_report(demo, ReportWanted(2024, "change", day))
    visits = statistics.summary(demo, 2024, day).figures["visit"]
    assert f"訪問督促\t回\t{visits.current}\t{visits.previous}\t" in report.text


# texts of the office


@pytest.fixture
def writable(demo_file: str, tmp_path: Path) -> Iterator[Office]:
    """Give a copy of the demonstration database that may be written to; the small office writes on both engines."""
    copy(demo_file, tmp_path / "copy.sqlite3")
    office = open_office(str(tmp_path / "copy.sqlite3"))
    yield office
    office.close()


@pytest.fixture
def busy(database_url: str) -> Iterator[Office]:
    """Give a small office with two visits this year and one last year, on each engine."""
    contacts = [
        {"contact_no": f"N{at}", "claim_no": "K1", "kind": "visit", "contacted_on": day, "staff_no": "S1"}
        for at, day in enumerate((date(2023, 6, 1), date(2024, 6, 1), date(2024, 7, 1)), 1)
    ]
    office = make_office(database_url, base() | {"claims": [a_claim("K1")], "contacts": contacts})
    yield office
    office.close()


def _sentence(report: Report, key: str = VISITS) -> Any:
    return next(one for one in report.sentences() if one.key == key)


def _visit(office: Office, no: str, day: date) -> None:
    record = {"contact_no": no, "claim_no": "K1", "kind": "visit", "contacted_on": day, "staff_no": "S1"}
    save_record(office, SaveRecord("contacts", record))


def test_a_confirmed_sentence_turns_doubtful_when_a_figure_moves(busy: Office) -> None:
    first = service.annual_report(busy, WANTED)
    assert _sentence(first).status is SentenceStatus.OPEN
    confirmed = _sentence(service.confirm(busy, WANTED, (VISITS,)))
    assert confirmed.status is SentenceStatus.CONFIRMED
    assert confirmed.confirmed_by and confirmed.confirmed_at is not None
    _visit(busy, "N9", date(2024, 8, 1))
    moved = _sentence(service.annual_report(busy, WANTED))
    assert moved.said == "! 要確認: 確認後に数字が動いた（訪問督促 2→3）"
    assert _sentence(service.confirm(busy, WANTED, (VISITS,))).status is SentenceStatus.CONFIRMED


def test_a_claim_that_no_longer_holds_cannot_be_confirmed(busy: Office) -> None:
    for at in range(3):
        _visit(busy, f"N8{at}", date(2023, 8, 1 + at))
    doubtful = _sentence(service.annual_report(busy, WANTED))
    assert doubtful.said == "! 要確認: 前年を上回るが成り立たない（訪問督促 前年度4回→今年度2回）"
    with pytest.raises(UserError, match=r"確認できません。前年を上回るが成り立たない.*文を直してください。"):
        service.confirm(busy, WANTED, (VISITS,))
    own = service.keep_text(busy, WANTED, VISITS, "訪問督促は{visit}で、前年を大幅に下回る実績となった。")
    assert _sentence(own).text == "訪問督促は2回で、前年を大幅に下回る実績となった。"
    assert _sentence(own).status is SentenceStatus.OPEN
    assert _sentence(service.confirm(busy, WANTED, (VISITS,))).status is SentenceStatus.CONFIRMED
    back = service.keep_text(busy, WANTED, VISITS, None)
    assert _sentence(back).is_doubtful and not _sentence(back).is_own


def test_an_own_text_is_of_one_fiscal_year_and_has_its_audit_record(busy: Office) -> None:
    service.keep_text(busy, WANTED, VISITS, "訪問督促を続けた。")
    assert _sentence(service.annual_report(busy, WANTED)).text == "訪問督促を続けた。"
    assert not _sentence(service.annual_report(busy, ReportWanted(2023))).is_own
    with busy.database.reading() as connection:
        kept = connection.execute(select(report_sentences.c.key, report_sentences.c.source)).all()
        record = connection.execute(
            select(audit_records.c.subject, audit_records.c.detail).where(audit_records.c.tag == "office:sentence:keep")
        ).one()
    assert kept == [(VISITS, "訪問督促を続けた。")]
    assert record[0] == "report_sentences miyagi 2024"
    assert "訪問督促を続けた。" in record[1]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("訪問督促は{visits}となった。", "「visits」という数字はありません。近い名前: visit。"),
        ("訪問督促は{visit:百万}となった。", "「百万」という指定はありません。"),
        ("訪問督促は{visit となった。", "波かっこが閉じていません"),
        ("訪問督促は{}となった。", "数字の名前がありません"),
        ("  ", "文が空です"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(busy: Office, source: str, why: str) -> None:
    with pytest.raises(UserError, match=re.escape(why)):
        service.keep_text(busy, WANTED, VISITS, source)
    assert not _sentence(service.annual_report(busy, WANTED)).is_own


def test_a_text_can_be_tried_without_keeping_it(busy: Office) -> None:
    tried = service.try_text(busy, WANTED, VISITS, "訪問督促は前年を下回る実績となった。")
    assert tried.is_doubtful
    with pytest.raises(LayoutError):
        service.try_text(busy, WANTED, VISITS, "{nix}")
    assert not _sentence(service.annual_report(busy, WANTED)).is_own


# layouts of the office


def test_an_own_layout_is_kept_changed_restored_and_deleted(busy: Office) -> None:
    body = layouts.layout_body(busy, "plan")
    assert layouts.save_layout(busy, "月例 報告", body).is_own
    changed = body.replace("計画値", "目標")
    layouts.save_layout(busy, "月例 報告", changed, body)
    assert "目標" in service.annual_report(busy, ReportWanted(2024, "月例 報告")).text
    assert [one.body for one in layouts.layout_versions(busy, "月例 報告")] == [changed, body]
    with pytest.raises(ConflictError, match="ほかの人が変えました"):
        layouts.save_layout(busy, "月例 報告", body, body)
    with pytest.raises(ConflictError, match="もうあります"):
        layouts.save_layout(busy, "月例 報告", body)
    assert [one.name for one in layouts.layouts(busy) if one.is_own] == ["月例 報告"]
    layouts.delete_layout(busy, "月例 報告")
    with pytest.raises(NotFoundError):
        layouts.layout_body(busy, "月例 報告")
    assert len(layouts.layout_versions(busy, "月例 報告")) == 2


@pytest.mark.parametrize("name", ["", "a/b", "miyagi", "あ" * 41])
def test_a_name_that_cannot_be_used_is_refused(busy: Office, name: str) -> None:
    with pytest.raises(UserError):
        layouts.save_layout(busy, name, layouts.layout_body(busy, "plan"))
    assert not any(one.is_own for one in layouts.layouts(busy))


def test_a_text_that_is_no_layout_is_not_kept(busy: Office) -> None:
    body = layouts.layout_body(busy, "plan").replace("recovery.total", "recovery.totals")
    with pytest.raises(LayoutError, match=r"「recovery.totals」という数字はありません。近い名前: recovery.total"):
        layouts.save_layout(busy, "報告", body)
    assert not any(one.is_own for one in layouts.layouts(busy))


# files


def test_the_word_document_holds_the_report(demo: Office, tmp_path: Path) -> None:
    import docx

    path = tmp_path / "report.docx"
    report = service.save_report(demo, WANTED, path, _no_pdf)
    document = docx.Document(str(path))
    headings = [one.text for one in document.paragraphs if str(one.style.name).startswith("Heading")]  # type: ignore[union-attr]
    assert headings[:3] == ["【(3)回収部門】", "１　回収手続きの早期着手", "〔取組状況〕"]
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    wanted = [line for block in report.blocks if isinstance(block, LinesBlock) for line in block.lines]
    assert cells == [[line.label, line.text] for line in wanted]
    paragraphs = [block.text for block in report.blocks if isinstance(block, ParagraphBlock)]
    texts = [one.text.strip("　") for one in document.paragraphs]
    assert all(text in texts for text in paragraphs)
    page = document.sections[0]
    assert [round(size.mm) for size in (page.page_width, page.page_height, page.left_margin)] == [210, 297, 15]  # type: ignore[union-attr]
    assert "PAGE" in page.footer.paragraphs[0]._p.xml
    assert document.styles["Normal"].font.name == "BIZ UDPGothic"
    assert document.core_properties.title == "令和６年度　年度経営計画の評価（回収部門）"
    assert list(document.comments) == []


def test_doubtful_sentences_are_marked_in_a_draft_and_refused_in_a_final_one(demo: Office, tmp_path: Path) -> None:
    import docx
    from docx.enum.text import WD_COLOR_INDEX

    wanted, path = ReportWanted(2021), tmp_path / "draft.docx"
    report = service.save_report(demo, wanted, path, _no_pdf)
    document = docx.Document(str(path))
    assert [one.text for one in document.comments] == [one.said for one in report.doubtful]
    runs = [run for one in document.paragraphs for run in one.runs]
    yellow = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert yellow == [one.text for one in report.doubtful]
    assert document.paragraphs[0].text.endswith("（案）")
    final = tmp_path / "final.docx"
    with pytest.raises(UserError, match=r"^確認の済んでいない文が\d+あるため、確定版を書けません。\n・"):
        service.save_report(demo, wanted, final, _no_pdf, is_final=True)
    assert not final.exists()


def test_a_final_report_is_written_when_everything_is_confirmed(writable: Office, tmp_path: Path) -> None:
    waiting = service.annual_report(writable, WANTED).waiting
    service.confirm(writable, WANTED, [one.key for one in waiting])
    report = service.save_report(writable, WANTED, tmp_path / "final.md", _no_pdf, is_final=True)
    assert report.waiting == ()
    assert (tmp_path / "final.md").read_text(encoding="utf-8").startswith("# 令和６年度　年度経営計画の評価")


def test_the_workbook_holds_text_tables_and_figures(demo: Office, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "report.xlsx"
    service.save_report(demo, ReportWanted(2024, "change"), path, _no_pdf)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["報告", "表1", "表2", "表3", "数字"]
    rows = [list(row) for row in book["表1"].iter_rows(min_row=2, values_only=True)]
    assert rows[0] == ["項目", "今年度", "前年度", "増減", "前年比（％）"]
    assert rows[3] == ["合計", 1824, 1231, 593, 148.2]
    figures = {row[0]: row[3] for row in book["数字"].iter_rows(min_row=2, values_only=True)}
    assert figures["recovery.total"] == 1_824_213_480
    assert "3" not in [cell.value for cell in book["表3"][4]]


def test_the_pdf_says_what_the_report_says(qapp: object, demo: Office, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    report = service.save_report(demo, WANTED, path, document_pdf)
    assert path.read_bytes().startswith(b"%PDF")
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not there")
    said = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    said = _squeezed(said)
    for block in report.blocks:
        if isinstance(block, LinesBlock):
            for line in block.lines:
                assert _squeezed(line.label + line.text) in said
    assert "1/2" in said


def test_markdown_holds_tables_and_takes_nothing_for_mark_up(demo: Office, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    service.save_report(demo, ReportWanted(2024, "five-years"), path, _no_pdf)
    text = path.read_text(encoding="utf-8")
    assert "| 項目 | 令和2年度 | 令和3年度 | 令和4年度 | 令和5年度 | 令和6年度 |" in text
    service.save_report(demo, WANTED, path, _no_pdf)
    assert "\\[内訳\\]" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", service.SUFFIXES)
def test_a_place_that_cannot_be_written_leaves_nothing(qapp: object, demo: Office, tmp_path: Path, suffix: str) -> None:
    with pytest.raises(UserError, match="がありません。保存先を確かめてください。"):
        service.save_report(demo, WANTED, tmp_path / "none" / f"report{suffix}", document_pdf)
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    with pytest.raises(UserError):
        service.save_report(demo, WANTED, folder, document_pdf)
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]
    assert list(folder.iterdir()) == []


def test_an_unknown_form_is_refused(demo: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"「report.odt」の形では書けません"):
        service.save_report(demo, WANTED, tmp_path / "report.odt", _no_pdf)
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_has_its_record(busy: Office, tmp_path: Path) -> None:
    service.save_report(busy, WANTED, tmp_path / "report.md", _no_pdf)
    with busy.database.reading() as connection:
        found = connection.execute(
            select(audit_records.c.subject).where(audit_records.c.tag == "office:report:save")
        ).scalars()
        assert list(found) == ["annual_report 2024"]


def test_years_before_the_first_record_are_those_recorded(database_url: str) -> None:
    """Prior figures serve in a column of a year in which the office had no program yet."""
    rows = base() | {"claims": [a_claim("K1")]}
    rows["contacts"] = [
        {"contact_no": "N1", "claim_no": "K1", "kind": "visit", "contacted_on": date(2024, 6, 1), "staff_no": "S1"}
    ]
    rows["prior_figures"] = [{"fiscal_year": 2021, "figure": "visit", "value": 77}]
    office = make_office(database_url, rows)
    try:
        lines = service.annual_report(office, ReportWanted(2024, "five-years")).text.splitlines()
    finally:
        office.close()
    visits = next(line for line in lines if line.startswith("訪問督促"))
    assert visits.split("\t")[1:3] == ["－", "77"]
    assert visits.split("\t")[5] == "1"


# the rows behind the figures


def _behind(report: Report) -> list[tuple[str, Behind]]:
    texts: list[str] = []
    for block in report.blocks:
        match block:
            case HeadingBlock() | ParagraphBlock():
                texts.append(block.text)
            case LinesBlock():
                texts += [text for line in block.lines for text in (line.label, line.text)]
            case TableBlock():
                texts += [*block.headings, *(cell.text for row in block.rows for cell in row.cells)]
    return [(text[one.start : one.end], one.behind) for text in texts for one in marks_of(text)]


def _told(rows: FigureRows) -> str:
    return f"{rows.total:,}{rows.unit}"


def test_every_figure_of_the_report_leads_to_rows_that_add_up_to_it(demo: Office) -> None:
    found = _behind(service.annual_report(demo, WANTED))
    printed = re.findall(
        r"[0-9０-９][0-9０-９,，.．]*(?:億[０-９]+百万円|百万円|千円|企業|回(?!収)|[件％倍])", _squeezed(_published())
    )
    assert [text for text, _ in found] == printed
    assert len(printed) == 40
    parts = {part for _, behind in found for part in behind.parts}
    assert {part.wanted.first.year for part in parts} == {2023, 2024}
    for part in parts:
        assert part.said.endswith(f"　{_told(statistics.figure_rows(demo, part.wanted))}"), part.said
    by_text = dict(found)
    assert [part.said for part in by_text["134.9％"].parts] == [
        "定期回収（元損）　令和6年度　438,274,180円",
        "定期回収（元損）　令和5年度　324,886,913円",
    ]
    assert by_text["１３０．３％"].why.startswith("総回収（元損）の計画 1,400,000,000円は入力した値で")


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_of_the_shipped_tables_leads_to_its_rows(tmp_path: Path, name: str) -> None:
    prior = [{"fiscal_year": 2019, "figure": "visit", "value": 77}]  # before the first record
    office = make_office(str(tmp_path / "o.sqlite3"), Invented(25).rows | {"prior_figures": prior})
    found = _behind(service.annual_report(office, ReportWanted(2023, name)))
    assert found
    for text, behind in found:
        for part in behind.parts:
            assert part.said.endswith(f"　{_told(statistics.figure_rows(office, part.wanted))}"), (text, part.said)
        assert behind.parts or behind.why, text
    if name == "five-years":
        typed = next(behind for text, behind in found if text == "77")
        assert typed == Behind((), "令和元年度の訪問督促は登録された値で、内訳の行はありません")
    office.close()
