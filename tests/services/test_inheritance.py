"""A death with its heirs on all claims in one transaction, and the postal codes of addresses; on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from collections_app.domain.errors import RecordConflictError, UserError
from collections_app.domain.inheritance import Death, Heir
from collections_app.domain.records import SaveRecord
from collections_app.services.inheritance import register_death
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.people import open_person
from collections_app.services.postal import addresses_of
from collections_app.services.records import read_record, save_record
from tests.services.people_cases import DAY, OTHER, exported, fill


@pytest.fixture
def people(office: Office) -> Iterator[Office]:
    yield fill(office)
    assert check(office) == ()


def _death(office: Office, party_no: str, *heirs: Heir, died_on: date = DAY) -> Death:
    return Death(read_record(office, "parties", (party_no,)), died_on, heirs)


def _ties(office: Office, dead: str) -> list[tuple[Any, ...]]:
    rows = exported(office)["claim_parties"]
    return [(row[0], row[1], row[5]) for row in rows if row[6] == dead]


def test_heirs_stand_on_every_claim_the_deceased_owed(people: Office) -> None:
    changes = register_death(
        people, _death(people, OTHER, Heir("1/2", "P7"), Heir("1/2", name="渡辺　一", kana="ワタナベ"))
    )
    person = read_record(people, "parties", (OTHER,))
    assert (person["status"], person["status_on"]) == ("deceased", DAY)
    new = next(row[0] for row in exported(people)["parties"] if row[2] == "渡辺　一")
    made = [tie for tie in _ties(people, OTHER) if tie[1] != "P4"]
    assert sorted(made) == sorted(
        (claim, no, "1/2") for claim in ("K1", "K2", "K4") for no in ("P7", new)
    )  # not K3: a mortgage
    assert changes.claims == {"K1", "K2", "K4"}
    page = open_person(people, OTHER, DAY)
    assert {(heir.name, heir.claim_nos) for heir in page.heirs} >= {("渡辺　一", ("K1", "K2", "K4"))}
    assert open_person(people, "P7", DAY).claims[0].own_part is not None


def test_an_heir_of_an_heir_takes_a_part_of_the_part(people: Office) -> None:
    register_death(people, _death(people, "P4", Heir("1/2", "P7"), Heir("1/2", "P1")))
    assert _ties(people, "P4") == [("K2", "P1", "1/4"), ("K2", "P7", "1/4")]


def test_an_heir_who_renounced_leaves_nothing(people: Office) -> None:
    tie = read_record(people, "claim_parties", ("K2", "P4", "heir"))
    save_record(people, SaveRecord("claim_parties", {**tie, "renounced_on": DAY}, tie))
    assert open_person(people, OTHER, DAY).heirs[0].renounced_on == DAY
    (claim,) = open_person(people, "P4", DAY).claims
    assert "相続放棄" in claim.note and claim.own_part is None
    register_death(people, _death(people, "P4", Heir("1", "P7")))
    assert _ties(people, "P4") == []


def test_those_who_are_heirs_already_stay_as_they_are(people: Office) -> None:
    register_death(people, _death(people, OTHER, Heir("1/3", "P4")))
    assert _ties(people, OTHER) == [("K1", "P4", "1/3"), ("K2", "P4", "1/2"), ("K4", "P4", "1/3")]


@pytest.mark.parametrize(
    ("party_no", "heirs", "died_on"),
    [
        (OTHER, [Heir("1", OTHER)], DAY),
        (OTHER, [Heir("1/2", "P7"), Heir("1/2", "P7")], DAY),
        (OTHER, [Heir("1", "P77")], DAY),
        (OTHER, [], date(1950, 1, 1)),
        ("P3", [], DAY),
        (OTHER, [Heir("3/2", name="だれか")], DAY),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    people: Office, party_no: str, heirs: list[Heir], died_on: date
) -> None:
    before = exported(people)
    with pytest.raises(UserError):
        register_death(people, _death(people, party_no, *heirs, died_on=died_on))
    assert exported(people) == before


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(people: Office) -> None:
    death = _death(people, OTHER)
    person = read_record(people, "parties", (OTHER,))
    save_record(people, SaveRecord("parties", {**person, "phone": "022-888-0000"}, person))
    with pytest.raises(RecordConflictError):
        register_death(people, death)


def test_a_postal_code_leads_to_its_address_by_the_list_and_by_what_is_kept(people: Office) -> None:
    assert addresses_of(people, "９８０－０８１１") == ("宮城県仙台市青葉区一番町",)
    assert addresses_of(people, "980-0000") == ("宮城県仙台市青葉区",)
    assert addresses_of(people, "602-8368") == ("京都府京都市上京区北町",)  # whose remark fills eight rows
    assert addresses_of(people, "999-9998") == () == addresses_of(people, "980")
    for number, address in (("P1", "架空市新町３丁目1"), ("P2", "架空市新町2-2"), ("P7", "架空市元町1")):
        person = read_record(people, "parties", (number,))
        save_record(people, SaveRecord("parties", {**person, "postal_code": "999-9998", "address": address}, person))
    assert addresses_of(people, "9999998") == ("架空市新町", "架空市元町")
