"""What the page of a claim says of insurance money and shares, from the rows that were read of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from collections_app.domain.codes import Bearer
from collections_app.domain.insurance import InsuranceBrief, state_of, window_of
from collections_app.storage import reference
from collections_app.storage.claim_records import Event


def insurance_brief(claim: Any, events: Mapping[str, Sequence[Event]], as_of: date, recovered: int) -> InsuranceBrief:
    """Return where the insurance money stands on a day, by its first record, and the shares in order."""
    is_repaid = recovered >= claim.principal + claim.interest
    first = min(events["insurance_claims"], key=lambda one: one.number, default=None)
    state = window = None
    claimed_on, received_on = (first.on, first.then_on) if first is not None else (None, None)
    if first is not None or (claim.coverage_rate and Fraction(claim.coverage_rate) > 0):
        window = window_of(claim.subrogated_on, reference.insurance_rules(claim.subrogated_on).value)
        state = state_of(window, claimed_on, received_on, as_of, is_repaid=is_repaid)
    found = {Bearer(one.word): Fraction(one.text or 0) for one in events["shares"]}
    return InsuranceBrief(
        state,
        window,
        claimed_on,
        received_on,
        first.amount if first is not None else None,
        first.number if first is not None else "",
        tuple((bearer, found[bearer]) for bearer in Bearer if bearer in found),
    )
