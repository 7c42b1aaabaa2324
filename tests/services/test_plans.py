"""Instalment plans through the services: computed while typed, changed with history, kept and broken, printed, debited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from collections_app.domain.arrears import DueState
from collections_app.domain.errors import UserError
from collections_app.domain.forms import FormWanted
from collections_app.domain.judging import RefusedError
from collections_app.domain.paper import PaperKind, PaperWanted
from collections_app.domain.records import RemoveRecord, SaveRecord
from collections_app.reports.document import Grid, Paragraph
from collections_app.services.changes import Changes
from collections_app.services.claims import open_claim
from collections_app.services.direct_debits import propose_debits
from collections_app.services.forms import open_form
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.papers import paper
from collections_app.services.plans import preview_plan
from collections_app.services.records import read_record, remove_record, save_record, undo_record
from tests.storage.making import a_claim, base, take_in

Given = dict[str, Any]
FIRST = {
    "plan_no": "I1", "claim_no": "K1", "payer_no": "P2", "starts_on": date(2025, 4, 1), "day_of_month": 3,
    "amount": 50_000,
}  # fmt: skip


def a_receipt(number: int, on: date, amount: int) -> Given:
    return {
        "receipt_no": f"E{number}", "claim_no": "K1", "received_on": on, "posted_on": on, "amount": amount,
        "recovery_type": "regular", "source": "instalment",
    }  # fmt: skip


@pytest.fixture
def plans(office: Office) -> Iterator[Office]:
    rows = base() | {
        "claims": [
            a_claim("K1", principal=1_000_000, damages_rate="3"),
            a_claim("K2", debtor_no="P3", principal=5_000_000, allocation_order="statutory"),
        ],
        "instalment_plans": [FIRST],
        "receipts": [
            a_receipt(1, date(2025, 4, 3), 50_000),
            a_receipt(2, date(2025, 5, 7), 50_000),  # 3 to 6 May are holidays
            a_receipt(3, date(2025, 6, 10), 50_000),
            a_receipt(4, date(2025, 7, 3), 20_000),
        ],
        "debit_accounts": [
            {
                "customer_no": "C1", "party_no": "P2", "bank_code": "0001", "branch_code": "012", "account_kind": "1",
                "account_no": "1234567", "holder": "カクウ",
            }
        ],
    }  # fmt: skip
    take_in(office, rows)
    yield office
    assert check(office) == ()


def a_change(**given: Any) -> Given:
    return {
        "claim_no": "K1", "payer_no": "P2", "starts_on": date(2025, 9, 1), "day_of_month": 27, "amount": 20_000,
        "replaces": "I1", "reason": "収入が減ったため", **given,
    }  # fmt: skip


def change(office: Office, **given: Any) -> Changes:
    return save_record(office, SaveRecord("instalment_plans", a_change(**given)))


def test_what_was_kept_of_a_plan_is_recognised_by_itself(plans: Office) -> None:
    (shown,) = open_claim(plans, "K1", date(2025, 8, 10)).plans
    assert [(one.state, one.days_late) for one in shown.kept[:5]] == [
        (DueState.PAID, 0),
        (DueState.PAID, 0),
        (DueState.LATE, 7),
        (DueState.PARTLY, 38),
        (DueState.MISSED, 6),  # 3 August is a Sunday: due on the 4th
    ]
    assert shown.kept[5].state is DueState.OPEN
    assert shown.arrears is not None
    assert (shown.arrears.months, shown.arrears.yen, shown.arrears.since) == (2, 80_000, date(2025, 7, 3))
    assert shown.kept_words == "期日の来た5回のうち 3回履行（履行 2回、遅れて履行 1回、一部のみ 1回、未履行 1回）"
    earlier = open_claim(plans, "K1", date(2025, 5, 7)).plans[0]
    assert earlier.arrears is None
    assert earlier.kept[2].state is DueState.OPEN


def test_a_changed_plan_ends_the_old_one_in_one_go(plans: Office) -> None:
    number = change(plans).number
    assert read_record(plans, "instalment_plans", ("I1",))["ends_on"] == date(2025, 8, 31)
    newest, oldest = open_claim(plans, "K1", date(2025, 10, 1)).plans
    assert (newest.plan_no, newest.replaces, newest.reason) == (number, "I1", "収入が減ったため")
    assert (newest.is_in_force, oldest.is_in_force) == (True, False)
    assert len(oldest.kept) == 5, "agreed on for September is nothing any more"
    assert [one.paid for one in newest.kept[:1]] == [0], "money of before the change was for the old plan"


def test_taking_a_change_back_lets_the_old_plan_go_on(plans: Office) -> None:
    changes = change(plans)
    undo_record(plans, changes.audit_no)
    assert read_record(plans, "instalment_plans", ("I1",))["ends_on"] is None
    assert [one.plan_no for one in open_claim(plans, "K1", date(2025, 10, 1)).plans] == ["I1"]


def test_a_plan_ended_otherwise_meanwhile_stays_as_it_is(plans: Office) -> None:
    number = change(plans).number
    old = read_record(plans, "instalment_plans", ("I1",))
    save_record(plans, SaveRecord("instalment_plans", {**old, "ends_on": date(2025, 7, 31)}, old))
    new = read_record(plans, "instalment_plans", (number,))
    remove_record(plans, RemoveRecord("instalment_plans", new))
    assert read_record(plans, "instalment_plans", ("I1",))["ends_on"] == date(2025, 7, 31)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"reason": None}, "変更の事由がありません"),
        ({"starts_on": date(2025, 4, 1)}, "変更前の計画の開始日（令和7年4月1日）より後"),
        ({"claim_no": "K2"}, "別の求償権"),
        ({"replaces": "I9"}, "登録されていません"),
    ],
)
def test_a_change_that_fits_no_plan_is_refused_whole(plans: Office, given: Given, message: str) -> None:
    with pytest.raises(UserError, match=message):
        change(plans, **given)
    assert read_record(plans, "instalment_plans", ("I1",))["ends_on"] is None


def test_a_plan_is_replaced_once(plans: Office) -> None:
    number = change(plans).number
    with pytest.raises(UserError, match=f"すでに {number} に変更されています"):
        change(plans, starts_on=date(2025, 12, 1))


def test_too_small_a_total_is_refused(plans: Office) -> None:
    with pytest.raises(RefusedError, match="月額2回分（40,000円）以下"):
        change(plans, payments=3, total=40_000)


def drafted(office: Office, **given: Any) -> Any:
    record = dict.fromkeys(("amount", "payments", "total", "starts_on", "ends_on", "day_of_month", "odd_yen"))
    start = date.today() + timedelta(days=40)  # noqa: DTZ011
    usual = {"claim_no": "K1", "holiday_rule": "next", "starts_on": start, "day_of_month": 27}
    return preview_plan(office, {**record, **usual, **given})


def test_the_amount_follows_from_the_number_and_the_number_from_the_amount(plans: Office) -> None:
    draft = drafted(plans, payments=7, total=100_000)
    assert draft.filled == {"amount": 14_285}
    assert [line.amount for line in draft.forecast.lines] == [14_285] * 6 + [14_290]
    first = drafted(plans, payments=7, total=100_000, odd_yen="first")
    assert [line.amount for line in first.forecast.lines] == [14_290] + [14_285] * 6
    assert drafted(plans, amount=30_000, total=100_000).filled == {"payments": 4}
    assert drafted(plans, amount=30_000, payments=4).filled == {"total": 120_000}
    assert drafted(plans, payments=10).filled == {"amount": 83_000, "total": 830_000}, "over the principal left"
    assert drafted(plans).problem.startswith("月額か回数")
    assert drafted(plans, amount=1, starts_on=None).problem.startswith("開始日と約定日")
    assert "回数" in drafted(plans, payments=200, total=100).problem


def test_a_plan_that_never_ends_is_said(plans: Office) -> None:
    draft = drafted(plans, claim_no="K2", amount=50_000)
    assert draft.forecast.never
    assert "完済しません" in draft.warnings[0]
    assert drafted(plans, claim_no=None).problem


def test_the_printed_table_tells_what_was_kept_and_what_is_to_come(plans: Office) -> None:
    document = paper(plans, PaperWanted(PaperKind.REPAYMENTS, date(2025, 8, 10), "K1"))
    kept, to_come = (block for block in document.blocks if isinstance(block, Grid))
    made, planned = ([row for row in grid.rows if isinstance(row, tuple)] for grid in (kept, to_come))
    assert [row[1] for row in made] == ["R7.4.3", "※R7.5.7", "R7.6.3", "R7.7.3", "※R7.8.4"]
    assert made[2][5] == "7日遅れて履行"
    assert planned[0][:3] == ("6", "R7.9.3", "50,000")
    assert to_come.sums is not None
    assert planned[-1][6] == "0"
    none = paper(plans, PaperWanted(PaperKind.REPAYMENTS, date(2025, 8, 10), "K2"))
    assert any("登録されていません" in block.text for block in none.blocks if isinstance(block, Paragraph))


def test_a_debit_asks_for_the_payment_that_has_come_to_be_due(plans: Office) -> None:
    assert propose_debits(plans, date(2025, 5, 6)).due == (), "still a holiday: due on the 7th; April's is a month ago"
    (due,) = propose_debits(plans, date(2025, 5, 7)).due
    assert (due.plan_no, due.amount, due.due_on) == ("I1", 50_000, date(2025, 5, 7))


def test_the_last_debit_is_the_rest(plans: Office) -> None:
    change(plans, total=50_000, starts_on=date(2025, 9, 1))
    amounts = [
        [one.amount for one in propose_debits(plans, day).due]
        for day in (date(2025, 9, 29), date(2025, 10, 27), date(2025, 11, 27), date(2026, 1, 5))
    ]
    assert amounts == [[20_000], [20_000], [10_000], []]


def test_the_plans_of_the_claim_may_be_chosen_as_the_one_replaced(plans: Office) -> None:
    form = open_form(plans, FormWanted("instalment_plans", None, {"claim_no": "K1"}))
    assert [option.value for option in form.choices["replaces"]] == ["I1"]
