"""Insurance money, the monthly statement and its reconciliation, on both engines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from collections_app.domain.codes import Bearer
from collections_app.domain.day_work import DayWanted, Reach, WorkGroup
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.insurance import InsuranceState
from collections_app.domain.judging import RefusedError
from collections_app.domain.paper import PaperKind, PaperWanted
from collections_app.domain.records import ReverseRecord, SaveRecord
from collections_app.domain.sharing import payments_of
from collections_app.reports.document import Band, Grid, Pairs, Paragraph
from collections_app.services import sharing
from collections_app.services.claims import open_claim
from collections_app.services.day_work import day_work
from collections_app.services.maintenance import check
from collections_app.services.money import reverse_record
from collections_app.services.office import Office
from collections_app.services.papers import paper
from collections_app.services.records import read_record, save_record
from collections_app.services.sharing_papers import save_payment_workbook
from collections_app.services.transfers import export_bundle, import_bundle
from collections_app.storage.sharing import reported_lines, shared_claims
from tests.storage.making import a_claim, base, take_in

BEGAN, MAY, JUNE, JULY = date(2024, 4, 1), date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    given = {"subrogated_on": BEGAN, "principal": 10_000_000, "interest": 200_000, "coverage_rate": "80"}
    rows = [
        a_claim("K1", **given),
        a_claim("K2", **given, debtor_no="P3"),
        a_claim("K3", **{**given, "coverage_rate": None}),
    ]
    take_in(office, base() | {"claims": rows})
    yield office
    assert check(office) == ()


def add(office: Office, table: str, **given: Any) -> str:
    return save_record(office, SaveRecord(table, given)).number


def insured(office: Office, claim_no: str = "K1", amount: int = 8_000_000) -> str:
    days = {"claimed_on": date(2024, 6, 1), "received_on": date(2024, 7, 1)}
    return add(office, "insurance_claims", claim_no=claim_no, amount=amount, **days)


def receive(office: Office, on: date, amount: int, claim_no: str = "K1") -> str:
    given = {"received_on": on, "posted_on": on, "recovery_type": "irregular"}
    return add(office, "receipts", claim_no=claim_no, amount=amount, **given)


def take_back(office: Office, number: str) -> str:
    return reverse_record(
        office, ReverseRecord("receipts", read_record(office, "receipts", (number,)), "誤入力")
    ).number


def shares(office: Office, claim_no: str, **parts: str) -> None:
    for bearer, share in parts.items():
        add(office, "shares", claim_no=claim_no, bearer=bearer, share=share)


def lines(office: Office, month: date) -> list[tuple[str, bool, tuple[int, ...]]]:
    return [(one.receipt_no, one.is_correction, one.parts) for one in sharing.statement(office, month).lines]


def test_the_worked_check_comes_through_the_books(claims: Office) -> None:
    # rules §8: 10,000,000 + 200,000, 80 %, recovery 300,000, nothing excluded: 235,294
    row = next(row for row in sharing.insurance_list(claims, date(2024, 6, 1)) if row.claim_no == "K1")
    assert (row.amount, row.state, row.window.closes_on) == (8_000_000, InsuranceState.OPEN, date(2025, 10, 1))
    insured(claims)
    number = receive(claims, date(2025, 5, 10), 300_000)
    assert lines(claims, MAY) == [(number, False, (235_294, 0, 0, 0, 64_706))]
    assert lines(claims, JUNE) == []


def test_the_list_says_where_each_claim_stands(claims: Office) -> None:
    insured(claims, "K2", 7_000_000)
    found = {row.claim_no: row for row in sharing.insurance_list(claims, date(2025, 8, 1))}
    assert found.keys() == {"K1", "K2"}  # K3 is not insured
    assert (found["K1"].state, found["K1"].days_left) == (InsuranceState.CLOSING, 61)
    assert (found["K2"].state, found["K2"].amount) == (InsuranceState.RECEIVED, 7_000_000)
    assert found["K2"].note == "計算額 8,000,000円と違います。"
    late = sharing.insurance_list(claims, date(2025, 10, 2))
    assert [row.state for row in late] == [InsuranceState.MISSED, InsuranceState.RECEIVED]


def test_recoveries_before_the_claim_lower_it_and_reversals_give_it_back(claims: Office) -> None:
    number = receive(claims, date(2024, 5, 1), 510_000)
    (row, *_) = sharing.insurance_list(claims, date(2024, 6, 1))
    assert (row.recovered, row.amount) == (510_000, 7_600_000)
    add(
        claims, "insurance_claims", claim_no="K2", claimed_on=date(2024, 4, 20)
    )  # another claim's day is not this one's
    (row, *_) = sharing.insurance_list(claims, date(2024, 6, 1))
    assert (row.claim_no, row.recovered) == ("K1", 510_000)
    add(claims, "insurance_claims", claim_no="K1", claimed_on=date(2024, 5, 10))
    receive(claims, date(2024, 5, 11), 99_000)  # after the claim for it
    found = {row.claim_no: row for row in sharing.insurance_list(claims, date(2024, 6, 1))}
    assert (found["K1"].recovered, found["K1"].amount) == (510_000, 7_600_000)
    take_back(claims, number)
    (row, *_) = sharing.insurance_list(claims, date(2024, 6, 1))
    assert (row.recovered, row.amount) == (0, 8_000_000)


def test_a_claim_repaid_before_has_nothing_to_claim(claims: Office) -> None:
    insured(claims, "K2")
    receive(claims, date(2024, 5, 1), 10_200_000)
    row = next(row for row in sharing.insurance_list(claims, date(2025, 9, 1)) if row.claim_no == "K1")
    assert (row.state, row.amount) == (InsuranceState.NOTHING, 0)
    page = open_claim(claims, "K1", date(2025, 9, 1)).insurance
    assert page is not None
    assert page.state is InsuranceState.NOTHING
    found = day_work(claims, DayWanted("S1", date(2025, 9, 1), Reach.OWN)).items
    assert [one for one in found if one.group is WorkGroup.DEADLINE] == []


def test_money_received_needs_its_days_and_amount(claims: Office) -> None:
    with pytest.raises(RefusedError, match="請求日がありません"):
        add(claims, "insurance_claims", claim_no="K1", received_on=BEGAN, amount=1)
    with pytest.raises(RefusedError, match="保険金額がありません"):
        add(claims, "insurance_claims", claim_no="K1", claimed_on=BEGAN, received_on=BEGAN)


def test_a_month_is_reported_once_in_order_and_stays_as_it_was_sent(claims: Office) -> None:
    insured(claims)
    first = receive(claims, date(2025, 5, 10), 300_000)
    sent = sharing.report_statement(claims, MAY)
    assert (sent.of(Bearer.JFC), sent.reported_on is not None, len(sent.sha256)) == (235_294, True, 64)
    with pytest.raises(UserError, match="令和7年5月の計算書は報告済みです"):
        sharing.report_statement(claims, MAY)
    with pytest.raises(UserError, match="次は令和7年6月です"):
        sharing.report_statement(claims, JULY)
    assert sharing.next_statement(claims) == JUNE
    reversal = take_back(claims, first)
    late = receive(claims, date(2025, 5, 20), 102_000)  # posted into a month that was reported
    again = sharing.statement(claims, MAY)
    assert ([one.parts for one in again.lines], again.sha256, again.problems) == (
        [(235_294, 0, 0, 0, 64_706)], sent.sha256, (),
    )  # fmt: skip
    assert lines(claims, JUNE) == [(late, True, (80_000, 0, 0, 0, 22_000))]
    month = date.today().replace(day=1)  # noqa: DTZ011 - a reversal is posted today
    assert (reversal, False, (-235_294, 0, 0, 0, -64_706)) in lines(claims, month)


def test_a_correction_of_the_insurance_money_moves_what_was_reported(claims: Office) -> None:
    number = insured(claims)
    receipt = receive(claims, date(2025, 5, 10), 300_000)
    sharing.report_statement(claims, MAY)
    seen = read_record(claims, "insurance_claims", (number,))
    save_record(claims, SaveRecord("insurance_claims", {**seen, "amount": 7_500_000}, seen))
    assert lines(claims, JUNE) == [(receipt, True, (220_588 - 235_294, 0, 0, 0, 235_294 - 220_588))]
    sharing.report_statement(claims, JUNE)
    assert lines(claims, JULY) == []


def test_a_month_that_is_not_over_or_has_wrong_shares_is_not_reported(claims: Office) -> None:
    insured(claims)
    receive(claims, date(2025, 5, 10), 1_000_000)
    shares(claims, "K1", jfc="4/5", prefecture="1/10")
    found = sharing.statement(claims, MAY)
    assert found.problems == ("K1: 負担割合の合計が9/10で、1になりません（日本政策金融公庫 4/5、県 1/10）。",)
    with pytest.raises(UserError, match=r"1になりません.*直してから報告"):
        sharing.report_statement(claims, MAY)
    shares(claims, "K1", association="1/10")
    assert sharing.report_statement(claims, MAY).lines[0].parts == (784_313, 0, 100_000, 0, 115_687)
    coming = (date.today().replace(day=1) + timedelta(days=40)).replace(day=1)  # noqa: DTZ011
    with pytest.raises(UserError, match="次は令和7年6月です"):
        sharing.report_statement(claims, coming)


def test_a_share_above_one_is_refused(claims: Office) -> None:
    with pytest.raises(RefusedError, match="1以下ではありません"):
        shares(claims, "K1", jfc="6/5")


def test_an_uninsured_claim_is_shared_as_agreed_and_its_waivers_too(claims: Office) -> None:
    shares(claims, "K3", federation="1/3", prefecture="1/3", association="1/3")
    receive(claims, date(2025, 5, 10), 100, "K3")
    given = {"part": "principal", "amount": 1_000, "decided_on": date(2025, 5, 12), "reason": "少額"}
    take_in(claims, {"waivers": [{"waiver_no": "W1", "claim_no": "K3", **given}]})
    found = sharing.statement(claims, MAY)
    assert [one.parts for one in found.lines] == [(0, 33, 33, 0, 34)]
    assert [one.parts for one in found.waivers] == [(0, 333, 333, 0, 334)]


def test_what_was_paid_is_compared_until_it_fits_or_is_settled(claims: Office) -> None:
    insured(claims)
    receive(claims, date(2025, 5, 10), 300_000)
    sharing.report_statement(claims, MAY)
    (row,) = sharing.reconciliation(claims)
    assert (row.bearer, row.due, row.difference, row.word, row.is_open) == (
        Bearer.JFC, 235_294, -235_294, "未納付", True,
    )  # fmt: skip
    typed(claims, paid=235_000, paid_on=date(2025, 6, 20))
    (row,) = sharing.reconciliation(claims)
    assert (row.difference, row.word) == (-294, "差異あり")
    with pytest.raises(RefusedError, match="解消日があるのに事由がありません"):
        typed(claims, settled_on=date(2025, 7, 1))
    typed(claims, settled_on=date(2025, 7, 1), reason="翌月分で精算")
    (row,) = sharing.reconciliation(claims)
    assert (row.word, row.is_open, row.reason) == ("解消済", False, "翌月分で精算")
    typed(claims, paid=235_294, settled_on=None, reason=None)
    assert [one.word for one in sharing.reconciliation(claims)] == ["一致"]


def typed(office: Office, **given: Any) -> None:
    seen = read_record(office, "bearer_payments", (MAY, "jfc"))
    save_record(office, SaveRecord("bearer_payments", {**seen, **given}, seen))


def test_lines_changed_behind_the_back_are_noticed(claims: Office) -> None:
    insured(claims)
    receive(claims, date(2025, 5, 10), 300_000)
    sharing.report_statement(claims, MAY)
    with claims.database.writing() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text("UPDATE payment_lines SET jfc = 1"))
    with claims.database.writing() as connection:
        connection.execute(text("UPDATE bearer_payments SET sha256 = 'x'"))
    assert sharing.statement(claims, MAY).problems[0].startswith("報告したときの照合値")


def test_a_month_that_goes_on_still_is_not_reported(claims: Office) -> None:
    with pytest.raises(UserError, match="まだ終わっていません"):
        sharing.report_statement(claims, date.today().replace(day=1))  # noqa: DTZ011


def test_an_empty_month_is_reported_too(claims: Office) -> None:
    assert sharing.report_statement(claims, MAY).lines == ()
    assert sharing.next_statement(claims) == JUNE
    assert sharing.reconciliation(claims) == ()


def test_what_was_reported_travels_with_the_bundle(claims: Office, tmp_path: Path) -> None:
    insured(claims)
    first = receive(claims, date(2025, 5, 10), 300_000)
    sharing.report_statement(claims, MAY)
    typed(claims, paid=1, paid_on=date(2025, 6, 20))
    bundle = tmp_path / "all.zip"
    export_bundle(claims, bundle)
    from collections_app.services.office import open_office

    other = open_office(str(tmp_path / "other.sqlite3"))
    import_bundle(other, bundle)
    assert sharing.statement(other, MAY).sha256 == sharing.statement(claims, MAY).sha256
    assert sharing.reconciliation(other) == sharing.reconciliation(claims)
    assert (lines(other, JUNE), lines(other, MAY)) == ([], [(first, False, (235_294, 0, 0, 0, 64_706))])
    other.close()


def test_the_paper_of_the_insurance_money_prints_its_formula(claims: Office) -> None:
    receive(claims, date(2024, 5, 1), 510_000)
    document = paper(claims, PaperWanted(PaperKind.INSURANCE, date(2024, 6, 1), "K1"))
    rows = [row for block in document.blocks if isinstance(block, Grid) for row in block.rows]
    told = {row[0]: row for row in rows if not isinstance(row, Band)}
    assert told["⑤"][2:] == ("④ × ③ ＝ 510,000 × 10,000,000 ÷ 10,200,000", "500,000")
    assert told["⑧"][2:] == ("⑥ × ⑦ ＝ 9,500,000 × 80％（1円未満切捨て）", "7,600,000")
    assert any("第5条" in block.text for block in document.blocks if isinstance(block, Paragraph))
    with pytest.raises(NotFoundError, match="填補率がありません"):
        paper(claims, PaperWanted(PaperKind.INSURANCE, date(2024, 6, 1), "K3"))


def test_paper_and_workbook_hold_every_receipt_and_the_sums(claims: Office, tmp_path: Path) -> None:
    insured(claims)
    insured(claims, "K2", 7_000_000)
    receive(claims, date(2025, 5, 10), 300_000)
    receive(claims, date(2025, 5, 11), 204_000, "K2")
    document = paper(claims, PaperWanted(PaperKind.PAYMENTS, date(2025, 5, 31)))
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert grids[0].sums is not None
    assert grids[0].sums[4:] == ("504,000", "375,294", "0", "0", "0", "128,706")
    bands = [row.text for row in grids[1].rows if isinstance(row, Band)]
    assert bands[0] == (
        "K1　佐藤　花子　元金割合 10,000,000／10,200,000　保険金／残額 8,000,000／10,000,000　除く損害金の総額 371,280円"
    )
    assert next(block for block in document.blocks if isinstance(block, Pairs)).pairs[1] == ("報告", "未報告")
    path = save_payment_workbook(claims, MAY, tmp_path / "payments.xlsx")
    book = load_workbook(path, data_only=True)
    assert book.sheetnames == ["求償権別", "入金別", "減免の負担"]
    rows = list(book["求償権別"].iter_rows(values_only=True))
    assert rows[-1][4:10] == (504_000, 375_294, 0, 0, 0, 128_706)
    formulas = list(load_workbook(path)["入金別"].iter_rows(values_only=True))
    assert str(formulas[-1][10]).startswith("=SUM(")


@pytest.mark.parametrize("seed", range(4))
def test_random_months_reported_one_after_the_other_add_up(claims: Office, seed: int) -> None:
    """Whatever is posted and taken back between the reports: what was reported is what the books say at the end."""
    pick = random.Random(seed)
    insured(claims)
    insured(claims, "K2", pick.randrange(1, 8_000_000))
    shares(claims, "K1", jfc="3/5", city="1/7", association="9/35")
    month, known = date(2025, 1, 1), []
    for _ in range(5):
        for _ in range(pick.randrange(5)):
            on = month - timedelta(days=pick.randrange(-20, 40))
            if on >= date(2025, 1, 1):
                known.append(receive(claims, on, pick.randrange(1, 400_000), pick.choice(("K1", "K2"))))
        sharing.report_statement(claims, month)
        month = (month + timedelta(days=40)).replace(day=1)
    sharing.report_statement(claims, month)
    with claims.database.reading() as connection:
        sent = reported_lines(connection)
        books = [payments_of(claim) for claim in shared_claims(connection, ["K1", "K2"])]
    posted = [line for one in books for line in one.lines if line.month <= month]
    for at in range(len(Bearer)):
        assert sum(one.parts[at] for one in sent) == sum(line.parts[at] for line in posted)
    assert sum(sum(one.parts) for one in sent) == sum(one.counted for one in sent)
    assert Fraction(len(known)) >= len(posted) > 0


def test_the_end_of_the_window_is_a_deadline_of_the_day(claims: Office) -> None:
    def deadlines(day: date) -> list[tuple[str, str, date | None]]:
        found = day_work(claims, DayWanted("S1", day, Reach.OWN))
        return [(one.claim_no, one.text, one.on) for one in found.items if one.group is WorkGroup.DEADLINE]

    assert deadlines(date(2025, 9, 1)) == []  # no insurance money is kept here: nobody is reminded
    insured(claims, "K2")
    assert deadlines(date(2025, 7, 2)) == []
    for day in (date(2025, 7, 3), date(2025, 10, 1)):
        assert deadlines(day) == [("K1", "保険金の請求期限", date(2025, 10, 1))]
    assert deadlines(date(2025, 10, 2)) == []


def test_the_claim_page_says_where_the_money_stands_and_who_bears_the_loss(claims: Office) -> None:
    shares(claims, "K1", association="1/5", jfc="4/5")
    page = open_claim(claims, "K1", date(2024, 5, 2)).insurance
    assert page is not None
    assert (page.state, page.claimed_on) == (InsuranceState.OPEN, None)
    assert page.shares == ((Bearer.JFC, Fraction(4, 5)), (Bearer.ASSOCIATION, Fraction(1, 5)))
    number = insured(claims)
    view = open_claim(claims, "K1", date(2024, 7, 1))
    assert view.insurance is not None
    assert (view.insurance.state, view.insurance.insurance_no) == (InsuranceState.RECEIVED, number)
    assert [(one.tag, one.text) for one in view.timeline if one.title == "保険金"] == [
        ("受領", "8,000,000円"), ("請求", "8,000,000円"),
    ]  # fmt: skip
    plain = open_claim(claims, "K3", date(2024, 7, 1)).insurance
    assert plain is not None
    assert plain.state is None
