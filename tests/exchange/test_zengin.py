"""Files of banks: good ones are read to the yen, and of broken ones record, field and remedy are said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.bank_lines import BankFile, Consignor, DebitOrder, DebitRequest
from collections_app.domain.codes import AccountKind, DebitResult, DepositKind
from collections_app.domain.errors import UserError
from collections_app.domain.kana import bank_kana, payer_key
from collections_app.domain.problem import Problem
from collections_app.exchange.raw import RefusedError
from collections_app.exchange.zengin.layouts import DEBITS, LAYOUTS, STATEMENT, TRANSFERS
from collections_app.exchange.zengin.reading import read_zengin
from collections_app.exchange.zengin.writing import write_request
from tests.exchange.zengin_files import CRLF, LF, Made, deposits, results

NEAR = date(2025, 4, 10)
LINES: list[dict[str, Any]] = [
    {"amount": 50_000, "payer_name": "ｻﾄｳ ﾊﾅｺ", "customer_no": "0000000815", "bank_name": "ｱｵﾊﾞ", "branch_name": "ﾋﾛｾ"},
    {"amount": 30_000, "payer_name": "ｶ)ｱｵﾊﾞｲﾝｻﾂ"},
    {"amount": 1, "payer_name": "ﾀｶﾊｼ ﾅｵｷ"},
]
ANSWERS = [
    {"customer_no": "C001", "amount": 20_000, "holder": "ｻﾄｳ ﾊﾅｺ"},
    {"customer_no": "C002", "amount": 10_000, "result": "1"},
    {"customer_no": "C003", "amount": 5_000, "result": "9"},
]
T, S, R = deposits(TRANSFERS, LINES), deposits(STATEMENT, LINES), results(ANSWERS)


def read(data: bytes) -> BankFile:
    return read_zengin("bank.txt", data, NEAR)


def problems_of(data: bytes) -> tuple[Problem, ...]:
    try:
        return read(data).problems
    except RefusedError as error:
        return error.problems


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_the_fields_of_every_record_fill_it_without_a_gap(layout: Any) -> None:
    for fields in layout.records.values():
        place = 0
        for one in fields:
            assert one.offset == place
            place += one.width
        assert place == layout.width


_TAILS = (b"", b"\x1a", b"\r\n\x1a", b"\x00" * 56, b" " * 200, b"\x1a" * 30)
_ENDS = (b"", LF, CRLF, b"\r")


@pytest.mark.parametrize("tail", _TAILS, ids=range(len(_TAILS)))
@pytest.mark.parametrize("line_end", _ENDS, ids=["none", "LF", "CRLF", "CR"])
@pytest.mark.parametrize("made", [T, S], ids=["01", "03"])
def test_line_ends_and_padding_change_nothing(made: Made, line_end: bytes, tail: bytes) -> None:
    file = read(made.bytes_with(line_end, tail))
    assert file.problems == ()
    assert [(line.record_no, line.received_on, line.amount, line.payer_name) for line in file.lines] == [
        (2, date(2025, 4, 1), 50_000, "ｻﾄｳ ﾊﾅｺ"),
        (3, date(2025, 4, 1), 30_000, "ｶ)ｱｵﾊﾞｲﾝｻﾂ"),
        (4, date(2025, 4, 1), 1, "ﾀｶﾊｼ ﾅｵｷ"),
    ]
    first = file.lines[0]
    assert (first.customer_no, first.bank_name, first.branch_name) == ("0000000815", "ｱｵﾊﾞ", "ﾋﾛｾ")
    assert first.virtual_account.lstrip("0").replace("-0", "-").startswith("123-")


@pytest.mark.parametrize("line_end", _ENDS, ids=["none", "LF", "CRLF", "CR"])
def test_results_of_direct_debits(line_end: bytes) -> None:
    file = read(R.bytes_with(line_end, b"\x1a"))
    assert file.problems == ()
    assert [(one.customer_no, one.amount, one.result, one.debited_on) for one in file.answers] == [
        ("C001", 20_000, DebitResult.PAID, date(2025, 4, 27)),
        ("C002", 10_000, DebitResult.SHORT, date(2025, 4, 27)),
        ("C003", 5_000, DebitResult.OTHER, date(2025, 4, 27)),
    ]


def twice(made: Made) -> bytes:
    return b"".join(one + CRLF for one in (*made.records[:-1], *made.records))


DAYS = [("310430", date(2019, 4, 30)), ("010501", date(2019, 5, 1)), ("070228", date(2025, 2, 28)), ("081231", None),
        ("060229", date(2024, 2, 29))]  # fmt: skip


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_days_are_of_the_nearest_era(written: str, day: date | None) -> None:
    made = deposits(TRANSFERS, [{"amount": 1, "booked_on": written, "valued_on": ""}])
    file = read(made.bytes_with())
    if day is None:  # 令和8年12月31日: more than a year ahead, and 平成8年 is too long ago
        assert [problem.place.row for problem in file.problems] == [2]
    else:
        assert (file.problems, file.lines[0].received_on) == ((), day)


def test_the_day_the_money_counts_is_the_value_day_and_the_other_is_kept() -> None:
    made = deposits(TRANSFERS, [{"amount": 1, "booked_on": "070403", "valued_on": "070331"}])
    (line,) = read(made.bytes_with()).lines
    assert (line.received_on, line.memo) == (date(2025, 3, 31), "勘定日 R7.4.3")


def test_several_accounts_in_one_file() -> None:
    file = read(twice(T))
    assert (file.problems, len(file.lines), file.total) == ((), 6, 160_002)


def test_an_empty_day_is_a_good_file() -> None:
    assert read(deposits(TRANSFERS, []).bytes_with()) == BankFile("bank.txt", read(T.bytes_with()).kind)


def test_withdrawals_are_counted_and_not_taken_in() -> None:
    file = read(deposits(STATEMENT, [*LINES, {"amount": 440, "direction": "2"}]).bytes_with())
    assert (file.problems, len(file.lines), file.withdrawals) == ((), 3, 1)


def test_cash_and_other_money_keep_their_kind() -> None:
    natures = ("10", "11", "14", "19")
    file = read(deposits(STATEMENT, [{"amount": 9, "nature": one} for one in natures]).bytes_with())
    assert [line.kind for line in file.lines] == [
        DepositKind.CASH, DepositKind.TRANSFER, DepositKind.OTHER, DepositKind.OTHER,
    ]  # fmt: skip
    assert [(one.place.row, one.is_warning) for one in file.problems] == [(5, True)]


def test_a_cancelled_transfer_is_left_out_with_its_cancellation() -> None:
    file = read(deposits(TRANSFERS, [*LINES, {**LINES[1], "cancelled": "1"}]).bytes_with())
    assert [line.record_no for line in file.lines] == [2, 4]
    (warning,) = file.problems
    assert (
        warning.is_warning
        and warning.place.row == 5
        and "3件目のレコードの振込（30,000円）の取消です。" in warning.message
    )


def test_a_cancellation_of_an_earlier_file_tells_what_to_do() -> None:
    file = read(deposits(TRANSFERS, [{**LINES[1], "cancelled": "1"}]).bytes_with())
    assert file.lines == ()
    assert "元の明細を開き、取り消してください" in file.problems[0].remedy


def test_names_are_kept_as_sent() -> None:
    for name in ("ｶﾞｸｼｭｳ", "ﾊﾞﾊﾟ ﾎﾟﾋﾟ", "佐藤　花子", "ABC 123", "ｶ)ｻﾄｳｸﾞﾐ"):
        file = read(deposits(TRANSFERS, [{"amount": 1, "payer_name": name}]).bytes_with())
        assert (file.problems, file.lines[0].payer_name) == ((), name)


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ("ｶﾞｸｼﾕｳ", "ガクシュウ"),
        ("ｶ)ｱｵﾊﾞｲﾝｻﾂ", "株式会社アオバインサツ"),
        ("ｱｵﾊﾞ ｲﾝｻﾂ(ｶ", "アオバインサツカブシキガイシャ"),
        ("ﾕ)ｺｰﾋ-", "有限会社コーヒー"),
        ("ｻﾄｳ  ﾊﾅｺ", "さとう　はなこ"),
        ("ｲ)ﾎﾟﾌﾟﾗ", "医療法人ポプラ"),
    ],
)
def test_names_compare_whatever_their_spelling(sent: str, known: str) -> None:
    assert payer_key(sent) == payer_key(known) != ""


# broken files: what is done to a good one, record number, word of the field or sentence

Broken = tuple[str, Callable[[], bytes], int | None, str]


def without(made: Made, *numbers: int) -> bytes:
    return made.with_records([one for n, one in enumerate(made.records, 1) if n not in numbers]).bytes_with()


def doubled(made: Made, number: int) -> bytes:
    return made.with_records([*made.records[:number], made.records[number - 1], *made.records[number:]]).bytes_with()


def swapped(made: Made, first: int, second: int) -> bytes:
    records = list(made.records)
    records[first - 1], records[second - 1] = records[second - 1], records[first - 1]
    return made.with_records(records).bytes_with()


def resized(made: Made, number: int, by: int) -> bytes:
    records = list(made.records)
    old = records[number - 1]
    records[number - 1] = old[:by] if by < 0 else old + b"X" * by
    return made.with_records(records).bytes_with()


def edit(made: Made, number: int, name: str, value: Any) -> Callable[[], bytes]:
    return lambda: made.changed(number, name, value).bytes_with()


def _of_all(title: str, made: Made) -> list[Broken]:
    """Return what is wrong with a file of any layout of five records and more."""
    last = len(made.records)
    trailer, width = last - 1, made.layout.width
    return [
        (f"{title} short record", lambda: resized(made, 3, -1), 3, f"{width - 1}バイト"),
        (f"{title} long record", lambda: resized(made, 3, 5), 3, f"{width + 5}バイト"),
        (f"{title} short header", lambda: resized(made, 1, -20), 1, "長さ"),
        (f"{title} wrong count", edit(made, trailer, "count", 9), trailer, "件"),
        (f"{title} wrong total", edit(made, trailer, "total", 123), trailer, "円"),
        (f"{title} letters in total", edit(made, trailer, "total", b"12A"), trailer, "数字"),
        (f"{title} blank count", edit(made, trailer, "count", b""), trailer, "値がありません"),
        (f"{title} no trailer", lambda: without(made, trailer), trailer, "位置ではありません"),
        (f"{title} no end", lambda: without(made, last), trailer, "エンドレコード（データ区分9）がありません"),
        (f"{title} no trailer, no end", lambda: without(made, trailer, last), last - 2, "トレーラーレコード"),
        (f"{title} no header", lambda: without(made, 1), 1, "ヘッダー（データ区分1）ではありません"),
        (f"{title} data lost", lambda: without(made, 2), trailer - 1, "欠けているか"),
        (f"{title} doubled data", lambda: doubled(made, 2), None, ""),
        (f"{title} doubled trailer", lambda: doubled(made, trailer), last, "位置ではありません"),
        (f"{title} doubled header", lambda: doubled(made, 1), 2, "位置ではありません"),
        (f"{title} half, with lines", lambda: made.bytes_with()[: width * 3 - 40], 3, "長さ"),
        (f"{title} half, no lines", lambda: made.bytes_with(b"")[: width * 2 + 50], 3, "長さ"),
        (f"{title} shifted by a byte", lambda: made.bytes_with(b"")[:width] + b"2" + made.bytes_with(b"")[width:], None, ""),
        (f"{title} after the end", lambda: made.bytes_with() + made.records[1] + CRLF, last + 1, "つながって"),
        (f"{title} two files", lambda: made.bytes_with() * 2, last + 1, "つながって"),
        (f"{title} order", lambda: swapped(made, 2, trailer), None, ""),
        (f"{title} unknown record", lambda: made.bytes_with().replace(CRLF + b"2", CRLF + b"5", 1), 2, "データ区分"),
        (f"{title} letters in amount", edit(made, 3, "amount", b"12,345"), 3, "数字"),
        (f"{title} kana in amount", edit(made, 3, "amount", "ｱｲｳ".encode("cp932")), 3, "数字"),
        (f"{title} minus", edit(made, 3, "amount", b"-30000"), 3, "数字"),
        (f"{title} no amount", edit(made, 3, "amount", b""), 3, "値がありません"),
        (f"{title} zero", edit(made, 3, "amount", 0), 3, "0円"),
    ]  # fmt: skip


def _of_deposits(title: str, made: Made) -> list[Broken]:
    return [
        (f"{title} month 13", edit(made, 2, "booked_on", "071301"), 2, "13月はありません"),
        (f"{title} 29 February", edit(made, 2, "booked_on", "070229"), 2, "閏年ではありません"),
        (f"{title} day 0", edit(made, 2, "booked_on", "070400"), 2, "ありません"),
        (f"{title} 31-05-01", edit(made, 2, "booked_on", "310501"), 2, "ありえない日付"),
        (f"{title} 01-04-30", edit(made, 2, "booked_on", "010430"), 2, "ありえない日付"),
        (f"{title} western year", edit(made, 2, "booked_on", "250401"), 2, "ありえない日付"),
        (f"{title} no day", edit(made, 2, "booked_on", b""), 2, "勘定日"),
        (f"{title} letters in day", edit(made, 2, "booked_on", b"R70401"), 2, "数字"),
        (f"{title} value day", edit(made, 2, "valued_on", "070431"), 2, "30日まで"),
        (f"{title} broken byte in name", edit(made, 4, "payer_name", b"\xbb\xc4\x81"), 4, "0x81"),
        (f"{title} torn character", edit(made, 4, "bank_name", b"ABCDEFGHIJKLMN\x8d"), 4, "0x8D"),
        (f"{title} other type inside", lambda: twice(made.changed(1, "type", made.layout.code))[:-2] .replace(
            made.records[0], made.records[0][:1] + b"91" + made.records[0][3:], 2), None, ""),
    ]  # fmt: skip


BROKEN: list[Broken] = [
    *_of_all("01", T), *_of_all("03", S), *_of_all("91", R), *_of_deposits("01", T), *_of_deposits("03", S),
    ("empty", lambda: b"", None, "空です"),
    ("blank", lambda: b"\r\n \x1a", None, "空です"),
    ("zip", lambda: b"PK\x03\x04rest", None, "ZIP"),
    ("pdf", lambda: b"%PDF-1.7", None, "PDF"),
    ("utf-16", lambda: T.bytes_with().decode("cp932").encode("utf-16"), None, "UTF-16"),
    ("utf-8", lambda: T.bytes_with().decode("cp932").encode("utf-8-sig"), None, "UTF-8"),
    ("ebcdic", lambda: b"\xf1\xf0\xf1" + b"\x40" * 197, None, "EBCDIC"),
    ("type 21", edit(T, 1, "type", "21"), 1, "種別コード「21」"),
    ("type letters", edit(T, 1, "type", b"AB"), 1, "種別コード「AB」"),
    ("text", lambda: "本日の入金はありません。".encode("cp932"), 1, "ヘッダー"),
    ("03 direction", edit(S, 3, "direction", "7"), 3, "入払区分"),
    ("03 count of records", edit(S, 5, "records", 99), 5, "データレコード件数"),
    ("01 twice the same line, sums adjusted", lambda: deposits(TRANSFERS, [
        {**LINES[0], "reference": "000007"}, {**LINES[0], "reference": "000007"}]).bytes_with(), 3, "二重"),
    ("91 unknown result", edit(R, 3, "result", "5"), 3, "結果コード"),
    ("91 no customer", edit(R, 3, "customer_no", b""), 3, "顧客番号"),
    ("91 day", lambda: results(ANSWERS, "0431").bytes_with(), 1, "4月31日はありません"),
    ("91 request", lambda: R.changed(5, "paid_count", 0).changed(5, "failed_count", 0).bytes_with(), 5, "依頼のファイル"),
    ("91 paid total", edit(R, 5, "paid_total", 1), 5, "振替済金額"),
    ("91 failed count", edit(R, 5, "failed_count", 3), 5, "振替不能件数"),
]  # fmt: skip


def test_there_are_enough_broken_files() -> None:
    assert len(BROKEN) >= 60
    assert len({title for title, *_ in BROKEN}) == len(BROKEN)


@pytest.mark.parametrize(("make", "record_no", "word"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_of_a_broken_file_place_and_remedy_are_said(
    make: Callable[[], bytes], record_no: int | None, word: str
) -> None:
    found = [problem for problem in problems_of(make()) if not problem.is_warning]
    assert found
    for problem in found:
        assert problem.place.file == "bank.txt" and problem.message.endswith(("。", "）")) and problem.remedy
    said = [
        f"{one.place.column} {one.value} {one.message} {one.remedy}"
        for one in found
        if one.place.row == record_no or not word
    ]
    assert any(word in text for text in said), found
    if word == "":
        assert all(problem.place.row for problem in found)


def test_a_sentence_names_file_record_field_and_value() -> None:
    (problem,) = problems_of(T.changed(3, "amount", b"12X").bytes_with())
    assert problem.sentence == (
        "bank.txt 3件目のレコード 金額: 「12X」: 数字ではない文字が入っています。 銀行に正しいファイルを作り直してもらってください。"
    )


@given(st.binary(max_size=700))
def test_no_bytes_whatever_make_it_stumble(data: bytes) -> None:
    problems_of(data)
    problems_of(b"101" + data)
    problems_of(T.bytes_with(b"")[:400] + data)


CONSIGNOR = Consignor(
    "12345", "カクウシンヨウホショウ", "1", "アオバギンコウ", "23", "ホンテン", AccountKind.ORDINARY, "7654321"
)


def an_order(number: int, **given: Any) -> DebitOrder:
    values = {
        "bank_code": "0001", "bank_name": "アオバ", "branch_code": "023", "branch_name": "ヒロセ",
        "account_kind": AccountKind.ORDINARY, "account_no": "1234567", "holder": "サトウ ハナコ", "amount": 10_000 + number,
        "customer_no": f"C{number:03}", "is_first": number == 1, **given,
    }  # fmt: skip
    return DebitOrder(**values)


def test_a_request_is_written_in_the_layout_and_its_answer_read() -> None:
    data = write_request(DebitRequest(CONSIGNOR, date(2025, 4, 28), [an_order(1), an_order(2)]))
    records = data.split(CRLF)
    assert [len(one) for one in records] == [120] * 5 + [0]
    assert records[0][:20] == b"19100000012345\xb6\xb8\xb3\xbc\xdd\xd6"
    assert records[0][54:58] == b"0428"
    assert records[3][:19] == b"8000002000000020003"
    made = Made(DEBITS, records[:-1]).changed(4, "paid_count", 2).changed(4, "paid_total", 20_003)
    file = read(made.bytes_with())
    assert file.problems == ()
    assert [(one.customer_no, one.amount) for one in file.answers] == [("C001", 10_001), ("C002", 10_002)]
    assert file.answers[0].holder == "ｻﾄｳ ﾊﾅｺ"


@pytest.mark.parametrize(
    ("wrong", "word"),
    [({"customer_no": "C" * 21}, "長すぎます"), ({"account_no": "12345678"}, "長すぎます"), ({"bank_code": "A1"}, "数字"),
     ({"holder": "佐藤花子"}, "1文字目「佐」"), ({"amount": 10**10}, "長すぎます")],
)  # fmt: skip
def test_what_does_not_fit_into_a_request_is_said(wrong: dict[str, Any], word: str) -> None:
    with pytest.raises(UserError, match=word):
        write_request(DebitRequest(CONSIGNOR, date(2025, 4, 28), [an_order(1, **wrong)]))


@given(st.text(alphabet="アイガパャッー　ABCabc019.-()ぁが", max_size=30))
def test_kana_for_banks_is_half_width_and_means_the_same(text: str) -> None:
    half = bank_kana(text)
    assert len(half.encode("cp932")) == len(half)
    assert payer_key(half) == payer_key(text)
