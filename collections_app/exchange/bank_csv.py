"""Statements downloaded from online banking as CSV: the headings are known by name, or by a mapping kept as data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from collections_app.domain.bank_lines import BankFile, BankFileKind, BankLine
from collections_app.domain.calendar import parse_date
from collections_app.domain.errors import AmountError, DateError
from collections_app.domain.money import parse_yen
from collections_app.domain.problem import Place, Problem
from collections_app.exchange.csv_text import read_csv
from collections_app.exchange.own_headings import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class CsvColumns:
    """The heading of each column that is read; a name left empty is found among the usual ones."""

    date: str = ""
    amount: str = ""
    payer: str = ""
    memo: str = ""


_USUAL = {
    "date": ("起算日", "入金日", "勘定日", "取引日", "お取引日", "取引日付", "日付", "年月日"),
    "amount": ("入金金額", "入金額", "お預入金額", "預入金額", "お預り金額", "預り金額", "入金", "金額"),
    "payer": ("振込依頼人名", "振込依頼人", "依頼人名", "振込人名", "お取引内容", "取引内容", "摘要", "内容"),
    "memo": ("備考", "メモ", "EDI情報", "摘要内容"),
}
_WANTED = Wanted(
    {"日付": "date", "入金額": "amount", "名義": "payer", "備考": "memo"},
    _USUAL,
    needed=("date", "amount", "payer"),
    example="日付=お取引日 入金額=お預り",
)


def columns_of(text: str) -> CsvColumns:
    """Return the mapping written as 日付=お取引日 入金額=お預り; UserError for words that are no column."""
    return CsvColumns(**_WANTED.mapping(text))


def read_bank_csv(name: str, data: bytes, columns: CsvColumns) -> BankFile:
    """Return the money that came in by the lines of a CSV; lines without an amount of it went out and are counted.

    RefusedError when it is no CSV or its headings are not understood.
    """
    sheet = read_csv(name, data)
    wanted = {field.name: getattr(columns, field.name) for field in fields(columns)}
    heading, places = _WANTED.find(sheet, wanted)
    lines: list[BankLine] = []
    problems: list[Problem] = []
    out = 0
    for row, number in zip(sheet.rows[heading + 1 :], sheet.lines[heading + 1 :], strict=True):
        cells = {what: row[at].strip() if at < len(row) else "" for what, at in places.items()}
        if not any(cells.values()):
            continue
        if cells["amount"] in ("", "0", "-", "－"):
            out += 1
            continue
        found = _Row(name, number, {what: sheet.rows[heading][at] for what, at in places.items()}, cells)
        line = found.line()
        problems.extend(found.problems)
        if line is not None:
            lines.append(line)
    if not lines and not problems:
        message = "入金の行がありません。"
        problems.append(
            Problem(Place(name), "", message, "期間を確かめて、もう一度書き出してください。", is_warning=True)
        )
    return BankFile(name, BankFileKind.CSV, tuple(lines), (), out, tuple(problems))


class _Row:
    """One row being read."""

    def __init__(self, file: str, number: int, headings: Mapping[str, str], cells: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._file, self._number, self._headings, self._cells = file, number, headings, cells

    def line(self) -> BankLine | None:
        day, amount = self._day(), self._amount()
        if day is None or amount is None:
            return None
        memo = self._cells.get("memo", "")
        return BankLine(self._number, day, amount, payer_name=self._cells["payer"], memo=memo)

    def _day(self) -> date | None:
        try:
            return parse_date(self._cells["date"])
        except DateError as error:
            self._object("date", str(error), "日付を直してください。")
            return None

    def _amount(self) -> int | None:
        try:
            amount = parse_yen(self._cells["amount"])
        except AmountError as error:
            self._object("amount", str(error), "円単位の整数に直してください。")
            return None
        if amount <= 0:
            self._object("amount", "入金額が0円以下です。", "出金の行であれば、入金の列を空けてください。")
            return None
        return amount

    def _object(self, what: str, message: str, remedy: str) -> None:
        place = Place(self._file, self._number, self._headings[what])
        self.problems.append(Problem(place, self._cells[what], message, remedy))
