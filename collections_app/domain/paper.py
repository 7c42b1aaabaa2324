"""What can be put on paper, and what is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from collections_app.domain.codes import Code
from collections_app.domain.views import ClaimFilter, ClaimOrder


class PaperKind(Code):
    """帳票の種類."""

    CHART = "chart", "カルテ"
    CONTACTS = "contacts", "交渉記録票"
    GUARANTORS = "guarantors", "保証人一覧"
    LEDGER = "ledger", "元帳"


@dataclass(frozen=True, slots=True)
class PaperWanted:
    """A paper of one claim as of a day; without a claim number the guarantors of all claims of a filter."""

    kind: PaperKind
    as_of: date
    claim_no: str = ""
    chosen: ClaimFilter = field(default_factory=ClaimFilter)
    order: ClaimOrder = field(default_factory=ClaimOrder)
    list_title: str = ""

    @property
    def is_of_list(self) -> bool:
        """Whether it is of all claims of a filter."""
        return not self.claim_no


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who printed a paper, and the local moment."""

    by: str
    at: datetime
