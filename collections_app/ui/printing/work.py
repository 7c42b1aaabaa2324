"""What the jobs do with a paper: read it and set its pages, set them again for the moment of printing, make the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.progress import SILENT, Progress
from collections_app.ui.printing.painter import pdf_bytes
from collections_app.ui.printing.setting import pages_of

if TYPE_CHECKING:
    from collections_app.domain.paper import PaperWanted
    from collections_app.reports.document import Document
    from collections_app.ui.desk import Desk
    from collections_app.ui.printing.sheets import Pages


@dataclass(frozen=True, slots=True)
class SetPaper:
    """A document and its pages."""

    document: Document
    pages: Pages


def set_paper(desk: Desk, wanted: PaperWanted, progress: Progress = SILENT) -> SetPaper:
    """Read a paper and set its pages."""
    document = desk.paper(wanted, progress)
    return SetPaper(document, pages_of(document, progress))


def set_again(desk: Desk, paper: SetPaper, progress: Progress = SILENT) -> SetPaper:
    """Set the pages of a paper with the person and the moment of now."""
    document = desk.stamped(paper.document)
    return SetPaper(document, pages_of(document, progress))


def pdf_of(desk: Desk, paper: SetPaper, progress: Progress = SILENT) -> tuple[SetPaper, bytes]:
    """Return the paper as of now, and its PDF."""
    fresh = set_again(desk, paper, progress)
    return fresh, pdf_bytes(fresh.pages, progress)
