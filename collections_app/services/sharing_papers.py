"""The papers and workbooks of insurance money and of recovery paid on."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.calendar import month_start
from collections_app.domain.paper import PaperKind, PaperWanted, Stamp
from collections_app.exchange.workbook import write_workbook
from collections_app.reports import sharing_papers
from collections_app.reports.sharing_workbook import payment_workbook
from collections_app.services import sharing

if TYPE_CHECKING:
    from collections_app.reports.document import Document
    from collections_app.services.office import Office


def sharing_paper(office: Office, wanted: PaperWanted, stamp: Stamp) -> Document:
    """Return 保険金請求の計算書 of a claim, or 回収納付金計算書 of the month a day lies in."""
    if wanted.kind is PaperKind.PAYMENTS:
        return sharing_papers.payment_paper(sharing.statement(office, month_start(wanted.as_of)), stamp)
    row, found, rules = sharing.insurance_terms(office, wanted.claim_no, wanted.as_of)
    return sharing_papers.insurance_paper(row, found, rules, wanted.as_of, stamp)


def save_payment_workbook(office: Office, month: date, path: Path) -> Path:
    """Write the statement of a month as a workbook, and return where."""
    now = datetime.now().astimezone().replace(tzinfo=None, microsecond=0)
    write_workbook(payment_workbook(sharing.statement(office, month), now), path)
    return path
