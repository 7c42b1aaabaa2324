"""What people look at about a person: lines of the list, the page, the table of accounts, candidates for a merge.

Amounts are whole yen, dates are dates, codes are the enumerations of `codes`; None is "not there".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collections_app.domain import codes
from collections_app.domain.records import Record, RecordRef
from collections_app.domain.statements import Statement
from collections_app.domain.views import TimelineItem


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people."""

    party_no: str
    name: str
    kana: str
    kind: codes.PartyKind
    status: codes.PartyStatus
    birth_date: date | None
    address: str
    phone: str
    roles: str  # 主債務者 2・連帯保証人 1, empty when tied to no claim
    open_claims: int  # of those claims, how many are not over


@dataclass(frozen=True, slots=True)
class PersonClaim:
    """A claim of a person in one role, with what is owed on it on the day."""

    claim_no: str
    role: codes.ObligorRole
    debtor_name: str
    status: codes.ClaimStatus
    principal: int
    damages: int
    costs: int
    share: str  # of an heir, else empty
    own_part: int | None  # what an heir owes of it by the share, None without one
    note: str  # 相続放棄, 免除, 極度額: what limits it
    staff_name: str
    tie: RecordRef | None  # the record that ties the person to the claim; None of a debtor

    @property
    def total(self) -> int:
        """元金, 損害金 and 費用 together."""
        return self.principal + self.damages + self.costs


@dataclass(frozen=True, slots=True)
class StatusSum:
    """What a person owes as debtor on the claims of one status, or on all (`status` None)."""

    status: codes.ClaimStatus | None
    count: int
    principal: int
    damages: int
    costs: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a person that can be opened: an address of before, a note, a survey."""

    title: str
    lines: tuple[str, ...]
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class HeirView:
    """Somebody who inherits from a person: on which claims, with which share."""

    party_no: str
    name: str
    share: str
    claim_nos: tuple[str, ...]
    renounced_on: date | None


@dataclass(frozen=True, slots=True)
class MergedView:
    """Somebody who was merged into a person; the merge is undone by its audit record."""

    party_no: str
    name: str
    merged_on: date
    audit_no: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the same person, and why."""

    party_no: str
    name: str
    address: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people of the office who may be one, and why."""

    first: Candidate
    second: Candidate

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the two may be one."""
        return self.second.reasons


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything the page of a person shows as of a day."""

    record: Record
    as_of: date
    asked_for: str  # the number asked for, when the person was merged into this one; else empty
    merged: tuple[MergedView, ...]  # who was merged into this person
    claims: tuple[PersonClaim, ...]
    sums: tuple[StatusSum, ...]
    timeline: tuple[TimelineItem, ...]  # of all claims of which the person is the debtor
    claim_of: Mapping[RecordRef, str]  # the claim of each record of the timeline
    contacts: tuple[TimelineItem, ...]  # with the person, over all claims
    surveys: tuple[TimelineItem, ...]
    statements: tuple[Statement, ...]
    addresses: tuple[Fact, ...]
    notes: tuple[Fact, ...]
    heirs: tuple[HeirView, ...]
    candidates: tuple[Candidate, ...]

    @property
    def party_no(self) -> str:
        """The number of the person."""
        return str(self.record["party_no"])

    @property
    def name(self) -> str:
        """The name of the person."""
        return str(self.record["name"])

    @property
    def claim_nos(self) -> tuple[str, ...]:
        """The claims of which the person is the debtor, those not over first."""
        return tuple(one.claim_no for one in self.claims if one.role is codes.ObligorRole.DEBTOR)


def part_of(total: int, share: str) -> int | None:
    """Return what an heir owes of an amount by a share, rounded down (民法427条); None without a share."""
    if not share:
        return None
    part = Fraction(share) * total
    return part.numerator // part.denominator


def sums_of(claims: tuple[PersonClaim, ...]) -> tuple[StatusSum, ...]:
    """Return what a person owes as debtor, by status in their order, the sum of all last; empty without a claim."""
    owed = [one for one in claims if one.role is codes.ObligorRole.DEBTOR]
    by_status = [(status, [one for one in owed if one.status is status]) for status in codes.ClaimStatus]
    groups: list[tuple[codes.ClaimStatus | None, list[PersonClaim]]] = [
        (status, found) for status, found in by_status if found
    ]
    if owed:
        groups.append((None, owed))
    return tuple(
        StatusSum(
            status,
            len(found),
            sum(one.principal for one in found),
            sum(one.damages for one in found),
            sum(one.costs for one in found),
        )
        for status, found in groups
    )
