"""The field that opens in a cell: the same as in the entry forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.bundle import Column, Kind
from collections_app.domain.errors import UserError
from collections_app.domain.forms import Option
from collections_app.domain.typed import typed_day
from collections_app.ui.entry.editors import today
from collections_app.ui.fields import ChoiceEdit, DayEdit, LineField, TimeEdit, YenEdit
from collections_app.ui.fields.cell import CellEdit
from collections_app.ui.fields.search import SearchEdit

if TYPE_CHECKING:
    from collections_app.ui.grid.model import GridModel


def editor_of(model: GridModel, row: int, column: int) -> LineField:
    """Return the field for a cell, with the choices of its row."""
    kept = model.spec.column(column)
    if kept.kind is Kind.REFERENCE:
        verdict = model.verdict(row)
        options = verdict.options.get(kept.name, ()) if verdict is not None else ()
        field: LineField = SearchEdit("claims") if kept.refers_to == "claims" else ChoiceEdit(options)
    elif kept.kind is Kind.CODE:
        field = ChoiceEdit([Option(code.value, code.label) for code in kept.codes])
    elif kept.kind is Kind.DATE:
        field = DayEdit(today, partial(_near, model, row, column))
    else:
        field = _plain(kept)
    field.setPlaceholderText("")
    field.setAccessibleName(f"{model.spec.heading(column)} {row + 1}行")
    return field


def _plain(column: Column) -> LineField:
    makers: dict[Kind, Callable[[], LineField]] = {
        Kind.TIME: TimeEdit,
        Kind.YEN: partial(YenEdit, column.minimum),
    }
    make = makers.get(column.kind)
    return make() if make is not None else CellEdit(column)


def _near(model: GridModel, row: int, column: int) -> date:
    """Return the day from which +7 counts: that of the row, today in the day itself."""
    at = model.spec.position(model.spec.day)
    text = model.texts(row)[at]
    if at == column or not text:
        return today()
    try:
        return typed_day(text, today(), today())
    except UserError:  # said at its own cell
        return today()
