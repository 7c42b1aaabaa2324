"""Handing many claims over to other members of staff: who gets which, and what everybody has before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from collections_app.domain.codes import Code


class SplitBy(Code):
    """配分: what is to be even among those who take over."""

    COUNT = "count", "件数"
    PRINCIPAL = "principal", "元金残高"


class Movable(NamedTuple):
    """A claim that may change hands; `principal` is what is outstanding (yen)."""

    claim_no: str
    debtor_no: str
    staff_no: str
    principal: int
    is_open: bool


class Move(NamedTuple):
    """A claim that goes from one person to another."""

    claim_no: str
    giver: str
    taker: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff with the open claims in charge now: how many, and the principal outstanding (yen)."""

    staff_no: str
    name: str
    section: str
    active_until: date | None
    count: int
    principal: int

    def may_take(self, day: date) -> bool:
        """Tell whether the person is in office on a day: nobody gets claims after leaving."""
        return self.active_until is None or self.active_until >= day


@dataclass(frozen=True, slots=True)
class Share:
    """What a person has before and after."""

    person: Person
    count: int
    principal: int

    @property
    def is_changed(self) -> bool:
        """Whether the person gives or takes anything."""
        return (self.count, self.principal) != (self.person.count, self.person.principal)


def split(claims: Iterable[Movable], takers: Sequence[str], by: SplitBy) -> tuple[Move, ...]:
    """Return who gets which claim, as even as can be; claims of one debtor stay together.

    The heaviest debtor goes first, each to whoever has the least by then; equals go in the order of the takers. A
    claim that falls to the person who has it stays.
    """
    if not takers:
        return ()
    together: dict[str, list[Movable]] = defaultdict(list)
    for claim in sorted(claims):
        together[claim.debtor_no].append(claim)
    weighed = [(sum(weight_of(claim, by) for claim in group), group) for group in together.values()]
    weighed.sort(key=lambda pair: (-pair[0], pair[1][0].claim_no))
    loads = dict.fromkeys(takers, (0, 0))
    moves = []
    for weight, group in weighed:
        taker = min(takers, key=lambda one: loads[one])
        loads[taker] = (loads[taker][0] + weight, loads[taker][1] + len(group))
        moves += [Move(claim.claim_no, claim.staff_no, taker) for claim in group if claim.staff_no != taker]
    return tuple(sorted(moves))


def weight_of(claim: Movable, by: SplitBy) -> int:
    """Return what a claim weighs in the split."""
    return 1 if by is SplitBy.COUNT else max(claim.principal, 0)


def shares(people: Iterable[Person], claims: Iterable[Movable], moves: Iterable[Move]) -> tuple[Share, ...]:
    """Return what everybody has before and after; claims nobody works on any more count for nobody."""
    known: Mapping[str, Movable] = {claim.claim_no: claim for claim in claims}
    change: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for move in moves:
        claim = known[move.claim_no]
        if claim.is_open:
            for staff_no, sign in ((move.giver, -1), (move.taker, 1)):
                count, principal = change[staff_no]
                change[staff_no] = (count + sign, principal + sign * claim.principal)
    return tuple(
        Share(one, one.count + change[one.staff_no][0], one.principal + change[one.staff_no][1]) for one in people
    )
