"""The columns of the page of the day: the same in every group, so that they stand below each other."""

from __future__ import annotations

from datetime import date

from collections_app.domain.day_work import WorkGroup, WorkItem, state_words
from collections_app.ui.table.column import Column

SHORT = {
    WorkGroup.TASK: "予定",
    WorkGroup.APPROVAL: "決裁",
    WorkGroup.NEXT: "次回",
    WorkGroup.PROMISE: "約束",
    WorkGroup.ARREARS: "分割",
    WorkGroup.DEADLINE: "期限",
    WorkGroup.STEP: "初動",
    WorkGroup.UNPLANNED: "未定",
}
_TEXTS = {
    WorkGroup.TASK: "件名",
    WorkGroup.APPROVAL: "減免と事由",
    WorkGroup.NEXT: "前回の対応",
    WorkGroup.PROMISE: "約束と入金",
    WorkGroup.ARREARS: "弁済計画",
    WorkGroup.DEADLINE: "期限のあるもの",
    WorkGroup.STEP: "事項",
    WorkGroup.UNPLANNED: "内容",
}
_DAYS = {
    WorkGroup.APPROVAL: "申請日",
    WorkGroup.NEXT: "次回対応",
    WorkGroup.PROMISE: "約束日",
    WorkGroup.ARREARS: "最初の未納",
    WorkGroup.UNPLANNED: "最終対応",
}
_AMOUNTS = {
    WorkGroup.APPROVAL: "減免額 円",
    WorkGroup.PROMISE: "不足 円",
    WorkGroup.ARREARS: "遅れ 円",
    WorkGroup.UNPLANNED: "元金 円",
}


def columns_for(group: WorkGroup, day: date, person: str) -> tuple[Column, ...]:
    """Return the columns of a group on a day; who is in charge is named where it is not the person."""

    def in_charge(item: WorkItem) -> str:
        return f"代行 {item.staff_name}" if person and item.staff_no != person else item.staff_name

    return (
        Column("claim_no", "求償権番号", "claim", 116, lambda item: item.claim_no or None),
        Column("debtor", "主債務者", "text", 168, lambda item: item.debtor, least=104),
        Column("text", _TEXTS[group], "text", 300, lambda item: item.text, least=140),
        Column("on", _DAYS.get(group, "期限"), "date", 96, lambda item: item.on),
        Column(
            "state",
            "状況",
            "text",
            96,
            lambda item: state_words(item, day)[0],
            tone=lambda item: state_words(item, day)[1],
        ),
        Column("amount", _AMOUNTS.get(group, ""), "yen", 116, lambda item: item.amount),
        Column(
            "staff",
            "担当",
            "text",
            136,
            in_charge,
            tone=lambda item: "info" if person and item.staff_no != person else "",
            least=96,
        ),
    )
