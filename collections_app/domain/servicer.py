"""サービサー報告 against the ledger: claim by claim, what the servicer says came in and what was posted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from collections_app.domain.calendar import month_end
from collections_app.domain.codes import Code
from collections_app.domain.money import show_yen
from collections_app.domain.problem import Problem


class ReportFinding(Code):
    """照合の結果: how a claim's report and the ledger of a month compare."""

    SAME = "same", "合っています"
    NOT_IN_LEDGER = "not_in_ledger", "元帳にない"
    NOT_IN_REPORT = "not_in_report", "報告にない"
    OTHER_AMOUNT = "other_amount", "金額が違う"
    NOT_PLACED = "not_placed", "委託していない"


class ReportLine(NamedTuple):
    """A line of a servicer's report: a claim's month (yen), or a payment of it; `row` is its place in the file."""

    row: int
    claim_no: str
    month: date
    gross: int
    cost: int
    net: int
    paid_on: date | None = None  # the day of the payment, where lines are payments


class Payment(NamedTuple):
    """A payment of a month as the servicer reported it (yen)."""

    paid_on: date
    gross: int
    cost: int
    net: int


class ClaimMonth(NamedTuple):
    """What a report says of a claim's month (yen), the first row that says it, and the payments where they are told."""

    claim_no: str
    row: int
    gross: int
    cost: int
    net: int
    payments: tuple[Payment, ...]


class KeptReport(NamedTuple):
    """A line of a report as it is kept."""

    claim_no: str
    servicer: str
    month: date
    gross: int
    cost: int
    net: int
    settled_on: date | None
    reason: str
    payments: tuple[Payment, ...] = ()


class Placement(NamedTuple):
    """A claim in a servicer's hands from one day to another."""

    claim_no: str
    servicer: str
    placed_on: date
    returned_on: date | None

    def covers(self, first: date, last: date) -> bool:
        """Tell whether the servicer had the claim on any day of a span."""
        return self.placed_on <= last and (self.returned_on is None or self.returned_on >= first)


class ServicerReceipt(NamedTuple):
    """A receipt or reversal that came through a servicer."""

    claim_no: str
    receipt_no: str
    received_on: date
    posted_on: date
    amount: int


class Compared(NamedTuple):
    """A claim's month as the servicer reported it and as the ledger has it; None: not there at all."""

    claim_no: str
    debtor: str
    servicer: str
    month: date
    finding: ReportFinding
    ledger: int | None
    gross: int | None
    cost: int
    net: int
    settled_on: date | None
    reason: str
    receipts: tuple[ServicerReceipt, ...]
    is_kept: bool = True  # whether there is a line of a report
    payments: tuple[Payment, ...] = ()  # as reported, where the report told them one by one

    @property
    def difference(self) -> int:
        """What the servicer reports beyond the ledger (yen)."""
        return (self.gross or 0) - (self.ledger or 0)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it still."""
        return self.finding is not ReportFinding.SAME and self.settled_on is None


@dataclass(frozen=True, slots=True)
class ServicerMonth:
    """A month compared, open differences first; `reported` are the servicers whose report is there."""

    month: date
    rows: tuple[Compared, ...]
    reported: tuple[str, ...]
    waiting: tuple[str, ...]  # servicers who have claims in hand and no report yet

    @property
    def open_count(self) -> int:
        """How many differences are neither solved nor settled."""
        return sum(row.is_open for row in self.rows)


@dataclass(frozen=True, slots=True)
class ServicerLayout:
    """Which heading of a servicer's file is which column; an empty one is found among the usual headings."""

    claim: str = ""
    month: str = ""
    gross: str = ""
    cost: str = ""
    net: str = ""


@dataclass(frozen=True, slots=True)
class ServicerReport:
    """A file of a servicer: its lines, everything wrong with it, and what became of it."""

    file: str
    sha256: str
    servicer: str
    lines: tuple[ReportLine, ...]
    problems: tuple[Problem, ...]
    already: str = ""  # a sentence, when the same file was taken in before
    is_taken: bool = False
    layout: ServicerLayout = field(default_factory=ServicerLayout)

    @property
    def has_errors(self) -> bool:
        """Whether anything forbids taking it in."""
        return any(not problem.is_warning for problem in self.problems)

    @property
    def sentence(self) -> str:
        """What is in it, or what was done with it."""
        if self.already:
            return self.already
        gross, net = sum(line.gross for line in self.lines), sum(line.net for line in self.lines)
        claims = len({line.claim_no for line in self.lines})
        rows = f"（入金 {len(self.lines):,}行）" if claims < len(self.lines) else ""
        told = f"{self.servicer}　{claims:,}件{rows}　回収額 {gross:,}円　送金額 {net:,}円"
        return f"{told}　登録しました。" if self.is_taken else told


def by_claim(lines: Iterable[ReportLine]) -> tuple[ClaimMonth, ...]:
    """Return what lines say of each claim together, in the order of the file."""
    found: dict[str, list[ReportLine]] = defaultdict(list)
    for line in lines:
        found[line.claim_no].append(line)
    return tuple(
        ClaimMonth(
            claim_no,
            some[0].row,
            sum(line.gross for line in some),
            sum(line.cost for line in some),
            sum(line.net for line in some),
            tuple(Payment(line.paid_on, line.gross, line.cost, line.net) for line in some if line.paid_on is not None),
        )
        for claim_no, some in found.items()
    )


_PAYMENT = re.compile(r"(\d{4}-\d\d-\d\d) (-?[\d,]+)円（手数料 (-?[\d,]+)円 送金額 (-?[\d,]+)円）")


def payments_text(payments: Iterable[Payment]) -> str:
    """Return payments as they are kept beside their sum, one a line; nothing where none are told."""
    return "\n".join(
        f"{one.paid_on.isoformat()} {show_yen(one.gross)}円"
        f"（手数料 {show_yen(one.cost)}円 送金額 {show_yen(one.net)}円）"
        for one in payments
    )


def payments_in(text: str) -> tuple[Payment, ...]:
    """Return the payments that `payments_text` wrote; other lines a person added are none."""
    found = (_PAYMENT.fullmatch(line.strip()) for line in text.splitlines())
    return tuple(
        Payment(date.fromisoformat(one[1]), *(int(one[at].replace(",", "")) for at in (2, 3, 4)))
        for one in found
        if one is not None
    )


def compare(
    month: date,
    reports: Iterable[KeptReport],
    receipts: Sequence[ServicerReceipt],
    placements: Iterable[Placement],
    debtors: Mapping[str, str],
) -> ServicerMonth:
    """Return a month compared claim by claim. Receipts are those of the month by 入金日, whoever posted them when.

    A servicer without any report of the month is not compared: it is named among those waited for.
    """
    placed: dict[str, list[Placement]] = defaultdict(list)
    for one in placements:
        if one.covers(month, month_end(month)):
            placed[one.claim_no].append(one)
    kept = {(one.claim_no, one.servicer): one for one in reports}
    reported = tuple(sorted({one.servicer for one in kept.values()}))
    posted: dict[tuple[str, str], list[ServicerReceipt]] = defaultdict(list)
    for receipt in receipts:
        posted[receipt.claim_no, _servicer_of(receipt, placed[receipt.claim_no], kept)].append(receipt)
    rows = []
    for claim_no, servicer in sorted(kept.keys() | posted.keys()):
        if not reported or (servicer and servicer not in reported):
            continue
        is_placed = any(one.servicer == servicer for one in placed[claim_no])
        known = (kept.get((claim_no, servicer)), tuple(posted.get((claim_no, servicer), ())))
        rows.append(_compared(month, (claim_no, debtors.get(claim_no, ""), servicer), known, is_placed=is_placed))
    rows.sort(key=lambda row: (not row.is_open, row.finding is ReportFinding.SAME, row.claim_no))
    waiting = {one.servicer for some in placed.values() for one in some} - set(reported)
    return ServicerMonth(month, tuple(rows), reported, tuple(sorted(waiting)))


def _servicer_of(
    receipt: ServicerReceipt, placed: Sequence[Placement], kept: Mapping[tuple[str, str], KeptReport]
) -> str:
    """Return who collected a receipt: who had the claim that day, or that month, or who reports it."""
    day = receipt.received_on
    on_day = (one.servicer for one in placed if one.covers(day, day))
    reporting = (servicer for claim_no, servicer in sorted(kept) if claim_no == receipt.claim_no)
    return next(on_day, None) or next((one.servicer for one in placed), None) or next(reporting, "")


def _compared(
    month: date,
    what: tuple[str, str, str],
    known: tuple[KeptReport | None, tuple[ServicerReceipt, ...]],
    *,
    is_placed: bool,
) -> Compared:
    report, receipts = known
    ledger = sum(receipt.amount for receipt in receipts) if receipts else None
    gross = report.gross if report is not None else None
    finding = ReportFinding.SAME
    if (gross or 0) != (ledger or 0):
        finding = ReportFinding.OTHER_AMOUNT
        if not receipts:
            finding = ReportFinding.NOT_IN_LEDGER
        elif not gross:
            finding = ReportFinding.NOT_IN_REPORT
    elif not is_placed and (gross or ledger):
        finding = ReportFinding.NOT_PLACED
    claim_no, debtor, servicer = what
    cost, net = (report.cost, report.net) if report is not None else (0, 0)
    settled = (report.settled_on, report.reason) if report is not None else (None, "")
    payments = report.payments if report is not None else ()
    return Compared(
        claim_no, debtor, servicer, month, finding, ledger, gross, cost, net, *settled, receipts, report is not None,
        payments,
    )  # fmt: skip
