"""Files of banks on both engines: taken in once, matched, applied many at once, answered; whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from collections_app.domain.bank_lines import Consignor
from collections_app.domain.codes import AccountKind, Confidence
from collections_app.domain.deposit_views import Application, DepositRow, Overlaps
from collections_app.domain.errors import BundleError, NotFoundError, UserError
from collections_app.domain.judging import RefusedError
from collections_app.domain.records import RecordRef, ReverseRecord, SaveRecord
from collections_app.exchange.zengin.layouts import DEBITS, STATEMENT, TRANSFERS
from collections_app.services.bank_files import take_in_bank_file
from collections_app.services.deposits import apply_deposits, list_deposits, open_deposit
from collections_app.services.direct_debits import propose_debits, request_debits
from collections_app.services.history import claim_history, record_history
from collections_app.services.maintenance import check
from collections_app.services.money import reverse_record
from collections_app.services.office import Office
from collections_app.services.records import read_record, save_record
from collections_app.storage import audit
from collections_app.storage.tables import BUNDLE, audit_records, claim_balances, ledger_entries
from tests.exchange.zengin_files import CRLF, Made, deposits, results
from tests.storage.making import a_claim, base, take_in

Given = dict[str, Any]
TODAY = date.today()  # noqa: DTZ011
DAY = date(TODAY.year - 1, 6, 10)
WRITTEN = f"{DAY.year - 2018:02}0610"
SINCE = date(TODAY.year - 3, 12, 20)


@pytest.fixture
def bank(office: Office) -> Iterator[Office]:
    """Give an office in which every register knows somebody."""
    rows = base() | {
        "claims": [
            a_claim("K1", subrogated_on=SINCE),
            a_claim("K2", debtor_no="P3", subrogated_on=SINCE),
            a_claim("K3", debtor_no="P4", subrogated_on=SINCE),
            a_claim("K4", debtor_no="P4", subrogated_on=SINCE),
            a_claim("K5", debtor_no="P5", subrogated_on=SINCE),
        ],
        "virtual_accounts": [{"account_no": "123-0000815", "party_no": "P3"}],
        "debit_accounts": [
            {
                "customer_no": "C900", "party_no": "P5", "bank_code": "0001", "branch_code": "012", "account_kind": "1",
                "account_no": "1234567", "holder": "アオバインサツ",
            }
        ],
        "instalment_plans": [
            {"plan_no": "I1", "claim_no": "K4", "starts_on": SINCE, "day_of_month": 10, "amount": 40_000},
            {"plan_no": "I2", "claim_no": "K5", "starts_on": SINCE, "day_of_month": 27, "amount": 20_000, "holiday_rule": "same"},
        ],
    }  # fmt: skip
    take_in(office, rows)
    yield office
    assert check(office) == ()  # every test leaves a database that is proven


def write(folder: Path, made: Made, name: str = "bank.txt") -> Path:
    path = folder / name
    path.write_bytes(made.bytes_with())
    return path


def a_line(amount: int, name: str = "", **given: Any) -> Given:
    return {"amount": amount, "payer_name": name, "booked_on": WRITTEN, "valued_on": WRITTEN, **given}


LINES = [
    a_line(50_000, "ｻﾄｳ ﾊﾅｺ"),
    a_line(30_000, "ｶ)ﾀﾆﾝ", customer_no="0000000815"),
    a_line(40_000, "ｶﾄｳ ｻﾁ"),
    a_line(40_000, "ﾀﾞﾚｶ"),
    a_line(1_234, "ﾀﾞﾚﾓ"),
]


def lines_of(office: Office, *, only_unapplied: bool = True) -> dict[str, DepositRow]:
    return {row.payer_name: row for row in list_deposits(office, only_unapplied=only_unapplied).rows}


def count(office: Office, table: str) -> int:
    with office.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(BUNDLE[table])) or 0


def the_best(rows: Sequence[DepositRow]) -> list[Application]:
    return [
        Application(row.deposit_no, row.best.claim_no, row.best.party_no, row.left)
        for row in rows
        if row.best is not None
    ]


def test_a_file_becomes_lines_with_its_hash_and_record_numbers(bank: Office, tmp_path: Path) -> None:
    path = write(tmp_path, deposits(TRANSFERS, LINES))
    trial = take_in_bank_file(bank, path, dry_run=True)
    assert (trial.file.total, trial.numbers, trial.is_taken, count(bank, "deposits")) == (161_234, (), False, 0)
    report = take_in_bank_file(bank, path)
    assert report.numbers == ("V000001", "V000002", "V000003", "V000004", "V000005")
    kept = read_record(bank, "deposits", ("V000002",))
    assert {**kept, "deposit_no": None} == {
        "deposit_no": None, "received_on": DAY, "amount": 30_000, "kind": "transfer", "payer_name": "ｶ)ﾀﾆﾝ",
        "bank_name": None, "branch_name": None, "virtual_account": "123-7654321", "customer_no": "0000000815",
        "file_name": "bank.txt", "file_sha256": report.sha256, "record_no": 3, "reverses": None, "memo": None,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["bank.txt", "again.dat"])
def test_the_same_file_twice_posts_nothing_and_says_so(bank: Office, tmp_path: Path, name: str) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES)))
    again = take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES), name))
    assert "「bank.txt」として取込済みです。何も登録しません。" in again.already
    assert (again.is_taken, count(bank, "deposits")) == (False, 5)


def test_lines_of_an_earlier_file_are_asked_about(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES[:2])))
    path = write(tmp_path, deposits(TRANSFERS, [*LINES, LINES[0]]), "longer.txt")
    with pytest.raises(BundleError) as refused:
        take_in_bank_file(bank, path)
    places = [(one.place.row, one.message) for one in refused.value.problems]
    assert places == [
        (2, "同じ日・金額・名義の明細が「bank.txt」から登録されています（V000001）。"),
        (3, "同じ日・金額・名義の明細が「bank.txt」から登録されています（V000002）。"),
    ]
    assert count(bank, "deposits") == 2
    report = take_in_bank_file(bank, path, Overlaps.SKIP)
    assert (len(report.numbers), count(bank, "deposits")) == (4, 6)  # the second transfer alike is another one


def test_overlapping_lines_may_be_other_money(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES[:1])))
    path = write(tmp_path, deposits(STATEMENT, LINES[:1]), "other.txt")
    assert len(take_in_bank_file(bank, path, Overlaps.KEEP).numbers) == 1


def test_nothing_of_a_broken_file_is_kept(bank: Office, tmp_path: Path) -> None:
    made = deposits(TRANSFERS, LINES).changed(4, "amount", b"4OOOO")
    with pytest.raises(BundleError) as refused:
        take_in_bank_file(bank, write(tmp_path, made))
    assert [(one.place.row, one.place.column, one.value) for one in refused.value.problems] == [(4, "金額", "4OOOO")]
    with bank.database.reading() as connection:
        tags = connection.scalars(select(audit_records.c.tag)).all()
    assert (count(bank, "deposits"), audit.BANK_FILE_TAKEN in tags) == (0, False)


def test_a_csv_is_taken_in_by_its_headings(bank: Office, tmp_path: Path) -> None:
    path = tmp_path / "meisai.csv"
    path.write_text(f"いつ,摘要,入金額\n{DAY},サトウ ハナコ,5000\n", encoding="utf-8")
    assert len(take_in_bank_file(bank, path, headings="日付=いつ").numbers) == 1
    assert lines_of(bank)["サトウ ハナコ"].suggestions[0].claim_no == "K1"
    path.write_text(f"いつ,摘要,入金額\n{DAY},カトウ サチ,40000\n", encoding="utf-8")
    assert len(take_in_bank_file(bank, path).numbers) == 1  # the mapping is remembered
    with pytest.raises(UserError, match="「ひづけ=いつ」が分かりません"):
        take_in_bank_file(bank, path, headings="ひづけ=いつ")


def test_every_register_suggests_with_a_reason(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES)))
    found = {
        name: [(one.claim_no, one.party_no, one.confidence, one.reason) for one in row.suggestions]
        for name, row in lines_of(bank).items()
    }
    same_name = "関係人 加藤　佐知 と同じ名義"
    assert found == {
        "ｻﾄｳ ﾊﾅｺ": [("K1", "P1", Confidence.LIKELY, "関係人 佐藤　花子 と同じ名義")],
        "ｶ)ﾀﾆﾝ": [],  # 815 alone is not the account 123-0000815
        "ｶﾄｳ ｻﾁ": [("K4", "P4", Confidence.LIKELY, f"{same_name}、月額と同じ金額"), ("K3", "P4", Confidence.POSSIBLE, same_name)],
        "ﾀﾞﾚｶ": [("K4", None, Confidence.POSSIBLE, "弁済計画の月額と同じ金額（40,000円）")],
        "ﾀﾞﾚﾓ": [],
    }  # fmt: skip


def test_a_virtual_account_decides_before_the_name(bank: Office, tmp_path: Path) -> None:
    made = deposits(TRANSFERS, [a_line(9_000, "ｻﾄｳ ﾊﾅｺ")], branch_code="123", account_no="0000815")
    take_in_bank_file(bank, write(tmp_path, made))
    (one,) = lines_of(bank)["ｻﾄｳ ﾊﾅｺ"].suggestions
    assert (one.claim_no, one.party_no, one.confidence, one.reason) == (
        "K2",
        "P3",
        Confidence.CERTAIN,
        "仮想口座 123-0000815",
    )


def test_many_are_applied_at_once_and_the_names_learnt(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES)))
    rows = lines_of(bank)
    wanted = the_best([rows["ｻﾄｳ ﾊﾅｺ"], rows["ｶﾄｳ ｻﾁ"], rows["ﾀﾞﾚｶ"]])
    changes = apply_deposits(bank, wanted)
    assert (changes.number, changes.claims) == ("E000001～E000003", frozenset(("K1", "K4")))
    first, second = (read_record(bank, "receipts", (number,)) for number in ("E000001", "E000002"))
    assert {name: first[name] for name in ("claim_no", "received_on", "posted_on", "amount", "recovery_type", "source",
            "payer_no", "method", "channel", "deposit_no", "section", "staff_no")} == {
        "claim_no": "K1", "received_on": DAY, "posted_on": DAY, "amount": 50_000, "recovery_type": "irregular",
        "source": None, "payer_no": "P1", "method": "transfer", "channel": "direct",
        "deposit_no": rows["ｻﾄｳ ﾊﾅｺ"].deposit_no, "section": "管理第一課", "staff_no": "S1",
    }  # fmt: skip
    assert (second["recovery_type"], second["source"]) == ("regular", "instalment")
    assert set(lines_of(bank)) == {"ｶ)ﾀﾆﾝ", "ﾀﾞﾚﾓ"}
    names = [read_record(bank, "payer_names", key)["claim_no"] for key in (("ｻﾄｳ ﾊﾅｺ", "P1"), ("ｶﾄｳ ｻﾁ", "P4"))]
    assert (names, count(bank, "payer_names")) == (["K1", "K4"], 2)  # nobody knows who the third was
    with bank.database.reading() as connection:
        kept = audit.newest(connection, "E000001", audit.RECEIPTS_APPLIED)
    assert kept is not None and kept.detail["receipts"] == ["E000001", "E000002", "E000003"]


def test_the_history_of_claim_and_receipt_tells_of_a_batch(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES[:1])))
    apply_deposits(bank, [Application("V000001", "K1", "P1", 50_000)])
    newest = claim_history(bank, "K1").changes[0]
    assert (newest.word, newest.title) == ("登録", "銀行の明細の充当　入金、振込名義　E000001")
    (only,) = record_history(bank, RecordRef("receipts", ("E000001",))).changes
    assert only.title == "銀行の明細の充当　入金" and only.fields


def test_a_learnt_name_is_certain_the_next_time(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, [a_line(700, "ﾀﾞﾚﾓ")])))
    apply_deposits(bank, [Application("V000001", "K2", "P3", 700)])
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, [a_line(800, "ﾀﾞﾚﾓ ")]), "next.txt"))
    (one,) = lines_of(bank)["ﾀﾞﾚﾓ"].suggestions
    assert (one.claim_no, one.confidence, one.reason) == ("K2", Confidence.CERTAIN, "確認済みの振込名義「ﾀﾞﾚﾓ」")
    apply_deposits(bank, [Application("V000002", "K3", "P3", 800)])  # a person decides otherwise: that is learnt
    assert read_record(bank, "payer_names", ("ﾀﾞﾚﾓ", "P3"))["claim_no"] == "K3"


def test_one_bad_application_keeps_all_of_them_out(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES)))
    good = Application("V000001", "K1", "P1", 50_000)
    bad: list[tuple[Application, type[UserError], str]] = [
        (Application("V000002", "K1", None, 30_001), RefusedError, "残り（仮受）は30,000円"),
        (Application("V000001", "K2", None, 1), RefusedError, "残り（仮受）は50,000円"),
        (Application("V000002", "K99", None, 1), NotFoundError, "K99"),
        (Application("V999999", "K1", None, 1), NotFoundError, "V999999"),
    ]
    for one, kind, word in bad:
        with pytest.raises(kind, match=word):
            apply_deposits(bank, [good, one])
    with pytest.raises(UserError, match="選ばれていません"):
        apply_deposits(bank, [])
    assert (count(bank, "receipts"), count(bank, "payer_names")) == (0, 0)


def test_money_before_the_claim_is_refused_with_the_claim(bank: Office, tmp_path: Path) -> None:
    take_in(bank, {"claims": [a_claim("K9", subrogated_on=TODAY)]})
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES[:1])))
    with pytest.raises(RefusedError, match="求償権 K9 の代位弁済日より前"):
        apply_deposits(bank, [Application("V000001", "K9", None, 100)])


def test_what_is_applied_in_bulk_is_what_is_applied_one_by_one(bank: Office, tmp_path: Path) -> None:
    made = deposits(TRANSFERS, [a_line(1_000 + n, "ｻﾄｳ ﾊﾅｺ") for n in range(12)])
    take_in_bank_file(bank, write(tmp_path, made))
    wanted = [Application(f"V{n + 1:06}", f"K{1 + n % 5}", None, 1_000 + n) for n in range(12)]
    for one in wanted[:6]:
        given = {"claim_no": one.claim_no, "received_on": DAY, "posted_on": DAY, "amount": one.amount,
                 "recovery_type": "regular" if one.claim_no in ("K4", "K5") else "irregular", "deposit_no": one.deposit_no}  # fmt: skip
        save_record(bank, SaveRecord("receipts", given))
    apply_deposits(bank, wanted[6:])
    with bank.database.reading() as connection:
        query = select(claim_balances.c.claim_no, claim_balances.c.principal)
        balances = {row.claim_no: row.principal for row in connection.execute(query)}
        entries = connection.scalar(
            select(func.count()).select_from(ledger_entries).where(ledger_entries.c.kind == "receipt")
        )
    paid = {f"K{k}": sum(one.amount for one in wanted if one.claim_no == f"K{k}") for k in range(1, 6)}
    assert balances == {no: 1_000_000 - amount for no, amount in paid.items()}
    assert entries == 12


def test_a_line_shows_what_became_of_it(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES[:1])))
    apply_deposits(bank, [Application("V000001", "K1", "P1", 30_000)])
    save_record(
        bank, SaveRecord("refunds", {"deposit_no": "V000001", "refunded_on": DAY, "amount": 5_000, "payee": "佐藤"})
    )
    page = open_deposit(bank, "V000001")
    assert (page.row.left, [(use.title, use.claim_no, use.amount) for use in page.uses]) == (
        15_000, [("入金", "K1", 30_000), ("返還", "", 5_000)],
    )  # fmt: skip
    reverse_record(bank, ReverseRecord("receipts", read_record(bank, "receipts", ("E000001",)), "誤り"))
    assert open_deposit(bank, "V000001").row.left == 45_000
    with pytest.raises(NotFoundError):
        open_deposit(bank, "V000009")


def test_a_line_taken_back_is_not_listed_as_left(bank: Office, tmp_path: Path) -> None:
    take_in_bank_file(bank, write(tmp_path, deposits(TRANSFERS, LINES[:1])))
    reverse_record(bank, ReverseRecord("deposits", read_record(bank, "deposits", ("V000001",)), "銀行の取消"))
    assert lines_of(bank) == {}
    (row,) = lines_of(bank, only_unapplied=False).values()
    assert (row.left, row.is_reversed) == (0, True)
    again = deposits(TRANSFERS, [LINES[0], LINES[4]])
    assert take_in_bank_file(bank, write(tmp_path, again, "again.txt")).overlaps == ()


# direct debits

CONSIGNOR = Consignor(
    "12345", "カクウシンヨウホショウ", "0001", "アオバ", "001", "ホンテン", AccountKind.ORDINARY, "7654321"
)
DEBITED = date(TODAY.year, 4, 27)


def answered(path: Path, result: str) -> Made:
    """Return what the bank answers to a request of one debit."""
    records = path.read_bytes().split(CRLF)[:-1]
    paid, failed = ("paid", "failed") if result == "0" else ("failed", "paid")
    made = Made(DEBITS, records).changed(2, "result", result)
    return made.changed(3, f"{paid}_count", 1).changed(3, f"{paid}_total", 20_000).changed(3, f"{failed}_count", 0)


def test_debits_are_asked_for_once_a_month_and_paid_ones_become_money(bank: Office, tmp_path: Path) -> None:
    proposal = propose_debits(bank, DEBITED)
    assert (proposal.total, proposal.consignor) == (20_000, None)
    (due,) = proposal.due
    assert (due.plan_no, due.claim_no, due.customer_no, due.is_first) == ("I2", "K5", "C900", True)
    path = request_debits(bank, DEBITED, CONSIGNOR, ["I2"], tmp_path / "irai.txt")
    assert read_record(bank, "direct_debits", ("Q000001",))["result"] is None
    second = propose_debits(bank, DEBITED)
    assert (second.due, second.consignor) == ((), CONSIGNOR)
    with pytest.raises(UserError, match="依頼する弁済計画がありません"):
        request_debits(bank, DEBITED, CONSIGNOR, ["I2"], tmp_path / "twice.txt")
    assert not (tmp_path / "twice.txt").exists()
    report = take_in_bank_file(bank, write(tmp_path, answered(path, "0")))
    assert (report.answered, len(report.numbers), report.problems) == (1, 1, ())
    debit = read_record(bank, "direct_debits", ("Q000001",))
    assert (debit["result"], debit["deposit_no"]) == ("0", "V000001")
    (row,) = list_deposits(bank).rows
    assert [(one.claim_no, one.party_no, one.confidence, one.reason) for one in row.suggestions] == [
        ("K5", "P5", Confidence.CERTAIN, "口座振替 Q000001 の結果")
    ]
    apply_deposits(bank, the_best([row]))
    receipt = read_record(bank, "receipts", ("E000001",))
    assert (receipt["method"], receipt["recovery_type"], receipt["payer_no"]) == ("direct_debit", "regular", "P5")
    assert count(bank, "payer_names") == 0
    assert "取込済み" in take_in_bank_file(bank, write(tmp_path, answered(path, "0"))).already


def test_a_debit_that_failed_may_be_asked_for_again(bank: Office, tmp_path: Path) -> None:
    path = request_debits(bank, DEBITED, CONSIGNOR, ["I2"], tmp_path / "irai.txt")
    report = take_in_bank_file(bank, write(tmp_path, answered(path, "1")))
    assert (report.answered, report.numbers) == (1, ())
    assert read_record(bank, "direct_debits", ("Q000001",))["result"] == "1"
    (due,) = propose_debits(bank, DEBITED.replace(day=28)).due
    assert not due.is_first


def test_an_answer_nobody_asked_for_is_said_and_its_money_kept(bank: Office, tmp_path: Path) -> None:
    made = results(
        [{"customer_no": "C900", "amount": 777}, {"customer_no": "C1", "amount": 5, "result": "2"}], f"{DEBITED:%m%d}"
    )
    report = take_in_bank_file(bank, write(tmp_path, made))
    assert [(one.place.row, one.is_warning) for one in report.problems] == [(2, True), (3, True)]
    assert (report.answered, len(report.numbers)) == (0, 1)
    (row,) = list_deposits(bank).rows
    assert row.best is not None and row.best.reason == "顧客番号 C900"


def test_no_more_is_asked_for_than_is_owed(bank: Office) -> None:
    take_in(bank, {"claims": [a_claim("K8", debtor_no="P5", principal=5_000, subrogated_on=DEBITED, damages_rate="0")],
                   "instalment_plans": [{"plan_no": "I8", "claim_no": "K8", "starts_on": DEBITED, "day_of_month": DEBITED.day, "amount": 9_000, "holiday_rule": "same"}]})  # fmt: skip
    assert {one.plan_no: one.amount for one in propose_debits(bank, DEBITED).due} == {"I2": 20_000, "I8": 5_000}


def test_a_request_that_does_not_fit_leaves_neither_file_nor_row(bank: Office, tmp_path: Path) -> None:
    wrong = Consignor(**{**{name: getattr(CONSIGNOR, name) for name in CONSIGNOR.__slots__}, "bank_code": "A"})
    with pytest.raises(UserError, match="数字ではありません"):
        request_debits(bank, DEBITED, wrong, ["I2"], tmp_path / "irai.txt")
    with pytest.raises(UserError, match="がありません。保存先を確かめて"):
        request_debits(bank, DEBITED, CONSIGNOR, ["I2"], tmp_path / "nowhere" / "irai.txt")
    assert (count(bank, "direct_debits"), list(tmp_path.glob("*irai*"))) == (0, [])
