from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from collections_app.ui.charts.scale import nice_step, nice_ticks, spread

YEN = st.integers(-(10**15), 10**15)


def test_ticks_are_round_in_the_unit() -> None:
    assert nice_ticks(0, 1_824_213_480, 4, 1_000_000) == (0, 500_000_000, 1_000_000_000, 1_500_000_000, 2_000_000_000)


def test_step_is_never_below_one_of_the_unit() -> None:
    assert nice_step(3, 4, 1_000_000) == 1_000_000
    assert nice_ticks(0, 0, 4, 1_000) == (0, 1_000)


def test_reversals_below_zero_are_covered() -> None:
    assert nice_ticks(-30, 100, 4) == (-50, 0, 50, 100)


@given(low=YEN, high=YEN, unit=st.sampled_from([1, 1_000, 1_000_000]))
def test_ticks_cover_everything_and_zero_in_few_steps(low: int, high: int, unit: int) -> None:
    low, high = min(low, high), max(low, high)
    ticks = nice_ticks(low, high, 4, unit)
    assert ticks[0] <= min(low, 0)
    assert ticks[-1] >= max(high, 0)
    assert 2 <= len(ticks) <= 6
    assert 0 in ticks


@given(st.lists(st.floats(0, 200), min_size=1, max_size=5))
def test_labels_do_not_overlap_and_stay_inside(wanted: list[float]) -> None:
    places = sorted(spread(wanted, 14, 0, 200))
    assert all(later - earlier >= 14 - 1e-6 for earlier, later in itertools.pairwise(places))
    assert places[0] >= -1e-6
    assert places[-1] <= 200 + 1e-6


def test_labels_with_room_stay_where_they_belong() -> None:
    assert spread([100.0, 10.0], 14, 0, 200) == [100.0, 10.0]
