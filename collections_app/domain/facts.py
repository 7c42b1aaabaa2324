"""What happened to the money of a claim, as it was recorded: the facts its ledger is computed from. Whole yen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from collections_app.domain.codes import Part


class Split(NamedTuple):
    """How an amount falls on the parts."""

    costs: int = 0
    damages: int = 0
    principal: int = 0

    def of(self, part: Part) -> int:
        """Return what falls on one part."""
        return self.principal if part is Part.PRINCIPAL else self.damages if part is Part.DAMAGES else self.costs


class CostFact(NamedTuple):
    """立替費用: costs advanced; a negative amount is a refund."""

    cost_no: str
    paid_on: date
    amount: int


class ReceiptFact(NamedTuple):
    """入金. `split` is None where the rule makes it, given where a person or a court fixed it; `order` is its own."""

    receipt_no: str
    received_on: date
    posted_on: date
    amount: int
    split: Split | None = None
    reverses: str | None = None
    order: tuple[Part, Part, Part] | None = None


class WaiverFact(NamedTuple):
    """減免: lowers what is owed of one part on its day and is never a recovery."""

    waiver_no: str
    part: Part
    amount: int
    decided_on: date


class RefundFact(NamedTuple):
    """返還: what was held too much is paid back; a negative amount takes a refund back."""

    refund_no: str
    refunded_on: date
    amount: int
    reverses: str | None = None


class Facts(NamedTuple):
    """Everything that happened to the money of one claim, in any order."""

    costs: Sequence[CostFact] = ()
    receipts: Sequence[ReceiptFact] = ()
    waivers: Sequence[WaiverFact] = ()
    refunds: Sequence[RefundFact] = ()

    def up_to(self, day: date) -> Facts:
        """Return the facts of that day and before, by 入金日, 支出日, 決定日 and 返還日."""
        return Facts(
            [cost for cost in self.costs if cost.paid_on <= day],
            [receipt for receipt in self.receipts if receipt.received_on <= day],
            [waiver for waiver in self.waivers if waiver.decided_on <= day],
            [refund for refund in self.refunds if refund.refunded_on <= day],
        )
