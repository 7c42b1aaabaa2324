"""Many claims changed together on both engines: as it was looked at, all or nothing, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from collections_app.domain.bulk import BulkKind, BulkWanted, ClaimsWanted
from collections_app.domain.errors import CancelledError, ConflictError, UserError
from collections_app.domain.progress import Progress
from collections_app.domain.reassigning import SplitBy
from collections_app.domain.records import SaveRecord
from collections_app.services.bulk import apply_bulk, plan_bulk, tag_words, undo_bulk
from collections_app.services.claims import open_claim
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.records import read_record, save_record
from collections_app.storage import totals
from collections_app.storage.tables import BUNDLE, audit_records, ledger_entries
from tests.storage.making import SECTIONS, Invented, take_in

DAY = date(2025, 3, 31)


@pytest.fixture
def filled(office: Office) -> Office:
    invented = Invented(30, seed=3)
    rows = invented.rows
    rows["tasks"] = [
        {"task_no": f"Y{n:06}", "claim_no": claim["claim_no"], "staff_no": who, "due_on": DAY, "title": "照会"}
        for n, claim in enumerate(rows["claims"][:12])
        for who in ("S1" if n % 2 else claim["staff_no"],)
    ]
    take_in(office, rows)
    return office


def in_charge(office: Office) -> dict[str, tuple[str, str]]:
    c = BUNDLE["claims"].c
    with office.database.reading() as connection:
        rows = connection.execute(select(c.claim_no, c.staff_no, c.section))
        return {row.claim_no: (row.staff_no, row.section) for row in rows}


def counted(office: Office) -> dict[Any, Any]:
    with office.database.reading() as connection:
        return totals.kept(connection)


def wanted(**given: Any) -> BulkWanted:
    usual: dict[str, Any] = {"kind": BulkKind.REASSIGN, "claims": ClaimsWanted(staff_no="S1"), "day": DAY}
    return BulkWanted(**usual | given)


@pytest.mark.parametrize("by", list(SplitBy))
def test_claims_change_hands_and_no_past_figure_moves(filled: Office, by: SplitBy) -> None:
    before, figures = in_charge(filled), counted(filled)
    with filled.database.reading() as connection:
        entries = connection.scalar(select(func.count()).select_from(ledger_entries))
    plan = plan_bulk(filled, wanted(takers=("S2", "S3"), by=by))
    assert in_charge(filled) == before and counted(filled) == figures, "looking writes nothing"
    mine = {no for no, (staff_no, _) in before.items() if staff_no == "S1"}
    assert 0 < len(plan.claim_nos) == len(mine) - plan.closed
    shares = {share.person.staff_no: share for share in plan.shares}
    assert shares["S1"].count == 0 and shares["S1"].person.count == len(plan.claim_nos)
    assert sum(share.count for share in plan.shares) == sum(share.person.count for share in plan.shares)
    assert plan.principal == shares["S1"].person.principal
    done = apply_bulk(filled, plan)
    after = in_charge(filled)
    assert {no for no in before if after[no] != before[no]} == set(plan.claim_nos)
    assert {after[no] for no in plan.claim_nos} == {("S2", SECTIONS[1]), ("S3", SECTIONS[0])}
    assert counted(filled) == figures, "the figures of sections and staff stay with whoever was in charge then"
    with filled.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(ledger_entries)) == entries
    assert check(filled) == ()
    fresh = plan_bulk(filled, wanted(claims=ClaimsWanted(claim_nos=plan.claim_nos), takers=("S2", "S3"), by=by))
    assert {s.person.staff_no: s.person.count for s in fresh.shares} == {
        s.person.staff_no: s.count for s in plan.shares
    }
    assert undo_bulk(filled, done) == len(plan.claim_nos)
    assert in_charge(filled) == before and counted(filled) == figures and check(filled) == ()


def test_one_audit_record_for_every_claim_and_tasks_go_along(filled: Office) -> None:
    plan = plan_bulk(filled, wanted(takers=("S3",)))
    t, c = BUNDLE["tasks"].c, audit_records.c
    moving = select(t.task_no).where(t.claim_no.in_(plan.claim_nos), t.staff_no == "S1")
    with filled.database.reading() as connection:
        tasks = set(connection.scalars(moving))
    assert plan.tasks == len(tasks) > 0
    done = apply_bulk(filled, plan)
    with filled.database.reading() as connection:
        subjects = list(connection.scalars(select(c.subject).where(c.audit_no.in_(done.audit_nos))))
        holders = set(connection.scalars(select(t.staff_no).where(t.task_no.in_(tasks))))
    assert len(done.audit_nos) == len(plan.claim_nos) + plan.tasks
    assert set(subjects) == set(plan.claim_nos) and holders == {"S3"}


def test_nobody_gets_claims_after_leaving(filled: Office) -> None:
    person = read_record(filled, "staff", ("S2",))
    save_record(filled, SaveRecord("staff", {**person, "active_until": DAY}, person))
    assert plan_bulk(filled, wanted(takers=("S2",))).warnings == ("井口 二 は R7.3.31 で在籍を終えます。",)
    with pytest.raises(UserError, match="在籍を終えています"):
        plan_bulk(filled, wanted(takers=("S2",), day=DAY + timedelta(days=1)))
    with pytest.raises(UserError, match="登録されていません"):
        plan_bulk(filled, wanted(takers=("S9",)))


def test_what_changed_meanwhile_stops_everything(filled: Office) -> None:
    plan = plan_bulk(filled, wanted(takers=("S2", "S3")))
    last = read_record(filled, "claims", (plan.claim_nos[-1],))
    save_record(filled, SaveRecord("claims", {**last, "staff_no": "S3"}, last))
    before = in_charge(filled)
    with pytest.raises(ConflictError, match="見ているあいだに"):
        apply_bulk(filled, plan)
    assert in_charge(filled) == before


def test_stopping_in_the_middle_keeps_nothing(filled: Office) -> None:
    plan, before, steps = plan_bulk(filled, wanted(takers=("S2",))), in_charge(filled), []
    with pytest.raises(CancelledError):
        apply_bulk(filled, plan, Progress(lambda *step: steps.append(step), lambda: len(steps) == 2))
    assert [step[1:] for step in steps] == [(1, len(plan.claim_nos)), (2, len(plan.claim_nos))]
    assert in_charge(filled) == before


def test_closed_claims_stay_unless_wanted(filled: Office) -> None:
    everything = plan_bulk(filled, wanted(claims=ClaimsWanted(section=SECTIONS[0]), takers=("S2",), open_only=False))
    some = plan_bulk(filled, wanted(claims=ClaimsWanted(section=SECTIONS[0]), takers=("S2",)))
    assert some.closed > 0 and len(everything.claim_nos) == len(some.claim_nos) + some.closed
    assert everything.shares == some.shares, "what nobody works on counts for nobody"
    assert plan_bulk(filled, wanted(claims=ClaimsWanted(), takers=("S2",))).claim_nos == ()
    with pytest.raises(UserError, match="変更する求償権がありません"):
        apply_bulk(filled, plan_bulk(filled, wanted(takers=())))


def test_a_tag_is_stuck_on_renewed_taken_off_and_found_by(filled: Office) -> None:
    numbers = tuple(sorted(in_charge(filled))[:5])
    claims = ClaimsWanted(claim_nos=numbers)
    give = wanted(kind=BulkKind.ADD_TAG, claims=claims, tag="四月異動", open_only=False)
    save_record(filled, SaveRecord("tags", {"claim_no": numbers[0], "tag": "四月異動", "memo": "先に"}))
    save_record(
        filled,
        SaveRecord("tags", {"claim_no": numbers[1], "tag": "四月異動", "until": DAY - timedelta(days=9), "memo": "古"}),
    )
    plan = plan_bulk(filled, give)
    assert (plan.claim_nos, plan.same) == (numbers[1:], 1)
    done = apply_bulk(filled, plan)
    assert plan_bulk(filled, give).claim_nos == ()
    assert read_record(filled, "tags", (numbers[1], "四月異動")) == {
        "claim_no": numbers[1], "tag": "四月異動", "until": None, "memo": "古",
    }  # fmt: skip
    assert "四月異動" in tag_words(filled)
    by_tag = ClaimsWanted(tag="四月異動")
    take = replace(give, kind=BulkKind.REMOVE_TAG, claims=by_tag)
    assert plan_bulk(filled, take).claim_nos == numbers
    apply_bulk(filled, plan_bulk(filled, take))
    assert "四月異動" not in tag_words(filled)
    with pytest.raises(UserError, match="元に戻せません"):
        undo_bulk(filled, done)
    assert plan_bulk(filled, replace(give, tag="")).claim_nos == ()


def test_planned_contacts_are_moved_and_others_left(filled: Office) -> None:
    to = DAY + timedelta(days=30)
    move = wanted(kind=BulkKind.MOVE_NEXT, claims=ClaimsWanted(section=SECTIONS[0]), due_on=to)
    plan = plan_bulk(filled, move)
    assert plan.claim_nos and plan.same > 0
    before = {no: open_claim(filled, no, DAY).next_on for no in plan.claim_nos}
    assert None not in before.values()
    done = apply_bulk(filled, plan)
    assert {open_claim(filled, no, DAY).next_on for no in plan.claim_nos} == {to}
    assert plan_bulk(filled, move).claim_nos == ()
    undo_bulk(filled, done)
    assert {no: open_claim(filled, no, DAY).next_on for no in plan.claim_nos} == before
    assert plan_bulk(filled, replace(move, due_on=None)).claim_nos == ()


def test_a_task_for_everybody_in_charge(filled: Office) -> None:
    numbers = tuple(sorted(in_charge(filled)))[:6]
    add = wanted(
        kind=BulkKind.ADD_TASK, claims=ClaimsWanted(claim_nos=numbers), title="現況を確かめる", open_only=False
    )
    assert plan_bulk(filled, add).claim_nos == (), "a day is missing"
    plan = plan_bulk(filled, replace(add, due_on=DAY))
    done = apply_bulk(filled, plan)
    t = BUNDLE["tasks"].c
    with filled.database.reading() as connection:
        rows = connection.execute(select(t.claim_no, t.staff_no, t.due_on).where(t.title == "現況を確かめる"))
        kept = {(row.claim_no, row.staff_no, row.due_on) for row in rows}
    assert kept == {(no, in_charge(filled)[no][0], DAY) for no in numbers}
    undo_bulk(filled, done)
    with filled.database.reading() as connection:
        assert connection.scalar(select(func.count()).where(t.title == "現況を確かめる")) == 0
