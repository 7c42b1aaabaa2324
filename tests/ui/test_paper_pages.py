"""Papers set on pages: nothing outside the margins, headings on every page, nothing lost, the same in the file."""

from __future__ import annotations

import itertools
import re
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from collections_app.domain.paper import ClaimParties, PaperKind, PaperWanted
from collections_app.reports import papers
from collections_app.reports.document import Document, Grid
from collections_app.reports.kinsoku import NO_END, NO_START
from collections_app.ui.printing.painter import document_pdf, paint, pdf_bytes, prepare, to_printer
from collections_app.ui.printing.setting import pages_of
from collections_app.ui.printing.sheets import GETA, MARGIN, MM, UNIT, Face, Pages, Sheet, is_known
from tests.ui import sample_views
from tests.ui.dress import OFFSCREEN, dress
from tests.ui.fakes import make_row
from tests.ui.papers import NEEDS_PDFTOTEXT, STAMP, contact, hostile_claim, long_claim, read_text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

pytestmark = OFFSCREEN
SLACK = 0.01 * MM


def of_list(count: int) -> Document:
    claims = [ClaimParties(make_row(at), sample_views.claim_page().parties * (1 + at % 3)) for at in range(count)]
    wanted = PaperWanted(PaperKind.GUARANTORS, sample_views.AS_OF, list_title="訪問督促")
    return papers.guarantors_of_list(claims, wanted, STAMP)


DOCUMENTS = {
    "chart": papers.chart(sample_views.claim_page(), STAMP),
    "long": papers.chart(long_claim(500), STAMP),
    "bare": papers.chart(sample_views.bare_claim(), STAMP),
    "hostile": papers.chart(hostile_claim(), STAMP),
    "hostile-ledger": papers.ledger(hostile_claim(), STAMP),
    "contacts": papers.contact_record(sample_views.claim_page(), [contact(at) for at in range(40)], STAMP),
    "one-long-contact": papers.contact_record(sample_views.claim_page(), [contact(0, "長い記録。" * 900)], STAMP),
    "guarantors": papers.guarantor_list(hostile_claim(), STAMP),
    "list": of_list(60),
    "ledger": papers.ledger(sample_views.claim_page(ledger=sample_views.ledger() * 30), STAMP),
}


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Document:
    return DOCUMENTS[request.param]


def text_of(sheet: Sheet) -> str:
    return "\n".join(words.text for words in sheet.words)


def tops(sheet: Sheet, text: str) -> list[float]:
    return [words.y for words in sheet.words if words.text == text]


def test_nothing_stands_outside_the_margins(document: Document) -> None:
    pages = pages_of(document)
    width, height = pages.size
    for sheet in pages.sheets:
        for words in sheet.words:
            assert words.x >= MARGIN - SLACK, words.text
            assert words.right <= width - MARGIN + SLACK, words.text
            assert words.y - words.face.points * UNIT >= MARGIN - SLACK, words.text
            assert words.y <= height - MARGIN, words.text
        for rule in sheet.rules:
            assert MARGIN - SLACK <= min(rule.x1, rule.x2) <= max(rule.x1, rule.x2) <= width - MARGIN + SLACK
            assert MARGIN - SLACK <= min(rule.y1, rule.y2) <= max(rule.y1, rule.y2) <= height - MARGIN + SLACK


def test_a_line_is_as_wide_as_it_was_measured(document: Document) -> None:
    for words in {words for sheet in pages_of(document).sheets for words in sheet.words}:
        painted = QFontMetricsF(words.face.font).horizontalAdvance(words.text)
        assert abs(painted - words.face.width(words.text)) <= 0.02 * painted + UNIT, words.text


def test_words_do_not_run_into_one_another(document: Document) -> None:
    for sheet in pages_of(document).sheets:
        lines: dict[float, list[tuple[float, float, str]]] = {}
        for words in sheet.words:
            lines.setdefault(words.y, []).append((words.x, words.right, words.text))
        for row in lines.values():
            row.sort()
            for (_, right, text), (left, _, following) in itertools.pairwise(row):
                assert right <= left + SLACK, (text, following)


def test_lines_keep_their_distance(document: Document) -> None:
    """No row is cut or painted over another: base lines of one place are a line apart at least."""
    for sheet in pages_of(document).sheets:
        places: dict[float, list[tuple[float, float]]] = {}
        for words in sheet.words:
            places.setdefault(round(words.x, 3), []).append((words.y, words.face.leading))
        for column in places.values():
            column.sort()
            for (above, _), (below, leading) in itertools.pairwise(column):
                assert below - above >= min(leading, Face().leading) * 0.7


def test_every_page_says_what_it_is_and_which_it_is(document: Document) -> None:
    pages = pages_of(document)
    for number, sheet in enumerate(pages.sheets, 1):
        text = text_of(sheet)
        assert document.title in text
        assert "取扱注意" in text
        assert f"{number} / {len(pages.sheets)}" in text.splitlines()
        assert "印刷 令和7年4月1日 10:23　印刷者 佐藤 一郎" in text


def test_a_chart_of_500_events_repeats_its_headings() -> None:
    document = DOCUMENTS["long"]
    pages = pages_of(document)
    assert 10 <= len(pages.sheets) <= 16
    timeline = next(block for block in reversed(document.blocks) if isinstance(block, Grid))
    assert len(timeline.rows) == 500
    for sheet in pages.sheets[2:]:
        for column in timeline.columns:
            assert column.heading in text_of(sheet).splitlines()
    everything = "\n".join(map(text_of, pages.sheets)).splitlines()
    found = [line for line in everything if re.fullmatch(r"記録 \d+", line)]
    assert found == [f"記録 {at}" for at in range(492)]


def test_a_claim_of_a_list_is_named_again_where_it_goes_on() -> None:
    pages = pages_of(DOCUMENTS["list"])
    assert len(pages.sheets) > 3
    again = [
        line
        for sheet in pages.sheets
        for line in text_of(sheet).splitlines()
        if line.startswith("K") and line.endswith("（続き）")
    ]
    assert again
    for sheet in pages.sheets[1:]:
        lines = text_of(sheet).splitlines()
        at = lines.index("状況")
        assert lines[at + 1].startswith("K"), "the first line below the headings names its claim"


def test_a_row_goes_whole_to_the_next_page() -> None:
    pages = pages_of(DOCUMENTS["contacts"])
    assert len(pages.sheets) > 2
    whole = pages_of(papers.contact_record(sample_views.claim_page(), [contact(11)], STAMP))
    height = len([words for words in whole.sheets[0].words if "資金" in words.text or "面談" in words.text])
    assert height >= 1
    for at in range(40):
        places = {
            number
            for number, sheet in enumerate(pages.sheets)
            for words in sheet.words
            if words.text.startswith(f"記録{at} ")
        }
        assert len(places) == 1
    for sheet in pages.sheets:
        begun = sum(words.text.startswith("記録") for words in sheet.words)
        ended = sum(words.text in {"4月14日", "次回 R7.4.14"} for words in sheet.words)
        memos_ended = sum("の申出あり。" in words.text or words.text.endswith("あり。") for words in sheet.words)
        assert begun == ended == memos_ended


def test_a_row_higher_than_a_page_is_parted_between_lines() -> None:
    pages = pages_of(DOCUMENTS["one-long-contact"])
    assert len(pages.sheets) >= 3
    everything = "".join(words.text for sheet in pages.sheets for words in sheet.words)
    assert everything.count("長") == 900
    for sheet in pages.sheets:
        assert sum("長い記録。" in words.text for words in sheet.words) >= 2
        assert "内容" in text_of(sheet).splitlines()
    assert ["（続き）" in text_of(sheet).splitlines() for sheet in pages.sheets] == [
        False,
        *[True] * (len(pages.sheets) - 1),
    ]


def test_no_line_begins_or_ends_against_the_rules() -> None:
    seen = 0
    for name in ("contacts", "one-long-contact", "hostile"):
        for sheet in pages_of(DOCUMENTS[name]).sheets:
            for words in sheet.words:
                if len(words.text) > 12 and not words.face.digits:
                    seen += 1
                    assert words.text[0] not in NO_START, words.text
                    assert words.text[-1] not in NO_END, words.text
    assert seen > 100


def test_long_names_and_addresses_wrap_and_lose_nothing() -> None:
    everything = "".join(words.text for sheet in pages_of(DOCUMENTS["hostile"]).sheets for words in sheet.words)
    assert everything.count(sample_views.LONG_NAME_40) >= 2
    assert "<img src=x>" in everything
    assert everything.count("宮城県仙台市青葉区見本町") >= 4
    assert "ﾀｶｻﾞｷ" in everything
    assert "髙﨑" in everything


def test_a_sign_without_a_font_is_said_by_its_code() -> None:
    pages = pages_of(DOCUMENTS["guarantors"])
    everything = "".join(words.text for sheet in pages.sheets for words in sheet.words)
    if is_known("𠮷"):
        assert "𠮷野" in everything
        assert pages.unknown == ()
    else:
        assert f"{GETA}野 髙﨑" in everything
        assert "U+20BB7" in everything
        assert pages.unknown == ("𠮷",)


def test_a_sign_no_font_can_have_is_never_an_empty_box() -> None:
    nobody = chr(0x10FFFD)
    assert not is_known(nobody)
    party = replace(sample_views.debtor(), name=f"広{chr(0x2FA1D)}{chr(0xE000)}野")
    pages = pages_of(papers.guarantor_list(sample_views.claim_page(debtor=party, parties=(party,)), STAMP))
    everything = "".join(words.text for sheet in pages.sheets for words in sheet.words)
    for sign in pages.unknown:
        assert sign not in everything
        assert f"U+{ord(sign):04X}" in everything


def test_amounts_line_up_and_trillions_are_made_narrow() -> None:
    words = [words for sheet in pages_of(DOCUMENTS["hostile-ledger"]).sheets for words in sheet.words]
    huge = [one for one in words if one.text == "3,000,000,000,000"]
    assert huge
    assert all(one.squeeze < 1 for one in huge)
    amounts = [one for one in words if one.face.digits and re.fullmatch(r"[▲\d,]+", one.text)]
    assert len({round(one.right) for one in amounts}) <= 8 < len(amounts)  # as many edges as columns of yen


def test_a_heading_never_stands_alone() -> None:
    for document in DOCUMENTS.values():
        headings = {block.text for block in document.blocks if hasattr(block, "text")}
        for sheet in pages_of(document).sheets:
            lows = [words.y for words in sheet.words if words.text in headings]
            body = [words.y for words in sheet.words if not words.text.startswith("印刷 ") and " / " not in words.text]
            assert all(max(body) > low for low in lows)


@pytest.mark.parametrize("way", ["file", "printer"])
def test_file_and_printer_hold_the_same_pages(way: str, tmp_path: Path) -> None:
    pages = pages_of(DOCUMENTS["ledger"])
    if way == "file":
        content = pdf_bytes(pages)
    else:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        prepare(printer, pages)
        painter = QPainter(printer)
        to_printer(painter, printer)
        for number, sheet in enumerate(pages.sheets):
            if number:
                printer.newPage()
            painter.save()
            paint(painter, sheet)
            painter.restore()
        painter.end()
        content = (tmp_path / "printed.pdf").read_bytes()
    assert content.count(b"/Type /Page\n") == len(pages.sheets)
    assert b"/MediaBox [0 0 842" in content or b"/MediaBox [0 0 841" in content
    for family in (b"BIZUDPGothic-Regular", b"BIZUDGothic-Regular"):
        assert family in content
    assert content.count(b"/FontFile2") >= 2


@NEEDS_PDFTOTEXT
def test_the_text_of_the_file_can_be_read_back(document: Document, tmp_path: Path) -> None:
    pages = pages_of(document)
    told = read_text(pdf_bytes(pages), tmp_path)
    assert len(told) == len(pages.sheets)
    for sheet, text in zip(pages.sheets, told, strict=True):
        plain = re.sub(r"\s", "", text)
        for words in sheet.words:
            assert re.sub(r"\s", "", words.text) in plain or words.squeeze < 1, words.text


@NEEDS_PDFTOTEXT
def test_the_file_keeps_the_margins(document: Document, tmp_path: Path) -> None:
    told = _boxes(pdf_bytes(pages_of(document)), tmp_path)
    margin = MARGIN / UNIT
    assert told
    for width, left, right, text in told:
        assert left >= margin - 0.5, text
        assert right <= width - margin + 0.5, text


def _boxes(content: bytes, folder: Path) -> list[tuple[float, float, float, str]]:
    (folder / "paper.pdf").write_bytes(content)
    told = subprocess.run(["pdftotext", "-bbox", str(folder / "paper.pdf"), "-"], check=True, capture_output=True)
    clean = re.sub(rb"<title>.*?</title>|<meta[^>]*>|<!DOCTYPE[^>]*>", b"", told.stdout)
    return [
        (float(page.attrib["width"]), float(word.attrib["xMin"]), float(word.attrib["xMax"]), word.text or "")
        for page in ET.fromstring(clean).iter("{http://www.w3.org/1999/xhtml}page")
        for word in page
    ]


def picture(pages: Pages, at: int = 0) -> QImage:
    width, height = pages.size
    image = QImage(QSize(round(width / UNIT), round(height / UNIT)), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(1 / UNIT, 1 / UNIT)
    paint(painter, pages.sheets[at])
    painter.end()
    return image


def test_a_page_is_black_on_white_in_the_dark_theme_too(qapp: QApplication) -> None:
    pages = pages_of(DOCUMENTS["chart"])
    light = picture(pages)
    dress(qapp, dark=True, scale=1.5)
    try:
        assert picture(pages_of(DOCUMENTS["chart"])) == light
    finally:
        dress(qapp)
    edge = int(MARGIN / UNIT) - 1
    sides = [light.pixelColor(x, y).lightness() for x in (2, edge) for y in range(0, light.height(), 7)]
    assert set(sides) == {255}
    assert min(light.pixelColor(x, 60).lightness() for x in range(edge, light.width() - edge)) < 128


def test_a_document_becomes_a_file_without_a_window() -> None:
    content, count = document_pdf(DOCUMENTS["chart"])
    assert content.startswith(b"%PDF-")
    assert count == len(pages_of(DOCUMENTS["chart"]).sheets)
    assert "広野".encode("utf-16-be") not in content  # no name of a person in the properties
