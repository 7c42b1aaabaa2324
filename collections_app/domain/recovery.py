"""定期・不定期: which recovery a receipt is, by rule from its source and the plan in force; the reason is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from collections_app.domain.codes import RecoveryType, Source
from collections_app.domain.row_rules import Finding


class PlanTerm(NamedTuple):
    """What the rule asks of an instalment plan: its number and the span it holds."""

    plan_no: str
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """True when the plan is in force on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Judgement(NamedTuple):
    """定期 or 不定期, and the sentence that says by which rule."""

    recovery_type: RecoveryType
    reason: str
    basis: str = ""  # the plan, or that there is none, in short

    def beside(self, recorded: RecoveryType) -> str:
        """Return in short how what was recorded came about: by the rule, or against it."""
        if recorded is not self.recovery_type:
            return f"{recorded.label}（規則では{self.recovery_type.label}）"
        return f"{recorded.label}（{self.basis}）" if self.basis else recorded.label


def recovery_type_of(source: Source | None, received_on: date, plans: Iterable[PlanTerm]) -> Judgement:
    """Return the 回収区分 of a receipt: 分割弁済 under a plan in force is 定期, everything else 不定期."""
    if source is not None and source is not Source.INSTALMENT:
        return Judgement(RecoveryType.IRREGULAR, f"回収原因が{source.label}のため不定期です。")
    holding = [plan for plan in plans if plan.holds_on(received_on)]
    if holding:
        plan_no = holding[-1].plan_no
        return Judgement(RecoveryType.REGULAR, f"弁済計画 {plan_no} による分割弁済のため定期です。", f"計画 {plan_no}")
    return Judgement(RecoveryType.IRREGULAR, "入金日に弁済計画がないため不定期です。", "計画なし")


def deviation_findings(record: Mapping[str, Any], judged: Judgement) -> tuple[Finding, ...]:
    """Return what is said of a receipt whose 回収区分 is not the rule's: a warning, and that it wants a reason."""
    if record.get("recovery_type") in (None, judged.recovery_type.value) or record.get("reverses") is not None:
        return ()
    said = Finding(0, "recovery_type", f"規則では{judged.recovery_type.label}です。", judged.reason, is_warning=True)
    if record.get("reason"):
        return (said,)
    asked = "回収区分を規則と変える事由がありません。"
    return (said, Finding(0, "reason", asked, "変える理由を入力するか、回収区分を規則どおりにしてください。"))
