"""Damages of claims on the day of a list, from the balances remembered at the last posting."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, Text, select, type_coerce

from collections_app.domain.accruals import Accruals
from collections_app.domain.damages import RatePeriod, rate_of_percent
from collections_app.storage.prepared import Prepared
from collections_app.storage.tables import BUNDLE, claim_balances

_c, _owed, _periods = BUNDLE["claims"].c, claim_balances.c, BUNDLE["rate_periods"].c
_SINCE = type_coerce(_owed.accrues_from, Text)  # as the driver gives it: few days, many claims
REMEMBERED = (_c.claim_no, _owed.principal, _owed.damages, _SINCE, _c.damages_rate, _c.day_basis)
"""The columns, of claims joined to their balances, that `Accruals.damages` is asked with."""

_LATER = Prepared(select(_periods.claim_no, _periods.since, _periods.rate).order_by(_periods.since))


def accruals(connection: Connection, as_of: date) -> Accruals:
    """Return what tells the damages of claims at the end of a day from their remembered balances."""
    later: dict[str, list[RatePeriod]] = defaultdict(list)
    for claim_no, since, rate in _LATER.rows(connection):
        later[claim_no].append(RatePeriod(rate_of_percent(rate), since))
    return Accruals(as_of, {claim_no: tuple(periods) for claim_no, periods in later.items()})
