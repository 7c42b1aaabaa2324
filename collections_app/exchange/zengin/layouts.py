"""The layouts of 全国銀行協会 as data: record by record, each field with its place, width and what it holds.

振込入金通知 (種別 01) and 入出金取引明細 (03) have records of 200 bytes, 口座振替 (91) of 120.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate

HEADER, DATA, TRAILER, END = "1", "2", "8", "9"
NAMES = {HEADER: "ヘッダー", DATA: "データ", TRAILER: "トレーラー", END: "エンド"}


class Holds(Enum):
    """What a field holds."""

    DIGITS = auto()  # right-aligned, filled with zeros; spaces count as not there
    DAY = auto()  # 和暦 YYMMDD
    MONTH_DAY = auto()  # MMDD, the year is not written
    TEXT = auto()  # left-aligned, filled with spaces
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One field: identifier, name in the bank's description, offset from 0, width in bytes."""

    name: str
    title: str
    offset: int
    width: int
    holds: Holds
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The records of one 種別, by データ区分; `width` bytes each."""

    code: str
    title: str
    width: int
    records: dict[str, tuple[Field, ...]]

    def field(self, record: str, name: str) -> Field:
        """Return a field of a record; StopIteration when there is none."""
        return next(field for field in self.records[record] if field.name == name)


_HOLDS = {"N": Holds.DIGITS, "D": Holds.DAY, "M": Holds.MONTH_DAY, "C": Holds.TEXT, "-": Holds.NOTHING}


def _fields(*specs: str) -> tuple[Field, ...]:
    """Return fields from `name title kind width`; a kind with ! must be filled."""
    parts = [spec.split() for spec in specs]
    starts = accumulate((int(width) for *_, width in parts), initial=0)
    return tuple(
        Field(name, title, start, int(width), _HOLDS[kind[0]], kind.endswith("!"))
        for (name, title, kind, width), start in zip(parts, starts, strict=False)
    )


_KIND = ("record データ区分 N! 1", "type 種別コード N! 2", "coding コード区分 N 1")
_BANK = ("bank_code 銀行番号 N 4", "bank_name 銀行名 C 15", "branch_code 支店番号 N 3", "branch_name 支店名 C 15")

TRANSFERS = Layout(
    "01",
    "振込入金通知",
    200,
    {
        HEADER: _fields(
            *_KIND, "made_on 作成日 D 6", "first_on 勘定日（自） D 6", "last_on 勘定日（至） D 6", *_BANK,
            "account_kind 預金種目 N 1", "account_no 口座番号 N 7", "account_name 口座名 C 40", "rest ダミー - 93",
        ),
        DATA: _fields(
            "record データ区分 N! 1", "reference 照会番号 C 6", "booked_on 勘定日 D! 6", "valued_on 起算日 D 6",
            "amount 金額 N! 10", "of_cheques うち他店券金額 N 10", "customer_no 振込依頼人コード C 10",
            "payer_name 振込依頼人名 C 48", "bank_name 仕向銀行名 C 15", "branch_name 仕向店名 C 15",
            "cancelled 取消区分 C 1", "edi EDI情報 C 20", "rest ダミー - 52",
        ),
        TRAILER: _fields(
            "record データ区分 N! 1", "count 振込合計件数 N! 6", "total 振込合計金額 N! 12",
            "cancel_count 取消合計件数 N 6",
            "cancel_total 取消合計金額 N 12", "rest ダミー - 163",
        ),
        END: _fields("record データ区分 N! 1", "rest ダミー - 199"),
    },
)  # fmt: skip

STATEMENT = Layout(
    "03",
    "入出金取引明細",
    200,
    {
        HEADER: _fields(
            *_KIND, "made_on 作成日 D 6", "first_on 勘定日（自） D 6", "last_on 勘定日（至） D 6", *_BANK,
            "gap ダミー - 3", "account_kind 預金種目 N 1", "account_no 口座番号 N 10", "account_name 口座名 C 40",
            "overdraft 貸越区分 C 1", "passbook 通帳・証書区分 C 1", "before 取引前残高 N 14", "rest ダミー - 71",
        ),
        DATA: _fields(
            "record データ区分 N! 1", "reference 照会番号 C 8", "booked_on 勘定日 D! 6", "valued_on 預入・払出日 D 6",
            "direction 入払区分 N! 1", "nature 取引区分 N 2", "amount 取引金額 N! 12", "of_cheques うち他店券金額 N 12",
            "shown_on 交換呈示日 C 6", "returned_on 不渡返還日 C 6", "note_kind 手形・小切手区分 C 1",
            "note_no 手形・小切手番号 C 7", "office 僚店番号 C 3", "customer_no 振込依頼人コード C 10",
            "payer_name 振込依頼人名または契約者番号 C 48", "bank_name 仕向銀行名 C 15", "branch_name 仕向店名 C 15",
            "summary 摘要内容 C 20", "edi EDI情報 C 20", "rest ダミー - 1",
        ),
        TRAILER: _fields(
            "record データ区分 N! 1", "count 入金件数 N! 6", "total 入金額合計 N! 13", "out_count 出金件数 N! 6",
            "out_total 出金額合計 N! 13", "overdraft 貸越区分 C 1", "after 取引後残高 N 14",
            "records データレコード件数 N 7",
            "rest ダミー - 139",
        ),
        END: _fields("record データ区分 N! 1", "rest ダミー - 199"),
    },
)  # fmt: skip

DEBITS = Layout(
    "91",
    "口座振替",
    120,
    {
        HEADER: _fields(
            *_KIND, "consignor_code 委託者コード N 10", "consignor_name 委託者名 C 40", "debited_on 引落日 M! 4",
            "bank_code 取引銀行番号 N 4", "bank_name 取引銀行名 C 15", "branch_code 取引支店番号 N 3",
            "branch_name 取引支店名 C 15", "account_kind 預金種目 N 1", "account_no 口座番号 N 7", "rest ダミー - 17",
        ),
        DATA: _fields(
            "record データ区分 N! 1", "bank_code 引落銀行番号 N 4", "bank_name 引落銀行名 C 15",
            "branch_code 引落支店番号 N 3", "branch_name 引落支店名 C 15", "gap ダミー - 4",
            "account_kind 預金種目 N 1", "account_no 口座番号 N 7", "holder 預金者名 C 30", "amount 引落金額 N! 10",
            "fresh 新規コード C 1", "customer_no 顧客番号 C! 20", "result 振替結果コード N! 1", "rest ダミー - 8",
        ),
        TRAILER: _fields(
            "record データ区分 N! 1", "count 合計件数 N! 6", "total 合計金額 N! 12", "paid_count 振替済件数 N! 6",
            "paid_total 振替済金額 N! 12", "failed_count 振替不能件数 N! 6", "failed_total 振替不能金額 N! 12",
            "rest ダミー - 65",
        ),
        END: _fields("record データ区分 N! 1", "rest ダミー - 119"),
    },
)  # fmt: skip

LAYOUTS = {layout.code: layout for layout in (TRANSFERS, STATEMENT, DEBITS)}
