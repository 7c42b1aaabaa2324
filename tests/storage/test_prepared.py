"""A prepared query: what is given when it is asked, what it fixes itself, the same rows on each engine."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Integer, cast, func, select
from sqlalchemy.exc import StatementError

from collections_app.services.office import Office
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import BUNDLE, monthly_totals
from collections_app.storage.types import is_among

_claims = BUNDLE["claims"].c


def test_rows_are_those_of_the_query(invented_office: Office) -> None:
    query = select(_claims.claim_no).where(_claims.subrogated_on <= given("day")).order_by(_claims.claim_no)
    prepared = Prepared(query)
    with invented_office.database.reading() as connection:
        for day in (date(1990, 1, 1), date(2022, 6, 30), date(2099, 12, 31)):
            usual = connection.scalars(query, {"day": day}).all()
            assert [row[0] for row in prepared.rows(connection, day=day)] == usual


def test_sums_are_whole_numbers(invented_office: Office) -> None:
    c = monthly_totals.c
    words = ("recovery.regular", "subrogation")
    group = func.coalesce(c.measure, "?")
    prepared = Prepared(select(group, cast(func.sum(c.amount), Integer)).where(c.measure.in_(words)).group_by(group))
    with invented_office.database.reading() as connection:
        rows = prepared.rows(connection)
    assert {row[0] for row in rows} == set(words)
    assert all(type(row[1]) is int for row in rows)


def test_what_is_not_given_is_missed(invented_office: Office) -> None:
    prepared = Prepared(select(_claims.claim_no).where(_claims.claim_no == given("claim_no")))
    with invented_office.database.reading() as connection, pytest.raises((KeyError, StatementError)):
        prepared.rows(connection)


def test_many_words_are_one_parameter_and_days_are_days(invented_office: Office) -> None:
    c = BUNDLE["instalment_plans"].c
    columns = (c.plan_no, c.starts_on, c.ends_on, c.amount)
    prepared = Prepared(select(*columns).where(is_among(c.claim_no, given("wanted"))).order_by(c.plan_no))
    with invented_office.database.reading() as connection:
        numbers = connection.scalars(select(_claims.claim_no).order_by(_claims.claim_no)).all()[::2]
        wanted = [tuple(row) for row in connection.execute(select(*columns).where(c.claim_no.in_(numbers)))]
        for given_so in (set(numbers), tuple(numbers), dict.fromkeys(numbers).keys()):
            assert [tuple(row) for row in prepared.rows(connection, wanted=given_so)] == sorted(wanted)
        assert {type(row[2]) for row in wanted} == {date, type(None)}
        assert list(prepared.rows(connection, wanted=())) == []
