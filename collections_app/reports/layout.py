"""A layout of a printed report as frozen data: sections of text, lines and tables, and how their numbers are written.

`reports.layout_reading` makes it of a parsed file; nothing here reads a file or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collections_app.reports.layout_terms import Form, Show, Shown, Template


@dataclass(frozen=True, slots=True)
class Style:
    """What holds for the whole layout. `sums_printed`: sums and differences are those of the printed numbers."""

    form: Form
    is_era: bool = True  # 令和6年度, otherwise 2024年度
    sums_printed: bool = False
    new: str = "新規取組み"  # nothing last year, something now
    nothing: str = "－"  # nothing to compare with


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim a sentence may make: its words, and when it holds.

    Of `show` (last year or plan) the figure must be `above`, `at_least`, `below` or `at_most` so many percent; a
    `trend` of 1 or -1 must hold over `years` fiscal years.
    """

    name: str
    words: tuple[str, ...]
    than: Show | None = None
    above: int | None = None
    at_least: int | None = None
    below: int | None = None
    at_most: int | None = None
    trend: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its text as written and as read, the figures it rests on, and (figure, claim) it makes of them."""

    key: str
    source: str
    text: Template
    rests_on: tuple[str, ...] = ()
    claims: tuple[tuple[str, Claim], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest."""

    text: Template
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences on end, perhaps with a mark (○, （1）) before them."""

    sentences: tuple[Sentence, ...]
    mark: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what is printed beside it; other words where last year, or both years, have nothing."""

    label: Template
    text: Template
    new: Template | None
    nothing: Template | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines one below the other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what of a row's figure it shows. `by` makes one column for each group."""

    heading: Template
    shown: Shown  # its figure is the row's
    by: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a figure in its form, or the sum of other rows."""

    key: str
    label: str
    figure: str = ""
    words: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures."""

    title: Template
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sums_printed: bool
    note: str = ""


Block = Heading | Paragraph | Lines | Table


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout, ready to be filled with figures."""

    title: Template
    style: Style
    claims: Mapping[str, Claim]
    blocks: tuple[Block, ...]
    is_landscape: bool = False
    about: str = ""  # what it is called in lists

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence in order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.sentences
