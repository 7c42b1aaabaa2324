"""Papers of claims: built for a preview, and what leaves the house recorded: what, when, by whom, of which claim."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collections_app.domain.errors import UserError
from collections_app.domain.paper import COMPUTED, ClaimParties, PaperKind, PaperWanted, Stamp
from collections_app.domain.progress import SILENT, Progress
from collections_app.domain.statement import statement
from collections_app.exchange.target import whole_file
from collections_app.exchange.workbook import write_workbook
from collections_app.reports import papers, plan_papers, shown_paper, statement_papers
from collections_app.reports.document import Document
from collections_app.reports.document_workbook import document_workbook
from collections_app.reports.statement_workbook import statement_workbook
from collections_app.services import claims, sharing_papers
from collections_app.services.naming import corporation
from collections_app.services.plans import plan_sheet
from collections_app.storage import audit, claim_list, claim_page, money, paper_rows

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_WITH_FACTS = COMPUTED | {PaperKind.REPAYMENTS}


def paper(office: Office, wanted: PaperWanted, progress: Progress = SILENT) -> Document:
    """Return a paper as it stands now.

    NotFoundError and UserError as for the claim's page; CancelledError when the user stops.
    """
    stamp = _stamp(corporation(office))
    if wanted.kind in (PaperKind.INSURANCE, PaperKind.PAYMENTS):
        return sharing_papers.sharing_paper(office, wanted, stamp)
    if wanted.shown is not None:
        return shown_paper.document(wanted.shown, wanted.as_of, stamp)
    if wanted.is_of_list:
        return _of_list(office, wanted, stamp, progress)
    return _of_claim(office, wanted, stamp)


def _of_claim(office: Office, wanted: PaperWanted, stamp: Stamp) -> Document:
    with office.database.reading() as connection:
        records = claim_page.read(connection, wanted.claim_no)
        facts = money.claim_facts(connection, wanted.claim_no) if wanted.kind in _WITH_FACTS else None
    view = claims.page_of(wanted.claim_no, records, wanted.as_of)
    if facts is not None and wanted.kind is PaperKind.REPAYMENTS:
        return plan_papers.repayment_table(view, plan_sheet(facts, view), stamp)
    if facts is not None:
        return statement_papers.paper(wanted.kind, view, statement(facts, wanted.as_of, wanted.profile), stamp)
    if wanted.kind is PaperKind.CONTACTS:
        assert records is not None
        return papers.contact_record(view, paper_rows.contacts(records, wanted.as_of), stamp)
    build = {
        PaperKind.CHART: papers.chart,
        PaperKind.GUARANTORS: papers.guarantor_list,
        PaperKind.LEDGER: papers.ledger,
    }
    return build[wanted.kind](view, stamp)


def _of_list(office: Office, wanted: PaperWanted, stamp: Stamp, progress: Progress) -> Document:
    if wanted.kind is not PaperKind.GUARANTORS:
        raise UserError(f"{wanted.kind.label}は求償権1件ごとの帳票です。求償権を1件選んでください。")
    with office.database.reading() as connection:
        numbers = claim_list.numbers(connection, wanted.chosen, wanted.order, wanted.as_of)
        found: list[ClaimParties] = []
        for some in paper_rows.parties_of(connection, numbers, wanted.as_of):
            progress.step("関係人を読んでいます", len(found), len(numbers))
            found += some
    return papers.guarantors_of_list(found, wanted, stamp)


def stamped(document: Document) -> Document:
    """Return a paper with the person and the moment of now: it is printed later than it was built."""
    return replace(document, stamp=_stamp(document.stamp.corporation))


def _stamp(of: str) -> Stamp:
    return Stamp(getpass.getuser(), datetime.now().astimezone().replace(tzinfo=None, microsecond=0), of)


def record_printing(office: Office, document: Document, pages: int, printer: str) -> None:
    """Record that a paper goes to a printer."""
    with office.database.writing() as connection:
        _record(connection, audit.PAPER_PRINTED, document, {"pages": pages, "printer": printer})


def save_paper(office: Office, document: Document, pages: int, content: bytes, path: Path) -> Path:
    """Write the file of a paper and its record, both or none, and return where.

    UserError when the place cannot be written; the file that was there is kept then.
    """
    detail = {"pages": pages, "file": path.name}
    with office.database.writing() as connection, whole_file(path) as part:
        part.write_bytes(content)
        _record(connection, audit.PAPER_SAVED, document, detail)
    return path


def save_workbook(office: Office, wanted: PaperWanted, path: Path) -> Path:
    """Write a paper as a workbook and its record, both or none, and return where; 債権計算書 has live formulas.

    Errors as for `paper` and `save_paper`.
    """
    document = paper(office, wanted)
    workbook = document_workbook(document)
    with office.database.writing() as connection:
        if wanted.kind is PaperKind.STATEMENT:
            facts = money.claim_facts(connection, wanted.claim_no)
            view = claims.page_of(wanted.claim_no, claim_page.read(connection, wanted.claim_no), wanted.as_of)
            assert facts is not None
            told = statement(facts, wanted.as_of, wanted.profile)
            workbook = statement_workbook(told, view.debtor.name, document.stamp.at)
        _record(connection, audit.PAPER_SAVED, document, {"file": path.name})
        write_workbook(workbook, path)
    return path


def _record(connection: Connection, tag: str, document: Document, detail: dict[str, Any]) -> None:
    numbers = document.claim_nos
    subject = numbers[0] if len(numbers) == 1 else document.reference
    said: dict[str, Any] = {
        "paper": document.kind.value,
        "as_of": document.as_of.isoformat(),
        "printed_at": document.stamp.at.isoformat(),
        "claim_nos": list(numbers),
    }
    if document.profile is not None:
        said["profile"] = document.profile.value
    audit.record(connection, tag, subject, document.stamp.by, {**said, **detail})
