"""What a contact is refused for and warned about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collections_app.domain.judging import Surroundings, findings_about, refusals
from collections_app.domain.records import Record
from collections_app.domain.row_rules import Finding

DAY = date(2025, 3, 31)
GOOD: Record = {
    "claim_no": "K1",
    "kind": "visit",
    "contacted_on": DAY,
    "contacted_at": "10:00",
    "party_no": "P1",
    "outcome": "met",
    "memo": "本社で面談",
}
AROUND = Surroundings(DAY, date(2024, 6, 15), frozenset(("P1", "P2")))


def found_about(around: Surroundings = AROUND, **given: Any) -> tuple[Finding, ...]:
    return findings_about("contacts", {**GOOD, **given}, around)


def test_nothing_is_said_about_a_good_contact() -> None:
    assert found_about() == ()
    assert found_about(Surroundings()) == ()


@pytest.mark.parametrize(
    ("given", "column", "message"),
    [
        ({"party_no": "P9"}, "party_no", "関係人番号「P9」は、この求償権の関係人ではありません。"),
        ({"promised_amount": 0}, "promised_amount", "約束額が1円未満です。"),
        ({"promised_amount": -1}, "promised_amount", "約束額が1円未満です。"),
    ],
)
def test_contradictions_are_refused(given: dict[str, Any], column: str, message: str) -> None:
    (found,) = refusals(found_about(**given))
    assert (found.column, found.message) == (column, message)
    assert found.remedy.endswith("ください。")


@pytest.mark.parametrize(
    ("given", "column", "message"),
    [
        ({"contacted_at": "07:59"}, "contacted_at", "訪問督促が08:00から21:00までの外です。"),
        (
            {"contacted_at": "21:01", "kind": "phone"},
            "contacted_at",
            "電話督促が08:00から21:00までの外です。",
        ),
        ({"contacted_on": date(2025, 4, 1)}, "contacted_on", "日付が今日より後です。"),
        (
            {"contacted_on": date(2024, 6, 14)},
            "contacted_on",
            "日付が代位弁済日（令和6年6月15日）より前です。",
        ),
        ({"next_on": date(2025, 3, 30)}, "next_on", "次回対応日が日付（令和7年3月31日）より前です。"),
        ({"promised_on": date(2025, 3, 30)}, "promised_on", "約束日が日付（令和7年3月31日）より前です。"),
        (
            {"outcome": "promise"},
            "promised_amount",
            "結果が「弁済約束」なのに約束額も約束日もありません。",
        ),
        (
            {"outcome": "acknowledged", "party_no": None},
            "party_no",
            "結果が「債務承認」なのに相手がありません。",
        ),
    ],
)
def test_what_is_implausible_is_warned_about_only(given: dict[str, Any], column: str, message: str) -> None:
    (found,) = found_about(**given)
    assert (found.column, found.message, found.is_warning) == (column, message, True)
    assert refusals((found,)) == ()


@pytest.mark.parametrize("at", ["08:00", "21:00", None])
def test_the_hours_themselves_are_good(at: str | None) -> None:
    assert found_about(contacted_at=at) == ()


def test_a_letter_may_be_posted_at_night() -> None:
    assert found_about(kind="letter", contacted_at="23:00") == ()
