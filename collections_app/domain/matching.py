"""Whose money is it: claims suggested for a line of the bank, each with its reason. A person confirms (rules §10).

The registers give *leads* (a person, perhaps a claim) in the order of their strength: the direct debit that was asked
for, the virtual account, the customer number, the learned name of a payer, the same name as a person's kana. Leads
become claims; without any, claims whose plan is of this amount are the last guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from collections_app.domain.codes import ClaimStatus, Confidence
from collections_app.domain.kana import payer_key
from collections_app.domain.money import show_yen
from collections_app.domain.recovery import PlanTerm


class Money(NamedTuple):
    """What a line of the bank tells about its payer."""

    deposit_no: str
    received_on: date
    amount: int
    payer_name: str = ""
    virtual_account: str = ""
    customer_no: str = ""


class Lead(NamedTuple):
    """Who may have paid, for which claim if that is known, and why; `is_sure` when only this person can be meant."""

    party_no: str | None
    claim_no: str | None
    reason: str
    is_sure: bool = True


class OwedClaim(NamedTuple):
    """A claim money may fall on."""

    claim_no: str
    debtor_name: str
    status: ClaimStatus
    subrogated_on: date
    plans: tuple[tuple[PlanTerm, int], ...] = ()  # with their amounts

    def is_monthly(self, money: Money) -> bool:
        """True when a plan in force on the day asks for just this amount."""
        return any(amount == money.amount and plan.holds_on(money.received_on) for plan, amount in self.plans)


class Suggestion(NamedTuple):
    """A claim that the money may be for."""

    claim_no: str
    debtor_name: str
    party_no: str | None
    confidence: Confidence
    reason: str


@dataclass(frozen=True, slots=True)
class Registers:
    """What is known of payers, by what a line of the bank may name; nothing is known by an empty name."""

    debits: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)  # by deposit_no
    accounts: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)  # by account_key
    customers: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)  # by customer_key
    names: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)  # by payer_key
    people: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)  # by payer_key of their kana


@lru_cache(maxsize=65_536)  # a line names the account that a register has
def account_keys(text: str) -> tuple[str, ...]:
    """Return how an account may be written in a register: branch and number, or the number alone, in digits."""
    branch, _, number = text.rpartition("-")
    digits = "".join(filter(str.isdigit, number)).lstrip("0")
    if not digits:
        return ()
    office = "".join(filter(str.isdigit, branch))
    return (f"{office}{digits.zfill(7)}", digits) if office else (digits,)


def customer_key(text: str) -> str:
    """Return a customer number without the zeros and spaces it is filled up with."""
    return text.strip().lstrip("0")


def leads_of(money: Money, registers: Registers) -> tuple[Lead, ...]:
    """Return the leads of the strongest register that knows the payer; the weaker ones are not asked then."""
    return (
        registers.debits.get(money.deposit_no)
        or _of_account(money.virtual_account, registers)
        or _of_account(money.customer_no, registers)
        or registers.customers.get(customer_key(money.customer_no))
        or registers.names.get(payer_key(money.payer_name))
        or registers.people.get(payer_key(money.payer_name))
        or ()
    )


def _of_account(text: str, registers: Registers) -> tuple[Lead, ...]:
    for key in account_keys(text) if text else ():
        if key in registers.accounts:
            return registers.accounts[key]
    return ()


def suggestions_of(
    money: Money,
    leads: Sequence[Lead],
    claims_of: Mapping[str, Sequence[OwedClaim]],
    by_number: Mapping[str, OwedClaim],
    of_amount: Sequence[OwedClaim],
) -> tuple[Suggestion, ...]:
    """Return the claims the money may be for, the likeliest first.

    `claims_of` are the claims of a person, `of_amount` those whose plan is of the amount of the money.
    """
    found: dict[str, Suggestion] = {}
    for lead in leads:
        for one in _of_lead(money, lead, claims_of, by_number, is_only=len(leads) == 1):
            found.setdefault(one.claim_no, one)
    if not found:
        reason = f"弁済計画の月額と同じ金額（{show_yen(money.amount)}円）"
        for claim in of_amount:
            if _can_take(claim, money) and claim.status.is_open and claim.is_monthly(money):
                found[claim.claim_no] = Suggestion(claim.claim_no, claim.debtor_name, None, Confidence.POSSIBLE, reason)
    if len(found) > 1:
        return tuple(sorted(found.values(), key=lambda one: _RANK[one.confidence]))
    return tuple(found.values())


_SURE, _LIKELY, _POSSIBLE = Confidence
_RANK = {confidence: place for place, confidence in enumerate(Confidence)}


def _can_take(claim: OwedClaim, money: Money) -> bool:
    return claim.subrogated_on <= money.received_on


def _of_lead(
    money: Money,
    lead: Lead,
    claims_of: Mapping[str, Sequence[OwedClaim]],
    by_number: Mapping[str, OwedClaim],
    *,
    is_only: bool,
) -> Iterator[Suggestion]:
    named = by_number.get(lead.claim_no or "")
    if named is not None:
        if _can_take(named, money):
            yield _suggestion(named, lead, is_single=is_only and named.status.is_open)
        return
    claims = [one for one in claims_of.get(lead.party_no or "", ()) if _can_take(one, money)]
    open_ones = [one for one in claims if one.status.is_open]
    chosen = open_ones or claims
    of_amount = [one for one in chosen if one.is_monthly(money)] if len(chosen) > 1 else []
    if len(of_amount) == 1:
        fitting = of_amount[0]
        reason = f"{lead.reason}、月額と同じ金額"
        yield Suggestion(fitting.claim_no, fitting.debtor_name, lead.party_no, Confidence.LIKELY, reason)
        chosen = [one for one in chosen if one is not fitting]
        for claim in chosen:
            yield Suggestion(claim.claim_no, claim.debtor_name, lead.party_no, Confidence.POSSIBLE, lead.reason)
        return
    for claim in chosen:
        yield _suggestion(claim, lead, is_single=is_only and len(open_ones) == 1)


def _suggestion(claim: OwedClaim, lead: Lead, *, is_single: bool) -> Suggestion:
    confidence = (_SURE if lead.is_sure else _LIKELY) if is_single else _POSSIBLE
    reason = lead.reason if claim.status.is_open else f"{lead.reason}（{claim.status.label}）"
    return Suggestion(claim.claim_no, claim.debtor_name, lead.party_no, confidence, reason)
