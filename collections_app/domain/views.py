"""What people look at: frozen values that storage fills, services hand out, screens and sheets show.

Amounts are whole yen, dates are dates, codes are the enumerations of `codes`; None is "not there".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from collections_app.domain import codes
from collections_app.domain.arrears import DueState
from collections_app.domain.attaching import AttachmentView
from collections_app.domain.initial import StepView
from collections_app.domain.insurance import InsuranceBrief
from collections_app.domain.money import percent_of
from collections_app.domain.plan_views import PlanView
from collections_app.domain.problem import Problem
from collections_app.domain.receipt_entry import Moved
from collections_app.domain.records import RecordRef


@dataclass(frozen=True, slots=True)
class PartyView:
    """A person or company tied to a claim (the debtor first), with the facts the claim page shows."""

    party_no: str
    role: codes.ObligorRole
    kind: codes.PartyKind
    name: str
    kana: str
    birth_date: date | None
    postal_code: str
    address: str
    phone: str
    status: codes.PartyStatus
    status_on: date | None
    operating: codes.Operating | None
    limit_amount: int | None
    share: str
    inherits_from: str
    released_on: date | None
    renounced_on: date | None = None  # 相続放棄


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of a claim's ledger in the order of 入金日, with what is owed after it (yen)."""

    effective_on: date
    posted_on: date
    kind: str  # 代位弁済, 入金, 入金取消, 立替費用, 減免
    voucher_no: str
    amount: int  # of a receipt its whole amount; of anything else the change
    to_costs: int
    to_damages: int
    to_principal: int
    overpaid: int
    accrued: int  # damages accrued in the segment that ends with this line
    principal: int
    damages: int
    costs: int
    note: str  # 回収区分, 費目, 事由 …
    is_unposted: bool  # received by the as-of day, posted after it (未計上入金)


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event of a claim, newest first. `group` is one of督促, 入金, 法的手続, 担保, 決裁, 発生."""

    on: date
    group: str
    title: str
    tag: str
    tone: str  # good, warn, bad, info or "" (how the tag is coloured)
    text: str
    detail: str  # person, court, number: the soft second line
    ref: RecordRef | None = None  # the record it tells of


@dataclass(frozen=True, slots=True)
class CollateralView:
    """One collateral of a claim."""

    collateral_no: str
    kind: codes.CollateralKind
    owner_name: str
    location: str
    rank: int | None
    maximum_amount: int | None
    senior_debt: int | None
    appraisal: int | None
    appraised_on: date | None
    disposal: str  # the latest voluntary disposal in words, empty when none


@dataclass(frozen=True, slots=True)
class ActionView:
    """One legal action of a claim."""

    action_no: str
    kind: codes.ActionKind
    court: str
    case_no: str
    respondent_name: str
    filed_on: date
    fixed_on: date | None
    ended_on: date | None
    outcome: codes.ActionOutcome


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """One month of the as-of fiscal year in the instalment strip: what was due and what came (yen)."""

    month: date  # its first day
    due: int
    received: int
    state: DueState | None = None  # of the payment asked for; None: nothing was agreed on


@dataclass(frozen=True, slots=True)
class Todo:
    """A task still to be done on a claim, by its day."""

    title: str
    due_on: date
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class Tag:
    """A word stuck on a claim, perhaps until a day."""

    word: str
    until: date | None
    ref: RecordRef


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Everything the claim page shows as of one day."""

    claim_no: str
    as_of: date
    status: codes.ClaimStatus
    debtor: PartyView
    other_claims: tuple[str, ...]  # the debtor's other claims
    guarantee_no: str
    scheme: str
    liability_sharing: codes.LiabilitySharing | None
    insurance_type: str
    coverage_rate: str
    bank_name: str
    branch_name: str
    contracted_on: date | None
    subrogated_on: date
    paid_principal: int
    paid_interest: int
    damages_rate: str
    day_basis: codes.DayBasis
    allocation_order: codes.AllocationOrder
    section: str
    staff_no: str
    staff_name: str
    cause: str
    industry: str
    principal: int
    damages: int
    costs: int
    overpaid: int
    recovered_principal: int
    recovered_damages: int
    recovered_costs: int
    recovered_this_year: int  # 元損 of the fiscal year up to the as-of day, by 計上日
    unposted: int  # 未計上入金
    next_on: date | None
    next_text: str
    parties: tuple[PartyView, ...]
    ledger: tuple[LedgerLine, ...]
    timeline: tuple[TimelineItem, ...]
    collaterals: tuple[CollateralView, ...]
    actions: tuple[ActionView, ...]
    plan_amount: int | None
    plan_day: int | None
    plan_months: tuple[PlanMonth, ...]
    plan_no: str = ""
    todos: tuple[Todo, ...] = ()
    tags: tuple[Tag, ...] = ()
    steps: tuple[StepView, ...] = ()
    may_begin_steps: bool = False  # a new claim without steps
    attachments: tuple[AttachmentView, ...] = ()
    insurance: InsuranceBrief | None = None
    plans: tuple[PlanView, ...] = ()  # every plan, the newest first


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of the global search: what matched, and the claim it leads to."""

    claim_no: str  # "" of a person without claims
    title: str  # the name or number that matched
    kind: str  # 求償権, 主債務者, 連帯保証人 …, 電話, 事件番号
    detail: str  # debtor, address, phone: what tells two hits apart
    status: codes.ClaimStatus | None
    party_no: str = field(default="", compare=False)  # of a person: where its page is
    person: str = field(default="", compare=False)  # its name, whatever of it matched


class FigureValue(NamedTuple):
    """One figure of a period: count or yen, with last year, plan and their ratios (strings of one decimal)."""

    key: str
    label: str
    unit: str  # 回 件 企業 円
    current: int
    previous: int
    ratio: str | None
    plan: int | None
    plan_ratio: str | None
    note: str | None  # "new": 新規取組み


class Cohort(NamedTuple):
    """Recovery by elapsed year of the claims subrogated in one fiscal year, cumulative."""

    cohort: int
    subrogated: int
    recovered: tuple[int, ...]

    @property
    def rate(self) -> tuple[str, ...]:
        """Recovery in percent of what was paid, made when it is shown; 0.0 of claims for which nothing was paid."""
        return _rates(self.subrogated, self.recovered)


@lru_cache(maxsize=1_024)
def _rates(subrogated: int, recovered: tuple[int, ...]) -> tuple[str, ...]:
    return tuple([percent_of(amount, subrogated) if subrogated else "0.0" for amount in recovered])


class MonthPoint(NamedTuple):
    """元損 recovered up to the end of a month of the fiscal year (cumulative yen)."""

    month: date
    current: int | None  # None after the as-of day
    previous: int


class GroupValue(NamedTuple):
    """One line of the section or staff table of the summary."""

    key: str
    label: str
    figures: Mapping[str, FigureValue]


@dataclass(frozen=True, slots=True)
class RollForward:
    """求償権残高 from the opening to the closing day (yen): it adds up to the yen."""

    opening: int
    subrogated: int
    recovered: int
    waived: int
    closed: int
    other: int  # 再開, and corrections posted after a closing
    closing: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The supervisor's summary of a fiscal year up to a day."""

    fiscal_year: int
    as_of: date
    period: tuple[date, date]
    figures: dict[str, FigureValue]
    cohorts: tuple[Cohort, ...]
    months: tuple[MonthPoint, ...]
    sections: tuple[GroupValue, ...]
    staff: tuple[GroupValue, ...]
    roll_forward: RollForward
    planned: tuple[int, ...] = ()  # the plan of recovery up to the end of each month; none without a plan


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of a fiscal year up to a day, as known today or (`known_on`) at the end of an earlier day."""

    fiscal_year: int
    as_of: date
    period: tuple[date, date]
    figures: dict[str, FigureValue]
    cohorts: tuple[Cohort, ...]
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class FigureRows:
    """The very rows behind a figure: headings, kinds of value per column, rows; they add up to `total`.

    `counted` says how the figure is counted, and by which version of the rule; "" of rows that are of no figure.
    """

    key: str
    title: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]  # text, date, yen, code
    rows: tuple[tuple[object, ...], ...]  # the first cell is the claim number ("" when none)
    total: int
    unit: str
    counted: str = ""


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What the shell shows about the open database."""

    location: str
    claim_count: int
    data_on: date | None  # the newest 入金日 or 日付 recorded: the data's as-of
    notices: tuple[str, ...] = ()
    corporation: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did or would do: counts of rows by table, receipts kept before that are split otherwise."""

    source: str
    sha256: str
    dry_run: bool
    added: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    moved: tuple[Moved, ...] = ()
