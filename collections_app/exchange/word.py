"""A report as a Word document: real headings, paragraphs and tables, A4, a page number on every page.

Doubtful sentences are marked in yellow with a comment that says why, so that whoever opens the draft finds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.reports.report_blocks import HeadingBlock, LinesBlock, ParagraphBlock, ReportBlock, TableBlock
from collections_app.reports.report_papers import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from collections_app.domain.paper import Stamp
    from collections_app.reports.report_blocks import Report

FONT = "BIZ UDPGothic"
_WIDTH_MM, _HEIGHT_MM, _MARGIN_MM = 210, 297, 15
_BODY, _HEADINGS = 10.5, (16, 14, 12, 11, 10.5)  # points: text; title and headings by level
_LABEL_SHARE = 0.32  # of the width, in lines and in tables of many columns at least two columns
_GAP = 6  # points below a table: without a paragraph between them two tables become one
_AUTHOR, _INITIALS = "求償権管理", "確認"


def write_document(report: Report, stamp: Stamp, path: Path) -> None:
    """Write the report to `path`."""
    import docx

    document = docx.Document()
    _set_page(document, report)
    _set_styles(document)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title_of(report), stamp.by, "ja-JP"
    properties.created = properties.modified = stamp.at
    properties.comments = report.reference
    document.add_heading(title_of(report), 0)
    document.add_paragraph(report.reference)
    for block in report.blocks:
        _add(document, block)
    document.save(str(path))


def _set_page(document: Any, report: Report) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    page = document.sections[0]
    width, height = (_HEIGHT_MM, _WIDTH_MM) if report.is_landscape else (_WIDTH_MM, _HEIGHT_MM)
    page.orientation = WD_ORIENT.LANDSCAPE if report.is_landscape else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN_MM)
    page.header_distance = page.footer_distance = Mm(_MARGIN_MM / 2)
    _number_pages(page.footer.paragraphs[0])


def _number_pages(paragraph: Any) -> None:
    """Put page / pages into a footer; python-docx has no call for fields, so their element is made here."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for at, name in enumerate(("PAGE", "NUMPAGES")):
        if at:
            paragraph.add_run(" / ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        field.append(paragraph.add_run("1")._r)  # noqa: SLF001 - the run's own element goes into the field
        paragraph._p.append(field)  # noqa: SLF001


def _set_styles(document: Any) -> None:
    from docx.shared import Pt, RGBColor

    names = ("Title", *(f"Heading {level}" for level in range(1, len(_HEADINGS))))
    for name, points in (("Normal", _BODY), *zip(names, _HEADINGS, strict=True)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(points)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.font.bold, style.font.italic = name != "Normal", False
        _set_east_asian(style)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.space_before = Pt(0 if name in ("Normal", "Title") else 8)
    document.styles["Normal"].paragraph_format.line_spacing = 1.25


def _set_east_asian(style: Any) -> None:
    """Name the font for Japanese too: Word takes it from an attribute of its own, the theme's font otherwise."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _add(document: Any, block: ReportBlock) -> None:
    match block:
        case HeadingBlock():
            document.add_heading(block.text, block.level)
        case ParagraphBlock():
            _add_paragraph(document, block)
        case LinesBlock():
            _add_table(document, [(line.label, line.text) for line in block.lines], is_ruled=False)
        case TableBlock():
            if block.title:
                document.add_paragraph(block.title).paragraph_format.keep_with_next = True
            rows = [block.headings, *((row.label, *(cell.text for cell in row.cells)) for row in block.rows)]
            bold = [0, *(at for at, row in enumerate(block.rows, 1) if row.is_sum)]
            _add_table(document, rows, is_ruled=True, bold=bold)
            if block.note:
                document.add_paragraph(f"注　{block.note}")


def _add_paragraph(document: Any, block: ParagraphBlock) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    paragraph = document.add_paragraph("　" * block.level + (f"{block.mark}　" if block.mark else ""))
    for sentence in block.sentences:
        run = paragraph.add_run(sentence.text)
        if sentence.is_doubtful:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            document.add_comment(run, text=sentence.said, author=_AUTHOR, initials=_INITIALS)


def _add_table(
    document: Any, rows: Sequence[tuple[str, ...]], *, is_ruled: bool, bold: list[int] | None = None
) -> None:
    from docx.shared import Pt

    table = document.add_table(len(rows), len(rows[0]), style="Table Grid" if is_ruled else "Normal Table")
    table.autofit = False
    widths = _widths(document.sections[0], len(rows[0]))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for at, row in enumerate(rows):
        for place, (cell, text) in enumerate(zip(table.rows[at].cells, row, strict=True)):
            cell.width = widths[place]
            _fill(cell, text, is_bold=at in (bold or ()), is_number=is_ruled and place > 0)
    if is_ruled:
        _repeat_headings(table.rows[0])
    gap = document.add_paragraph().paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(_GAP)


def _widths(page: Any, columns: int) -> list[int]:
    width = page.page_width - page.left_margin - page.right_margin
    first = int(width * min(_LABEL_SHARE, 2 / (columns + 1)))
    return [first, *[(width - first) // (columns - 1)] * (columns - 1)]


def _fill(cell: Any, text: str, *, is_bold: bool, is_number: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(2)
    form.line_spacing = 1.0
    paragraph.add_run(text).bold = is_bold or None
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat_headings(row: Any) -> None:
    """Let the headings stand again on every page of the table."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no call for it
