"""Money on both engines: posted as previewed, backdated, taken back; whatever happens, books and facts agree."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from collections_app.domain.codes import Part, RecoveryType
from collections_app.domain.errors import UserError
from collections_app.domain.judging import RefusedError
from collections_app.domain.records import ReverseRecord, SaveRecord
from collections_app.domain.state import state_on
from collections_app.services.changes import Changes
from collections_app.services.claims import open_claim
from collections_app.services.maintenance import check
from collections_app.services.money import preview_receipt, reverse_record
from collections_app.services.office import Office
from collections_app.services.records import read_record, save_record
from collections_app.storage import money, totals
from collections_app.storage.tables import claim_balances, ledger_entries
from tests.storage.making import a_claim, base, take_in

Given = dict[str, Any]
DAY = date(2024, 6, 28)
TODAY = date.today()  # noqa: DTZ011


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    plan = {"plan_no": "I1", "claim_no": "K1", "starts_on": date(2024, 1, 1), "day_of_month": 31, "amount": 300_000}
    five_million = {"principal": 5_000_000, "subrogated_on": date(2023, 12, 20)}
    take_in(
        office,
        base() | {"claims": [a_claim("K1", **five_million), a_claim("K2", debtor_no="P1")], "instalment_plans": [plan]},
    )
    yield office
    assert check(office) == ()  # every test leaves a database that is proven


def a_receipt(on: date, amount: int, **given: Any) -> Given:
    return {
        "claim_no": "K1", "received_on": on, "posted_on": on, "amount": amount, "recovery_type": "regular", **given,
    }  # fmt: skip


def post(office: Office, on: date, amount: int, **given: Any) -> Changes:
    return save_record(office, SaveRecord("receipts", a_receipt(on, amount, **given)))


def reverse(office: Office, table: str, number: str, reason: str | None = "誤入力") -> Changes:
    return reverse_record(office, ReverseRecord(table, read_record(office, table, (number,)), reason))


def balance(office: Office, claim_no: str = "K1") -> tuple[int, int, int, int]:
    c = claim_balances.c
    with office.database.reading() as connection:
        query = select(c.principal, c.damages, c.costs, c.overpaid).where(c.claim_no == claim_no)
        return tuple(connection.execute(query).one())


def test_the_worked_example_is_posted_as_it_was_previewed(claims: Office) -> None:
    # rules §3: principal first; damages 84,000 / 54,520 / 211,200 unpaid
    for on, amount in ((date(2024, 1, 31), 300_000), (date(2024, 2, 29), 300_000), (DAY, 1_000_000)):
        shown = preview_receipt(claims, a_receipt(on, amount))
        assert (shown.findings, shown.judgement.recovery_type) == ((), RecoveryType.REGULAR)
        number = post(claims, on, amount).number
        with claims.database.reading() as connection:
            entry = connection.execute(select(ledger_entries).where(ledger_entries.c.voucher_no == number)).one()
        paid = {line.part: line.paid for line in shown.preview.allocation.lines}
        assert (paid[Part.COSTS], paid[Part.DAMAGES], paid[Part.PRINCIPAL]) == (
            -entry.costs,
            -entry.damages,
            -entry.principal,
        )
    assert balance(claims) == (3_400_000, 349_720, 0, 0)


def test_a_receipt_may_have_an_order_of_its_own_with_a_reason(claims: Office) -> None:
    post(claims, date(2024, 1, 31), 300_000, allocation_order="statutory", reason="債務者の指定")
    assert balance(claims) == (4_784_000, 0, 0, 0)
    with pytest.raises(RefusedError, match="事由がありません"):
        post(claims, date(2024, 2, 29), 300_000, allocation_order="statutory")


def test_a_backdated_receipt_moves_the_later_ones_as_previewed(claims: Office) -> None:
    terms = {"allocation_order": "statutory"}
    seen = read_record(claims, "claims", ("K1",))
    save_record(claims, SaveRecord("claims", {**seen, **terms}, seen))
    first = post(claims, date(2024, 2, 29), 300_000).number
    (shift,) = preview_receipt(claims, a_receipt(date(2024, 1, 31), 300_000)).preview.shifts
    assert (shift.voucher_no, shift.after.damages) == (first, 55_494)
    post(claims, date(2024, 1, 31), 300_000)
    page = open_claim(claims, "K1", DAY)
    assert [(line.voucher_no, line.to_damages) for line in page.ledger if line.kind == "入金"] == [
        ("E000002", 84_000),
        (first, 55_494),
    ]


def test_taking_everything_back_brings_back_the_first_day(claims: Office) -> None:
    at_first = balance(claims)
    numbers = [post(claims, date(2024, 1, 31) + timedelta(n), 100_000 + n).number for n in range(4)]
    cost = {"claim_no": "K1", "paid_on": DAY, "kind": "stamp", "amount": 5_400}
    cost_no = save_record(claims, SaveRecord("costs", cost)).number
    assert balance(claims)[2] == 5_400
    for number in numbers:
        reverse(claims, "receipts", number)
    reverse(claims, "costs", cost_no)
    assert balance(claims) == at_first
    with claims.database.reading() as connection:
        kept = totals.kept(connection)
    sums: dict[str, int] = {}
    for (dim, _, measure, _), (_, amount) in kept.items():
        if dim == "" and measure.startswith("recovery"):
            sums[measure] = sums.get(measure, 0) + amount
    assert set(sums.values()) <= {0}


def test_a_reversal_counts_on_its_own_day_and_only_once(claims: Office) -> None:
    number = post(claims, DAY, 100_000).number
    taken = reverse(claims, "receipts", number).number
    kept = read_record(claims, "receipts", (taken,))
    assert (kept["amount"], kept["received_on"], kept["posted_on"], kept["reason"]) == (-100_000, DAY, TODAY, "誤入力")
    with pytest.raises(UserError, match=f"{taken} で取消済みです"):
        reverse(claims, "receipts", number)
    with pytest.raises(UserError, match="それ自体が取消しです"):
        reverse(claims, "receipts", taken)
    with pytest.raises(UserError, match="取消しではなく訂正"):
        reverse_record(claims, ReverseRecord("contacts", {"contact_no": "N1"}, None))


def test_a_line_of_the_bank_is_applied_to_several_claims_and_paid_back(claims: Office) -> None:
    line = {"received_on": DAY, "amount": 500_000, "kind": "transfer", "payer_name": "サトウ ハナコ"}
    deposit_no = save_record(claims, SaveRecord("deposits", line)).number
    post(claims, DAY, 300_000, deposit_no=deposit_no)
    post(claims, DAY, 150_000, deposit_no=deposit_no, claim_no="K2", recovery_type="irregular")
    with pytest.raises(RefusedError, match=f"入金明細 {deposit_no} の残り（仮受）は50,000円です。"):
        post(claims, DAY, 50_001, deposit_no=deposit_no)
    refund = {"deposit_no": deposit_no, "refunded_on": DAY, "amount": 50_000, "payee": "佐藤　花子"}
    save_record(claims, SaveRecord("refunds", refund))
    with claims.database.reading() as connection:
        assert money.deposit(connection, deposit_no) == (500_000, 450_000, 50_000)
    with pytest.raises(UserError, match="先にその入金・返還を取り消してください。"):
        reverse(claims, "deposits", deposit_no)


def test_what_was_paid_too_much_is_paid_back_and_no_more(claims: Office) -> None:
    post(claims, DAY, 6_000_000)
    held = balance(claims)[3]
    assert held > 0
    refund = {"claim_no": "K1", "refunded_on": DAY, "amount": held, "payee": "佐藤　花子"}
    with pytest.raises(RefusedError, match="返還額が過誤納の残りを超えています。"):
        save_record(claims, SaveRecord("refunds", {**refund, "amount": held + 1}))
    number = save_record(claims, SaveRecord("refunds", refund)).number
    assert balance(claims)[3] == 0
    reverse(claims, "refunds", number)
    assert balance(claims)[3] == held


def test_a_cost_borne_by_us_is_not_owed(claims: Office) -> None:
    cost = {"claim_no": "K1", "paid_on": DAY, "kind": "attorney", "amount": 100_000, "recoverable": "no"}
    save_record(claims, SaveRecord("costs", cost))
    assert balance(claims)[2] == 0


def test_a_rate_holds_from_its_day_on(claims: Office) -> None:
    # 5,000,000 at 14.6 % is 2,000 a day (rules §3); at 7.3 % half of that: 10 + 5 days
    save_record(claims, SaveRecord("rate_periods", {"claim_no": "K1", "since": date(2023, 12, 31), "rate": "7.3"}))
    assert open_claim(claims, "K1", date(2024, 1, 4)).damages == 10 * 2_000 + 5 * 1_000


REQUESTED: Given = {"approval": "requested", "applied_by": "S1"}
APPROVED: Given = {"approval": "approved", "applied_by": "S1", "ruled_by": "S2", "ruled_on": date(2025, 6, 30)}


class Story:
    """Random events on one claim: receipts early and late, fixed splits, reversals, costs, waivers, rates, refunds."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.pick = random.Random(seed)
        self.open: list[tuple[str, str]] = []

    def step(self) -> None:
        moves = (self.receive, self.receive, self.receive, self.spend, self.take_back, self.waive, self.rate)
        with suppress(UserError):  # what contradicts is refused, and nothing of it is kept: the check would find it
            self.pick.choice(moves)()

    def _day(self) -> date:
        return date(2023, 12, 20) + timedelta(self.pick.randrange(500))

    def receive(self) -> None:
        given: Given = {}
        if self.pick.random() < 0.2:
            given = {"allocation_order": self.pick.choice(("statutory", "principal-first")), "reason": "指定"}
        amount = self.pick.choice((1, 999, 30_000, 300_000, 1_500_000))
        self.open.append(("receipts", post(self.office, self._day(), amount, **given).number))

    def spend(self) -> None:
        cost = {"claim_no": "K1", "paid_on": self._day(), "kind": "stamp", "amount": self.pick.randrange(1, 90_000)}
        self.open.append(("costs", save_record(self.office, SaveRecord("costs", cost)).number))

    def take_back(self) -> None:
        if self.open:
            reverse(self.office, *self.open.pop(self.pick.randrange(len(self.open))))

    def waive(self) -> None:
        waiver = {
            "claim_no": "K1",
            "part": "damages",
            "amount": self.pick.randrange(1, 60_000),
            "decided_on": self._day(),
            "reason": "少額",
            **self.pick.choice((APPROVED, REQUESTED)),
        }
        save_record(self.office, SaveRecord("waivers", waiver))

    def rate(self) -> None:
        period = {"claim_no": "K1", "since": self._day(), "rate": self.pick.choice(("3", "7.3", "14"))}
        save_record(self.office, SaveRecord("rate_periods", period))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_ledger_totals_and_states_agree(claims: Office, seed: int) -> None:
    story = Story(claims, seed)
    for _ in range(25):
        story.step()
    assert check(claims) == ()
    with claims.database.reading() as connection:
        facts = money.claim_facts(connection, "K1")
        recovered = connection.scalar(select(func.sum(ledger_entries.c.recovered))) or 0
    assert facts is not None
    end = date(2030, 1, 1)
    state = state_on(facts, end)
    page = open_claim(claims, "K1", end)
    assert (page.principal, page.damages, page.costs, page.overpaid) == (
        state.balance.principal,
        state.balance.damages,
        state.balance.costs,
        state.balance.overpaid,
    )
    assert recovered == state.recovered.principal + state.recovered.damages
    taken = sum(receipt.amount for receipt in facts.facts.receipts)
    assert taken == state.recovered.principal + state.recovered.damages + state.recovered.costs + max(
        state.balance.overpaid, 0
    )
