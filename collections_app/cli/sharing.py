"""The sub-commands of insurance, recovery paid on and servicers."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.cli.printing import print_table
from collections_app.domain.calendar import era_date, era_month, month_end
from collections_app.domain.codes import Bearer
from collections_app.domain.errors import BundleError, UserError
from collections_app.domain.money import show_yen
from collections_app.domain.paper import PaperKind, PaperWanted

if TYPE_CHECKING:
    from datetime import date

    from collections_app.domain.payment_statement import PaymentStatement
    from collections_app.domain.servicer import ServicerMonth
    from collections_app.services.office import Office


def _open(asked: Namespace) -> closing[Office]:
    from collections_app.services.office import open_office

    return closing(open_office(asked.db, create=False))


def insurance_statement(asked: Namespace) -> int:
    """Print the statement of a month, write it as a PDF or a workbook, keep it as reported; 1 when it cannot be."""
    from collections_app.services import sharing

    with _open(asked) as office:
        found = (
            sharing.report_statement(office, asked.month) if asked.report else sharing.statement(office, asked.month)
        )
        _print_statement(found, asked.format)
        if asked.out:
            print(f"書きました: {_write(office, asked.month, Path(asked.out))}", file=sys.stderr)
    return 1 if found.problems else 0


def _write(office: Office, month: date, path: Path) -> Path:
    kind = path.suffix.lower()
    if kind == ".xlsx":
        from collections_app.services.sharing_papers import save_payment_workbook

        return save_payment_workbook(office, month, path)
    if kind != ".pdf":
        raise UserError(f"「{path.name}」の種類では書けません。.pdf か .xlsx の名前にしてください。")
    from collections_app.services.papers import paper, save_paper
    from collections_app.ui.printing.painter import document_pdf

    document = paper(office, PaperWanted(PaperKind.PAYMENTS, month_end(month)))
    content, pages = document_pdf(document)
    return save_paper(office, document, pages, content, path)


def _print_statement(found: PaymentStatement, form: str) -> None:
    if form == "json":
        print(json.dumps(_statement_json(found), ensure_ascii=False, indent=1))
        return
    sent = "未報告" if found.reported_on is None else f"{era_date(found.reported_on)} 報告  {found.sha256}"
    print(f"回収納付金計算書  {era_month(found.month)}  {sent}")
    bearers = [bearer.label for bearer in Bearer]
    rows = [
        (one.claim_no, one.debtor, *map(show_yen, (one.receipts, one.corrections, one.counted, *one.parts)))
        for one in found.claims()
    ]
    rows.append(("合計", "", "", "", show_yen(found.counted), *map(show_yen, found.parts)))
    print_table(("求償権", "主債務者", "入金", "訂正", "対象額", *bearers), rows)
    for problem in found.problems:
        print(f"直すところ: {problem}", file=sys.stderr)


def _statement_json(found: PaymentStatement) -> dict[str, object]:
    return {
        "month": f"{found.month:%Y-%m}",
        "reported_on": found.reported_on.isoformat() if found.reported_on is not None else None,
        "sha256": found.sha256 or None,
        "counted": found.counted,
        "parts": {bearer.value: found.of(bearer) for bearer in Bearer},
        "problems": list(found.problems),
        "lines": [
            {
                "claim_no": one.claim_no,
                "receipt_no": one.receipt_no,
                "is_correction": one.is_correction,
                "counted": one.counted,
                "excluded": one.line.excluded if one.line is not None else None,
                **{bearer.value: amount for bearer, amount in zip(Bearer, one.parts, strict=True)},
            }
            for one in found.lines
        ],
    }


def servicer_report(asked: Namespace) -> int:
    """Take a servicer's report of a month in, or only look at it."""
    from collections_app.services.servicer import take_in_report

    with _open(asked) as office:
        report = take_in_report(
            office, Path(asked.file), asked.servicer, asked.month, asked.headings, dry_run=asked.dry_run
        )
    if report.has_errors:  # of a trial: otherwise they were refused
        raise BundleError(report.problems)
    for warning in report.problems:
        print(f"注意: {warning.sentence}", file=sys.stderr)
    print(report.sentence if report.is_taken or report.already else f"{report.sentence}　まだ登録していません。")
    return 0


def servicer_check(asked: Namespace) -> int:
    """Compare the reports of a month with the ledger; 1 when something is neither solved nor settled."""
    from collections_app.services.servicer import servicer_month

    with _open(asked) as office:
        found = servicer_month(office, asked.month)
    if asked.format == "json":
        print(json.dumps(_month_json(found), ensure_ascii=False, indent=1))
        return 1 if found.open_count else 0
    print(f"サービサー照合  {era_month(found.month)}  {len(found.rows):,}件  合わないもの {found.open_count:,}件")
    if found.waiting:
        print(f"報告待ち: {'、'.join(found.waiting)}")
    rows = [
        (
            one.claim_no, one.servicer, "解消済" if one.settled_on is not None else one.finding.label,
            *("" if yen is None else show_yen(yen) for yen in (one.ledger, one.gross, one.difference)), one.reason,
        )
        for one in found.rows
        if one.difference or one.is_open
    ]  # fmt: skip
    if rows:
        print_table(("求償権", "委託先", "結果", "元帳", "報告", "差", "事由"), rows)
    return 1 if found.open_count else 0


def _month_json(found: ServicerMonth) -> dict[str, object]:
    return {
        "month": f"{found.month:%Y-%m}",
        "reported": list(found.reported),
        "waiting": list(found.waiting),
        "open": found.open_count,
        "rows": [
            {
                "claim_no": one.claim_no, "servicer": one.servicer, "finding": one.finding.value, "ledger": one.ledger,
                "gross": one.gross, "cost": one.cost, "net": one.net, "difference": one.difference,
                "settled_on": one.settled_on.isoformat() if one.settled_on is not None else None,
            }
            for one in found.rows
        ],
    }  # fmt: skip
