"""Recovery by elapsed year (回収率): what claims subrogated in one fiscal year have brought in, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from collections_app.domain.views import Cohort

Cells = Mapping[tuple[int, int], Mapping[str, int]]  # yen by (fiscal year of 代位弁済, years elapsed) and measure
_RECOVERY = ("recovery.regular", "recovery.irregular")


def cohorts_of(cells: Cells, as_of_year: int) -> tuple[Cohort, ...]:
    """Return every cohort with its cumulative recovery (yen), from k = 0 to as-of year - cohort."""
    subrogated: dict[int, int] = {}
    recovered: dict[tuple[int, int], int] = {}
    for (year, elapsed), values in cells.items():
        if "subrogation" in values:
            subrogated[year] = subrogated.get(year, 0) + values["subrogation"]
        recovered[year, elapsed] = sum([values.get(measure, 0) for measure in _RECOVERY])
    return tuple(
        Cohort(
            year,
            subrogated[year],
            tuple(accumulate([recovered.get((year, k), 0) for k in range(as_of_year - year + 1)])),
        )
        for year in sorted(subrogated)
    )
