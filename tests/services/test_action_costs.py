"""The costs of a proceeding that came to nothing, on both engines: offered, taken back or borne, in one go or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from collections_app.domain.action_costs import CostFate, CostsWanted
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.judging import RefusedError
from collections_app.domain.receipt_entry import ConsequencesError, ReceiptsWanted
from collections_app.domain.records import ReverseRecord, SaveRecord
from collections_app.services.action_costs import costs_of_action, moved_by_costs, settle_costs
from collections_app.services.maintenance import check
from collections_app.services.money import reverse_record
from collections_app.services.office import Office
from collections_app.services.receipts import post_receipts
from collections_app.services.records import read_record, save_record
from collections_app.services.undoing import undo_all
from collections_app.storage.tables import BUNDLE, claim_balances
from tests.storage.making import a_claim, base, take_in

PAID_ON = date(2024, 1, 10)


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    action = {"action_no": "L1", "claim_no": "K1", "kind": "lawsuit", "filed_on": PAID_ON, "outcome": "withdrawn",
              "ended_on": date(2024, 5, 1)}  # fmt: skip
    given = {"paid_on": PAID_ON, "action_no": "L1"}
    costs = [
        {"cost_no": "C1", "claim_no": "K1", "kind": "stamp", "amount": 10_000, **given},
        {"cost_no": "C2", "claim_no": "K2", "kind": "postage", "amount": 6_000, **given},
        {"cost_no": "C3", "claim_no": "K1", "kind": "attorney", "amount": 50_000, "recoverable": "no", **given},
        {"cost_no": "C4", "claim_no": "K1", "kind": "stamp", "amount": 700, "paid_on": PAID_ON},
    ]
    two = [a_claim("K1"), a_claim("K2", debtor_no="P5")]
    take_in(office, base() | {"claims": two, "legal_actions": [action], "costs": costs})
    yield office
    assert check(office) == ()


def owed(office: Office) -> dict[str, int]:
    with office.database.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(select(claim_balances.c.claim_no, claim_balances.c.costs))}


def wanted(*numbers: str, fate: CostFate = CostFate.BORNE, reason: str = "取下げ") -> CostsWanted:
    return CostsWanted("L1", numbers, fate, reason)


def test_only_what_is_still_claimed_for_the_proceeding_is_offered(claims: Office) -> None:
    found = costs_of_action(claims, "L1")
    assert [(line.cost_no, line.amount, line.claim_no) for line in found.lines] == [
        ("C1", 10_000, "K1"),
        ("C2", 6_000, "K2"),
    ]
    assert found.words == "L1 訴訟（取下げ）"
    reverse_record(claims, ReverseRecord("costs", read_record(claims, "costs", ("C1",)), "誤り"))
    assert [line.cost_no for line in costs_of_action(claims, "L1").lines] == ["C2"]
    with pytest.raises(NotFoundError):
        costs_of_action(claims, "L9")


def test_borne_by_us_they_stay_on_record_and_are_owed_no_more(claims: Office) -> None:
    assert owed(claims) == {"K1": 10_700, "K2": 6_000}
    done = settle_costs(claims, wanted("C1", "C2"))
    assert len(done) == 4 and owed(claims) == {"K1": 700, "K2": 0}
    c = BUNDLE["costs"].c
    with claims.database.reading() as connection:
        rows = list(connection.execute(select(c.amount, c.reverses, c.recoverable).where(c.reason == "取下げ")))
    assert sorted(rows) == [(-10_000, "C1", "yes"), (-6_000, "C2", "yes"), (6_000, None, "no"), (10_000, None, "no")]
    assert costs_of_action(claims, "L1").lines == ()


def test_taken_back_they_are_gone_and_only_those_chosen(claims: Office) -> None:
    settle_costs(claims, wanted("C2", fate=CostFate.REVERSED))
    assert owed(claims) == {"K1": 10_700, "K2": 0}
    with pytest.raises(UserError, match="ほかの人がすでに取り消しています"):
        settle_costs(claims, wanted("C1", "C2"))
    with pytest.raises(UserError, match="選ばれていません"):
        settle_costs(claims, wanted())
    with pytest.raises(UserError, match="事由がありません"):
        settle_costs(claims, wanted("C1", reason=" "))
    assert owed(claims) == {"K1": 10_700, "K2": 0}


def test_receipts_that_paid_them_are_split_anew_only_when_that_is_agreed_to(claims: Office) -> None:
    on = date(2024, 2, 29)
    record = {"claim_no": "K1", "received_on": on, "posted_on": on, "amount": 30_000, "recovery_type": "irregular"}
    post_receipts(claims, ReceiptsWanted((record,)))
    (moved,) = moved_by_costs(claims, wanted("C1"))
    assert (moved.shift.before.costs, moved.shift.after.costs) == (10_700, 700)
    with pytest.raises(ConsequencesError):
        settle_costs(claims, wanted("C1"))
    settle_costs(claims, CostsWanted("L1", ("C1",), CostFate.REVERSED, "取下げ", frozenset((moved,))))
    assert owed(claims)["K1"] == 0


@pytest.mark.parametrize("fate", CostFate)
def test_one_step_undoes_what_became_of_them(claims: Office, fate: CostFate) -> None:
    done = settle_costs(claims, wanted("C1", "C2", fate=fate))
    back = undo_all(claims, [changes.audit_no for changes in done])
    assert len(back) == len(done) and owed(claims) == {"K1": 10_700, "K2": 6_000}
    lines = costs_of_action(claims, "L1").lines  # they may be taken back again
    assert sorted((line.claim_no, line.amount) for line in lines) == [("K1", 10_000), ("K2", 6_000)]
    assert all("を元に戻す" in line.record["reason"] for line in lines)
    with pytest.raises(UserError, match="で元に戻してあります"):
        undo_all(claims, [changes.audit_no for changes in done])
    settle_costs(claims, wanted(*(line.cost_no for line in lines), fate=fate))
    assert owed(claims) == {"K1": 700, "K2": 0}


def test_a_cost_typed_or_taken_back_by_itself_is_undone(claims: Office) -> None:
    cost = {"claim_no": "K2", "paid_on": date(2024, 5, 1), "kind": "stamp", "amount": 300, "recoverable": "yes"}
    typed = save_record(claims, SaveRecord("costs", cost))
    assert owed(claims)["K2"] == 6_300
    undo_all(claims, [typed.audit_no])
    assert owed(claims)["K2"] == 6_000
    gone = reverse_record(claims, ReverseRecord("costs", read_record(claims, "costs", ("C2",)), "誤り"))
    undo_all(claims, [gone.audit_no])
    assert owed(claims)["K2"] == 6_000
    with pytest.raises(UserError, match="で元に戻してあります"):
        undo_all(claims, [gone.audit_no])


def test_a_split_that_somebody_fixed_needs_its_cost(claims: Office) -> None:
    on = date(2024, 2, 29)
    split = {"to_costs": 10_700, "to_damages": 0, "to_principal": 0, "reason": "指定"}
    record = {
        "claim_no": "K1",
        "received_on": on,
        "posted_on": on,
        "amount": 10_700,
        "recovery_type": "irregular",
        **split,
    }
    post_receipts(claims, ReceiptsWanted((record,)))
    with pytest.raises(RefusedError, match="費用への充当が、残っている額を超えています"):
        settle_costs(claims, wanted("C1", "C2"))
    assert owed(claims)["K2"] == 6_000  # nothing of it is kept
