"""What a table of the exchange bundle is: its columns, what a cell of them holds, and the short ways to write them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from collections_app.domain.codes import Code


class Kind(Enum):
    """What a column holds, and so how it is read, checked, stored and written."""

    TEXT = auto()
    DATE = auto()
    TIME = auto()  # HH:MM, the local time that was written down
    YEN = auto()  # whole yen
    INTEGER = auto()
    PERCENT = auto()  # exact decimal number in percent
    FRACTION = auto()  # exact fraction such as 1/2
    CODE = auto()  # a word of a closed list
    REFERENCE = auto()  # the key of a row of another table
    REFERENCES = auto()  # several such keys, separated by spaces
    FIGURE = auto()  # a key of the statistics


@dataclass(frozen=True, slots=True)
class Column:
    """One column: identifier, Japanese heading, and what a cell of it may hold."""

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    required: bool = False
    codes: tuple[Code, ...] = ()
    refers_to: str | None = None
    default: str | None = None
    minimum: int | None = 0  # smallest value of YEN and INTEGER columns; None: any sign
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: identifier, Japanese name, columns in order, and the columns that name a row."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    append_only: bool = False  # a row, once there, is never changed: corrections are reversals

    def column(self, name: str) -> Column:
        """Return the column of that identifier; KeyError when there is none."""
        return next_of(self.columns, name)

    def position(self, name: str) -> int:
        """Return the place of a column among the columns, from 0; ValueError when there is none."""
        return [column.name for column in self.columns].index(name)

    @property
    def is_dated(self) -> bool:
        """True when rows keep the section and staff in charge when they were recorded."""
        return SECTION in self.columns


def next_of(columns: tuple[Column, ...], name: str) -> Column:
    """Return the column called `name`; KeyError when there is none."""
    for column in columns:
        if column.name == name:
            return column
    raise KeyError(name)


def text_column(name: str, heading: str, *, required: bool = False) -> Column:
    """Return a column of text."""
    return Column(name, heading, Kind.TEXT, required)


def date_column(name: str, heading: str, *, required: bool = False) -> Column:
    """Return a column of days."""
    return Column(name, heading, Kind.DATE, required)


def yen_column(name: str, heading: str, *, required: bool = False, minimum: int | None = 0) -> Column:
    """Return a column of whole yen; `minimum` None allows any sign."""
    return Column(name, heading, Kind.YEN, required, minimum=minimum)


def code_column(
    name: str, heading: str, words: type[Code], *, required: bool = False, default: Code | None = None
) -> Column:
    """Return a column that holds a word of a closed list."""
    return Column(name, heading, Kind.CODE, required, codes=tuple(words), default=default and default.value)


def ref_column(name: str, heading: str, table: str, *, required: bool = False) -> Column:
    """Return a column that holds the key of a row of `table`."""
    return Column(name, heading, Kind.REFERENCE, required, refers_to=table)


CLAIM = ref_column("claim_no", "求償権番号", "claims", required=True)
CLAIM_IF_ANY = ref_column("claim_no", "求償権番号", "claims")
PARTY = ref_column("party_no", "関係人番号", "parties", required=True)
PARTY_IF_ANY = ref_column("party_no", "関係人番号", "parties")
SECTION = text_column("section", "課")
STAFF = ref_column("staff_no", "担当者", "staff")
IN_CHARGE = (SECTION, STAFF)
