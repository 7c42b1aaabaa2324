"""Month close (月次締め): the figures of a month frozen with the rows behind them, and the bridge to what they are now.

A snapshot is text, the same for the same content, so that its hash proves it; each hash takes the one before it in.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from collections_app.domain.calendar import era_month, month_end, next_month
from collections_app.domain.codes import Code
from collections_app.domain.comparison import value_of
from collections_app.domain.figures import FIGURES, LEVELS, Figure
from collections_app.domain.views import FigureRows

Pair = tuple[int, int]  # count, yen
YearFigure = tuple[int, int, int | None]  # of the fiscal year up to the month, of the year before, plan
VERSION = 1


class CloseKind(Code):
    """締めの記録: what was done with a month or a fiscal year."""

    CLOSED = "closed", "締め"
    REOPENED = "reopened", "締めの再開"
    SEALED = "sealed", "年度の封印"


class CountedRow(NamedTuple):
    """A row behind a measure of a month: what it counts for, and the audit record that wrote it last."""

    measure: str
    table: str
    key: str
    claim_no: str
    section: str
    staff_no: str
    times: int
    amount: int
    audit_no: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month as it is counted: its rows, the levels at its end, and the figures of its fiscal year so far."""

    month: date
    rows: tuple[CountedRow, ...]
    levels: Mapping[str, Pair]
    year: Mapping[str, YearFigure]
    counting: Mapping[str, int] = field(default_factory=dict)  # the versions of what the office decided about

    def measures(self) -> dict[str, Pair]:
        """Return (count, yen) of every measure of the month; of a level that at its end."""
        return _summed(self.rows) | dict(self.levels)

    def by(self, column: str) -> dict[str, dict[str, Pair]]:
        """Return what the month's rows add up to by `section` or `staff_no`, by measure."""
        groups: dict[str, list[CountedRow]] = defaultdict(list)
        for row in self.rows:
            groups[getattr(row, column)].append(row)
        return {key: _summed(groups[key]) for key in sorted(groups)}

    def figures(self) -> dict[str, int]:
        """Return every figure of the month."""
        counted = self.measures()
        return {figure.key: value_of(figure, counted) for figure in FIGURES}

    def to_text(self) -> str:
        """Return the snapshot: JSON in one fixed form."""
        rows = [list(row) for row in self.rows]
        decided = {"counting": dict(self.counting)} if self.counting else {}
        return _text(
            decided
            | {
                "version": VERSION,
                "month": f"{self.month:%Y-%m}",
                "figures": self.figures(),
                "measures": self.measures(),
                "sections": self.by("section"),
                "staff": self.by("staff_no"),
                "levels": dict(self.levels),
                "year": dict(self.year),
                "rows": rows,
                "rows_sha256": hashlib.sha256(_text(rows).encode()).hexdigest(),
            }
        )


def from_text(text: str) -> MonthFigures:
    """Return the month of a snapshot."""
    kept: dict[str, Any] = json.loads(text)
    year, month = kept["month"].split("-")
    return MonthFigures(
        date(int(year), int(month), 1),
        tuple(CountedRow(*row) for row in kept["rows"]),
        {key: (pair[0], pair[1]) for key, pair in kept["levels"].items()},
        {key: (values[0], values[1], values[2]) for key, values in kept["year"].items()},
        kept.get("counting", {}),
    )


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_of(content: Mapping[str, object]) -> str:
    """Return what a reopening or a sealing says, in the fixed form its hash is taken of."""
    return _text(dict(content))


def chained(previous: str, text: str) -> str:
    """Return the hash of a snapshot and of all before it."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _summed(rows: Iterable[CountedRow]) -> dict[str, Pair]:
    """Return the sums by measure, without the levels, of which rows are only what changed."""
    found: dict[str, Pair] = {}
    for row in rows:
        if row.measure not in LEVELS:
            before = found.get(row.measure, (0, 0))
            found[row.measure] = (before[0] + row.times, before[1] + row.amount)
    return dict(sorted(found.items()))


class Closed(NamedTuple):
    """One line of the history of closes; `month` is 2025-03, of a sealed fiscal year 2024."""

    close_no: int
    month: str
    kind: CloseKind
    recorded_at: datetime
    actor: str
    confirmed_by: str
    reason: str
    sha256: str
    audit_no: int


def closed_months(history: Iterable[Closed]) -> dict[str, Closed]:
    """Return the close in force of each month that is closed, from its history in order."""
    found: dict[str, Closed] = {}
    for one in history:
        if one.kind is CloseKind.CLOSED:
            found[one.month] = one
        elif one.kind is CloseKind.REOPENED:
            found.pop(one.month, None)
    return dict(sorted(found.items()))


def first_open(months: Iterable[str]) -> date | None:
    """Return the first day that is open after closed months; None while none is closed."""
    last = max(months, default=None)
    return None if last is None else next_month(month_of_name(last))


def month_of_name(name: str) -> date:
    """Return the first day of 2025-03."""
    year, month = name.split("-")
    return date(int(year), int(month), 1)


def closed_sentence(posted_on: date, opens_on: date) -> tuple[str, str]:
    """Return why a 計上日 is refused, and what to do."""
    return (
        f"{era_month(posted_on)}は締めてあります。締めた月には計上できません。",
        f"計上日を、開いている月の初日 {opens_on:%Y-%m-%d} 以後にしてください（入金日はそのままで構いません）。",
    )


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One point to look at before a month is closed: how many rows, the rows, and whether they forbid the close."""

    label: str
    rows: FigureRows
    advice: str
    forbids: bool = False


class Change(NamedTuple):
    """What a later operation did to a measure of a closed month."""

    measure: str
    table: str
    key: str
    claim_no: str
    times: int
    amount: int
    audit_no: int  # 0: not known


class Told(NamedTuple):
    """Which record it was, who did it, when (UTC) and why."""

    record: str
    actor: str
    at: datetime | None
    why: str


class BridgeLine(NamedTuple):
    """締後訂正: by how much one operation changed a figure of a closed month."""

    figure: str
    label: str
    unit: str
    claim_no: str
    delta: int
    record: str
    actor: str
    at: datetime | None
    why: str


class BridgeSum(NamedTuple):
    """A figure of a closed month: as it was frozen, as it is now."""

    figure: str
    label: str
    unit: str
    frozen: int
    now: int

    @property
    def delta(self) -> int:
        """The difference, which the lines of the figure add up to."""
        return self.now - self.frozen


@dataclass(frozen=True, slots=True)
class Bridge:
    """The bridge of a closed month: every figure then and now, and every change between."""

    month: date
    closed: Closed
    sums: tuple[BridgeSum, ...]
    lines: tuple[BridgeLine, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the lines of every figure explain its difference to the yen."""
        explained: dict[str, int] = defaultdict(int)
        for line in self.lines:
            explained[line.figure] += line.delta
        return all(explained[one.figure] == one.delta for one in self.sums)


def changes_between(frozen: Sequence[CountedRow], now: Sequence[CountedRow]) -> Iterator[Change]:
    """Yield the differences row by row; of a row that is gone the audit record is not known here."""
    before = {(row.measure, row.table, row.key): row for row in frozen if row.measure not in LEVELS}
    for row in now:
        if row.measure in LEVELS:
            continue
        old = before.pop((row.measure, row.table, row.key), None)
        count, amount = (row.times, row.amount) if old is None else (row.times - old.times, row.amount - old.amount)
        if count or amount:
            yield Change(row.measure, row.table, row.key, row.claim_no, count, amount, row.audit_no)
    for row in before.values():
        yield Change(row.measure, row.table, row.key, row.claim_no, -row.times, -row.amount, 0)


def together(changes: Iterable[Change], books: Sequence[str]) -> Iterator[Change]:
    """Yield the changes with those of the `books` summed by claim and operation: there an old entry is taken back."""
    sums: dict[tuple[str, str, str, int], Pair] = {}
    for change in changes:
        if change.table not in books:
            yield change
            continue
        key = (change.measure, change.table, change.claim_no, change.audit_no)
        before = sums.get(key, (0, 0))
        sums[key] = (before[0] + change.times, before[1] + change.amount)
    for (measure, table, claim_no, audit_no), (count, amount) in sums.items():
        if count or amount:
            yield Change(measure, table, "", claim_no, count, amount, audit_no)


def bridge_of(
    closed: Closed, frozen: MonthFigures, now: MonthFigures, changes: Iterable[Change], told: Mapping[Change, Told]
) -> Bridge:
    """Return the bridge of a month from the changes since its close and what is told of each."""
    then, today = frozen.figures(), now.figures()
    sums = tuple(
        BridgeSum(figure.key, figure.label, figure.unit, then[figure.key], today[figure.key]) for figure in FIGURES
    )
    lines = [line for change in changes for line in _lines_of(change, told[change])]
    return Bridge(frozen.month, closed, sums, tuple(lines))


def _lines_of(change: Change, told: Told) -> Iterator[BridgeLine]:
    for figure in FIGURES:
        delta = _delta(figure, change)
        if delta:
            yield BridgeLine(figure.key, figure.label, figure.unit, change.claim_no, delta, *told)


def _delta(figure: Figure, change: Change) -> int:
    return value_of(figure, {change.measure: (change.times, change.amount)})


def span_of(month: date) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return month, month_end(month)
