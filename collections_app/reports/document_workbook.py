"""Any paper as a workbook: a sheet for what is said in words, and one for each table, with real numbers and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_date, parse_date
from collections_app.domain.errors import DateError
from collections_app.reports.document import Band, Document, Grid, Pairs, Paragraph, Section
from collections_app.reports.sheet import Sheet, Workbook
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collections_app.reports.document import PaperColumn

_NUMBER = re.compile(r"[▲-]?[\d,]+")
_WORDS = (Column("項目", "text", 24), Column("内容", "text", 80))


def document_workbook(document: Document) -> Workbook:
    """Return the paper's words and tables; amounts are numbers, days are dates, bands stand in a first column."""
    title = f"{document.title}　{document.reference}"
    day = f"{era_date(document.as_of)}現在"
    words = Sheet(Table(document.kind.label, _WORDS, list(_words(document))), wraps=True)
    return Workbook(title, day, document.stamp.at, (words, *_grids(document)))


def _words(document: Document) -> Iterator[tuple[str, str]]:
    if document.stamp.corporation:
        yield "協会", document.stamp.corporation
    yield "帳票", document.title
    yield "対象", document.reference
    yield "基準日", era_date(document.as_of)
    for block in document.blocks:
        if isinstance(block, Pairs):
            yield from block.pairs
        elif isinstance(block, Paragraph):
            yield "", block.text
        elif isinstance(block, Section):
            yield block.text, ""
    yield "作成", f"{document.stamp.by}　{document.stamp.at:%Y-%m-%d %H:%M}"


def _grids(document: Document) -> Iterator[Sheet]:
    section, used = document.title, {document.kind.label}
    for block in document.blocks:
        if isinstance(block, Section):
            section = block.text
        elif isinstance(block, Grid):
            name = _name(section, used)
            used.add(name)
            yield _sheet(name, block)


def _name(section: str, used: set[str]) -> str:
    """Return a name a sheet may have that no other one has: the heading without what stands in brackets."""
    plain = re.sub(r"[（(:：].*", "", section).strip() or "表"
    plain = re.sub(r"[\\/*?\[\]]", "", plain)[:24]
    return next(name for n in range(1, len(used) + 2) if (name := plain if n == 1 else f"{plain}_{n}") not in used)


def _sheet(name: str, grid: Grid) -> Sheet:
    has_bands = any(isinstance(row, Band) for row in grid.rows)
    band = ""
    rows: list[tuple[object, ...]] = []
    for row in grid.rows:
        if isinstance(row, Band):
            band = row.text
        else:
            cells = tuple(_cell(text, column) for text, column in zip(row, grid.columns, strict=True))
            rows.append((band, *cells) if has_bands else cells)
    heads = tuple(_column(at, column, rows, has_bands=has_bands) for at, column in enumerate(grid.columns))
    return Sheet(Table(name, (Column("区分", "text", 30), *heads) if has_bands else heads, rows), has_filter=True)


def _cell(text: str, column: PaperColumn) -> object:
    if not column.is_digits:
        return text
    if column.align == "right":
        return int(text.replace(",", "").replace("▲", "-")) if _NUMBER.fullmatch(text) else text
    try:
        return parse_date(text)
    except DateError:
        return text


def _column(at: int, column: PaperColumn, rows: list[tuple[object, ...]], *, has_bands: bool) -> Column:
    cells = [row[at + has_bands] for row in rows]
    filled = [cell for cell in cells if cell != ""]
    if filled and all(isinstance(cell, int) for cell in filled):
        return Column(column.heading, "yen")
    if filled and column.is_digits and column.align == "left" and not any(isinstance(cell, str) for cell in filled):
        return Column(column.heading, "date")
    return Column(column.heading, "text", max(10, column.share))
