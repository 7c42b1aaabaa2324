"""Receipts later than everything else of their claims: the ledger runs on from what is remembered of it.

One query tells where the ledgers of claims end; nothing is replayed and nothing compared, and the entries are those
that a replay of all facts would end with. All other receipts are `posting.derive`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, exists, func, or_, select

from collections_app.domain.damages import RatePeriod, rate_of_percent
from collections_app.domain.facts import ReceiptFact
from collections_app.domain.ledger import Balance, Entry, Terms, extend
from collections_app.domain.standing import standing_of
from collections_app.storage.facts import FACT_COLUMNS, Charge, FactBook, terms_of
from collections_app.storage.posting import Posting, balance_row, ledger_rows, of_claims, standing_rows
from collections_app.storage.prepared import Prepared
from collections_app.storage.tables import BUNDLE, claim_balances, ledger_entries

_c, _owed, _entry, _rate = BUNDLE["claims"].c, claim_balances.c, ledger_entries.c, BUNDLE["rate_periods"].c
_BALANCE = (_owed.principal, _owed.damages, _owed.costs, _owed.overpaid, _owed.accrues_from, _owed.remainder)
_LATER_RATES = Prepared(
    of_claims(BUNDLE["rate_periods"], _rate.claim_no, _rate.since, _rate.rate).order_by(_rate.claim_no, _rate.since)
)
_NO_REMAINDER = Fraction(0)


def _ends() -> Select[Any]:
    days = (func.max(_entry.effective_on).label("effective_on"), func.max(_entry.posted_on).label("posted_on"))
    last = of_claims(ledger_entries, _entry.claim_no, *days).group_by(_entry.claim_no).subquery()
    winding = [exists().where(BUNDLE[name].c.claim_no == _c.claim_no) for name in ("closings", "administration_stops")]
    terms = [_c[name] for name in FACT_COLUMNS["claims"]]
    query = select(*terms, last.c.effective_on, last.c.posted_on, or_(*winding), *_BALANCE)
    joined = last.join(BUNDLE["claims"], _c.claim_no == last.c.claim_no)
    return query.select_from(joined.join(claim_balances, _owed.claim_no == last.c.claim_no))


_ENDS = Prepared(_ends())


class ClaimEnd(NamedTuple):
    """A claim, who is in charge of it, and where its ledger ends.

    What a claim closed or ever stopped (`is_winding`) adds to the outstanding depends on its days.
    """

    terms: Terms
    charge: Charge
    effective_on: date
    posted_on: date
    is_winding: bool
    balance: Balance

    def goes_before(self, receipts: Iterable[ReceiptFact]) -> bool:
        """Whether these receipts go on from here: no reversal, no day that has entries or comes before one that has."""
        return not self.is_winding and all(
            one.reverses is None and one.received_on > self.effective_on and one.posted_on > self.posted_on
            for one in receipts
        )


def ends(connection: Connection, claim_nos: Collection[str]) -> dict[str, ClaimEnd]:
    """Return where the ledgers of those claims end that there are."""
    wanted = sorted(claim_nos)
    later: dict[str, list[RatePeriod]] = defaultdict(list)
    for claim_no, since, rate in _LATER_RATES.rows(connection, wanted=wanted):
        later[claim_no].append(RatePeriod(rate_of_percent(rate), since))
    found: dict[str, ClaimEnd] = {}
    for row in _ENDS.rows(connection, wanted=wanted):
        claim_no, charge = row[0], Charge(row[7], row[8])
        effective_on, posted_on, is_winding, principal, damages, costs, overpaid, since, carried = row[9:]
        remainder = _NO_REMAINDER if carried == "0" else Fraction(carried)
        balance = Balance(principal, damages, costs, overpaid, since, remainder)
        terms = terms_of(row[:7], later.get(claim_no, ()))
        found[claim_no] = ClaimEnd(terms, charge, effective_on, posted_on, bool(is_winding), balance)
    return found


def appended(
    ends_before: Mapping[str, ClaimEnd], columns: Mapping[str, Sequence[Any]], audit_no: int
) -> tuple[Posting, list[str]]:
    """Return what receipts add to the claims they come last of, and the other claims, which are to be derived."""
    book = FactBook()
    book.add("receipts", zip(*(columns[name] for name in FACT_COLUMNS["receipts"]), strict=True))
    posting = Posting()
    ledgers: list[tuple[Terms, list[Entry]]] = []
    others: list[str] = []
    for claim_no, receipts in book.receipts.items():
        end = ends_before.get(claim_no)
        if end is None or not end.goes_before(receipts):
            others.append(claim_no)
            continue
        terms, charge, before = end.terms, end.charge, end.balance
        ledger = extend(terms, before, receipts)
        ledgers.append((terms, ledger.entries))
        posting.contradictions += [(claim_no, found) for found in ledger.contradictions]
        if standing := standing_of(ledger.entries, None, (), posted=before.principal):
            posting.standing.extend(standing_rows(claim_no, standing, charge, audit_no))
        posting.balances.append(balance_row(claim_no, ledger.balance))
    posting.ledger.extend(ledger_rows(ledgers, book.charges, audit_no))
    return posting, sorted(others)
