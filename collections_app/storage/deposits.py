"""Lines of the bank (入金明細): what is kept of each file, what is left of each line, what became of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, cast, exists, func, select

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import DepositKind
from collections_app.domain.deposit_views import DepositRow, Use
from collections_app.domain.forms import Option
from collections_app.domain.money import show_yen
from collections_app.domain.series import series
from collections_app.storage import audit
from collections_app.storage.bulk import insert_columns
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.records import next_key
from collections_app.storage.tables import BUNDLE, audit_records
from collections_app.storage.types import YEN, is_among

_d, _receipts, _refunds = BUNDLE["deposits"], BUNDLE["receipts"], BUNDLE["refunds"]
_KIND = {kind.value: kind for kind in DepositKind}
_OFFERED = 100
# No reversal. Asked with IS NULL, SQLite takes the index of reversals, which names nearly all lines, before any other.
_IS_LINE = func.coalesce(_d.c.reverses, "") == ""


class Taken(NamedTuple):
    """A file that was taken in: its name then, and when (UTC)."""

    file_name: str
    on: date | None


def taken_before(connection: Connection, sha256: str) -> Taken | None:
    """Return under which name and when a file of this content was taken in; None when it was not."""
    kept = audit.newest(connection, sha256, audit.BANK_FILE_TAKEN)
    if kept is not None:
        return Taken(kept.detail["file"], kept.recorded_at.astimezone().date())
    query = select(_d.c.file_name).where(_d.c.file_sha256 == sha256).limit(1)
    row = connection.execute(query).first()  # a bundle brings the lines of a file without the file
    return None if row is None else Taken(row[0] or "", None)


def last_headings(connection: Connection) -> str:
    """Return the headings by which the last CSV was read that needed any; empty when none did."""
    c = audit_records.c
    query = select(c.detail).where(c.tag == audit.BANK_FILE_TAKEN).order_by(c.audit_no.desc())
    details = (json.loads(detail) for detail in connection.scalars(query))
    return next((str(one["headings"]) for one in details if one.get("headings")), "")


def options(connection: Connection, named: Collection[str]) -> tuple[Option, ...]:
    """Return lines a receipt may be of: those named, then those of the newest that have something left."""
    newest = select(_d.c.deposit_no).where(_IS_LINE).order_by(_d.c.received_on.desc()).limit(_OFFERED)
    found = some(connection, {*named, *connection.scalars(newest)})
    ordered = sorted(found.values(), key=lambda row: (row.deposit_no in named, row.deposit_no), reverse=True)
    return tuple(
        Option(row.deposit_no, f"{row.deposit_no} {row.payer_name}".strip(), f"残り{show_yen(row.left)}円")
        for row in ordered
        if row.left != 0 or row.deposit_no in named
    )


def kept_on(connection: Connection, days: Collection[date]) -> dict[tuple[date, int, str], list[tuple[str, str]]]:
    """Return number and file of the lines of these days that stand, by day, amount and name."""
    found: dict[tuple[date, int, str], list[tuple[str, str]]] = {}
    taken_back = select(_d.c.reverses).where(_d.c.reverses.is_not(None))
    columns = (_d.c.received_on, _d.c.amount, _d.c.payer_name, _d.c.deposit_no, _d.c.file_name)
    ordered = sorted(days)
    for start in range(0, len(ordered), 300):
        some = ordered[start : start + 300]
        stands = _IS_LINE & _d.c.deposit_no.not_in(taken_back)
        query = select(*columns).where(_d.c.received_on.in_(some), stands).order_by(_d.c.deposit_no)
        for day, amount, name, number, file in connection.execute(query):
            found.setdefault((day, amount, name or ""), []).append((number, file or ""))
    return found


def add(connection: Connection, rows: Sequence[dict[str, Any]], audit_no: int) -> list[str]:
    """Write lines under the next numbers and return these."""
    numbers = next_numbers(connection, "deposits", len(rows))
    names = [column.name for column in TABLE["deposits"].columns]
    filled = [{**row, "deposit_no": number} for row, number in zip(rows, numbers, strict=True)]
    columns: dict[str, Sequence[Any]] = {name: [row.get(name) for row in filled] for name in names}
    insert_columns(connection, _d, {**columns, "audit_no": [audit_no] * len(rows)})
    return numbers


def next_numbers(connection: Connection, table: str, count: int) -> list[str]:
    """Return the numbers that the next records of a table get, in their order."""
    return series(next_key(connection, table), count)


def rows(connection: Connection, most: int, *, only_unapplied: bool) -> tuple[list[DepositRow], int]:
    """Return lines, the newest first, at most so many of all; and how many there are besides."""
    found = _newest(only_unapplied=only_unapplied).rows(connection, most=most + 1)
    further = 0
    if len(found) > most:
        every = select(func.count()).select_from(_all(only_unapplied=only_unapplied).subquery())
        further = (connection.scalar(every) or 0) - most
    return [_row(one) for one in found[:most]], further


def some(connection: Connection, deposit_nos: Collection[str]) -> dict[str, DepositRow]:
    """Return the lines of these numbers that there are."""
    return {row[0]: _row(row) for row in _SOME.rows(connection, wanted=deposit_nos)}


class Left(NamedTuple):
    """What applying a line to claims asks of it: its day, its kind, whose money it is and what is left."""

    received_on: date
    kind: DepositKind
    payer_name: str
    left: int


def left_of(connection: Connection, deposit_nos: Collection[str]) -> dict[str, Left]:
    """Return what is left of the lines of these numbers that there are."""
    rows = _LEFT.rows(connection, wanted=deposit_nos)
    return {number: Left(day, _KIND[kind], payer, left) for number, day, kind, payer, left in rows}


@cache
def _all(*, only_unapplied: bool) -> Select[Any]:
    query, left = _with_left()
    return query.where(left != 0) if only_unapplied else query


@cache
def _newest(*, only_unapplied: bool) -> Prepared:
    query = _all(only_unapplied=only_unapplied)
    return Prepared(query.order_by(_d.c.received_on.desc(), _d.c.deposit_no).limit(given("most")))


def uses_of(connection: Connection, deposit_no: str) -> tuple[Use, ...]:
    """Return the receipts and refunds a line was used for, in order of their days; reversals are among them."""
    r, f = _receipts.c, _refunds.c
    receipts = select(r.receipt_no, r.claim_no, r.received_on, r.amount).where(r.deposit_no == deposit_no)
    refunds = select(f.refund_no, f.claim_no, f.refunded_on, f.amount).where(f.deposit_no == deposit_no)
    found = [Use(no, "入金", claim, on, amount) for no, claim, on, amount in connection.execute(receipts)]
    found += [Use(no, "返還", claim or "", on, amount) for no, claim, on, amount in connection.execute(refunds)]
    return tuple(sorted(found, key=lambda use: (use.on, use.number)))


def _with_left() -> tuple[Select[Any], ColumnElement[Any]]:
    """Return the query of lines that are no reversals, with what is left of each, and the column of that."""
    applied, refunded, reversal = _used(_receipts), _used(_refunds), _d.alias("reversal")
    used = func.coalesce(applied.c.used, 0) + func.coalesce(refunded.c.used, 0)
    left = _d.c.amount + func.coalesce(reversal.c.amount, 0) - used
    joined = (
        _d.outerjoin(applied, applied.c.deposit_no == _d.c.deposit_no)
        .outerjoin(refunded, refunded.c.deposit_no == _d.c.deposit_no)
        .outerjoin(reversal, reversal.c.reverses == _d.c.deposit_no)
    )
    query = select(*_columns(left, reversal.c.deposit_no.is_not(None)))
    return query.select_from(joined).where(_IS_LINE), left


def _used(table: Table) -> FromClause:
    c = table.c
    query = select(c.deposit_no, func.sum(c.amount).label("used")).where(c.deposit_no.is_not(None))
    return query.group_by(c.deposit_no).subquery()


def _columns(left: ColumnElement[Any], is_reversed: ColumnElement[bool]) -> tuple[ColumnElement[Any], ...]:
    """Return the columns of a line in the order of `DepositRow`."""
    c = _d.c
    texts = (c.payer_name, c.bank_name, c.branch_name, c.virtual_account, c.customer_no, c.file_name)
    filled = [func.coalesce(text, "") for text in texts]
    head = (c.deposit_no, c.received_on, c.amount, cast(left, YEN), c.kind)
    return (*head, *filled, c.record_no, func.coalesce(c.memo, ""), is_reversed)


def _of_some() -> tuple[Prepared, Prepared]:
    """Return the queries of lines by their numbers: whole, and as `Left`; each is asked for what is left of it."""
    c, reversal = _d.c, _d.alias("reversal")
    used = _total(_receipts, _receipts.c.deposit_no) + _total(_refunds, _refunds.c.deposit_no)
    left = c.amount + _total(reversal, reversal.c.reverses) - used
    wanted = is_among(c.deposit_no, given("wanted"))
    whole = select(*_columns(left, exists().where(reversal.c.reverses == c.deposit_no)))
    lean = select(c.deposit_no, c.received_on, c.kind, func.coalesce(c.payer_name, ""), cast(left, YEN))
    return Prepared(whole.where(wanted, _IS_LINE)), Prepared(lean.where(wanted, _IS_LINE))


def _total(table: FromClause, of_line: ColumnElement[str]) -> ColumnElement[Any]:
    return select(func.coalesce(func.sum(table.c.amount), 0)).where(of_line == _d.c.deposit_no).scalar_subquery()


_SOME, _LEFT = _of_some()


def _row(row: Any) -> DepositRow:
    number, day, amount, left, kind, *others, is_reversed = row
    return DepositRow._make((number, day, amount, left, _KIND[kind], *others, bool(is_reversed), ()))
