"""What contradicts a ledger, in words: the table and column to look at, what is wrong, what to do."""

from __future__ import annotations

from typing import NamedTuple

from collections_app.domain.codes import Part
from collections_app.domain.ledger import Contradiction, Fault
from collections_app.domain.money import show_yen

_SPLIT_COLUMN = {Part.COSTS: "to_costs", Part.DAMAGES: "to_damages", Part.PRINCIPAL: "to_principal"}


class Explanation(NamedTuple):
    """Where a contradiction stands and what is said about it; `table` empty: that of the voucher."""

    table: str
    column: str
    value: str
    message: str
    remedy: str


def explained(claim_no: str, found: Contradiction) -> Explanation:
    """Return a contradiction of a claim's ledger in words."""
    part = found.part.label if found.part else ""
    owed = f"求償権 {claim_no} のその日の{part}は{show_yen(found.owed)}円です。"
    if found.fault is Fault.SPLIT_ABOVE_OWED and found.part is not None:
        message = f"{part}への充当が、残っている額を超えています。{owed}"
        remedy = "内訳を残高以内に直すか、内訳を空けて順位どおりに充当してください。"
        return Explanation("receipts", _SPLIT_COLUMN[found.part], str(found.wanted), message, remedy)
    if found.fault is Fault.WAIVER_ABOVE_OWED:
        message = f"減免額が、残っている{part}を超えています。{owed}"
        return Explanation("waivers", "amount", str(found.wanted), message, "減免額を残高以内に直してください。")
    if found.fault is Fault.REFUND_ABOVE_HELD:
        held = f"求償権 {claim_no} のその日の過誤納は{show_yen(found.owed)}円です。"
        message = f"返還額が過誤納の残りを超えています。{held}"
        return Explanation(
            "refunds", "amount", str(found.wanted), message, "返還額を過誤納の残り以内に直してください。"
        )
    if found.fault is Fault.BEFORE_SUBROGATION:
        message = f"求償権 {claim_no} の代位弁済日より前の日付です。"
        return Explanation("", "", "", message, "日付か求償権番号を直してください。")
    if found.fault is Fault.REVERSAL_SPLIT:
        message = f"取消しの充当額が、元の入金の充当と釣り合いません（求償権 {claim_no}）。"
        remedy = "元の入金の充当の符号を逆にするか、3つとも空欄にしてください。"
        return Explanation("receipts", "to_costs", "", message, remedy)
    message = "取消対象の入金がこの求償権にありません。"
    return Explanation("receipts", "reverses", "", message, "取消対象の入金番号を直してください。")
