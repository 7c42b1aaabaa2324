from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.calendar import month_end, month_start
from collections_app.domain.errors import UserError
from collections_app.domain.period import month_to, period_of, span_of, whole_months

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def test_the_year_before_29_february_falls_back() -> None:
    february = span_of(date(2024, 2, 29), date(2024, 2, 29))
    assert february.spans[1] == (date(2023, 2, 28), date(2023, 2, 28))
    assert month_to(date(2025, 2, 28)).spans[1] == (date(2024, 2, 1), date(2024, 2, 28))


@pytest.mark.parametrize(
    ("first", "last", "is_cumulative", "is_whole"),
    [
        (date(2024, 4, 1), date(2025, 3, 31), True, True),
        (date(2024, 4, 1), date(2024, 4, 1), True, False),
        (date(2024, 3, 1), date(2025, 3, 31), False, False),
        (date(2023, 4, 1), date(2025, 3, 31), False, False),
        (date(2025, 3, 1), date(2025, 3, 31), False, False),
    ],
)
def test_only_a_fiscal_year_since_april_has_a_plan(
    first: date, last: date, *, is_cumulative: bool, is_whole: bool
) -> None:
    period = span_of(first, last)
    assert (period.is_cumulative, period.is_whole_year) == (is_cumulative, is_whole)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UserError, match="末日"):
        span_of(date(2025, 1, 2), date(2025, 1, 1))
    with pytest.raises(UserError, match="外です"):
        period_of(2024, date(2025, 4, 1))


@given(DAYS, DAYS)
def test_whole_months_and_the_rest_are_the_span(one: date, other: date) -> None:
    first, last = sorted((one, other))
    months, rests = whole_months(first, last)
    days = [] if months is None else [months]
    if months is not None:
        assert months[0] == month_start(months[0])
        assert months[1] == month_end(months[1])
    covered = sorted(
        span[0] + timedelta(days=n) for span in (*days, *rests) for n in range((span[1] - span[0]).days + 1)
    )
    assert covered == [first + timedelta(days=n) for n in range((last - first).days + 1)]
