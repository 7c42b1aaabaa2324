"""The money of an invented claim, for the papers that are computed from it."""

from __future__ import annotations

from datetime import date, timedelta

from collections_app.domain.codes import Part
from collections_app.domain.damages import RatePeriod, rate_of_percent
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, WaiverFact
from collections_app.domain.ledger import Terms
from collections_app.domain.state import ClaimFacts

BEGAN = date(2020, 6, 19)


def claim_facts(receipts: int = 5, yen: int = 30_000, principal: int = 24_054_500) -> ClaimFacts:
    """Return a claim with receipts every fifty days, one of them taken back, a cost, a waiver and a later rate."""
    rates = (RatePeriod(rate_of_percent("14.6")), RatePeriod(rate_of_percent("3"), date(2022, 4, 1)))
    days = [BEGAN + timedelta(days=50 * (at + 1)) for at in range(receipts)]
    money = [ReceiptFact(f"R{at:07}", day, day, yen) for at, day in enumerate(days)]
    money += [ReceiptFact("R9000001", one.received_on, one.posted_on, -yen, None, one.receipt_no) for one in money[:1]]
    return ClaimFacts(
        Terms("K2020-00001", BEGAN, principal, rates),
        Facts(
            [CostFact("C0000001", BEGAN + timedelta(days=90), 24_700)],
            money,
            [WaiverFact("W0000001", Part.DAMAGES, 1_000, date(2024, 12, 1))],
        ),
    )
