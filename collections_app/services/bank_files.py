"""Files of the banks taken in: lines become 入金明細, answers settle direct debits; all of a file or nothing of it."""

from __future__ import annotations

import getpass
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collections_app.domain.bank_lines import BankFile, BankFileKind, BankLine, DebitAnswer
from collections_app.domain.calendar import era_date
from collections_app.domain.codes import DebitResult, DepositKind
from collections_app.domain.deposit_views import BankFileReport, Overlap, Overlaps
from collections_app.domain.errors import BundleError
from collections_app.domain.money import show_yen
from collections_app.domain.problem import Place, Problem
from collections_app.exchange.bank_csv import columns_of
from collections_app.exchange.bank_file import read_bank_file
from collections_app.exchange.raw import RefusedError as FileRefusedError
from collections_app.storage import audit, debits, deposits

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_ASKED = "同じ入金ならば除いて、別の入金ならばそのまま登録してください。"


def take_in_bank_file(
    office: Office,
    path: Path,
    overlaps: Overlaps = Overlaps.ASK,
    headings: str = "",
    *,
    dry_run: bool = False,
) -> BankFileReport:
    """Take a file of a bank in, or only say what it holds and what is wrong with it.

    A file taken in before does nothing, and says so. BundleError lists every problem (not in a dry run: the report has
    them); lines that an earlier file has too are among them until `overlaps` says what to do. `headings` say which
    columns of a CSV are read (日付=お取引日 入金額=お預り); they are remembered with the file.
    """
    file, data, headings = _read(office, path, headings)
    sha256 = hashlib.sha256(data).hexdigest()
    if dry_run:
        with office.database.reading() as connection:
            return _looked_at(connection, file, sha256, overlaps)
    with office.database.writing() as connection:
        report = _looked_at(connection, file, sha256, overlaps)
        if report.already:
            return report
        if report.has_errors:
            raise BundleError(sorted(report.problems, key=lambda problem: problem.is_warning))
        return _taken(connection, report, overlaps, headings)


def _read(office: Office, path: Path, headings: str) -> tuple[BankFile, bytes, str]:
    """Return the file, its bytes, and the headings it was read by.

    A CSV that is not understood by the usual headings is tried with those that were given the last time.
    """
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    try:
        return *read_bank_file(path, today, columns_of(headings)), headings
    except FileRefusedError as error:
        with office.database.reading() as connection:
            kept = "" if headings else deposits.last_headings(connection)
        if not kept:
            raise BundleError(error.problems) from error
        with suppress(FileRefusedError):
            return *read_bank_file(path, today, columns_of(kept)), kept
        raise BundleError(error.problems) from error


def _looked_at(connection: Connection, file: BankFile, sha256: str, overlaps: Overlaps) -> BankFileReport:
    taken = deposits.taken_before(connection, sha256)
    if taken is not None:
        when = f"{era_date(taken.on)}に" if taken.on else ""
        already = f"このファイルは{when}「{taken.file_name}」として取込済みです。何も登録しません。"
        return BankFileReport(file, sha256, already, (), file.problems)
    found = _overlaps(connection, file.lines)
    is_asked = overlaps is Overlaps.ASK
    problems = [*file.problems, *(_overlap_problem(file, one, is_warning=not is_asked) for one in found)]
    if file.answers:
        problems += _unasked(connection, file)
    return BankFileReport(file, sha256, "", found, tuple(problems))


def _overlaps(connection: Connection, lines: Sequence[BankLine]) -> tuple[Overlap, ...]:
    """Return the lines that stand in an earlier file, too; three alike against two kept are two overlaps."""
    kept = deposits.kept_on(connection, {line.received_on for line in lines})
    seen: Counter[tuple[date, int, str]] = Counter()
    found = []
    for line in lines:
        key = (line.received_on, line.amount, line.payer_name)
        alike = kept.get(key, ())
        if seen[key] < len(alike):
            number, file_name = alike[seen[key]]
            found.append(Overlap(line.record_no, number, file_name))
        seen[key] += 1
    return tuple(found)


def _overlap_problem(file: BankFile, one: Overlap, *, is_warning: bool) -> Problem:
    line = next(line for line in file.lines if line.record_no == one.record_no)
    where = f"「{one.file_name}」から" if one.file_name else ""
    message = f"同じ日・金額・名義の明細が{where}登録されています（{one.deposit_no}）。"
    value = f"{line.payer_name} {show_yen(line.amount)}円".strip()
    return Problem(_place(file, one.record_no), value, message, _ASKED, is_warning)


def _place(file: BankFile, record_no: int) -> Place:
    counted = "行目" if file.kind is BankFileKind.CSV else "件目のレコード"
    return Place(file.name, record_no, "", counted)


def _taken(connection: Connection, report: BankFileReport, overlaps: Overlaps, headings: str) -> BankFileReport:
    file = report.file
    left_out = {one.record_no for one in report.overlaps} if overlaps is Overlaps.SKIP else set()
    lines = [line for line in file.lines if line.record_no not in left_out]
    detail: dict[str, Any] = {
        "file": file.name, "sha256": report.sha256, "kind": file.kind.label, "lines": len(lines),
        "answers": len(file.answers), "amount": file.total, "left_out": sorted(left_out), "headings": headings,
    }  # fmt: skip
    audit_no = audit.record(connection, audit.BANK_FILE_TAKEN, report.sha256, getpass.getuser(), detail)
    rows = [_deposit(line) for line in lines]
    paid = [answer for answer in file.answers if answer.result is DebitResult.PAID]
    rows += [_debited(answer) for answer in paid]
    origin = {"file_name": file.name, "file_sha256": report.sha256}
    numbers = deposits.add(connection, [{**row, **origin} for row in rows], audit_no) if rows else []
    deposit_of = {answer.record_no: no for answer, no in zip(paid, numbers[len(lines) :], strict=True)}
    answered = _settle(connection, file.answers, deposit_of, audit_no)
    return BankFileReport(
        file, report.sha256, "", report.overlaps, report.problems, tuple(numbers), answered, is_taken=True
    )


def _deposit(line: BankLine) -> dict[str, Any]:
    texts = ("payer_name", "bank_name", "branch_name", "virtual_account", "customer_no", "memo")
    return {
        "received_on": line.received_on,
        "amount": line.amount,
        "kind": line.kind.value,
        "record_no": line.record_no,
        **{name: getattr(line, name) or None for name in texts},
    }


def _debited(answer: DebitAnswer) -> dict[str, Any]:
    return {
        "received_on": answer.debited_on,
        "amount": answer.amount,
        "kind": DepositKind.DIRECT_DEBIT.value,
        "record_no": answer.record_no,
        "payer_name": answer.holder or None,
        "bank_name": answer.bank_name or None,
        "branch_name": answer.branch_name or None,
        "customer_no": answer.customer_no,
    }


# answers to direct debits

_Asked = tuple[str, date, int]


def _asked_for(connection: Connection, answers: Sequence[DebitAnswer]) -> dict[_Asked, list[str]]:
    """Return the numbers of the debits that wait for an answer, by customer, day and amount."""
    waiting: dict[_Asked, list[str]] = defaultdict(list)
    for debit in debits.waiting(connection, {answer.debited_on for answer in answers}):
        waiting[_customer(debit.customer_no), debit.debited_on, debit.amount].append(debit.debit_no)
    return waiting


def _customer(number: str) -> str:
    return number.strip().lstrip("0")


def _unasked(connection: Connection, file: BankFile) -> list[Problem]:
    """Return a warning for each answer to something nobody asked for: its money waits in 仮受."""
    waiting = _asked_for(connection, file.answers)
    found = []
    for answer in file.answers:
        if waiting[_customer(answer.customer_no), answer.debited_on, answer.amount]:
            waiting[_customer(answer.customer_no), answer.debited_on, answer.amount].pop()
            continue
        message = (
            f"{era_date(answer.debited_on)}の{show_yen(answer.amount)}円の振替は、結果待ちの口座振替にありません。"
        )
        is_paid = answer.result is DebitResult.PAID
        remedy = "振替済の分は仮受に入れます。入金明細で確かめてください。" if is_paid else "読み飛ばします。"
        place = Place(file.name, answer.record_no, "顧客番号", "件目のレコード")
        found.append(Problem(place, answer.customer_no, message, remedy, is_warning=True))
    return found


def _settle(connection: Connection, answers: Sequence[DebitAnswer], deposit_of: dict[int, str], audit_no: int) -> int:
    """Write the result of each debit that was asked for; return how many."""
    waiting = _asked_for(connection, answers) if answers else {}
    settled = []
    for answer in answers:
        numbers = waiting[_customer(answer.customer_no), answer.debited_on, answer.amount]
        if numbers:
            settled.append(debits.Settled(numbers.pop(0), answer.result.value, deposit_of.get(answer.record_no)))
    debits.settle(connection, settled, audit_no)
    return len(settled)
