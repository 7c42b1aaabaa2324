"""What the tables of a bundle say about each other and about what is already kept: references."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from collections_app.domain.bundle import TABLE, Column, Kind
from collections_app.domain.problem import Problem
from collections_app.exchange.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collections_app.exchange.checking import CheckedBundle, CheckedTable

Known = Callable[[str, set[str]], set[str]]  # (table, keys) -> those of the keys the database has


def check_references(bundle: CheckedBundle, known: Known) -> list[Problem]:
    """Return every reference that leads to a row neither of the bundle nor, as `known` tells, of the database.

    References to a table of the bundle in which a key could not be read are not judged: they may mean that row.
    """
    found = Findings()
    for checked in bundle.tables:
        for column in checked.table.columns:
            if column.refers_to:
                found.extend(_dangling(bundle, checked, column, known))
    return found.listed()


def _dangling(bundle: CheckedBundle, checked: CheckedTable, column: Column, known: Known) -> Iterator[Problem]:
    assert column.refers_to is not None
    values = checked.column(column.name)
    named: set[Any] = set(values)
    named.discard(None)
    if column.kind is Kind.REFERENCES:
        named = {key for value in named for key in value.split()}
    target = bundle.get(column.refers_to)
    present = target.column(target.table.key[0]) if target and named else ()
    missing = named.difference(present)
    if not missing or None in present:
        return
    missing -= known(column.refers_to, missing)
    title = TABLE[column.refers_to].title
    for index, value in enumerate(values if missing else ()):
        for key in str(value).split() if value is not None else ():
            if key in missing:
                message = f"この番号の{title}は受渡データにも登録済みのデータにもありません。"
                remedy = f"番号を直すか、「{title}」にこの番号の行を加えてください。"
                yield Problem(checked.place(index, column.name), key, message, remedy)
