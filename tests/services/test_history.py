"""What became of records, told field by field in words, and what two people made of one record; on both engines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collections_app.domain.bundle import TABLE
from collections_app.domain.errors import NotFoundError, RecordConflictError
from collections_app.domain.history import Change
from collections_app.domain.records import RecordRef, RemoveRecord, SaveRecord
from collections_app.services import history
from collections_app.services.history import claim_history, conflict, record_history
from collections_app.services.office import Office
from collections_app.services.records import read_record, remove_record, save_record, undo_record
from collections_app.storage import audit
from collections_app.storage.intake import Intake
from tests.storage.making import a_claim, base, take_in

DAY = date(2025, 3, 3)
TIES = [{"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor"}]


@pytest.fixture
def claims(office: Office) -> Office:
    take_in(office, base() | {"claims": [a_claim("K1"), a_claim("P1", debtor_no="P3")], "claim_parties": TIES})
    return office


def correct(office: Office, table: str, key: tuple[Any, ...], **given: Any) -> int:
    seen = read_record(office, table, key)
    return save_record(office, SaveRecord(table, {**seen, **given}, seen)).audit_no


def told(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.word, change.title) for change in changes]


def test_every_change_of_a_record_is_told_in_words(claims: Office) -> None:
    given = {"claim_no": "K1", "kind": "visit", "contacted_on": DAY, "party_no": "P2", "promised_amount": 30_000}
    number = save_record(claims, SaveRecord("contacts", given)).number
    correct(claims, "contacts", (number,), kind="phone", party_no="P1", promised_amount=50_000, memo="折返し")
    correct(claims, "contacts", (number,), contacted_on=date(2025, 3, 4), staff_no="S2")
    changes = record_history(claims, RecordRef("contacts", (number,))).changes
    assert told(changes) == [("訂正", f"交渉記録 {number}")] * 2 + [("登録", f"交渉記録 {number}")]
    assert [(one.heading, one.before, one.after) for one in changes[0].fields] == [
        ("日付", "R7.3.3", "R7.3.4"),
        ("担当者", "青田 一（S1）", "井口 二（S2）"),
    ]
    assert [(one.heading, one.before, one.after) for one in changes[1].fields] == [
        ("相手", "佐藤（P2）", "佐藤　花子（P1）"),
        ("種別", "訪問督促", "電話督促"),
        ("約束額", "30,000円", "50,000円"),
        ("内容", "", "折返し"),
    ]
    assert [change.can_undo for change in changes] == [True, False, False]
    assert changes[0].by and changes[0].at[:1] == "R" and ":" in changes[0].at


def test_a_record_that_came_by_an_import_says_so(claims: Office) -> None:
    ref = RecordRef("parties", ("P2",))
    (first,) = record_history(claims, ref).changes
    assert (first.word, first.can_undo, first.ref) == ("取込", False, None)
    assert ("住所", "", "架空市中央2丁目") in [(one.heading, one.before, one.after) for one in first.fields]
    correct(claims, "parties", ("P2",), address="別市1-1")
    changes = record_history(claims, ref).changes
    assert [change.word for change in changes] == ["訂正", "取込"]
    assert ("住所", "", "架空市中央2丁目") in [(one.heading, one.before, one.after) for one in changes[1].fields]


def test_a_change_of_the_list_is_taken_back_while_nothing_came_after(claims: Office) -> None:
    correct(claims, "parties", ("P2",), phone="1")
    correct(claims, "parties", ("P2",), phone="2")
    changes = claim_history(claims, "K1").changes
    assert [change.can_undo for change in changes if change.word == "訂正"] == [True, False]
    undo_record(claims, changes[0].audit_no)
    assert read_record(claims, "parties", ("P2",))["phone"] == "1"
    after = claim_history(claims, "K1").changes
    assert [(one.before, one.after) for one in after[0].fields] == [("2", "1")]


def test_the_history_of_a_claim_has_its_records_its_people_and_its_imports_only(claims: Office) -> None:
    note = save_record(claims, SaveRecord("notes", {"claim_no": "K1", "written_on": DAY, "body": "一"})).number
    correct(claims, "claims", ("K1",), bank_name="青葉銀行")
    correct(claims, "parties", ("P1",), phone="090")  # the debtor; P1 is the number of another claim too
    save_record(claims, SaveRecord("notes", {"claim_no": "P1", "written_on": DAY, "body": "別の求償権"}))
    remove_record(claims, RemoveRecord("notes", read_record(claims, "notes", (note,))))
    changes = claim_history(claims, "K1").changes
    assert told(changes) == [
        ("削除", f"メモ {note}"),
        ("訂正", "関係人 佐藤　花子（P1）"),
        ("訂正", "求償権 K1"),
        ("登録", f"メモ {note}"),
        ("取込", "test　求償権、求償権関係人"),
    ]
    assert changes[0].ref is None and changes[0].can_undo
    assert [change.title for change in claim_history(claims, "P1").changes][0].startswith("メモ")
    undo_record(claims, changes[0].audit_no)
    assert read_record(claims, "notes", (note,))["body"] == "一"


def test_a_record_that_moved_keeps_its_history(claims: Office) -> None:
    given = {"claim_no": "K1", "written_on": DAY, "body": "一"}
    number = save_record(claims, SaveRecord("notes", given)).number
    correct(claims, "notes", (number,), claim_no="P1")
    words = [change.word for change in record_history(claims, RecordRef("notes", (number,))).changes]
    assert words == ["訂正", "登録"]


def test_long_histories_come_in_pages(claims: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 3)
    for n in range(7):
        correct(claims, "parties", ("P2",), phone=str(n))
    found, further = [], 0
    while True:
        page = claim_history(claims, "K1", further)
        assert len(page.changes) <= 3
        found += [change.audit_no for change in page.changes]
        further = page.further
        if not further:
            break
    assert len(found) == 8 and found == sorted(set(found), reverse=True)


def test_two_peoples_changes_are_merged_and_what_both_changed_is_asked(claims: Office) -> None:
    seen = read_record(claims, "parties", ("P2",))
    correct(claims, "parties", ("P2",), phone="080", kana="サトウカイ")
    mine = SaveRecord("parties", {**seen, "phone": "090", "address": "別市"}, seen)
    with pytest.raises(RecordConflictError):
        save_record(claims, mine)
    view = conflict(claims, mine)
    assert [(one.heading, one.before, one.after) for one in view.taken] == [("カナ", "サトウ", "サトウカイ")]
    (contested,) = view.contested
    assert (contested.field.heading, contested.mine, contested.theirs) == ("電話番号", "090", "080")
    assert contested.field.who == view.who != ""
    assert (view.record["address"], view.record["kana"], view.record["phone"]) == ("別市", "サトウカイ", "090")
    save_record(claims, SaveRecord("parties", view.record, view.form.before))
    kept = read_record(claims, "parties", ("P2",))
    assert (kept["address"], kept["kana"], kept["phone"]) == ("別市", "サトウカイ", "090")


def test_the_choices_of_a_conflict_hold_both_peoples_persons(claims: Office) -> None:
    given = {"claim_no": "K1", "kind": "land", "owner_no": "P1"}
    number = save_record(claims, SaveRecord("collaterals", given)).number
    seen = read_record(claims, "collaterals", (number,))
    correct(claims, "collaterals", (number,), owner_no="P5")
    view = conflict(claims, SaveRecord("collaterals", {**seen, "owner_no": "P6"}, seen))
    assert {"P1", "P5", "P6"} <= {option.value for option in view.form.choices["owner_no"]}


def test_a_record_taken_out_meanwhile_cannot_be_compared(claims: Office) -> None:
    number = save_record(claims, SaveRecord("tags", {"claim_no": "K1", "tag": "急"})).number
    assert number == "K1 急"
    seen = read_record(claims, "tags", ("K1", "急"))
    remove_record(claims, RemoveRecord("tags", seen))
    with pytest.raises(NotFoundError, match="付箋「K1 急」はありません。"):
        conflict(claims, SaveRecord("tags", {**seen, "memo": "x"}, seen))


def test_an_import_that_updates_keeps_what_each_row_was(claims: Office) -> None:
    correct(claims, "parties", ("P2",), phone="1")
    with claims.database.writing() as connection:
        intake = Intake(connection, audit.record(connection, audit.BUNDLE_IMPORTED, "new.zip", "S1", {}))
        seen = dict(read_record(claims, "parties", ("P2",)))
        rows = {column: [value] for column, value in {**seen, "phone": "2", "address": "別市"}.items()}
        intake.compare(TABLE["parties"], rows)
        intake.write_rows()
        assert intake.derive() == []
        intake.write_books()
    correct(claims, "parties", ("P3",), phone="3")
    changes = record_history(claims, RecordRef("parties", ("P2",))).changes
    assert [(change.word, change.by) for change in changes][0] == ("取込", "青田 一")
    assert [(one.heading, one.before, one.after) for one in changes[0].fields] == [
        ("住所", "架空市中央2丁目", "別市"),
        ("電話番号", "1", "2"),
    ]
    assert [change.word for change in changes] == ["取込", "訂正", "取込"]
    undo_record(claims, changes[0].audit_no)
    assert read_record(claims, "parties", ("P2",)) == seen
