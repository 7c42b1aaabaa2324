"""減免: asked for, approved by somebody else, in the ledger only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from collections_app.domain.codes import Approval
from collections_app.domain.day_work import DayWanted, Reach, WorkGroup
from collections_app.domain.errors import UserError
from collections_app.domain.facts import Split
from collections_app.domain.judging import RefusedError
from collections_app.domain.records import RecordRef, SaveRecord
from collections_app.services.approvals import rule_waiver
from collections_app.services.changes import Changes
from collections_app.services.claims import open_claim
from collections_app.services.day_work import day_work
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.records import read_record, save_record, undo_record
from collections_app.services.waivers import preview_waiver
from tests.storage.making import a_claim, base, take_in

Given = dict[str, Any]
DAY = date(2025, 3, 31)


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    imported = {"waiver_no": "W1", "claim_no": "K2", "part": "damages", "amount": 1_000, "decided_on": DAY}
    take_in(office, base() | {"claims": [a_claim("K1"), a_claim("K2")], "waivers": [imported]})
    yield office
    assert check(office) == ()


def asked(**given: Any) -> Given:
    return {
        "claim_no": "K1", "part": "damages", "amount": 10_000, "decided_on": DAY, "reason": "一括弁済のため",
        "applied_on": DAY, "applied_by": "S1", **given,
    }  # fmt: skip


def ask(office: Office, **given: Any) -> Changes:
    return save_record(office, SaveRecord("waivers", asked(**given)))


def damages(office: Office, claim_no: str = "K1") -> int:
    return open_claim(office, claim_no, DAY).damages


def approve(office: Office, number: str, staff_no: str = "S2") -> Changes:
    return rule_waiver(office, RecordRef("waivers", (number,)), Approval.APPROVED, staff_no)


def test_an_imported_waiver_counts_as_approved(claims: Office) -> None:
    assert damages(claims, "K2") == damages(claims) - 1_000


def test_what_is_asked_for_touches_the_ledger_once_somebody_else_approves(claims: Office) -> None:
    before = damages(claims)
    number = ask(claims).number
    assert read_record(claims, "waivers", (number,))["approval"] == "requested"
    assert damages(claims) == before
    (item,) = [one for one in open_claim(claims, "K1", DAY).timeline if one.title == "減免"]
    assert item.tag == "申請中"
    changes = approve(claims, number)
    assert damages(claims) == before - 10_000
    kept = read_record(claims, "waivers", (number,))
    assert (kept["approval"], kept["ruled_by"], kept["ruled_on"]) == ("approved", "S2", date.today())  # noqa: DTZ011
    undo_record(claims, changes.audit_no)
    assert damages(claims) == before


def test_nobody_approves_what_they_asked_for(claims: Office) -> None:
    number = ask(claims).number
    with pytest.raises(RefusedError, match="申請者と決裁者が同じ人"):
        approve(claims, number, "S1")
    with pytest.raises(UserError, match="だれが決裁するのか"):
        approve(claims, number, "")
    approve(claims, number)
    with pytest.raises(UserError, match="申請中ではありません"):
        approve(claims, number)


def test_a_rejected_waiver_stays_as_a_record_only(claims: Office) -> None:
    before, number = damages(claims), ask(claims).number
    rule_waiver(claims, RecordRef("waivers", (number,)), Approval.REJECTED, "S2")
    assert damages(claims) == before


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"reason": None}, "減免の事由がありません"),
        ({"applied_by": None}, "申請者がありません"),
        ({"amount": 10**8}, "減免額はそれを超えています"),
        ({"approval": "approved"}, "決裁者がありません"),
        ({"approval": "approved", "ruled_by": "S2"}, "決裁日がありません"),
        ({"ruled_by": "S2", "ruled_on": DAY}, "申請中なのに"),
        ({"part": "costs", "amount": 1}, "費用は0円"),
    ],
)
def test_a_request_that_cannot_be_granted_is_refused(claims: Office, given: Given, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        ask(claims, **given)


def test_what_was_approved_is_not_changed_but_asked_for_again(claims: Office) -> None:
    before, number = damages(claims), ask(claims).number
    approve(claims, number)
    kept = read_record(claims, "waivers", (number,))
    with pytest.raises(UserError, match="申請中に戻してから"):
        save_record(claims, SaveRecord("waivers", {**kept, "amount": 20_000}, kept))
    again = {**kept, "approval": "requested", "ruled_on": None, "ruled_by": None, "amount": 20_000}
    save_record(claims, SaveRecord("waivers", again, kept))
    assert damages(claims) == before
    approve(claims, number)
    assert damages(claims) == before - 20_000


def test_what_was_paid_since_it_was_asked_for_cannot_be_waived(claims: Office) -> None:
    owed = damages(claims)
    number = ask(claims, amount=owed).number
    receipt = {
        "claim_no": "K1", "received_on": DAY, "posted_on": DAY, "amount": 1_000_500, "recovery_type": "irregular",
    }  # fmt: skip
    save_record(claims, SaveRecord("receipts", receipt))
    with pytest.raises(RefusedError, match="減免額はそれを超えています"):
        approve(claims, number)
    assert damages(claims) == owed - 500


def test_damages_waived_before_the_principal_is_paid_are_warned_about(claims: Office) -> None:
    shown = preview_waiver(claims, asked())
    assert shown.owed == Split(0, damages(claims), 1_000_000)
    (finding,) = shown.findings
    assert finding.is_warning
    assert "元金が1,000,000円残っています" in finding.message
    assert preview_waiver(claims, asked(part="principal")).findings == ()
    assert preview_waiver(claims, asked(part=None)).findings == ()


def test_requests_wait_among_the_work_of_the_day(claims: Office) -> None:
    number = ask(claims).number
    work = day_work(claims, DayWanted("S1", DAY, Reach.SECTION))
    (item,) = work.of(WorkGroup.APPROVAL)
    assert (item.ref.key, item.amount, item.on) == ((number,), 10_000, DAY)
    assert item.text.startswith("損害金の減免　一括弁済のため　申請 ")
    approve(claims, number)
    assert day_work(claims, DayWanted("S1", DAY, Reach.SECTION)).of(WorkGroup.APPROVAL) == ()
