"""Conditions on claims as SQL, the same claims in both engines. Of damages nothing is here: SQL cannot compute them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, column, func, literal, or_, select, true, union

from collections_app.domain.calendar import years_before
from collections_app.domain.claim_conditions import Comparison, Condition
from collections_app.domain.codes import ActionOutcome
from collections_app.storage.claim_columns import of_contact, of_plan
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _owed = BUNDLE["claims"], claim_balances.c
_contacts, _plans, _actions = BUNDLE["contacts"], BUNDLE["instalment_plans"], BUNDLE["legal_actions"]


def compiled(dialect: str, condition: Condition, as_of: date) -> ColumnElement[bool]:
    """Return the condition on the claims as of a day."""
    name = condition.field
    if name in _OF_BALANCE:
        met = select(_owed.claim_no).where(_compared(_owed[name], condition))
        return _claims.c.claim_no.in_(met)
    if name in _SETS:
        return _in_set(_SETS[name](dialect, condition, as_of), condition)
    if name == "elapsed":
        return _elapsed(condition, as_of)
    return _compared(_column(name, as_of), condition)


_OF_BALANCE = ("status", "principal", "costs")


def _column(name: str, as_of: date) -> Any:
    made: dict[str, Callable[[], Any]] = {
        "staff": lambda: _claims.c.staff_no,
        "monthly_amount": lambda: of_plan(_plans.c.amount, as_of),
        "last_contact_on": lambda: of_contact(_contacts.c.contacted_on, as_of),
        "next_on": lambda: of_contact(_contacts.c.next_on, as_of, _contacts.c.next_on.is_not(None)),
    }
    return made[name]() if name in made else _claims.c[name]


def _compared(value: Any, condition: Condition) -> ColumnElement[bool]:
    made: dict[Comparison, Callable[[], ColumnElement[bool]]] = {
        Comparison.ANY_OF: lambda: value.in_(condition.values),
        Comparison.NONE_OF: lambda: or_(value.is_(None), value.not_in(condition.values)),
        Comparison.FILLED: lambda: value.is_not(None),
        Comparison.EMPTY: lambda: value.is_(None),
        Comparison.RANGE: lambda: _between(value, condition),
    }
    return made[condition.comparison]()


def _between(value: Any, condition: Condition) -> ColumnElement[bool]:
    """Return the range; the value is named once, because it may be a question of its own."""
    if condition.low is not None and condition.high is not None:
        met: ColumnElement[bool] = value.between(condition.low, condition.high)
    else:
        met = value >= condition.low if condition.low is not None else value <= condition.high
    return met


def _elapsed(condition: Condition, as_of: date) -> ColumnElement[bool]:
    """Return the range of years as one of days: so many anniversaries have come by the day."""
    since, low, high = _claims.c.subrogated_on, condition.low, condition.high
    parts: list[ColumnElement[bool]] = [true()]
    if isinstance(low, int) and low > 0:
        parts.append(since <= years_before(as_of, low))
    if isinstance(high, int):
        parts.append(since > years_before(as_of, high + 1))
    return and_(*parts)


def _in_set(found: Any, condition: Condition) -> ColumnElement[bool]:
    is_wanted = condition.comparison in (Comparison.ANY_OF, Comparison.FILLED)
    claim_no = _claims.c.claim_no
    return claim_no.in_(found) if is_wanted else claim_no.not_in(found)


def _tagged(_dialect: str, condition: Condition, as_of: date) -> Select[Any]:
    """Return the claims with any tag, or with one of those asked for, that still holds on the day."""
    c = BUNDLE["tags"].c
    query = select(c.claim_no).where(or_(c.until.is_(None), c.until >= as_of))
    return query.where(c.tag.in_(condition.values)) if condition.values else query


def _with_collateral(_dialect: str, _condition: Condition, _as_of: date) -> Select[Any]:
    return select(BUNDLE["collaterals"].c.claim_no)


def _placed(_dialect: str, _condition: Condition, as_of: date) -> Select[Any]:
    c = BUNDLE["placements"].c
    return select(c.claim_no).where(c.placed_on <= as_of, or_(c.returned_on.is_(None), c.returned_on > as_of))


def _in_court(dialect: str, _condition: Condition, as_of: date) -> Any:
    """Return the claims with a proceeding under way, their own or one of another claim that names them."""
    c = _actions.c
    pending = (
        c.filed_on <= as_of,
        c.outcome == ActionOutcome.PENDING.value,
        or_(c.ended_on.is_(None), c.ended_on > as_of),
    )
    if dialect == "sqlite":
        listed = literal('["').concat(func.replace(c.also_claims, " ", '","')).concat(literal('"]'))
        further = func.json_each(listed).table_valued(column("value", Text), joins_implicitly=True)
    else:
        further = func.unnest(func.string_to_array(c.also_claims, " ")).table_valued(
            column("value", Text), joins_implicitly=True
        )
        further = further.render_derived()
    named = select(further.c.value).select_from(_actions, further).where(c.also_claims.is_not(None), *pending)
    return union(select(c.claim_no).where(*pending), named)


_SETS: dict[str, Callable[[str, Condition, date], Any]] = {
    "tag": _tagged,
    "collateral": _with_collateral,
    "legal_action": _in_court,
    "placement": _placed,
}
