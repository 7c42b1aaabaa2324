"""What forecasts are made of: recovery by cohort and month, 代位弁済 by day, running plans and what they brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, and_, case, cast, func, or_, select

from collections_app.domain.calendar import MONTHS, month_end, month_start
from collections_app.domain.instalments import PLAN_COLUMNS, Plan, plan_of
from collections_app.storage.figures import in_days, month_name, yen_by_month
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import BUNDLE, ledger_entries, monthly_totals
from collections_app.storage.types import YEN, month_of

_REGULAR, _IRREGULAR = "recovery.regular", "recovery.irregular"
_SUBROGATION = "subrogation.amount"
_claims, _plans, _instalments = BUNDLE["claims"], BUNDLE["plans"], BUNDLE["instalment_plans"]


def irregular_by_cohort(connection: Connection, last: date) -> dict[tuple[int, int], int]:
    """Return irregular recovery by (cohort, month number) for the whole months up to a day."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for key, month, yen in _by_cohort().rows(connection, last=month_name(last)):
        if yen:
            found[int(key.partition(":")[0]), month_number_of(month)] += yen
    return found


@lru_cache(maxsize=1)
def _by_cohort() -> Prepared:
    c = monthly_totals.c
    return Prepared(
        select(c.key, c.month, c.amount).where(c.dim == "cohort", c.measure == _IRREGULAR, c.month <= given("last"))
    )


def regular_by_month(connection: Connection, last: date) -> dict[int, int]:
    """Return regular recovery by month number for the whole months up to a day."""
    found = yen_by_month(connection, date.min, last, (_REGULAR,))
    return {month_number_of(month): yen for month, yen in found.items()}


def subrogated_by_day(connection: Connection, last: date) -> dict[date, int]:
    """Return what was subrogated on each day up to one."""
    c = _claims.c
    amount = cast(func.sum(c.principal + c.interest), YEN)
    query = select(c.subrogated_on, amount).where(c.subrogated_on <= last).group_by(c.subrogated_on)
    return {day: int(yen) for day, yen in connection.execute(query)}


def fresh(connection: Connection, last: date) -> dict[tuple[date, int], int]:
    """Return irregular recovery of claims of the same fiscal year by (代位弁済日, month number), posted by a day."""
    entry = ledger_entries.c
    month = month_of(entry.posted_on)
    query = (
        select(_claims.c.subrogated_on, month, cast(func.sum(entry.recovered), YEN))
        # an outer join, though every entry has its claim: the few entries lead to claims, not all claims to entries
        .select_from(ledger_entries.outerjoin(_claims, entry.claim_no == _claims.c.claim_no))
        .where(entry.elapsed == 0, entry.recovery_type == "irregular", entry.recovered != 0, entry.posted_on <= last)
        .group_by(_claims.c.subrogated_on, month)
    )
    found = {}
    for day, name, yen in connection.execute(query):
        number = month_number_of(name)
        if yen and number < (day.year + (day.month > 3)) * MONTHS + 3:  # noqa: PLR2004 - before the next April
            found[day, number] = int(yen)
    return found


def broken_month(connection: Connection, day: date) -> tuple[int, int]:
    """Return (regular, irregular) recovery of a day's month up to the day; nothing of a whole month is left out."""
    found = in_days(connection, month_start(day), day, (_REGULAR, _IRREGULAR))
    return found.get(_REGULAR, (0, 0))[1], found.get(_IRREGULAR, (0, 0))[1]


def subrogation_plans(connection: Connection) -> dict[int, int]:
    """Return the 代位弁済 planned by fiscal year."""
    c = _plans.c
    rows = connection.execute(select(c.fiscal_year, c.value).where(c.figure == _SUBROGATION)).all()
    return {row[0]: row[1] for row in rows}


def instalment_plans(connection: Connection) -> list[tuple[str, Plan]]:
    """Return every instalment plan with its claim, in the order they begin."""
    c = _instalments.c
    query = select(c.claim_no, *(c[name] for name in PLAN_COLUMNS)).order_by(c.starts_on, c.plan_no)
    found = connection.execute(query)
    return [(claim_no, plan_of(dict(zip(PLAN_COLUMNS, terms, strict=True)))) for claim_no, *terms in found]


class Paid(NamedTuple):
    """Regular recovery of claims with a running plan: since each began, within a span; and within another span."""

    kept: int
    recent: int


def paid_by_plans(connection: Connection, since: date, recent: tuple[date, date], day: date) -> Paid:
    """Return what the claims of the plans that run on a day brought: kept since `since`, and in the recent span."""
    plan, entry = _instalments.c, ledger_entries.c
    running = (
        select(plan.claim_no, func.max(plan.starts_on).label("starts_on"))
        .where(plan.starts_on <= day, or_(plan.ends_on.is_(None), plan.ends_on > day))
        .group_by(plan.claim_no)
        .subquery()
    )
    is_kept = and_(entry.posted_on.between(since, day), entry.posted_on >= running.c.starts_on)
    is_recent = entry.posted_on.between(*recent)
    query = (
        select(
            cast(func.sum(case((is_kept, entry.recovered), else_=0)), YEN),
            cast(func.sum(case((is_recent, entry.recovered), else_=0)), YEN),
        )
        .select_from(ledger_entries.join(running, entry.claim_no == running.c.claim_no))
        .where(entry.recovery_type == "regular", entry.posted_on.between(min(since, recent[0]), day))
    )
    kept, brought = connection.execute(query).one()
    return Paid(int(kept or 0), int(brought or 0))


def month_number_of(name: str) -> int:
    """Return the number of a month named 2024-04."""
    return int(name[:4]) * MONTHS + int(name[5:7]) - 1


def last_whole_month(day: date) -> date:
    """Return the last day of the last month that is over by a day."""
    if day == month_end(day):
        return day
    first = month_start(day)
    return first.fromordinal(first.toordinal() - 1)


def newest_of_claims(plans: Iterable[tuple[str, Plan]], day: date) -> dict[str, Plan]:
    """Return of each claim the newest plan that runs on a day and goes on after it."""
    return {
        claim_no: plan
        for claim_no, plan in plans
        if plan.starts_on <= day and (plan.ends_on is None or plan.ends_on > day)
    }
