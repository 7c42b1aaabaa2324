"""The costs advanced for a proceeding that came to nothing: which may be taken back, and what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from collections_app.domain.codes import ActionOutcome, Code, CostKind, Recoverable
from collections_app.domain.receipt_entry import Moved
from collections_app.domain.records import Record, reversal_of

OFFERING = frozenset(one.value for one in (ActionOutcome.WITHDRAWN, ActionOutcome.CANCELLED, ActionOutcome.DISMISSED))
"""How a proceeding ends that leaves its costs with the applicant (民訴法61条, 73条; 民執法20条)."""


class CostFate(Code):
    """費用の扱い: what becomes of a cost of a proceeding that came to nothing."""

    BORNE = "borne", "当方の負担にする"
    REVERSED = "reversed", "支出を取り消す"


@dataclass(frozen=True, slots=True)
class CostLine:
    """A cost that is still claimed from the obligors; `record` is the row as it is kept."""

    record: Record

    @property
    def cost_no(self) -> str:
        """The number of the cost."""
        return str(self.record["cost_no"])

    @property
    def claim_no(self) -> str:
        """The claim it was advanced for."""
        return str(self.record["claim_no"])

    @property
    def paid_on(self) -> date:
        """The day it was paid."""
        day: date = self.record["paid_on"]
        return day

    @property
    def kind(self) -> CostKind:
        """What it was paid for."""
        return CostKind(self.record["kind"])

    @property
    def amount(self) -> int:
        """What was paid (yen)."""
        return int(self.record["amount"])


@dataclass(frozen=True, slots=True)
class ActionCosts:
    """A proceeding, how it ended, and the costs of it that are still claimed."""

    action_no: str
    words: str
    lines: tuple[CostLine, ...]


@dataclass(frozen=True, slots=True)
class CostsWanted:
    """What is to become of the costs chosen, why, and which later splits of receipts the person agreed to."""

    action_no: str
    cost_nos: tuple[str, ...]
    fate: CostFate
    reason: str
    accepted: frozenset[Moved] = field(default_factory=frozenset)


def replacements(record: Record, wanted: CostsWanted, today: date) -> tuple[Mapping[str, Any], ...]:
    """Return the records that take a cost back; where we bear it, it is recorded again as not claimed."""
    back = reversal_of("costs", record, today, wanted.reason)
    if wanted.fate is CostFate.REVERSED:
        return (back,)
    borne = {**record, "cost_no": None, "recoverable": Recoverable.NO.value, "reason": wanted.reason}
    return (back, borne)
