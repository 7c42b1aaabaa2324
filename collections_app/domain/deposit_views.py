"""Money from the banks as screens show it: lines with what is left of them, files before they are taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from collections_app.domain.bank_lines import BankFile, Consignor
from collections_app.domain.calendar import short_era
from collections_app.domain.codes import DebitResult, DepositKind
from collections_app.domain.matching import Suggestion
from collections_app.domain.money import show_yen
from collections_app.domain.problem import Problem


class DepositRow(NamedTuple):
    """A line of the bank: `left` (仮受) is neither applied to claims nor paid back."""

    deposit_no: str
    received_on: date
    amount: int
    left: int
    kind: DepositKind
    payer_name: str
    bank_name: str
    branch_name: str
    virtual_account: str
    customer_no: str
    file_name: str
    record_no: int | None
    memo: str
    is_reversed: bool = False
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def best(self) -> Suggestion | None:
        """The likeliest claim; None when nothing is known of the payer."""
        return self.suggestions[0] if self.suggestions else None


@dataclass(frozen=True, slots=True)
class DepositList:
    """Lines of the bank, the newest first; `further` older ones are not among them."""

    rows: tuple[DepositRow, ...]
    further: int = 0

    @property
    def left(self) -> int:
        """仮受 of all lines."""
        return sum(row.left for row in self.rows)


@dataclass(frozen=True, slots=True)
class Use:
    """What became of a part of a line: a receipt of a claim, or a refund."""

    number: str
    title: str
    claim_no: str
    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class DepositPage:
    """A line of the bank with everything that became of it."""

    row: DepositRow
    uses: tuple[Use, ...]


class Application(NamedTuple):
    """Put money of a line on a claim: what a person confirms. `party_no` None: the payer is not known."""

    deposit_no: str
    claim_no: str
    party_no: str | None
    amount: int


class Overlaps(Enum):
    """What to do with lines that an earlier file has, too."""

    ASK = "ask"
    SKIP = "skip"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Overlap:
    """A line that is kept already from another file: same day, amount and name."""

    record_no: int
    deposit_no: str
    file_name: str


@dataclass(frozen=True, slots=True)
class BankFileReport:
    """What a file holds and what was done with it; `numbers` are the deposits made, none in a trial."""

    file: BankFile
    sha256: str
    already: str = ""  # a sentence: the file was taken in before, nothing is done
    overlaps: tuple[Overlap, ...] = ()
    problems: tuple[Problem, ...] = ()
    numbers: tuple[str, ...] = ()
    answered: int = 0
    is_taken: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether anything forbids taking it in."""
        return any(not problem.is_warning for problem in self.problems)

    @property
    def sentence(self) -> str:
        """What the file holds, or what was done with it, as one paragraph."""
        if self.already:
            return self.already
        return self._done() if self.is_taken else self._held()

    def _done(self) -> str:
        answered = f"口座振替の結果 {self.answered:,}件を記録し、" if self.file.answers else ""
        return f"{self.file.name}: {answered}入金明細 {len(self.numbers):,}件を登録しました。"

    def _held(self) -> str:
        file = self.file
        days = sorted({line.received_on for line in file.lines} | {answer.debited_on for answer in file.answers})
        span = "～".join(dict.fromkeys(short_era(day) for day in (*days[:1], *days[-1:])))
        count = len(file.lines) + len(file.answers)
        paid = sum(answer.result is DebitResult.PAID for answer in file.answers)
        results = f"（振替済 {paid:,}件、不能 {len(file.answers) - paid:,}件）" if file.answers else ""
        parts = [file.kind.label, span, f"{count:,}件{results}", f"{show_yen(file.total)}円"]
        if file.withdrawals:
            parts.append(f"出金 {file.withdrawals:,}件は登録しません。")
        if self.overlaps:
            parts.append(f"以前のファイルと重なる明細が {len(self.overlaps):,}件あります。")
        return "　".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class DebitDue:
    """A plan that may be debited on a day."""

    claim_no: str
    debtor_name: str
    plan_no: str
    customer_no: str
    bank: str
    holder: str
    amount: int
    is_first: bool
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class DebitProposal:
    """What a request of a day would hold; who asked last time; why plans are left out."""

    debited_on: date
    due: tuple[DebitDue, ...]
    consignor: Consignor | None

    @property
    def total(self) -> int:
        """The yen asked for."""
        return sum(one.amount for one in self.due)
