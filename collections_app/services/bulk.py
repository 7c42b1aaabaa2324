"""One change made to many claims: looked at first, then made in one transaction, one audit record for every record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.bulk import BulkDone, BulkKind, BulkPlan, BulkWanted, Touched
from collections_app.domain.calendar import short_era
from collections_app.domain.errors import ConflictError, UserError
from collections_app.domain.progress import SILENT, Progress
from collections_app.domain.reassigning import Movable, Move, Person, shares, split
from collections_app.domain.records import RemoveRecord, SaveRecord
from collections_app.services.records import remove_in, save_in, undo_in
from collections_app.storage import bulk_claims as storage
from collections_app.storage import day_work, records

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_NO_TAG = date.max  # no tag lasts so long
_CHANGED_MEANWHILE = (
    "求償権「{}」は、見ているあいだにほかの人が変えました。何も変更していません。"
    "読み直してから、もう一度確かめてください。"
)


def tag_words(office: Office) -> tuple[str, ...]:
    """Return the words that are stuck on claims."""
    with office.database.reading() as connection:
        return storage.tags(connection)


def plan_bulk(office: Office, wanted: BulkWanted) -> BulkPlan:
    """Return what a change would do: nothing is written. UserError when somebody who has left is to take claims."""
    with office.database.reading() as connection:
        return _plan(connection, wanted)


def apply_bulk(office: Office, plan: BulkPlan, progress: Progress = SILENT) -> BulkDone:
    """Make a change as it was looked at, all of it or nothing.

    ConflictError when one of the claims changed hands, or was given or lost the tag, since it was looked at.
    """
    if not plan.claim_nos:
        raise UserError("変更する求償権がありません。対象と変更の内容を確かめてください。")
    with office.database.writing() as connection:
        _refuse_changed(_plan(connection, plan.wanted), plan)
        audit_nos: list[int] = []
        for done, changes in enumerate(_each(connection, plan), 1):
            audit_nos += changes
            progress.step(f"{plan.wanted.kind.label}：{plan.claim_nos[done - 1]}", done, len(plan.claim_nos))
    return BulkDone(len(plan.claim_nos), tuple(audit_nos))


def undo_bulk(office: Office, done: BulkDone, progress: Progress = SILENT) -> int:
    """Take a change back, all of it or nothing, and return of how many claims it was; UserError when it cannot be."""
    with office.database.writing() as connection:
        for place, audit_no in enumerate(reversed(done.audit_nos), 1):
            undo_in(connection, audit_no)
            progress.step("元に戻しています", place, len(done.audit_nos))
    return done.count


def _plan(connection: Connection, wanted: BulkWanted) -> BulkPlan:
    found = storage.movable(connection, wanted.claims, wanted.day)
    claims = [claim for claim in found if claim.is_open or not wanted.open_only]
    closed = len(found) - len(claims)
    if wanted.kind is BulkKind.REASSIGN:
        return _reassignment(connection, wanted, claims, closed)
    touched = claims if wanted.is_complete else []
    if wanted.kind is BulkKind.ADD_TAG:
        tagged = storage.tagged(connection, wanted.tag)
        touched = [claim for claim in touched if tagged.get(claim.claim_no, _NO_TAG) != wanted.until]
    elif wanted.kind is BulkKind.REMOVE_TAG:
        tagged = storage.tagged(connection, wanted.tag)
        touched = [claim for claim in touched if claim.claim_no in tagged]
    elif wanted.kind is BulkKind.MOVE_NEXT:
        planned = day_work.planned(connection, [claim.claim_no for claim in touched], wanted.day)
        touched = [one for one in touched if one.claim_no in planned and planned[one.claim_no][1] != wanted.due_on]
    numbers = tuple(claim.claim_no for claim in touched)
    principal = sum(claim.principal for claim in touched)
    same = len(claims) - len(touched) if wanted.is_complete else 0
    people = storage.people(connection)
    return BulkPlan(
        wanted, numbers, principal, same, closed, shares=shares(people, (), ()), touched=_touched(people, touched)
    )


def _touched(people: tuple[Person, ...], claims: list[Movable]) -> tuple[Touched, ...]:
    found: dict[str, list[Movable]] = {}
    for claim in claims:
        found.setdefault(claim.staff_no, []).append(claim)
    return tuple(
        Touched(one.name, one.section, len(mine), sum(claim.principal for claim in mine))
        for one in people
        if (mine := found.get(one.staff_no))
    )


def _reassignment(connection: Connection, wanted: BulkWanted, claims: list[Movable], closed: int) -> BulkPlan:
    people = storage.people(connection)
    by_number = {person.staff_no: person for person in people}
    for taker in wanted.takers:
        _refuse_left(by_number, taker, wanted)
    moves = split(claims, wanted.takers, wanted.by)
    numbers = tuple(move.claim_no for move in moves)
    moved = set(numbers)
    takers = [by_number[taker] for taker in wanted.takers]
    return BulkPlan(
        wanted,
        numbers,
        sum(claim.principal for claim in claims if claim.claim_no in moved),
        len(claims) - len(moves) if wanted.takers else 0,
        closed,
        moves,
        shares(people, claims, moves),
        tasks=sum(len(_going_along(found, move)) for found, move in _tasks_of(connection, moves)),
        warnings=tuple(_leaving(person) for person in takers if person.active_until is not None),
    )


def _refuse_left(people: dict[str, Person], taker: str, wanted: BulkWanted) -> None:
    person = people.get(taker)
    if person is None:
        raise UserError(f"職員番号「{taker}」の職員は登録されていません。受け取る人を選び直してください。")
    if not person.may_take(wanted.day):
        until = short_era(person.active_until) if person.active_until is not None else ""
        raise UserError(f"{person.name} は {until} で在籍を終えています。在籍している人を選んでください。")


def _leaving(person: Person) -> str:
    until = short_era(person.active_until) if person.active_until is not None else ""
    return f"{person.name} は {until} で在籍を終えます。"


def _tasks_of(connection: Connection, moves: tuple[Move, ...]) -> Iterator[tuple[list[tuple[str, str]], Move]]:
    found = storage.open_tasks(connection, [move.claim_no for move in moves])
    for move in moves:
        if move.claim_no in found:
            yield found[move.claim_no], move


def _going_along(tasks: list[tuple[str, str]], move: Move) -> list[str]:
    """Return the numbers of the tasks that go with a claim: those of the person who gives it."""
    return [task_no for task_no, staff_no in tasks if staff_no == move.giver]


def _refuse_changed(now: BulkPlan, seen: BulkPlan) -> None:
    moved = {move.claim_no for move in {*now.moves} ^ {*seen.moves}}
    differing = moved | ({*now.claim_nos} ^ {*seen.claim_nos})
    if differing:
        raise ConflictError(_CHANGED_MEANWHILE.format(min(differing)))


def _each(connection: Connection, plan: BulkPlan) -> Iterator[list[int]]:
    """Change the claims one by one; the numbers of the audit records come out."""
    wanted = plan.wanted
    if wanted.kind is BulkKind.REASSIGN:
        yield from _moved(connection, plan)
        return
    planned = day_work.planned(connection, plan.claim_nos, wanted.day) if wanted.kind is BulkKind.MOVE_NEXT else {}
    for claim_no in plan.claim_nos:
        if wanted.kind is BulkKind.MOVE_NEXT:
            contact = _kept(connection, "contacts", (planned[claim_no][0],))
            command = SaveRecord("contacts", {**contact, "next_on": wanted.due_on}, contact)
            yield [save_in(connection, command).audit_no]
        elif wanted.kind is BulkKind.ADD_TAG:
            before = records.read(connection, "tags", (claim_no, wanted.tag))
            tag = {**(before or {"claim_no": claim_no, "tag": wanted.tag}), "until": wanted.until}
            yield [save_in(connection, SaveRecord("tags", tag, before)).audit_no]
        elif wanted.kind is BulkKind.REMOVE_TAG:
            kept = _kept(connection, "tags", (claim_no, wanted.tag))
            yield [remove_in(connection, RemoveRecord("tags", kept)).audit_no]
        else:
            claim = _kept(connection, "claims", (claim_no,))
            task = {"claim_no": claim_no, "staff_no": claim["staff_no"], "due_on": wanted.due_on, "title": wanted.title}
            yield [save_in(connection, SaveRecord("tasks", task)).audit_no]


def _moved(connection: Connection, plan: BulkPlan) -> Iterator[list[int]]:
    sections = {share.person.staff_no: share.person.section for share in plan.shares}
    tasks = {move.claim_no: _going_along(found, move) for found, move in _tasks_of(connection, plan.moves)}
    for move in plan.moves:
        before = _kept(connection, "claims", (move.claim_no,))
        after = {**before, "staff_no": move.taker, "section": sections[move.taker]}
        audit_nos = [save_in(connection, SaveRecord("claims", after, before)).audit_no]
        for task_no in tasks.get(move.claim_no, ()):
            task = _kept(connection, "tasks", (task_no,))
            command = SaveRecord("tasks", {**task, "staff_no": move.taker}, task)
            audit_nos.append(save_in(connection, command).audit_no)
        yield audit_nos


def _kept(connection: Connection, table: str, key: tuple[str, ...]) -> dict[str, object]:
    found = records.read(connection, table, key)
    assert found is not None  # the plan was compared in this transaction
    return found
