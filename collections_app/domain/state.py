"""The state of one claim on one day, from its facts: what `claim --as-of` and the claim page show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collections_app.domain.codes import ClaimStatus
from collections_app.domain.facts import Facts, Split
from collections_app.domain.ledger import Balance, EntryKind, Ledger, Terms, replay
from collections_app.domain.standing import Stop, status_of

_RECEIPTS = (EntryKind.RECEIPT, EntryKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """All that a claim's state is derived from."""

    terms: Terms
    facts: Facts
    closed_on: date | None = None
    stops: Sequence[Stop] = ()


@dataclass(frozen=True, slots=True)
class ClaimState:
    """What is owed at the end of a day, what came in by then (yen), and the ledger behind it."""

    claim_no: str
    as_of: date
    balance: Balance
    recovered: Split
    unposted: int  # 未計上入金: principal and damages received by the day and posted after it
    status: ClaimStatus
    ledger: Ledger


def state_on(claim: ClaimFacts, as_of: date) -> ClaimState:
    """Return the state at the end of `as_of`, by 入金日; a receipt posted later is in it and in `unposted`."""
    ledger = replay(claim.terms, claim.facts.up_to(as_of))
    balance = ledger.balance.on(as_of, claim.terms)
    receipts = [entry for entry in ledger.entries if entry.kind in _RECEIPTS]
    return ClaimState(
        claim.terms.claim_no,
        as_of,
        balance,
        Split(
            -sum(entry.costs for entry in receipts),
            -sum(entry.damages for entry in receipts),
            -sum(entry.principal for entry in receipts),
        ),
        sum(entry.recovered for entry in receipts if entry.posted_on > as_of),
        status_of(
            balance,
            is_closed=claim.closed_on is not None and claim.closed_on <= as_of,
            is_stopped=any(stop.holds_on(as_of) for stop in claim.stops),
        ),
        ledger,
    )
