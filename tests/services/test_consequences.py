"""What splits later receipts otherwise, on both engines: shown, agreed to or not written; the same list everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from collections_app.domain.codes import Approval
from collections_app.domain.deposit_views import Application
from collections_app.domain.facts import Split
from collections_app.domain.receipt_entry import ConsequencesError, Moved, ReceiptsWanted, moved_words, together
from collections_app.domain.records import ReverseRecord, SaveRecord, reversal_of, whole
from collections_app.services.consequences import moved_by_record
from collections_app.services.deposits import apply_deposits
from collections_app.services.maintenance import check
from collections_app.services.money import reverse_record
from collections_app.services.office import Office
from collections_app.services.receipts import post_receipts
from collections_app.services.records import read_record, save_record
from collections_app.services.transfers import import_bundle
from collections_app.storage.tables import ledger_entries
from tests.exchange.samples import write_folder
from tests.storage.making import a_claim, base, take_in

EARLY, BETWEEN, LATE = date(2024, 1, 31), date(2024, 2, 10), date(2024, 2, 29)
Given = dict[str, Any]
COST: Given = {
    "claim_no": "K1",
    "paid_on": EARLY,
    "kind": "stamp",
    "amount": 10_000,
    "recoverable": "yes",
    "reason": "印紙",
}
OWED = 71 * 400  # 1,000,000 at 14.6 % is 400 a day from 2023-12-20 to 2024-02-29
AMOUNT = 100_000


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    """K1 and K2 pay damages first; each has a receipt of 29 February."""
    old = [a_claim(no, debtor_no=debtor, allocation_order="statutory") for no, debtor in (("K1", "P1"), ("K2", "P5"))]
    take_in(office, base() | {"claims": old})
    post_receipts(office, ReceiptsWanted((receipt("K1", LATE), receipt("K2", LATE))))
    yield office
    assert check(office) == ()


def receipt(claim_no: str, on: date, amount: int = AMOUNT, **given: Any) -> Given:
    return {
        "claim_no": claim_no, "received_on": on, "posted_on": on, "amount": amount, "recovery_type": "irregular", **given,
    }  # fmt: skip


def line(on: date, amount: int, number: str) -> Given:
    return {"deposit_no": number, "received_on": on, "amount": amount, "kind": "transfer", "payer_name": "ﾀﾅｶ ｲﾁﾛｳ"}


def split_of(office: Office, number: str) -> list[Split]:
    """Return what a receipt has been split into, one state after the other, the last one first."""
    c = ledger_entries.c
    with office.database.reading() as connection:
        query = select(c.costs, c.damages, c.principal).where(c.voucher_no == number, c.counted == 1)
        return [Split(*(-value for value in row)) for row in connection.execute(query.order_by(c.entry_no.desc()))]


def test_a_cost_typed_late_is_kept_only_with_what_it_moves(claims: Office) -> None:
    (shown,) = moved_by_record(claims, "costs", None, COST)
    assert (shown.claim_no, shown.shift.voucher_no) == ("K1", "E000001")
    assert shown.shift.before == Split(0, OWED, AMOUNT - OWED)
    assert shown.shift.after == Split(10_000, OWED, AMOUNT - OWED - 10_000)
    for accepted in ((), (Moved("K1", shown.shift), Moved("K2", shown.shift))):
        with pytest.raises(ConsequencesError, match="後の入金1件の充当が変わります") as asked:
            save_record(claims, SaveRecord("costs", COST), accepted)
        assert asked.value.moved == (shown,)
    assert split_of(claims, "E000001") == [shown.shift.before]
    changes = save_record(claims, SaveRecord("costs", COST), (shown,))
    assert changes.moved == (shown,)
    assert split_of(claims, "E000001") == [shown.shift.after, shown.shift.before]  # both lines stay
    assert moved_words(changes.moved) == "後の入金1件（求償権1件）の充当が変わりました。"


def test_a_cost_after_the_receipts_or_borne_by_us_moves_nothing(claims: Office) -> None:
    for given in ({"paid_on": date(2024, 3, 1)}, {"recoverable": "no"}):
        assert moved_by_record(claims, "costs", None, COST | given) == ()
        assert save_record(claims, SaveRecord("costs", COST | given), ()).moved == ()


def test_taking_a_cost_back_shows_and_asks_the_same(claims: Office) -> None:
    save_record(claims, SaveRecord("costs", COST))  # nobody to ask
    record = read_record(claims, "costs", ("C000001",))
    shown = moved_by_record(claims, "costs", None, reversal_of("costs", record, LATE, "誤り"))
    command = ReverseRecord("costs", record, "誤り")
    with pytest.raises(ConsequencesError) as asked:
        reverse_record(claims, command, ())
    assert asked.value.moved == shown
    (moved,) = reverse_record(claims, command, shown).moved
    assert (moved.shift.before.costs, moved.shift.after.costs) == (10_000, 0)


def test_terms_of_a_claim_changed_ask_as_well(claims: Office) -> None:
    before = read_record(claims, "claims", ("K2",))
    after = {**before, "allocation_order": "principal-first"}
    (shown,) = moved_by_record(claims, "claims", before, after)
    assert shown.shift.after == Split(0, 0, AMOUNT)
    with pytest.raises(ConsequencesError):
        save_record(claims, SaveRecord("claims", after, before), ())
    save_record(claims, SaveRecord("claims", after, before), (shown,))
    period = whole("rate_periods", {"claim_no": "K1", "since": BETWEEN, "rate": "7.3"})
    (shown,) = moved_by_record(claims, "rate_periods", None, period)
    save_record(claims, SaveRecord("rate_periods", period), (shown,))
    assert split_of(claims, "E000001")[0] == Split(0, 51 * 400 + 20 * 200, AMOUNT - 24_400)


def test_a_waiver_moves_nothing_while_it_is_only_asked_for(claims: Office) -> None:
    asked: Given = {"claim_no": "K1", "part": "damages", "amount": 1_000, "decided_on": EARLY, "reason": "和解"}
    asked |= {"approval": Approval.REQUESTED.value, "applied_by": "S1"}
    assert save_record(claims, SaveRecord("waivers", asked), ()).moved == ()


def test_lines_of_the_bank_before_later_receipts_are_listed_claim_by_claim(claims: Office) -> None:
    lines = (line(EARLY, 50_000, "V1"), line(BETWEEN, 30_000, "V2"), line(date(2024, 3, 5), 20_000, "V3"))
    take_in(claims, {"deposits": list(lines)})
    wanted = [Application("V1", "K1", None, 50_000), Application("V2", "K2", None, 30_000)]
    last = Application("V3", "K2", None, 20_000)
    with pytest.raises(ConsequencesError) as asked:
        apply_deposits(claims, [*wanted, last])
    assert [(one.claim_no, one.shift.voucher_no) for one in asked.value.moved] == [("K1", "E000001"), ("K2", "E000002")]
    assert len(split_of(claims, "E000002")) == 1  # nothing was written
    with pytest.raises(ConsequencesError):  # agreed to one of two
        apply_deposits(claims, [*wanted, last], asked.value.moved[:1])
    changes = apply_deposits(claims, [*wanted, last], asked.value.moved)
    assert changes.moved == asked.value.moved and changes.claims == {"K1", "K2"}
    assert split_of(claims, "E000001")[0] == asked.value.moved[0].shift.after


def test_lines_that_come_last_move_nothing_and_need_no_agreement(claims: Office) -> None:
    take_in(claims, {"deposits": [line(date(2024, 3, 5), 20_000, "V3")]})
    assert apply_deposits(claims, [Application("V3", "K2", None, 20_000)]).moved == ()


def test_an_import_says_what_it_moved_and_a_trial_what_it_would(claims: Office, tmp_path: Path) -> None:
    cost: Given = {**COST, "cost_no": "C000001"}
    late = receipt("K2", EARLY, receipt_no="E000009")
    bundle = write_folder(tmp_path / "late", {"costs": [cost], "receipts": [late]})
    trial = import_bundle(claims, bundle, dry_run=True)
    assert [(one.claim_no, one.shift.voucher_no) for one in trial.moved] == [("K1", "E000001"), ("K2", "E000002")]
    assert len(split_of(claims, "E000001")) == 1
    assert moved_words(trial.moved, will=True) == "後の入金2件（求償権2件）の充当が変わります。"
    assert import_bundle(claims, bundle).moved == trial.moved
    assert split_of(claims, "E000002")[0] == trial.moved[1].shift.after
    assert import_bundle(claims, bundle).moved == ()  # known already


def test_steps_after_one_another_come_to_what_they_do_together(claims: Office) -> None:
    first = save_record(claims, SaveRecord("costs", COST)).moved
    second = save_record(claims, SaveRecord("costs", {**COST, "amount": 700})).moved
    (moved,) = together((*first, *second))
    assert (moved.shift.before.costs, moved.shift.after.costs) == (0, 10_700)
    back = reverse_record(claims, ReverseRecord("costs", read_record(claims, "costs", ("C000002",)), "誤り")).moved
    assert together((*second, *back)) == ()
