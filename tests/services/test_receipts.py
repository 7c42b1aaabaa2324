"""Receipts typed together on both engines: posted as shown or not at all, agreed to, compared with the bank, undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from collections_app.domain.codes import Part
from collections_app.domain.errors import UserError
from collections_app.domain.grid import Texts
from collections_app.domain.judging import RowRefusedError
from collections_app.domain.receipt_entry import (
    BankTotal,
    BankTotalError,
    ConsequencesError,
    ReceiptsWanted,
    moved_by,
)
from collections_app.domain.receipt_grid import RECEIPTS
from collections_app.domain.records import Record, RecordRef, ReverseRecord, reversal_of
from collections_app.services.consequences import moved_by_record
from collections_app.services.grids import check_rows
from collections_app.services.history import claim_history, record_history
from collections_app.services.maintenance import check
from collections_app.services.money import reverse_record
from collections_app.services.month_close import close_month
from collections_app.services.office import Office
from collections_app.services.receipts import post_receipts, preview_receipts
from collections_app.services.records import read_record
from collections_app.services.undoing import undo_all
from collections_app.storage import audit
from collections_app.storage.tables import BUNDLE, ledger_entries
from tests.storage.making import a_claim, base, take_in

DAY = date(2024, 6, 28)
NAMES = [column.name for column in RECEIPTS.columns]
Given = dict[str, Any]


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    plan = {"plan_no": "I1", "claim_no": "K1", "starts_on": date(2024, 1, 1), "day_of_month": 31, "amount": 300_000}
    old = [a_claim("K1", principal=5_000_000), a_claim("K2", debtor_no="P5", allocation_order="statutory")]
    take_in(office, base() | {"claims": old, "instalment_plans": [plan]})
    yield office
    assert check(office) == ()


def receipt(claim_no: str, amount: int, on: date = DAY, **given: Any) -> Given:
    kind = "regular" if claim_no == "K1" else "irregular"  # K1 has a plan
    return {
        "claim_no": claim_no, "received_on": on, "posted_on": on, "amount": amount, "recovery_type": kind, **given,
    }  # fmt: skip


def wanted(*records: Record, **given: Any) -> ReceiptsWanted:
    return ReceiptsWanted(records, **given)


def stored(office: Office) -> list[Any]:
    with office.database.reading() as connection:
        query = select(BUNDLE["receipts"]).order_by(BUNDLE["receipts"].c.receipt_no)
        return list(connection.execute(query).mappings())


def entries(office: Office) -> list[tuple[str, int, int, int]]:
    c = ledger_entries.c
    with office.database.reading() as connection:
        query = select(c.voucher_no, c.costs, c.damages, c.principal).where(c.kind.in_(("receipt", "reversal")))
        return [tuple(row) for row in connection.execute(query)]


def row(**given: str) -> Texts:
    assert given.keys() <= set(NAMES)
    return tuple(given.get(name, "") for name in NAMES)


def test_many_are_posted_as_they_were_shown_under_one_audit_record(claims: Office) -> None:
    records = (receipt("K1", 300_000), receipt("K2", 40_000), receipt("K1", 200_000, DAY + timedelta(3)))
    shown = preview_receipts(claims, records)
    assert moved_by(zip(["K1", "K2", "K1"], shown, strict=True)) == ()
    changes = post_receipts(claims, wanted(*records))
    assert changes.number == "E000001～E000003" and changes.claims == {"K1", "K2"}
    made = {number: parts for number, *parts in entries(claims)}
    for number, one in zip(("E000001", "E000002", "E000003"), shown, strict=True):
        paid = {line.part: line.paid for line in one.preview.allocation.lines}
        assert made[number] == [-paid[Part.COSTS], -paid[Part.DAMAGES], -paid[Part.PRINCIPAL]]
    rows = stored(claims)
    assert {one["audit_no"] for one in rows} == {changes.audit_no}
    assert [one["section"] for one in rows] == ["管理第一課"] * 3
    with claims.database.reading() as connection:
        kept = audit.newest(connection, "E000001", audit.RECEIPTS_ENTERED)
    assert kept is not None and kept.detail["amount"] == 540_000
    assert claim_history(claims, "K1").changes[0].title == "入金の入力　入金　E000001 ほか1件"
    (newest, *_) = claim_history(claims, "K2").changes
    assert (newest.title, newest.ref) == ("入金の入力　入金　E000002", RecordRef("receipts", ("E000002",)))
    (origin,) = record_history(claims, RecordRef("receipts", ("E000002",))).changes
    assert any(field.heading == "金額" for field in origin.fields)


def test_one_step_takes_all_of_them_back_by_opposites_that_stay(claims: Office) -> None:
    changes = post_receipts(claims, wanted(receipt("K1", 300_000), receipt("K2", 40_000)))
    (back,) = undo_all(claims, (changes.audit_no,))
    rows = stored(claims)
    assert [(one["amount"], one["reverses"]) for one in rows] == [
        (300_000, None),
        (40_000, None),
        (-300_000, "E000001"),
        (-40_000, "E000002"),
    ]
    assert {one["posted_on"] for one in rows[2:]} == {date.today()}  # noqa: DTZ011
    assert all("取消し" in one["reason"] for one in rows[2:])
    assert back.number == "E000001～E000002"  # what the person knows them by
    sums = [sum(values) for values in zip(*(parts for _, *parts in entries(claims)), strict=True)]
    assert sums == [0, 0, 0]
    with pytest.raises(UserError, match="E000001 は E000003 で取消済み"):
        undo_all(claims, (changes.audit_no,))


def test_what_was_taken_back_by_hand_is_not_taken_back_again(claims: Office) -> None:
    changes = post_receipts(claims, wanted(receipt("K1", 300_000), receipt("K2", 40_000)))
    reverse_record(claims, ReverseRecord("receipts", read_record(claims, "receipts", ("E000002",)), "誤り"))
    with pytest.raises(UserError, match="まとめて元に戻せません"):
        undo_all(claims, (changes.audit_no,))
    assert len(stored(claims)) == 3


def test_one_wrong_row_keeps_all_of_them_out_and_is_named(claims: Office) -> None:
    fixed: Given = {"to_costs": 1, "to_damages": 0, "to_principal": 39_999, "reason": "指定"}
    for bad, column in (
        (receipt("K2", 0), "amount"),
        (receipt("K2", 40_000, payer_no="P99"), "payer_no"),
        (receipt("K2", 40_000, **fixed), "to_costs"),
        (receipt("K2", 40_000, date(2020, 1, 1)), "received_on"),
    ):
        with pytest.raises(RowRefusedError) as refused:
            post_receipts(claims, wanted(receipt("K1", 300_000), bad))
        assert (refused.value.at, refused.value.column) == (1, column)
    assert stored(claims) == []


def test_what_a_late_receipt_moves_has_to_be_agreed_to_exactly(claims: Office) -> None:
    # rules §3, 489条: without the receipt of 31 January all damages fall on the later one
    post_receipts(claims, wanted(receipt("K2", 100_000, date(2024, 2, 29))))
    late = receipt("K2", 50_000, date(2024, 1, 31))
    with pytest.raises(ConsequencesError, match="後の入金1件の充当が変わります") as asked:
        post_receipts(claims, wanted(late))
    (moved,) = asked.value.moved
    # 1,000,000 at 14.6 % is 400 a day: 71 days; with 50,000 on day 42 (16,800 damages) the principal is 966,800
    assert (moved.claim_no, moved.shift.voucher_no, moved.shift.before.damages) == ("K2", "E000001", 71 * 400)
    assert moved.shift.after.damages == 29 * 966_800 * 146 // 365_000
    assert len(stored(claims)) == 1
    with pytest.raises(ConsequencesError):  # agreed to something else
        post_receipts(claims, wanted({**late, "amount": 60_000}, accepted=frozenset(asked.value.moved)))
    changes = post_receipts(claims, wanted(late, accepted=frozenset(asked.value.moved)))
    with claims.database.reading() as connection:
        kept = audit.read(connection, changes.audit_no)
    assert kept is not None and kept.detail["moved"] == ["E000001"]


def test_taking_a_receipt_back_shows_what_later_ones_become(claims: Office) -> None:
    early, late = receipt("K2", 50_000, date(2024, 1, 31)), receipt("K2", 100_000, date(2024, 2, 29))
    post_receipts(claims, wanted(early))
    post_receipts(claims, wanted(late))
    record = read_record(claims, "receipts", ("E000001",))
    (moved,) = moved_by_record(claims, "receipts", None, reversal_of("receipts", record, DAY, "誤り"))
    assert (moved.shift.voucher_no, moved.shift.after.damages) == ("E000002", 71 * 400)
    command = ReverseRecord("receipts", record, "誤り")
    with pytest.raises(ConsequencesError):
        reverse_record(claims, command, frozenset())
    reverse_record(claims, command, frozenset((moved,)))
    assert preview_receipts(claims, (receipt("K2", 1),))[0].preview.shifts == ()
    assert (0, 71 * 400) in {(-costs, -damages) for number, costs, damages, _ in entries(claims) if number == "E000002"}


def test_the_day_agrees_with_the_bank_or_it_is_said_why_not(claims: Office) -> None:
    day = (receipt("K1", 300_000), receipt("K2", 40_000))
    for bank, sentence in (
        (BankTotal(350_000), "銀行の合計が入力より10,000円多くなっています。"),
        (BankTotal(339_000), "入力の合計が銀行より1,000円多くなっています。"),
        (BankTotal(), "銀行の合計と照合していません。"),
    ):
        with pytest.raises(BankTotalError, match=sentence):
            post_receipts(claims, wanted(*day, bank=bank))
    assert stored(claims) == []
    post_receipts(claims, wanted(*day, bank=BankTotal(340_000)))
    changes = post_receipts(claims, wanted(receipt("K1", 5_000), bank=BankTotal(9_000, "名義不明分は仮受")))
    with claims.database.reading() as connection:
        kept = audit.read(connection, changes.audit_no)
    assert kept is not None
    assert (kept.detail["bank_total"], kept.detail["difference"], kept.detail["reason"]) == (
        9_000,
        4_000,
        "名義不明分は仮受",
    )


# the grid


def test_empty_cells_stand_for_what_the_rules_say(claims: Office) -> None:
    rows = [
        row(claim_no="k1", received_on="R6.6.28", amount="12万", source="1"),
        row(claim_no="あおば", received_on="R6.6.28", amount="5000", source="競売"),
    ]
    first, second = check_rows(claims, RECEIPTS, rows)
    assert (first.record["recovery_type"], first.record["posted_on"], first.record["amount"]) == (
        "regular",
        DAY,
        120_000,
    )
    assert first.assumed == {"posted_on": "R6.6.28", "recovery_type": "定期"}
    assert (second.record["claim_no"], second.record["source"], second.record["recovery_type"]) == (
        "K2",
        "auction",
        "irregular",
    )
    assert second.record["payer_no"] == "P5"  # the only person of the claim
    assert not first.findings and not second.findings


def test_a_known_receipt_and_a_split_without_reason_are_said_at_their_cells(claims: Office) -> None:
    post_receipts(claims, wanted(receipt("K1", 120_000)))
    rows = [
        row(claim_no="K1", received_on="R6.6.28", amount="120000", source="6"),
        row(claim_no="K1", received_on="R6.6.28", amount="100", to_costs="0", to_damages="0", to_principal="100"),
        row(claim_no="K1", received_on="R6.6.28", amount="100", to_costs="0", to_damages="0", to_principal="99"),
    ]
    known, fixed, short = check_rows(claims, RECEIPTS, rows)
    assert known.findings["claim_no"].sentence.startswith("同じ内容の記録がすでに登録されています。")
    assert not known.is_refused
    assert "指定した入金に事由がありません" in fixed.findings["reason"].sentence
    assert "金額（100円）と一致しません" in short.findings["to_principal"].sentence


def test_a_closed_month_takes_no_money_and_an_empty_day_goes_to_the_open_one(claims: Office) -> None:
    close_month(claims, date(2024, 6, 1))
    today = date.today()  # noqa: DTZ011
    typed, empty = check_rows(
        claims,
        RECEIPTS,
        [
            row(claim_no="K1", received_on="R6.6.28", posted_on="R6.6.30", amount="1000"),
            row(claim_no="K1", received_on="R6.6.28", amount="1000"),
        ],
    )
    assert "締めてあります" in typed.findings["posted_on"].sentence and typed.is_refused
    assert empty.record["posted_on"] == today
    assert "入金日の月は締めてあるため" in empty.findings["posted_on"].sentence and not empty.is_refused
    with pytest.raises(RowRefusedError, match="締めてあります"):
        post_receipts(claims, wanted(typed.record))
    post_receipts(claims, wanted(empty.record))
    assert stored(claims)[0]["posted_on"] == today
