"""The next number of a series: what is kept already decides its prefix and its digits."""

from __future__ import annotations

import re
from functools import cache

from sqlalchemy import Connection, func, select

from collections_app.domain.bundle import TABLE
from collections_app.domain.series import following
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import BUNDLE

__all__ = ["following", "next_number"]

_SERIES = re.compile(r"(.*?)([0-9]+)", re.DOTALL)


def next_number(connection: Connection, table: str, first: str) -> str:
    """Return the number after the highest of a table, such as N0008591 after N0008590; `first` where there is none.

    Called inside the one write transaction, so nobody else can take it. The highest is found by the index of the key;
    only a series that has outgrown its digits (N9999999, N10000000) has to be looked for by length.
    """
    ((newest,),) = _highest(table).rows(connection)
    if newest is None or _SERIES.fullmatch(newest) is None:
        newest = _highest_of_length(connection, table, _prefix(first), len(first))
    number = first if newest is None else following(newest)
    while _taken(table).rows(connection, number=number):
        longest = _highest_of_length(connection, table, _prefix(number), len(number))
        number = following(longest or number)
    return number


@cache
def _highest(table: str) -> Prepared:
    return Prepared(select(func.max(BUNDLE[table].c[TABLE[table].key[0]])))


@cache
def _taken(table: str) -> Prepared:
    column = BUNDLE[table].c[TABLE[table].key[0]]
    return Prepared(select(column).where(column == given("number")))


def _prefix(number: str) -> str:
    found = _SERIES.fullmatch(number)
    return found[1] if found else ""


def _highest_of_length(connection: Connection, table: str, prefix: str, length: int) -> str | None:
    """Return the highest number of that prefix and length that ends in digits only."""
    column = BUNDLE[table].c[TABLE[table].key[0]]
    digits = length - len(prefix)
    query = select(column).where(func.length(column) == length, column.startswith(prefix, autoescape=True))
    for number in connection.scalars(query.order_by(column.desc())):
        tail = number[len(prefix) :]
        if number.startswith(prefix) and len(tail) == digits and tail.isascii() and tail.isdigit():
            return str(number)
    return None
