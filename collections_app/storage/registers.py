"""Registers: the records of any table of the bundle, filtered, sorted and summed in SQL; made from its definition.

As in the claim list, the keys come first, in order, and the rows by key while one scrolls.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Numeric,
    Select,
    case,
    cast,
    false,
    func,
    or_,
    select,
    tuple_,
    union,
)

from collections_app.domain.bundle import TABLE, Column, Kind
from collections_app.domain.figures import FIGURES
from collections_app.domain.records import Key
from collections_app.domain.registers import (
    DEBTOR,
    REGISTERS,
    RegisterFilter,
    RegisterOrder,
    RegisterRow,
    RegisterSums,
    date_columns,
    register_columns,
    summed_columns,
)
from collections_app.storage.searchable import folded, found_first
from collections_app.storage.tables import BUNDLE

_claims, _parties, _staff = BUNDLE["claims"], BUNDLE["parties"], BUNDLE["staff"]
_PEOPLE = ("parties", "staff")
_FIGURE_WORD = {figure.key: figure.label for figure in FIGURES}
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_KATAKANA = {after: before for before, after in _HIRAGANA.items()}
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_AT_ONCE = 500


def keys(connection: Connection, chosen: RegisterFilter, order: RegisterOrder, limit: int | None = None) -> list[Key]:
    """Return the keys of the records of a filter in that order, the first `limit` or all.

    What is empty comes last in both directions; equals come by key.
    """
    found: list[Key] = []
    for query in _in_order(connection.dialect.name, chosen, order):
        wanted = None if limit is None else limit - len(found)
        if wanted != 0:
            found.extend(tuple(row) for row in connection.execute(query.limit(wanted)))
    return found


def rows(connection: Connection, table: str, wanted: Sequence[Key]) -> list[RegisterRow]:
    """Return the records of those keys in their order; a key without a record has none."""
    query, words = _lines(table)
    found: dict[Key, RegisterRow] = {}
    size = len(TABLE[table].key)
    has_claim = "claim_no" in BUNDLE[table].c
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        for row in connection.execute(query.where(_among(table, part))):
            key, cells = tuple(row[:size]), row[size:]
            shown = tuple(word(cell) for word, cell in zip(words, cells, strict=True))
            found[key] = RegisterRow(key, cells[0] if has_claim else None, shown)
    return [found[key] for key in wanted if key in found]


def sums(connection: Connection, chosen: RegisterFilter) -> RegisterSums:
    """Return how many records a filter has, and the sums of their yen."""
    table = BUNDLE[chosen.table]
    names = summed_columns(chosen.table)
    query = select(func.count(), *(func.coalesce(func.sum(table.c[name]), 0) for name in names)).select_from(table)
    count, *amounts = connection.execute(query.where(*_conditions(connection.dialect.name, chosen))).one()
    return RegisterSums(count, {name: int(amount) for name, amount in zip(names, amounts, strict=True)})


def counts(connection: Connection) -> dict[str, int]:
    """Return how many records each register has."""
    each = (select(func.count()).select_from(BUNDLE[table]).scalar_subquery() for table in REGISTERS)
    return dict(zip(REGISTERS, connection.execute(select(*each)).one(), strict=True))


def _key_columns(table: str) -> list[ColumnElement[Any]]:
    return [BUNDLE[table].c[name] for name in TABLE[table].key]


def _among(table: str, wanted: Sequence[Key]) -> ColumnElement[bool]:
    columns = _key_columns(table)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in wanted])
    return tuple_(*columns).in_([tuple(key) for key in wanted])


# what a register shows


@cache
def _lines(table: str) -> tuple[Select[Any], tuple[Callable[[Any], object], ...]]:
    """Return the SELECT of key and cells, and what turns each cell into what is shown."""
    source: FromClause = BUNDLE[table]
    cells: list[ColumnElement[Any]] = []
    words: list[Callable[[Any], object]] = []
    for column in register_columns(table):
        if column.refers_to in _PEOPLE:
            source, person = _with_person(source, table, column)
            cells.append(person.c.name)
        else:
            cells.append(BUNDLE[table].c[column.name])
        words.append(_word_of(column))
    return select(*_key_columns(table), *cells).select_from(source), tuple(words)


def _with_person(source: FromClause, table: str, column: Column) -> tuple[FromClause, FromClause]:
    """Return the source joined to the people a column refers to, and those people under a name of their own."""
    assert column.refers_to is not None
    person = BUNDLE[column.refers_to].alias(f"of_{column.name}")
    number: ColumnElement[Any]
    if column is DEBTOR:
        source = source.outerjoin(_claims, _claims.c.claim_no == BUNDLE[table].c.claim_no)
        number = _claims.c.debtor_no
    else:
        number = BUNDLE[table].c[column.name]
    key = person.c[TABLE[column.refers_to].key[0]]
    return source.outerjoin(person, key == number), person


def _word_of(column: Column) -> Callable[[Any], object]:
    if column.kind is Kind.CODE:
        words = {code.value: code for code in column.codes}
        return words.get
    if column.kind is Kind.FIGURE:
        return lambda cell: _FIGURE_WORD.get(cell, cell)
    return lambda cell: cell


# order


def _in_order(dialect: str, chosen: RegisterFilter, order: RegisterOrder) -> Iterator[Select[Any]]:
    """Yield the SELECTs whose keys, one after the other, are those of the register."""
    table = chosen.table
    column = next(one for one in register_columns(table) if one.name == order.column)
    source: FromClause = BUNDLE[table]
    by: tuple[ColumnElement[Any], ...]
    if column.refers_to == "parties":
        source, person = _with_person(source, table, column)
        by = (person.c.kana, person.c.name)
    elif column.kind is Kind.CODE:
        by = (case({code.value: at for at, code in enumerate(column.codes)}, value=BUNDLE[table].c[column.name]),)
    elif column.kind is Kind.FIGURE:
        by = (case({figure.key: at for at, figure in enumerate(FIGURES)}, value=BUNDLE[table].c[column.name]),)
    elif column.kind is Kind.PERCENT:  # kept as exact text
        by = (cast(BUNDLE[table].c[column.name], Numeric),)
    else:
        by = (BUNDLE[table].c[column.name],)
    query = select(*_key_columns(table)).select_from(source).where(*_conditions(dialect, chosen))
    first, *further = [key.desc() if order.descending else key for key in by]
    after = [part for key, turned in zip(by[1:], further, strict=True) for part in (key.is_(None), turned)]
    rest = [one for one in _key_columns(table) if one is not by[0]]
    if column.refers_to != "parties" and (column.required or column.name in TABLE[table].key):
        yield query.order_by(first, *after, *rest)
        return
    yield query.where(by[0].is_not(None)).order_by(first, *after, *rest)  # two questions: an index answers the first
    yield query.where(by[0].is_(None)).order_by(*after, *rest)


# conditions


def _conditions(dialect: str, chosen: RegisterFilter) -> Iterator[ColumnElement[bool]]:
    table = BUNDLE[chosen.table]
    dates = date_columns(chosen.table)
    if dates and (chosen.first or chosen.last):
        day = table.c[chosen.dated or dates[0].name]
        if chosen.first is not None:
            yield day >= chosen.first
        if chosen.last is not None:
            yield day <= chosen.last
    text = unicodedata.normalize("NFKC", chosen.text.replace("\x00", "")).strip()
    if text:
        yield or_(false(), *_holding(dialect, chosen.table, text))


def _holding(dialect: str, table: str, text: str) -> Iterator[ColumnElement[bool]]:
    """Yield where a text may be found: claim, debtor, people, words of codes, numbers and texts of the record."""
    part, columns = folded(text), BUNDLE[table].c  # of mere punctuation nothing is left to find a name by
    people = found_first(dialect, "party", part)
    for column in register_columns(table):
        if column.refers_to == "parties" and not part:
            continue
        if column is DEBTOR:
            by_debtor = select(_claims.c.claim_no).where(_claims.c.debtor_no.in_(people))
            yield columns.claim_no.in_(union(found_first(dialect, "claim", part), by_debtor))
        elif column.refers_to == "parties":
            yield columns[column.name].in_(people)
        elif column.refers_to == "staff":
            yield columns[column.name].in_(select(_staff.c.staff_no).where(_holds(_staff.c.name, text)))
        elif column.kind in (Kind.CODE, Kind.FIGURE) and part:
            named = [value for value, word in _words(column) if part in folded(word)]
            if named:
                yield columns[column.name].in_(named)
        elif column.kind in (Kind.TEXT, Kind.REFERENCE, Kind.REFERENCES) and column.name != "claim_no":
            yield _holds(columns[column.name], text)


def _words(column: Column) -> list[tuple[str, str]]:
    if column.kind is Kind.FIGURE:
        return list(_FIGURE_WORD.items())
    return [(code.value, code.label) for code in column.codes]


def _holds(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Return the condition that a text stands in a column, in the widths and the kana people write it in."""
    wide = {text.lower().translate(_WIDE), text.upper().translate(_WIDE)}
    forms = {text, text.translate(_HIRAGANA), text.translate(_KATAKANA), *wide}
    return or_(*(column.icontains(form, autoescape=True) for form in sorted(forms)))
