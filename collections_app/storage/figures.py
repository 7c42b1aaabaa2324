"""Reading the statistics: whole months from the monthly totals, the days of a broken month from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from collections_app.domain.calendar import month_end, month_start
from collections_app.domain.figures import LEVELS
from collections_app.storage.sources import ADDITIVE, BROKEN_DOWN, SOURCES, Source, grouped, sums
from collections_app.storage.tables import BUNDLE, ledger_entries, monthly_totals

Pair = tuple[int, int]  # count, yen
Values = dict[str, Pair]  # by measure
Months = dict[tuple[str, str], Pair]  # by measure and month (2024-04)

_DISTINCT = tuple(source for source in SOURCES if source.distinct is not None)


def month_name(day: date) -> str:
    """Return the month of a day as totals are keyed: 2024-04."""
    return f"{day.year:04}-{day.month:02}"


def monthly(connection: Connection, first: date, last: date, measures: Collection[str]) -> Months:
    """Return measures by whole month, from the month of `first` to that of `last`."""
    cells = {"first": month_name(first), "last": month_name(last)}
    rows = connection.execute(_months_of(frozenset(measures)), cells).all()
    return {(measure, month): (count, amount) for measure, month, count, amount in rows}


@lru_cache(maxsize=16)
def _months_of(measures: frozenset[str]) -> Select[Any]:
    c = monthly_totals.c
    months = c.month.between(bindparam("first"), bindparam("last"))
    of_all = (c.dim == "", c.key == "", c.measure.in_(sorted(measures)), months)
    return select(c.measure, c.month, c["count"], c.amount).where(*of_all)


def broken_month(connection: Connection, last: date, measures: Collection[str]) -> Values | None:
    """Return measures of the month of `last` up to that day; None when the day ends the month."""
    if last == month_end(last):
        return None
    return in_days(connection, month_start(last), last, measures)


def in_days(connection: Connection, first: date | None, last: date, measures: Collection[str]) -> Values:
    """Return measures counted from the rows of a span of days; `first` None: from the beginning."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for source in SOURCES:
        if source.measure in measures:
            count, amount = connection.execute(sums(source).where(_within(source, first, last))).one()
            found[source.measure][0] += int(count or 0)
            found[source.measure][1] += int(amount or 0)
    return {measure: (pair[0], pair[1]) for measure, pair in found.items()}


def levels(connection: Connection, days: Sequence[date]) -> list[Values]:
    """Return the level measures at the end of each day: all that was ever added to them."""
    whole = [month_name(day) if day == month_end(day) else _month_before(day) for day in days]
    cells = {"last": max(whole), **{f"last_{n}": month for n, month in enumerate(whole)}}
    rows = {row[0]: row[1:] for row in connection.execute(_levels_of(len(days)), cells).all()}
    found: list[Values] = []
    for n, day in enumerate(days):
        values: Values = {}
        tail = in_days(connection, month_start(day), day, LEVELS) if day != month_end(day) else {}
        for measure in LEVELS:
            row = rows.get(measure)
            pair = (int(row[2 * n]), int(row[2 * n + 1])) if row is not None else (0, 0)
            more = tail.get(measure, (0, 0))
            values[measure] = (pair[0] + more[0], pair[1] + more[1])
        found.append(values)
    return found


@lru_cache(maxsize=16)
def _levels_of(days: int) -> Select[Any]:
    c = monthly_totals.c
    columns = _sums_inside(c.month <= bindparam(f"last_{n}") for n in range(days))
    of_all = (c.dim == "", c.key == "", c.measure.in_(sorted(LEVELS)), c.month <= bindparam("last"))
    return select(c.measure, *columns).where(*of_all).group_by(c.measure)


def _sums_inside(conditions: Iterable[ColumnElement[bool]]) -> list[ColumnElement[Any]]:
    """Return count and yen of the totals that meet each condition, side by side."""
    c = monthly_totals.c
    return [func.sum(case((inside, sum_), else_=0)) for inside in conditions for sum_ in (c["count"], c.amount)]


def distinct(connection: Connection, spans: Sequence[tuple[date, date]]) -> list[Values]:
    """Return the measures that count each party once, for each span of days."""
    parts = [
        sums(source, [literal_column(str(n)).label("span"), literal_column(f"'{source.measure}'")]).where(
            _within(source, first, last)
        )
        for n, (first, last) in enumerate(spans)
        for source in _DISTINCT
    ]
    found: list[Values] = [{} for _ in spans]
    for span, measure, count, _ in connection.execute(union_all(*parts)):
        found[span][measure] = (int(count), 0)
    return found


def by_dimension(
    connection: Connection, dimension: str, first: date, last: date, measures: Collection[str]
) -> dict[str, Values]:
    """Return measures by the values of a dimension, counted from the rows; a value that is not there is ""."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for source in BROKEN_DOWN:
        is_level = source.measure in LEVELS
        if source.measure not in measures or (is_level and dimension in ("month", "elapsed", "channel", "source")):
            continue
        group, origin = grouped(source, dimension)
        columns = [literal_column("''") if group is None else group]
        query = sums(source, columns, [] if group is None else columns, origin)
        for key, count, amount in connection.execute(query.where(_within(source, None if is_level else first, last))):
            pair = found[key or ""][source.measure]
            pair[0] += int(count or 0)
            pair[1] += int(amount or 0)
    return {
        key: {measure: (pair[0], pair[1]) for measure, pair in values.items()}
        for key, values in found.items()
        if any(pair != [0, 0] for pair in values.values())
    }


def by_charge(
    connection: Connection,
    keys: dict[str, Collection[str]],
    spans: Sequence[tuple[date, date]],
    measures: Collection[str],
) -> dict[tuple[str, str], list[Values]]:
    """Return measures by (dim, key) for each span of days; `keys` names the sections and staff asked for."""
    if any(last != month_end(last) for _, last in spans):
        return _by_charge_from_rows(connection, keys, spans, measures)
    dims = tuple(dim for dim, wanted in keys.items() if wanted)
    if not dims:
        return {}
    cells: dict[str, Any] = {"first": month_name(min(spans)[0]), "last": month_name(max(spans)[1])}
    for n, (first, last) in enumerate(spans):
        cells |= {f"first_{n}": month_name(first), f"last_{n}": month_name(last)}
    cells |= {f"{dim}_keys": sorted(keys[dim]) for dim in dims}
    found: dict[tuple[str, str], list[Values]] = {}
    rows = connection.execute(_charges_of(dims, len(spans), frozenset(measures)), cells).all()
    for dim, key, measure, *amounts in rows:
        values = found.setdefault((dim, key), [{} for _ in spans])
        for n, span in enumerate(values):
            span[measure] = (int(amounts[2 * n]), int(amounts[2 * n + 1]))
    return found


@lru_cache(maxsize=16)
def _charges_of(dims: tuple[str, ...], spans: int, measures: frozenset[str]) -> Any:
    c = monthly_totals.c
    columns = _sums_inside(c.month.between(bindparam(f"first_{n}"), bindparam(f"last_{n}")) for n in range(spans))
    months = c.month.between(bindparam("first"), bindparam("last"))
    parts = [
        select(c.dim, c.key, c.measure, *columns)
        .where(
            c.dim == dim, c.key.in_(bindparam(f"{dim}_keys", expanding=True)), c.measure.in_(sorted(measures)), months
        )
        .group_by(c.dim, c.key, c.measure)
        for dim in dims
    ]
    return union_all(*parts)


def _by_charge_from_rows(
    connection: Connection,
    keys: dict[str, Collection[str]],
    spans: Sequence[tuple[date, date]],
    measures: Collection[str],
) -> dict[tuple[str, str], list[Values]]:
    found: dict[tuple[str, str], list[Values]] = {}
    for dim in keys:
        for n, (first, last) in enumerate(spans):
            for key, values in by_dimension(connection, dim, first, last, measures).items():
                found.setdefault((dim, key), [{} for _ in spans])[n].update(values)
    return found


def cohorts(connection: Connection, first: int, last: date) -> dict[tuple[int, int], dict[str, int]]:
    """Return yen by (fiscal year of 代位弁済, years elapsed) and measure, for the cohorts from `first` on."""
    c = monthly_totals.c
    whole = month_name(last) if last == month_end(last) else _month_before(last)
    query = (
        select(c.key, c.measure, func.sum(c.amount))
        .where(c.dim == "cohort", c.key >= f"{first:04}", c.month <= whole)
        .group_by(c.key, c.measure)
        .having((func.sum(c["count"]) != 0) | (func.sum(c.amount) != 0))  # a claim moved to another year leaves nothing
    )
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, measure, amount in connection.execute(query).all():
        cohort, _, elapsed = key.partition(":")
        found[int(cohort), int(elapsed)][measure] += int(amount)
    if last != month_end(last):
        _add_broken_month(connection, first, last, found)
    return found


def _add_broken_month(
    connection: Connection, first: int, last: date, found: dict[tuple[int, int], dict[str, int]]
) -> None:
    entry = ledger_entries.c
    for source in ADDITIVE:
        if source.table is not ledger_entries or source.measure not in (
            "recovery.regular",
            "recovery.irregular",
            "subrogation",
        ):
            continue
        query = sums(source, [entry.cohort, entry.elapsed], [entry.cohort, entry.elapsed])
        query = query.where(_within(source, month_start(last), last), entry.cohort >= first)
        for cohort, elapsed, count, amount in connection.execute(query):
            if count or amount:
                found[cohort, elapsed][source.measure] += int(amount)


def plans_and_prior(connection: Connection, fiscal_year: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return the plan of a fiscal year and the recorded figures of the year before, by figure key."""
    found: tuple[dict[str, int], dict[str, int]] = ({}, {})
    plans, prior = BUNDLE["plans"].c, BUNDLE["prior_figures"].c
    query = union_all(
        select(literal_column("0"), plans.figure, plans.value).where(plans.fiscal_year == fiscal_year),
        select(literal_column("1"), prior.figure, prior.value).where(prior.fiscal_year == fiscal_year - 1),
    )
    for which, figure, value in connection.execute(query):
        found[which][figure] = int(value)
    return found


def fiscal_years(connection: Connection) -> tuple[int, ...]:
    """Return the fiscal years in which anything was counted, newest first."""
    c = monthly_totals.c
    year = cast(func.substr(c.month, 1, 4), Integer)
    month = cast(func.substr(c.month, 6, 2), Integer)
    fiscal = (year - case((month < 4, 1), else_=0)).label("fiscal_year")  # noqa: PLR2004 - April
    query = (
        select(fiscal)
        .where(c.dim == "", c.key == "", (c["count"] != 0) | (c.amount != 0))
        .distinct()
        .order_by(fiscal.desc())
    )
    return tuple(connection.scalars(query))


def charges(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (staff number, name, section) of everybody, in the order of sections and numbers."""
    staff = BUNDLE["staff"].c
    query = select(staff.staff_no, staff.name, staff.section).order_by(staff.section, staff.staff_no)
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def _within(source: Source, first: date | None, last: date) -> Any:
    return source.dated <= last if first is None else source.dated.between(first, last)


def _month_before(day: date) -> str:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return f"{year:04}-{month:02}"
