"""Many receipts at once: rows, ledger and totals written in bulk, as `storage.records` does for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from collections_app.domain.bundle import TABLE
from collections_app.domain.kana import payer_key
from collections_app.storage import appending, posting, totals
from collections_app.storage.appending import ClaimEnd
from collections_app.storage.bulk import insert_columns
from collections_app.storage.facts import load
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import BUNDLE
from collections_app.storage.types import is_among

_receipts, _names = BUNDLE["receipts"], BUNDLE["payer_names"]
Columns = dict[str, list[Any]]

_LEARNT = Prepared(
    select(_names.c.payer_name, _names.c.party_no, _names.c.claim_no).where(
        is_among(_names.c.party_no, given("wanted"))
    )
)


def add(connection: Connection, columns: Columns, ends: Mapping[str, ClaimEnd], audit_no: int) -> posting.Booked:
    """Write receipts, bring the ledgers of their claims up to them and count what changed; return what became of them.

    `columns` are all of the table, with section and staff; `ends` are those of `appending.ends` before.
    """
    count = len(columns["receipt_no"])
    ordered = {column.name: columns[column.name] for column in TABLE["receipts"].columns}
    insert_columns(connection, _receipts, {**ordered, "audit_no": [audit_no] * count})
    newest = totals.newest_entries(connection)
    later, others = appending.appended(ends, columns, audit_no)
    posting.write(connection, later, {row[0] for row in later.balances})
    contradictions, moved = later.contradictions, later.moved
    if others:
        known = posting.with_balance(connection, others)
        made = posting.derive(connection, load(connection, others), known, audit_no)
        posting.write(connection, made, known)
        contradictions += made.contradictions
        moved += made.moved
    totals.count_after(connection, newest)
    return posting.Booked(contradictions, moved)


class Learned(NamedTuple):
    """Whose name a transfer bears, as a person confirmed it."""

    payer_name: str
    party_no: str
    claim_no: str


def learn(connection: Connection, learned: Sequence[Learned], on: date, audit_no: int) -> int:
    """Keep whose names they are, and for which claim the newest was; return how many are new or changed."""
    c = _names.c
    people = {one.party_no for one in learned}
    kept = {(payer_key(name), party): (name, claim) for name, party, claim in _LEARNT.rows(connection, wanted=people)}
    newest = {(payer_key(one.payer_name), one.party_no): one for one in learned}
    fresh = [one for key, one in newest.items() if key not in kept]
    moved = [(kept[key][0], one) for key, one in newest.items() if key in kept and kept[key][1] != one.claim_no]
    if fresh:
        columns: dict[str, Sequence[Any]] = {
            "payer_name": [one.payer_name for one in fresh],
            "party_no": [one.party_no for one in fresh],
            "claim_no": [one.claim_no for one in fresh],
            "confirmed_on": [on] * len(fresh),
            "audit_no": [audit_no] * len(fresh),
        }
        insert_columns(connection, _names, columns)
    if moved:
        statement = _names.update().where(c.payer_name == bindparam("name"), c.party_no == bindparam("party"))
        statement = statement.values(claim_no=bindparam("claim"), confirmed_on=on, audit_no=audit_no)
        connection.execute(
            statement, [{"name": name, "party": one.party_no, "claim": one.claim_no} for name, one in moved]
        )
    return len(fresh) + len(moved)
