"""Instalment plans before they are kept: computed while they are typed; and as they are printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.codes import Part
from collections_app.domain.errors import AmountError
from collections_app.domain.instalments import (
    PLAN_COLUMNS,
    Plan,
    amount_for,
    count_of,
    length_of,
    payments_for,
    plan_of,
    schedule,
)
from collections_app.domain.ledger import Balance, replay
from collections_app.domain.money import show_yen
from collections_app.domain.plan_forecast import Forecast, forecast
from collections_app.domain.plan_views import PlanDraft, PlanSheet
from collections_app.services.business_days import business_days
from collections_app.storage import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collections_app.domain.business_days import BusinessDays
    from collections_app.domain.records import Record
    from collections_app.domain.state import ClaimFacts
    from collections_app.domain.views import ClaimPage
    from collections_app.services.office import Office

_NEEDED = ("starts_on", "day_of_month")


def preview_plan(office: Office, record: Record) -> PlanDraft:
    """Return what a plan being typed comes to; of amount, number and total what was not typed follows the others."""
    claim_no: Any = record.get("claim_no")
    claim = None
    if claim_no is not None:
        with office.database.reading() as connection:
            claim = money.claim_facts(connection, claim_no)
    if claim is None:
        return PlanDraft({}, problem="求償権を選ぶと計算します。")
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    owed = replay(claim.terms, claim.facts).balance.on(today, claim.terms)
    parts = (owed.principal, owed.damages, owed.costs)
    try:
        filled = _completed(record, _usual_total(claim, owed))
    except AmountError as error:
        return PlanDraft({}, problem=str(error), owed=parts)
    whole = {**record, **filled}
    if whole.get("amount") is None:
        return PlanDraft(filled, problem="月額か回数を入力すると計算します。", owed=parts)
    if any(whole.get(name) is None for name in _NEEDED):
        return PlanDraft(filled, problem="開始日と約定日を入力すると、期日と充当の見込みを計算します。", owed=parts)
    return _draft(claim, plan_of({name: whole.get(name) for name in PLAN_COLUMNS}), filled, (today, parts))


def _usual_total(claim: ClaimFacts, owed: Balance) -> int:
    """Return what a plan is usually over: the principal where it is paid first, else all that is owed."""
    is_first = claim.terms.order.index(Part.PRINCIPAL) < claim.terms.order.index(Part.DAMAGES)
    return owed.principal if is_first and owed.principal > 0 else owed.principal + owed.damages + owed.costs


def _completed(record: Record, usual_total: int) -> dict[str, Any]:
    """Return what follows from what was typed."""
    amount, payments, total = (record.get(name) for name in ("amount", "payments", "total"))
    if amount is None and payments is not None:
        whole = int(total or usual_total)
        return {"amount": amount_for(whole, int(payments))} | ({} if total else {"total": whole})
    if amount is not None and payments is None and total is not None:
        return {"payments": payments_for(int(total), int(amount))}
    if amount is not None and payments is not None and total is None:
        return {"total": int(amount) * int(payments)}
    return {}


def _draft(claim: ClaimFacts, plan: Plan, filled: dict[str, Any], now: tuple[date, tuple[int, int, int]]) -> PlanDraft:
    today, owed = now
    calendar = business_days()
    found = forecast(
        claim.terms,
        replay(claim.terms, claim.facts).balance,
        schedule(plan, calendar),
        today,
        is_endless=length_of(plan) is None,
    )
    lines = found.lines
    return PlanDraft(
        filled,
        found,
        sum(line.instalment.is_moved for line in lines),
        count_of(plan),
        lines[-1].instalment.due_on if lines else None,
        found.total,
        tuple(_warnings(found, plan, calendar)),
        owed=owed,
    )


def _warnings(found: Forecast, plan: Plan, calendar: BusinessDays) -> Iterator[str]:
    """Yield what is to be said about a forecast."""
    if not found.lines:
        yield "今日より後に払う回がありません。開始日と終了日を確かめてください。"
        return
    last = found.lines[-1]
    if found.never:
        yield (
            f"この計画では完済しません。損害金が{show_yen(last.left.damages)}円まで増え、"
            "払う額がふえる損害金に追いつきません。月額か充当順位を見直してください。"
        )
    elif found.paid_on is None:
        owed = f"元金 {show_yen(last.left.principal)}円、損害金 {show_yen(last.left.damages)}円"
        rest = "最後の回" if length_of(plan) is not None else f"{len(found.lines):,}回"
        yield f"{rest}のあとに、{owed}が残る見込みです。"
    doubt = calendar.doubt_about(last.instalment.agreed_on)
    if doubt:
        yield doubt


def plan_sheet(claim: ClaimFacts, view: ClaimPage) -> PlanSheet | None:
    """Return the plan in force, else the newest, with where its payments after the day would go; None without one."""
    shown = next((one for one in view.plans if one.is_in_force), view.plans[0] if view.plans else None)
    if shown is None:
        return None
    calendar = business_days()
    balance = replay(claim.terms, claim.facts.up_to(view.as_of)).balance
    dues = tuple(schedule(shown.plan, calendar))
    found = forecast(claim.terms, balance, dues, view.as_of, is_endless=length_of(shown.plan) is None)
    kept = tuple(one for one in shown.kept if one.instalment.due_on <= view.as_of)
    return PlanSheet(shown, kept, found, tuple(_warnings(found, shown.plan, calendar)))
