"""A report as it is printed: headings, paragraphs, lines and tables, every cell with the figures it rests on.

The texts know where their figures stand and what is behind each (`reports.figured`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_date
from collections_app.domain.report_texts import SentenceStatus
from collections_app.reports.figured import joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A heading; level 1 is the highest."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its figures in their places, and how it stands to them."""

    key: str
    text: str
    source: str  # with the names of the numbers: what is edited
    keys: tuple[str, ...]
    status: SentenceStatus
    why: tuple[str, ...] = ()  # what is doubtful, or what cannot be judged
    is_own: bool = False
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    heading: str = ""  # under which heading it stands
    basis: tuple[str, ...] = ()  # its figures in words: 訪問督促 474回（前年度 359回）

    @property
    def is_doubtful(self) -> bool:
        """Whether a figure moved or a claim does not hold."""
        return self.status is SentenceStatus.DOUBTFUL

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to confirm it."""
        return self.status in (SentenceStatus.OPEN, SentenceStatus.DOUBTFUL)

    @property
    def said(self) -> str:
        """The status in words: 「! 要確認: 前年を上回るが成り立たない（…）」."""
        return f"! 要確認: {'。'.join(self.why)}" if self.is_doubtful else self.status.label


@dataclass(frozen=True, slots=True)
class ParagraphBlock:
    """Sentences on end, perhaps with a mark before them."""

    sentences: tuple[SentenceView, ...]
    mark: str
    level: int

    @property
    def text(self) -> str:
        """All of it, without its indentation."""
        return joined((self.mark, "　", self.body)) if self.mark else self.body

    @property
    def body(self) -> str:
        """All of it without mark and indentation."""
        return joined(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A label and the words beside it."""

    label: str
    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinesBlock:
    """Lines one below the other."""

    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: as printed, the printed number itself, and the figures it rests on."""

    text: str
    keys: tuple[str, ...] = ()
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row; `is_sum` sets it apart."""

    label: str
    cells: tuple[Cell, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; its first column holds the labels of the rows."""

    title: str
    headings: tuple[str, ...]  # that of the labels first
    rows: tuple[TableRow, ...]
    note: str = ""


ReportBlock = HeadingBlock | ParagraphBlock | LinesBlock | TableBlock


@dataclass(frozen=True, slots=True)
class Report:
    """A report, ready to be set on pages or written to a file."""

    title: str
    layout: str
    fiscal_year: int
    as_of: date
    blocks: tuple[ReportBlock, ...]
    is_landscape: bool = False
    corporation: str = ""

    @property
    def reference(self) -> str:
        """In whose name it is, unless its title says so, and of which day: ○○協会　基準日 令和7年3月31日."""
        named = "" if self.corporation in self.title else f"{self.corporation}　"
        return f"{named}基準日 {era_date(self.as_of)}"

    def sentences(self) -> Iterator[SentenceView]:
        """Yield every sentence in order."""
        for block in self.blocks:
            if isinstance(block, ParagraphBlock):
                yield from block.sentences

    @property
    def doubtful(self) -> tuple[SentenceView, ...]:
        """The sentences whose figures moved or whose claims do not hold."""
        return tuple(sentence for sentence in self.sentences() if sentence.is_doubtful)

    @property
    def waiting(self) -> tuple[SentenceView, ...]:
        """The sentences nobody has confirmed on the figures of now."""
        return tuple(sentence for sentence in self.sentences() if sentence.is_waiting)

    @property
    def text(self) -> str:
        """Everything as plain text, for the clipboard."""
        return "\n".join(line for block in self.blocks for line in _plain(block)) + "\n"


def _plain(block: ReportBlock) -> Iterator[str]:
    match block:
        case HeadingBlock():
            yield from (("", block.text) if block.level == 1 else (block.text,))
        case ParagraphBlock():
            yield "　" * block.level + block.text
        case LinesBlock():
            yield from (f"{line.label}　{line.text}" for line in block.lines)
        case TableBlock():
            yield from (block.title, "\t".join(block.headings)) if block.title else ("\t".join(block.headings),)
            yield from ("\t".join((row.label, *(cell.text for cell in row.cells))) for row in block.rows)
