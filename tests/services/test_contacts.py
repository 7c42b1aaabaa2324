"""A contact recorded and corrected: row, number, audit record and totals in one transaction; on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from collections_app.domain.codes import ContactKind, ContactOutcome
from collections_app.domain.commands import RecordContact
from collections_app.domain.contact import RefusedError
from collections_app.domain.errors import ConflictError, NotFoundError
from collections_app.services.claims import open_claim
from collections_app.services.contacts import correct_contact, read_contact, record_contact
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.storage import totals
from collections_app.storage.numbering import following
from collections_app.storage.tables import BUNDLE, audit_records
from tests.storage.making import SECTIONS, a_claim, base, take_in

DAY = date(2025, 3, 31)
VISIT = RecordContact(
    "K1",
    ContactKind.VISIT,
    DAY,
    "10:30",
    "P2",
    ContactOutcome.PROMISE,
    3_000_000_000,
    date(2025, 4, 10),
    date(2025, 4, 14),
    "本社で代表者と面談。\n月5万円へ増額。",
)


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    tie = {"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor"}
    take_in(office, base() | {"claims": [a_claim("K1"), a_claim("K2", staff_no="S2")], "claim_parties": [tie]})
    yield office
    assert check(office) == ()  # every test leaves a database that is proven


def stored(office: Office) -> list[dict[str, object]]:
    with office.database.reading() as connection:
        rows = connection.execute(select(BUNDLE["contacts"]).order_by(BUNDLE["contacts"].c.contact_no))
        return [dict(row._mapping) for row in rows]


def trail(office: Office, tag: str) -> list[tuple[int, str, str, dict[str, object]]]:
    c = audit_records.c
    with office.database.reading() as connection:
        rows = connection.execute(select(c.audit_no, c.actor, c.subject, c.detail).where(c.tag == tag))
        return [(no, actor, subject, json.loads(detail)) for no, actor, subject, detail in rows]


def visits(office: Office) -> dict[tuple[str, str, str], int]:
    with office.database.reading() as connection:
        kept = totals.kept(connection)
    return {(dim, key, month): count for (dim, key, measure, month), (count, _) in kept.items() if measure == "visit"}


def test_the_whole_contact_is_kept_with_those_in_charge(claims: Office) -> None:
    changes = record_contact(claims, VISIT)
    assert (changes.number, changes.claims, changes.tables) == (
        "N0000001",
        frozenset(("K1",)),
        frozenset(("contacts",)),
    )
    (row,) = stored(claims)
    ((audit_no, actor, subject, detail),) = trail(claims, "claim:contact:record")
    assert row == {
        "contact_no": "N0000001",
        "claim_no": "K1",
        "party_no": "P2",
        "contacted_on": DAY,
        "contacted_at": "10:30",
        "kind": "visit",
        "outcome": "promise",
        "promised_amount": 3_000_000_000,
        "promised_on": date(2025, 4, 10),
        "next_on": date(2025, 4, 14),
        "memo": "本社で代表者と面談。\n月5万円へ増額。",
        "also_claims": None,
        "section": SECTIONS[0],
        "staff_no": "S1",
        "audit_no": audit_no,
    }
    assert actor and subject == "K1"
    assert (detail["contact_no"], detail["contacted_on"], detail["staff_no"]) == ("N0000001", "2025-03-31", "S1")


def test_the_claim_shows_it_at_once(claims: Office) -> None:
    record_contact(claims, VISIT)
    page = open_claim(claims, "K1", DAY)
    assert page.timeline[0].title == "訪問督促"
    assert "3,000,000,000円" in page.timeline[0].text
    assert page.next_on == date(2025, 4, 14)


def test_visits_are_counted_and_calls_are_not(claims: Office) -> None:
    record_contact(claims, VISIT)
    record_contact(claims, VISIT)
    record_contact(claims, replace(VISIT, kind=ContactKind.PHONE))
    record_contact(claims, replace(VISIT, claim_no="K2", party_no="P1"))
    assert visits(claims) == {
        ("", "", "2025-03"): 3,
        ("section", SECTIONS[0], "2025-03"): 3,
        ("staff", "S1", "2025-03"): 2,
        ("staff", "S2", "2025-03"): 1,
    }


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (["N0008590"], "N0008591"),
        (["N0008590", "N0000003"], "N0008591"),
        (["N9999999"], "N10000000"),
        (["N9999998", "N9999999", "N10000000", "N10000001"], "N10000002"),
        (["C-09"], "C-10"),
        (["0099"], "0100"),
        (["記録"], "N0000001"),
        (["記録", "N0000007", "Nabc123x"], "N0000008"),
    ],
)
def test_numbers_go_on_where_the_series_stands(claims: Office, kept: list[str], expected: str) -> None:
    rows = [{"contact_no": no, "claim_no": "K1", "kind": "phone", "contacted_on": DAY} for no in kept]
    take_in(claims, {"contacts": rows})
    assert record_contact(claims, VISIT).number == expected


def test_the_number_after_another_keeps_its_digits() -> None:
    assert [following(no) for no in ("N0000009", "A9", "99")] == ["N0000010", "A10", "100"]


@pytest.mark.parametrize(
    ("command", "error", "sentence"),
    [
        (replace(VISIT, claim_no="K9"), NotFoundError, "求償権番号「K9」の求償権はありません。"),
        (replace(VISIT, party_no="P3"), RefusedError, "この求償権の関係人ではありません。"),
        (replace(VISIT, promised_amount=0), RefusedError, "約束額が1円未満です。"),
    ],
)
def test_what_is_refused_leaves_nothing(
    claims: Office, command: RecordContact, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        record_contact(claims, command)
    assert stored(claims) == []
    assert trail(claims, "claim:contact:record") == []


def test_a_correction_moves_the_totals_and_keeps_both_contents(claims: Office) -> None:
    number = record_contact(claims, VISIT).number
    seen = read_contact(claims, number)
    assert seen == VISIT
    after = replace(seen, contacted_on=date(2025, 4, 1), memo="四月の訪問", promised_amount=None)
    correct_contact(claims, number, seen, after)
    assert read_contact(claims, number) == after
    assert {key: count for key, count in visits(claims).items() if count} == {
        ("", "", "2025-04"): 1,
        ("section", SECTIONS[0], "2025-04"): 1,
        ("staff", "S1", "2025-04"): 1,
    }
    ((_, _, subject, detail),) = trail(claims, "claim:contact:correct")
    before = detail["before"]
    assert isinstance(before, dict) and before["promised_amount"] == 3_000_000_000
    assert (subject, detail["contact_no"]) == ("K1", number)
    correct_contact(claims, number, after, replace(after, kind=ContactKind.PHONE))
    assert set(visits(claims).values()) == {0}


def test_a_correction_does_not_overwrite_a_colleagues(claims: Office) -> None:
    number = record_contact(claims, VISIT).number
    correct_contact(claims, number, VISIT, replace(VISIT, memo="同僚の訂正"))
    with pytest.raises(ConflictError, match="ほかの人が変えました。読み直して"):
        correct_contact(claims, number, VISIT, replace(VISIT, memo="私の訂正"))
    assert read_contact(claims, number).memo == "同僚の訂正"


def test_a_correction_is_judged_like_a_record(claims: Office) -> None:
    number = record_contact(claims, VISIT).number
    with pytest.raises(RefusedError):
        correct_contact(claims, number, VISIT, replace(VISIT, party_no="P5"))
    with pytest.raises(NotFoundError, match="記録番号「N9」"):
        read_contact(claims, "N9")
    assert read_contact(claims, number) == VISIT
