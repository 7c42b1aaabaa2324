"""The instalment plans of a claim as its page shows them: one after the other, each with what was kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from collections_app.domain import codes
from collections_app.domain.arrears import Kept, arrears_of, kept_by
from collections_app.domain.business_days import BusinessDays
from collections_app.domain.calendar import MONTHS, fiscal_period, fiscal_year_of, month_range, month_start
from collections_app.domain.instalments import Plan, agreed_day, plan_of
from collections_app.domain.plan_views import PlanView
from collections_app.domain.views import PlanMonth
from collections_app.storage.claim_records import ClaimRecords

Money = list[tuple[date, int]]


class _Agreed(NamedTuple):
    """A plan with the money that counts for it: what came regularly until the next plan began."""

    row: Any
    plan: Plan
    money: Money


def plan_views(records: ClaimRecords, as_of: date, calendar: BusinessDays) -> tuple[PlanView, ...]:
    """Return the plans that have begun or are to begin, the newest first."""
    holding = in_force(records.plans, as_of)
    found = []
    for row, plan, money in _agreed(records, as_of):
        is_in_force = holding is not None and row.plan_no == holding.plan_no
        kept = kept_by(plan, money, as_of, calendar, MONTHS)
        received = sum(yen for _, yen in money)
        arrears = arrears_of(plan, received, as_of, calendar) if is_in_force else None
        names = (row.payer_name or "", row.replaces or "", row.reason or "")
        found.append(PlanView(row.plan_no, plan, *names, is_in_force, kept, arrears, row.payer_no))
    return tuple(reversed(found))


def plan_months(records: ClaimRecords, as_of: date, calendar: BusinessDays) -> Iterable[PlanMonth]:
    """Yield the twelve months of the fiscal year: what the newest plan in force on its day asked for, what came.

    What came are the regular receipts less their reversals.
    """
    received: dict[date, int] = {}
    for on, yen in _regular(records, as_of):
        received[month_start(on)] = received.get(month_start(on), 0) + yen
    first, last = fiscal_period(fiscal_year_of(as_of))
    asked: dict[date, Kept] = {}
    for row, plan, money in _agreed(records, as_of):
        ahead = (last.year - as_of.year) * MONTHS + last.month - as_of.month + 1
        for one in kept_by(plan, money, as_of, calendar, ahead + _before(plan, as_of)):
            on = one.instalment.agreed_on
            if first <= on <= last and in_force(records.plans, on) is row:
                asked[month_start(on)] = one
    for month in month_range(first, last):
        one_ = asked.get(month)
        due = one_.instalment.amount if one_ is not None else 0
        yield PlanMonth(month, due, received.get(month, 0), one_.state if one_ is not None else None)


def _before(plan: Plan, as_of: date) -> int:
    """Return how many months a plan that begins after a day is away."""
    first = agreed_day(plan, 0)
    return 0 if first <= as_of else (first.year - as_of.year) * MONTHS + first.month - as_of.month


def in_force(plans: Sequence[Any], day: date) -> Any:
    """Return the newest of plans in force on a day; None when none is."""
    known = [row for row in plans if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)]
    return max(known, key=lambda row: (row.starts_on, row.plan_no), default=None)


def _agreed(records: ClaimRecords, as_of: date) -> Iterator[_Agreed]:
    """Yield the plans in the order they began."""
    rows = sorted(records.plans, key=lambda row: (row.starts_on, row.plan_no))
    money = _regular(records, as_of)
    for place, row in enumerate(rows):
        until = rows[place + 1].starts_on if place + 1 < len(rows) else date.max
        yield _Agreed(row, plan_of(row._mapping), [one for one in money if row.starts_on <= one[0] < until])  # noqa: SLF001


def _regular(records: ClaimRecords, as_of: date) -> Money:
    regular = codes.RecoveryType.REGULAR.value
    return [
        (row.received_on, row.amount)
        for row in records.receipts
        if row.recovery_type == regular and row.received_on <= as_of
    ]
