"""The work of a day: what is due, what was broken or is behind, what runs out, and what nobody has planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from collections_app.domain.codes import Code
from collections_app.domain.records import RecordRef
from collections_app.domain.waiving import waits_for

SOON_DAYS = 7  # tasks and first steps are shown a week before they are due
AHEAD_DAYS = 90  # deadlines are shown three months before
_NEAR_DAYS = 30  # of those, the last one in a warning colour
_LIVE_DAYS = 31


class WorkGroup(Code):
    """仕事の区分: what the page of the day is divided into, the most pressing first."""

    TASK = "task", "予定"
    APPROVAL = "approval", "決裁待ちの減免"
    NEXT = "next", "次回対応"
    PROMISE = "promise", "約束の不履行"
    ARREARS = "arrears", "分割弁済の遅れ"
    DEADLINE = "deadline", "90日以内の期限"
    STEP = "step", "初動事項"
    UNPLANNED = "unplanned", "次の対応なし"


class Reach(Code):
    """範囲: whose work is shown."""

    OWN = "own", "本人"
    SECTION = "section", "課"
    ALL = "all", "全員"


DONE_TABLES = frozenset(("tasks", "initial_steps"))
"""Whose records are marked as done by a day in `done_on`."""
POSTPONED: dict[str, str] = {"tasks": "due_on", "contacts": "next_on"}
"""Whose day may be put off, and the column it stands in."""


@dataclass(frozen=True, slots=True)
class DayWanted:
    """Whose work of which day."""

    staff_no: str
    day: date
    reach: Reach = Reach.OWN


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to be done: the record it comes from, its claim ("" when none), the day it is due, who is in charge.

    `amount` is what is missing (yen), of an unplanned claim its principal; `months` is how many payments are missing.
    """

    group: WorkGroup
    ref: RecordRef
    claim_no: str
    debtor: str
    text: str
    on: date | None
    staff_no: str
    staff_name: str
    amount: int | None = None
    months: int = 0
    handled_on: date | None = None  # of a broken promise: the last contact after its day

    @property
    def can_be_done(self) -> bool:
        """Whether it is marked as done by a key."""
        return self.ref.table in DONE_TABLES

    @property
    def can_be_approved(self) -> bool:
        """Whether it is a request that is approved by the same key."""
        return self.group is WorkGroup.APPROVAL

    @property
    def can_be_postponed(self) -> bool:
        """Whether its day may be put off."""
        return self.ref.table in POSTPONED

    def is_late(self, day: date) -> bool:
        """Tell whether it should have been done before `day`; what is unplanned or asked for was never due."""
        if self.group in (WorkGroup.UNPLANNED, WorkGroup.APPROVAL):
            return False
        return self.on is not None and self.on < day and self.handled_on is None


@dataclass(frozen=True, slots=True)
class Cover:
    """Somebody's work done by somebody else from a day to a day."""

    ref: RecordRef
    staff_no: str
    staff_name: str
    deputy_no: str
    deputy_name: str
    starts_on: date
    ends_on: date

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Open claims still in the hands of somebody who has left."""

    staff_no: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class DayWork:
    """The work of a day, in order; who does whose work; what people who left have left behind."""

    wanted: DayWanted
    items: tuple[WorkItem, ...]
    covers: tuple[Cover, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()

    def of(self, group: WorkGroup) -> tuple[WorkItem, ...]:
        """Return the items of a group."""
        return tuple(item for item in self.items if item.group is group)

    def late_count(self) -> int:
        """Return how many things are overdue."""
        return sum(item.is_late(self.wanted.day) for item in self.items)


def working_day(today: date, as_of: date, data_on: date | None) -> date:
    """Return the day whose work is shown: today, but another day one has chosen to look at.

    The day in force follows the newest record. As long as people keep recording, that means today; in a database that
    rests (a demonstration, a year that is over) it is the day of that record.
    """
    is_live = data_on is not None and as_of == data_on and today - data_on <= timedelta(days=_LIVE_DAYS)
    return max(today, as_of) if is_live else as_of


def in_order(items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    """Return items by group, the most pressing first."""
    places = {group: place for place, group in enumerate(WorkGroup)}
    return tuple(sorted(items, key=lambda item: (places[item.group], *_urgency(item), item.claim_no, item.ref)))


def _urgency(item: WorkItem) -> tuple[int, ...]:
    days = (item.on or date.max).toordinal()
    if item.group is WorkGroup.ARREARS:
        return (-item.months, -(item.amount or 0), days)
    if item.group is WorkGroup.UNPLANNED:
        return (-(item.amount or 0), days)
    return (int(item.handled_on is not None), days, -(item.amount or 0))


def state_words(item: WorkItem, day: date) -> tuple[str, str]:
    """Return how an item stands on a day, in a word and the tone it is shown in (bad, warn or none)."""
    if item.group is WorkGroup.UNPLANNED or item.on is None:
        return ("未接触", "warn") if item.on is None else ("未定", "")
    if item.group is WorkGroup.ARREARS:
        return f"{item.months}回遅れ", "bad"
    if item.group is WorkGroup.APPROVAL:
        return waits_for(item.on, day), "info"
    if item.handled_on is not None:
        return "対応済", "warn"
    days = (item.on - day).days
    if days < 0:
        return f"{-days}日超過", "bad"
    is_near = days == 0 or (item.group is WorkGroup.DEADLINE and days <= _NEAR_DAYS)
    return f"あと{days}日" if days else "今日", "warn" if is_near else ""
