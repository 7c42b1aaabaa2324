"""A paper as pure data: blocks from top to bottom. How they are set on pages is the painter's affair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from collections_app.domain.damages import Profile
from collections_app.domain.paper import PaperKind, ReportKind, Stamp
from collections_app.domain.shown import Chart

Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column: heading, its share of the width, side; `is_digits` sets it in tabular digits that are never parted."""

    heading: str
    share: int
    align: Align = "left"
    is_digits: bool = False


def amounts(heading: str, share: int) -> PaperColumn:
    """Return a column of yen, aligned right."""
    return PaperColumn(heading, share, "right", is_digits=True)


def digits(heading: str, share: int) -> PaperColumn:
    """Return a column of dates or numbers, aligned left."""
    return PaperColumn(heading, share, "left", is_digits=True)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading; it never stands alone at the foot of a page. Level 2 is set as large as the text, in bold."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words over the whole width; `ink` is "warn" where they are doubtful."""

    text: str
    ink: str = "text"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with their words, `across` of them side by side."""

    pairs: tuple[tuple[str, str], ...]
    across: int = 2


Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A line over all columns that names the rows below it; it is said again where they go on."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its headings stand again on every page. `empty` is said where there are no rows."""

    columns: tuple[PaperColumn, ...]
    rows: tuple[Row | Band, ...]
    sums: Row | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart over the whole width; `height` is its share of the width."""

    chart: Chart
    height: float = 0.36


Block = Section | Paragraph | Pairs | Grid | Drawing


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: what it is called, of what it is, its blocks, and who printed it when."""

    kind: PaperKind | ReportKind
    title: str
    reference: str  # the claim and its debtor, or the list: said on every page
    as_of: date
    blocks: tuple[Block, ...]
    stamp: Stamp
    claim_nos: tuple[str, ...]  # of which claims, for the record of printing
    is_landscape: bool = False
    is_personal: bool = True  # personal data are on it: 取扱注意
    profile: Profile | None = None  # the calculation profile it was computed under, for its name and its record

    @property
    def file_name(self) -> str:
        """The usual name of its file; no name of a person is in it."""
        if self.kind is PaperKind.SUMMARY:
            return f"{self.title.replace('　', '_')}_{self.as_of:%Y%m%d}.pdf"
        of_what = self.claim_nos[0] if len(self.claim_nos) == 1 else f"{len(self.claim_nos)}件"
        under = f"_{self.profile.value}" if self.profile is not None else ""
        return f"{self.kind.label}_{of_what}_{self.as_of:%Y%m%d}{under}.pdf"
