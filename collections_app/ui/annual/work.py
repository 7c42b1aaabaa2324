"""What the jobs do with a report: read it and set its pages, write its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.ui.printing.painter import pdf_bytes
from collections_app.ui.printing.setting import pages_of

if TYPE_CHECKING:
    from collections_app.domain.report_texts import ReportWanted
    from collections_app.reports.document import Document
    from collections_app.reports.report_blocks import Report
    from collections_app.ui.desk import Desk
    from collections_app.ui.printing.sheets import Pages


@dataclass(frozen=True, slots=True)
class SetReport:
    """A report and its pages."""

    report: Report
    pages: Pages


def set_report(desk: Desk, wanted: ReportWanted) -> SetReport:
    """Read a report and set its pages."""
    report = desk.annual_report(wanted)
    return SetReport(report, pages_of(desk.report_document(report)))


def report_pdf(document: Document) -> tuple[bytes, int]:
    """Return the PDF of a report and its number of pages."""
    pages = pages_of(document)
    return pdf_bytes(pages), len(pages.sheets)
