"""The work of a day: one statement for each group, over the claims of some people, a section or everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from collections_app.domain.codes import Approval, ClaimStatus, RecoveryType
from collections_app.domain.day_work import AHEAD_DAYS, SOON_DAYS
from collections_app.domain.instalments import PLAN_COLUMNS
from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _parties, _staff = BUNDLE["claims"], BUNDLE["parties"], BUNDLE["staff"]
_contacts, _plans, _receipts = BUNDLE["contacts"], BUNDLE["instalment_plans"], BUNDLE["receipts"]
_tasks, _steps, _actions = BUNDLE["tasks"], BUNDLE["initial_steps"], BUNDLE["legal_actions"]
_events, _deputies, _placements = BUNDLE["limitation_events"], BUNDLE["deputies"], BUNDLE["placements"]
_waivers = BUNDLE["waivers"]
_owed = claim_balances.c
_OPEN = tuple(status.value for status in ClaimStatus if status.is_open)

Rows = Sequence[Any]


class Scope:
    """Whose work: that of some people, else of a section, else of everybody."""

    def __init__(self, staff_nos: Sequence[str] = (), section: str = "") -> None:
        self.staff_nos = tuple(staff_nos)
        self.section = section

    def claims(self, *, rows_first: bool = False) -> list[ColumnElement[bool]]:
        """Return the conditions on the claims: who is in charge now.

        Where the rows are fewer than the claims, SQLite is kept from walking the claims of a person or a section first.
        """
        c = _claims.c
        if self.staff_nos:
            return [(c.staff_no.concat("") if rows_first else c.staff_no).in_(self.staff_nos)]
        return [c.section.concat("") == self.section] if self.section else []

    def tasks(self) -> list[ColumnElement[bool]]:
        """Return the conditions on the tasks: whose they are."""
        if self.staff_nos:
            return [_tasks.c.staff_no.in_(self.staff_nos)]
        return [_staff.c.section == self.section] if self.section else []


def tasks(connection: Connection, scope: Scope, day: date) -> Rows:
    """Return the tasks not done that are due within a week: number, claim, debtor, day, title, staff."""
    c = _tasks.c
    source = (
        _tasks.join(_staff, _staff.c.staff_no == c.staff_no)
        .outerjoin(_claims, _claims.c.claim_no == c.claim_no)
        .outerjoin(_parties, _parties.c.party_no == _claims.c.debtor_no)
    )
    query = select(c.task_no, c.claim_no, _parties.c.name, c.due_on, c.title, c.staff_no, _staff.c.name)
    due = (c.done_on.is_(None), c.due_on <= day + timedelta(days=SOON_DAYS))
    return connection.execute(query.select_from(source).where(*due, *scope.tasks())).all()


def next_contacts(connection: Connection, scope: Scope, day: date) -> Rows:
    """Return the planned contacts whose day has come: number, day, kind, outcome, memo, then the claim."""
    c = _contacts.alias("c")
    query = _of_claims(scope, c.c.claim_no, c.c.contact_no, c.c.next_on, c.c.kind, c.c.outcome, c.c.memo)
    return connection.execute(query.where(c.c.next_on <= day, *_is_planned(c, day))).all()


def promises(connection: Connection, scope: Scope, day: date) -> Rows:
    """Return the last promise of each claim if its day has passed.

    Number, day made, day promised, yen promised, yen received since, last contact after the promised day, the claim.
    """
    c, later, after = _contacts.alias("c"), _contacts.alias("later"), _contacts.alias("after")
    received = _received(c.c.claim_no, c.c.contacted_on, day)
    handled = select(func.max(after.c.contacted_on)).where(
        after.c.claim_no == c.c.claim_no, after.c.contacted_on > c.c.promised_on, after.c.contacted_on <= day
    )
    query = _of_claims(
        scope, c.c.claim_no, c.c.contact_no, c.c.contacted_on, c.c.promised_on, c.c.promised_amount, received,
        handled.scalar_subquery(),
    )  # fmt: skip
    replaced = exists().where(*_comes_after(later, c, day), later.c.promised_on.is_not(None))
    return connection.execute(query.where(c.c.promised_on < day, c.c.contacted_on <= day, ~replaced)).all()


def plans(connection: Connection, scope: Scope, day: date) -> Rows:
    """Return the plan in force of each claim: number, regular receipts since, its terms (`PLAN_COLUMNS`), the claim."""
    p = _plans.alias("p")
    received = _received(p.c.claim_no, p.c.starts_on, day, _receipts.c.recovery_type == RecoveryType.REGULAR.value)
    terms = (p.c[name] for name in PLAN_COLUMNS)
    query = _of_claims(scope, p.c.claim_no, p.c.plan_no, received, *terms)
    later = _plans.alias("later")
    is_newer = or_(
        later.c.starts_on > p.c.starts_on, and_(later.c.starts_on == p.c.starts_on, later.c.plan_no > p.c.plan_no)
    )
    replaced = exists().where(later.c.claim_no == p.c.claim_no, _in_force(later, day), is_newer)
    return connection.execute(query.where(_in_force(p, day), ~replaced)).all()


def approvals(connection: Connection, scope: Scope) -> Rows:
    """Return the waivers nobody decided about yet: number, day asked, part, yen, reason, who asked, the claim."""
    c, applicant = _waivers.c, _staff.alias("applicant")
    asked = func.coalesce(c.applied_on, c.decided_on)
    name = select(applicant.c.name).where(applicant.c.staff_no == c.applied_by).scalar_subquery()
    every = tuple(status.value for status in ClaimStatus)
    cells = (c.waiver_no, asked, c.part, c.amount, c.reason, name)
    query = _of_claims(scope, c.claim_no, *cells, statuses=every, rows_first=True)
    return connection.execute(query.where(c.approval == Approval.REQUESTED.value)).all()


def deadlines(connection: Connection, scope: Scope, day: date) -> Rows:
    """Return what runs out within ninety days: table, number, day, kind, the claim."""
    until = day + timedelta(days=AHEAD_DAYS)

    def of(name: str, number: str, on: str, kind: ColumnElement[Any]) -> Select[Any]:
        c = BUNDLE[name].c
        cells = (literal_column(f"'{name}'", Text), c[number], c[on].label("on_day"), kind.label("kind"))
        return _of_claims(scope, c.claim_no, *cells, rows_first=True).where(c[on].between(day, until))

    query = union_all(
        of("limitation_events", "event_no", "until", _events.c.kind),
        of("legal_actions", "action_no", "fixed_on", _actions.c.kind),
        of("instalment_plans", "plan_no", "ends_on", literal("")),
    )
    return connection.execute(query).all()


def initial_steps(connection: Connection, scope: Scope, day: date) -> Rows:
    """Return the first steps not done that are due within a week: step, day, the claim."""
    c = _steps.c
    query = _of_claims(scope, c.claim_no, c.step, c.due_on, rows_first=True)
    return connection.execute(query.where(c.done_on.is_(None), c.due_on <= day + timedelta(days=SOON_DAYS))).all()


def unplanned(connection: Connection, scope: Scope, day: date) -> Rows:
    """Return the active claims for which nobody has planned anything: principal, day of the last contact, the claim.

    A plan is: a contact to come, a task or a first step to be done, instalments agreed on, a servicer at work.
    """
    no, c, last = _claims.c.claim_no, _contacts.alias("c"), _contacts.alias("last")
    placed = _placements.c
    is_planned = (
        exists().where(c.c.claim_no == no, c.c.next_on.is_not(None), *_is_planned(c, day)),
        exists().where(_tasks.c.claim_no == no, _tasks.c.done_on.is_(None)),
        exists().where(_steps.c.claim_no == no, _steps.c.done_on.is_(None)),
        exists().where(_plans.c.claim_no == no, _in_force(_plans, day)),
        exists().where(
            placed.claim_no == no, placed.placed_on <= day, or_(placed.returned_on.is_(None), placed.returned_on > day)
        ),
    )
    newest = select(func.max(last.c.contacted_on)).where(last.c.claim_no == no, last.c.contacted_on <= day)
    cells = (_owed.principal, newest.scalar_subquery())
    query = _of_claims(scope, None, *cells, statuses=(ClaimStatus.ACTIVE.value,))
    return connection.execute(query.where(*(~planned for planned in is_planned))).all()


def planned(connection: Connection, claim_nos: Iterable[str], day: date) -> dict[str, tuple[str, date]]:
    """Return number and day of the planned contact of those claims that have one."""
    c = _contacts.alias("c")
    query = select(c.c.claim_no, c.c.contact_no, c.c.next_on).where(c.c.next_on.is_not(None), *_is_planned(c, day))
    found: dict[str, tuple[str, date]] = {}
    for chunk in in_chunks(claim_nos):
        for claim_no, number, next_on in connection.execute(query.where(c.c.claim_no.in_(chunk))):
            found[claim_no] = number, next_on
    return found


def covers(connection: Connection, day: date) -> Rows:
    """Return who does whose work on the day or later: person, deputy, first and last day, both names."""
    c, person, deputy = _deputies.c, _staff.alias("person"), _staff.alias("deputy")
    source = _deputies.join(person, person.c.staff_no == c.staff_no).join(deputy, deputy.c.staff_no == c.deputy_no)
    query = select(c.staff_no, c.deputy_no, c.starts_on, c.ends_on, person.c.name, deputy.c.name)
    ordered = query.select_from(source).where(c.ends_on >= day).order_by(c.starts_on, c.staff_no, c.deputy_no)
    return connection.execute(ordered).all()


def left_behind(connection: Connection, scope: Scope, day: date) -> Rows:
    """Return the people who left before the day and still have open claims: number, name, how many."""
    source = _claims.join(_staff, _staff.c.staff_no == _claims.c.staff_no).join(
        claim_balances, _owed.claim_no == _claims.c.claim_no
    )
    query = select(_staff.c.staff_no, _staff.c.name, func.count()).select_from(source)
    has_left = (_staff.c.active_until < day, _owed.status.in_(_OPEN))
    grouped = query.where(*has_left, *scope.claims()).group_by(_staff.c.staff_no, _staff.c.name)
    return connection.execute(grouped.order_by(_staff.c.staff_no)).all()


def _of_claims(
    scope: Scope,
    claim_no: ColumnElement[Any] | None,
    *cells: ColumnElement[Any],
    statuses: Sequence[str] = _OPEN,
    rows_first: bool = False,
) -> Select[Any]:
    """Return the SELECT of cells with, behind them, number and debtor of their claim and who is in charge of it."""
    c = _claims.c
    source: Any = _claims.join(claim_balances, _owed.claim_no == c.claim_no)
    if claim_no is not None:
        source = source.join(claim_no.table, claim_no == c.claim_no)
    # outer joins stay last: names are looked up for what is left, not for every claim of a person
    source = source.outerjoin(_parties, _parties.c.party_no == c.debtor_no)
    source = source.outerjoin(_staff, _staff.c.staff_no == c.staff_no)
    query = select(*cells, c.claim_no, _parties.c.name, c.staff_no, _staff.c.name.label("staff_name"))
    status = _owed.status.concat("") if rows_first else _owed.status
    return query.select_from(source).where(status.in_(statuses), *scope.claims(rows_first=rows_first))


def _is_planned(contact: FromClause, day: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a contact's plan stands: no later one plans anew, or came when it was due."""
    later = _contacts.alias("later")
    takes_over = or_(later.c.next_on.is_not(None), later.c.contacted_on >= contact.c.next_on)
    return contact.c.contacted_on <= day, ~exists().where(*_comes_after(later, contact, day), takes_over)


def _comes_after(later: FromClause, contact: FromClause, day: date) -> tuple[ColumnElement[bool], ...]:
    is_later = or_(
        later.c.contacted_on > contact.c.contacted_on,
        and_(later.c.contacted_on == contact.c.contacted_on, later.c.contact_no > contact.c.contact_no),
    )
    return later.c.claim_no == contact.c.claim_no, later.c.contacted_on <= day, is_later


def _in_force(plan: Any, day: date) -> ColumnElement[bool]:
    return and_(plan.c.starts_on <= day, or_(plan.c.ends_on.is_(None), plan.c.ends_on >= day))


def _received(
    claim_no: ColumnElement[Any], since: ColumnElement[Any], day: date, *where: ColumnElement[bool]
) -> ColumnElement[Any]:
    """Return the sum of a claim's receipts from a day on, reversals taken off."""
    c = _receipts.c
    wanted = (c.claim_no == claim_no, c.received_on >= since, c.received_on <= day, *where)
    return func.coalesce(select(func.sum(c.amount)).where(*wanted).scalar_subquery(), 0)
