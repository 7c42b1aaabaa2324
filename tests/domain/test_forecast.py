"""The year's end worked out by hand, and what holds for every forecast: no look ahead, the same each time, exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.back_test import (
    Trial,
    back_test,
    best_of,
    quantile,
    range_of,
)
from collections_app.domain.forecast import (
    Books,
    Expected,
    Method,
    Part,
    PartKind,
    Plans,
    expected,
    month_number,
    next_year,
    same_day,
    total_by_month,
    years_to_try,
)


def month(year: int, number: int) -> int:
    return year * 12 + number - 1


def books(**given_: object) -> Books:
    empty = Books({}, {}, {}, {}, {}, {}, {}, {})
    made = replace(empty, **given_)  # type: ignore[arg-type]
    return replace(made, irregular_by_month=total_by_month(made.irregular))


TWO_COHORTS = books(
    subrogated={date(2020, 4, 1): 1_000, date(2021, 4, 10): 2_000},
    irregular={
        (2020, month(2020, 5)): 40,
        (2020, month(2020, 10)): 100,
        (2020, month(2021, 8)): 10,
        (2021, month(2021, 6)): 50,
    },
    fresh={
        (date(2020, 4, 1), month(2020, 5)): 40,
        (date(2020, 4, 1), month(2020, 10)): 100,
        (date(2021, 4, 10), month(2021, 6)): 50,
    },
)


def test_cohorts_bring_what_those_before_them_brought() -> None:
    """By hand: half a year is over. 2021 has 2,000 × 100/1,000 = 200 to come, 2020 its own 1,000 × 100/1,000 = 100.

    So far the curves give 2,000 × 4 % + 1,000 × 4 % = 120, and 60 came: half of it. With half a year's credibility
    the rest is 1 + 1/2 × (1/2 - 1) = 3/4 of 300.
    """
    found = expected(TWO_COHORTS, 2021, date(2021, 9, 30))
    assert (found.regular, found.irregular) == (0, 60)
    parts = {(part.kind, part.cohort): part for part in found.parts[Method.CURVES]}
    own, older = parts[PartKind.COHORT, 2021], parts[PartKind.COHORT, 2020]
    assert (own.amount, own.base, own.rate) == (150, 2_000, "7.50")
    assert (older.amount, older.base, older.rate) == (75, 1_000, "7.50")
    assert own.months == (0, 0, 0, 0, 0, 0, 150, 0, 0, 0, 0, 0)
    assert parts[PartKind.TO_COME, 2021].amount == 0  # a year before, none came after 30 September
    assert found.total(Method.CURVES) == 60 + 225
    assert found.total(Method.LAST_YEAR) == 60 + 100
    assert found.total(Method.RUN_RATE) == sum((60, *found.parts[Method.RUN_RATE][0].months))


def test_claims_still_to_come() -> None:
    """By hand: 500 came after September last year and brought 25 by March, so of a plan of 2,800, 800 bring 40."""
    data = books(
        subrogated={date(2020, 12, 1): 500, date(2021, 4, 10): 2_000},
        irregular={(2020, month(2021, 2)): 25},
        fresh={(date(2020, 12, 1), month(2021, 2)): 25},
    )
    day = date(2021, 9, 30)
    for planned, base, amount in (({}, 500, 25), ({2021: 2_800}, 800, 40), ({2021: 1_000}, 0, 0)):
        parts = expected(replace(data, planned=planned), 2021, day).parts[Method.CURVES]
        [part] = [one for one in parts if one.kind is PartKind.TO_COME]
        assert (part.base, part.amount) == (base, amount)


def test_regular_follows_the_plans_and_the_pace() -> None:
    """By hand: 3 × 10,000 due, 80 % kept; beside it 900 of 6,900 in three months came without a plan, 300 a month."""
    data = books(
        regular={month(2024, 10): 2_000, month(2024, 11): 2_400, month(2024, 12): 2_500},
        plans={2024: Plans(("K1",), dict.fromkeys((month(2025, n) for n in (1, 2, 3)), 10_000), 50_000, 40_000, 6_000)},
    )
    plans, pace, *_ = expected(data, 2024, date(2024, 12, 31)).parts[Method.CURVES]
    assert (plans.kind, plans.amount, plans.base, plans.rate) == (PartKind.PLANS, 24_000, 30_000, "80.00")
    assert (pace.kind, pace.amount, pace.base) == (PartKind.PACE, 900, 300)
    plans, *_ = expected(replace(data, plans={2024: replace(data.plans[2024], due=0, kept=0)}), 2024, date(2024, 12, 31)).parts[Method.CURVES]  # fmt: skip
    assert plans.rate == "100.00"  # nothing fell due yet, so nothing is known against it


def test_a_broken_month_counts_by_its_days() -> None:
    """By hand: on 20 June ten of thirty days are left: a third of 3,000 comes, and what came by the day is counted."""
    data = books(
        subrogated={date(2019, 5, 1): 1_000, date(2020, 5, 1): 1_000},
        irregular={(2019, month(2020, 6)): 3_000},
        broken={2021: (7, 11), 2020: (0, 1_000)},
        regular={},
    )
    found = expected(data, 2021, date(2021, 6, 20))
    assert (found.regular, found.irregular) == (7, 11)
    [part] = [one for one in found.parts[Method.CURVES] if one.cohort == 2020 and one.kind is PartKind.COHORT]
    assert sum(part.months[:2]) == 0
    assert part.months[2] == part.amount > 0
    [last_year] = found.parts[Method.LAST_YEAR]
    assert last_year.months[2] == 3_000 - 1_000


def test_the_next_year() -> None:
    """By hand: of a cohort of 1,000, 100 came in its first year, 50 in its second; seen from 2022, 2021 is not used."""
    data = books(
        subrogated=dict.fromkeys((date(year, 4, 1) for year in (2019, 2020, 2021, 2022)), 1_000),
        irregular={(year, month(year + age, 6)): yen for year in (2019, 2020) for age, yen in ((0, 100), (1, 50))},
    )
    regular, irregular = next_year(data, 2022, date(2023, 3, 31))
    # 2023 as 2019-2021 in their first year (200/3,000), 2022 as 2018-2020 in their second, 2021 as 2019 in its third
    assert (regular, irregular) == (0, round(1_000 * 200 / 3_000) + 50)


@pytest.mark.parametrize(
    ("day", "year", "same"),
    [
        (date(2024, 2, 29), 2022, date(2023, 2, 28)),
        (date(2023, 2, 28), 2023, date(2024, 2, 29)),
        (date(2024, 10, 17), 2020, date(2020, 10, 17)),
        (date(2025, 3, 31), 2020, date(2021, 3, 31)),
        (date(2024, 4, 1), 2020, date(2020, 4, 1)),
    ],
)
def test_the_same_day_of_another_year(day: date, year: int, same: date) -> None:
    assert same_day(day, year) == same


AMOUNT = st.integers(0, 10**9)
START = date(2018, 4, 1)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[date, date, int, bool]]:
    """Draw receipts: (代位弁済日, 計上日, yen, whether regular), over six fiscal years."""
    found = []
    for _ in range(draw(st.integers(1, 25))):
        since = START + timedelta(days=draw(st.integers(0, 6 * 365)))
        posted = since + timedelta(days=draw(st.integers(0, 900)))
        found.append((since, posted, draw(AMOUNT), draw(st.booleans())))
    return found


def as_books(rows: list[tuple[date, date, int, bool]], known: date, like: date | None = None) -> Books:
    """Return the books of what was posted by a day; broken months up to the day that `like` is in each year."""
    like = like or known
    regular: dict[int, int] = {}
    irregular: dict[tuple[int, int], int] = {}
    subrogated: dict[date, int] = {}
    fresh: dict[tuple[date, int], int] = {}
    broken = {year: [0, 0] for year in range(2018, 2026)}
    for since, posted, yen, is_regular in rows:
        if since <= known:
            subrogated[since] = subrogated.get(since, 0) + 10**9
        if posted > known:
            continue
        number, cohort = month_number(posted), since.year - (since.month < 4)
        year = posted.year - (posted.month < 4)
        if posted <= same_day(like, year) and number == month_number(same_day(like, year)):
            broken[year][0 if is_regular else 1] += yen
        if is_regular:
            regular[number] = regular.get(number, 0) + yen
            continue
        irregular[cohort, number] = irregular.get((cohort, number), 0) + yen
        if year == cohort:
            fresh[since, number] = fresh.get((since, number), 0) + yen
    pairs = {year: (one, two) for year, (one, two) in broken.items()}
    return Books(regular, irregular, subrogated, fresh, pairs, {}, {}, total_by_month(irregular))


DAYS = st.dates(date(2020, 4, 1), date(2024, 3, 31))


@given(histories(), DAYS)
def test_later_receipts_change_nothing(rows: list[tuple[date, date, int, bool]], day: date) -> None:
    """A forecast of a past day from all there is equals that from what was posted by the day: back-tests are honest."""
    year = day.year - (day.month < 4)
    later = as_books(rows, date(2026, 3, 31), day)
    assert expected(later, year, day) == expected(as_books(rows, day), year, day)


@given(histories(), st.integers(2019, 2023))
def test_the_last_day_is_the_actual_year(rows: list[tuple[date, date, int, bool]], year: int) -> None:
    day = date(year + 1, 3, 31)
    found = expected(as_books(rows, day), year, day)
    actual = sum(yen for _, posted, yen, _ in rows if date(year, 4, 1) <= posted <= day)
    assert {found.total(method) for method in Method} == {actual}
    assert range_of(found, Method.CURVES, []).low == actual  # type: ignore[union-attr]


@given(histories(), DAYS)
def test_parts_are_whole_yen_of_the_months_to_come(rows: list[tuple[date, date, int, bool]], day: date) -> None:
    year = day.year - (day.month < 4)
    found = expected(as_books(rows, day), year, day)
    past = month_number(day) - month_number(date(year, 4, 1))
    for method in Method:
        for part in found.parts[method]:
            assert all(type(yen) is int for yen in part.months)
            assert not any(part.months[:past])
        assert found.total(method) == found.recovered + found.rest(method)


def trial(year: int, actual: int, rests: dict[Method, int], recovered: int = 0) -> Trial:
    parts = {method: (Part(PartKind.WHOLE, (0,) * 11 + (rests.get(method, 100),)),) for method in Method}
    return Trial(Expected(year, date(year, 9, 30), 0, recovered, parts), actual)


def test_quantiles_of_type_six() -> None:
    values = [Fraction(n) for n in (5, 1, 3, 2, 4)]
    assert quantile(values, Fraction(1, 2)) == 3
    assert quantile(values, Fraction(1, 4)) == Fraction(3, 2)  # place 1.5 of 1, 2 …
    assert [quantile(values, Fraction(n, 100)) for n in (1, 99)] == [1, 5]


def test_the_interval_needs_past_years_and_comes_from_their_ratios() -> None:
    """By hand: of 100 forecast came 80, 90, 100, 120; place 0.5 and 4.5 lie outside: the least and the greatest."""
    trials = [trial(2010 + n, actual, {}) for n, actual in enumerate((80, 90, 100, 120))]
    now = trial(2014, 0, {Method.CURVES: 1_000}, recovered=500).expected
    assert range_of(now, Method.CURVES, trials[:3]) is None
    found = range_of(now, Method.CURVES, trials)
    assert found is not None
    assert (found.low, found.high) == (500 + 800, 500 + 1_200)


def test_the_back_test_uses_the_years_before_only_and_names_the_better() -> None:
    trials = [trial(2010 + n, 100, {Method.LAST_YEAR: 90, Method.CURVES: 105}) for n in range(5)]
    trials.append(trial(2015, 200, {Method.LAST_YEAR: 190, Method.CURVES: 205}))
    found = back_test(trials)
    assert found.best is Method.CURVES
    assert found.mean_errors[Method.LAST_YEAR] == "9.2"  # (5 × 10 % + 5 %) ÷ 6
    assert [line.is_inside for line in found.lines[:4]] == [None] * 4
    assert found.lines[4].range == range_of(trials[4].expected, Method.CURVES, trials[:4])
    assert (found.covered, found.judged) == (sum(line.is_inside or False for line in found.lines), 2)
    rests = {Method.LAST_YEAR: 101, Method.CURVES: 105, Method.RUN_RATE: 150}
    worse = [trial(2010 + n, 100, rests) for n in range(5)]
    assert best_of(worse) is Method.LAST_YEAR
    assert best_of([]) is Method.RUN_RATE


def test_years_that_can_be_tried() -> None:
    assert list(years_to_try(TWO_COHORTS, 2023)) == [2021, 2022]
    assert list(years_to_try(books(), 2023)) == []
