"""What became of records, in the words people read: changes field by field, and those of two people side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from collections_app.domain.bundle import TABLE, Column, Kind
from collections_app.domain.calendar import short_era
from collections_app.domain.figures import FIGURE
from collections_app.domain.forms import FormView
from collections_app.domain.money import show_yen
from collections_app.domain.records import Record, RecordRef

ADDED, CHANGED, REMOVED, IMPORTED = "登録", "訂正", "削除", "取込"

Names = Mapping[tuple[str, str], str]  # a person's name by table and number


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of a change, in words; an empty text is an empty column. `who` changed it last, where that is told."""

    column: str
    heading: str
    before: str
    after: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record: who, when by the clock of this place, what from what to what."""

    audit_no: int
    at: str
    by: str
    word: str  # 登録 訂正 削除 取込
    title: str  # 担保物件 B000001
    fields: tuple[FieldChange, ...]
    ref: RecordRef | None = None  # the record, where it is still there
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Changes, newest first; older ones are asked for below `further`, 0 when there are none."""

    changes: tuple[Change, ...]
    further: int = 0


@dataclass(frozen=True, slots=True)
class Contested:
    """A column that two people made different things of."""

    field: FieldChange  # `before` is mine, `after` theirs
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A record that somebody else changed meanwhile: the form goes on from what is kept now (`form`) with `record`.

    `record` has both people's changes; a contested column holds mine until theirs is chosen.
    """

    form: FormView
    record: Record
    who: str  # 青田 一 R7.4.14 10:32
    taken: tuple[FieldChange, ...]  # theirs alone: taken over
    contested: tuple[Contested, ...]


def words_of(column: Column, value: Any, names: Names) -> str:
    """Return a value as people read it: the word of a code, a day of an era, the name of a person; "" for none."""
    if value is None or isinstance(value, date):
        return short_era(value) if value is not None else ""
    if column.kind is Kind.YEN and isinstance(value, int):
        return f"{show_yen(value)}円"
    if column.kind is Kind.CODE:
        return next((code.label for code in column.codes if code.value == value), str(value))
    if column.kind is Kind.FIGURE and value in FIGURE:
        return FIGURE[value].label
    name = names.get((column.refers_to or "", str(value)))
    return f"{name}（{value}）" if name else str(value)


def field_changes(table: str, before: Record | None, after: Record | None, names: Names) -> tuple[FieldChange, ...]:
    """Return the columns in which two states of a record differ, in words; None is a state in which it is not there."""
    return tuple(_changes(table, before or {}, after or {}, names))


def _changes(table: str, before: Record, after: Record, names: Names) -> Iterator[FieldChange]:
    for column in TABLE[table].columns:
        was, now = before.get(column.name), after.get(column.name)
        if was != now:
            yield FieldChange(column.name, column.heading, words_of(column, was, names), words_of(column, now, names))


def people_in(table: str, *records: Record | None) -> set[tuple[str, str]]:
    """Return table and number of everybody whom records refer to by a single number."""
    return {
        (column.refers_to, str(record[column.name]))
        for column in TABLE[table].columns
        if column.kind is Kind.REFERENCE and column.refers_to in ("staff", "parties")
        for record in records
        if record is not None and record.get(column.name) is not None
    }
