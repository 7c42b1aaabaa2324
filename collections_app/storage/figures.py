"""Reading the statistics: whole months from the monthly totals, the days of a broken month from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from collections_app.domain.breakdowns import NOT_OF_LEVELS
from collections_app.domain.calendar import month_end, month_start
from collections_app.domain.counting import Rules
from collections_app.domain.figures import LEVELS
from collections_app.domain.period import whole_months
from collections_app.storage import counting
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.sources import (
    ADDITIVE,
    BROKEN_DOWN,
    BY_COHORT,
    EVERYTHING,
    KNOWN,
    SOURCES,
    Source,
    grouped,
    sums,
)
from collections_app.storage.tables import BUNDLE, ledger_entries, monthly_totals
from collections_app.storage.types import YEN

Pair = tuple[int, int]  # count, yen
Values = dict[str, Pair]  # by measure
Span = tuple[date | None, date]  # first and last day; None: from the beginning

_DISTINCT = tuple(source for source in SOURCES if source.distinct is not None)
_NO_MONTHS = ("9999-99", "")
_staff = BUNDLE["staff"].c
_KEYS = {"section": select(_staff.section), "staff": select(_staff.staff_no)}


def month_name(day: date) -> str:
    """Return the month of a day as totals are keyed: 2024-04."""
    return f"{day.year:04}-{day.month:02}"


def yen_by_month(connection: Connection, first: date, last: date, measures: Collection[str]) -> dict[str, int]:
    """Return the yen of measures together by whole month (2024-04), from the month of `first` to that of `last`."""
    query = _yen_by_month(frozenset(measures))
    return dict(query.rows(connection, first=month_name(first), last=month_name(last)))


@lru_cache(maxsize=16)
def _yen_by_month(measures: frozenset[str]) -> Prepared:
    c = monthly_totals.c
    return Prepared(select(c.month, cast(func.sum(c.amount), YEN)).where(*_inside("", measures)).group_by(c.month))


def totals(connection: Connection, spans: Sequence[Span], measures: Collection[str]) -> list[Values]:
    """Return measures of each span from its whole months, and from the rows of the months that it breaks.

    A span without a first day is the level at the end of its last day.
    """
    found = _summed(connection, ("",), spans, measures).get(("", ""), [{} for _ in spans])
    for values, span in zip(found, spans, strict=True):
        for first, last in _broken(span):
            for measure, pair in in_days(connection, first, last, measures).items():
                _add(values, measure, pair)
    return found


def _broken(span: Span) -> tuple[tuple[date, date], ...]:
    """Return the days of a span outside its whole months."""
    return whole_months(span[0] or month_start(span[1]), span[1])[1]


def _whole(span: Span) -> tuple[str, str]:
    """Return the first and the last whole month of a span; where it has none, the last is before the first."""
    first, last = span
    months = whole_months(first or date.min, last)[0]
    if months is None:
        return _NO_MONTHS
    return "" if first is None else month_name(months[0]), month_name(months[1])


def levels(connection: Connection, days: Sequence[date]) -> list[Values]:
    """Return the level measures at the end of each day: all that was added up to the first one's month, and since.

    So the history is walked once, however many days are asked for.
    """
    month = month_start(min(days))
    before = totals(connection, [(None, month - timedelta(days=1))], LEVELS)[0]
    found = totals(connection, [(month, day) for day in days], LEVELS)
    for values in found:
        for measure in LEVELS:
            _add(values, measure, before.get(measure, (0, 0)))
    return found


def _summed(
    connection: Connection, dims: tuple[str, ...], spans: Sequence[Span], measures: Collection[str]
) -> dict[tuple[str, str], list[Values]]:
    """Return measures by (dim, key) for the whole months of each span."""
    months = [_whole(span) for span in spans]
    cells = {"first": min(first for first, _ in months), "last": max(last for _, last in months)}
    for n, (first, last) in enumerate(months):
        cells[f"first_{n}"], cells[f"last_{n}"] = first, last
    of_key: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in _sums_of(dims, len(spans), frozenset(measures)).rows(connection, **cells):
        of_key[row[:2]].append(row)
    pairs = [slice(3 + 2 * n, 5 + 2 * n) for n in range(len(spans))]
    return {key: [{row[2]: row[pair] for row in rows} for pair in pairs] for key, rows in of_key.items()}


@lru_cache(maxsize=16)
def _sums_of(dims: tuple[str, ...], spans: int, measures: frozenset[str]) -> Prepared:
    """Return the query of count and yen of each span side by side; every key lies together, so it is read in place."""
    c = monthly_totals.c
    kept: tuple[ColumnElement[Any], ...] = (c["count"], c.amount)
    if spans > 1:
        within = [c.month.between(given(f"first_{n}"), given(f"last_{n}")) for n in range(spans)]
        kept = tuple(case((span, sum_), else_=0) for span in within for sum_ in (c["count"], c.amount))
    columns = [cast(func.sum(sum_), YEN) for sum_ in kept]
    parts = [
        select(c.dim, c.key, c.measure, *columns).where(*_inside(dim, measures)).group_by(c.dim, c.key, c.measure)
        for dim in dims
    ]
    return Prepared(union_all(*parts))


def _inside(dim: str, measures: frozenset[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a dim's totals, in the order of their key: months from `first` to `last`."""
    c = monthly_totals.c
    keys = c.key.in_(_KEYS[dim]) if dim in _KEYS else c.key == ""
    return c.dim == dim, keys, c.measure.in_(sorted(measures)), c.month.between(given("first"), given("last"))


def in_days(
    connection: Connection,
    first: date | None,
    last: date,
    measures: Collection[str],
    known: int | None = None,
    decided: Rules | None = None,
) -> Values:
    """Return measures counted from the rows of a span of days; `first` None: from the beginning.

    `known` is the last audit record whose rows and rules count; None: all. `decided` counts by other rules.
    """
    decided = counting.rules(connection, known) if decided is None else decided
    cells: dict[str, object] = {"last": last}
    cells |= {} if first is None else {"first": first}
    cells |= {} if known is None else {KNOWN: known}
    found: Values = {}
    query = _days_of(frozenset(measures), decided, is_open=first is None, is_known=known is not None)
    for measure, count, amount in query.rows(connection, **cells):
        _add(found, measure, (int(count or 0), int(amount or 0)))
    return found


@lru_cache(maxsize=16)
def _days_of(measures: frozenset[str], decided: Rules, *, is_open: bool, is_known: bool) -> Prepared:
    parts = [
        sums(source, [_word(source.measure)]).where(*_within(source, is_open=is_open, is_known=is_known))
        for source in counting.by_rules(SOURCES, decided)
        if source.measure in measures
    ]
    return Prepared(union_all(*parts))


def _add(values: Values, measure: str, more: Pair) -> None:
    before = values.get(measure, (0, 0))
    values[measure] = (before[0] + more[0], before[1] + more[1])


def distinct(connection: Connection, spans: Sequence[tuple[date, date]]) -> list[Values]:
    """Return the measures that count each party once, for each span of days."""
    cells = {
        f"{name}_{n}": day for n, span in enumerate(spans) for name, day in zip(("first", "last"), span, strict=True)
    }
    found: list[Values] = [{} for _ in spans]
    for span, measure, count, _ in _distinct_of(len(spans)).rows(connection, **cells):
        found[span][measure] = (count, 0)
    return found


@lru_cache(maxsize=16)
def _distinct_of(spans: int) -> Prepared:
    parts = [
        sums(source, [literal_column(str(n)).label("span"), _word(source.measure)]).where(
            source.dated.between(given(f"first_{n}"), given(f"last_{n}"))
        )
        for n in range(spans)
        for source in _DISTINCT
    ]
    return Prepared(union_all(*parts))


def by_dimension(
    connection: Connection,
    dimension: str,
    span: tuple[date, date],
    measures: Collection[str],
    known: int | None = None,
) -> dict[str, Values]:
    """Return measures by the values of a dimension, counted from the rows; a value that is not there is "".

    `known` is the last audit record whose rows count; None: all.
    """
    cells: dict[str, object] = {"first": span[0], "last": span[1]}
    cells |= {} if known is None else {KNOWN: known}
    found: dict[str, Values] = defaultdict(dict)
    decided = counting.rules(connection, known)
    query = _dimension_of(dimension, frozenset(measures), decided, is_known=known is not None)
    for measure, key, count, amount in query.rows(connection, **cells):
        _add(found[key or ""], measure, (int(count or 0), int(amount or 0)))
    return {key: values for key, values in found.items() if any(pair != (0, 0) for pair in values.values())}


@lru_cache(maxsize=64)
def _dimension_of(dimension: str, measures: frozenset[str], decided: Rules, *, is_known: bool) -> Prepared:
    parts = []
    for source in counting.by_rules(BROKEN_DOWN, decided):
        is_level = source.measure in LEVELS
        if source.measure not in measures or (is_level and dimension in NOT_OF_LEVELS):
            continue
        group, origin = grouped(source, dimension)
        columns = [_word(source.measure), literal_column("''") if group is None else group]
        query = sums(source, columns, [] if group is None else [group], origin)
        parts.append(query.where(*_within(source, is_open=is_level, is_known=is_known)))
    return Prepared(union_all(*parts))


def by_charge(
    connection: Connection, spans: Sequence[tuple[date, date]], measures: Collection[str], known: int | None = None
) -> dict[tuple[str, str], list[Values]]:
    """Return measures by (dim, key) for each span of days: of the sections and the staff there are.

    `known` is the last audit record whose rows count; None: all.
    """
    if known is None:
        found = _summed(connection, tuple(_KEYS), spans, measures)
        rests = [(n, rest) for n, span in enumerate(spans) for rest in _broken(span)]
    else:  # monthly totals do not know who wrote what
        found, rests = {}, list(enumerate(spans))
    if not rests:
        return found
    for n, rest in rests:
        for dim in _KEYS:
            for key, values in by_dimension(connection, dim, rest, measures, known).items():
                of_key = found.setdefault((dim, key), [{} for _ in spans])
                for measure, pair in values.items():
                    _add(of_key[n], measure, pair)
    return {
        key: of_key
        for key, of_key in found.items()
        if any(pair != (0, 0) for values in of_key for pair in values.values())
    }


def cohorts(connection: Connection, first: int, last: date) -> dict[tuple[int, int], dict[str, int]]:
    """Return yen by (fiscal year of 代位弁済, years elapsed) and measure, for the cohorts from `first` on."""
    whole = month_name(last) if last == month_end(last) else _month_before(last)
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, measure, amount in _cohort_sums().rows(connection, first=f"{first:04}", last=whole):
        found[_cohort_and_elapsed(key)][measure] = amount
    if last != month_end(last):
        _add_from_rows(connection, (month_start(last), last), found, first)
    return found


@lru_cache(maxsize=4096)
def _cohort_and_elapsed(key: str) -> tuple[int, int]:
    cohort, _, elapsed = key.partition(":")
    return int(cohort), int(elapsed)


@lru_cache(maxsize=1)
def _cohort_sums() -> Prepared:
    c = monthly_totals.c
    amount = func.sum(c.amount)
    return Prepared(
        select(c.key, c.measure, cast(amount, YEN))
        .where(c.dim == "cohort", c.key >= given("first"), c.month <= given("last"))
        .group_by(c.key, c.measure)
        .having((func.sum(c["count"]) != 0) | (amount != 0))  # a claim moved to another year leaves nothing
    )


def cohorts_known(connection: Connection, last: date, known: int) -> dict[tuple[int, int], dict[str, int]]:
    """Return what `cohorts` returns of all cohorts, from the rows up to an audit record only."""
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    _add_from_rows(connection, (date.min, last), found, known=known)
    return found


def _add_from_rows(
    connection: Connection,
    span: tuple[date, date],
    found: dict[tuple[int, int], dict[str, int]],
    first: int = 0,
    known: int | None = None,
) -> None:
    cells = {"from": span[0], "last": span[1], "first": first, KNOWN: EVERYTHING if known is None else known}
    for measure, cohort, elapsed, count, amount in _cohort_rows().rows(connection, **cells):
        if count or amount:
            found[cohort, elapsed][measure] += int(amount)


@lru_cache(maxsize=1)
def _cohort_rows() -> Prepared:
    cell = [ledger_entries.c.cohort, ledger_entries.c.elapsed]
    is_wanted = (
        ledger_entries.c.posted_on.between(given("from"), given("last")),
        ledger_entries.c.cohort >= given("first"),
        ledger_entries.c.audit_no <= given(KNOWN),
    )
    return Prepared(
        union_all(
            *(
                sums(source, [_word(source.measure), *cell], cell).where(*is_wanted)
                for source in ADDITIVE
                if source.table is ledger_entries and source.measure in BY_COHORT
            )
        )
    )


def plans_and_prior(
    connection: Connection, fiscal_year: int, known: int = EVERYTHING
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the plan of a fiscal year and the recorded figures of the year before, by figure key."""
    found: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for which, figure, value in _plans_and_prior().rows(
        connection, year=fiscal_year, before=fiscal_year - 1, known=known
    ):
        found[which][figure] = value
    return found


@lru_cache(maxsize=1)
def _plans_and_prior() -> Prepared:
    parts = (("0", BUNDLE["plans"].c, "year"), ("1", BUNDLE["prior_figures"].c, "before"))
    return Prepared(
        union_all(
            *(
                select(literal_column(which), c.figure, c.value).where(
                    c.fiscal_year == given(year), c.audit_no <= given(KNOWN)
                )
                for which, c, year in parts
            )
        )
    )


def charges(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (staff number, name, section) of everybody, in the order of sections and numbers."""
    return [(row[0], row[1], row[2]) for row in _charges().rows(connection)]


@lru_cache(maxsize=1)
def _charges() -> Prepared:
    return Prepared(select(_staff.staff_no, _staff.name, _staff.section).order_by(_staff.section, _staff.staff_no))


def _within(source: Source, *, is_open: bool, is_known: bool) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the days of a source's rows, from the first or the beginning, and on who wrote them."""
    yield source.dated <= given("last")
    if not is_open:
        yield source.dated >= given("first")
    if is_known:
        yield source.table.c.audit_no <= given(KNOWN)


def _word(measure: str) -> ColumnElement[str]:
    return literal_column(f"'{measure}'")


def _month_before(day: date) -> str:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return f"{year:04}-{month:02}"
