"""What must be true of an instalment plan and of a waiver that has to be approved, column by column."""

from __future__ import annotations

from collections.abc import Iterator

from collections_app.domain.codes import Approval
from collections_app.domain.findings import Columns, Finding, Rule, in_order
from collections_app.domain.money import show_yen

_RULED = (Approval.APPROVED.value, Approval.REJECTED.value)


def _total_is_enough(columns: Columns) -> Iterator[Finding]:
    """Yield plans whose payments but the odd one come to the total already."""
    rows = zip(columns["amount"], columns["total"], columns["payments"], strict=True)
    for index, (amount, total, payments) in enumerate(rows):
        if amount is None or total is None or payments is None:
            continue
        if total - amount * (payments - 1) < 1:
            others = show_yen(amount * (payments - 1))
            message = f"総額が、月額{payments - 1:,}回分（{others}円）以下です。"
            yield Finding(index, "payments", message, "月額か回数か総額を直してください（回数を空けると計算します）。")


def _replaces_another(columns: Columns) -> Iterator[Finding]:
    rows = zip(columns["plan_no"], columns["replaces"], columns["reason"], strict=True)
    for index, (plan_no, replaces, reason) in enumerate(rows):
        if replaces is None:
            continue
        if replaces == plan_no:
            remedy = "前の計画の番号を選ぶか、空欄にしてください。"
            yield Finding(index, "replaces", "変更前の計画がこの計画自身です。", remedy)
        elif not reason:
            yield Finding(index, "reason", "変更の事由がありません。", "計画を変えた理由を入力してください。")


def _has_an_applicant(columns: Columns) -> Iterator[Finding]:
    rows = zip(columns["approval"], columns["applied_by"], columns["reason"], strict=True)
    for index, (approval, applied_by, reason) in enumerate(rows):
        if approval is not None and applied_by is None:
            yield Finding(index, "applied_by", "申請者がありません。", "減免を申請する職員を選んでください。")
        if approval is not None and not reason:
            yield Finding(index, "reason", "減免の事由がありません。", "減免する理由を入力してください。")


def _ruled_by_another(columns: Columns) -> Iterator[Finding]:
    names = ("approval", "applied_by", "ruled_by", "ruled_on")
    for index, (approval, applied_by, ruled_by, ruled_on) in enumerate(zip(*(columns[n] for n in names), strict=True)):
        if approval in _RULED:
            if ruled_by is None:
                yield Finding(index, "ruled_by", "決裁者がありません。", "決裁した職員を選んでください。")
            if ruled_on is None:
                yield Finding(index, "ruled_on", "決裁日がありません。", "決裁した日を入力してください。")
        if ruled_by is not None and ruled_by == applied_by:
            yield Finding(index, "ruled_by", "申請者と決裁者が同じ人です。", "ほかの人の決裁を受けてください。")
        if approval == Approval.REQUESTED.value and (ruled_by is not None or ruled_on is not None):
            message = "決裁が申請中なのに、決裁日か決裁者が入っています。"
            yield Finding(index, "approval", message, "決裁を選び直すか、決裁日と決裁者を空欄にしてください。")


AGREEMENT_RULES: dict[str, tuple[Rule, ...]] = {
    "instalment_plans": (in_order("instalment_plans", "starts_on", "ends_on"), _total_is_enough, _replaces_another),
    "waivers": (_has_an_applicant, _ruled_by_another, in_order("waivers", "applied_on", "ruled_on")),
}
