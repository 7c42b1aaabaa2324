"""From rows to the facts a claim's ledger is computed from; the same way for stored rows and for a bundle's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, select

from collections_app.domain.codes import AllocationOrder, DayBasis, Part, Recoverable
from collections_app.domain.damages import RatePeriod, rate_of_percent
from collections_app.domain.facts import CostFact, Facts, ReceiptFact, RefundFact, Split, WaiverFact
from collections_app.domain.ledger import ORDERS, EntryKind, Terms
from collections_app.domain.records import Record
from collections_app.domain.standing import Stop
from collections_app.domain.state import ClaimFacts
from collections_app.domain.waiving import counts
from collections_app.storage.bulk import Row
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import BUNDLE
from collections_app.storage.types import is_among

FACT_COLUMNS: dict[str, tuple[str, ...]] = {
    "claims": (
        "claim_no",
        "subrogated_on",
        "principal",
        "interest",
        "damages_rate",
        "day_basis",
        "allocation_order",
        "section",
        "staff_no",
    ),
    "receipts": (
        "claim_no",
        "receipt_no",
        "received_on",
        "posted_on",
        "amount",
        "to_costs",
        "to_damages",
        "to_principal",
        "reverses",
        "recovery_type",
        "section",
        "staff_no",
        "allocation_order",
    ),
    "costs": ("claim_no", "cost_no", "paid_on", "amount", "section", "staff_no", "recoverable"),
    "waivers": ("claim_no", "waiver_no", "part", "amount", "decided_on", "section", "staff_no", "approval"),
    "refunds": ("claim_no", "refund_no", "refunded_on", "amount", "section", "staff_no", "reverses"),
    "rate_periods": ("claim_no", "since", "rate"),
    "closings": ("claim_no", "decided_on"),
    "administration_stops": ("claim_no", "decided_on", "resumed_on"),
}


class Charge(NamedTuple):
    """Who was in charge when a voucher was recorded, and its 回収区分 if it is a receipt."""

    section: str
    staff_no: str
    recovery_type: str | None = None


class FactBook:
    """Facts of many claims, filed as rows come in.

    `receipts` are those of each claim, `charges` names who was in charge of each voucher.
    """

    def __init__(self) -> None:
        self._terms: dict[str, Terms] = {}
        self.receipts: dict[str, list[ReceiptFact]] = defaultdict(list)
        self._costs: dict[str, list[CostFact]] = defaultdict(list)
        self._waivers: dict[str, list[WaiverFact]] = defaultdict(list)
        self._refunds: dict[str, list[RefundFact]] = defaultdict(list)
        self._rates: dict[str, list[RatePeriod]] = defaultdict(list)
        self._closed_on: dict[str, date] = {}
        self._stops: dict[str, list[Stop]] = defaultdict(list)
        self.charges: dict[tuple[EntryKind, str], Charge] = {}

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """File rows whose cells stand in the order of FACT_COLUMNS; a row filed twice counts twice."""
        _FILERS[table](self, rows)

    def claim(self, claim_no: str) -> ClaimFacts:
        """Return the facts of one claim; KeyError when its terms were not filed."""
        terms = self._terms[claim_no]
        if claim_no in self._rates:
            later = sorted(self._rates[claim_no], key=lambda period: period.since or date.min)
            terms = replace(terms, rates=(*terms.rates, *later))
        facts = Facts(
            self._costs.get(claim_no, ()),
            self.receipts.get(claim_no, ()),
            self._waivers.get(claim_no, ()),
            self._refunds.get(claim_no, ()),
        )
        return ClaimFacts(
            terms,
            facts,
            self._closed_on.get(claim_no),
            self._stops.get(claim_no, ()),
        )

    def claims(self) -> Iterable[str]:
        """Return the numbers of the claims whose terms were filed."""
        return self._terms.keys()

    def _add_claims(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._terms[row[0]] = terms_of(row[:7])
            self.charges[EntryKind.SUBROGATION, row[0]] = Charge(*row[7:])

    def _add_receipts(self, rows: Iterable[Row]) -> None:
        receipt, reversal = EntryKind.RECEIPT, EntryKind.REVERSAL
        receipts, charges = self.receipts, self.charges
        known: dict[tuple[str, str, str], Charge] = {}  # a few dozen for however many receipts
        for (
            claim,
            no,
            received,
            posted,
            amount,
            costs,
            damages,
            principal,
            reverses,
            kind,
            section,
            staff,
            order,
        ) in rows:
            split = None if costs is None else Split(costs, damages, principal)
            own = None if order is None else _order(order)
            receipts[claim].append(ReceiptFact(no, received, posted, amount, split, reverses, own))
            charge = section, staff, kind
            charges[reversal if reverses else receipt, no] = known.get(charge) or known.setdefault(
                charge, Charge(*charge)
            )

    def _add_costs(self, rows: Iterable[Row]) -> None:
        for claim, no, paid_on, amount, section, staff, recoverable in rows:
            if recoverable == Recoverable.NO.value:  # borne by us: nobody owes it
                continue
            self._costs[claim].append(CostFact(no, paid_on, amount))
            self.charges[EntryKind.COST, no] = Charge(section, staff)

    def _add_waivers(self, rows: Iterable[Row]) -> None:
        for claim, no, part, amount, decided_on, section, staff, approval in rows:
            if not counts(approval):  # asked for, or rejected: nothing is owed less
                continue
            self._waivers[claim].append(WaiverFact(no, Part(part), amount, decided_on))
            self.charges[EntryKind.WAIVER, no] = Charge(section, staff)

    def _add_refunds(self, rows: Iterable[Row]) -> None:
        for claim, no, refunded_on, amount, section, staff, reverses in rows:
            if claim is not None:  # of a line of the bank that was never anybody's
                self._refunds[claim].append(RefundFact(no, refunded_on, amount, reverses))
                self.charges[EntryKind.REFUND, no] = Charge(section, staff)

    def _add_rates(self, rows: Iterable[Row]) -> None:
        for claim, since, rate in rows:
            self._rates[claim].append(RatePeriod(rate_of_percent(rate), since))

    def _add_closings(self, rows: Iterable[Row]) -> None:
        for claim, decided_on in rows:
            known = self._closed_on.get(claim)
            self._closed_on[claim] = decided_on if known is None else min(known, decided_on)

    def _add_stops(self, rows: Iterable[Row]) -> None:
        for claim, decided_on, resumed_on in rows:
            self._stops[claim].append(Stop(decided_on, resumed_on))


_FILERS = {
    "claims": FactBook._add_claims,  # noqa: SLF001
    "receipts": FactBook._add_receipts,  # noqa: SLF001
    "costs": FactBook._add_costs,  # noqa: SLF001
    "waivers": FactBook._add_waivers,  # noqa: SLF001
    "refunds": FactBook._add_refunds,  # noqa: SLF001
    "rate_periods": FactBook._add_rates,  # noqa: SLF001
    "closings": FactBook._add_closings,  # noqa: SLF001
    "administration_stops": FactBook._add_stops,  # noqa: SLF001
}


def load(
    connection: Connection, claim_nos: Collection[str] | None = None, tables: Iterable[str] = FACT_COLUMNS
) -> FactBook:
    """Return the stored facts of those claims, or of all; where tables are named, only theirs."""
    book = FactBook()
    cells = {} if claim_nos is None else {"wanted": claim_nos}
    for name in tables:
        book.add(name, _facts_of(name, of_some=claim_nos is not None).rows(connection, **cells))
    return book


def load_otherwise(
    connection: Connection, claim_nos: Collection[str], table: str, gone: Iterable[Record], added: Iterable[Record]
) -> FactBook:
    """Return the facts of those claims as they would be without some records of a table, and with others."""
    book = load(connection, claim_nos, [name for name in FACT_COLUMNS if name != table])

    def row(record: Record) -> Row:
        return tuple(record[name] for name in FACT_COLUMNS[table])

    left_out = {row(record) for record in gone}
    rows = _facts_of(table, of_some=True).rows(connection, wanted=claim_nos)
    book.add(table, [one for one in rows if tuple(one) not in left_out])
    book.add(table, [row(record) for record in added])
    return book


@cache
def _facts_of(name: str, *, of_some: bool) -> Prepared:
    c = BUNDLE[name].c
    query = select(*(c[column] for column in FACT_COLUMNS[name]))
    return Prepared(query.where(is_among(c.claim_no, given("wanted"))) if of_some else query)


def terms_of(cells: Row, later: Iterable[RatePeriod] = ()) -> Terms:
    """Return the terms that the first cells of a claim say, and the rates it changed to in order of their days."""
    no, subrogated_on, principal, interest, rate, basis, order = cells
    rates = rates_of(rate)
    if later:
        rates = (*rates, *later)
    return Terms(no, subrogated_on, principal + interest, rates, _BASIS[basis], _order(order))


_BASIS = {basis.value: basis for basis in DayBasis}


@lru_cache(maxsize=1024)
def rates_of(percent: str) -> tuple[RatePeriod, ...]:
    """Return the rates of a claim whose rate never changed."""
    return (RatePeriod(rate_of_percent(percent)),)


@lru_cache(maxsize=16)
def _order(order: str) -> tuple[Part, Part, Part]:
    return ORDERS[AllocationOrder(order)]
