"""Ratios of figures and rates of cohorts where a year has nothing, or less than nothing."""

from __future__ import annotations

import pytest

from collections_app.domain.comparison import Compared, compared
from collections_app.domain.elapsed import cohorts_of
from collections_app.domain.figures import FIGURE

TOTAL = FIGURE["recovery.total"]


@pytest.mark.parametrize(
    ("current", "previous", "ratio", "note"),
    [
        (474, 359, "132.0", None),
        (1, 0, None, "new"),
        (0, 0, None, None),
        (-1, 0, None, None),
        (0, 5, "0.0", None),
        (-96_298_533, 1_264_393, "-7616.2", None),
        (2_334_771, -146_418, "-1594.6", None),
    ],
)
def test_the_ratio_to_last_year(current: int, previous: int, ratio: str | None, note: str | None) -> None:
    found = compared(TOTAL, current, previous)
    assert (found.ratio, found.note) == (ratio, note)


def test_the_ratio_to_the_plan() -> None:
    assert compared(TOTAL, 5, 0, 0).plan_ratio is None
    assert compared(TOTAL, 5, 0, None).plan_ratio is None
    assert compared(TOTAL, -146_418, 0, 7).plan_ratio == "-2091685.7"


def test_figures_of_a_group_are_compared_when_they_are_asked_for() -> None:
    chosen = {key: FIGURE[key] for key in ("visit", "recovery.total")}
    now, before = {"visit": (3, 0), "recovery.regular": (1, 500)}, {"visit": (2, 0), "recovery.irregular": (1, 400)}
    found = Compared(chosen, now, before)
    assert dict(found) == {
        "visit": compared(FIGURE["visit"], 3, 2),
        "recovery.total": compared(TOTAL, 500, 400),
    }
    assert found == Compared(chosen, dict(now), dict(before))
    assert found.get("lawsuit") is None


def test_rates_are_numbers_also_of_claims_for_which_nothing_was_paid() -> None:
    cells = {(2020, 0): {"subrogation": 0}, (2021, 0): {"subrogation": 200, "recovery.regular": -50}}
    assert [cohort.rate for cohort in cohorts_of(cells, 2021)] == [("0.0", "0.0"), ("-25.0",)]
