"""What a file of a bank says, as values: money that came in, and answers to what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from collections_app.domain.codes import AccountKind, DebitResult, DepositKind
from collections_app.domain.problem import Problem


class BankFileKind(Enum):
    """What a file of a bank is; the value is 種別コード, empty for CSV."""

    TRANSFERS = "01"
    STATEMENT = "03"
    DEBIT_RESULTS = "91"
    CSV = ""

    @property
    def label(self) -> str:
        """The Japanese name."""
        return _LABELS[self]


_LABELS = {
    BankFileKind.TRANSFERS: "振込入金通知",
    BankFileKind.STATEMENT: "入出金取引明細",
    BankFileKind.DEBIT_RESULTS: "口座振替結果",
    BankFileKind.CSV: "明細CSV",
}


@dataclass(frozen=True, slots=True)
class BankLine:
    """Money that came in: the record that says so, day, whole yen, and who paid as the bank writes it."""

    record_no: int
    received_on: date
    amount: int
    kind: DepositKind = DepositKind.TRANSFER
    payer_name: str = ""
    bank_name: str = ""
    branch_name: str = ""
    virtual_account: str = ""  # branch and number of the account it came into
    customer_no: str = ""  # 振込依頼人コード
    memo: str = ""


@dataclass(frozen=True, slots=True)
class DebitAnswer:
    """What became of one direct debit that was asked for."""

    record_no: int
    debited_on: date
    customer_no: str
    amount: int
    result: DebitResult
    holder: str = ""
    bank_name: str = ""
    branch_name: str = ""


@dataclass(frozen=True, slots=True)
class BankFile:
    """A whole file: its lines or answers, what it holds that is no deposit, and every problem."""

    name: str
    kind: BankFileKind
    lines: tuple[BankLine, ...] = ()
    answers: tuple[DebitAnswer, ...] = ()
    withdrawals: int = 0  # 出金: read, checked, not taken in
    problems: tuple[Problem, ...] = ()

    @property
    def total(self) -> int:
        """The yen of all lines and answers."""
        return sum(line.amount for line in self.lines) + sum(answer.amount for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Consignor:
    """Who asks a bank for direct debits (委託者): the code the bank gave, and the account they are paid into."""

    code: str
    name: str
    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str
    account_kind: AccountKind
    account_no: str


@dataclass(frozen=True, slots=True)
class DebitOrder:
    """One direct debit to be asked for."""

    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str
    account_kind: AccountKind
    account_no: str
    holder: str
    amount: int
    customer_no: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class DebitRequest:
    """A request of direct debits of one day."""

    consignor: Consignor
    debited_on: date
    orders: Sequence[DebitOrder]
