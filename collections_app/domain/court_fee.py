"""訴訟手数料: the fee by the value in dispute, in steps that round up (民事訴訟費用等に関する法律 別表第一)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from collections_app.domain.errors import AmountError
from collections_app.domain.rule import Dated


@dataclass(frozen=True, slots=True)
class FeeStep:
    """Up to `up_to` yen (None: without limit) each begun `per` yen of the value costs `fee` yen."""

    up_to: int | None
    per: int
    fee: int


@dataclass(frozen=True, slots=True)
class FeeTable:
    """The steps of a suit in order; a payment order costs that share of it (`payment_order_percent`)."""

    steps: tuple[FeeStep, ...]
    payment_order_percent: int


@dataclass(frozen=True, slots=True)
class CourtFee:
    """A fee in yen, and how it came about."""

    value: int
    fee: int
    reference: str
    parts: tuple[tuple[str, int], ...]


def court_fee(value: int, table: Dated[FeeTable], *, is_payment_order: bool = False) -> CourtFee:
    """Return the fee for a value in dispute in yen; AmountError when the value is not positive."""
    if value <= 0:
        raise AmountError("訴額は1円以上で入力してください。")
    parts = []
    below = 0
    for step in table.value.steps:
        inside = (value if step.up_to is None else min(value, step.up_to)) - below
        if inside <= 0:
            break
        begun = -(-inside // step.per)
        parts.append((f"{begun:,} x {step.fee:,}円（{step.per:,}円ごと）", begun * step.fee))
        below += inside
    fee = sum(amount for _, amount in parts)
    if is_payment_order:
        fee = fee * table.value.payment_order_percent // 100
        parts.append((f"支払督促は{table.value.payment_order_percent}%", fee))
    return CourtFee(value, fee, table.reference, tuple(parts))


def steps_are_sound(steps: Sequence[FeeStep]) -> bool:
    """True when the steps rise and only the last one has no limit."""
    limits = [step.up_to for step in steps]
    return limits[-1] is None and all(
        first is not None and (second is None or first < second) for first, second in pairwise(limits)
    )
