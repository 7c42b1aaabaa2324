"""Recovery by elapsed year (回収率): what claims subrogated in one fiscal year have brought in, year by year."""

from __future__ import annotations

from collections.abc import Mapping

from collections_app.domain.money import percent_of
from collections_app.domain.views import Cohort

Cells = Mapping[tuple[int, int], Mapping[str, int]]  # yen by (fiscal year of 代位弁済, years elapsed) and measure
_RECOVERY = ("recovery.regular", "recovery.irregular")
_NO_RATE = "0.0"  # of claims for which nothing was paid


def cohorts_of(cells: Cells, as_of_year: int) -> tuple[Cohort, ...]:
    """Return every cohort with its cumulative recovery (yen) and rate, from k = 0 to as-of year - cohort."""
    years = sorted({cohort for (cohort, _), values in cells.items() if "subrogation" in values})
    return tuple(_cohort(year, cells, as_of_year) for year in years)


def _cohort(year: int, cells: Cells, as_of_year: int) -> Cohort:
    subrogated = sum(values.get("subrogation", 0) for (cohort, _), values in cells.items() if cohort == year)
    recovered: list[int] = []
    total = 0
    for elapsed in range(as_of_year - year + 1):
        values = cells.get((year, elapsed), {})
        total += sum(values.get(measure, 0) for measure in _RECOVERY)
        recovered.append(total)
    rate = tuple(percent_of(amount, subrogated) if subrogated else _NO_RATE for amount in recovered)
    return Cohort(year, subrogated, tuple(recovered), rate)
