"""A whole file of a bank: its records in their order, counts and sums checked, its lines and answers as values."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from collections_app.domain.bank_lines import BankFile, BankFileKind, BankLine, DebitAnswer
from collections_app.domain.calendar import short_era
from collections_app.domain.codes import DebitResult, DepositKind
from collections_app.domain.money import show_yen
from collections_app.exchange.zengin.fields import RecordReader
from collections_app.exchange.zengin.layouts import DATA, END, HEADER, NAMES, TRAILER, Layout
from collections_app.exchange.zengin.records import Record, cut

_IN, _OUT = "1", "2"
_CASH, _CORRECTION = "10", "19"
_RESULTS = {result.value: result for result in DebitResult}
_TORN = "ファイルが途中で切れています。銀行からもう一度受け取ってください。"
_FOLLOWERS = {HEADER: (DATA, TRAILER), DATA: (DATA, TRAILER), TRAILER: (HEADER, END)}
Values = dict[str, Any]


def read_zengin(name: str, data: bytes, near: date) -> BankFile:
    """Return what the bytes of a file say; `near` is a day near which it was made, for days without era or year.

    Problems that are no warnings mean that nothing of it may be taken in. RefusedError for what is no such file.
    """
    layout, records, problems = cut(name, data)
    reading = _Reading(RecordReader(name, layout, near), layout)
    whole = {problem.place.row for problem in problems}
    for record in records:
        reading.take(record, is_whole=record.number not in whole)
    reading.finish(records)
    kind = BankFileKind(layout.code)
    found = sorted((*problems, *reading.reader.problems), key=lambda one: one.place.row or 0)
    lines = tuple(line for line in reading.lines if line.record_no not in reading.cancelled)
    return BankFile(name, kind, lines, tuple(reading.answers), reading.withdrawals, tuple(found))


class _Reading:
    """The state between two records: the header in force, and what its trailer must say."""

    def __init__(self, reader: RecordReader, layout: Layout) -> None:
        self.reader = reader
        self.lines: list[BankLine] = []
        self.answers: list[DebitAnswer] = []
        self.cancelled: set[int] = set()
        self.withdrawals = 0
        self._layout = layout
        self._before = ""
        self._header: Values = {}
        self._sums: dict[str, list[int]] = defaultdict(list)
        self._seen: dict[bytes, int] = {}
        self._is_broken = False  # an amount could not be read: sums prove nothing
        self._takers = {"01": self._transfer, "03": self._statement_line, "91": self._answer}

    def take(self, record: Record, *, is_whole: bool) -> None:
        """Read one record in its place."""
        if record.kind not in self._layout.records:
            message = "データ区分が 1・2・8・9 のどれでもありません。"
            self.reader.object(record.number, "データ区分", record.kind, message, _TORN)
            self._is_broken = True
            return
        if not self._follows(record) or not is_whole:
            self._is_broken |= record.kind == DATA
            return
        if record.kind == END:
            return
        values = self.reader.read(record)
        if record.kind == HEADER:
            self._begin(record, values)
        elif record.kind == DATA:
            self._refuse_doubled(record, values)
            self._is_broken |= values["amount"] is None
            self._takers[self._layout.code](record, values)
        else:
            self._check_trailer(record, values)

    def finish(self, records: list[Record]) -> None:
        """Say what is missing at the end."""
        last = records[-1].number if records else None
        if self._before in (HEADER, DATA):
            self.reader.object(last or 1, "データ区分", "", "トレーラーレコード（データ区分8）がありません。", _TORN)
        if self._before != END:
            self.reader.object(last or 1, "データ区分", "", "エンドレコード（データ区分9）がありません。", _TORN)

    def _follows(self, record: Record) -> bool:
        """Tell whether a record may stand where it stands; if not, say so."""
        before, self._before = self._before, record.kind
        allowed = _FOLLOWERS.get(before, (HEADER,))
        if record.kind in allowed:
            return True
        expected = "か".join(f"{NAMES[kind]}（{kind}）" for kind in allowed)
        message = f"{NAMES[record.kind]}レコードの位置ではありません。ここには{expected}が来るはずです。"
        self.reader.object(record.number, "データ区分", record.kind, message, _TORN)
        return record.kind in (DATA, TRAILER)

    def _begin(self, record: Record, values: Values) -> None:
        if values["type"] != self._layout.code:
            message = f"種別コードが、1件目のレコードの「{self._layout.code}」と違います。"
            remedy = "種別ごとに別のファイルにしてください。"
            self.reader.object(record.number, "種別コード", str(values["type"] or ""), message, remedy)
        self._header, self._sums, self._seen, self._is_broken = values, defaultdict(list), {}, False

    def _refuse_doubled(self, record: Record, values: Values) -> None:
        """Refuse a record that stands twice: the bank's own number of a line is never given again."""
        reference = str(values.get("reference") or "").strip("0 ")
        earlier = self._seen.setdefault(record.data, record.number)
        if reference and earlier != record.number:
            message = f"{earlier}件目のレコードと同じです（照会番号も同じ）。"
            remedy = "二重に入ったレコードです。銀行に正しいファイルを作り直してもらってください。"
            self.reader.object(record.number, "照会番号", reference, message, remedy)

    # the lines of each 種別

    def _transfer(self, record: Record, values: Values) -> None:
        is_cancelled = str(values["cancelled"] or "").strip("0 ") != ""
        self._sums["cancel_" if is_cancelled else ""].append(values["amount"] or 0)
        line = self._line(record, values, DepositKind.TRANSFER, "")
        if line is None:
            return
        if is_cancelled:
            self._cancel(line)
        else:
            self.lines.append(line)

    def _cancel(self, line: BankLine) -> None:
        """Leave out the line that a cancellation takes back; one of an earlier file is for a person to take back."""
        taken = [
            one
            for one in self.lines
            if one.record_no not in self.cancelled
            and (one.amount, one.payer_name, one.customer_no) == (line.amount, line.payer_name, line.customer_no)
        ]
        value, amount = line.payer_name, f"{show_yen(line.amount)}円"
        if taken:
            self.cancelled.add(taken[-1].record_no)
            message = f"{taken[-1].record_no}件目のレコードの振込（{amount}）の取消です。"
            self.reader.warn(line.record_no, "取消区分", value, message, "どちらも登録しません。")
            return
        message = f"以前のファイルの振込（{amount}）の取消です。"
        remedy = "この行は登録しません。入金明細の一覧で元の明細を開き、取り消してください。"
        self.reader.warn(line.record_no, "取消区分", value, message, remedy)

    def _statement_line(self, record: Record, values: Values) -> None:
        direction = values["direction"]
        if direction not in (None, _IN, _OUT):
            message = "入払区分が 1（入金）・2（出金）のどれでもありません。"
            self.reader.object(record.number, "入払区分", str(direction), message)
        self._sums["out_" if direction == _OUT else ""].append(values["amount"] or 0)
        if direction == _OUT:
            self.withdrawals += 1
            return
        nature = str(values["nature"] or "")
        kind = {"": DepositKind.TRANSFER, "11": DepositKind.TRANSFER, _CASH: DepositKind.CASH}.get(
            nature, DepositKind.OTHER
        )
        line = self._line(record, values, kind, str(values["summary"] or ""))
        if line is not None and direction == _IN:
            self.lines.append(line)
            if nature == _CORRECTION:
                remedy = "銀行の訂正です。元の明細と二重になっていないか確かめてください。"
                self.reader.warn(record.number, "取引区分", nature, "訂正の入金です。", remedy)

    def _line(self, record: Record, values: Values, kind: DepositKind, summary: str) -> BankLine | None:
        booked, amount = values["booked_on"], values["amount"]
        if amount == 0:
            self.reader.object(record.number, self._layout.field(DATA, "amount").title, "0", "金額が0円です。")
        if booked is None or not amount:
            return None
        valued = values["valued_on"] or booked
        notes = [summary, str(values["edi"] or "")]
        if valued != booked:  # 起算日 is the day the money counts; the passbook shows the other
            notes.insert(0, f"勘定日 {short_era(booked)}")
        account = "-".join(str(self._header.get(name) or "") for name in ("branch_code", "account_no"))
        return BankLine(
            record.number, valued, amount, kind, str(values["payer_name"] or "").strip(),
            str(values["bank_name"] or "").strip(), str(values["branch_name"] or "").strip(),
            account.strip("-"), str(values["customer_no"] or "").strip(), " ".join(filter(str.strip, notes)),
        )  # fmt: skip

    def _answer(self, record: Record, values: Values) -> None:
        amount, code, debited_on = values["amount"], values["result"], self._header.get("debited_on")
        result = _RESULTS.get(str(code))
        if code is not None and result is None:
            known = "、".join(f"{one.value} {one.label}" for one in DebitResult)
            self.reader.object(record.number, "振替結果コード", code, f"結果コードは {known} のどれかです。")
        if amount == 0:
            self.reader.object(record.number, "引落金額", "0", "金額が0円です。")
        if result is None or not amount or values["customer_no"] is None or debited_on is None:
            return
        self._sums[""].append(amount)
        self._sums["paid_" if result is DebitResult.PAID else "failed_"].append(amount)
        names = (str(values[name] or "").strip() for name in ("holder", "bank_name", "branch_name"))
        customer_no = str(values["customer_no"]).strip()
        self.answers.append(DebitAnswer(record.number, debited_on, customer_no, amount, result, *names))

    # the trailer

    def _check_trailer(self, record: Record, values: Values) -> None:
        if self._layout.code == "91" and self._is_request(values):
            message = "振替済と振替不能の件数がどちらも0です。結果ではなく、依頼のファイルのようです。"
            remedy = "銀行から受け取った結果のファイルを選んでください。"
            self.reader.object(record.number, "振替済件数", "0", message, remedy)
            return
        if self._is_broken:
            return  # what cannot be read is said already, and would make every sum wrong
        parts = {"01": ("", "cancel_"), "03": ("", "out_"), "91": ("", "paid_", "failed_")}[self._layout.code]
        for part in parts:
            amounts = self._sums[part]
            self._compare(record, values, f"{part}count", len(amounts), "件")
            self._compare(record, values, f"{part}total", sum(amounts), "円")
        if values.get("records"):
            counted = sum(len(amounts) for amounts in self._sums.values())
            self._compare(record, values, "records", counted, "件")

    def _is_request(self, values: Values) -> bool:
        return bool(values["count"]) and not values["paid_count"] and not values["failed_count"]

    def _compare(self, record: Record, values: Values, name: str, found: int, unit: str) -> None:
        said = values[name] or 0
        if said != found:
            title = self._layout.field(TRAILER, name).title
            message = f"{title}が{show_yen(said)}{unit}ですが、データレコードを数えると{show_yen(found)}{unit}です。"
            remedy = "データが欠けているか二重になっています。銀行からもう一度受け取ってください。"
            self.reader.object(record.number, title, str(said), message, remedy)
