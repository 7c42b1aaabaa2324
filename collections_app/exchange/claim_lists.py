"""A list of new 代位弁済 from outside: pasted from a spreadsheet, a CSV file or a workbook; columns in any order."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.claim_list import CLAIM_LIST, heading_of
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE
from collections_app.domain.progress import SILENT
from collections_app.exchange.checking import CheckedTable, check_table
from collections_app.exchange.csv_text import read_csv
from collections_app.exchange.findings import Findings
from collections_app.exchange.headings import understand
from collections_app.exchange.raw import Sheet
from collections_app.exchange.xlsx_text import read_xlsx

if TYPE_CHECKING:
    from collections_app.domain.problem import Problem

_PASTED = "貼り付けた表"


@dataclass(frozen=True, slots=True)
class ClaimList:
    """The rows as values, every problem with its place, and the headings that mean no column."""

    source: str
    table: CheckedTable
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]


def read_pasted(text: str) -> ClaimList:
    """Return a block copied from a spreadsheet: tabs between the cells, the headings first."""
    rows = [list(row) for row in csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t")]
    return _read(Sheet(_PASTED, rows, range(1, len(rows) + 1)))


def read_file(path: Path) -> ClaimList:
    """Return a list in a CSV file or on the first sheet of a workbook; UserError when it cannot be read."""
    try:
        if path.suffix.lower() == ".csv":
            return _read(read_csv(path.name, path.read_bytes()))
        sheet = next(iter(read_xlsx(path, SILENT)), None)
    except OSError as error:
        raise UserError(
            f"「{path.name}」を開けません（{error.strerror}）。場所と、ほかで開いていないかを確かめてください。"
        ) from error
    if sheet is None:
        raise UserError(f"「{path.name}」に表がありません。1行目に列見出しのある表にしてください。")
    return _read(sheet)


def _read(sheet: Sheet) -> ClaimList:
    filled = [at for at, row in enumerate(sheet.rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise UserError("表がありません。見出しの行から選んでコピーし、貼り付けてください。")
    heading = sheet.rows[filled[0]]
    names = [heading_of(cell) for cell in heading]
    if not any(names):
        wanted = "・".join(CLAIM_LIST.column(name).heading for name in ("subrogated_on", "principal", "name"))
        raise UserError(f"見出しの行がありません。{wanted}などの見出しを付けて、その行からコピーしてください。")
    kept = [at for at, name in enumerate(names) if name]
    rows = [[names[at] for at in kept], *(_cells(sheet.rows[at], kept) for at in filled[1:])]
    lines = [sheet.lines[at] for at in filled]
    known = Sheet(sheet.source, rows, lines, sheet.problems)
    found = Findings()
    table = check_table(understand(CLAIM_LIST, known), FIGURE, found)
    unread = tuple(cell.strip() for cell, name in zip(heading, names, strict=True) if cell.strip() and not name)
    return ClaimList(sheet.source, table, tuple(found.listed()), unread)


def _cells(row: Sequence[str], kept: Sequence[int]) -> list[str]:
    return [row[at] if at < len(row) else "" for at in kept]
