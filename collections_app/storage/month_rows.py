"""The rows behind the figures of a month, what later operations did to its levels, what to look at before a close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, literal, literal_column, select, union_all

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import Approval
from collections_app.domain.figures import LEVELS
from collections_app.domain.ledger import EntryKind
from collections_app.domain.month_close import Change, CountedRow
from collections_app.storage.counting import by_rules, rules
from collections_app.storage.sources import NOTHING, SOURCES, Source
from collections_app.storage.tables import BUNDLE, ledger_entries, standing_entries

_EMPTY: ColumnElement[Any] = literal_column("''")
_BOOKS = (ledger_entries, standing_entries)


def counted(connection: Connection, first: date, last: date, known: int | None = None) -> tuple[CountedRow, ...]:
    """Return the rows behind every measure of a span of days, in a fixed order; of levels those that change them.

    A measure that counts each party once has one row for each party. `known` counts by the rules recorded by that
    audit record: a closed month stays what it was counted by.
    """
    found = [
        CountedRow(source.measure, source.table.name, *row)
        for source in by_rules(SOURCES, rules(connection, known))
        for row in connection.execute(_rows(source).where(source.dated.between(first, last)))
    ]
    return tuple(sorted(row._replace(times=int(row.times), amount=int(row.amount)) for row in found))


def _rows(source: Source) -> Select[Any]:
    c = source.table.c
    if source.distinct is not None:
        return (
            select(source.distinct, _EMPTY, _EMPTY, _EMPTY, literal_column("1"), NOTHING, func.max(c.audit_no))
            .where(*source.where)
            .group_by(source.distinct)
        )
    key = cast(c.entry_no, Text) if source.table in _BOOKS else c[TABLE[source.table.name].key[0]]
    given = [func.coalesce(c[name], "") if name in c else _EMPTY for name in ("claim_no", "section", "staff_no")]
    return select(key, *given, source.count, func.coalesce(source.amount, 0), c.audit_no).where(*source.where)


def level_changes(connection: Connection, last: date, since: int) -> Iterator[Change]:
    """Yield what operations after an audit record did to the levels at the end of a day: by claim and operation."""
    for source in SOURCES:
        if source.measure not in LEVELS:
            continue
        c = source.table.c
        count, amount = func.sum(source.count), func.sum(source.amount)
        query = (
            select(c.claim_no, count, amount, c.audit_no)
            .where(*source.where, source.dated <= last, c.audit_no > since)
            .group_by(c.claim_no, c.audit_no)
            .having((count != 0) | (amount != 0))
            .order_by(c.audit_no, c.claim_no)
        )
        for claim_no, counted_, yen, audit_no in connection.execute(query):
            yield Change(source.measure, source.table.name, "", claim_no, int(counted_), int(yen), audit_no)


def written_by(connection: Connection, table: str, key: str) -> int | None:
    """Return the audit record that wrote a row of the bundle last; None when the row is not there."""
    stored = BUNDLE.get(table)
    if stored is None:
        return None
    return connection.scalar(select(stored.c.audit_no).where(stored.c[TABLE[table].key[0]] == key))


def unapplied_deposits(connection: Connection, last: date) -> list[tuple[Any, ...]]:
    """Return the lines of the bank up to a day of which something is neither applied nor paid back (仮受)."""
    deposits, receipts, refunds = (BUNDLE[name] for name in ("deposits", "receipts", "refunds"))
    d = deposits.c
    line = func.coalesce(d.reverses, d.deposit_no).label("line")
    lines = (
        select(line, func.sum(d.amount).label("amount"), func.min(d.received_on).label("day"))
        .where(d.received_on <= last)
        .group_by(line)
        .subquery()
    )
    taken = [_taken(table, lines.c.line) for table in (receipts, refunds)]
    left = (lines.c.amount - taken[0] - taken[1]).label("left")
    query = select(lines.c.line, lines.c.day, lines.c.amount, left).where(left != 0).order_by(lines.c.day, lines.c.line)
    return [(no, day, int(amount), int(rest)) for no, day, amount, rest in connection.execute(query)]


def _taken(table: Any, deposit_no: ColumnElement[Any]) -> ColumnElement[Any]:
    taken = select(func.coalesce(func.sum(table.c.amount), 0)).where(table.c.deposit_no == deposit_no)
    return taken.scalar_subquery()


def unanswered_debits(connection: Connection, last: date) -> list[tuple[Any, ...]]:
    """Return the direct debits up to a day that have no result yet."""
    c = BUNDLE["direct_debits"].c
    query = (
        select(c.claim_no, c.debit_no, c.debited_on, c.customer_no, c.amount)
        .where(c.debited_on <= last, c.result.is_(None))
        .order_by(c.debited_on, c.debit_no)
    )
    return [tuple(row) for row in connection.execute(query)]


def open_approvals(connection: Connection, last: date) -> list[tuple[Any, ...]]:
    """Return what was asked for by a day and nobody decided about: waivers and releases of guarantors."""
    waivers, releases = BUNDLE["waivers"].c, BUNDLE["releases"].c
    asked = func.coalesce(waivers.applied_on, waivers.decided_on)
    query = union_all(
        select(waivers.claim_no, literal("減免"), waivers.waiver_no, asked.label("asked"), waivers.amount).where(
            waivers.approval == Approval.REQUESTED.value, asked <= last
        ),
        select(
            releases.claim_no,
            literal("連帯保証債務免除"),
            releases.release_no,
            releases.applied_on,
            releases.settlement_amount,
        ).where(releases.applied_on <= last, releases.approved_on.is_(None), releases.released_on.is_(None)),
    )
    return sorted((tuple(row) for row in connection.execute(query)), key=lambda row: (row[3], row[1], row[2]))


def moving_receipts(connection: Connection, span: tuple[date, date], since: int) -> list[tuple[Any, ...]]:
    """Return the receipts of a span by 計上日 whose ledger was written after an audit record."""
    c = ledger_entries.c
    kinds = (EntryKind.RECEIPT.value, EntryKind.REVERSAL.value)
    recovered = func.sum(c.recovered)
    query = (
        select(c.claim_no, c.voucher_no, func.max(c.effective_on), func.max(c.posted_on), recovered)
        .where(c.posted_on.between(*span), c.audit_no > since, c.kind.in_(kinds))
        .group_by(c.claim_no, c.voucher_no)
        .order_by(c.claim_no, c.voucher_no)
    )
    return [(*row[:4], int(row[4])) for row in connection.execute(query)]
