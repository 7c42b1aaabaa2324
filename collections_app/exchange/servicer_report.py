"""A servicer's monthly report, CSV or workbook: its columns are known by name, or by a mapping kept for it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_month, parse_date, parse_month
from collections_app.domain.errors import AmountError, DateError, UserError
from collections_app.domain.money import parse_yen, show_yen
from collections_app.domain.problem import Place, Problem
from collections_app.domain.progress import SILENT
from collections_app.domain.servicer import ReportLine, ServicerLayout
from collections_app.exchange.csv_text import read_csv
from collections_app.exchange.own_headings import Wanted, plain_heading
from collections_app.exchange.raw import RefusedError, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from collections_app.exchange.raw import Sheet

_AMOUNTS = ("gross", "cost", "net")
_MAX_BYTES = 32 * 1024**2
_DOUBLED = "二重の行を除いてください。別の入金ならば、入金番号や摘要など行を区別する列を加えてもらってください。"
_SEVERAL = (
    "入金ごとの行ならば、入金日の列を「月=入金日」のように対応させてください。そうでなければ1行へまとめてください。"
)
_SUMS = ("合計", "総合計", "総計", "計", "小計")

_USUAL = {
    "claim": ("求償権番号", "債権番号", "管理番号", "委託番号", "お客様番号", "番号"),
    "month": ("対象月", "対象年月", "報告月", "回収月", "年月", "入金月", "入金日", "回収日"),
    "gross": ("回収額", "回収金額", "入金額", "入金金額", "回収金", "金額"),
    "cost": ("手数料", "回収手数料", "委託手数料", "手数料額", "報酬", "費用"),
    "net": ("送金額", "差引送金額", "差引額", "振込額", "引渡額", "送金金額"),
}
_WANTED = Wanted(
    {"番号": "claim", "月": "month", "回収額": "gross", "手数料": "cost", "送金額": "net"},
    _USUAL,
    needed=("claim", "gross"),
    example="番号=管理番号 回収額=入金額",
)


@dataclass(frozen=True, slots=True)
class ReadReport:
    """The lines that could be read, and every problem with its row."""

    lines: tuple[ReportLine, ...]
    problems: tuple[Problem, ...]
    numbers: tuple[tuple[int, str], ...]  # row and claim number of every line, also of those that could not be read


def layout_of(text: str) -> ServicerLayout:
    """Return the mapping written as 番号=管理番号 回収額=入金額; UserError for words that are no column."""
    return ServicerLayout(**_WANTED.mapping(text))


def layout_words(layout: ServicerLayout) -> str:
    """Return a mapping as it is typed; empty where nothing is mapped."""
    pairs = ((_WANTED.title(field.name), getattr(layout, field.name)) for field in fields(layout))
    return " ".join(f"{word}={heading}" for word, heading in pairs if heading)


def read_servicer_report(path: Path, month: date, layout: ServicerLayout) -> tuple[ReadReport, bytes]:
    """Return the lines of a report of a month and the bytes of the file.

    RefusedError when it is no table or its headings are not understood; UserError when it cannot be opened.
    """
    try:
        if path.is_file() and path.stat().st_size > _MAX_BYTES:
            raise refusal(path.name, "ファイルが大きすぎます（32MBまで）。", "月次報告のファイルか確かめてください。")
        data = path.read_bytes()
        sheet = _sheet(path, data)
    except OSError as error:
        raise UserError(f"「{path.name}」を開けません（{error.strerror}）。場所を確かめてください。") from error
    if sheet.problems:
        raise RefusedError(*sheet.problems)
    return _Reading(sheet, month, layout).run(), data


def _sheet(path: Path, data: bytes) -> Sheet:
    kind = path.suffix.lower()
    if kind == ".csv":
        return read_csv(path.name, data)
    if kind in (".xlsx", ".xls", ".xlsm", ".xlsb"):
        from collections_app.exchange.xlsx_text import read_xlsx

        sheet = next(iter(read_xlsx(path, SILENT)), None)
        if sheet is None:
            raise refusal(path.name, "ブックに表がありません。", "報告の表がある最初のシートに値を入れてください。")
        return sheet
    message = f"この種類のファイル（{kind or '拡張子なし'}）は読めません。"
    raise refusal(path.name, message, "CSV（*.csv）かExcelブック（*.xlsx）で受け取ってください。")


class _Reading:
    """One sheet being read, line by line."""

    def __init__(self, sheet: Sheet, month: date, layout: ServicerLayout) -> None:
        self._sheet, self._month = sheet, month
        wanted = {field.name: getattr(layout, field.name) for field in fields(layout)}
        self._heading, self._places = _WANTED.find(sheet, wanted)
        _refuse_twice(sheet, self._heading, self._places)
        self._names = {what: sheet.rows[self._heading][at].strip() for what, at in self._places.items()}
        self._lines: list[ReportLine] = []
        self._problems: list[Problem] = []
        self._rows: dict[str, int] = {}  # where each claim number stands first
        self._dated: dict[str, bool] = {}  # whether its rows so far are payments of a day
        self._seen: dict[tuple[str, ...], int] = {}  # where each row of the file stands first

    def run(self) -> ReadReport:
        start = self._heading + 1
        for cells, number in zip(self._sheet.rows[start:], self._sheet.lines[start:], strict=True):
            row = {what: cells[at].strip() if at < len(cells) else "" for what, at in self._places.items()}
            if not any(row.values()):
                continue
            if any(plain_heading(cell) in _SUMS for cell in cells) and plain_heading(row["claim"]) in ("", *_SUMS):
                self._compare_sum(number, row)
            elif (first := self._seen.setdefault(tuple(cell.strip() for cell in cells), number)) != number:
                self._object(number, "claim", row["claim"], f"{first}行目とまったく同じ行です。", _DOUBLED)
            else:
                self._read(number, row)
        if not self._lines and not self._problems:
            message = "報告の行がありません。"
            remedy = "対象月を確かめるか、回収のない月ならば取り込まずに差異を解消してください。"
            self._problems.append(Problem(Place(self._sheet.source), "", message, remedy))
        numbers = tuple((row, claim_no) for claim_no, row in self._rows.items())
        return ReadReport(tuple(self._lines), tuple(self._problems), numbers)

    def _read(self, number: int, row: Mapping[str, str]) -> None:
        before = len(self._problems)
        paid_on = self._day(number, row.get("month", ""))
        claim_no = self._claim(number, row["claim"], is_dated=paid_on is not None)
        gross = self._amount(number, row, "gross")
        cost = self._amount(number, row, "cost")
        net = self._amount(number, row, "net")
        if len(self._problems) > before:
            return
        if "net" not in self._places:
            net = gross - cost
        elif "cost" not in self._places:
            cost = gross - net
        if gross - cost != net:
            message = f"回収額 {show_yen(gross)}円 － 手数料 {show_yen(cost)}円 が送金額と合いません。"
            self._object(number, "net", row["net"], message, "どれが正しいかを委託先に確かめてください。")
            return
        self._lines.append(ReportLine(number, claim_no, self._month, gross, cost, net, paid_on))

    def _claim(self, number: int, text: str, *, is_dated: bool) -> str:
        claim_no = unicodedata.normalize("NFKC", text).strip()
        if not claim_no:
            self._object(number, "claim", "", "番号がありません。", "どの求償権の回収かを委託先に確かめてください。")
        elif claim_no in self._rows and not (is_dated and self._dated[claim_no]):
            message = f"同じ番号の行が{self._rows[claim_no]}行目にもあります。"
            self._object(number, "claim", claim_no, message, _SEVERAL)
        else:
            self._rows.setdefault(claim_no, number)
            self._dated.setdefault(claim_no, is_dated)
        return claim_no

    def _day(self, number: int, text: str) -> date | None:
        """Return the day of a payment; None for a line of the whole month, which may name the month or not."""
        if not text:
            return None  # the month asked for holds for lines that name none
        try:
            month, day = _month_and_day(text)
        except DateError as error:
            self._object(number, "month", text, str(error), "対象月を2025-03のように直してください。")
            return None
        if month != self._month:
            message = f"{era_month(self._month)}の報告に、{era_month(month)}の行があります。"
            self._object(number, "month", text, message, "対象月を選び直すか、その月の報告として取り込んでください。")
        return day

    def _amount(self, number: int, row: Mapping[str, str], what: str) -> int:
        text = row.get(what, "")
        if what not in self._places:
            return 0
        if text in ("", "-", "－", "―"):
            if what == "gross":
                self._object(number, what, "", "回収額がありません。", "回収がなければ0を入れてください。")
            return 0
        try:
            return parse_yen(text)
        except AmountError as error:
            self._object(number, what, text, str(error), "円単位の整数に直してください。")
            return 0

    def _compare_sum(self, number: int, row: Mapping[str, str]) -> None:
        for what in _AMOUNTS:
            text = row.get(what, "")
            if not text:
                continue
            try:
                said = parse_yen(text)
            except AmountError as error:
                self._object(number, what, text, str(error), "円単位の整数に直してください。")
                continue
            total = sum(getattr(line, what) for line in self._lines)
            if said != total and not self._problems:
                message = f"合計が明細の合計 {show_yen(total)}円と合いません。"
                self._object(number, what, text, message, "抜けた行や直された行がないかを委託先に確かめてください。")

    def _object(self, number: int, what: str, value: str, message: str, remedy: str) -> None:
        column = self._names.get(what, _WANTED.title(what))
        self._problems.append(Problem(Place(self._sheet.source, number, column), value, message, remedy))


def _month_and_day(text: str) -> tuple[date, date | None]:
    """Return the month of a cell that holds a month or a day of it, and the day where it holds one."""
    try:
        return parse_month(text), None
    except DateError as error:
        try:
            day = parse_date(text)
            return day.replace(day=1), day
        except DateError:
            raise error from None


def _refuse_twice(sheet: Sheet, index: int, places: Mapping[str, int]) -> None:
    cells = [plain_heading(cell) for cell in sheet.rows[index]]
    for what, at in places.items():
        if cells.count(cells[at]) > 1:
            message = f"「{sheet.rows[index][at].strip()}」の列が{cells.count(cells[at])}つあります。"
            remedy = f"{_WANTED.title(what)}ではない方の見出しを変えてください。"
            raise refusal(sheet.source, message, remedy, row=sheet.lines[index])
