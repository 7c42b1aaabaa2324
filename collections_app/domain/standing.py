"""求償権残高 as posted: what a claim adds to the outstanding count and principal, and when.

The outstanding principal of a day is the sum of the ledger's principal posted by then plus the `principal` of the
standing entries dated by then. Those entries hold only what the ledger does not say: that a claim was closed, paid,
stopped or resumed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from collections_app.domain.codes import ClaimStatus, Code
from collections_app.domain.ledger import Balance, Entry


class StandingKind(Code):
    """残高の異動: why a claim's standing changed beside its ledger."""

    OPENED = "opened", "残高計上"
    PAID = "paid", "元金完済"
    CLOSED = "closed", "求償権整理"
    AFTER_CLOSING = "after_closing", "整理後の増減"
    STOPPED = "stopped", "管理事務停止"
    RESUMED = "resumed", "管理事務再開"


@dataclass(frozen=True, slots=True)
class StandingEntry:
    """The change of one day: outstanding count, principal (yen beside the ledger), stopped count, 整理後回収 (yen)."""

    on: date
    kind: StandingKind
    count: int = 0
    principal: int = 0
    stopped: int = 0
    recovered: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """管理事務停止 from a day on, until the day it was resumed (not included), if any."""

    decided_on: date
    resumed_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """True when the claim is stopped at the end of that day."""
        return self.decided_on <= day and (self.resumed_on is None or day < self.resumed_on)


def standing_of(
    entries: Sequence[Entry], closed_on: date | None, stops: Sequence[Stop], posted: int = 0
) -> list[StandingEntry]:
    """Return the standing entries of a claim in the order of their days.

    Of a claim neither closed nor ever stopped the last of its entries will do, all posted on later days than the
    others: `posted` is the principal that those before them left.
    """
    if (
        posted > 0
        and closed_on is None
        and not stops
        and posted > sum([-e.principal for e in entries if e.principal < 0])
    ):
        return []  # it counted before and never stops to: the ledger says all
    principal: dict[date, int] = {}
    recovered: dict[date, int] = defaultdict(int)  # since the claim was closed
    for entry in entries:
        if entry.principal:
            principal[entry.posted_on] = principal.get(entry.posted_on, 0) + entry.principal
    days = {day for day, change in principal.items() if change}
    if closed_on is not None:
        for entry in entries:
            if entry.posted_on >= closed_on:
                recovered[entry.posted_on] += entry.recovered
        days.add(closed_on)
        days.update(day for day, change in recovered.items() if change)
    for stop in stops:
        days.update(day for day in (stop.decided_on, stop.resumed_on) if day is not None)
    before = (1, posted, 0) if posted > 0 else _NOTHING
    return _walk(sorted(days), principal, recovered, closed_on, stops, before)


def status_of(balance: Balance, *, is_closed: bool, is_stopped: bool) -> ClaimStatus:
    """Return the state of a claim: closed before paid before stopped before active."""
    if is_closed:
        return ClaimStatus.CLOSED
    if balance.principal == 0 and balance.damages == 0 and balance.costs == 0:
        return ClaimStatus.PAID
    return ClaimStatus.STOPPED if is_stopped else ClaimStatus.ACTIVE


class _Level(NamedTuple):
    """What a claim counts for at the end of a day."""

    claims: int = 0
    principal: int = 0
    stopped: int = 0


_NOTHING = (0, 0, 0)


def _walk(
    days: Sequence[date],
    principal: dict[date, int],
    recovered: dict[date, int],
    closed_on: date | None,
    stops: Sequence[Stop],
    before: tuple[int, int, int],
) -> list[StandingEntry]:
    turning = {day for stop in stops for day in (stop.decided_on, stop.resumed_on)}
    found: list[StandingEntry] = []
    posted = before[1]
    for day in days:
        change = principal.get(day, 0)
        posted += change
        is_closed = closed_on is not None and day >= closed_on
        claims, level, stopped = before
        if claims and posted > 0 and not is_closed and day not in turning:  # it goes on as it was: the ledger says all
            before = (1, posted, stopped)
            continue
        after = _NOTHING
        if posted > 0 and not is_closed:
            after = (1, posted, int(bool(stops) and any(stop.holds_on(day) for stop in stops)))
        late = recovered.get(day, 0) if is_closed else 0
        if late or after != (claims, level + change, stopped):  # something the ledger does not say
            kind = _kind(_Level(*before), _Level(*after), is_closed=is_closed, is_closing=day == closed_on)
            found.append(
                StandingEntry(day, kind, after[0] - claims, after[1] - level - change, after[2] - stopped, late)
            )
        before = after
    return found


def _kind(before: _Level, after: _Level, *, is_closed: bool, is_closing: bool) -> StandingKind:
    if is_closing:
        return StandingKind.CLOSED
    if is_closed:
        return StandingKind.AFTER_CLOSING
    if after.claims != before.claims:
        return StandingKind.OPENED if after.claims else StandingKind.PAID
    return StandingKind.STOPPED if after.stopped > before.stopped else StandingKind.RESUMED
