"""Every row that a measure counts, with the value of every dimension beside it: one shape for pivots and data sets.

A dimension means the same as in `sources.grouped`; here all of them stand side by side, so that any two can be crossed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, cast, func, literal_column, select
from sqlalchemy.types import Text

from collections_app.domain.breakdowns import DIMENSIONS
from collections_app.domain.figures import LEVELS
from collections_app.storage.sources import Source
from collections_app.storage.tables import BUNDLE, ledger_entries
from collections_app.storage.types import month_of, years_between

MEASURE, DATED, CLAIM, PARTY, COUNT, AMOUNT = "measure", "dated_on", "claim_no", "party_no", "count", "amount"

_claims = BUNDLE["claims"]
_receipts = BUNDLE["receipts"]
_RECEIPTS = ("receipt", "reversal")
_NOWHERE: ColumnElement[Any] = literal_column("''")
_OF_CLAIM = {"bank": "bank_name", "industry": "industry", "scheme": "scheme"}
_OF_CHARGE = {"section": "section", "staff": "staff_no"}


def fact_rows(source: Source) -> Select[Any]:
    """Return the SELECT of a source's rows: measure, day, claim, party, count, yen, and each dimension by its name.

    A value that is not there is "", also of a dimension the source knows nothing of.
    """
    table = source.table
    return (
        select(
            literal_column(f"'{source.measure}'").label(MEASURE),
            source.dated.label(DATED),
            table.c.claim_no.label(CLAIM),
            (source.distinct if source.distinct is not None else _NOWHERE).label(PARTY),
            source.count.label(COUNT),
            source.amount.label(AMOUNT),
            *(_value(source, dimension).label(dimension) for dimension in DIMENSIONS),
        )
        .select_from(_origin(source))
        .where(*source.where, source.dated.is_not(None))
    )


def _origin(source: Source) -> FromClause:
    table = source.table
    joined: FromClause = table.outerjoin(_claims, table.c.claim_no == _claims.c.claim_no)
    if table is ledger_entries:
        receipt = and_(table.c.voucher_no == _receipts.c.receipt_no, table.c.kind.in_(_RECEIPTS))
        joined = joined.outerjoin(_receipts, receipt)
    return joined


def _value(source: Source, dimension: str) -> ColumnElement[Any]:
    """Return what stands for a dimension in the rows of a source."""
    columns = source.table.c
    if dimension == "month":
        return month_of(source.dated)
    if dimension == "elapsed":
        return _elapsed(source)
    if dimension in _OF_CLAIM:
        return func.coalesce(_claims.c[_OF_CLAIM[dimension]], "")
    if dimension in _OF_CHARGE:
        in_charge = _claims.c if source.measure in LEVELS else columns
        return func.coalesce(in_charge[_OF_CHARGE[dimension]], "")
    if source.table is ledger_entries:
        return func.coalesce(_receipts.c[dimension], "")
    return func.coalesce(columns[dimension], "") if dimension == "channel" and dimension in columns else _NOWHERE


def _elapsed(source: Source) -> ColumnElement[Any]:
    if source.table is ledger_entries:
        return cast(ledger_entries.c.elapsed, Text)
    since = _claims.c.subrogated_on
    return case((since.is_not(None), cast(years_between(since, source.dated), Text)), else_="")
