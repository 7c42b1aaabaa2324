"""Promises of payment: kept when enough came in since they were made, broken when their day has passed without it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Promise(NamedTuple):
    """A promise made on a day for another day; without an amount any payment keeps it."""

    made_on: date
    promised_on: date
    amount: int | None


def missing_of(promise: Promise, received: int, day: date) -> int:
    """Return the yen missing on a broken promise; 0 when it is kept or its day has not passed.

    `received` is what came in from the day it was made. A payment on the promised day itself is in time. A broken
    promise of no amount misses one yen.
    """
    if promise.promised_on >= day:
        return 0
    return max((promise.amount or 1) - received, 0)
