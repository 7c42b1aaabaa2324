"""One change made to many claims: what is wanted, what it would do, what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collections_app.domain.codes import Code
from collections_app.domain.reassigning import Move, Share, SplitBy


class BulkKind(Code):
    """まとめて変更: what is done to every claim."""

    REASSIGN = "reassign", "担当替え"
    ADD_TAG = "add_tag", "付箋を付ける"
    REMOVE_TAG = "remove_tag", "付箋をはがす"
    ADD_TASK = "add_task", "予定を追加"
    MOVE_NEXT = "move_next", "次回対応日を変更"


@dataclass(frozen=True, slots=True)
class ClaimsWanted:
    """Which claims: those of a list, else those of a person, a section, a tag (empty ones do not restrict)."""

    claim_nos: tuple[str, ...] = ()
    staff_no: str = ""
    section: str = ""
    tag: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said: never all claims by mistake."""
        return not (self.claim_nos or self.staff_no or self.section or self.tag)


@dataclass(frozen=True, slots=True)
class BulkWanted:
    """The claims and the change; `takers` and `by` are of a reassignment, the others of tags and tasks."""

    kind: BulkKind
    claims: ClaimsWanted
    day: date
    open_only: bool = True  # leave what is 整理 or 完済 alone
    takers: tuple[str, ...] = ()
    by: SplitBy = SplitBy.COUNT
    tag: str = ""
    until: date | None = None
    title: str = ""
    due_on: date | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it says everything the change needs."""
        if self.kind is BulkKind.REASSIGN:
            return bool(self.takers)
        if self.kind is BulkKind.ADD_TASK:
            return bool(self.title) and self.due_on is not None
        if self.kind is BulkKind.MOVE_NEXT:
            return self.due_on is not None
        return bool(self.tag)


@dataclass(frozen=True, slots=True)
class Touched:
    """How many of a person's claims are touched, and the principal outstanding on them (yen)."""

    name: str
    section: str
    count: int
    principal: int


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a change would do: the claims it touches and those it leaves, and what everybody has after it."""

    wanted: BulkWanted
    claim_nos: tuple[str, ...]  # touched
    principal: int  # outstanding on those (yen)
    same: int = 0  # left because they are so already
    closed: int = 0  # left because nobody works on them any more
    moves: tuple[Move, ...] = ()
    shares: tuple[Share, ...] = ()
    touched: tuple[Touched, ...] = ()  # by person, of what is no reassignment
    tasks: int = 0  # open tasks that go along
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What was done: how many claims, and the audit records it can be taken back by."""

    count: int
    audit_nos: tuple[int, ...]
