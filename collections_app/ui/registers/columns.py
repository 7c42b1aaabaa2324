"""The columns of a register, made from those of its table."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.records import is_numbered
from collections_app.domain.registers import DEBTOR, register_columns
from collections_app.ui.entry.layouts import MEMOS, ROOMY
from collections_app.ui.table.column import Column

if TYPE_CHECKING:
    from collections_app.domain import columns as bundle

_KINDS = {
    Kind.PERCENT: "code",
    Kind.FRACTION: "code",
    Kind.DATE: "date",
    Kind.YEN: "yen",
    Kind.INTEGER: "number",
    Kind.TIME: "code",
}
_WIDTHS = {Kind.DATE: 80, Kind.YEN: 112, Kind.INTEGER: 72, Kind.TIME: 60, Kind.CODE: 104, Kind.REFERENCE: 116}
_WIDE, _NUMBER, _CLAIM, _PERSON, _USUAL = 220, 88, 112, 164, 116
_GIVES_WAY = 0.72  # of its width a column of words keeps at least, before the table scrolls sideways
_HIDDEN = frozenset(("also_claims", "section"))


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns of a register's view, in the order of a row's cells."""
    return tuple(_column(table, at, one) for at, one in enumerate(register_columns(table)))


def _column(table: str, at: int, column: bundle.Column) -> Column:
    is_long = column.name in MEMOS or column.name in ROOMY
    kind = _kind(column)
    width = _width(table, column, is_long=is_long)
    return Column(
        column.name,
        heading_of(column),
        kind,
        width,
        _cell(at),
        show=_on_one_line(at) if is_long else None,
        least=int(width * _GIVES_WAY) if kind == "text" and column.kind is not Kind.CODE else 0,
        is_hidden=column.name in _HIDDEN,
    )


def heading_of(column: bundle.Column) -> str:
    """Return a column's heading; people stand there by name, so it is not called their number."""
    if column.refers_to in ("parties", "staff"):
        return column.heading.removesuffix("番号")
    return f"{column.heading} 円" if column.kind is Kind.YEN else column.heading


def _kind(column: bundle.Column) -> str:
    if column.name == "claim_no":
        return "claim"
    is_number = column.name.endswith("_no") and column.kind is Kind.TEXT and column.name != "case_no"
    names_a_record = column.kind is Kind.REFERENCE and column.refers_to not in ("parties", "staff")
    if is_number or names_a_record or column.name == "fiscal_year":
        return "code"
    return _KINDS.get(column.kind, "text")


def _width(table: str, column: bundle.Column, *, is_long: bool) -> int:
    if column.name == "claim_no":
        return _CLAIM
    if column is DEBTOR or (column.refers_to == "parties"):
        return _PERSON
    if column.name in TABLE[table].key and is_numbered(table):
        return _NUMBER
    return _WIDE if is_long or column.kind is Kind.FIGURE else _WIDTHS.get(column.kind, _USUAL)


def _cell(at: int) -> Callable[[Any], object]:
    return lambda row: row.cells[at]


def _on_one_line(at: int) -> Callable[[Any], str]:
    return lambda row: " ".join(str(row.cells[at] or "").split("\n"))
