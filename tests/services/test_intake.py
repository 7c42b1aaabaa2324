"""A new claim registered whole on both engines: one transaction, numbers, proposals, first steps, candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import func, select

from collections_app.domain.intake import (
    Collateral,
    IntakeRefusedError,
    NewClaim,
    Person,
    ProposalWanted,
    Tie,
)
from collections_app.domain.records import RemoveRecord, SaveRecord
from collections_app.services.finding import find
from collections_app.services.initial import count_late, first_weeks
from collections_app.services.intake import begin_steps, find_alike, open_intake, propose, register
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.records import read_record, remove_record, save_record, undo_record
from collections_app.storage import attachments
from collections_app.storage.tables import BUNDLE
from tests.storage.making import SECTIONS, a_claim, base, take_in

DAY = date(2025, 4, 10)
PARTY = {"kind": "individual", "name": "架空　九郎", "kana": "カクウ クロウ", "phone": "022-111-2222"}
CLAIM = {
    "claim_no": "K2025-00001",
    "subrogated_on": DAY,
    "principal": 5_000_000,
    "interest": 12_345,
    "damages_rate": "14.6",
    "section": SECTIONS[0],
    "staff_no": "S1",
}


@pytest.fixture
def office(office: Office) -> Iterator[Office]:
    take_in(office, base() | {"claims": [a_claim("K2023-00041"), a_claim("K2023-00042", staff_no="S3")]})
    yield office
    assert check(office) == ()


def a_new_claim(**given: Any) -> NewClaim:
    guarantor = Tie(Person(record={**PARTY, "name": "架空　花"}), {"role": "joint_guarantor", "limit_amount": 10**7})
    known = Tie(Person("P4"), {"role": "collateral_provider"})
    land = Collateral(2, {"kind": "land", "location": "架空市新町1番"})
    return replace(NewClaim(Person(record=PARTY), CLAIM, (guarantor, known), (land,)), **given)


def rows(office: Office, table: str, **where: Any) -> list[dict[str, Any]]:
    stored = BUNDLE[table]
    with office.database.reading() as connection:
        query = select(stored).where(*(stored.c[name] == value for name, value in where.items()))
        return [dict(row._mapping) for row in connection.execute(query)]


def counts(office: Office) -> dict[str, int]:
    with office.database.reading() as connection:
        return {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in BUNDLE.items()}


def test_everything_is_written_with_numbers_of_the_program(office: Office) -> None:
    registered, changes = register(office, a_new_claim())
    assert (registered.claim_no, registered.debtor_name) == ("K2025-00001", "架空　九郎")
    (claim,) = rows(office, "claims", claim_no="K2025-00001")
    (debtor,) = rows(office, "parties", party_no=claim["debtor_no"])
    assert (debtor["party_no"], debtor["name"]) == ("P10", "架空　九郎")
    ties = {row["party_no"]: row["role"] for row in rows(office, "claim_parties", claim_no="K2025-00001")}
    assert ties == {"P11": "joint_guarantor", "P4": "collateral_provider"}
    (land,) = rows(office, "collaterals", claim_no="K2025-00001")
    assert land["owner_no"] == "P4"
    assert {hit.claim_no for hit in find(office, "架空九郎")} == {"K2025-00001"}
    assert "initial_steps" in changes.tables and changes.audit_no == 0


def test_the_first_steps_have_their_days(office: Office) -> None:
    registered, _ = register(office, a_new_claim())
    kept = {row["step"]: row["due_on"] for row in rows(office, "initial_steps")}
    assert kept == {
        "first_contact": DAY + timedelta(14),
        "survey": DAY + timedelta(30),
        "registry": DAY + timedelta(30),
        "policy": DAY + timedelta(60),
    }
    assert registered.steps[0] == ("初回接触", date(2025, 4, 24))


@pytest.mark.parametrize(
    ("given", "part", "sentence"),
    [
        ({"debtor": Person(record={**PARTY, "name": None})}, "debtor", "名称がありません。入力してください。"),
        ({"debtor": Person("P404")}, "debtor", "「P404」という関係人は登録されていません。登録済みの人を選び直してください。"),
        ({"claim": {**CLAIM, "claim_no": "K2023-00041"}}, "claim", "この求償権はすでに登録されています。登録済みのものを開いてください。"),
        ({"claim": {**CLAIM, "principal": 0, "interest": 0}}, "claim", "代位弁済の額が0円です。支払った元金を入力してください。"),
        ({"claim": {**CLAIM, "staff_no": "S404"}}, "claim", "「S404」という職員は登録されていません。番号を直してください。"),
        ({"debtor": Person("P4")}, "tie:1", "主債務者と同じ人です。別の人を選ぶか、この関係人を外してください。"),
        ({"collaterals": (Collateral(None, {"kind": "land"}),)}, "collateral:0", "所有者番号がありません。選んでください。"),
        ({"ties": (Tie(Person("P4"), {"role": "joint_guarantor", "share": "3/2"}),), "collaterals": ()}, "tie:0", "持分が0より大きく1以下ではありません。1/2、1/4のように入力してください。"),
    ],
)  # fmt: skip
def test_one_mistake_keeps_everything_out(office: Office, given: dict[str, Any], part: str, sentence: str) -> None:
    before = counts(office)
    with pytest.raises(IntakeRefusedError) as caught:
        register(office, a_new_claim(**given))
    assert [(one.part, f"{one.finding.message}{one.finding.remedy}") for one in caught.value.findings] == [
        (part, sentence)
    ]
    assert counts(office) == before


def test_the_number_is_the_next_of_its_year_and_may_be_any(office: Office) -> None:
    assert open_intake(office).forms["claims"].record["debtor_no"] is None
    assert propose(office, ProposalWanted(subrogated_on=DAY)).claim_no == "K2025-00001"
    assert propose(office, ProposalWanted(subrogated_on=date(2024, 2, 1))).claim_no == "K2023-00043"
    register(office, a_new_claim(claim={**CLAIM, "claim_no": "特-1"}, collaterals=(), ties=()))
    assert propose(office, ProposalWanted(subrogated_on=DAY)).claim_no == "特-2"


def test_who_has_least_is_proposed(office: Office) -> None:
    # S1 and S3 have one active claim each in the first section, S2 none in the second
    anywhere = propose(office, ProposalWanted())
    assert (anywhere.section, anywhere.staff_no) == (SECTIONS[1], "S2")
    assert "井口 二（0件）" in anywhere.why
    assert propose(office, ProposalWanted(section=SECTIONS[0])).staff_no == "S1"
    register(office, a_new_claim(collaterals=(), ties=()))
    assert propose(office, ProposalWanted(section=SECTIONS[0])).staff_no == "S3"
    of_debtor = propose(office, ProposalWanted(debtor_no="P1"))
    assert of_debtor.staff_no == "S3" and "同じ主債務者" in of_debtor.why


def test_somebody_registered_is_found_again(office: Office) -> None:
    born = {"birth_date": date(1960, 1, 2)}
    save_record(office, SaveRecord("parties", {**PARTY, **born}))
    (by_kana,) = find_alike(office, {"kana": "かくう　くろう", **born})
    assert (by_kana.option.value, by_kana.by) == ("P10", "カナと生年月日")
    (by_phone,) = find_alike(office, {"kana": "ベツジン", "phone": "０２２１１１２２２２"})
    assert (by_phone.option.value, by_phone.by) == ("P10", "電話番号")
    assert find_alike(office, {"kana": "カクウ クロウ", "birth_date": date(1961, 1, 2)}) == ()
    assert find_alike(office, {"kana": "カクウ クロウ"}) == ()
    assert find_alike(office, {"phone": "2222"}) == ()


def step(office: Office, name: str) -> dict[str, Any]:
    return dict(read_record(office, "initial_steps", ("K2025-00001", name)))


def contact(kind: str, day: date, outcome: str | None = None, **given: Any) -> SaveRecord:
    given = {"claim_no": "K2025-00001", "kind": kind, "contacted_on": day, "outcome": outcome, **given}
    return SaveRecord("contacts", given)


def test_a_contact_that_met_somebody_closes_the_first_step(office: Office) -> None:
    register(office, a_new_claim())
    save_record(office, contact("visit", DAY, "absent"))
    save_record(office, contact("letter", DAY, "met"))
    assert step(office, "first_contact")["done_on"] is None
    changes = save_record(office, contact("phone", DAY + timedelta(5), "promise"))
    done = step(office, "first_contact")
    assert done["done_on"] == DAY + timedelta(5)
    assert done["memo"] == f"［自動］交渉記録 {changes.number} 電話督促・弁済約束"
    earlier = save_record(office, contact("visit", DAY + timedelta(2), "met"))
    assert step(office, "first_contact")["done_on"] == DAY + timedelta(2)
    undo_record(office, earlier.audit_no)
    assert step(office, "first_contact")["done_on"] == DAY + timedelta(5)
    undo_record(office, changes.audit_no)
    assert (step(office, "first_contact")["done_on"], step(office, "first_contact")["memo"]) == (None, None)


def test_a_contact_of_another_claim_that_names_this_one_counts(office: Office) -> None:
    register(office, a_new_claim())
    save_record(office, contact("visit", DAY, "met", claim_no="K2023-00041", also_claims="K2025-00001"))
    assert step(office, "first_contact")["done_on"] == DAY
    days = {one.section: one for one in first_weeks(office, date(2025, 5, 31)).days}
    assert (days[SECTIONS[0]].claims, days[SECTIONS[0]].contacted, days[SECTIONS[0]].median) == (1, 1, 0)


def test_a_survey_and_an_attachment_close_theirs(office: Office) -> None:
    register(office, a_new_claim())
    survey = {"party_no": "P4", "claim_no": "K2025-00001", "surveyed_on": DAY + timedelta(9)}
    save_record(office, SaveRecord("surveys", survey))
    assert step(office, "survey")["done_on"] == DAY + timedelta(9)
    content = b"%PDF-1.7"
    with office.database.writing() as connection:
        attachments.keep(connection, sha256(content).hexdigest(), content)
    file = {
        "claim_no": "K2025-00001", "media_type": "application/pdf", "size": len(content),
        "sha256": sha256(content).hexdigest(), "added_on": DAY + timedelta(3),
    }  # fmt: skip
    save_record(office, SaveRecord("attachments", {**file, "file_name": "名刺.pdf"}))
    assert step(office, "registry")["done_on"] is None
    save_record(office, SaveRecord("attachments", {**file, "file_name": "全部.pdf", "memo": "登記事項証明書"}))
    assert step(office, "registry")["done_on"] == DAY + timedelta(3)


def test_what_a_person_marked_done_stays(office: Office) -> None:
    register(office, a_new_claim())
    before = step(office, "first_contact")
    save_record(office, SaveRecord("initial_steps", {**before, "done_on": DAY, "memo": "手紙の返事"}, before))
    changes = save_record(office, contact("visit", DAY + timedelta(5), "met"))
    contact_kept = read_record(office, "contacts", (changes.number,))
    remove_record(office, RemoveRecord("contacts", contact_kept))
    assert (step(office, "first_contact")["done_on"], step(office, "first_contact")["memo"]) == (DAY, "手紙の返事")


def test_the_policy_needs_its_words(office: Office) -> None:
    register(office, a_new_claim())
    before = step(office, "policy")
    with pytest.raises(Exception, match="回収方針の内容がありません"):
        save_record(office, SaveRecord("initial_steps", {**before, "done_on": DAY}, before))
    save_record(office, SaveRecord("initial_steps", {**before, "done_on": DAY, "memo": "分割で回収"}, before))


def test_late_claims_by_section_and_staff(office: Office) -> None:
    register(office, a_new_claim())
    assert count_late(office, DAY + timedelta(14)) == 0
    day = DAY + timedelta(31)
    assert count_late(office, day) == 1
    view = first_weeks(office, day)
    (late,) = view.late
    assert (late.claim_no, [one.label for one in late.steps]) == ("K2025-00001", ["初回接触", "現況調査", "登記簿"])
    assert (late.due_on, late.days_late(day)) == (DAY + timedelta(14), 17)
    assert [(one.section, one.name, one.claims) for one in view.groups] == [
        (SECTIONS[0], SECTIONS[0], 1),
        (SECTIONS[0], "青田 一", 1),
    ]
    save_record(office, contact("visit", DAY + timedelta(20), "met"))
    assert [one.label for one in first_weeks(office, day).late[0].steps] == ["現況調査", "登記簿"]
    # as of a day before the contact the step was late
    assert [one.label for one in first_weeks(office, DAY + timedelta(19)).late[0].steps] == ["初回接触"]
    save_record(office, SaveRecord("administration_stops", {"claim_no": "K2025-00001", "decided_on": day}))
    assert count_late(office, day) == 0


def test_a_claim_without_steps_is_given_them_once(office: Office) -> None:
    begin_steps(office, "K2023-00041")
    begin_steps(office, "K2023-00041")
    assert len(rows(office, "initial_steps", claim_no="K2023-00041")) == 4
