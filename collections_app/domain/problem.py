"""A mistake in data, as a value: all of them are listed at once, none is thrown at the first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where: file or sheet, row as the user counts them (1 = the heading row), column heading.

    `counted` is what the rows are called: a file of a bank has records, perhaps without lines.
    """

    file: str = ""
    row: int | None = None
    column: str = ""
    counted: str = "行目"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place with a value, and what would be right."""

    place: Place
    value: str
    message: str
    remedy: str
    is_warning: bool = False

    @property
    def sentence(self) -> str:
        """One line with place, value, what is wrong and the remedy."""
        row = "" if self.place.row is None else f"{self.place.row}{self.place.counted}"
        where = " ".join(part for part in (self.place.file, row, self.place.column) if part)
        value = f"「{self.value}」: " if self.value else ""
        return f"{where}: {value}{self.message} {self.remedy}".strip()
