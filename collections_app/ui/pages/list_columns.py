"""The columns of the claim list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from collections_app.domain.list_views import ClaimRow
from collections_app.ui.table.column import Column
from collections_app.ui.text import cell_text

NO_NEXT = "なし"


@dataclass
class GroupRow:
    """The line of a group among those of its claims; its damages come later than its other sums."""

    claim_no: str  # a number that no claim has
    label: str
    count: int
    principal: int
    costs: int
    damages: int | None = None
    is_open: bool = False
    is_group: ClassVar[bool] = True


def _number(row: ClaimRow | GroupRow) -> str:
    if isinstance(row, GroupRow):
        return f"{'▾' if row.is_open else '▸'} {row.label}"
    return row.claim_no


def _number_tone(row: ClaimRow | GroupRow) -> str:
    return "text" if isinstance(row, GroupRow) else ""


def _debtor(row: ClaimRow | GroupRow) -> str:
    return f"{row.count:,}件" if isinstance(row, GroupRow) else row.debtor_name


def _last_contact(row: ClaimRow | GroupRow) -> str:
    if isinstance(row, GroupRow) or row.last_contact_on is None:
        return ""
    kind = row.last_contact_kind.label.removesuffix("督促") if row.last_contact_kind is not None else ""
    return f"{cell_text(row.last_contact_on)} {kind}".strip()


def _of(name: str) -> Any:
    return lambda row: getattr(row, name, None)  # the line of a group has few of them


def _next(row: ClaimRow | GroupRow) -> str:
    if isinstance(row, GroupRow):
        return ""
    if row.next_on is None:
        return NO_NEXT if row.status.is_open else ""
    return cell_text(row.next_on)


def _next_tone(row: ClaimRow | GroupRow) -> str:
    if isinstance(row, GroupRow):
        return ""
    return "bad" if row.next_on is None and row.status.is_open else ""


# keys are the fields the service sorts by
COLUMNS: tuple[Column, ...] = (
    Column("claim_no", "求償権番号", "claim", 116, _of("claim_no"), show=_number, tone=_number_tone),
    Column("debtor", "主債務者", "text", 176, _debtor),
    Column("status", "状態", "status", 128, _of("status")),
    Column("subrogated_on", "代位弁済", "date", 92, _of("subrogated_on")),
    Column("principal", "元金 円", "yen", 108, _of("principal")),
    Column("damages", "損害金 円", "yen", 104, _of("damages")),
    Column("costs", "費用 円", "yen", 88, _of("costs"), is_hidden=True),
    Column("monthly_amount", "月額 円", "yen", 84, _of("monthly_amount")),
    Column("last_contact_on", "最終対応", "text", 122, _of("last_contact_on"), show=_last_contact),
    Column("next_on", "次回対応", "date", 88, _of("next_on"), show=_next, tone=_next_tone),
    Column("bank_name", "金融機関", "text", 140, _of("bank_name"), is_hidden=True),
    Column("staff", "担当", "text", 104, _of("staff_name")),
    Column("section", "担当課", "text", 120, _of("section"), is_hidden=True),
    Column("branch_name", "支店", "text", 104, _of("branch_name"), is_hidden=True),
    Column("cause", "代位弁済事由", "text", 120, _of("cause"), is_hidden=True),
    Column("industry", "業種", "text", 104, _of("industry"), is_hidden=True),
    Column("phone", "電話番号", "code", 120, _of("phone"), is_hidden=True, is_sortable=False),
    Column("tags", "付箋", "text", 140, _of("tags"), is_hidden=True, is_sortable=False),
    Column("guarantors", "保証人 人", "count", 84, _of("guarantors"), is_hidden=True, is_sortable=False),
    Column("recovered", "今年度回収 円", "yen", 112, _of("recovered"), is_hidden=True, is_sortable=False),
)
FURTHER = frozenset(("tags", "guarantors", "recovered"))  # what the service counts only when it is asked to
