"""Court fees against published examples of the fee table."""

from __future__ import annotations

from datetime import date

import pytest

from collections_app.domain.errors import AmountError, UserError
from collections_app.services.calculators import fee

ON = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # the courts' quick table (手数料額早見表)
        (100_000, 1_000),
        (100_001, 2_000),
        (1_000_000, 10_000),
        (1_000_001, 11_000),
        (3_000_000, 20_000),
        (5_000_000, 30_000),
        (6_300_000, 36_000),
        (10_000_000, 50_000),
        (20_000_000, 80_000),
        (100_000_000, 320_000),
        (1_000_000_000, 3_020_000),
        (5_000_000_000, 11_020_000),
    ],
)
def test_the_fee_follows_the_table(value: int, expected: int) -> None:
    assert fee(value, ON).fee == expected


def test_a_payment_order_costs_half() -> None:
    assert fee(3_000_000, ON, is_payment_order=True).fee == 10_000


def test_nothing_in_dispute_is_refused() -> None:
    with pytest.raises(AmountError, match="訴額"):
        fee(0, ON)


def test_a_day_before_every_table_is_refused() -> None:
    with pytest.raises(UserError, match="訴訟手数料"):
        fee(1, date(1990, 1, 1))
