"""The calculators: delay damages of one span, court fees; no database is asked."""

from __future__ import annotations

from datetime import date

from collections_app.domain.court_fee import CourtFee, court_fee
from collections_app.domain.damages import Calculation, Profile, calculate, rate_of_percent
from collections_app.storage import reference


def damages(principal: int, percent: str, since: date, until: date, profile: Profile) -> Calculation:
    """Return the delay damages of a span in yen: it runs from the day after `since` up to and including `until`."""
    return calculate(principal, rate_of_percent(percent), since, until, profile)


def fee(value: int, on: date, *, is_payment_order: bool = False) -> CourtFee:
    """Return the court fee of a suit over `value` yen filed on a day, with its article."""
    return court_fee(value, reference.court_fees(on), is_payment_order=is_payment_order)
