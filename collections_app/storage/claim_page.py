"""One claim with everything the claim page shows as of a day, made from its records and its ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from collections_app.domain import codes
from collections_app.domain.attaching import AttachmentView
from collections_app.domain.business_days import BusinessDays
from collections_app.domain.calendar import fiscal_period, fiscal_year_of, short_era
from collections_app.domain.initial import StepView
from collections_app.domain.ledger import EntryKind
from collections_app.domain.money import show_yen
from collections_app.domain.recovery import Judgement, PlanTerm, recovery_type_of
from collections_app.domain.state import ClaimState, state_on
from collections_app.domain.views import (
    ActionView,
    ClaimPage,
    CollateralView,
    LedgerLine,
    PartyView,
    Tag,
    Todo,
)
from collections_app.storage import claim_plans, claim_records, reference
from collections_app.storage.claim_records import PARTY_COLUMNS, ClaimRecords, Event, Receipt
from collections_app.storage.facts import FACT_COLUMNS, FactBook
from collections_app.storage.timeline import disposal_amounts, joined, ref_of, timeline, yen

_TEXTS = tuple("guarantee_no scheme insurance_type coverage_rate bank_name branch_name cause industry".split())  # noqa: SIM905
_SAME = ("contracted_on", "subrogated_on", "damages_rate", "section", "staff_no", "staff_name")
ROLE_RANK = {role.value: n for n, role in enumerate(codes.ObligorRole)}


def page(records: ClaimRecords, as_of: date, calendar: BusinessDays) -> ClaimPage:
    """Return the page of a claim as of a day that is not before its 代位弁済."""
    claim = records.claim
    state = _state(records, as_of)
    vouchers = {(entry.kind, entry.voucher_no): entry for entry in state.ledger.entries}
    parties = _people(records, as_of)
    newest = _newest_with_next(records, as_of)
    plan = claim_plans.in_force(records.plans, as_of)
    return ClaimPage(
        claim_no=claim.claim_no,
        as_of=as_of,
        status=state.status,
        debtor=parties[0],
        other_claims=records.other_claims,
        **_conditions(claim),
        principal=state.balance.principal,
        damages=state.balance.damages,
        costs=state.balance.costs,
        overpaid=state.balance.overpaid,
        recovered_principal=state.recovered.principal,
        recovered_damages=state.recovered.damages,
        recovered_costs=state.recovered.costs,
        recovered_this_year=_recovered(state, as_of),
        unposted=state.unposted,
        next_on=newest.next_on if newest else None,
        next_text=_next_text(newest) if newest else "",
        parties=parties,
        ledger=tuple(_lines(records, state, as_of)),
        timeline=timeline(records, vouchers, as_of),
        collaterals=tuple(_collaterals(records, as_of)),
        actions=tuple(_actions(records, as_of)),
        plan_amount=plan.amount if plan else None,
        plan_day=plan.day_of_month if plan else None,
        plan_months=tuple(claim_plans.plan_months(records, as_of, calendar)),
        plan_no=plan.plan_no if plan else "",
        plans=claim_plans.plan_views(records, as_of, calendar),
        **_work(records, as_of),
    )


def _work(records: ClaimRecords, as_of: date) -> dict[str, Any]:
    """Return what the staff keep on a claim for their own work, as the page names it."""
    return {
        "todos": tuple(sorted(_todos(records), key=lambda todo: (todo.due_on, todo.title))),
        "tags": tuple(_tags(records, as_of)),
        "steps": _steps(records),
        "may_begin_steps": _may_begin_steps(records, as_of),
        "attachments": tuple(_attachments(records)),
    }


def _recovered(state: ClaimState, as_of: date) -> int:
    """Return the 元損 of the fiscal year up to the day, by 計上日."""
    started_on = fiscal_period(fiscal_year_of(as_of))[0]
    return sum(entry.recovered for entry in state.ledger.entries if started_on <= entry.posted_on <= as_of)


def read(connection: Connection, claim_no: str) -> ClaimRecords | None:
    """Return all that is recorded about a claim; None when there is no such claim."""
    return claim_records.read(connection, claim_no)


def _conditions(claim: Any) -> dict[str, Any]:
    """Return what a claim is and under which terms, as the page names it."""
    sharing = claim.liability_sharing
    texts = (
        "guarantee_no",
        "scheme",
        "insurance_type",
        "coverage_rate",
        "bank_name",
        "branch_name",
        "cause",
        "industry",
    )
    same = ("contracted_on", "subrogated_on", "damages_rate", "section", "staff_no", "staff_name")
    return {
        **{name: getattr(claim, name) or "" for name in texts},
        **{name: getattr(claim, name) for name in same},
        "liability_sharing": codes.LiabilitySharing(sharing) if sharing else None,
        "paid_principal": claim.principal,
        "paid_interest": claim.interest,
        "day_basis": codes.DayBasis(claim.day_basis),
        "allocation_order": codes.AllocationOrder(claim.allocation_order),
    }


def _state(records: ClaimRecords, as_of: date) -> ClaimState:
    claim, events = records.claim, records.events
    book = FactBook()
    width = len(FACT_COLUMNS["receipts"])
    book.add("claims", [tuple(getattr(claim, name) for name in FACT_COLUMNS["claims"])])
    book.add("receipts", (row[:width] for row in records.receipts))
    no = claim.claim_no
    book.add("costs", ((no, e.number, e.on, e.amount, "", "", e.note) for e in events["costs"]))
    book.add("refunds", ((no, e.number, e.on, e.amount, "", "", None) for e in events["refunds"]))
    book.add("rate_periods", ((no, e.on, e.text) for e in events["rate_periods"]))
    book.add("waivers", ((no, e.number, e.code, e.amount, e.on, "", "", e.note) for e in events["waivers"]))
    book.add("closings", ((no, e.on) for e in events["closings"]))
    book.add("administration_stops", ((no, e.on, e.then_on) for e in events["administration_stops"]))
    return state_on(book.claim(no), as_of)


def _people(records: ClaimRecords, as_of: date) -> tuple[PartyView, ...]:
    """Return the debtor, then everyone else by role and number."""
    claim = records.claim
    debtor = (claim.debtor_no, *(getattr(claim, f"debtor_{name}") for name in PARTY_COLUMNS[1:]))
    released = {e.party_no: e.last_on for e in records.events["releases"] if e.last_on and e.last_on <= as_of}
    tied = sorted(records.parties, key=lambda row: (ROLE_RANK[row.role], row.party_no))
    guarantor = codes.ObligorRole.JOINT_GUARANTOR
    return (
        person(debtor, (codes.ObligorRole.DEBTOR, None, None, None, None), None),
        *(
            person(row, row[len(debtor) :], released.get(row.party_no) if row.role == guarantor else None)
            for row in tied
        ),
    )


def person(party: Sequence[Any], tie: Sequence[Any], released_on: date | None) -> PartyView:
    """Return a party as `PARTY_COLUMNS` name it, tied to a claim by role, 極度額, share and whom it inherits from."""
    no, kind, name, kana, birth_date, postal_code, address, phone, status, status_on, operating = party[
        : len(PARTY_COLUMNS)
    ]
    role, limit_amount, share, inherits_from, renounced_on = tie
    return PartyView(
        no,
        codes.ObligorRole(role),
        codes.PartyKind(kind),
        name,
        kana or "",
        birth_date,
        postal_code or "",
        address or "",
        phone or "",
        codes.PartyStatus(status),
        status_on,
        codes.Operating(operating) if operating else None,
        limit_amount,
        share or "",
        inherits_from or "",
        released_on,
        renounced_on,
    )


def _lines(records: ClaimRecords, state: ClaimState, as_of: date) -> Iterable[LedgerLine]:
    """Yield the ledger with what is owed after each line; a receipt's split stands as what it paid."""
    amounts, notes = _amounts_and_notes(records)
    principal = damages = costs = 0
    for entry in state.ledger.entries:
        principal += entry.principal
        damages += entry.damages + entry.accrued
        costs += entry.costs
        voucher = entry.kind, entry.voucher_no
        is_receipt = entry.kind in (EntryKind.RECEIPT, EntryKind.REVERSAL)
        change = entry.principal + entry.damages + entry.costs - entry.overpaid
        yield LedgerLine(
            entry.effective_on,
            entry.posted_on,
            entry.kind.label,
            entry.voucher_no,
            amounts.get(voucher, change),
            -entry.costs if is_receipt else 0,
            -entry.damages if is_receipt else 0,
            -entry.principal if is_receipt else 0,
            entry.overpaid,
            entry.accrued,
            principal,
            damages,
            costs,
            notes.get(voucher, ""),
            is_receipt and entry.posted_on > as_of,
        )


_Voucher = tuple[EntryKind, str]


def _amounts_and_notes(records: ClaimRecords) -> tuple[dict[_Voucher, int], dict[_Voucher, str]]:
    """Return the whole amount of each receipt, and what is to be said about each voucher."""
    claim = records.claim
    amounts: dict[_Voucher, int] = {}
    notes: dict[_Voucher, str] = {
        (EntryKind.SUBROGATION, claim.claim_no): joined(f"元金 {yen(claim.principal)}", f"利息 {yen(claim.interest)}")
    }
    plans = [PlanTerm(plan.plan_no, plan.starts_on, plan.ends_on) for plan in records.plans]
    plans.sort(key=lambda plan: (plan.starts_on, plan.plan_no))
    for row in records.receipts:
        voucher = EntryKind.REVERSAL if row.reverses else EntryKind.RECEIPT, row.receipt_no
        amounts[voucher] = row.amount
        source = codes.Source(row.source).label if row.source else ""
        of_which = f"{row.reverses}の取消し" if row.reverses else ""
        fixed = "充当指定" if row.to_principal is not None else ""
        recorded = codes.RecoveryType(row.recovery_type)
        kind = _judged(row, plans).beside(recorded) if plans else recorded.label  # without a plan nothing is to be said
        notes[voucher] = joined(kind, source, of_which, fixed)
    for event in records.events["costs"]:
        notes[EntryKind.COST, event.number] = joined(codes.CostKind(event.word).label, event.text)
    for event in records.events["refunds"]:
        notes[EntryKind.REFUND, event.number] = joined(event.text, event.note)
    for event in records.events["waivers"]:
        notes[EntryKind.WAIVER, event.number] = joined(codes.Part(event.word).label, event.text)
    return amounts, notes


def _judged(receipt: Receipt, plans: Sequence[PlanTerm]) -> Judgement:
    """Return what the rule says of a receipt."""
    source = codes.Source(receipt.source) if receipt.source else None
    return recovery_type_of(source, receipt.received_on, plans)


def _newest_with_next(records: ClaimRecords, as_of: date) -> Any:
    known = [row for row in records.contacts if row.next_on is not None and row.contacted_on <= as_of]
    return max(known, key=lambda row: (row.contacted_on, row.contact_no), default=None)


def _next_text(row: Any) -> str:
    outcome = codes.ContactOutcome(row.outcome).label if row.outcome else codes.ContactKind(row.kind).label
    promised = f"約束 {show_yen(row.promised_amount)}円" if row.promised_amount is not None else ""
    return joined(outcome, promised, row.memo)


def _collaterals(records: ClaimRecords, as_of: date) -> Iterable[CollateralView]:
    for event in sorted(records.events["collaterals"], key=lambda row: row.number):
        yield CollateralView(
            event.number,
            codes.CollateralKind(event.word),
            event.party_name or "",
            event.text or "",
            event.rank,
            event.amount,
            event.second,
            event.third,
            event.on,
            _disposal(records.events["disposals"], event.number, as_of),
        )


def _disposal(disposals: Sequence[Event], collateral_no: str, as_of: date) -> str:
    """Return how far the latest voluntary disposal of a collateral had come by the day; empty when there is none."""
    latest, words = date.min, ""
    for event in disposals:
        steps = (("申出", event.on), ("成約", event.then_on), ("決済", event.last_on))
        known = [(on, tag) for tag, on in steps if on is not None and on <= as_of]
        if event.text == collateral_no and known and known[-1][0] >= latest:
            latest, tag = known[-1]
            words = joined(f"{tag} {short_era(latest)}", disposal_amounts(event))
    return words


def _actions(records: ClaimRecords, as_of: date) -> Iterable[ActionView]:
    """Yield the legal actions filed by the day, newest first; what came after the day is not known yet."""
    filed = [row for row in records.actions if row.filed_on <= as_of]
    for row in sorted(filed, key=lambda row: (row.filed_on, row.action_no), reverse=True):
        ended_on = row.ended_on if row.ended_on and row.ended_on <= as_of else None
        yield ActionView(
            row.action_no,
            codes.ActionKind(row.kind),
            row.court or "",
            row.case_no or "",
            row.party_name or "",
            row.filed_on,
            row.fixed_on if row.fixed_on and row.fixed_on <= as_of else None,
            ended_on,
            codes.ActionOutcome(row.outcome) if ended_on or not row.ended_on else codes.ActionOutcome.PENDING,
        )


def _todos(records: ClaimRecords) -> Iterable[Todo]:
    """Yield the tasks that are not done yet, whatever the day looked at."""
    for event in records.events["tasks"]:
        if event.on is not None and event.then_on is None:
            yield Todo(event.text or "", event.on, ref_of(records.claim.claim_no, event))


def _steps(records: ClaimRecords) -> tuple[StepView, ...]:
    """Return the steps of the first weeks in the order of the rules."""
    kept = {event.word: event for event in records.events["initial_steps"]}
    found = []
    for rule in reference.initial_steps(records.claim.subrogated_on).value:
        event = kept.get(rule.step)
        if event is not None and event.on is not None:
            ref = ref_of(records.claim.claim_no, event)
            memo = event.text or ""
            found.append(StepView(rule.step, event.on, event.then_on, memo, rule.proof_words, rule.needs_memo, ref))
    return tuple(found)


def _may_begin_steps(records: ClaimRecords, as_of: date) -> bool:
    """Tell whether a claim without steps is so new that all of them are still ahead or just past."""
    rules = reference.initial_steps(records.claim.subrogated_on).value
    newest = max(rule.due_on(records.claim.subrogated_on, as_of) for rule in rules)
    return not records.events["initial_steps"] and as_of <= newest


def _tags(records: ClaimRecords, as_of: date) -> Iterable[Tag]:
    """Yield the words stuck on the claim that hold on the day."""
    for event in sorted(records.events["tags"], key=lambda event: event.number):
        if event.on is None or as_of <= event.on:
            yield Tag(event.number, event.on, ref_of(records.claim.claim_no, event))


def _attachments(records: ClaimRecords) -> Iterable[AttachmentView]:
    """Yield the files kept with the claim, the newest first, whatever the day looked at."""
    for event in sorted(records.events["attachments"], key=lambda one: (one.on or date.min, one.number), reverse=True):
        on, name = event.on or date.min, event.code or ""
        yield AttachmentView(event.number, name, event.amount or 0, on, event.text or "", event.party_name or "")
