"""Where each measure of the statistics comes from: one definition for totals, breakdowns and any span of days.

Everything counted is a sum over dated rows, also the levels (求償権残高, 停止中): their sum begins with the first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
)

from collections_app.domain.figures import AFTER_CLOSING, LEVELS, MEASURES, OUTSTANDING, STOPPED, Measure
from collections_app.domain.ledger import EntryKind
from collections_app.domain.standing import StandingKind
from collections_app.storage.tables import BUNDLE, ledger_entries, standing_entries
from collections_app.storage.types import month_of, years_between

RECOVERED = "principal.recovered"
WAIVED = "principal.waived"
CLOSED = "principal.closed"
BY_COHORT = ("recovery.regular", "recovery.irregular", "subrogation")  # what recovery by elapsed year is made of
KNOWN = "known"  # the parameter that leaves out what was recorded after an audit record
EVERYTHING = 2**63 - 1

_claims = BUNDLE["claims"]
_receipts = BUNDLE["receipts"]
_RECEIPTS = (EntryKind.RECEIPT.value, EntryKind.REVERSAL.value)


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one table that add to one measure: how many a row counts for, and how many yen."""

    measure: str
    table: Any
    dated: ColumnElement[Any]
    count: ColumnElement[Any]
    amount: ColumnElement[Any]
    where: tuple[ColumnElement[bool], ...] = ()
    distinct: ColumnElement[Any] | None = None


_ONE: ColumnElement[Any] = literal_column("1")
NOTHING: ColumnElement[Any] = literal_column("0")


def of_bundle(measure: Measure) -> Source:
    """Return the rows of a bundle table that a measure counts."""
    table = BUNDLE[measure.table]
    return Source(
        measure.key,
        table,
        table.c[measure.dated],
        _ONE,
        table.c[measure.amount] if measure.amount else NOTHING,
        tuple(table.c[column].in_(words) for column, words in measure.where),
        table.c[measure.distinct] if measure.distinct else None,
    )


def _of_ledger(
    key: str, amount: ColumnElement[Any], *where: ColumnElement[bool], count: ColumnElement[Any] = NOTHING
) -> Source:
    return Source(key, ledger_entries, ledger_entries.c.posted_on, count, amount, where)


def _of_standing(key: str, count: ColumnElement[Any], amount: ColumnElement[Any], *kinds: StandingKind) -> Source:
    where = (standing_entries.c.kind.in_([kind.value for kind in kinds]),) if kinds else ()
    return Source(key, standing_entries, standing_entries.c.dated_on, count, amount, where)


def _ledger_sources() -> tuple[Source, ...]:
    entry = ledger_entries.c
    recoveries = tuple(
        _of_ledger(key, entry.recovered, entry.recovery_type == key.partition(".")[2], count=entry.counted)
        for key in ("recovery.regular", "recovery.irregular")
    )
    return (
        *recoveries,
        _of_ledger("subrogation", entry.principal, entry.kind == EntryKind.SUBROGATION.value, count=entry.counted),
        _of_ledger(RECOVERED, -entry.principal, entry.kind.in_(_RECEIPTS)),
        _of_ledger(WAIVED, -entry.principal, entry.kind == EntryKind.WAIVER.value),
        _of_ledger(OUTSTANDING, entry.principal),
    )


def _standing_sources() -> tuple[Source, ...]:
    entry = standing_entries.c
    return (
        _of_standing(OUTSTANDING, entry["count"], entry.principal),
        _of_standing(STOPPED, entry.stopped, NOTHING),
        _of_standing(AFTER_CLOSING, NOTHING, entry.recovered, StandingKind.AFTER_CLOSING, StandingKind.CLOSED),
        _of_standing(CLOSED, NOTHING, -entry.principal, StandingKind.CLOSED),
    )


SOURCES: tuple[Source, ...] = (
    *(of_bundle(measure) for measure in MEASURES.values() if measure.table in BUNDLE),
    *_ledger_sources(),
    *_standing_sources(),
)


def is_after_closing() -> ColumnElement[bool]:
    """Return whether an entry of the ledger was posted on or after the day its claim was closed; NULL when never."""
    entry, closings = ledger_entries.c, BUNDLE["closings"].c
    is_known = closings.audit_no <= bindparam(KNOWN, EVERYTHING)
    closed_on = select(func.min(closings.decided_on)).where(closings.claim_no == entry.claim_no, is_known)
    found: ColumnElement[bool] = entry.posted_on >= closed_on.scalar_subquery()
    return found


def _after_closing() -> Source:
    """Return 整理後回収 from the receipts themselves, which know their section, channel and source."""
    entry = ledger_entries.c
    return _of_ledger(AFTER_CLOSING, entry.recovered, entry.kind.in_(_RECEIPTS), is_after_closing())


BROKEN_DOWN = (*(source for source in SOURCES if source.measure != AFTER_CLOSING), _after_closing())
ADDITIVE = tuple(source for source in SOURCES if source.distinct is None)  # what totals can be kept of

_OF_CLAIM = {"bank": "bank_name", "industry": "industry", "scheme": "scheme"}
_OF_ROW = {"section": "section", "staff": "staff_no"}


def grouped(source: Source, dimension: str) -> tuple[ColumnElement[Any] | None, FromClause]:
    """Return the expression a dimension groups a source by (None: it does not apply) and what to select from."""
    table = source.table
    if dimension == "month":
        return month_of(source.dated), table
    if dimension in _OF_CLAIM or (dimension in _OF_ROW and source.measure in LEVELS):
        name = _OF_CLAIM.get(dimension) or _OF_ROW[dimension]
        return func.coalesce(_claims.c[name], ""), table.outerjoin(_claims, table.c.claim_no == _claims.c.claim_no)
    if dimension in _OF_ROW:
        return func.coalesce(table.c[_OF_ROW[dimension]], ""), table
    if table is ledger_entries and source.measure not in LEVELS:
        return _of_entry(dimension)
    if dimension == "elapsed":
        return _elapsed(source)
    return (table.c.channel if dimension == "channel" and "channel" in table.c else None), table


def _of_entry(dimension: str) -> tuple[ColumnElement[Any], FromClause]:
    """Return how ledger entries are grouped by elapsed year, or by channel or source of their receipt."""
    entry = ledger_entries.c
    if dimension == "elapsed":
        return cast(entry.elapsed, Text), ledger_entries
    receipt = and_(entry.voucher_no == _receipts.c.receipt_no, entry.kind.in_(_RECEIPTS))
    return func.coalesce(_receipts.c[dimension], ""), ledger_entries.outerjoin(_receipts, receipt)


def _elapsed(source: Source) -> tuple[ColumnElement[Any], FromClause]:
    """Return the years from 代位弁済 to the day of a row; "" where it belongs to no claim."""
    since = _claims.c.subrogated_on
    years = case((since.is_not(None), cast(years_between(since, source.dated), Text)), else_="")
    return years, source.table.outerjoin(_claims, source.table.c.claim_no == _claims.c.claim_no)


def sums(
    source: Source,
    columns: Sequence[ColumnElement[Any]] = (),
    groups: Sequence[ColumnElement[Any]] = (),
    origin: FromClause | None = None,
) -> Select[Any]:
    """Return the SELECT of `columns` with the count and the yen of each group; the caller adds its span of days."""
    count = func.count(source.distinct.distinct()) if source.distinct is not None else func.sum(source.count)
    return (
        select(*columns, count, func.sum(source.amount))
        .select_from(source.table if origin is None else origin)
        .where(*source.where, source.dated.is_not(None))
        .group_by(*groups)
    )
