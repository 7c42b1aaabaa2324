"""Bundles in and out: an import is all or nothing, an export is everything."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collections_app.domain.bundle import BUNDLE_VERSION, TABLE
from collections_app.domain.contradictions import explained
from collections_app.domain.errors import BundleError, UserError
from collections_app.domain.figures import FIGURE
from collections_app.domain.ledger import Contradiction, Fault
from collections_app.domain.money import show_yen
from collections_app.domain.month_close import closed_sentence
from collections_app.domain.plan_figures import gap_sentence
from collections_app.domain.problem import Place, Problem
from collections_app.domain.progress import SILENT, Progress
from collections_app.domain.receipt_entry import in_order
from collections_app.domain.views import ImportReport
from collections_app.exchange import problem_sheet
from collections_app.exchange.archive import MAX_BYTES
from collections_app.exchange.checking import CheckedBundle, check_bundle
from collections_app.exchange.collector import paused
from collections_app.exchange.ledger_checks import check_ledger
from collections_app.exchange.reading import read_bundle, sha256_of
from collections_app.exchange.references import check_references
from collections_app.exchange.writing import write_bundle
from collections_app.services.content_intake import ContentIntake
from collections_app.storage import attachments, audit, export, month_closes, plan_figures
from collections_app.storage.intake import Conflict, Intake, TableIntake

if TYPE_CHECKING:
    from datetime import date

    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_APPEND_ONLY = "入金と立替費用は書き換えられません。取消しの行と正しい行を加えてください。"
_NOT_UPDATED = "登録済みの内容を変えるときは「登録済みの行を更新する」（--update）を選んでください。"


@dataclass(frozen=True, slots=True)
class _Request:
    """What the user asked for."""

    path: Path
    sha256: str
    dry_run: bool
    update: bool


@paused()  # every row lives until the commit; the collector would look through all of them again and again
def import_bundle(
    office: Office, path: Path, *, dry_run: bool = False, update: bool = False, progress: Progress = SILENT
) -> ImportReport:
    """Take in the bundle at `path` and return what was added, updated and already there.

    BundleError lists every problem of every file; nothing is written then, nor by a dry run. CancelledError when the
    user stops. UserError when the file or the database cannot be used.
    """
    checked, problems = check_bundle(read_bundle(path, progress), FIGURE.keys(), progress)
    sha256 = sha256_of(path)
    request = _Request(path, sha256, dry_run, update)
    with office.database.writing(keep=not dry_run) as connection:
        return _take_in(connection, checked, problems, progress, request)


def export_bundle(office: Office, path: Path, progress: Progress = SILENT) -> None:
    """Write the whole database as a bundle: a folder, a ZIP or a workbook, by the name."""
    with office.database.reading() as connection:
        sizes = attachments.used(connection)
        if path.suffix.lower() == ".zip" and sum(sizes.values()) > MAX_BYTES // 2:
            raise UserError("添付ファイルが多く、ZIPでは取り込めない大きさになります。フォルダーに書き出してください。")

        def read(sha256: str) -> bytes:
            return attachments.content(connection, sha256) or b""

        write_bundle(path, export.bundle_rows(connection), progress, contents=(tuple(sizes), read))


def save_problems(problems: Iterable[Problem], path: Path) -> None:
    """Write the list of problems as a workbook."""
    problem_sheet.write_problems(problems, path)


def _take_in(
    connection: Connection, bundle: CheckedBundle, found: list[Problem], progress: Progress, request: _Request
) -> ImportReport:
    """Compare, write and post the rows of a bundle; BundleError as soon as a stage finds what cannot stand."""
    file = request.path.name
    detail = {"file": file, "sha256": request.sha256, "bundle_version": BUNDLE_VERSION}
    audit_no = audit.record(connection, audit.BUNDLE_IMPORTED, file, getpass.getuser(), detail)
    intake, contents = Intake(connection, audit_no), ContentIntake(connection, request.path, bundle)
    problems = [
        *found,
        *check_references(bundle, intake.known_keys),
        *check_ledger(bundle, intake.subrogated_on, intake.receipts),
        *contents.check(),
    ]
    intakes: dict[str, TableIntake] = {}
    for number, checked in enumerate(bundle.tables):
        progress.step(f"{checked.table.title}を登録済みの内容と比べています", number, len(bundle.tables))
        intakes[checked.table.name] = intake.compare(checked.table, checked.columns)
    problems.extend(_conflicts(bundle, intakes, update=request.update))
    problems.extend(_in_closed_months(bundle, intakes, month_closes.open_from(connection)))
    _refuse(problems)
    progress.step("登録しています", 0, 3)
    intake.write_rows()
    contents.write()
    _refuse(_uneven_plans(connection, bundle))
    progress.step("充当と損害金を計算しています", 1, 3)
    _refuse(_contradictions(bundle, intake.derive()))
    progress.step("元帳と集計を書いています", 2, 3)
    intake.write_books()
    progress.step("終わりました", 3, 3)
    return ImportReport(
        file,
        request.sha256,
        request.dry_run,
        {name: len(table.added) for name, table in intakes.items()},
        {name: len(table.changed) for name, table in intakes.items()},
        {name: table.unchanged for name, table in intakes.items()},
        tuple(problem for problem in problems if problem.is_warning),
        in_order(intake.moved()),
    )


def _refuse(problems: list[Problem]) -> None:
    if any(not problem.is_warning for problem in problems):
        raise BundleError(sorted(problems, key=lambda problem: problem.is_warning))


def _conflicts(bundle: CheckedBundle, intakes: dict[str, TableIntake], *, update: bool) -> list[Problem]:
    """Return the rows whose key is kept with other content, where that may not be changed."""
    problems = []
    for checked in bundle.tables:
        if update and not checked.table.append_only:
            continue
        remedy = _APPEND_ONLY if checked.table.append_only else _NOT_UPDATED
        for conflict in intakes[checked.table.name].changed:
            place = checked.place(conflict.index, conflict.column)
            value = checked.column(conflict.column)[conflict.index]
            problems.append(Problem(place, "" if value is None else str(value), _kept(conflict), remedy))
    return problems


def _in_closed_months(bundle: CheckedBundle, intakes: dict[str, TableIntake], opens_on: date | None) -> list[Problem]:
    """Return the new receipts whose 計上日 lies in a month that is closed: nothing is imported into it."""
    checked = bundle.get("receipts")
    if opens_on is None or checked is None:
        return []
    days: Sequence[Any] = checked.column("posted_on")
    problems = []
    for index in intakes["receipts"].added:
        if days[index] < opens_on:
            message, remedy = closed_sentence(days[index], opens_on)
            problems.append(Problem(checked.place(index, "posted_on"), days[index].isoformat(), message, remedy))
    return problems


def _uneven_plans(connection: Connection, bundle: CheckedBundle) -> list[Problem]:
    """Return the figures of the bundle whose plan by month does not add up to the plan of the year."""
    checked = bundle.get("plan_months") or bundle.get("plans")
    if checked is None:
        return []
    keys = zip(checked.column("fiscal_year"), checked.column("figure"), strict=True)
    rows = {key: index for index, key in enumerate(keys)}
    return [
        Problem(checked.place(rows[gap[:2]], "value"), show_yen(gap.months), *gap_sentence(gap.months, gap.year))
        for gap in plan_figures.gaps(connection)
        if gap[:2] in rows
    ]


def _kept(conflict: Conflict) -> str:
    kept = "空欄" if conflict.kept is None else f"「{conflict.kept}」"
    return f"同じ番号の行がすでに登録され、この欄は{kept}です。"


def _contradictions(bundle: CheckedBundle, found: list[tuple[str, Contradiction]]) -> list[Problem]:
    """Return what contradicts the ledger, at the row of the bundle that says it (or at its claim).

    A kept reversal follows its original when an earlier receipt moves the split of both: that is no contradiction.
    """
    if not found:
        return []
    lines = _Lines(bundle)
    return [
        _explained(lines, claim_no, contradiction)
        for claim_no, contradiction in found
        if contradiction.fault is not Fault.REVERSAL_SPLIT or lines.has("receipts", contradiction.voucher_no)
    ]


class _Lines:
    """Finds the row of a voucher in a bundle."""

    def __init__(self, bundle: CheckedBundle) -> None:
        self._bundle = bundle
        self._index: dict[tuple[str, str], int] = {}
        for name in ("receipts", "waivers"):
            checked = bundle.get(name)
            numbers = checked.column(checked.table.key[0]) if checked else []
            self._index.update(((name, str(number)), index) for index, number in enumerate(numbers))

    def has(self, table: str, number: str) -> bool:
        return (table, number) in self._index

    def place(self, table: str, number: str, column: str) -> Place:
        index = self._index.get((table, number))
        checked = self._bundle.get(table)
        if index is None or checked is None:
            return Place(f"{TABLE[table].title} {number}", None, TABLE[table].column(column).heading)
        return checked.place(index, column)


def _explained(lines: _Lines, claim_no: str, found: Contradiction) -> Problem:
    said = explained(claim_no, found)
    table = said.table or ("waivers" if lines.has("waivers", found.voucher_no) else "receipts")
    column = said.column or ("decided_on" if table == "waivers" else "received_on")
    return Problem(lines.place(table, found.voucher_no, column), said.value, said.message, said.remedy)
