"""One payment over several claims and courts' distributions, on both engines: shown, posted as shown, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from collections_app.domain.errors import NotFoundError
from collections_app.domain.judging import RowRefusedError
from collections_app.domain.receipt_entry import ReceiptsWanted
from collections_app.domain.receipt_grid import RECEIPTS, texts_of
from collections_app.domain.records import SaveRecord
from collections_app.domain.spread_entry import PartsTyped, SpreadKind, SpreadWanted
from collections_app.domain.spreading import SpreadBy
from collections_app.services.grids import check_rows
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.receipts import post_receipts
from collections_app.services.records import save_record
from collections_app.services.spreading import fill_rest, plan_spread
from collections_app.services.undoing import undo_all
from collections_app.storage.tables import BUNDLE, ledger_entries
from tests.storage.making import a_claim, base, take_in

DAY = date(2024, 1, 31)  # 42 days after 代位弁済


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    action = {"action_no": "L1", "claim_no": "K1", "also_claims": "K4 K11", "kind": "secured_auction",
              "case_no": "令和5年(ケ)第7号", "filed_on": date(2023, 12, 25)}  # fmt: skip
    rows = [
        a_claim("K1", damages_rate="14"),
        a_claim("K2"),
        a_claim("K3", subrogated_on=date(2024, 6, 1)),
        a_claim("K4", debtor_no="P5"),
        a_claim("K11", debtor_no="P4"),
    ]
    ties = [{"claim_no": no, "party_no": "P9", "role": "joint_guarantor"} for no in ("K1", "K4")]
    take_in(office, base() | {"claims": rows, "claim_parties": ties, "legal_actions": [action]})
    yield office
    assert check(office) == ()


def wanted(amount: int, **given: Any) -> SpreadWanted:
    return SpreadWanted(**{"claim_no": "K1", "received_on": DAY, "amount": amount, **given})


def paid(office: Office) -> dict[str, tuple[int, int, int]]:
    c = ledger_entries.c
    with office.database.reading() as connection:
        query = select(c.claim_no, c.costs, c.damages, c.principal).where(c.kind == "receipt")
        return {row[0]: (-row[1], -row[2], -row[3]) for row in connection.execute(query)}


def test_the_law_ranks_the_claims_of_the_debtor_and_it_is_posted_as_shown(claims: Office) -> None:
    plan = plan_spread(claims, wanted(1_300_000))
    # K2 bears 14.6 %, K1 14 %; K3 is not there yet; principal first by agreement
    assert [(line.claim_no, line.portion.amount) for line in plan.lines] == [("K2", 1_000_000), ("K1", 300_000)]
    assert plan.lines[0].debt.owed == (0, 42 * 400, 1_000_000)
    assert "488条4項2号" in plan.lines[1].rule and "民法490条" in plan.lines[1].words
    assert plan.may_post and plan.moved == ()
    changes = post_receipts(claims, ReceiptsWanted(plan.records))
    assert paid(claims) == {"K2": (0, 0, 1_000_000), "K1": (0, 0, 300_000)}
    assert changes.claims == {"K1", "K2"}
    undo_all(claims, (changes.audit_no,))
    again = plan_spread(claims, wanted(1_300_000))
    assert [line.portion.amount for line in again.lines] == [1_000_000, 300_000]


def test_a_designation_leaves_a_rest_that_is_said_and_can_be_filled_by_law(claims: Office) -> None:
    asked = wanted(1_300_000, by=SpreadBy.PAYER, given={"K1": 200_000})
    plan = plan_spread(claims, asked)
    assert (plan.rest, plan.may_post) == (1_100_000, False)
    assert plan.words == "まだ1,100,000円がどの求償権にも割り当てられていません。"
    given = fill_rest(claims, asked)
    assert given == {"K2": 1_000_000, "K1": 300_000}
    whole = plan_spread(claims, wanted(1_300_000, by=SpreadBy.PAYER, given=given))
    assert whole.may_post and all(str(record["reason"]).startswith("民法488条1項") for record in whole.records)
    much = plan_spread(claims, wanted(3_000_000))
    assert much.may_post and much.words.startswith("債務の全額を超えるため、過誤納 ")
    above = plan_spread(claims, wanted(100, by=SpreadBy.CREDITOR, given={"K1": 101}))
    assert above.words == "割り当てた額が入金額を1円超えています。"


def test_a_guarantor_pays_on_the_claims_guaranteed(claims: Office) -> None:
    plan = plan_spread(claims, wanted(10, claim_no="", party_no="P9"))
    assert sorted(line.claim_no for line in plan.lines) == ["K1", "K4"]
    with pytest.raises(NotFoundError):
        plan_spread(claims, wanted(10, claim_no="K99"))


def test_a_distribution_is_of_the_claims_of_its_proceeding_and_is_kept_as_it_is(claims: Office) -> None:
    court = {"kind": SpreadKind.COURT, "action_no": "L1"}
    first = plan_spread(claims, wanted(700_000, **court))
    assert [line.claim_no for line in first.lines] == ["K1", "K11", "K4"]
    assert [(one.label, first.sources[str(one.value)].value) for one in first.actions] == [
        ("担保不動産競売 令和5年(ケ)第7号", "auction")
    ]
    assert plan_spread(claims, wanted(1, claim_no="K2", **court)).lines[0].claim_no == "K1"
    parts = {"K1": PartsTyped(damages=10_000, principal=490_000), "K4": PartsTyped(principal=200_000)}
    plan = plan_spread(claims, wanted(700_000, parts=parts, shared={"source": "auction"}, **court))
    assert plan.may_post
    changes = post_receipts(claims, ReceiptsWanted(plan.records))
    assert paid(claims) == {"K1": (0, 10_000, 490_000), "K4": (0, 0, 200_000)}
    kept = BUNDLE["receipts"].c
    with claims.database.reading() as connection:
        rows = list(connection.execute(select(kept.source, kept.method, kept.reason)))
    assert rows == [("auction", "court", "配当表（裁判所の定めた内訳）")] * 2
    # a cost that becomes known later does not split it anew
    cost = {"claim_no": "K1", "paid_on": date(2024, 1, 10), "kind": "stamp", "amount": 5_000}
    save_record(claims, SaveRecord("costs", cost))
    assert paid(claims)["K1"] == (0, 10_000, 490_000)
    assert len(undo_all(claims, (changes.audit_no,))) == 1


def test_a_distribution_above_what_is_owed_is_said_at_its_field_and_refused(claims: Office) -> None:
    parts = {"K1": PartsTyped(costs=1, damages=20_000, principal=1)}
    plan = plan_spread(claims, wanted(20_002, kind=SpreadKind.COURT, parts=parts))
    wrong = next(line for line in plan.lines if line.claim_no == "K1").findings
    assert "その日の費用は0円です" in wrong["to_costs"] and "その日の損害金は16,109円です" in wrong["to_damages"]
    assert not plan.may_post
    with pytest.raises(RowRefusedError):
        post_receipts(claims, ReceiptsWanted(plan.records))
    short = plan_spread(claims, wanted(20_003, kind=SpreadKind.COURT, parts={"K1": PartsTyped(principal=20_000)}))
    assert (short.rest, short.may_post) == (3, False)


def test_the_rows_for_the_days_grid_read_back_as_the_same_receipts(claims: Office) -> None:
    plan = plan_spread(claims, wanted(1_300_000, shared={"source": "lump_sum", "payer_no": "P1", "method": "transfer"}))
    found = check_rows(claims, RECEIPTS, texts_of(plan.records, plan.payers))
    for verdict, record in zip(found, plan.records, strict=True):
        assert not verdict.findings
        assert {name: verdict.record[name] for name in record} == dict(record)
