"""Receipts later than everything else of their claims: the ledger runs on from what is remembered of it.

Nothing stored is read but the balance, nothing is replayed and nothing compared; the entries are those that a replay
of all facts would end with. All other receipts are `posting.derive`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Connection, func

from collections_app.domain.ledger import Balance, Entry, Terms, extend
from collections_app.domain.standing import standing_of
from collections_app.storage.facts import FACT_COLUMNS, FactBook, load
from collections_app.storage.posting import Posting, balance_row, ledger_rows, of_claims, standing_rows
from collections_app.storage.prepared import Prepared
from collections_app.storage.tables import claim_balances, ledger_entries

_AROUND_RECEIPTS = ("claims", "rate_periods", "closings", "administration_stops")
_owed, _entry = claim_balances.c, ledger_entries.c
_BALANCE = (_owed.principal, _owed.damages, _owed.costs, _owed.overpaid, _owed.accrues_from, _owed.remainder)
_ENDS = Prepared(
    of_claims(claim_balances, _owed.claim_no, func.max(_entry.effective_on), func.max(_entry.posted_on), *_BALANCE)
    .join(ledger_entries, _entry.claim_no == _owed.claim_no)
    .group_by(_owed.claim_no)
)
_NO_REMAINDER = Fraction(0)


class _Days(NamedTuple):
    """The first days that the receipts of a claim count on: 入金日 and 計上日."""

    received_on: date
    posted_on: date


def appended(connection: Connection, columns: Mapping[str, Sequence[Any]], audit_no: int) -> tuple[Posting, list[str]]:
    """Return what receipts add to the claims they come last of, and the other claims, which are to be derived.

    Reversals change what is there, a receipt of a day that has entries may come before one of them, and what a claim
    closed or stopped adds to the outstanding depends on its days: those claims are derived.
    """
    firsts = _first_days(columns)
    book = load(connection, firsts.keys(), _AROUND_RECEIPTS)
    book.add("receipts", zip(*(columns[name] for name in FACT_COLUMNS["receipts"]), strict=True))
    ends: dict[str, Balance] = {}
    for claim_no, effective_on, posted_on, principal, damages, costs, overpaid, since, remainder in _ENDS.rows(
        connection, wanted=firsts.keys()
    ):
        first = firsts[claim_no]
        if first.received_on > effective_on and first.posted_on > posted_on:
            carried = Fraction(remainder) if remainder != "0" else _NO_REMAINDER
            ends[claim_no] = Balance(principal, damages, costs, overpaid, since, carried)
    posting = _posting(book, ends, audit_no)
    done = {row[0] for row in posting.balances}
    return posting, sorted(set(columns["claim_no"]) - done)


def _first_days(columns: Mapping[str, Sequence[Any]]) -> dict[str, _Days]:
    """Return the first days of each claim that has no reversal among its receipts."""
    claims, reverses = columns["claim_no"], columns["reverses"]
    firsts: dict[str, _Days] = {}
    for claim_no, *days in zip(claims, columns["received_on"], columns["posted_on"], strict=True):
        known = firsts.get(claim_no)
        firsts[claim_no] = _Days(*days) if known is None else _Days(*map(min, known, days))
    for claim_no, original in zip(claims, reverses, strict=True):
        if original is not None:
            firsts.pop(claim_no, None)
    return firsts


def _posting(book: FactBook, ends: Mapping[str, Balance], audit_no: int) -> Posting:
    posting = Posting()
    ledgers: list[tuple[Terms, list[Entry]]] = []
    for claim_no, before in ends.items():
        claim = book.claim(claim_no)
        if claim.closed_on is not None or claim.stops:
            continue
        ledger = extend(claim.terms, before, claim.facts.receipts)
        ledgers.append((claim.terms, ledger.entries))
        posting.contradictions.extend((claim_no, found) for found in ledger.contradictions)
        standing = standing_of(ledger.entries, None, (), posted=before.principal)
        if standing:
            posting.standing.extend(standing_rows(book, claim_no, standing, audit_no))
        posting.balances.append(balance_row(claim, ledger.balance))
    posting.ledger.extend(ledger_rows(ledgers, book, audit_no))
    return posting
