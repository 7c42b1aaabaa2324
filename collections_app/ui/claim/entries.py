"""What the cards of the claim page say, as entries: parties, collaterals, legal actions, sums of recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain import codes
from collections_app.domain.calendar import elapsed_years, short_era
from collections_app.domain.facts import Split
from collections_app.domain.money import show_yen
from collections_app.domain.obligors import balances, obligor_of
from collections_app.domain.phone import grouped_phone
from collections_app.domain.records import RecordRef
from collections_app.reports.claim_terms import plan_words
from collections_app.reports.obligor_papers import odd_words
from collections_app.ui.claim.entry import Entry

if TYPE_CHECKING:
    from datetime import date

    from collections_app.domain.obligors import OwnDebt
    from collections_app.domain.views import ActionView, ClaimPage, CollateralView, PartyView

_PARTY_TONES = {
    codes.PartyStatus.DECEASED: "warn",
    codes.PartyStatus.MISSING: "warn",
    codes.PartyStatus.BANKRUPT: "bad",
    codes.PartyStatus.DISSOLVED: "bad",
}
_OUTCOME_TONES = {
    codes.ActionOutcome.PENDING: "info",
    codes.ActionOutcome.JUDGMENT: "good",
    codes.ActionOutcome.SETTLEMENT: "good",
    codes.ActionOutcome.COMPLETED: "good",
}


def party_entries(view: ClaimPage) -> list[Entry]:
    """Return the parties in the order given, each with role, age, phone and address."""
    names = {party.party_no: party.name for party in view.parties}
    return [_party_entry(party, names, view) for party in view.parties]


def debt_entries(view: ClaimPage) -> list[Entry]:
    """Return what each obligor owes on the day, with the rule, and the odd yen of an inherited debt."""
    if len(view.parties) < 2:  # noqa: PLR2004 - a debtor alone owes all of it
        return []
    owed = Split(view.costs, view.damages, view.principal)
    found = balances([obligor_of(party) for party in view.parties], owed, view.as_of)
    lines = [
        Entry(debt.obligor.name, (_debt_words(debt),), amount=f"{show_yen(debt.total)}円" if debt.is_known else "不明")
        for debt in found.debts
    ]
    return lines + [Entry(odd_words(odd), is_bold=False) for odd in found.odd]


def _debt_words(debt: OwnDebt) -> str:
    parts = (("元金", debt.owed.principal), ("損害金", debt.owed.damages), ("費用", debt.owed.costs))
    of_which = "・".join(f"{word} {show_yen(yen)}" for word, yen in parts if yen)
    return f"{debt.rule}{f'　{of_which}' if of_which else ''}"


def _party_entry(party: PartyView, names: dict[str, str], view: ClaimPage) -> Entry:
    as_of = view.as_of
    first = [party.role.label]
    if party.kind is codes.PartyKind.CORPORATION:
        first.append(party.kind.label)
    if party.birth_date is not None:
        first.append(f"{elapsed_years(party.birth_date, _last_day_of(party, as_of))}歳{_when(party)}")
    if party.inherits_from:
        share = f" 相続分 {party.share}" if party.share else ""
        first.append(f"{names.get(party.inherits_from, party.inherits_from)}の相続人{share}")
    elif party.share:
        first.append(f"負担割合 {party.share}")
    if party.limit_amount is not None:
        first.append(f"極度額 {show_yen(party.limit_amount)}円")
    first.append(grouped_phone(party.phone))
    postal = f"〒{party.postal_code} " if party.postal_code else ""
    lines = ("　".join(part for part in first if part), f"{postal}{party.address}".strip())
    shown = tuple(line for line in lines if line)
    tie = RecordRef("claim_parties", (view.claim_no, party.party_no, party.role.value))
    more = None if party.role is codes.ObligorRole.DEBTOR else (f"{party.role.label}の契約・持分を訂正", tie)
    return Entry(party.name, shown, _party_chip(party), ref=RecordRef("parties", (party.party_no,)), more=more)


def _last_day_of(party: PartyView, as_of: date) -> date:
    is_dead = party.status is codes.PartyStatus.DECEASED and party.status_on is not None
    return party.status_on if is_dead and party.status_on is not None else as_of


def _when(party: PartyView) -> str:
    return "（死亡時）" if party.status is codes.PartyStatus.DECEASED and party.status_on is not None else ""


def _party_chip(party: PartyView) -> tuple[str, str]:
    if party.renounced_on is not None:
        return f"相続放棄 {short_era(party.renounced_on)}", "info"
    if party.released_on is not None:
        return f"免除 {short_era(party.released_on)}", "info"
    if party.status is codes.PartyStatus.ACTIVE:
        return "", ""
    when = f" {short_era(party.status_on)}" if party.status_on is not None else ""
    return f"{party.status.label}{when}", _PARTY_TONES.get(party.status, "")


def collateral_entries(collaterals: tuple[CollateralView, ...]) -> list[Entry]:
    """Return the collaterals with rank, amounts, appraisal and the latest disposal."""
    return [_collateral_entry(collateral) for collateral in collaterals]


def _collateral_entry(view: CollateralView) -> Entry:
    first = [f"所有者 {view.owner_name}" if view.owner_name else ""]
    if view.rank is not None:
        first.append(f"{view.rank}番")
    second = []
    for label, amount in (("極度額", view.maximum_amount), ("先順位", view.senior_debt)):
        if amount is not None:
            second.append(f"{label} {show_yen(amount)}円")
    if view.appraisal is not None:
        on = f"（{short_era(view.appraised_on)}）" if view.appraised_on is not None else ""
        second.append(f"査定 {show_yen(view.appraisal)}円{on}")
    lines = ["　".join(part for part in first if part), "　".join(second)]
    if view.disposal:
        lines.append(f"任意処分 {view.disposal}")
    ref = RecordRef("collaterals", (view.collateral_no,))
    return Entry(f"{view.kind.label} {view.location}", tuple(line for line in lines if line), ref=ref)


def action_entries(actions: tuple[ActionView, ...]) -> list[Entry]:
    """Return the legal actions with court, respondent and their days."""
    return [_action_entry(action) for action in actions]


def _action_entry(view: ActionView) -> Entry:
    days = [f"申立 {short_era(view.filed_on)}"]
    for label, day in (("確定", view.fixed_on), ("終了", view.ended_on)):
        if day is not None:
            days.append(f"{label} {short_era(day)}")
    who = f"相手方 {view.respondent_name}" if view.respondent_name else ""
    lines = ("　".join(part for part in (view.court, who) if part), "　".join(days))
    chip = (view.outcome.label, _OUTCOME_TONES.get(view.outcome, ""))
    ref = RecordRef("legal_actions", (view.action_no,))
    return Entry(f"{view.kind.label} {view.case_no}".strip(), tuple(line for line in lines if line), chip, ref=ref)


def recovery_entries(view: ClaimPage) -> list[Entry]:
    """Return this year's recovery and the recovery from the start by part, each in yen."""
    pairs = (
        ("今年度の回収（元損）", view.recovered_this_year),
        ("通算の回収　元金", view.recovered_principal),
        ("通算の回収　損害金", view.recovered_damages),
        ("通算の回収　費用", view.recovered_costs),
    )
    return [Entry(label, amount=f"{show_yen(amount)}円", is_bold=False) for label, amount in pairs]


def todo_entries(view: ClaimPage) -> list[Entry]:
    """Return what is still to be done, the earliest first; what is late says so."""
    return [
        Entry(todo.title, (f"期限 {short_era(todo.due_on)}",), _late_chip(todo.due_on, view.as_of), ref=todo.ref)
        for todo in view.todos
    ]


def _late_chip(due_on: date, as_of: date) -> tuple[str, str]:
    return ("期限超過", "bad") if due_on < as_of else ("", "")


def plan_entries(view: ClaimPage) -> list[Entry]:
    """Return the plan in force as one entry; none without a plan."""
    if not view.plan_no:
        return []
    return [Entry(f"弁済計画 {plan_words(view)}", ref=RecordRef("instalment_plans", (view.plan_no,)))]
