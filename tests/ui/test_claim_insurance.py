"""What the card of a claim says of insurance money and shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from collections_app.domain.codes import Bearer
from collections_app.domain.insurance import InsuranceBrief, InsuranceState, Window
from collections_app.domain.records import RecordRef
from collections_app.ui.claim.entries import insurance_entries
from tests.ui.sample_views import claim_page

WINDOW = Window(date(2024, 5, 2), date(2025, 10, 1))
NOTHING = InsuranceBrief(None, None, None, None, None, "", ())


def test_a_claim_without_insurance_says_nothing() -> None:
    assert insurance_entries(replace(claim_page(), insurance=None)) == []
    assert insurance_entries(replace(claim_page(), insurance=NOTHING)) == []


@pytest.mark.parametrize(
    ("state", "tone"),
    [(InsuranceState.CLOSING, "warn"), (InsuranceState.RECEIVED, "good"), (InsuranceState.MISSED, "")],
)
def test_the_state_the_window_and_the_record(state: InsuranceState, tone: str) -> None:
    brief = replace(NOTHING, state=state, window=WINDOW, claimed_on=date(2024, 6, 1), amount=800_000, insurance_no="G1")
    (entry,) = insurance_entries(replace(claim_page(), insurance=brief, coverage_rate="80"))
    assert (entry.name, entry.chip) == ("保険金　800,000円", (state.label, tone))
    assert entry.lines == ("請求できる期間 R6.5.2からR7.10.1まで", "請求 R6.6.1　填補率 80％")
    assert entry.ref == RecordRef("insurance_claims", ("G1",))


def test_shares_that_do_not_make_one_are_marked() -> None:
    shares = ((Bearer.JFC, Fraction(4, 5)), (Bearer.CITY, Fraction(1, 10)))
    view = replace(claim_page(), insurance=replace(NOTHING, shares=shares))
    entries = insurance_entries(view)
    assert [one.name for one in entries[:2]] == ["日本政策金融公庫　4/5", "市町村　1/10"]
    assert entries[1].ref == RecordRef("shares", (view.claim_no, "city"))
    assert entries[2].name.startswith("負担割合の合計が9/10で")
    assert entries[2].chip == ("要確認", "warn")
