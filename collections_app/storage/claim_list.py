"""The claim list: filtered and sorted in SQL, its rows by number, its sums.

Amounts are those of the newest records: a list is as of the day of the newest record or later. Only damages run on to
the day asked for, from the balance remembered at the last posting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    Text,
    bindparam,
    case,
    exists,
    literal,
    null,
    select,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY

from collections_app.domain.calendar import fiscal_period, fiscal_year_of
from collections_app.domain.claim_conditions import Comparison, Condition, is_within
from collections_app.domain.codes import ClaimStatus, ContactKind
from collections_app.domain.list_views import ClaimFilter, ClaimOrder, ClaimRow, ClaimSums, NumbersFound
from collections_app.storage.accruals import REMEMBERED, accruals
from collections_app.storage.claim_columns import among, of_contact, of_guarantors, of_plan, of_tags, of_year
from collections_app.storage.claim_conditions import compiled
from collections_app.storage.prepared import Prepared
from collections_app.storage.searchable import folded, found_first
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _parties, _staff = BUNDLE["claims"], BUNDLE["parties"], BUNDLE["staff"]
_contacts, _plans = BUNDLE["contacts"], BUNDLE["instalment_plans"]
_owed = claim_balances.c
_STATUS = {status.value: status for status in ClaimStatus}
_KIND = {kind.value: kind for kind in ContactKind}
_RANK = {status.value: n for n, status in enumerate(ClaimStatus)}
_AT_ONCE = 1_000
_PICKING = (Comparison.ANY_OF, Comparison.RANGE, Comparison.FILLED)


def numbers(
    connection: Connection, chosen: ClaimFilter, order: ClaimOrder, as_of: date, limit: int | None = None
) -> list[str]:
    """Return the numbers of the claims of a filter in that order, the first `limit` or all.

    What is empty comes last in both directions; equals come by number.
    """
    known, on_damages = _split(chosen)
    if order.column == "damages":
        return _by_damages(connection, chosen, as_of, descending=order.descending)[:limit]
    if on_damages:
        listed = numbers(connection, known, order, as_of)
        if limit is not None:
            return _first_owing(connection, listed, as_of, on_damages, limit)
        owing = _owing(connection, known, as_of, on_damages)
        return [one for one in listed if one in owing]
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
    known, on_damages = _split(chosen)
    for owed, row in _owed_on(connection, known, as_of):
        if all(is_within(one, owed) for one in on_damages):
            count += 1
            principal += row[1]
            damages += owed
            costs += row[6]
    return ClaimSums(count, principal, damages, costs)


def rows(connection: Connection, claim_nos: Sequence[str], as_of: date, *, further: bool = False) -> list[ClaimRow]:
    """Return the lines of those claims in the order of their numbers; a number without a claim has none.

    Tags, guarantors and what the year brought in are counted only when `further` asks for them: they take time.
    """
    found: dict[str, ClaimRow] = {}
    dialect = connection.dialect.name
    damages = accruals(connection, as_of).damages
    for start in range(0, len(claim_nos), _AT_ONCE):
        wanted = list(claim_nos[start : start + _AT_ONCE])
        year = {"year_began": fiscal_period(fiscal_year_of(as_of))[0]} if further else {}
        cells = {"as_of": as_of, **year, "wanted": json.dumps(wanted) if dialect == "sqlite" else wanted}
        for row in connection.execute(_lines(dialect, further=further), cells):
            found[row[0]] = _line(row, damages)
    return [found[claim_no] for claim_no in claim_nos if claim_no in found]


def conditions_of(connection: Connection, chosen: ClaimFilter, as_of: date) -> list[ColumnElement[bool]]:
    """Return the whole of a filter as conditions on the claims; the damages of the day are computed for it."""
    known, on_damages = _split(chosen)
    found = list(_conditions(connection.dialect.name, known, as_of))
    if on_damages:
        owing = _owing(connection, known, as_of, on_damages)
        found.append(among(connection.dialect.name, _claims.c.claim_no, sorted(owing)))
    return found


def amounts(
    connection: Connection, chosen: ClaimFilter, as_of: date, value: ColumnElement[Any]
) -> Iterator[tuple[int, Any]]:
    """Yield the damages of the day of every claim of a filter, each with a value of the claim."""
    known, on_damages = _split(chosen)
    for owed, row in _owed_on(connection, known, as_of, value):
        if all(is_within(one, owed) for one in on_damages):
            yield owed, row[7]


def named_claims(connection: Connection, given: Sequence[str]) -> NumbersFound:
    """Return the claims that numbers name: exactly, or without hyphens where that names one claim alone."""
    names = _claims.c.claim_no
    exact = set(connection.scalars(select(names).where(among(connection.dialect.name, names, given))))
    spelt: dict[str, list[str]] = {}
    if len(exact) < len(given):
        for one in connection.scalars(select(names)):
            spelt.setdefault(folded(one), []).append(one)
    alike = {one: spelt.get(folded(one), []) for one in given if one not in exact}
    meant = {one: one if one in exact else alike[one][0] for one in given if one in exact or len(alike[one]) == 1}
    missing = tuple(one for one in given if one not in meant)
    return NumbersFound(tuple(dict.fromkeys(meant.values())), missing)


def _conditions(dialect: str, chosen: ClaimFilter, as_of: date) -> Iterator[ColumnElement[bool]]:
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
        yield among(dialect, c.claim_no, chosen.claim_nos)
    if part := folded(chosen.text):
        by_debtor = select(c.claim_no).where(c.debtor_no.in_(found_first(dialect, "party", part)))
        yield c.claim_no.in_(union(found_first(dialect, "claim", part), by_debtor))
    for condition in chosen.conditions:
        yield compiled(dialect, condition, as_of)


def _with_balances(source: FromClause) -> FromClause:
    return source.join(claim_balances, _owed.claim_no == _claims.c.claim_no)


def _is_narrow(chosen: ClaimFilter) -> bool:
    """Tell whether a filter leaves few claims, or may: those are found first and sorted then."""
    is_picked = any(one.comparison in _PICKING for one in chosen.conditions)
    return is_picked or bool(chosen.text or chosen.claim_nos or chosen.staff_no)


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
    query = select(_claims.c.claim_no).select_from(source).where(*_conditions(dialect, chosen, as_of))
    ordered = query.order_by(*(key.desc() if order.descending else key for key in keys), _claims.c.claim_no)
    if order.column not in _NULLABLE:
        yield ordered
        return
    yield ordered.where(keys[0].is_not(None))  # two questions: an index answers each of them in order
    yield ordered.where(keys[0].is_(None))


_OF_BALANCE = ("status", "principal", "costs")
_NULLABLE = ("debtor", "monthly_amount", "last_contact_on", "next_on", "bank_name", "branch_name", "cause", "industry")


def _keys(name: str, as_of: date) -> tuple[ColumnElement[Any], ...]:
    made: dict[str, Callable[[], tuple[ColumnElement[Any], ...]]] = {
        "claim_no": lambda: (_claims.c.claim_no,),
        "debtor": lambda: (_parties.c.kana, _parties.c.name),
        "status": lambda: (case(_RANK, value=_owed.status),),
        "principal": lambda: (_owed.principal,),
        "costs": lambda: (_owed.costs,),
        "monthly_amount": lambda: (of_plan(_plans.c.amount, as_of),),
        "last_contact_on": lambda: (of_contact(_contacts.c.contacted_on, as_of),),
        "next_on": lambda: (of_contact(_contacts.c.next_on, as_of, _contacts.c.next_on.is_not(None)),),
        "staff": lambda: (_claims.c.staff_no,),
    }
    return made[name]() if name in made else (_claims.c[name],)


def _split(chosen: ClaimFilter) -> tuple[ClaimFilter, tuple[Condition, ...]]:
    """Return the filter as SQL knows it, and the conditions on damages: those are computed, exactly, claim by claim."""
    on_damages = tuple(one for one in chosen.conditions if one.field == "damages")
    if not on_damages:
        return chosen, ()
    return replace(chosen, conditions=tuple(one for one in chosen.conditions if one not in on_damages)), on_damages


def _owing(connection: Connection, chosen: ClaimFilter, as_of: date, asked: tuple[Condition, ...]) -> set[str]:
    """Return the claims of a filter whose damages of the day meet the conditions."""
    owed = _owed_on(connection, chosen, as_of)
    return {row[0] for damages, row in owed if all(is_within(one, damages) for one in asked)}


def _first_owing(
    connection: Connection, listed: Sequence[str], as_of: date, asked: tuple[Condition, ...], limit: int
) -> list[str]:
    """Return the first numbers of a list whose damages meet the conditions; no more are looked at than needed."""
    found: list[str] = []
    at, size = 0, _AT_ONCE
    while at < len(listed) and len(found) < limit:
        part = listed[at : at + size]
        owing = _owing(connection, ClaimFilter(claim_nos=tuple(part)), as_of, asked)
        found += [one for one in part if one in owing]
        at, size = at + size, 4 * size  # where few meet them, ever longer parts
    return found[:limit]


def _owed_on(
    connection: Connection, chosen: ClaimFilter, as_of: date, *values: ColumnElement[Any]
) -> Iterator[tuple[int, Any]]:
    """Yield the damages of the day of every claim of a filter, each with its remembered columns, costs and `values`."""
    conditions = _conditions(connection.dialect.name, chosen, as_of)
    query = select(*REMEMBERED, _owed.costs, *values).select_from(_with_balances(_claims)).where(*conditions)
    damages = accruals(connection, as_of).damages
    return ((damages(*row[:6]), row) for row in Prepared(query).rows(connection))


def _by_damages(connection: Connection, chosen: ClaimFilter, as_of: date, *, descending: bool) -> list[str]:
    known, on_damages = _split(chosen)
    owed = [(damages, row[0]) for damages, row in _owed_on(connection, known, as_of)]
    found = [one for one in owed if all(is_within(condition, one[0]) for condition in on_damages)]
    found.sort(key=itemgetter(1))
    found.sort(key=itemgetter(0), reverse=descending)
    return [claim_no for _, claim_no in found]


@cache
def _lines(dialect: str, *, further: bool) -> Select[Any]:
    """Return the SELECT of the lines of the claims `wanted` as of `as_of`, built once."""
    as_of = bindparam("as_of", type_=Date)
    c, last, following = _claims.c, _contacts.alias("last"), _contacts.alias("following")
    wanted = bindparam("wanted", type_=Text if dialect == "sqlite" else ARRAY(Text))
    counted: tuple[Any, ...] = (null(), literal(0), literal(0))
    if further:
        counted = (of_tags(dialect, as_of), of_guarantors(), of_year(bindparam("year_began", type_=Date), as_of))
    newest = of_contact(_contacts.c.contact_no, as_of)
    newest_with_next = of_contact(_contacts.c.contact_no, as_of, _contacts.c.next_on.is_not(None))
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
        of_plan(_plans.c.amount, as_of), last.c.contacted_on, last.c.kind, following.c.next_on,
        c.bank_name, c.section, c.staff_no, _staff.c.name, c.branch_name, c.cause, c.industry, _parties.c.phone,
        *counted,
    ).select_from(source).where(among(dialect, c.claim_no, wanted))  # fmt: skip


def _line(row: Any, damages: Callable[..., int]) -> ClaimRow:
    claim_no, name, kana, status, subrogated_on, *owed, costs, monthly, last_on, last_kind, next_on, bank = row[:16]
    section, staff_no, staff_name, branch_name, cause, industry, phone, tags, guarantors, recovered = row[16:]
    return ClaimRow(
        claim_no,
        name,
        kana or "",
        _STATUS[status],
        subrogated_on,
        owed[0],
        damages(claim_no, *owed),
        costs,
        monthly,
        last_on,
        _KIND.get(last_kind),
        next_on,
        bank or "",
        section,
        staff_no,
        staff_name,
        branch_name or "",
        cause or "",
        industry or "",
        phone or "",
        tags or "",
        guarantors,
        int(recovered or 0),
    )
