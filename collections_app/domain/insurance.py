"""保険金: when it can be claimed, and how much (中小企業信用保険法5条・6条). Exact fractions, rounded once."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from collections_app.domain.codes import Bearer, Code
from collections_app.domain.money import Rounding, rounded

SOON_DAYS = 90
_ONE_DAY = timedelta(days=1)
_MONTHS = 12


class Remainder(Code):
    """保険金と比べる残額: what the insurance money is compared with when recovery is paid on (8条)."""

    ARTICLE_5 = "article-5", "第5条の残額"
    PLAIN = "plain", "請求前の回収額をそのまま控除した残額"


class InsuranceState(Code):
    """保険金の状態: where a claim stands with its insurance money."""

    NOT_YET = "not_yet", "請求期間前"
    OPEN = "open", "請求できる"
    CLOSING = "closing", "期限間近"
    MISSED = "missed", "期限経過"
    CLAIMED = "claimed", "請求済"
    RECEIVED = "received", "受領済"
    NOTHING = "nothing", "請求額なし"


@dataclass(frozen=True, slots=True)
class InsuranceRules:
    """The rules in force when a claim was subrogated; `rest_to` takes the odd yen."""

    opens_after_months: int = 1
    closes_after_months: int = 18
    insurance_rounding: Rounding = Rounding.TRUNCATE
    payment_rounding: Rounding = Rounding.TRUNCATE
    remainder: Remainder = Remainder.PLAIN
    rest_to: Bearer = Bearer.ASSOCIATION


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which the insurance money can be claimed, both included."""

    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Paid:
    """What the association paid for the debtor (yen)."""

    principal: int
    interest: int

    @property
    def part(self) -> Fraction:
        """The proportion of the principal; 1 where nothing was paid."""
        total = self.principal + self.interest
        return Fraction(self.principal, total) if total else Fraction(1)


@dataclass(frozen=True, slots=True)
class InsuranceAmount:
    """保険金 with every number of its formula: (principal - recovered × part) × rate."""

    paid: Paid
    recovered: int
    rate: Fraction
    remainder: Fraction
    amount: int


def period_end(event: date, months: int) -> date:
    """Return the last day of a period of months that begins the day after `event` (民法140条・143条2項)."""
    first = event + _ONE_DAY
    years, month = divmod(first.month - 1 + months, _MONTHS)
    year, month = first.year + years, month + 1
    length = monthrange(year, month)[1]
    return date(year, month, first.day) - _ONE_DAY if first.day <= length else date(year, month, length)


def window_of(subrogated_on: date, rules: InsuranceRules) -> Window:
    """Return when the insurance money of a claim can be claimed (6条)."""
    opens_on = period_end(subrogated_on, rules.opens_after_months) + _ONE_DAY
    return Window(opens_on, period_end(subrogated_on, rules.closes_after_months))


def state_of(
    window: Window, claimed_on: date | None, received_on: date | None, day: date, *, is_repaid: bool = False
) -> InsuranceState:
    """Return where a claim stands at the end of a day; of one repaid before, there is nothing to claim."""
    if received_on is not None and received_on <= day:
        return InsuranceState.RECEIVED
    if claimed_on is not None and claimed_on <= day:
        return InsuranceState.CLAIMED
    if is_repaid:
        return InsuranceState.NOTHING
    if day > window.closes_on:
        return InsuranceState.MISSED
    if day < window.opens_on:
        return InsuranceState.NOT_YET
    return InsuranceState.CLOSING if (window.closes_on - day).days <= SOON_DAYS else InsuranceState.OPEN


def insurance_amount(paid: Paid, recovered: int, rate: Fraction, rules: InsuranceRules) -> InsuranceAmount:
    """Return the insurance money (5条); `recovered` is what came in by the claim for it, without damages and costs."""
    remainder = max(paid.principal - recovered * paid.part, Fraction(0))
    return InsuranceAmount(paid, recovered, rate, remainder, rounded(remainder * rate, rules.insurance_rounding))


def remainder_of(paid: Paid, recovered: int, rules: InsuranceRules) -> Fraction:
    """Return what the insurance money received is compared with when recovery is paid on (8条)."""
    deducted = recovered * paid.part if rules.remainder is Remainder.ARTICLE_5 else Fraction(recovered)
    return paid.principal - deducted


@dataclass(frozen=True, slots=True)
class InsuranceRow:
    """A claim and its insurance money; `amount` is what was received, else what the formula gives as of the day."""

    claim_no: str
    debtor: str
    staff_name: str
    state: InsuranceState
    window: Window
    days_left: int
    paid: Paid
    rate: str  # 填補率 in percent
    recovered: int
    computed: int
    amount: int
    claimed_on: date | None
    received_on: date | None
    insurance_no: str
    recorded: int | None  # the amount that is on record
    note: str = ""


@dataclass(frozen=True, slots=True)
class InsuranceBrief:
    """What the claim page says of insurance and shares; empty words where there is nothing to say."""

    state: InsuranceState | None
    window: Window | None
    claimed_on: date | None
    received_on: date | None
    amount: int | None
    insurance_no: str
    shares: tuple[tuple[Bearer, Fraction], ...]
