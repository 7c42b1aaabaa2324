"""A line read as the cells of a bundle are: whole numbers, percent, fractions, numbers that name a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.bundle import Kind
from collections_app.domain.cells import MAX_TEXT, reader_of
from collections_app.domain.figures import FIGURE
from collections_app.domain.phone import grouped_phone
from collections_app.ui.fields.line import LineField

if TYPE_CHECKING:
    from collections_app.domain.bundle import Column

_LATIN = (Kind.INTEGER, Kind.PERCENT, Kind.FRACTION)
_SHAPES = {Kind.PERCENT: "14.6", Kind.FRACTION: "1/2", Kind.REFERENCES: "番号を空白で区切る"}


class CellEdit(LineField):
    """`is_key` text loses the spaces around it and may hold none; other text is kept as typed."""

    def __init__(self, column: Column, *, is_key: bool = False) -> None:
        super().__init__(latin=column.kind in _LATIN)
        self.setMaxLength(10 * MAX_TEXT)  # what is too long is said, not cut off without a word
        self._reader = reader_of(column, is_key=is_key, figure_keys=FIGURE)
        self.setPlaceholderText(_SHAPES.get(column.kind, ""))

    def read(self, text: str) -> object:
        """Return the value typed."""
        return self._reader(text)


class PhoneEdit(CellEdit):
    """A telephone number, kept as typed and read back in groups."""

    def spoken(self, value: object) -> str:
        """Return the number in groups where it was typed without."""
        grouped = grouped_phone(str(value))
        return grouped if grouped != str(value) else ""
