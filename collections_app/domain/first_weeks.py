"""The first weeks of new claims for the supervisor: which are late with what, how many days to the first contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from collections_app.domain.codes import InitialStep


@dataclass(frozen=True, slots=True)
class LateClaim:
    """A claim that is late: with which steps, since when."""

    claim_no: str
    debtor_name: str
    section: str
    staff_no: str
    staff_name: str
    subrogated_on: date
    steps: tuple[InitialStep, ...]
    due_on: date  # the earliest one

    def days_late(self, as_of: date) -> int:
        """Return how many days the earliest step is late."""
        return (as_of - self.due_on).days


@dataclass(frozen=True, slots=True)
class LateGroup:
    """The late claims of a section or of one of its members: claims, and steps by kind."""

    section: str
    staff_no: str  # empty for a whole section
    name: str
    claims: int
    steps: tuple[tuple[InitialStep, int], ...]

    def count(self, step: InitialStep) -> int:
        """Return how many of its claims are late with a step."""
        return dict(self.steps).get(step, 0)


@dataclass(frozen=True, slots=True)
class ContactDays:
    """Days from 代位弁済 to the first contact in one section: the median of the claims that had one."""

    section: str
    claims: int
    contacted: int
    median: int | None


@dataclass(frozen=True, slots=True)
class FirstWeeks:
    """Everything the page of the first weeks shows as of a day."""

    as_of: date
    fiscal_year: int
    late: tuple[LateClaim, ...]
    groups: tuple[LateGroup, ...]
    days: tuple[ContactDays, ...]
    rules: tuple[str, ...]  # deadlines and proofs, one sentence each


def median(days: Sequence[int]) -> int | None:
    """Return the middle one of whole days; of an even number the smaller of both in the middle, None of none."""
    return sorted(days)[(len(days) - 1) // 2] if days else None


def contact_days(claims: Iterable[tuple[str, date, date | None]]) -> tuple[ContactDays, ...]:
    """Return the days to the first contact by section; a claim is its section, 代位弁済日 and first contact."""
    known: dict[str, list[int | None]] = {}
    for section, subrogated_on, first_on in claims:
        known.setdefault(section, []).append(None if first_on is None else (first_on - subrogated_on).days)
    found = []
    for section in sorted(known):
        days = [one for one in known[section] if one is not None]
        found.append(ContactDays(section, len(known[section]), len(days), median(days)))
    return tuple(found)


def groups_of(late: Iterable[LateClaim]) -> tuple[LateGroup, ...]:
    """Return the late claims counted by section, under each section by its members."""
    by_place: dict[tuple[str, str], list[LateClaim]] = {}
    names: dict[str, str] = {}
    for claim in late:
        names[claim.staff_no] = claim.staff_name
        for staff_no in ("", claim.staff_no):
            by_place.setdefault((claim.section, staff_no), []).append(claim)
    return tuple(
        LateGroup(section, staff_no, names[staff_no] if staff_no else section, len(claims), _counted(claims))
        for (section, staff_no), claims in sorted(by_place.items())
    )


def _counted(claims: Sequence[LateClaim]) -> tuple[tuple[InitialStep, int], ...]:
    return tuple((step, sum(step in claim.steps for claim in claims)) for step in InitialStep)
