"""The one timeline of a claim: what happened up to a day, newest first, in the words people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from collections_app.domain import codes
from collections_app.domain.calendar import short_era
from collections_app.domain.ledger import Entry, EntryKind
from collections_app.domain.money import show_yen
from collections_app.domain.records import RecordRef
from collections_app.domain.views import TimelineItem
from collections_app.domain.waiving import counts
from collections_app.storage.claim_records import ClaimRecords, Event

DUNNING, RECEIPTS, ACTIONS, COLLATERAL, DECISIONS, ORIGIN = "督促", "入金", "法的手続", "担保", "決裁", "発生"
GROUPS = (DUNNING, RECEIPTS, ACTIONS, COLLATERAL, DECISIONS, ORIGIN)

Vouchers = Mapping[tuple[EntryKind, str], Entry]
_Items = Iterator[TimelineItem]

_OUTCOME_TONE = {
    codes.ContactOutcome.MET: "good",
    codes.ContactOutcome.ACKNOWLEDGED: "good",
    codes.ContactOutcome.PROMISE: "warn",
    codes.ContactOutcome.REFUSAL: "bad",
    codes.ContactOutcome.MOVED: "bad",
}
_ENDED_TONE = {
    codes.ActionOutcome.JUDGMENT: "good",
    codes.ActionOutcome.SETTLEMENT: "good",
    codes.ActionOutcome.COMPLETED: "good",
    codes.ActionOutcome.WITHDRAWN: "warn",
    codes.ActionOutcome.CANCELLED: "warn",
    codes.ActionOutcome.DISMISSED: "bad",
}


def timeline(records: ClaimRecords, vouchers: Vouchers, as_of: date) -> tuple[TimelineItem, ...]:
    """Return what is dated on or before the day, newest first; `vouchers` tell how receipts were split."""
    items = [item for item in _all(records, vouchers) if item.on <= as_of]
    items.sort(key=lambda item: item.on)
    items.reverse()
    return tuple(items)


def yen(amount: int | None) -> str:
    """Return an amount as it stands in a sentence; nothing for none."""
    return "" if amount is None else f"{show_yen(amount)}円"


def joined(*parts: str | None) -> str:
    """Return the parts that say something, apart from each other."""
    return "　".join(part for part in parts if part)


def _all(records: ClaimRecords, vouchers: Vouchers) -> _Items:
    claim = records.claim
    paid = f"元金 {yen(claim.principal)}　利息 {yen(claim.interest)}"
    bank = joined(claim.bank_name, claim.branch_name)
    yield TimelineItem(claim.subrogated_on, ORIGIN, "代位弁済", "発生", "", joined(bank, paid), claim.cause or "")
    for name, describe in _EVENTS.items():
        for event in records.events[name]:
            ref = ref_of(claim.claim_no, event)
            yield from (replace(item, ref=ref) for item in describe(event))
    for row in records.actions:
        yield from _action(row)
    yield from _receipts(records, vouchers)
    for row in sorted(records.contacts, key=lambda row: (row.contacted_on, row.contacted_at or "", row.contact_no)):
        yield contact_item(row)


def ref_of(claim_no: str, event: Event) -> RecordRef:
    """Return which record an event is; some are named by the claim and a second column."""
    named = {"placements": event.on, "initial_steps": event.code, "tags": event.number, "rate_periods": event.on}
    key = (claim_no, named[event.table]) if event.table in named else (event.number,)
    return RecordRef(event.table, key)


def contact_item(row: Any) -> TimelineItem:
    """Return a contact as one line of a timeline."""
    outcome = codes.ContactOutcome(row.outcome) if row.outcome else None
    promise = ""
    if row.promised_amount is not None or row.promised_on is not None:
        until = f"{short_era(row.promised_on)}まで" if row.promised_on else ""
        promise = joined("約束", yen(row.promised_amount), until)
    next_on = f"次回 {short_era(row.next_on)}" if row.next_on else ""
    return TimelineItem(
        row.contacted_on,
        DUNNING,
        codes.ContactKind(row.kind).label,
        outcome.label if outcome else "",
        _OUTCOME_TONE.get(outcome, "") if outcome else "",
        joined(row.memo, promise, next_on),
        joined(row.contacted_at, row.party_name, row.staff_name),
        RecordRef("contacts", (row.contact_no,)),
    )


def split_words(entry: Entry | None) -> str:
    """Return how a receipt was split, as 元金 30,000・損害金 1,200; nothing when it is not in the ledger."""
    if entry is None:
        return ""
    parts = (
        ("費用", -entry.costs),
        ("損害金", -entry.damages),
        ("元金", -entry.principal),
        ("過誤納", entry.overpaid),
    )
    return "・".join(f"{word} {show_yen(amount)}" for word, amount in parts if amount)


def _receipts(records: ClaimRecords, vouchers: Vouchers) -> _Items:
    reversed_nos = {row.reverses for row in records.receipts if row.reverses}
    for row in sorted(records.receipts, key=lambda row: (row.received_on, len(row.receipt_no), row.receipt_no)):
        kind = EntryKind.REVERSAL if row.reverses else EntryKind.RECEIPT
        split = split_words(vouchers.get((kind, row.receipt_no)))
        method = codes.Method(row.method).label if row.method else ""
        tag, tone = codes.RecoveryType(row.recovery_type).label, "info"
        if row.reverses:
            tag, tone = "取消", "bad"
        elif row.receipt_no in reversed_nos:
            tag, tone = "取消済", "warn"
        source = codes.Source(row.source).label if row.source else ""
        servicer = codes.Channel.SERVICER.label if row.channel == codes.Channel.SERVICER else ""
        of_which = f"{row.reverses}の取消し" if row.reverses else ""
        amount = f"{yen(row.amount)}（{split}）" if split else yen(row.amount)
        yield TimelineItem(
            row.received_on,
            RECEIPTS,
            kind.label,
            tag,
            tone,
            joined(amount, method, row.payer_name),
            joined(row.receipt_no, of_which, source, servicer),
            RecordRef("receipts", (row.receipt_no,)),
        )


def _action(row: Any) -> _Items:
    kind, outcome = codes.ActionKind(row.kind).label, codes.ActionOutcome(row.outcome)
    text, detail = joined(row.case_no, row.court), joined(row.party_name, row.staff_name)
    ref = RecordRef("legal_actions", (row.action_no,))
    yield TimelineItem(row.filed_on, ACTIONS, kind, "申立", "info", text, detail, ref)
    if row.ended_on is not None and row.ended_on != row.fixed_on:
        yield TimelineItem(row.ended_on, ACTIONS, kind, outcome.label, _ENDED_TONE.get(outcome, ""), text, detail, ref)
    if row.fixed_on is not None:
        yield TimelineItem(row.fixed_on, ACTIONS, kind, "確定", "good", joined(text, outcome.label), detail, ref)


def _steps(event: Event, group: str, title: str, tags: tuple[tuple[str, str], ...], text: str) -> _Items:
    """Yield one item for each day an event has, each with its (tag, tone)."""
    detail = joined(event.party_name, event.staff_name)
    for on, (tag, tone) in zip((event.on, event.then_on, event.last_on), tags, strict=False):
        if on is not None:
            yield TimelineItem(on, group, title, tag, tone, text, detail)


def _cost(event: Event) -> _Items:
    kind = codes.CostKind(event.word).label
    ours = "" if event.note == codes.Recoverable.YES.value else "（求償しない）"
    return _steps(event, ACTIONS, "立替費用", ((kind, ""),), joined(f"{yen(event.amount)}{ours}", event.text))


def _refund(event: Event) -> _Items:
    return _steps(event, RECEIPTS, "返還", (("返還", "warn"),), joined(yen(event.amount), event.text, event.note))


def _rate(event: Event) -> _Items:
    return _steps(event, DECISIONS, "損害金率", (("変更", "info"),), f"年{event.text}％")


def _waiver(event: Event) -> _Items:
    part = codes.Part(event.word).label
    if not counts(event.note):  # it stands on the day it was asked for, with how far it has come
        word = codes.Approval(event.note or "").label
        asked = event._replace(on=event.then_on or event.on, then_on=None)
        return _steps(asked, DECISIONS, "減免", ((word, "info"),), joined(part, yen(event.amount), event.text))
    made = event._replace(then_on=None)
    return _steps(made, DECISIONS, "減免", ((part, "warn"),), joined(yen(event.amount), event.text))


def _stop(event: Event) -> _Items:
    return _steps(event, DECISIONS, "管理事務停止", (("停止", "warn"), ("再開", "info")), event.text or "")


def _closing(event: Event) -> _Items:
    return _steps(event, DECISIONS, "求償権整理", (("整理", "warn"),), joined(event.text, yen(event.amount)))


def _release(event: Event) -> _Items:
    tags = (("申請", ""), ("承認", "info"), ("免除", "good"))
    released = f"免除額 {yen(event.second)}" if event.second is not None else ""
    text = joined(codes.Channel(event.word).label, f"弁済額 {yen(event.amount)}", released)
    return _steps(event, DECISIONS, "連帯保証債務免除", tags, text)


def _limitation(event: Event) -> _Items:
    kind = codes.LimitationEventKind(event.word)
    until = f"期限 {short_era(event.then_on)}" if event.then_on else ""
    group = DUNNING if kind is codes.LimitationEventKind.DEMAND else ACTIONS
    return _steps(event, group, "時効関係", ((kind.label, "info"),), until)


def _placement(event: Event) -> _Items:
    return _steps(event, DECISIONS, "サービサー委託", (("委託", "info"), ("返戻", "")), event.text or "")


def _support(event: Event) -> _Items:
    return _steps(event, DECISIONS, "経営支援", ((codes.MeasureKind(event.word).label, "info"),), "")


def _disposal(event: Event) -> _Items:
    tags = (("申出", ""), ("成約", "good"), ("決済", "good"))
    return _steps(event, COLLATERAL, "任意処分", tags, joined(event.text, disposal_amounts(event)))


def disposal_amounts(event: Event) -> str:
    """Return price and recovery of a voluntary disposal in words."""
    price = f"売却価額 {yen(event.amount)}" if event.amount is not None else ""
    recovered = f"回収額 {yen(event.second)}" if event.second is not None else ""
    return joined(price, recovered)


def _note(event: Event) -> _Items:
    return _steps(event, DUNNING, "メモ", ((event.code or "メモ", ""),), event.text or "")


def _task(event: Event) -> _Items:
    tags = (("期限", "info"), ("完了", "good"))
    return _steps(event, DUNNING, "予定", tags, event.text or "")


def _survey(event: Event) -> _Items:
    income = f"年収 {yen(event.amount)}" if event.amount is not None else ""
    assets = f"資産 {yen(event.second)}" if event.second is not None else ""
    source = codes.SurveySource(event.code).label if event.code else "調査"
    return _steps(event, DUNNING, "実態調査", ((source, "info"),), joined(event.text, income, assets))


def _initial_step(event: Event) -> _Items:
    if event.then_on is not None:  # once done, its deadline tells nothing
        event = event._replace(on=None)
    tags = (("期限", ""), ("完了", "good"))
    return _steps(event, DUNNING, f"初動 {codes.InitialStep(event.word).label}", tags, event.text or "")


def _attachment(event: Event) -> _Items:
    return _steps(event, DUNNING, "添付", (("登録", ""),), joined(event.code, event.text))


def _appraisal(event: Event) -> _Items:
    senior = f"（先順位 {yen(event.second)}）" if event.second else ""
    appraisal = f"評価額 {yen(event.third)}{senior}" if event.third is not None else ""
    text = joined(event.text, codes.CollateralKind(event.word).label, appraisal)
    return _steps(event, COLLATERAL, "担保", (("評価", ""),), text)


_EVENTS: dict[str, Callable[[Event], _Items]] = {
    "costs": _cost,
    "refunds": _refund,
    "rate_periods": _rate,
    "waivers": _waiver,
    "administration_stops": _stop,
    "closings": _closing,
    "releases": _release,
    "limitation_events": _limitation,
    "placements": _placement,
    "support_measures": _support,
    "disposals": _disposal,
    "collaterals": _appraisal,
    "notes": _note,
    "tasks": _task,
    "surveys": _survey,
    "initial_steps": _initial_step,
    "attachments": _attachment,
}
