"""The forecast of a year's end (着地見込み), with the back-test on the years before it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from collections_app.domain.back_test import Forecast, Trial, back_test, months_of, range_of
from collections_app.domain.calendar import MONTHS, fiscal_period, month_end, year_before
from collections_app.domain.forecast import (
    PACE_MONTHS,
    Books,
    Plans,
    expected,
    first_month,
    month_number,
    same_day,
    total_by_month,
    years_to_try,
)
from collections_app.domain.instalments import Plan, instalment, payments_due, sum_of
from collections_app.domain.period import Period, period_of
from collections_app.domain.plan_figures import planned_by_month
from collections_app.services.business_days import business_days
from collections_app.storage import figures as storage_figures
from collections_app.storage import forecast as storage
from collections_app.storage import plan_figures

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

RECOVERY = "recovery.total"
_ONE_DAY = timedelta(days=1)


def forecast(office: Office, fiscal_year: int, as_of: date | None = None) -> Forecast:
    """Return the year's end as it can be expected on a day; UserError when the day lies outside the year."""
    period = period_of(fiscal_year, as_of)
    with office.database.reading() as connection:
        return forecast_of(connection, period)


def forecast_of(connection: Connection, period: Period) -> Forecast:
    """Return the forecast read through one connection."""
    books = read_books(connection, period)
    now = expected(books, period.fiscal_year, period.last)
    trials = _trials(books, period)
    tested = back_test(trials)
    ends = range_of(now, tested.best, trials)
    plans, _ = storage_figures.plans_and_prior(connection, period.fiscal_year)
    by_month = plan_figures.months(connection, period.fiscal_year).get(RECOVERY, {})
    plan = plans.get(RECOVERY)
    months = months_of(
        now, (tested.best, ends), _points(books, period, now.recovered), planned_by_month(plan, by_month)
    )
    running = books.plans.get(period.fiscal_year, Plans()).claim_nos
    return Forecast(now, tested.best, ends, tested, months, plan, running)


def read_books(connection: Connection, period: Period) -> Books:
    """Return everything posted by the period's last day that a forecast is made of."""
    as_of = period.last
    whole = storage.last_whole_month(as_of)
    irregular = storage.irregular_by_cohort(connection, whole)
    regular = storage.regular_by_month(connection, whole)
    subrogated = storage.subrogated_by_day(connection, as_of)
    months = {*regular, *(month for _, month in irregular), *(month_number(day) for day in subrogated)}
    first = min(months, default=first_month(period.fiscal_year))
    years = range((first - 3) // MONTHS, period.fiscal_year + 1)
    is_broken = as_of != month_end(as_of)
    instalments = storage.instalment_plans(connection)
    return Books(
        regular,
        irregular,
        subrogated,
        storage.fresh(connection, as_of),
        {year: storage.broken_month(connection, same_day(as_of, year)) for year in years} if is_broken else {},
        {year: _plans(connection, instalments, same_day(as_of, year)) for year in years},
        storage.subrogation_plans(connection),
        total_by_month(irregular),
    )


def _plans(connection: Connection, instalments: list[tuple[str, Plan]], day: date) -> Plans:
    """Return the plans that run on a day: due after it by month, due and kept in the year up to it."""
    running = storage.newest_of_claims(instalments, day)
    if not running:
        return Plans()
    calendar = business_days()
    since, end = year_before(day) + _ONE_DAY, fiscal_period(day.year - (day.month <= 3))[1]  # noqa: PLR2004
    to_come: dict[int, int] = {}
    due = 0
    for plan in running.values():
        paid = payments_due(plan, day + _ONE_DAY, calendar)
        due += sum_of(plan, paid) - sum_of(plan, payments_due(plan, max(since, plan.starts_on), calendar))
        for place in range(paid, payments_due(plan, end + _ONE_DAY, calendar)):
            one = instalment(plan, place, calendar)
            month = month_number(one.due_on)
            to_come[month] = to_come.get(month, 0) + one.amount
    last = storage.last_whole_month(day)
    first = _month_back(last, PACE_MONTHS - 1)
    paid_in = storage.paid_by_plans(connection, since, (first, last), day)
    return Plans(tuple(running), to_come, due, paid_in.kept, paid_in.recent)


def _month_back(day: date, months: int) -> date:
    number = month_number(day) - months
    return date(number // MONTHS, number % MONTHS + 1, 1)


def _trials(books: Books, period: Period) -> list[Trial]:
    """Return the past years, each seen from the same day of it and from what was posted by then."""
    found = []
    for year in years_to_try(books, period.fiscal_year):
        first = first_month(year)
        actual = sum(
            books.regular.get(month, 0) + books.irregular_by_month.get(month, 0)
            for month in range(first, first + MONTHS)
        )
        found.append(Trial(expected(books, year, same_day(period.last, year)), actual))
    return found


def _points(books: Books, period: Period, recovered: int) -> list[tuple[date, int | None, int]]:
    """Return each month with its cumulative recovery (None after the last day) and that of the year before."""
    now, this = first_month(period.fiscal_year), month_number(period.last)
    points: list[tuple[date, int | None, int]] = []
    current = previous = 0
    for month in range(now, now + MONTHS):
        previous += books.regular.get(month - MONTHS, 0) + books.irregular_by_month.get(month - MONTHS, 0)
        current += books.regular.get(month, 0) + books.irregular_by_month.get(month, 0)
        known = None if month > this else recovered if month == this else current
        points.append((date(month // MONTHS, month % MONTHS + 1, 1), known, previous))
    return points
