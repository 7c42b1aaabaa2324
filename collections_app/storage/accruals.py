"""Damages of all claims on any day, from the balances remembered at the last posting."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, Text, select, type_coerce

from collections_app.domain.accruals import Accruals
from collections_app.domain.damages import RatePeriod, rate_of_percent
from collections_app.domain.state import state_on
from collections_app.storage import facts
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import BUNDLE, claim_balances

_c, _owed, _periods = BUNDLE["claims"].c, claim_balances.c, BUNDLE["rate_periods"].c
_SINCE = type_coerce(_owed.accrues_from, Text)  # as the driver gives it: few days, many claims
REMEMBERED = (_c.claim_no, _owed.principal, _owed.damages, _SINCE, _c.damages_rate, _c.day_basis)
"""The columns, of claims joined to their balances, that `Accruals.damages` is asked with."""

_joined = BUNDLE["claims"].join(claim_balances, _owed.claim_no == _c.claim_no)
_FITTING = Prepared(select(*REMEMBERED).select_from(_joined).where(_owed.accrues_from <= given("day")))
_EARLIER = Prepared(
    select(_c.claim_no).select_from(_joined).where(_owed.accrues_from > given("day"), _c.subrogated_on <= given("day"))
)
_LATER = Prepared(select(_periods.claim_no, _periods.since, _periods.rate).order_by(_periods.since))


def accruals(connection: Connection, as_of: date) -> Accruals:
    """Return what tells the damages of claims at the end of a day from their remembered balances."""
    later: dict[str, list[RatePeriod]] = defaultdict(list)
    for claim_no, since, rate in _LATER.rows(connection):
        later[claim_no].append(RatePeriod(rate_of_percent(rate), since))
    return Accruals(as_of, {claim_no: tuple(periods) for claim_no, periods in later.items()})


def damages_on(connection: Connection, as_of: date) -> dict[str, int]:
    """Return the damages of every claim there was by a day, at its end, as a replay of its facts up to it gives them.

    What was received or waived later is not in the balance of the day: those claims are replayed.
    """
    damages = accruals(connection, as_of).damages
    found = {row[0]: damages(*row) for row in _FITTING.rows(connection, day=as_of)}
    earlier = [row[0] for row in _EARLIER.rows(connection, day=as_of)]
    if earlier:
        book = facts.load(connection, earlier)
        found |= {claim_no: state_on(book.claim(claim_no), as_of).balance.damages for claim_no in earlier}
    return found
