"""The work of a day as the page shows it, and the two keys that change it: done, put off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain import codes
from collections_app.domain.arrears import arrears_of
from collections_app.domain.bundle import TABLE
from collections_app.domain.day_work import (
    DONE_TABLES,
    POSTPONED,
    Cover,
    DayWanted,
    DayWork,
    LeftBehind,
    Reach,
    WorkGroup,
    WorkItem,
    in_order,
)
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.instalments import PLAN_COLUMNS, plan_of
from collections_app.domain.promises import Promise, missing_of
from collections_app.domain.records import RecordRef, SaveRecord, key_words
from collections_app.services.business_days import business_days
from collections_app.services.records import save_in
from collections_app.storage import day_work as storage
from collections_app.storage import records

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_DATED = {"legal_actions": "確定予定", "instalment_plans": "弁済計画の終了"}


def day_work(office: Office, wanted: DayWanted) -> DayWork:
    """Return everything to be done by a person, a section or everybody on a day; a deputy's work holds the other's."""
    with office.database.reading() as connection:
        covers = _covers(connection, wanted)
        scope = _scope(connection, wanted, covers)
        items = (*_pressing(connection, scope, wanted.day), *_unplanned(connection, scope, wanted.day))
        left = tuple(LeftBehind(*row) for row in storage.left_behind(connection, scope, wanted.day))
    return DayWork(wanted, in_order(items), covers, left)


def overdue_count(office: Office, wanted: DayWanted) -> int:
    """Return how many things of a person are overdue on a day."""
    with office.database.reading() as connection:
        scope = _scope(connection, wanted, _covers(connection, wanted))
        return sum(item.is_late(wanted.day) for item in _pressing(connection, scope, wanted.day))


def mark_done(office: Office, ref: RecordRef, day: date) -> Changes:
    """Mark a task or a first step as done on a day; UserError when it is done already, or is nothing of the kind."""
    if ref.table not in DONE_TABLES:
        raise UserError(f"{TABLE[ref.table].title}には完了の印がありません。求償権を開いて記録してください。")
    with office.database.writing() as connection:
        before = _kept(connection, ref)
        if before["done_on"] is not None:
            raise UserError(f"{TABLE[ref.table].title}「{key_words(ref.key)}」はすでに完了しています。")
        return save_in(connection, SaveRecord(ref.table, {**before, "done_on": day}, before))


def postpone(office: Office, ref: RecordRef, day: date) -> Changes:
    """Put a task or a planned contact off to a day; UserError when a record has no such day."""
    column = POSTPONED.get(ref.table)
    if column is None:
        raise UserError(f"{TABLE[ref.table].title}の期日は延期できません。求償権を開いて記録してください。")
    with office.database.writing() as connection:
        before = _kept(connection, ref)
        return save_in(connection, SaveRecord(ref.table, {**before, column: day}, before))


def _kept(connection: Connection, ref: RecordRef) -> dict[str, Any]:
    found = records.read(connection, ref.table, ref.key)
    if found is None:
        raise NotFoundError(f"{TABLE[ref.table].title}「{key_words(ref.key)}」はありません。読み直してください。")
    return found


def _scope(connection: Connection, wanted: DayWanted, covers: tuple[Cover, ...]) -> storage.Scope:
    if wanted.reach is Reach.ALL:
        return storage.Scope()
    if wanted.reach is Reach.SECTION:
        person = records.read(connection, "staff", (wanted.staff_no,))
        return storage.Scope(section=person["section"] if person is not None else "")
    absent = (one.staff_no for one in covers if one.deputy_no == wanted.staff_no and one.holds_on(wanted.day))
    return storage.Scope((wanted.staff_no, *sorted(set(absent))))


def _covers(connection: Connection, wanted: DayWanted) -> tuple[Cover, ...]:
    """Return who does whose work, now or soon: of one person's only what concerns that person."""
    found = []
    for staff_no, deputy_no, starts_on, ends_on, name, deputy_name in storage.covers(connection, wanted.day):
        if wanted.reach is not Reach.OWN or wanted.staff_no in (staff_no, deputy_no):
            ref = RecordRef("deputies", (staff_no, deputy_no, starts_on))
            found.append(Cover(ref, staff_no, name, deputy_no, deputy_name, starts_on, ends_on))
    return tuple(found)


def _pressing(connection: Connection, scope: storage.Scope, day: date) -> Iterator[WorkItem]:
    """Yield everything that has a day."""
    for number, claim_no, debtor, due_on, title, staff_no, name in storage.tasks(connection, scope, day):
        ref = RecordRef("tasks", (number,))
        yield WorkItem(WorkGroup.TASK, ref, claim_no or "", debtor or "", title, due_on, staff_no, name)
    for number, next_on, kind, outcome, memo, *claim in storage.next_contacts(connection, scope, day):
        ref = RecordRef("contacts", (number,))
        yield _item(WorkGroup.NEXT, ref, claim, _contact_words(kind, outcome, memo), next_on)
    for number, asked_on, part, amount, reason, who, *claim in storage.approvals(connection, scope):
        words = "　".join(word for word in (f"{codes.Part(part).label}の減免", reason, f"申請 {who or ''}") if word)
        yield replace(_item(WorkGroup.APPROVAL, RecordRef("waivers", (number,)), claim, words, asked_on), amount=amount)
    yield from _broken(connection, scope, day)
    yield from _behind(connection, scope, day)
    for table, number, on, kind, *claim in storage.deadlines(connection, scope, day):
        words = _DATED.get(table) or f"{codes.LimitationEventKind(kind).label}の期限"
        if table == "legal_actions":
            words = f"{codes.ActionKind(kind).label}　{words}"
        yield _item(WorkGroup.DEADLINE, RecordRef(table, (number,)), claim, words, on)
    for step, due_on, *claim in storage.initial_steps(connection, scope, day):
        ref = RecordRef("initial_steps", (claim[0], step))
        yield _item(WorkGroup.STEP, ref, claim, codes.InitialStep(step).label, due_on)


def _broken(connection: Connection, scope: storage.Scope, day: date) -> Iterator[WorkItem]:
    for number, made_on, on, promised, received, handled_on, *claim in storage.promises(connection, scope, day):
        missing = missing_of(Promise(made_on, on, promised), int(received), day)
        if missing:
            words = f"約束 {promised:,}円　入金 {int(received):,}円" if promised else "約束（額なし）　入金なし"
            item = _item(WorkGroup.PROMISE, RecordRef("contacts", (number,)), claim, words, on)
            yield replace(item, amount=missing if promised else None, handled_on=handled_on)


def _behind(connection: Connection, scope: storage.Scope, day: date) -> Iterator[WorkItem]:
    calendar = business_days()
    width = len(PLAN_COLUMNS)
    for number, received, *cells in storage.plans(connection, scope, day):
        plan, claim = plan_of(dict(zip(PLAN_COLUMNS, cells[:width], strict=True))), cells[width:]
        found = arrears_of(plan, int(received), day, calendar)
        if found is not None:
            words = f"月 {plan.amount:,}円　毎月{plan.day_of_month}日"
            item = _item(WorkGroup.ARREARS, RecordRef("instalment_plans", (number,)), claim, words, found.since)
            yield replace(item, amount=found.yen, months=found.months)


def _unplanned(connection: Connection, scope: storage.Scope, day: date) -> Iterator[WorkItem]:
    for principal, last_on, *claim in storage.unplanned(connection, scope, day):
        words = "最終対応のあとの予定がありません" if last_on is not None else "対応の記録がありません"
        item = _item(WorkGroup.UNPLANNED, RecordRef("claims", (claim[0],)), claim, words, last_on)
        yield replace(item, amount=principal)


def _item(group: WorkGroup, ref: RecordRef, claim: list[Any], words: str, on: date | None) -> WorkItem:
    claim_no, debtor, staff_no, staff_name = claim
    return WorkItem(group, ref, claim_no, debtor, words, on, staff_no, staff_name)


def _contact_words(kind: str, outcome: str | None, memo: str | None) -> str:
    word = codes.ContactKind(kind).label
    said = codes.ContactOutcome(outcome).label if outcome else ""
    first_line = (memo or "").partition("\n")[0]
    return "　".join(part for part in (word, said, first_line) if part)
