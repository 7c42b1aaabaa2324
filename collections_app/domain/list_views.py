"""What the claim list is asked for and what it shows: frozen values, as those of `views`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collections_app.domain import codes
from collections_app.domain.calendar import fiscal_period
from collections_app.domain.claim_conditions import Comparison, Condition


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by, the word shown for it, and how many claims have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person in office."""

    staff_no: str
    name: str
    section: str
    role: codes.StaffRole = codes.StaffRole.STAFF


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims a list shows. Empty fields do not restrict."""

    statuses: tuple[codes.ClaimStatus, ...] = ()
    section: str = ""
    staff_no: str = ""
    text: str = ""  # any part of claim number, debtor's name or kana
    claim_nos: tuple[str, ...] = ()  # a list of numbers, such as the rows behind a figure
    conditions: tuple[Condition, ...] = ()


ORDERS = (
    "claim_no", "debtor", "status", "subrogated_on", "principal", "damages", "costs", "monthly_amount",
    "last_contact_on", "next_on", "bank_name", "branch_name", "cause", "industry", "section", "staff",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimOrder:
    """The column a claim list is sorted by, one of ORDERS."""

    column: str = "claim_no"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One line of the claim list; amounts as of the list's day."""

    claim_no: str
    debtor_name: str
    debtor_kana: str
    status: codes.ClaimStatus
    subrogated_on: date
    principal: int
    damages: int
    costs: int
    monthly_amount: int | None
    last_contact_on: date | None
    last_contact_kind: codes.ContactKind | None
    next_on: date | None
    bank_name: str
    section: str
    staff_no: str
    staff_name: str
    branch_name: str = ""
    cause: str = ""
    industry: str = ""
    phone: str = ""  # of the debtor
    tags: str = ""
    guarantors: int = 0
    recovered: int = 0  # 元損 of the fiscal year up to the list's day


@dataclass(frozen=True, slots=True)
class ClaimSums:
    """Sums over the claims of a filter: number of claims, yen."""

    count: int
    principal: int
    damages: int
    costs: int


@dataclass(frozen=True, slots=True)
class NumbersFound:
    """The claims of a pasted list in its order, and the numbers of the list that no claim has."""

    claim_nos: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims of a list that have one value in common: the value ("" where there is none), its word, sums in yen."""

    value: str
    label: str
    count: int
    principal: int
    costs: int


GROUPINGS = {
    "section": "担当課",
    "staff": "担当者",
    "bank_name": "金融機関",
    "status": "状態",
    "industry": "業種",
    "cohort": "代位弁済年度",
}


def group_condition(grouping: str, value: str) -> Condition:
    """Return the condition that the claims of one group meet."""
    if grouping == "cohort":
        first, last = fiscal_period(int(value))
        return Condition("subrogated_on", Comparison.RANGE, low=first, high=last)
    if not value:
        return Condition(grouping, Comparison.EMPTY)
    return Condition(grouping, Comparison.ANY_OF, (value,))
