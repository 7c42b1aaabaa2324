"""The field that a column is typed into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.figures import FIGURE
from collections_app.domain.forms import Option
from collections_app.ui.entry.layouts import MEMOS
from collections_app.ui.fields import ChoiceEdit, DayEdit, MemoEdit, TimeEdit, YenEdit
from collections_app.ui.fields.cell import CellEdit, PhoneEdit
from collections_app.ui.fields.name import NameEdit
from collections_app.ui.fields.search import SearchEdit

if TYPE_CHECKING:
    from collections_app.domain.bundle import Column
    from collections_app.domain.forms import FormView
    from collections_app.ui.fields.form import Editor

_SEARCHED = frozenset(("parties", "claims"))


def today() -> date:
    """Return the day it is in the office."""
    return date.today()  # noqa: DTZ011  (the office's own calendar day)


def editor_for(column: Column, view: FormView) -> Editor:
    """Return the field of a column of a form."""
    if column.kind is Kind.REFERENCE and column.refers_to is not None:
        options = view.choices.get(column.name, ())
        return SearchEdit(column.refers_to, options) if column.refers_to in _SEARCHED else ChoiceEdit(options)
    if column.name in MEMOS:
        return MemoEdit()
    if view.table == "parties" and column.name == "name":
        return NameEdit(column)
    if column.name == "phone":
        return PhoneEdit(column)
    make = _MAKERS.get(column.kind)
    return make(column) if make is not None else CellEdit(column, is_key=column.name in TABLE[view.table].key)


_MAKERS: dict[Kind, Callable[[Column], Editor]] = {
    Kind.CODE: lambda column: ChoiceEdit([Option(code.value, code.label) for code in column.codes]),
    Kind.DATE: lambda _: DayEdit(today),
    Kind.TIME: lambda _: TimeEdit(),
    Kind.YEN: lambda column: YenEdit(column.minimum),
    Kind.FIGURE: lambda _: ChoiceEdit([Option(key, figure.label, key) for key, figure in FIGURE.items()]),
    Kind.REFERENCES: partial(CellEdit, is_key=False),
}
