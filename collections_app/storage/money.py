"""What money is judged against: facts of a claim, lines of the bank and what became of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from collections_app.domain.bundle import TABLE
from collections_app.domain.records import Record
from collections_app.domain.state import ClaimFacts
from collections_app.storage import facts
from collections_app.storage.tables import BUNDLE


class Taken(NamedTuple):
    """A line of the bank (yen): its amount, less its own reversal; applied to claims; paid back."""

    amount: int
    applied: int
    refunded: int

    @property
    def left(self) -> int:
        """仮受: what is neither applied nor paid back."""
        return self.amount - self.applied - self.refunded


def claim_facts(connection: Connection, claim_no: str) -> ClaimFacts | None:
    """Return what a claim's ledger is computed from; None when there is no such claim."""
    book = facts.load(connection, [claim_no])
    return book.claim(claim_no) if claim_no in set(book.claims()) else None


def reversed_by(connection: Connection, table: str, number: str) -> str | None:
    """Return the number of the record that takes another one back; None when there is none."""
    stored = BUNDLE[table]
    key = stored.c[TABLE[table].key[0]]
    found: str | None = connection.scalar(select(key).where(stored.c.reverses == number))
    return found


def given_as(connection: Connection, table: str, record: Record, reason: str) -> str | None:
    """Return the number of a record of the same claim that was given this very reason; None when there is none."""
    stored = BUNDLE[table]
    query = select(stored.c[TABLE[table].key[0]]).where(stored.c.claim_no == record["claim_no"])
    found: str | None = connection.scalar(query.where(stored.c.reason == reason))
    return found


def deposit(connection: Connection, deposit_no: str) -> Taken:
    """Return what became of a line of the bank."""
    deposits, receipts, refunds = (BUNDLE[name].c for name in ("deposits", "receipts", "refunds"))
    own = (deposits.deposit_no == deposit_no) | (deposits.reverses == deposit_no)
    return Taken(
        _sum(connection, deposits.amount, own),
        _sum(connection, receipts.amount, receipts.deposit_no == deposit_no),
        _sum(connection, refunds.amount, refunds.deposit_no == deposit_no),
    )


def _sum(connection: Connection, amount: Any, where: Any) -> int:
    return int(connection.scalar(select(func.coalesce(func.sum(amount), 0)).where(where)) or 0)
