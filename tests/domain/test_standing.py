"""求償権残高 as posted, against a naive look at every day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.facts import Facts
from collections_app.domain.ledger import replay
from collections_app.domain.standing import StandingKind, Stop, standing_of
from tests.domain.test_ledger import BEGAN, TERMS, stories

_SPAN = 1_100


@given(
    stories(),
    st.none() | st.integers(0, 950).map(lambda n: BEGAN + timedelta(n)),
    st.lists(st.tuples(st.integers(0, 900), st.none() | st.integers(1, 200)), max_size=2),
)
def test_sums_of_standing_entries_are_what_one_sees_each_day(
    facts: Facts, closed_on: date | None, spans: list[tuple[int, int | None]]
) -> None:
    stops = [
        Stop(BEGAN + timedelta(start), None if days is None else BEGAN + timedelta(start + days))
        for start, days in spans
    ]
    entries = replay(TERMS, facts).entries
    standing = standing_of(entries, closed_on, stops)
    for n in range(0, _SPAN, 7):
        day = BEGAN + timedelta(n)
        posted = sum(entry.principal for entry in entries if entry.posted_on <= day)
        is_open = posted > 0 and not (closed_on is not None and closed_on <= day)
        is_stopped = any(s.decided_on <= day and (s.resumed_on is None or day < s.resumed_on) for s in stops)
        seen = [entry for entry in standing if entry.on <= day]
        assert sum(entry.count for entry in seen) == int(is_open)
        assert posted + sum(entry.principal for entry in seen) == (posted if is_open else 0)
        assert sum(entry.stopped for entry in seen) == int(is_open and is_stopped)
        assert sum(entry.recovered for entry in seen) == sum(
            entry.recovered for entry in entries if closed_on is not None and closed_on <= entry.posted_on <= day
        )


def test_a_closing_takes_the_balance_of_its_day_out() -> None:
    standing = standing_of(replay(TERMS, Facts()).entries, date(2024, 5, 1), [])
    assert [(entry.kind, entry.count, entry.principal) for entry in standing] == [
        (StandingKind.OPENED, 1, 0),
        (StandingKind.CLOSED, -1, -5_000_000),
    ]
