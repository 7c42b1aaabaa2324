"""Plan figures of a year by month, which add up to the plan of the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import BUNDLE

_months, _years = BUNDLE["plan_months"].c, BUNDLE["plans"].c


class Gap(NamedTuple):
    """A figure whose months do not add up to the plan of its year (None: there is none)."""

    fiscal_year: int
    figure: str
    months: int
    year: int | None


def months(connection: Connection, fiscal_year: int) -> dict[str, dict[int, int]]:
    """Return the plan by figure and calendar month; a figure that is planned for the whole year only is not there."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for figure, month, value in _months_of().rows(connection, year=fiscal_year):
        found[figure][month] = value
    return dict(found)


@lru_cache(maxsize=1)
def _months_of() -> Prepared:
    return Prepared(select(_months.figure, _months.month, _months.value).where(_months.fiscal_year == given("year")))


def gaps(connection: Connection) -> Iterator[Gap]:
    """Yield where months and year contradict each other."""
    plans = {
        (year, figure): value
        for year, figure, value in connection.execute(select(_years.fiscal_year, _years.figure, _years.value))
    }
    query = (
        select(_months.fiscal_year, _months.figure, func.sum(_months.value))
        .group_by(_months.fiscal_year, _months.figure)
        .order_by(_months.fiscal_year, _months.figure)
    )
    for year, figure, total in connection.execute(query):
        planned = plans.get((year, figure))
        if planned != int(total):
            yield Gap(year, figure, int(total), planned)
