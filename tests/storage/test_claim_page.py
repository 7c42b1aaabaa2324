"""One claim: few statements, and the same as a naive recomputation over its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from collections_app.domain.arrears import DueState
from collections_app.domain.calendar import month_end
from collections_app.domain.codes import ActionOutcome, ClaimStatus, ObligorRole
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.services import claims
from collections_app.services.office import Office
from tests.storage.making import AS_OF, Invented, Rows, a_claim, base, make_office

GROUPS = {"督促", "入金", "法的手続", "担保", "決裁", "発生"}


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """Collect what is asked of the database, without the BEGIN of SQLite."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(office.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(office.database.engine, "before_cursor_execute", note)


def test_a_claim_takes_the_same_few_statements_whatever_its_history(
    invented_office: Office, invented: Invented
) -> None:
    counts = set()
    for number in invented.numbers:
        with statements(invented_office) as seen:
            claims.open_claim(invented_office, number, AS_OF)
        counts.add(len(seen))
    assert counts == {8}


@pytest.mark.parametrize("as_of", [date(2025, 1, 31), AS_OF, date(2025, 12, 31)])
def test_the_page_agrees_with_the_state_and_the_rows(invented_office: Office, invented: Invented, as_of: date) -> None:
    for number in invented.numbers:
        page = claims.open_claim(invented_office, number, as_of)
        state = claims.claim_state(invented_office, number, as_of)
        assert {name: getattr(page, name) for name in ("principal", "damages", "costs", "overpaid")} == {
            name: state[name] for name in ("principal", "damages", "costs", "overpaid")
        }
        assert (page.status, page.unposted) == (state["status"], state["unposted"])
        assert page.recovered_principal == state["recovered"]["principal"]
        assert [one.party_no for one in page.parties] == [one["party_no"] for one in state["obligors"]]
        assert [one.released_on is not None for one in page.parties] == [one["released"] for one in state["obligors"]]
        check_ledger(page)
        check_timeline(page, invented, as_of)


def check_ledger(page: Any) -> None:
    last = page.ledger[-1]
    assert (last.principal, last.costs) == (page.principal, page.costs)
    assert last.damages <= page.damages
    receipts = [line for line in page.ledger if line.kind in ("入金", "入金取消")]
    for line in receipts:
        assert line.amount == line.to_costs + line.to_damages + line.to_principal + line.overpaid
    assert sum(line.to_principal for line in receipts) == page.recovered_principal
    assert sum(line.to_damages for line in receipts) == page.recovered_damages
    assert sum(line.overpaid for line in page.ledger) == page.overpaid
    this_year = [line for line in receipts if date(page.as_of.year - (page.as_of.month < 4), 4, 1) <= line.posted_on]
    assert page.recovered_this_year == sum(
        line.to_damages + line.to_principal for line in this_year if line.posted_on <= page.as_of
    )
    assert page.unposted == sum(line.to_damages + line.to_principal for line in receipts if line.is_unposted)


def check_timeline(page: Any, invented: Invented, as_of: date) -> None:
    days = [item.on for item in page.timeline]
    assert days == sorted(days, reverse=True)
    assert max(days) <= as_of
    assert {item.group for item in page.timeline} <= GROUPS

    def mine(table: str, dated: str) -> int:
        return sum(
            (row["claim_no"] == page.claim_no or page.claim_no in (row.get("also_claims") or "").split())
            and row[dated] <= as_of
            for row in invented.rows.get(table, [])
        )

    assert sum(item.group == "督促" for item in page.timeline) == mine("contacts", "contacted_on")
    assert sum(item.group == "入金" for item in page.timeline) == mine("receipts", "received_on")
    assert sum(item.tag == "申立" for item in page.timeline) == mine("legal_actions", "filed_on")
    assert sum(item.title == "減免" for item in page.timeline) == mine("waivers", "decided_on")
    assert sum(item.group == "発生" for item in page.timeline) == 1


def test_months_of_the_plan(invented_office: Office, invented: Invented) -> None:
    due_months = 0
    for number in invented.numbers:
        page = claims.open_claim(invented_office, number, AS_OF)
        plans = [row for row in invented.rows["instalment_plans"] if row["claim_no"] == number]
        receipts = [row for row in invented.rows["receipts"] if row["claim_no"] == number]
        assert [month.month for month in page.plan_months][::11] == [date(2024, 4, 1), date(2025, 3, 1)]
        for month in page.plan_months:
            due = sorted(
                (plan["starts_on"], plan["plan_no"], plan["amount"], day)
                for plan in plans
                if plan["starts_on"] <= (day := due_day(month.month, plan)) <= (plan["ends_on"] or date.max)
                and newest_on(plans, day) is plan
            )
            assert month.due == (due[-1][2] if due else 0)
            assert (month.state is None) == (not due)
            if due and due[-1][3] > AS_OF:
                assert month.state in (DueState.OPEN, DueState.PAID)
            due_months += bool(due)
            assert month.received == sum(
                row["amount"]
                for row in receipts
                if row["recovery_type"] == "regular" and month.month <= row["received_on"] <= month_end(month.month)
                and row["received_on"] <= AS_OF
            )  # fmt: skip
    assert due_months


def due_day(first: date, plan: dict[str, Any]) -> date:
    return first.replace(day=min(plan["day_of_month"], month_end(first).day))


def newest_on(plans: list[dict[str, Any]], day: date) -> dict[str, Any] | None:
    in_force = [plan for plan in plans if plan["starts_on"] <= day <= (plan["ends_on"] or date.max)]
    return max(in_force, key=lambda plan: (plan["starts_on"], plan["plan_no"]), default=None)


def story() -> Rows:
    """Return the worked example of the rules, with one receipt reversed and one posted late."""
    rows = base()
    money = {"claim_no": "K1", "recovery_type": "regular", "source": "instalment"}
    rows["claims"] = [a_claim("K1", principal=5_000_000), a_claim("K2"), a_claim("K%3", debtor_no="P2")]
    rows["claim_parties"] = [{"claim_no": "K1", "party_no": "P3", "role": "joint_guarantor"}]
    rows["receipts"] = [
        {"receipt_no": no, "received_on": on, "posted_on": posted, "amount": amount, "reverses": reverses, **money}
        for no, on, posted, amount, reverses in (
            ("R1", date(2024, 1, 31), date(2024, 1, 31), 300_000, None),
            ("R2", date(2024, 2, 29), date(2024, 2, 29), 300_000, None),
            ("R3", date(2024, 6, 28), date(2024, 7, 2), 1_000_000, None),
            ("R4", date(2024, 3, 5), date(2024, 3, 5), 70_000, None),
            ("R5", date(2024, 3, 5), date(2024, 3, 8), -70_000, "R4"),
        )
    ]
    rows["contacts"] = [
        {"contact_no": no, "claim_no": claim, "contacted_on": on, "kind": "visit", "outcome": "promise", **given}
        for no, claim, on, given in (
            ("N1", "K1", date(2024, 5, 1), {"next_on": date(2024, 5, 20), "promised_amount": 50_000, "memo": "増額"}),
            ("N2", "K1", date(2024, 5, 25), {"memo": "不在票"}),
            ("N3", "K2", date(2024, 4, 1), {"also_claims": "K1 K%3"}),
            ("N4", "K2", date(2024, 4, 2), {"also_claims": "KX3"}),
        )
    ]
    rows["claims"].append(a_claim("KX3", debtor_no="P4"))
    rows["legal_actions"] = [
        {
            "action_no": "L1", "claim_no": "K1", "kind": "lawsuit", "filed_on": date(2024, 2, 1), "outcome": "judgment",
            "fixed_on": date(2024, 8, 1), "ended_on": date(2024, 7, 10), "case_no": "令和6年(ワ)第1号",
        }
    ]  # fmt: skip
    rows["releases"] = [
        {
            "release_no": "H1", "claim_no": "K1", "guarantor_no": "P3", "channel": "direct", "settlement_amount": 5,
            "applied_on": date(2024, 6, 1), "released_on": date(2024, 7, 1),
        }
    ]  # fmt: skip
    return rows


@pytest.fixture
def told(database_url: str) -> Iterator[Office]:
    office = make_office(database_url, story())
    yield office
    office.close()


def test_the_ledger_of_the_worked_example(told: Office) -> None:
    page = claims.open_claim(told, "K1", date(2024, 6, 28))
    lines = [
        (line.kind, line.voucher_no, line.amount, line.accrued, line.principal, line.damages, line.is_unposted)
        for line in page.ledger
    ]
    assert lines == [
        ("代位弁済", "K1", 5_000_000, 0, 5_000_000, 0, False),
        ("入金", "R1", 300_000, 84_000, 4_700_000, 84_000, False),
        ("入金", "R2", 300_000, 54_520, 4_400_000, 138_520, False),
        ("入金", "R4", 70_000, 0, 4_330_000, 138_520, False),
        ("入金取消", "R5", -70_000, 0, 4_400_000, 138_520, False),
        ("入金", "R3", 1_000_000, 211_200, 3_400_000, 349_720, True),
    ]
    assert page.ledger[4].note == "定期　分割弁済　R4の取消し"
    assert (page.principal, page.damages, page.unposted, page.recovered_principal) == (
        3_400_000,
        349_720,
        1_000_000,
        1_600_000,
    )
    assert page.recovered_this_year == 0  # posted in July
    assert claims.open_claim(told, "K1", date(2024, 7, 2)).recovered_this_year == 1_000_000


def test_what_is_dated_later_is_not_known_yet(told: Office) -> None:
    page = claims.open_claim(told, "K1", date(2024, 6, 28))
    assert page.actions[0].outcome is ActionOutcome.PENDING
    assert (page.actions[0].fixed_on, page.actions[0].ended_on) == (None, None)
    assert page.parties[1].released_on is None
    later = claims.open_claim(told, "K1", date(2024, 8, 1))
    assert later.actions[0].outcome is ActionOutcome.JUDGMENT
    assert later.actions[0].fixed_on == date(2024, 8, 1)
    assert later.parties[1].released_on == date(2024, 7, 1)
    assert [item.tag for item in later.timeline if item.group == "法的手続"] == ["確定", "判決", "申立"]


def test_contacts_of_other_claims_that_name_this_one_are_in_its_timeline(told: Office) -> None:
    def contacts(number: str) -> list[date]:
        page = claims.open_claim(told, number, date(2024, 6, 28))
        return [item.on for item in page.timeline if item.group == "督促"]

    assert contacts("K1") == [date(2024, 5, 25), date(2024, 5, 1), date(2024, 4, 1)]
    assert contacts("K%3") == [date(2024, 4, 1)]
    assert contacts("KX3") == [date(2024, 4, 2)]
    assert contacts("K2") == [date(2024, 4, 2), date(2024, 4, 1)]


def test_header(told: Office) -> None:
    page = claims.open_claim(told, "K1", date(2024, 6, 28))
    assert (page.next_on, page.next_text) == (date(2024, 5, 20), "弁済約束　約束 50,000円　増額")
    assert page.other_claims == ("K2",)
    assert [one.role for one in page.parties] == [ObligorRole.DEBTOR, ObligorRole.JOINT_GUARANTOR]
    assert page.debtor is page.parties[0]
    assert (page.staff_name, page.status) == ("青田 一", ClaimStatus.ACTIVE)
    assert (page.plan_amount, page.plan_day) == (None, None)


def test_no_such_claim_and_a_day_too_early_are_said_in_a_sentence(told: Office) -> None:
    for ask in (claims.open_claim, claims.claim_state):
        with pytest.raises(NotFoundError, match="求償権番号「K9」の求償権はありません"):
            ask(told, "K9", AS_OF)
        with pytest.raises(UserError, match="代位弁済日は令和5年12月20日です"):
            ask(told, "K1", date(2023, 12, 19))


def test_all_states_are_the_single_ones_and_leave_out_later_claims(invented_office: Office, invented: Invented) -> None:
    as_of = date(2023, 3, 31)
    begun = sorted(row["claim_no"] for row in invented.rows["claims"] if row["subrogated_on"] <= as_of)
    assert 0 < len(begun) < len(invented.numbers)
    assert list(claims.all_claim_states(invented_office, as_of)) == [
        claims.claim_state(invented_office, number, as_of) for number in begun
    ]
