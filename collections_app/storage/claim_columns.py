"""What a list shows of a claim but its own row does not hold, as SQL over the claims."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Text, any_, column, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from collections_app.storage.tables import BUNDLE

_claims, _contacts, _plans = BUNDLE["claims"], BUNDLE["contacts"], BUNDLE["instalment_plans"]

Day = date | BindParameter[Any]


def among(dialect: str, name: ColumnElement[Any], values: Any) -> ColumnElement[bool]:
    """Return the condition that a column has one of any number of values: a list, or a parameter of the dialect."""
    if dialect == "sqlite":
        given = values if isinstance(values, ColumnElement) else json.dumps(list(values))
        listed = func.json_each(given).table_valued(column("value", Text))
        return name.in_(select(listed.c.value))
    return name == any_(values if isinstance(values, ColumnElement) else literal(list(values), ARRAY(Text)))


def of_plan(name: ColumnElement[Any], as_of: Day) -> Any:
    """Return a column of a claim's newest instalment plan in force on the day."""
    c = _plans.c
    in_force = (c.claim_no == _claims.c.claim_no, c.starts_on <= as_of, or_(c.ends_on.is_(None), c.ends_on >= as_of))
    query = select(name).where(*in_force).order_by(c.starts_on.desc(), c.plan_no.desc()).limit(1)
    return query.correlate(_claims).scalar_subquery()


def of_contact(name: ColumnElement[Any], as_of: Day, *where: ColumnElement[bool]) -> Any:
    """Return a column of a claim's newest contact by the day that meets the condition."""
    c = _contacts.c
    query = select(name).where(c.claim_no == _claims.c.claim_no, c.contacted_on <= as_of, *where)
    query = query.order_by(c.contacted_on.desc(), c.contact_no.desc()).limit(1)
    return query.correlate(_claims).scalar_subquery()
