"""The columns of the tables about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.domain.money import show_yen
from collections_app.domain.phone import grouped_phone
from collections_app.domain.statements import Statement, shown_percent, shown_tenths
from collections_app.ui.table.column import Column
from collections_app.ui.text import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.people import Candidate, Pair, PersonClaim, PersonRow


def _of(name: str) -> Any:
    return lambda row: getattr(row, name)


def _status(row: PersonRow) -> str:
    return row.status.label


def _status_tone(row: PersonRow) -> str:
    return "" if row.status.value == "active" else "warn"


PEOPLE: tuple[Column, ...] = (
    Column("party_no", "関係人番号", "claim", 104, _of("party_no"), is_sortable=False),
    Column("name", "名称", "text", 168, _of("name"), is_sortable=False),
    Column("kana", "カナ", "text", 150, _of("kana"), is_sortable=False),
    Column("roles", "関係", "text", 176, _of("roles"), is_sortable=False),
    Column("open_claims", "継続中 件", "count", 76, _of("open_claims"), is_sortable=False),
    Column("status", "状況", "text", 84, _status, tone=_status_tone, is_sortable=False),
    Column("phone", "電話", "code", 116, lambda row: grouped_phone(row.phone), is_sortable=False),
    Column("address", "住所", "text", 230, _of("address"), is_sortable=False, least=120),
    Column("birth_date", "生年月日", "date", 88, _of("birth_date"), is_hidden=True, is_sortable=False),
)


def _own_part(row: PersonClaim) -> str:
    if not row.share:
        return ""
    return row.share if row.own_part is None else f"{row.share}　{show_yen(row.own_part)}"


CLAIMS: tuple[Column, ...] = (
    Column("claim_no", "求償権番号", "claim", 104, _of("claim_no")),
    Column("role", "関係", "text", 84, lambda row: row.role.label),
    Column("debtor_name", "主債務者", "text", 130, _of("debtor_name"), least=64),
    Column("status", "状態", "status", 112, _of("status")),
    Column("principal", "元金 円", "yen", 92, _of("principal")),
    Column("damages", "損害金 円", "yen", 92, _of("damages")),
    Column("costs", "費用 円", "yen", 62, _of("costs")),
    Column("total", "合計 円", "yen", 96, _of("total")),
    Column("share", "持分・負担分 円", "code", 130, _of("share"), show=_own_part, least=64),
    Column("note", "制限", "text", 130, _of("note"), least=76),
    Column("staff_name", "担当", "text", 84, _of("staff_name"), is_hidden=True),
)


def told_columns(claims: Sequence[PersonClaim]) -> tuple[Column, ...]:
    """Return the columns of the claims that tell something: no share without an heir, no debtor who is the person."""
    unused = {
        "debtor_name": all(one.tie is None for one in claims),
        "share": not any(one.share for one in claims),
        "note": not any(one.note for one in claims),
    }
    return tuple(column for column in CLAIMS if not unused.get(column.key))


def _percent(name: str) -> Any:
    return lambda row: shown_percent(getattr(row, name))


STATEMENTS: tuple[Column, ...] = (
    Column("period_end", "決算日", "date", 70, _of("period_end")),
    Column("sales", "売上高 円", "yen", 94, _of("sales")),
    Column("operating_profit", "営業利益", "yen", 80, _of("operating_profit")),
    Column("ordinary_profit", "経常利益", "yen", 80, _of("ordinary_profit")),
    Column("net_profit", "純利益", "yen", 80, _of("net_profit")),
    Column("cash_profit", "償却前利益", "yen", 84, _of("cash_profit")),
    Column("total_assets", "総資産", "yen", 94, _of("total_assets")),
    Column("net_assets", "純資産", "yen", 90, _of("net_assets")),
    Column("borrowings", "借入金", "yen", 94, _of("borrowings")),
    Column("equity_ratio", "自己資本 %", "number", 82, _percent("equity_ratio")),
    Column("ordinary_margin", "経常 %", "number", 62, _percent("ordinary_margin")),
    Column("borrowing_months", "借入月商 月", "number", 88, lambda row: shown_tenths(row.borrowing_months)),
    Column("employees", "従業員", "count", 58, _of("employees")),
    Column("memo", "内容", "text", 120, _of("memo"), least=48),
)


def _person(which: str, name: str) -> Any:
    def value(pair: Pair) -> object:
        candidate: Candidate = getattr(pair, which)
        return getattr(candidate, name)

    return value


PAIRS: tuple[Column, ...] = (
    Column("first_no", "番号", "claim", 92, _person("first", "party_no")),
    Column("first_name", "名称", "text", 160, _person("first", "name")),
    Column("first_address", "住所", "text", 190, _person("first", "address"), least=90),
    Column("second_no", "番号", "code", 92, _person("second", "party_no")),
    Column("second_name", "名称", "text", 160, _person("second", "name")),
    Column("second_address", "住所", "text", 190, _person("second", "address"), least=90),
    Column("reasons", "似ているところ", "text", 230, lambda pair: "・".join(pair.reasons), least=130),
)


def statement_words(statement: Statement) -> str:
    """Return the key figures of a year of accounts in one line."""
    parts = (
        ("自己資本比率", shown_percent(statement.equity_ratio), "%"),
        ("経常利益率", shown_percent(statement.ordinary_margin), "%"),
        ("借入金は月商の", shown_tenths(statement.borrowing_months), "か月"),
        ("償却前営業利益", cell_text(statement.cash_profit, "yen"), "円"),
    )
    return "　".join(f"{word} {value}{unit}" for word, value, unit in parts if value)
