"""What is implausible about a survey or a financial statement: warned about, never refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from collections_app.domain.bundle import TABLE
from collections_app.domain.findings import Columns, Finding, Rule
from collections_app.domain.money import show_yen

_CHECK = "桁と単位（円）を確かめてください。"
_MOST_DEPENDANTS = 15


def _at_most(table: str, column: str, most: int) -> Rule:
    """Return the rule that an amount is not above `most` yen."""
    heading = TABLE[table].column(column).heading

    def rule(columns: Columns) -> Iterator[Finding]:
        for index, yen in enumerate(columns[column]):
            if yen is not None and yen > most:
                yield Finding(index, column, f"{heading}が{show_yen(most)}円を超えています。", _CHECK, is_warning=True)

    return rule


def _not_above(table: str, part: str, whole: str) -> Rule:
    """Return the rule that one amount, which is a part of another, is not above it."""
    low, high = TABLE[table].column(part).heading, TABLE[table].column(whole).heading
    return _pair(part, whole, lambda less, more: less > more, f"{low}が{high}を上回っています。", _CHECK)


def _pair(column: str, other: str, is_odd: Callable[[int, int], bool], message: str, remedy: str) -> Rule:
    def rule(columns: Columns) -> Iterator[Finding]:
        for index, (mine, its) in enumerate(zip(columns[column], columns[other], strict=True)):
            if mine is not None and its is not None and is_odd(mine, its):
                yield Finding(index, column, message, remedy, is_warning=True)

    return rule


def _dependants(columns: Columns) -> Iterator[Finding]:
    for index, count in enumerate(columns["dependants"]):
        if count is not None and count > _MOST_DEPENDANTS:
            message = f"扶養人数が{_MOST_DEPENDANTS}人を超えています。"
            yield Finding(index, "dependants", message, "人数を確かめてください。", is_warning=True)


_STATEMENT = "financial_statements"

WORK_RULES: dict[str, tuple[Rule, ...]] = {
    "surveys": (
        _at_most("surveys", "income", 10**9),
        _at_most("surveys", "expenses", 10**7),
        _dependants,
        _pair(
            "expenses",
            "income",
            lambda monthly, yearly: 0 < yearly < monthly,
            "月の生活費が年収を上回っています。",
            "年収は1年分、生活費は1か月分を円で入力してください。",
        ),
    ),
    _STATEMENT: (
        _not_above(_STATEMENT, "net_assets", "total_assets"),
        _not_above(_STATEMENT, "operating_profit", "sales"),
        _pair(
            "borrowings",
            "total_assets",
            lambda debt, assets: assets > 0 and debt > 100 * assets,
            "借入金が総資産の100倍を超えています。",
            _CHECK,
        ),
        _pair(
            "depreciation",
            "total_assets",
            lambda written_off, assets: written_off > assets,
            "減価償却費が総資産を上回っています。",
            _CHECK,
        ),
    ),
}
