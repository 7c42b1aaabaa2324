"""What can be put on paper, what is asked for, and what papers show beyond the claim page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from collections_app.domain import codes
from collections_app.domain.codes import Code
from collections_app.domain.damages import Profile
from collections_app.domain.list_views import ClaimFilter, ClaimOrder, ClaimRow
from collections_app.domain.shown import Shown
from collections_app.domain.views import PartyView


class PaperKind(Code):
    """帳票の種類."""

    CHART = "chart", "カルテ"
    CONTACTS = "contacts", "交渉記録票"
    GUARANTORS = "guarantors", "保証人一覧"
    LEDGER = "ledger", "元帳"
    CERTIFICATE = "certificate", "残高証明"
    STATEMENT = "statement", "債権計算書"
    SCHEDULE = "schedule", "請求債権目録"
    REPAYMENTS = "repayments", "返済予定表"
    INSURANCE = "insurance", "保険金計算書"
    PAYMENTS = "payments", "回収納付金計算書"
    SUMMARY = "summary", "集計"


OF_CLAIM = tuple(kind for kind in PaperKind if kind not in (PaperKind.PAYMENTS, PaperKind.SUMMARY))


class ReportKind(Code):
    """印刷する報告の種類."""

    ANNUAL = "annual", "年度報告"


COMPUTED = frozenset(
    (PaperKind.LEDGER, PaperKind.CERTIFICATE, PaperKind.STATEMENT, PaperKind.SCHEDULE)
)  # under a calculation profile


@dataclass(frozen=True, slots=True)
class PaperWanted:
    """A paper of one claim as of a day; without a claim number of a month, or the guarantors of all claims of a filter.

    `profile` is that of the papers computed by one; None: the claim's own.
    """

    kind: PaperKind
    as_of: date
    claim_no: str = ""
    chosen: ClaimFilter = field(default_factory=ClaimFilter)
    order: ClaimOrder = field(default_factory=ClaimOrder)
    list_title: str = ""
    profile: Profile | None = None
    shown: Shown | None = None  # a view as it was shown, which goes onto paper as it is

    @property
    def is_of_list(self) -> bool:
        """Whether it is of all claims of a filter."""
        return not self.claim_no and self.shown is None


@dataclass(frozen=True, slots=True)
class PaperOffer:
    """The papers one may choose from, and which is looked at."""

    papers: tuple[PaperWanted, ...]
    kind: PaperKind

    @property
    def wanted(self) -> PaperWanted:
        """The paper looked at."""
        return next(paper for paper in self.papers if paper.kind is self.kind)

    def turned_to(self, kind: PaperKind) -> PaperOffer:
        """Return the same papers with another one looked at; unchanged when it is not among them."""
        return replace(self, kind=kind) if any(paper.kind is kind for paper in self.papers) else self

    def on(self, day: date) -> PaperOffer:
        """Return the same papers as of another day; what was shown stays of its own days."""
        papers = (paper if paper.shown is not None else replace(paper, as_of=day) for paper in self.papers)
        return replace(self, papers=tuple(papers))

    def under(self, profile: Profile | None) -> PaperOffer:
        """Return the same papers computed under another profile."""
        return replace(self, papers=tuple(replace(paper, profile=profile) for paper in self.papers))


def papers_of_claim(claim_no: str, day: date) -> PaperOffer:
    """Return every paper of a claim; the chart comes first."""
    return PaperOffer(tuple(PaperWanted(kind, day, claim_no) for kind in OF_CLAIM), PaperKind.CHART)


def shown_paper(shown: Shown, day: date) -> PaperOffer:
    """Return a view as a paper."""
    return PaperOffer((PaperWanted(PaperKind.SUMMARY, day, shown=shown),), PaperKind.SUMMARY)


def papers_of_list(listed: PaperWanted, claim_no: str) -> PaperOffer:
    """Return the guarantors of a whole list, which come first, and the other papers of its claim selected, if any."""
    of_claim = papers_of_claim(claim_no, listed.as_of).papers if claim_no else ()
    others = {paper.kind: paper for paper in of_claim} | {listed.kind: listed}
    return PaperOffer(tuple(others[kind] for kind in PaperKind if kind in others), listed.kind)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who printed a paper, and the local moment; `corporation` is in whose name, "" where nobody said."""

    by: str
    at: datetime
    corporation: str = ""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact of a claim with its full memo; `claim_no` is another's where that one's record names this claim."""

    contact_no: str
    claim_no: str
    on: date
    at: str
    kind: codes.ContactKind
    outcome: codes.ContactOutcome | None
    party_name: str
    staff_name: str
    memo: str
    promised_amount: int | None
    promised_on: date | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class ClaimParties:
    """A claim of a list and everybody tied to it, the debtor first."""

    row: ClaimRow
    parties: tuple[PartyView, ...]
