"""The sub-commands: each asks a service and prints what it says. Exit code 1: what is wrong stands on stderr."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.cli import analysis, annual, naming, parser, printing, sharing
from collections_app.cli import closing as months
from collections_app.domain.damages import Profile
from collections_app.domain.deposit_views import Overlaps
from collections_app.domain.errors import BundleError, UserError
from collections_app.domain.paper import PaperKind, PaperWanted
from collections_app.domain.progress import Progress

if TYPE_CHECKING:
    from collections_app.services.office import Office


def main(argv: Sequence[str]) -> int:
    """Run one sub-command and return its exit code: 0 done, 1 a user can put it right."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Windows console would refuse 﨑
    asked = parser.build().parse_args(argv)
    try:
        status = _COMMANDS[asked.command](asked)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has had enough, as `head` has: what is left is for nobody
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except BundleError as error:
        for problem in error.problems:
            print(problem.sentence, file=sys.stderr)
        print(error, file=sys.stderr)
        _save_problems(asked, error)
    except UserError as error:
        print(error, file=sys.stderr)
    else:
        return status
    return 1


def _open(asked: Namespace, *, create: bool = False) -> closing[Office]:
    from collections_app.services.office import open_office

    return closing(open_office(asked.db, create=create))


def _progress() -> Progress:
    """Show the steps on a terminal; say nothing into a file."""
    if not sys.stderr.isatty():
        return Progress()
    return Progress(lambda text, done, total: print(f"\r\033[K{text} {done:,}/{total:,}", end="", file=sys.stderr))


def _demo(asked: Namespace) -> int:
    from collections_app.services.demo import make_demo

    make_demo(asked.db, _progress())
    print(f"見本のデータベースを作りました: {asked.db}")
    return 0


def _import(asked: Namespace) -> int:
    from collections_app.services.transfers import import_bundle

    with _open(asked, create=True) as office:
        report = import_bundle(
            office, Path(asked.bundle), dry_run=asked.dry_run, update=asked.update, progress=_progress()
        )
    for warning in report.warnings:
        print(f"注意: {warning.sentence}", file=sys.stderr)
    printing.import_report(report)
    return 0


def _bank_file(asked: Namespace) -> int:
    from collections_app.services.bank_files import take_in_bank_file

    with _open(asked) as office:
        report = take_in_bank_file(
            office, Path(asked.file), Overlaps(asked.overlaps), asked.headings, dry_run=asked.dry_run
        )
    if report.has_errors:  # of a trial: otherwise they were refused
        raise BundleError(report.problems)
    for warning in report.problems:
        print(f"注意: {warning.sentence}", file=sys.stderr)
    print(report.sentence if report.is_taken or report.already else f"{report.sentence}　まだ登録していません。")
    return 0


def _save_problems(asked: Namespace, error: BundleError) -> None:
    target = getattr(asked, "problems", None)
    if target:
        from collections_app.services.transfers import save_problems

        save_problems(error.problems, Path(target))
        print(f"問題の一覧: {target}", file=sys.stderr)


def _export(asked: Namespace) -> int:
    from collections_app.services.transfers import export_bundle

    with _open(asked) as office:
        export_bundle(office, Path(asked.bundle), _progress())
    print(f"書き出しました: {asked.bundle}")
    return 0


def _statistics(asked: Namespace) -> int:
    from collections_app.services import counting, statistics

    with _open(asked) as office:
        found = statistics.year_figures(office, asked.fiscal_year, asked.as_of, asked.as_known)
        counted = counting.decided(office)
        groups = None
        if asked.by:
            groups = statistics.breakdown(office, asked.fiscal_year, asked.as_of, asked.by, asked.as_known)
    printing.statistics(found, groups, asked.format, counted)
    return 0


def _forecast(asked: Namespace) -> int:
    from collections_app.cli.forecasting import print_forecast
    from collections_app.domain.forecast_words import nothing_left, nothing_left_sentences
    from collections_app.services.forecast import forecast
    from collections_app.services.statistics import fiscal_years

    with _open(asked) as office:
        found = forecast(office, asked.fiscal_year, asked.as_of)
        if nothing_left(found) and asked.format == "table":
            print(*nothing_left_sentences(found, fiscal_years(office), office.state().data_on), sep="\n")
            return 0
    print_forecast(found, asked.format)
    return 0


def _claim(asked: Namespace) -> int:
    from collections_app.services import claims

    with _open(asked) as office:
        state = claims.claim_state(office, asked.claim_no, asked.as_of or _today())
    printing.claim(state, asked.format)
    return 0


def _claims(asked: Namespace) -> int:
    from collections_app.services import claims

    with _open(asked) as office:
        for state in claims.all_claim_states(office, asked.as_of or _today()):
            printing.one_line(state)
    return 0


def _papers(asked: Namespace) -> int:
    return _write_paper(asked, PaperKind(asked.kind), asked.as_of or _today())


def _statement(asked: Namespace) -> int:
    return _write_paper(asked, PaperKind.STATEMENT, asked.as_of)


def _as_workbook(asked: Namespace, wanted: PaperWanted) -> int:
    from collections_app.services.papers import save_workbook

    with _open(asked) as office:
        path = save_workbook(office, wanted, Path(asked.out))
    print(f"{wanted.kind.label}を書きました: {path}")
    return 0


def _write_paper(asked: Namespace, kind: PaperKind, as_of: date) -> int:
    profile = Profile(asked.profile) if asked.profile else None
    wanted = PaperWanted(kind, as_of, asked.claim_no, profile=profile)
    if Path(asked.out).suffix.lower() == ".xlsx":
        return _as_workbook(asked, wanted)
    from collections_app.services.papers import paper, save_paper
    from collections_app.ui.printing.painter import document_pdf

    with _open(asked) as office:
        document = paper(office, wanted)
        content, pages = document_pdf(document)
        path = save_paper(office, document, pages, content, Path(asked.out))
    print(f"{document.title}を書きました（{pages:,}ページ）: {path}")
    return 0


def _monthly_report(asked: Namespace) -> int:
    from collections_app.services import reports

    with _open(asked) as office:
        if asked.template_names:
            printing.names(reports.template_names(office, asked.month))
            return 0
        if not asked.out:
            raise UserError("--out に書き出すファイルかフォルダーを指定してください。")
        if asked.template:
            places = (Path(asked.template), Path(asked.out))
            filled = reports.filled_template(office, asked.month, *places, _progress(), asked.as_known)
            for remark in filled.remarks:
                print(f"注意: {remark}", file=sys.stderr)
            print(f"ひな型に{len(filled.filled):,}個の名前の値を入れて書きました: {filled.path}")
            return 0
        path = reports.monthly_workbook(office, asked.month, Path(asked.out), _progress(), asked.as_known)
    print(f"月報を書きました: {path}")
    return 0


def _damages(asked: Namespace) -> int:
    from collections_app.services.calculators import damages

    found = damages(asked.principal, asked.rate, asked.since, asked.until, Profile(asked.profile))
    printing.damages(found, Profile(asked.profile), asked.format)
    return 0


def _court_fee(asked: Namespace) -> int:
    from collections_app.services.calculators import fee

    found = fee(asked.value, asked.on or _today(), is_payment_order=asked.payment_order)
    printing.court_fee(found, asked.format)
    return 0


def _check(asked: Namespace) -> int:
    from collections_app.services import maintenance

    with _open(asked) as office:
        if asked.rebuild:
            maintenance.rebuild_totals(office)
        found = maintenance.check(office, _progress())
        for notice in office.state().notices:
            print(f"注意: {notice}")
    for problem in found:
        print(problem.sentence)
    print(f"問題が{len(found):,}件あります。" if found else "問題はありません。")
    return 1 if found else 0


def _backup(asked: Namespace) -> int:
    from collections_app.services.maintenance import backup

    with _open(asked) as office:
        backup(office, Path(asked.file), _progress())
    print(f"バックアップを書きました: {asked.file}")
    return 0


def _restore(asked: Namespace) -> int:
    from collections_app.services.maintenance import restore

    kept = restore(Path(asked.file), asked.db)
    print(f"戻しました: {asked.db}")
    if kept is not None:
        print(f"これまでのファイルは残してあります: {kept}")
    return 0


def _migrate(asked: Namespace) -> int:
    with _open(asked, create=True):
        print(f"新しい構造になっています: {asked.db}")
    return 0


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the user's day


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "demo": _demo,
    "import": _import,
    "bank-file": _bank_file,
    "export": _export,
    "statistics": _statistics,
    "forecast": _forecast,
    "claim": _claim,
    "claims": _claims,
    "papers": _papers,
    "statement": _statement,
    "monthly-report": _monthly_report,
    "annual-report": annual.annual_report,
    "pivot": analysis.pivot,
    "dataset": analysis.dataset,
    "month-close": months.month_close,
    "month-bridge": months.month_bridge,
    "month-reprint": months.month_reprint,
    "year-seal": months.year_seal,
    "insurance-statement": sharing.insurance_statement,
    "servicer-report": sharing.servicer_report,
    "servicer-check": sharing.servicer_check,
    "damages": _damages,
    "court-fee": _court_fee,
    "check": _check,
    "corporation": naming.corporation,
    "backup": _backup,
    "restore": _restore,
    "migrate": _migrate,
}
