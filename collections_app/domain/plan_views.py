"""弁済計画 as they are looked at: the chain of a claim's plans, each with what was kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from collections_app.domain.arrears import Arrears, DueState, Kept
from collections_app.domain.instalments import Plan, count_of
from collections_app.domain.money import show_yen
from collections_app.domain.plan_forecast import Forecast

_KEPT = (DueState.PAID, DueState.LATE)


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan of a claim as of a day: its terms, who pays, which one it replaced and why, payment by payment."""

    plan_no: str
    plan: Plan
    payer_name: str
    replaces: str
    reason: str
    is_in_force: bool
    kept: tuple[Kept, ...]
    arrears: Arrears | None  # of the plan in force
    payer_no: str | None = None

    @property
    def kept_words(self) -> str:
        """How many of the payments due were made in time, late, in part or not at all."""
        due = [one for one in self.kept if one.state is not DueState.OPEN]
        if not due:
            return "期日の来た回はありません"
        count = {state: sum(one.state is state for one in due) for state in DueState}
        parts = [f"{state.label} {count[state]:,}回" for state in DueState if count[state]]
        done = sum(one.state in _KEPT for one in due)
        return f"期日の来た{len(due):,}回のうち {done:,}回履行（{'、'.join(parts)}）"

    @property
    def kept_share(self) -> str:
        """How many of the payments due were made, in short: 4/15回."""
        due = [one for one in self.kept if one.state is not DueState.OPEN]
        return f"{sum(one.state in _KEPT for one in due):,}/{len(due):,}回" if due else "—"

    @property
    def terms_words(self) -> str:
        """What was agreed on."""
        return plan_terms(self.plan)


def plan_terms(plan: Plan) -> str:
    """Return what a plan asks for in words."""
    day = "月末" if plan.day_of_month == 31 else f"毎月{plan.day_of_month}日"  # noqa: PLR2004 - the last day of any month
    count, parts = count_of(plan), [f"月 {show_yen(plan.amount)}円", f"{day}（休日は{plan.holiday_rule.label}）"]
    if count is not None:
        parts.append(f"{count:,}回")
    if plan.total is not None:
        parts.append(f"総額 {show_yen(plan.total)}円（端数は{plan.odd_yen.label}）")
    return "　".join(parts)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan being typed, computed: the fields to be filled, its payments and where they go, what is to be said.

    `filled` holds only what was not typed; `problem` says why there is nothing to compute.
    """

    filled: dict[str, Any]
    forecast: Forecast | None = None
    moved: int = 0  # payments whose day is a holiday and was moved
    agreed: int | None = None  # payments agreed on; None: no end
    last_on: date | None = None
    total: int = 0
    warnings: tuple[str, ...] = ()
    problem: str = ""
    owed: tuple[int, int, int] = (0, 0, 0)  # principal, damages, costs today


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """What the printed plan shows: what was kept of it by the day, and where the payments to come would go."""

    view: PlanView
    kept: tuple[Kept, ...]
    forecast: Forecast
    notes: tuple[str, ...]
