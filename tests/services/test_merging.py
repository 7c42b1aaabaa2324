"""名寄せ: two people made one, every reference moved, and all of it taken back exactly; on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from collections_app.domain.bundle import TABLES
from collections_app.domain.errors import RecordConflictError, UserError
from collections_app.domain.merging import MergePeople, suggested
from collections_app.domain.records import SaveRecord
from collections_app.services.changes import Changes
from collections_app.services.finding import find
from collections_app.services.forms import find_options
from collections_app.services.maintenance import check
from collections_app.services.merging import merge_people, merge_preview
from collections_app.services.office import Office
from collections_app.services.people import open_person, person_numbers
from collections_app.services.records import read_record, save_record
from collections_app.services.undoing import undo
from collections_app.storage.tables import BUNDLE, audit_records
from tests.services.people_cases import DAY, KEPT, OTHER, exported, fill, rows


@pytest.fixture
def people(office: Office) -> Iterator[Office]:
    yield fill(office)
    assert check(office) == ()


def _merge(office: Office, **chosen: Any) -> Changes:
    before, other = (read_record(office, "parties", (no,)) for no in (KEPT, OTHER))
    return merge_people(office, MergePeople(before, other, suggested(before, other) | chosen))


def test_the_cases_refer_to_the_one_who_goes_in_every_way_there_is() -> None:
    cases = rows()
    ways = {(table.name, one.name) for table in TABLES for one in table.columns if one.refers_to == "parties"}
    missing = {
        (name, column) for name, column in ways if not any(row.get(column) == OTHER for row in cases.get(name, ()))
    }
    assert missing == {("party_merges", "party_no")}  # who was merged already cannot be merged again


def _audit_numbers(office: Office) -> dict[str, list[int]]:
    with office.database.reading() as connection:
        return {
            name: list(connection.scalars(select(table.c.audit_no).order_by(*table.primary_key)))
            for name, table in BUNDLE.items()
        }


def test_the_preview_says_what_differs_what_moves_and_what_becomes_of_conflicts(people: Office) -> None:
    seen = merge_preview(people, KEPT, OTHER, DAY)
    assert set(seen.differing) >= {"name", "kana", "phone", "address"} and "birth_date" not in seen.differing
    assert {one.claim_no for one in seen.other.claims} == {"K1", "K2", "K3", "K4"}
    assert seen.refusal == ""
    said = "".join(seen.consequences)
    assert "入金 1件の弁済者番号は台帳のまま P9" in said
    assert "K1では両方が連帯保証人です。1件にまとめ、極度額は統合先のものを残します。" in said
    assert "K3では一方が主債務者" in said
    assert "振込名義「ワタナベ」は両方にあります。1件にまとめ、空欄はもう一方から補います。" in said


def test_every_reference_moves_but_those_of_money(people: Office) -> None:
    _merge(people)
    left = []
    for table, found in exported(people).items():
        left += [table for row in found if OTHER in row]
    assert sorted(left) == ["parties", "party_merges", "receipts"]
    tie = read_record(people, "claim_parties", ("K1", KEPT, "joint_guarantor"))
    assert (tie["limit_amount"], tie["contracted_on"]) == (500_000, DAY)
    assert read_record(people, "party_merges", ("P8",))["merged_into"] == KEPT
    assert read_record(people, "payer_names", ("ワタナベ", KEPT))["claim_no"] == "K2"
    with people.database.reading() as connection:
        tags = list(connection.scalars(select(audit_records.c.tag).order_by(audit_records.c.audit_no)))
    assert tags[-1] == "people:merge" and len(tags) == 2


def test_undo_restores_every_reference_and_who_wrote_it(people: Office) -> None:
    before, numbers = exported(people), _audit_numbers(people)
    changes = _merge(people, phone="09000001111", name="佐藤　改名")
    assert exported(people) != before
    undo(people, changes.audit_no)
    assert exported(people) == before
    assert _audit_numbers(people) == numbers
    assert [hit.claim_no for hit in find(people, "渡辺")] == ["K2", "K4", "K1", "K3"]


def test_what_is_not_kept_of_address_and_phone_goes_into_the_history(people: Office) -> None:
    _merge(people)
    page = open_person(people, KEPT, DAY)
    assert [fact.title.split("　")[-1] for fact in page.addresses] == ["架空市一番町1-2-3", "架空市旧町1"]
    assert "090-0000-1111" in page.addresses[0].lines[0]


def test_a_merged_person_is_found_no_more_and_its_number_leads_to_the_survivor(people: Office) -> None:
    _merge(people)
    assert OTHER not in person_numbers(people, "") and person_numbers(people, "渡辺") == []
    assert person_numbers(people, OTHER) == [KEPT]
    assert find(people, "渡辺") == []
    assert find_options(people, "parties", "渡辺") == ()
    assert [one.value for one in find_options(people, "parties", OTHER)] == [KEPT]
    page = open_person(people, OTHER, DAY)
    assert (page.party_no, page.asked_for) == (KEPT, OTHER)
    assert [one.party_no for one in page.merged] == ["P8", OTHER] or [one.party_no for one in page.merged] == [
        OTHER,
        "P8",
    ]


def test_a_merge_cannot_be_undone_after_a_moved_record_was_changed(people: Office) -> None:
    changes = _merge(people)
    contact = read_record(people, "contacts", ("N1",))
    save_record(people, SaveRecord("contacts", {**contact, "party_no": None}, contact))
    before = exported(people)
    with pytest.raises(UserError, match="ほかの変更"):
        undo(people, changes.audit_no)
    assert exported(people) == before


def test_a_merge_can_be_undone_while_only_other_things_changed(people: Office) -> None:
    before = exported(people)
    changes = _merge(people)
    save_record(people, SaveRecord("tags", {"claim_no": "K1", "tag": "重点"}))
    undo(people, changes.audit_no)
    assert {name: rows for name, rows in exported(people).items() if name != "tags"} == {
        name: rows for name, rows in before.items() if name != "tags"
    }
    with pytest.raises(UserError):
        undo(people, changes.audit_no)


@pytest.mark.parametrize(("first", "second"), [(KEPT, KEPT), (KEPT, "P8"), ("P4", OTHER)])
def test_two_who_cannot_be_one_are_refused(people: Office, first: str, second: str) -> None:
    before, other = (read_record(people, "parties", (no,)) for no in (first, second))
    kept = exported(people)
    with pytest.raises(UserError):
        merge_people(people, MergePeople(before, other, before))
    assert exported(people) == kept


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(people: Office) -> None:
    before, other = (read_record(people, "parties", (no,)) for no in (KEPT, OTHER))
    save_record(people, SaveRecord("parties", {**other, "phone": "022-999-0000"}, other))
    with pytest.raises(RecordConflictError):
        merge_people(people, MergePeople(before, other, before))
