"""Raw tables to values: every cell read, every row judged, every problem listed; nothing is written anywhere.

Columns are the unit of work, and stay it until they are written. Each distinct text of a column is read once, so that
a million cells cost a few thousand calls, and a rule looks at rows only where a column gives it reason to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.cells import are_keys, are_texts, message_and_remedy, reader_of
from collections_app.domain.errors import UserError
from collections_app.domain.problem import Place, Problem
from collections_app.domain.row_rules import findings_in
from collections_app.exchange.collector import paused
from collections_app.exchange.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from collections_app.domain.bundle import Column, Table
    from collections_app.domain.cells import Reader, Value
    from collections_app.domain.progress import Progress
    from collections_app.domain.row_rules import Finding
    from collections_app.exchange.raw import RawTable

MOST_SHOWN = 200  # characters of a wrong value that are shown


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """The values of one table by column, each column of `table` in its order, and the line each row stands in.

    Codes are identifiers; percents, fractions and times canonical text; further references separated by one space.
    """

    table: Table
    source: str
    columns: Mapping[str, Sequence[Value]]
    lines: Sequence[int]

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The values row by row, made anew at every call."""
        return list(zip(*self.columns.values(), strict=True))

    def column(self, name: str) -> Sequence[Value]:
        """Return the values of one column, row by row; KeyError when the table has no such column."""
        return self.columns[name]

    def place(self, index: int, column: str) -> Place:
        """Return where the cell of the row at `index` stands."""
        return Place(self.source, self.lines[index], self.table.column(column).heading)


@dataclass(frozen=True, slots=True)
class CheckedBundle:
    """The tables of a bundle in the order of dependence; those it does not have are absent."""

    tables: tuple[CheckedTable, ...]

    def get(self, name: str) -> CheckedTable | None:
        """Return the table of that identifier; None when the bundle does not have it."""
        return next((checked for checked in self.tables if checked.table.name == name), None)


@paused()
def check_bundle(
    raw: Sequence[RawTable], figure_keys: Collection[str], progress: Progress
) -> tuple[CheckedBundle, list[Problem]]:
    """Return the values of a bundle and every problem of its headings, cells, keys and rows.

    A cell that cannot be read is None in the bundle, which therefore is of use only when no error is listed.
    `figure_keys` are the keys of the statistics. CancelledError when the user stops.
    """
    found = Findings()
    tables = []
    total = sum(len(table.lines) for table in raw)
    done = 0
    for table in raw:
        progress.step(f"{table.table.title}を確かめています", done, total)
        tables.append(check_table(table, figure_keys, found))
        done += len(table.lines)
    return CheckedBundle(tuple(tables)), found.listed()


def check_table(raw: RawTable, figure_keys: Collection[str], found: Findings) -> CheckedTable:
    """Return the values of one table; what is wrong with its headings, cells, keys and rows is added to `found`."""
    found.extend(raw.problems)
    values = {column.name: _read_column(raw, column, figure_keys, found) for column in raw.table.columns}
    checked = CheckedTable(raw.table, raw.source, values, raw.lines)
    found.extend(_duplicates(checked))
    for finding in findings_in(raw.table.name, values):
        text = raw.cells.get(finding.column)
        found.add(problem_of(checked, finding, text[finding.index] if text else ""))
    return checked


def problem_of(checked: CheckedTable, finding: Finding, value: str) -> Problem:
    """Return what a rule objects to as a problem with its place."""
    place = checked.place(finding.index, finding.column)
    return Problem(place, value, finding.message, finding.remedy, finding.is_warning)


def _read_column(raw: RawTable, column: Column, figure_keys: Collection[str], found: Findings) -> Sequence[Value]:
    texts = raw.cells.get(column.name)
    if texts is None:  # a required one has been reported with the heading
        return (column.default,) * len(raw.lines)
    read = reader_of(column, is_key=column.name in raw.table.key, figure_keys=figure_keys)
    if are_keys(read, texts):
        return list(texts)
    if are_texts(read, texts) and (not column.required or all(texts)):
        return [text or column.default for text in texts]
    value_of = _ValueOf(column, read)
    values = list(map(value_of.__getitem__, texts))
    if value_of.wrong:
        found.extend(_wrong_cells(raw, column, texts, value_of.wrong))
    return values


class _ValueOf(dict[str, "Value"]):
    """The value of each text of a column, read when it is first asked for; `wrong` says what is wrong with a text."""

    def __init__(self, column: Column, read: Reader) -> None:
        super().__init__()
        self._column = column
        self._read = read
        self.wrong: dict[str, tuple[str, str]] = {}

    def __missing__(self, text: str) -> Value:
        column = self._column
        value = None
        try:
            value = self._read(text) if text and not text.isspace() else column.default
        except UserError as error:
            self.wrong[text] = message_and_remedy(str(error), column)
        else:
            if column.required and value is None:
                self.wrong[text] = "必ず入力する列が空欄です。", f"「{column.heading}」を入力してください。"
        self[text] = value
        return value


def _wrong_cells(
    raw: RawTable, column: Column, texts: Sequence[str], wrong: Mapping[str, tuple[str, str]]
) -> Iterator[Problem]:
    for line, text in zip(raw.lines, texts, strict=True):
        if text in wrong:
            yield Problem(Place(raw.source, line, column.heading), text[:MOST_SHOWN], *wrong[text])


def _duplicates(checked: CheckedTable) -> Iterator[Problem]:
    """Yield every row whose key another row above it has."""
    key = checked.table.key
    if any(len(set(checked.column(name))) == len(checked.lines) for name in key):
        return  # one column of the key tells all rows apart
    keys = list(zip(*map(checked.column, key), strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[Value, ...], int] = {}
    for index, value in enumerate(keys):
        if None in value:
            continue  # reported as a cell
        above = checked.lines[first.setdefault(value, index)]
        if first[value] != index:
            message = f"{above}行目と同じ番号です。" if len(key) == 1 else f"{above}行目と同じ組合せです。"
            remedy = f"{above}行目とこの行のどちらかを除くか、番号を直してください。"
            yield Problem(checked.place(index, key[0]), " ".join(map(str, value)), message, remedy)
