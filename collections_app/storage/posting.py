"""Writing what facts make of a claim: ledger entries, standing entries, the remembered balance.

A claim seen for the first time gets its entries as the replay gives them. For a claim already in the ledger the replay
is compared with what is stored, and only what differs is appended: the old entry taken back, the new one put beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import add, itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, cast, func, select

from collections_app.domain.allocation import Shift
from collections_app.domain.calendar import elapsed_years, fiscal_year_of
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.facts import Split
from collections_app.domain.ledger import Balance, Contradiction, Entry, EntryKind, Terms, replay
from collections_app.domain.receipt_entry import Moved
from collections_app.domain.standing import StandingEntry, StandingKind, standing_of, status_of
from collections_app.storage.bulk import Columns, Row, insert_columns, insert_rows, put_rows
from collections_app.storage.facts import Charge, FactBook
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import claim_balances, ledger_entries, standing_entries
from collections_app.storage.types import YEN, is_among

_LEDGER = tuple(column.name for column in ledger_entries.columns)[1:]
_STANDING = tuple(column.name for column in standing_entries.columns)[1:]
_BALANCE = tuple(column.name for column in claim_balances.columns)
_WORD = {kind: kind.value for kind in EntryKind}
_STATUS = {status: status.value for status in ClaimStatus}


def of_claims(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """Return the query of these columns of a table for the claims wanted."""
    return select(*columns).where(is_among(table.c.claim_no, given("wanted")))


_BALANCES = Prepared(of_claims(claim_balances, claim_balances.c.claim_no))
_ENTRIES = Prepared(
    of_claims(ledger_entries, *(ledger_entries.c[name] for name in _LEDGER[:-1])).order_by(
        ledger_entries.c.claim_no, ledger_entries.c.entry_no
    )
)
_STANDING_DAY = tuple(standing_entries.c[name] for name in ("claim_no", "dated_on", "kind"))
_STANDINGS = Prepared(
    of_claims(
        standing_entries,
        *_STANDING_DAY,
        *(cast(func.sum(standing_entries.c[name]), YEN) for name in ("count", "principal", "stopped", "recovered")),
    ).group_by(*_STANDING_DAY)
)


_Ledger = tuple[Terms, list[Entry]]
_Charges = Mapping[tuple[EntryKind, str], Charge]


@dataclass(slots=True)
class Posting:
    """What is to be written for some claims (`first`: entries of claims new to the ledger), and what contradicts.

    `moved` are the receipts kept before that are split otherwise.
    """

    first: Columns = field(default_factory=dict)
    ledger: list[Row] = field(default_factory=list)
    standing: list[Row] = field(default_factory=list)
    balances: list[Row] = field(default_factory=list)
    contradictions: list[tuple[str, Contradiction]] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


class Booked(NamedTuple):
    """What became of the books: what contradicts, by claim, and the receipts kept before that are split otherwise."""

    contradictions: list[tuple[str, Contradiction]]
    moved: list[Moved]


def derive(connection: Connection, book: FactBook, known: Collection[str], audit_no: int) -> Posting:
    """Return what the facts of the book's claims make; `known` are those already in the ledger."""
    posting = Posting()
    entries_before = _stored_entries(connection, known)
    standing_before = _stored_standing(connection, known)
    first: list[_Ledger] = []
    again: list[_Ledger] = []
    for claim_no in book.claims():
        claim = book.claim(claim_no)
        ledger = replay(claim.terms, claim.facts)
        (again if claim_no in known else first).append((claim.terms, ledger.entries))
        posting.contradictions.extend((claim_no, found) for found in ledger.contradictions)
        standing = standing_of(ledger.entries, claim.closed_on, claim.stops)
        if claim_no in known:
            standing = _standing_changes(standing_before.get(claim_no, {}), standing)
        charge = book.charges[EntryKind.SUBROGATION, claim_no]
        posting.standing.extend(standing_rows(claim_no, standing, charge, audit_no))
        is_stopped = any(stop.resumed_on is None for stop in claim.stops)
        posting.balances.append(
            balance_row(claim_no, ledger.balance, is_closed=claim.closed_on is not None, is_stopped=is_stopped)
        )
    posting.first = _ledger_columns(first, book.charges, audit_no)
    for claim_no, rows in groupby(ledger_rows(again, book.charges, audit_no), key=itemgetter(0)):
        before = entries_before.get(claim_no, {})
        changes = _entry_changes(before, rows, audit_no)
        posting.ledger.extend(changes)
        posting.moved.extend(_moved(before, changes))
    return posting


def standing_rows(claim_no: str, entries: Iterable[StandingEntry], charge: Charge, audit_no: int) -> Iterator[Row]:
    """Yield the rows of a claim's standing entries; `charge`: who is in charge of the claim."""
    for e in entries:
        said = (claim_no, e.kind.value, e.on, e.count, e.principal, e.stopped, e.recovered)
        yield (*said, charge.section, charge.staff_no, audit_no)


def with_balance(connection: Connection, claim_nos: Collection[str]) -> set[str]:
    """Return those of the claims that are in the ledger already."""
    return {row[0] for row in _BALANCES.rows(connection, wanted=claim_nos)}


def write(connection: Connection, posting: Posting, known: Collection[str]) -> None:
    """Append the entries and put the balances in their place."""
    insert_columns(connection, ledger_entries, posting.first)
    insert_rows(connection, ledger_entries, _LEDGER, posting.ledger)
    insert_rows(connection, standing_entries, _STANDING, posting.standing)
    fresh = [row for row in posting.balances if row[0] not in known]
    insert_rows(connection, claim_balances, _BALANCE, fresh)
    changed = [row for row in posting.balances if row[0] in known]
    if changed:
        put_rows(connection, claim_balances, ("claim_no",), changed)


def balance_row(claim_no: str, balance: Balance, *, is_closed: bool = False, is_stopped: bool = False) -> Row:
    """Return the row of what is remembered of a claim."""
    principal, damages, costs, overpaid, since, remainder = balance
    status = status_of(balance, is_closed=is_closed, is_stopped=is_stopped)
    carried = str(remainder) if remainder.numerator else "0"
    return claim_no, principal, damages, costs, overpaid, since, carried, _STATUS[status]


def ledger_rows(ledgers: Iterable[_Ledger], charge_of: _Charges, audit_no: int) -> Iterator[Row]:
    """Return the rows of all claims, one claim after the other."""
    return zip(*_ledger_columns(ledgers, charge_of, audit_no).values(), strict=True)


def _ledger_columns(ledgers: Iterable[_Ledger], charge_of: _Charges, audit_no: int) -> Columns:
    """Return the rows of all claims by column: made so, they take half the time."""
    heads: list[tuple[str, date, int]] = []  # claim, 代位弁済日 and its fiscal year, beside each entry
    entries: list[Entry] = []
    for terms, found in ledgers:
        head = (terms.claim_no, terms.subrogated_on, fiscal_year_of(terms.subrogated_on))
        heads += [head] * len(found)
        entries += found
    if not entries:
        return {}
    claims, began, cohorts = zip(*heads, strict=True)
    kinds, numbers, effective, posted, *amounts = zip(*entries, strict=True)
    recovered = [entry.recovered for entry in entries]
    charges = map(charge_of.__getitem__, zip(kinds, numbers, strict=True))
    sections, staff, recovery_types = zip(*charges, strict=True)
    columns = (
        claims,
        [_WORD[kind] for kind in kinds],
        numbers,
        effective,
        posted,
        *amounts,
        recovered,
        recovery_types,
        sections,
        staff,
        cohorts,
        list(map(elapsed_years, began, posted)),
        [1] * len(entries),
        [audit_no] * len(entries),
    )
    return dict(zip(_LEDGER, columns, strict=True))


_Voucher = tuple[str, str]  # kind and number
_AMOUNTS = slice(_LEDGER.index("principal"), _LEDGER.index("recovered") + 1)
_CHARGE = slice(_LEDGER.index("section"), _LEDGER.index("staff_no") + 1)
_COUNTED = _LEDGER.index("counted")


def _stored_entries(connection: Connection, claim_nos: Collection[str]) -> dict[str, dict[_Voucher, Row]]:
    """Return the row of each voucher of those claims as it holds now, corrections included, up to its `counted`."""
    found: dict[str, dict[_Voucher, Row]] = defaultdict(dict)
    for row in _ENTRIES.rows(connection, wanted=claim_nos) if claim_nos else ():
        vouchers, voucher = found[row[0]], row[1:3]
        before = vouchers.pop(voucher, None)
        now = row if before is None else _together(before, row)
        if now[_COUNTED]:  # else it takes back the one before
            vouchers[voucher] = now
    return found


def _together(one: Row, other: Row) -> Row:
    """Return what two entries of a voucher say together."""
    amounts = map(add, one[_AMOUNTS], other[_AMOUNTS])
    return (*one[: _AMOUNTS.start], *amounts, *one[_AMOUNTS.stop : _COUNTED], one[_COUNTED] + other[_COUNTED])


def _entry_changes(stored: dict[_Voucher, Row], rows: Iterable[Row], audit_no: int) -> list[Row]:
    """Return what to append: the opposite of every row that no longer holds, and every new one.

    Who was in charge when a voucher was recorded stays so, whatever else of it is corrected.
    """
    gone, new = dict(stored), []
    for row in rows:
        before = stored.get(row[1:3])
        if before is None:
            new.append(row)
        elif _said(row) == _said(before):
            del gone[row[1:3]]
        else:
            new.append((*row[: _CHARGE.start], *before[_CHARGE], *row[_CHARGE.stop :]))
    return [_opposite(row, audit_no) for row in gone.values()] + new


def _opposite(row: Row, audit_no: int) -> Row:
    amounts = (-amount for amount in row[_AMOUNTS])
    return (*row[: _AMOUNTS.start], *amounts, *row[_AMOUNTS.stop : _COUNTED], -1, audit_no)


_RECEIPTS = (EntryKind.RECEIPT.value, EntryKind.REVERSAL.value)


def _moved(stored: dict[_Voucher, Row], changes: Iterable[Row]) -> Iterator[Moved]:
    """Yield the receipts that were there and are split otherwise now."""
    for row in changes:
        before = stored.get(row[1:3]) if row[_COUNTED] > 0 and row[1] in _RECEIPTS else None
        if before is not None and _split(before) != _split(row):
            yield Moved(row[0], Shift(row[2], row[3], _split(before), _split(row)))


def _split(row: Row) -> Split:
    principal, damages, costs, *_ = row[_AMOUNTS]
    return Split(-costs, -damages, -principal)


_said = itemgetter(*range(_CHARGE.start), *range(_CHARGE.stop, _COUNTED))  # what a row says beside who was in charge


_Day = tuple[date, StandingKind]
_Change = tuple[int, int, int, int]


def _stored_standing(connection: Connection, claim_nos: Collection[str]) -> dict[str, dict[_Day, _Change]]:
    found: dict[str, dict[_Day, _Change]] = defaultdict(dict)
    for claim_no, on, kind, *change in _STANDINGS.rows(connection, wanted=claim_nos) if claim_nos else ():
        found[claim_no][on, StandingKind(kind)] = tuple(change)
    return found


def _standing_changes(stored: dict[_Day, _Change], entries: list[StandingEntry]) -> list[StandingEntry]:
    new = {(entry.on, entry.kind): (entry.count, entry.principal, entry.stopped, entry.recovered) for entry in entries}
    if new == stored:
        return []
    changes = []
    for day, kind in sorted(stored.keys() | new.keys()):
        before = stored.get((day, kind), (0, 0, 0, 0))
        after = new.get((day, kind), (0, 0, 0, 0))
        if after != before:
            difference = (a - b for a, b in zip(after, before, strict=True))
            changes.append(StandingEntry(day, kind, *difference))
    return changes
