"""The claim list: filtered and sorted in SQL, its rows by number, its sums.

Amounts are those of the newest records: a list is as of the day of the newest record or later. Only damages run on to
the day asked for, from the balance remembered at the last posting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    Text,
    any_,
    bindparam,
    case,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY

from collections_app.domain.codes import ClaimStatus, ContactKind, DayBasis
from collections_app.domain.damages import segment_damages
from collections_app.domain.views import Choice, ClaimFilter, ClaimOrder, ClaimRow, ClaimSums
from collections_app.storage.facts import rates_of
from collections_app.storage.searchable import folded, found_first
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _parties, _staff = BUNDLE["claims"], BUNDLE["parties"], BUNDLE["staff"]
_contacts, _plans = BUNDLE["contacts"], BUNDLE["instalment_plans"]
_owed = claim_balances.c
_STATUS = {status.value: status for status in ClaimStatus}
_KIND = {kind.value: kind for kind in ContactKind}
_BASIS = {basis.value: basis for basis in DayBasis}
_RANK = {status.value: n for n, status in enumerate(ClaimStatus)}
_AT_ONCE = 1_000

_Day = date | BindParameter[Any]


def numbers(
    connection: Connection, chosen: ClaimFilter, order: ClaimOrder, as_of: date, limit: int | None = None
) -> list[str]:
    """Return the numbers of the claims of a filter in that order, the first `limit` or all.

    What is empty comes last in both directions; equals come by number.
    """
    if order.column == "damages":
        return _by_damages(connection, chosen, as_of, descending=order.descending)[:limit]
    found: list[str] = []
    walks = limit is not None and connection.dialect.name == "sqlite" and not _is_narrow(chosen)
    for query in _in_order(connection.dialect.name, chosen, order, as_of, walks=walks):
        wanted = None if limit is None else limit - len(found)
        if wanted != 0:
            found.extend(connection.scalars(query.limit(wanted)))
    return found


def sums(connection: Connection, chosen: ClaimFilter, as_of: date) -> ClaimSums:
    """Return how many claims a filter has and what is owed on them."""
    count = principal = damages = costs = 0
    for row in connection.execute(_amounts(connection.dialect.name, chosen)):
        count += 1
        principal += row[1]
        damages += _damages_on(as_of, *row[1:6])
        costs += row[6]
    return ClaimSums(count, principal, damages, costs)


def rows(connection: Connection, claim_nos: Sequence[str], as_of: date) -> list[ClaimRow]:
    """Return the lines of those claims in the order of their numbers; a number without a claim has none."""
    found: dict[str, ClaimRow] = {}
    dialect = connection.dialect.name
    for start in range(0, len(claim_nos), _AT_ONCE):
        wanted = list(claim_nos[start : start + _AT_ONCE])
        cells = {"as_of": as_of, "wanted": json.dumps(wanted) if dialect == "sqlite" else wanted}
        for row in connection.execute(_lines(dialect), cells):
            found[row[0]] = _line(row, as_of)
    return [found[claim_no] for claim_no in claim_nos if claim_no in found]


def sections(connection: Connection, only: Sequence[ClaimStatus] = ()) -> tuple[Choice, ...]:
    """Return the sections that have claims, counting those of some states only, or all."""
    section = _claims.c.section
    query = select(section, func.count()).group_by(section).order_by(section)
    query = _only(query, only)
    return tuple(Choice(name, name, count) for name, count in connection.execute(query))


def staff(connection: Connection, section: str = "", only: Sequence[ClaimStatus] = ()) -> tuple[Choice, ...]:
    """Return the people who have claims of that section, or any, counting those of some states only, or all."""
    query = (
        select(_claims.c.staff_no, _staff.c.name, func.count())
        .join(_staff, _staff.c.staff_no == _claims.c.staff_no)
        .group_by(_claims.c.staff_no, _staff.c.name)
        .order_by(_claims.c.staff_no)
    )
    if section:
        query = query.where(_claims.c.section == section)
    return tuple(Choice(*row) for row in connection.execute(_only(query, only)))


def _only(query: Select[Any], only: Sequence[ClaimStatus]) -> Select[Any]:
    """Return the query over claims, restricted to those of some states."""
    if not only:
        return query
    of_them = select(_owed.claim_no).where(_owed.status.in_([status.value for status in only]))
    return query.where(_claims.c.claim_no.in_(of_them))


def statuses(connection: Connection, section: str = "", staff_no: str = "") -> tuple[Choice, ...]:
    """Return every state in its order with the number of claims of that section and person."""
    query = select(_owed.status, func.count()).group_by(_owed.status)
    if section or staff_no:
        query = query.join(_claims, _claims.c.claim_no == _owed.claim_no)
        query = query.where(*_conditions(connection.dialect.name, ClaimFilter(section=section, staff_no=staff_no)))
    counts = {str(status): int(count) for status, count in connection.execute(query)}
    return tuple(Choice(status.value, status.label, counts.get(status.value, 0)) for status in ClaimStatus)


def _conditions(dialect: str, chosen: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of a filter on the claims."""
    c = _claims.c
    if chosen.section:
        yield c.section == chosen.section
    if chosen.staff_no:
        yield c.staff_no == chosen.staff_no
    if chosen.statuses:
        is_chosen = _owed.status.in_([status.value for status in chosen.statuses])
        yield exists().where(_owed.claim_no == c.claim_no, is_chosen).correlate(_claims)
    if chosen.claim_nos:
        yield _among(dialect, c.claim_no, chosen.claim_nos)
    if part := folded(chosen.text):
        by_debtor = select(c.claim_no).where(c.debtor_no.in_(found_first(dialect, "party", part)))
        yield c.claim_no.in_(union(found_first(dialect, "claim", part), by_debtor))


def _among(dialect: str, name: ColumnElement[Any], values: Any) -> ColumnElement[bool]:
    """Return the condition that a column has one of any number of values: a list, or a parameter of the dialect."""
    if dialect == "sqlite":
        given = values if isinstance(values, ColumnElement) else json.dumps(list(values))
        listed = func.json_each(given).table_valued(column("value", Text))
        return name.in_(select(listed.c.value))
    return name == any_(values if isinstance(values, ColumnElement) else literal(list(values), ARRAY(Text)))


def _with_balances(source: FromClause) -> FromClause:
    return source.join(claim_balances, _owed.claim_no == _claims.c.claim_no)


def _is_narrow(chosen: ClaimFilter) -> bool:
    """Tell whether a filter leaves few claims: those are found first and sorted then."""
    return bool(chosen.text or chosen.claim_nos or chosen.staff_no)


def _in_order(
    dialect: str, chosen: ClaimFilter, order: ClaimOrder, as_of: date, *, walks: bool
) -> Iterator[Select[tuple[str]]]:
    """Yield the SELECTs whose numbers, one after the other, are those of the list.

    When it walks, the debtors are read in the order of their index and only as many as are wanted.
    """
    keys = _keys(order.column, as_of)
    source: FromClause = _claims
    if order.column == "debtor":
        party_no = _parties.c.party_no.concat("") if walks else _parties.c.party_no  # no index: debtors come first
        source = source.join(_parties, party_no == _claims.c.debtor_no)
    if order.column in _OF_BALANCE:
        source = _with_balances(source)
    query = select(_claims.c.claim_no).select_from(source).where(*_conditions(dialect, chosen))
    ordered = query.order_by(*(key.desc() if order.descending else key for key in keys), _claims.c.claim_no)
    if order.column not in _NULLABLE:
        yield ordered
        return
    yield ordered.where(keys[0].is_not(None))  # two questions: an index answers each of them in order
    yield ordered.where(keys[0].is_(None))


_OF_BALANCE = ("status", "principal", "costs")
_NULLABLE = ("debtor", "monthly_amount", "last_contact_on", "next_on", "bank_name")


def _keys(name: str, as_of: date) -> tuple[ColumnElement[Any], ...]:
    made: dict[str, Callable[[], tuple[ColumnElement[Any], ...]]] = {
        "claim_no": lambda: (_claims.c.claim_no,),
        "debtor": lambda: (_parties.c.kana, _parties.c.name),
        "status": lambda: (case(_RANK, value=_owed.status),),
        "principal": lambda: (_owed.principal,),
        "costs": lambda: (_owed.costs,),
        "monthly_amount": lambda: (_of_plan(_plans.c.amount, as_of),),
        "last_contact_on": lambda: (_of_contact(_contacts.c.contacted_on, as_of),),
        "next_on": lambda: (_of_contact(_contacts.c.next_on, as_of, _contacts.c.next_on.is_not(None)),),
        "staff": lambda: (_claims.c.staff_no,),
    }
    return made[name]() if name in made else (_claims.c[name],)


def _of_plan(name: ColumnElement[Any], as_of: _Day) -> Any:
    """Return a column of a claim's newest instalment plan in force on the day."""
    c = _plans.c
    in_force = (c.claim_no == _claims.c.claim_no, c.starts_on <= as_of, or_(c.ends_on.is_(None), c.ends_on >= as_of))
    query = select(name).where(*in_force).order_by(c.starts_on.desc(), c.plan_no.desc()).limit(1)
    return query.correlate(_claims).scalar_subquery()


def _of_contact(name: ColumnElement[Any], as_of: _Day, *where: ColumnElement[bool]) -> Any:
    """Return a column of a claim's newest contact by the day that meets the condition."""
    c = _contacts.c
    query = select(name).where(c.claim_no == _claims.c.claim_no, c.contacted_on <= as_of, *where)
    query = query.order_by(c.contacted_on.desc(), c.contact_no.desc()).limit(1)
    return query.correlate(_claims).scalar_subquery()


def _amounts(dialect: str, chosen: ClaimFilter) -> Select[Any]:
    c = _claims.c
    return (
        select(c.claim_no, _owed.principal, _owed.damages, _owed.accrues_from, c.damages_rate, c.day_basis, _owed.costs)
        .select_from(_with_balances(_claims))
        .where(*_conditions(dialect, chosen))
    )


def _damages_on(as_of: date, principal: int, damages: int, accrues_from: date, rate: str, basis: str) -> int:
    if principal <= 0 or as_of <= accrues_from:
        return damages
    return damages + segment_damages(principal, rates_of(rate), accrues_from, as_of, _BASIS[basis])


def _by_damages(connection: Connection, chosen: ClaimFilter, as_of: date, *, descending: bool) -> list[str]:
    found = [
        (_damages_on(as_of, *row[1:6]), row[0]) for row in connection.execute(_amounts(connection.dialect.name, chosen))
    ]
    found.sort(key=itemgetter(1))
    found.sort(key=itemgetter(0), reverse=descending)
    return [claim_no for _, claim_no in found]


@cache
def _lines(dialect: str) -> Select[Any]:
    """Return the SELECT of the lines of the claims `wanted` as of `as_of`, built once."""
    as_of = bindparam("as_of", type_=Date)
    c, last, following = _claims.c, _contacts.alias("last"), _contacts.alias("following")
    wanted = bindparam("wanted", type_=Text if dialect == "sqlite" else ARRAY(Text))
    newest = _of_contact(_contacts.c.contact_no, as_of)
    newest_with_next = _of_contact(_contacts.c.contact_no, as_of, _contacts.c.next_on.is_not(None))
    source = (
        _with_balances(_claims)
        .join(_parties, _parties.c.party_no == c.debtor_no)
        .join(_staff, _staff.c.staff_no == c.staff_no)
        .outerjoin(last, last.c.contact_no == newest)
        .outerjoin(following, following.c.contact_no == newest_with_next)
    )
    return select(
        c.claim_no, _parties.c.name, _parties.c.kana, _owed.status, c.subrogated_on,
        _owed.principal, _owed.damages, _owed.accrues_from, c.damages_rate, c.day_basis, _owed.costs,
        _of_plan(_plans.c.amount, as_of), last.c.contacted_on, last.c.kind, following.c.next_on,
        c.bank_name, c.section, c.staff_no, _staff.c.name,
    ).select_from(source).where(_among(dialect, c.claim_no, wanted))  # fmt: skip


def _line(row: Any, as_of: date) -> ClaimRow:
    claim_no, name, kana, status, subrogated_on, *owed, costs, monthly, last_on, last_kind, next_on, bank = row[:16]
    section, staff_no, staff_name = row[16:]
    return ClaimRow(
        claim_no,
        name,
        kana or "",
        _STATUS[status],
        subrogated_on,
        owed[0],
        _damages_on(as_of, *owed),
        costs,
        monthly,
        last_on,
        _KIND.get(last_kind),
        next_on,
        bank or "",
        section,
        staff_no,
        staff_name,
    )
