"""Servicers' monthly reports: taken in whole or not at all, compared with the ledger, commissions entered as costs."""

from __future__ import annotations

import getpass
import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_date, era_month, month_end
from collections_app.domain.codes import CostKind, Recoverable
from collections_app.domain.errors import BundleError, UserError
from collections_app.domain.money import show_yen
from collections_app.domain.problem import Place, Problem
from collections_app.domain.records import SaveRecord
from collections_app.domain.servicer import (
    KeptReport,
    ServicerLayout,
    ServicerMonth,
    ServicerReport,
    by_claim,
    compare,
    payments_text,
)
from collections_app.exchange.raw import RefusedError as FileRefusedError
from collections_app.exchange.servicer_report import layout_of, layout_words, read_servicer_report
from collections_app.services import records
from collections_app.storage import audit, sharing
from collections_app.storage import records as kept_records
from collections_app.storage import servicer as storage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_HEADINGS = ("claim", "month", "gross", "cost", "net")


def servicers(office: Office) -> tuple[tuple[str, str], ...]:
    """Return the servicers there are, each with the headings its files are read by, as they are typed."""
    with office.database.reading() as connection:
        return tuple((name, layout_words(storage.layout(connection, name))) for name in storage.servicers(connection))


def servicer_month(office: Office, month: date) -> ServicerMonth:
    """Return the reports of a month against the ledger, claim by claim."""
    with office.database.reading() as connection:
        return _compared(connection, month)


def _compared(connection: Connection, month: date) -> ServicerMonth:
    reports, receipts = storage.reports(connection, month), storage.receipts(connection, month)
    concerned = {one.claim_no for one in reports} | {one.claim_no for one in receipts}
    names = sharing.debtor_names(connection, concerned)
    return compare(month, reports, receipts, storage.placements(connection, month), names)


def take_in_report(
    office: Office, path: Path, servicer: str, month: date, headings: str = "", *, dry_run: bool = False
) -> ServicerReport:
    """Take a servicer's report of a month in, or only say what it holds and what is wrong with it.

    A file taken in before does nothing, and says so. `headings` (番号=管理番号 …) are kept for the servicer;
    without them those kept are used. BundleError lists every problem (not in a dry run: the report has them).
    """
    name = servicer.strip()
    if not name:
        raise UserError("委託先がありません。どのサービサーの報告かを選んでください。")
    with office.database.reading() as connection:
        layout = layout_of(headings) if headings.strip() else storage.layout(connection, name)
    try:
        read, data = read_servicer_report(path, month, layout)
    except FileRefusedError as error:
        raise BundleError(error.problems) from error
    sha256 = hashlib.sha256(data).hexdigest()
    found = ServicerReport(path.name, sha256, name, read.lines, read.problems, layout=layout)
    if dry_run:
        with office.database.reading() as connection:
            return _looked_at(connection, found, month, read.numbers)
    with office.database.writing() as connection:
        found = _looked_at(connection, found, month, read.numbers)
        if found.already:
            return found
        if found.has_errors:
            raise BundleError(sorted(found.problems, key=lambda problem: problem.is_warning))
        return _taken(connection, found, month, keeps_layout=bool(headings.strip()))


def _looked_at(
    connection: Connection, found: ServicerReport, month: date, numbers: Sequence[tuple[int, str]]
) -> ServicerReport:
    before = audit.newest(connection, found.sha256, audit.SERVICER_FILE_TAKEN)
    if before is not None:
        on = era_date(before.recorded_at.astimezone().date())
        return replace(
            found, already=f"このファイルは{on}に「{before.detail['file']}」として取込済みです。何も登録しません。"
        )
    problems = [
        *found.problems,
        *_unknown(connection, found, numbers),
        *_against_books(connection, found, month),
    ]
    return replace(found, problems=tuple(sorted(problems, key=lambda one: one.place.row or 0)))


def _unknown(connection: Connection, found: ServicerReport, numbers: Sequence[tuple[int, str]]) -> list[Problem]:
    """Return what names nothing that is kept: the servicer, claims."""
    problems = []
    known_servicers = storage.servicers(connection)
    if found.servicer not in known_servicers:
        listed = "、".join(known_servicers) or "なし"
        message = f"「{found.servicer}」は登録のない委託先です。"
        problems.append(Problem(Place(found.file), "", message, f"委託先の名前を確かめてください（登録: {listed}）。"))
    claims = storage.known_claims(connection, {claim_no for _, claim_no in numbers})
    remedy = "番号を委託先に確かめてください。番号の列が違うかもしれません。"
    problems += [
        Problem(_claim_place(found, row), claim_no, "この番号の求償権はありません。", remedy)
        for row, claim_no in numbers
        if claim_no not in claims
    ]
    return problems


def _claim_place(found: ServicerReport, row: int) -> Place:
    return Place(found.file, row, found.layout.claim or "求償権番号")


def _against_books(connection: Connection, found: ServicerReport, month: date) -> list[Problem]:
    """Return what differs from what is kept: other amounts of the same month, claims not placed then."""
    problems = []
    claims = storage.known_claims(connection, {line.claim_no for line in found.lines})
    kept = {one.claim_no: one for one in storage.reports(connection, month) if one.servicer == found.servicer}
    placed = {one.claim_no for one in storage.placements(connection, month) if one.servicer == found.servicer}
    for line in by_claim(found.lines):
        before, place = kept.get(line.claim_no), _claim_place(found, line.row)
        if before is not None and (before.gross, before.cost, before.net) != (line.gross, line.cost, line.net):
            message = f"この月の報告は回収額 {show_yen(before.gross)}円で登録済みで、内容が違います。"
            remedy = "訂正の報告ならば、登録済みのサービサー報告を開いて訂正してください。"
            problems.append(Problem(place, line.claim_no, message, remedy))
        elif line.claim_no in claims and line.claim_no not in placed:
            message = f"{era_month(month)}には{found.servicer}に委託していません。"
            remedy = "委託の記録か番号を確かめてください。"
            problems.append(Problem(place, line.claim_no, message, remedy, is_warning=True))
    return problems


def _taken(connection: Connection, found: ServicerReport, month: date, *, keeps_layout: bool) -> ServicerReport:
    kept = {one.claim_no for one in storage.reports(connection, month) if one.servicer == found.servicer}
    for line in by_claim(found.lines):
        if line.claim_no not in kept:
            record = {"claim_no": line.claim_no, "servicer": found.servicer, "month": month}
            record["memo"] = payments_text(line.payments) or None
            amounts = {"gross": line.gross, "cost": line.cost, "net": line.net}
            records.save_in(connection, SaveRecord("servicer_reports", {**record, **amounts}))
    if keeps_layout:
        _keep_layout(connection, found.servicer, found.layout)
    detail = {"file": found.file, "servicer": found.servicer, "month": f"{month:%Y-%m}", "lines": len(found.lines)}
    audit.record(connection, audit.SERVICER_FILE_TAKEN, found.sha256, getpass.getuser(), detail)
    return replace(found, is_taken=True)


def _keep_layout(connection: Connection, servicer: str, layout: ServicerLayout) -> None:
    before = kept_records.read(connection, "servicer_layouts", (servicer,))
    headings = {f"{name}_heading": getattr(layout, name) or None for name in _HEADINGS}
    after = {**(before or {}), "servicer": servicer, **headings}
    records.save_in(connection, SaveRecord("servicer_layouts", after, before))


# commissions


def commission_reason(servicer: str, month: date) -> str:
    """Return the reason by which the commission of a month is known among the costs."""
    return f"サービサー手数料 {month:%Y-%m} {servicer}"


def enter_commissions(office: Office, month: date) -> tuple[int, int]:
    """Enter the commissions reported of a month as costs nobody owes us (求償不可), once; return how many and how much.

    UserError when none is left to enter.
    """
    with office.database.writing() as connection:
        wanted = _commissions(connection, month)
        if not wanted:
            raise UserError(f"{era_month(month)}の手数料で、まだ立替費用に入れていないものはありません。")
        for one in wanted:
            cost = {
                "claim_no": one.claim_no, "paid_on": month_end(month), "kind": CostKind.OTHER.value,
                "amount": one.cost, "recoverable": Recoverable.NO.value,
                "reason": commission_reason(one.servicer, month),
            }  # fmt: skip
            records.save_in(connection, SaveRecord("costs", cost))
    return len(wanted), sum(one.cost for one in wanted)


def _commissions(connection: Connection, month: date) -> list[KeptReport]:
    reports = [one for one in storage.reports(connection, month) if one.cost]
    entered = {
        (servicer, claim_no)
        for servicer in {one.servicer for one in reports}
        for claim_no in storage.entered_commissions(connection, commission_reason(servicer, month))
    }
    return [one for one in reports if (one.servicer, one.claim_no) not in entered]
