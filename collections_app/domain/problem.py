"""A mistake in data, as a value: all of them are listed at once, none is thrown at the first."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where: file or sheet, row as the user counts them (1 = the heading row), column heading."""

    file: str = ""
    row: int | None = None
    column: str = ""


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
        row = "" if self.place.row is None else f"{self.place.row}行目"
        where = " ".join(part for part in (self.place.file, row, self.place.column) if part)
        value = f"「{self.value}」: " if self.value else ""
        return f"{where}: {value}{self.message} {self.remedy}".strip()
