"""Damages of many claims on one day: each runs on from what it owed after its last posting, as a replay would have it.

Claims of one rate, one basis and one last day share the factor by which their principal bears damages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from collections_app.domain.codes import DayBasis
from collections_app.domain.damages import YEAR, RatePeriod, rate_of_percent, segment_damages, weight

Day = date | str  # as it is written, 2024-03-31, it need not be read for every claim


class Accruals:
    """What damages have become by the end of a day; `later` are the rates that claims changed to, by their days."""

    def __init__(self, as_of: date, later: Mapping[str, tuple[RatePeriod, ...]]) -> None:
        self._as_of = as_of
        self._later = later
        self._factors = _Factors(as_of)

    def damages(self, claim_no: str, principal: int, damages: int, accrues_from: Day, rate: str, basis: str) -> int:
        """Return the damages owed at the end of the day (yen) from those remembered, which ran to `accrues_from`.

        `rate` (percent) and `basis` are the claim's own. On a day before `accrues_from` they are those remembered.
        """
        if claim_no in self._later:
            rates = (RatePeriod(rate_of_percent(rate)), *self._later[claim_no])
            return damages + segment_damages(principal, rates, _day(accrues_from), self._as_of, DayBasis(basis))
        numerator, denominator = self._factors[rate, basis, accrues_from]
        return damages + principal * numerator // denominator


def _day(day: Day) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


class _Factors(dict[tuple[str, str, Day], tuple[int, int]]):
    """The damages of one yen from a day on, by rate, basis and day: numerator and denominator."""

    def __init__(self, as_of: date) -> None:
        super().__init__()
        self._as_of = as_of

    def __missing__(self, key: tuple[str, str, Day]) -> tuple[int, int]:
        percent, basis, since = key
        rate, began = rate_of_percent(percent), min(_day(since), self._as_of)
        length = weight(began, self._as_of, DayBasis(basis))
        self[key] = rate.numerator * length, rate.denominator * YEAR
        return self[key]
