"""What the payments of a plan would go to, damages running on: line by line under the claim's own order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from collections_app.domain.calendar import MONTHS
from collections_app.domain.facts import Split
from collections_app.domain.instalments import Instalment
from collections_app.domain.ledger import Balance, Terms, allocate


class Planned(NamedTuple):
    """One payment to come: what of it is still owed then, what it goes to, what is owed after it (yen)."""

    instalment: Instalment
    amount: int
    paid: Split
    left: Split


@dataclass(frozen=True, slots=True)
class Forecast:
    """The payments to come until nothing is owed or the plan ends.

    `principal_on` and `paid_on` are the days the principal, and everything, would be paid; None: not by this plan.
    `never` says that damages grow at least as fast as the plan pays, so that no length of it would be enough.
    """

    lines: tuple[Planned, ...]
    principal_on: date | None
    paid_on: date | None
    never: bool

    @property
    def total(self) -> int:
        """What would come in (yen)."""
        return sum(line.amount for line in self.lines)


def forecast(
    terms: Terms, balance: Balance, instalments: Iterable[Instalment], after: date, *, is_endless: bool = False
) -> Forecast:
    """Return what the payments due after a day would go to, from what is owed after the last entry of the ledger.

    Of a plan without an end no more than a year is shown where it can be seen that it never pays off.
    """
    owed, lines = balance, []
    principal_on = None
    began = owed.principal
    for one in instalments:
        if one.due_on <= after:
            continue
        owed = owed.on(one.due_on, terms)
        amount = min(one.amount, owed.principal + owed.damages + owed.costs)
        if amount <= 0:
            break
        paid = allocate(amount, Split(owed.costs, owed.damages, owed.principal), terms.order)[0]
        owed = Balance(
            owed.principal - paid.principal, owed.damages - paid.damages, owed.costs - paid.costs, owed.overpaid,
            max(one.due_on, owed.accrues_from), owed.remainder,
        )  # fmt: skip
        left = Split(owed.costs, owed.damages, owed.principal)
        lines.append(Planned(one, amount, paid, left))
        if owed.principal == 0 and principal_on is None and began > 0:
            principal_on = one.due_on
        if sum(left) == 0:
            return Forecast(tuple(lines), principal_on, one.due_on, never=False)
        if is_endless and _stands_still(lines):
            break
    return Forecast(tuple(lines), principal_on, None, never=_stands_still(lines))


def _stands_still(lines: list[Planned]) -> bool:
    """Tell whether a year of payments left the principal as it was and what is owed no smaller."""
    if len(lines) <= MONTHS:
        return False
    before, last = lines[-1 - MONTHS].left, lines[-1].left
    return last.principal == before.principal > 0 and sum(last) >= sum(before)
