"""回収納付金計算書: a month's lines, what later changed of months reported before, and what was really paid.

A month that was reported stays as it was sent, line by line and with a hash. The next statement holds, beside its own
receipts, the difference between what was reported and what the books say now.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from collections_app.domain.calendar import era_month, next_month
from collections_app.domain.codes import Bearer
from collections_app.domain.errors import UserError
from collections_app.domain.sharing import NOTHING, PAID_TO, Factors, Parts, PaymentLine, WaiverLine, added

Key = tuple[str, str]  # claim, receipt


class StatementLine(NamedTuple):
    """A line of a statement: a receipt of the month, or by how much one of an earlier month is another now."""

    claim_no: str
    receipt_no: str
    counted: int
    parts: Parts
    is_correction: bool
    line: PaymentLine | None = None  # None: of a month as it was sent, or of a receipt that takes no part any more


class Reported(NamedTuple):
    """A line as it was sent."""

    month: date
    claim_no: str
    receipt_no: str
    counted: int
    parts: Parts


class ClaimSum(NamedTuple):
    """What a claim adds to a statement."""

    claim_no: str
    debtor: str
    receipts: int
    corrections: int
    counted: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class PaymentStatement:
    """The statement of a month. `problems` forbid reporting it; `sha256` and `reported_on` are of one that was sent."""

    month: date
    lines: tuple[StatementLine, ...]
    waivers: tuple[WaiverLine, ...]
    debtors: Mapping[str, str]
    factors: Mapping[str, Factors]
    problems: tuple[str, ...] = ()
    reported_on: date | None = None
    sha256: str = ""

    @property
    def parts(self) -> Parts:
        """What each bearer has of the month (yen), in the order of Bearer."""
        return added(*(line.parts for line in self.lines))

    @property
    def counted(self) -> int:
        """The recovery the parts are of."""
        return sum(line.counted for line in self.lines)

    def of(self, bearer: Bearer) -> int:
        """What one bearer has of the month."""
        return self.parts[list(Bearer).index(bearer)]

    def claims(self) -> tuple[ClaimSum, ...]:
        """Return the sums claim by claim, in the order of their numbers."""
        groups: dict[str, list[StatementLine]] = defaultdict(list)
        for line in self.lines:
            groups[line.claim_no].append(line)
        return tuple(
            ClaimSum(
                claim_no,
                self.debtors.get(claim_no, ""),
                sum(not line.is_correction for line in lines),
                sum(line.is_correction for line in lines),
                sum(line.counted for line in lines),
                added(*(line.parts for line in lines)),
            )
            for claim_no, lines in sorted(groups.items())
        )


def lines_of_month(
    month: date, lines: Iterable[PaymentLine], reported: Sequence[Reported], first: date | None
) -> tuple[StatementLine, ...]:
    """Return the lines of a month: its receipts, and what changed of receipts of months reported before.

    `first` is the first month that was ever reported, None while none was: what lies before it was settled otherwise.
    """
    begin = min(first, month) if first is not None else month
    sent: dict[Key, tuple[int, Parts]] = {}
    for one in reported:
        before = sent.get((one.claim_no, one.receipt_no), (0, NOTHING))
        sent[one.claim_no, one.receipt_no] = (before[0] + one.counted, added(before[1], one.parts))
    found = []
    for line in lines:
        key = (line.claim_no, line.receipt_no)
        if line.month > month or (line.month < begin and key not in sent):
            continue
        counted, parts = sent.pop(key, (0, NOTHING))
        left = StatementLine(*key, line.counted - counted, _less(line.parts, parts), line.month < month, line)
        if (left.counted or any(left.parts)) or not left.is_correction:
            found.append(left)
    found += [
        StatementLine(*key, -counted, _less(NOTHING, parts), is_correction=True)
        for key, (counted, parts) in sent.items()
        if counted or any(parts)
    ]
    return tuple(sorted(found, key=lambda line: (line.claim_no, line.is_correction, line.receipt_no)))


def _less(one: Parts, other: Parts) -> Parts:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def fingerprint(month: date, lines: Iterable[Reported]) -> str:
    """Return the hash of a statement as it was sent, whatever the order its lines are kept in."""
    rows = sorted([one.claim_no, one.receipt_no, one.counted, *one.parts] for one in lines)
    text = json.dumps([f"{month:%Y-%m}", rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_report(statement: PaymentStatement, reported: Iterable[date], today: date) -> None:
    """Raise UserError when a month cannot be reported: sent already, out of order, not over, or something is wrong."""
    month, sent = statement.month, sorted(reported)
    if month in sent:
        raise UserError(f"{era_month(month)}の計算書は報告済みです。後の訂正は次の月の計算書に入ります。")
    if sent and month != next_month(sent[-1]):
        raise UserError(f"計算書は月の順に報告します。次は{era_month(next_month(sent[-1]))}です。")
    if next_month(month) > today:
        raise UserError(f"{era_month(month)}はまだ終わっていません。翌月になってから報告してください。")
    if statement.problems:
        raise UserError(f"{statement.problems[0]}直してから報告してください（問題 {len(statement.problems):,}件）。")


class Reconciled(NamedTuple):
    """What a bearer was to get for a month, what it was paid, and how a difference was settled."""

    month: date
    bearer: Bearer
    due: int
    paid_on: date | None
    paid: int | None
    settled_on: date | None
    reason: str
    is_kept: bool = True  # whether there is a record of it to be filled in

    @property
    def difference(self) -> int:
        """What was paid beyond what was due (yen); nothing typed counts as nothing paid."""
        return (self.paid or 0) - self.due

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it still."""
        return self.difference != 0 and self.settled_on is None

    @property
    def word(self) -> str:
        """Where it stands."""
        if self.difference == 0:
            return "一致" if self.paid is not None else "納付なし"
        if self.settled_on is not None:
            return "解消済"
        return "未納付" if self.paid is None else "差異あり"


def due_by_month(reported: Iterable[Reported]) -> dict[tuple[date, Bearer], int]:
    """Return what each bearer was to get for each month reported."""
    found: dict[tuple[date, Bearer], int] = defaultdict(int)
    for one in reported:
        for bearer, amount in zip(Bearer, one.parts, strict=True):
            if bearer in PAID_TO:
                found[one.month, bearer] += amount
    return dict(found)
