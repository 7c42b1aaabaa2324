"""A report in the shapes it leaves the program in: a paper for the setter, a workbook, Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.paper import ReportKind, Stamp
from collections_app.reports.document import Block, Document, Grid, Pairs, PaperColumn, Paragraph, Section
from collections_app.reports.figured import joined
from collections_app.reports.report_blocks import (
    HeadingBlock,
    LinesBlock,
    ParagraphBlock,
    Report,
    ReportBlock,
    TableBlock,
)
from collections_app.reports.sheet import Line, Sheet, Workbook
from collections_app.reports.table import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from collections_app.domain.views import FigureValue

DRAFT = "（案）"
_LABELS, _CELLS = 26, 14  # shares of the columns of a table on paper
_SMALL = 3  # headings from this level on are as large as the text
_KINDS: tuple[Kind, ...] = ("count", "percent", "hundredths")  # by decimals
_TEXT, _LABEL, _NUMBER = 92, 40, 16  # characters of the columns of a workbook


def title_of(report: Report) -> str:
    """Return the title; a report with doubtful sentences is a draft and says so."""
    return joined((report.title, DRAFT if report.doubtful else ""))


def file_name(report: Report, suffix: str) -> str:
    """Return the usual name of its file."""
    return f"{ReportKind.ANNUAL.label}_{report.fiscal_year}_{report.layout}{DRAFT if report.doubtful else ''}{suffix}"


# on paper


def document_of(report: Report, stamp: Stamp) -> Document:
    """Return the report as a paper; doubtful sentences stand apart with the reason below them."""
    blocks = tuple(one for block in report.blocks for one in _on_paper(block))
    return Document(
        ReportKind.ANNUAL,
        title_of(report),
        report.reference,
        report.as_of,
        blocks,
        stamp,
        (),
        is_landscape=report.is_landscape,
        is_personal=False,
    )


def _on_paper(block: ReportBlock) -> Iterator[Block]:
    match block:
        case HeadingBlock():
            yield Section(block.text, 2 if block.level >= _SMALL else 1)
        case ParagraphBlock():
            yield from _paragraphs(block)
        case LinesBlock():
            yield Pairs(tuple((line.label, line.text) for line in block.lines), across=1)
        case TableBlock():
            yield from _grid(block)


def _paragraphs(block: ParagraphBlock) -> Iterator[Block]:
    indent = "　" * block.level
    doubtful = [sentence for sentence in block.sentences if sentence.is_doubtful]
    yield Paragraph(joined((indent, block.text)), "warn" if doubtful else "text")
    for sentence in doubtful:
        yield Paragraph(f"{indent}{sentence.said}", "warn")


def _grid(block: TableBlock) -> Iterator[Block]:
    if block.title:
        yield Section(block.title, 2)
    first = PaperColumn(block.headings[0], _LABELS)
    columns = (first, *(PaperColumn(one, _CELLS, "right") for one in block.headings[1:]))
    rows = [(row.label, *(cell.text for cell in row.cells)) for row in block.rows]
    has_sum = block.rows[-1].is_sum
    yield Grid(columns, tuple(rows[:-1] if has_sum else rows), rows[-1] if has_sum else None)
    if block.note:
        yield Paragraph(f"注　{block.note}", "soft")


# Markdown


def markdown_of(report: Report) -> str:
    """Return the report as Markdown; doubtful sentences are followed by a note."""
    lines = [f"# {_escaped(title_of(report))}", "", _escaped(report.reference)]
    for block in report.blocks:
        lines += ["", *_in_markdown(block)]
    return "\n".join(lines) + "\n"


def _in_markdown(block: ReportBlock) -> Iterator[str]:
    match block:
        case HeadingBlock():
            yield f"{'#' * (block.level + 1)} {_escaped(block.text)}"
        case ParagraphBlock():
            yield _escaped(block.text)
            for sentence in block.sentences:
                if sentence.is_doubtful:
                    yield from ("", f"> **{_escaped(sentence.said)}**")
        case LinesBlock():
            yield from _rows(("項目", "実績"), [(line.label, line.text) for line in block.lines])
        case TableBlock():
            if block.title:
                yield from (f"**{_escaped(block.title)}**", "")
            yield from _rows(block.headings, [(row.label, *(cell.text for cell in row.cells)) for row in block.rows])
            if block.note:
                yield from ("", f"注　{_escaped(block.note)}")


def _rows(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(map(_escaped, headings))} |"
    yield f"| --- |{' ---: |' * (len(headings) - 1)}"
    yield from (f"| {' | '.join(map(_escaped, row))} |" for row in rows)


def _escaped(text: str) -> str:
    """Return a text in which nothing is taken for mark-up."""
    return "".join(f"\\{sign}" if sign in "\\`*_#|<>[]" else sign for sign in text)


# workbook


def workbook_of(report: Report, figures: Mapping[str, FigureValue], created_at: datetime) -> Workbook:
    """Return the report as a workbook: the text, each table with real numbers, and the figures of the year."""
    tables = [block for block in report.blocks if isinstance(block, TableBlock)]
    sheets = (_text_sheet(report), *(_table_sheet(block, at) for at, block in enumerate(tables, 1)), _figures(figures))
    return Workbook(title_of(report), report.reference, created_at, sheets)


def _text_sheet(report: Report) -> Sheet:
    lines = [line for block in report.blocks for line in _in_sheet(block)]
    columns = (Column("報告", width=_TEXT), Column("実績と比較", width=_LABEL), Column("確認", width=_LABEL))
    rows = [list(line.cells) for line in lines]
    above = (Line((title_of(report),), "title"), Line((report.reference,), "note"))
    return Sheet(Table("報告", columns, rows), above, tuple(lines), frozen_columns=0, wraps=True)


def _in_sheet(block: ReportBlock) -> Iterator[Line]:
    match block:
        case HeadingBlock():
            yield Line((block.text, None, None), "section")
        case ParagraphBlock():
            doubts = "\n".join(sentence.said for sentence in block.sentences if sentence.is_doubtful)
            yield Line(("　" * block.level + block.text, None, doubts or None))
        case LinesBlock():
            yield from (Line((line.label, line.text, None)) for line in block.lines)
        case TableBlock():
            yield Line((f"{block.title}（別のシート）", None, None))


def _table_sheet(block: TableBlock, at: int) -> Sheet:
    labels = Column(block.headings[0], width=_LABEL)
    columns = (labels, *(Column(one, _kind(block, n), _NUMBER) for n, one in enumerate(block.headings[1:])))
    lines = [
        Line([row.label, *(cell.text if cell.number is None else cell.number for cell in row.cells)],
             "total" if row.is_sum else "body")
        for row in block.rows
    ]  # fmt: skip
    rows = [list(line.cells) for line in lines]
    below = (Line((block.note,), "note"),) if block.note else ()
    above = (Line((block.title or f"表{at}",), "title"),)
    return Sheet(Table(f"表{at}", columns, rows), above, tuple(lines), below)


def _kind(block: TableBlock, at: int) -> Kind:
    """Return the kind of a column of numbers by the decimals that are printed in it."""
    cells = [row.cells[at] for row in block.rows]
    decimals = max((len(cell.text.partition(".")[2]) for cell in cells if cell.number is not None), default=0)
    return _KINDS[min(decimals, 2)]


def _figures(figures: Mapping[str, FigureValue]) -> Sheet:
    columns = (
        Column("数字の名前", width=26),
        Column("項目", width=_LABEL),
        Column("単位", width=8),
        Column("今年度", "yen", _NUMBER),
        Column("前年度", "yen", _NUMBER),
        Column("計画", "yen", _NUMBER),
    )
    rows = [[one.key, one.label, one.unit, one.current, one.previous, one.plan] for one in figures.values()]
    return Sheet(Table("数字", columns, rows), frozen_columns=2)
