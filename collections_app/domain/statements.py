"""決算書: the key figures of a year of accounts, exact; what cannot be computed is None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from collections_app.domain.money import rounded

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Statement:
    """One year of accounts as recorded, in yen."""

    statement_no: str
    period_end: date
    sales: int | None
    operating_profit: int | None
    ordinary_profit: int | None
    net_profit: int | None
    depreciation: int | None
    total_assets: int | None
    net_assets: int | None
    borrowings: int | None
    employees: int | None
    memo: str = ""

    @property
    def equity_ratio(self) -> Fraction | None:
        """自己資本比率: 純資産 by 総資産."""
        return _ratio(self.net_assets, self.total_assets)

    @property
    def ordinary_margin(self) -> Fraction | None:
        """経常利益率: 経常利益 by 売上高."""
        return _ratio(self.ordinary_profit, self.sales)

    @property
    def borrowing_months(self) -> Fraction | None:
        """借入金月商倍率: 借入金 by the sales of an average month."""
        months = _ratio(self.borrowings, self.sales)
        return None if months is None else months * _MONTHS

    @property
    def cash_profit(self) -> int | None:
        """償却前営業利益: 営業利益 plus 減価償却費; None when the profit is not known."""
        return None if self.operating_profit is None else self.operating_profit + (self.depreciation or 0)


def _ratio(dividend: int | None, divisor: int | None) -> Fraction | None:
    """Return the exact ratio; None where a part is not known or the divisor is not positive."""
    if dividend is None or divisor is None or divisor <= 0:
        return None
    return Fraction(dividend, divisor)


def shown_percent(ratio: Fraction | None) -> str:
    """Return a ratio in percent with one decimal, half-up: 12.3 or ▲4.5; nothing where there is none."""
    return "" if ratio is None else shown_tenths(ratio * 100)


def shown_tenths(value: Fraction | None) -> str:
    """Return a number with one decimal, half-up: 3.2 or ▲0.4; nothing where there is none."""
    if value is None:
        return ""
    tenths = rounded(value * 10)
    sign = "▲" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10:,}.{abs(tenths) % 10}"
