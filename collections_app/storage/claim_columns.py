"""What a list shows of a claim but its own row does not hold, as SQL over the claims."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Text, any_, column, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from collections_app.domain.codes import ObligorRole
from collections_app.storage.tables import BUNDLE, ledger_entries

_claims, _contacts, _plans = BUNDLE["claims"], BUNDLE["contacts"], BUNDLE["instalment_plans"]
_tags, _ties = BUNDLE["tags"], BUNDLE["claim_parties"]

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


def of_tags(dialect: str, as_of: Day) -> Any:
    """Return the tags of a claim that hold on the day, in one text."""
    c = _tags.c
    held = select(c.tag).where(c.claim_no == _claims.c.claim_no, or_(c.until.is_(None), c.until >= as_of))
    listed = held.order_by(c.tag).correlate(_claims).subquery()
    joined = func.group_concat if dialect == "sqlite" else func.string_agg
    return select(joined(listed.c.tag, "、")).scalar_subquery()


def of_guarantors() -> Any:
    """Return how many guarantors a claim has."""
    c = _ties.c
    tied = (c.claim_no == _claims.c.claim_no, c.role == ObligorRole.JOINT_GUARANTOR.value)
    return select(func.count()).where(*tied).correlate(_claims).scalar_subquery()


def of_year(began: BindParameter[Any], as_of: Day) -> Any:
    """Return what a claim has brought in since the fiscal year began, up to the day: principal and damages."""
    c = ledger_entries.c
    posted = (c.claim_no == _claims.c.claim_no, c.posted_on >= began, c.posted_on <= as_of)
    return select(func.sum(c.recovered)).where(*posted).correlate(_claims).scalar_subquery()
