"""The grid of a day's receipts (入金一覧入力): its columns, and what their empty cells stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.calendar import short_era
from collections_app.domain.codes import Source
from collections_app.domain.forms import Option
from collections_app.domain.grid import GridColumn, GridSpec, RowVerdict, Texts, with_finding, with_warning
from collections_app.domain.money import show_yen
from collections_app.domain.month_close import closed_sentence
from collections_app.domain.records import Record
from collections_app.domain.recovery import Judgement, PlanTerm, deviation_findings, recovery_type_of

SPLIT = ("to_costs", "to_damages", "to_principal")

RECEIPTS = GridSpec(
    "receipts",
    (
        GridColumn("claim_no", 176, "求償権・債務者", ("求償権", "債務者", "主債務者", "番号")),
        GridColumn("received_on", 72, also=("入金年月日", "日付", "振込日", "取扱日")),
        GridColumn("posted_on", 72, also=("計上年月日",), passed_unless=("posted_on",)),
        GridColumn("amount", 88, also=("入金額", "振込金額", "入金金額")),
        GridColumn("source", 86, also=("原因", "入金原因")),
        GridColumn("payer_no", 108, "弁済者", ("入金者", "支払者", "弁済者名")),
        GridColumn("method", 74, "方法", ("入金種別",), passed_unless=("method",)),
        GridColumn("recovery_type", 58, "区分", ("定期不定期",), passed_unless=("recovery_type",)),
        GridColumn("to_costs", 70, "費用", ("費用へ",), passed_unless=SPLIT),
        GridColumn("to_damages", 82, "損害金", ("損害金へ",), passed_unless=SPLIT),
        GridColumn("to_principal", 88, "元金", ("元金へ",), passed_unless=SPLIT),
        GridColumn("reason", 96, "事由・メモ", ("メモ", "備考", "摘要", "内容"), passed_unless=(*SPLIT, "reason")),
    ),
    day="received_on",
    carried=("received_on", "source"),
    first={"received_on": "t"},
    alike=("claim_no", "received_on", "amount"),
)
"""The receipts of a day. While the three parts are empty they show how the receipt falls by the order of the claim."""


@dataclass(frozen=True, slots=True)
class ReceiptAround:
    """What the empty cells of a receipt are filled by: today, the first day of the open month, plans by claim."""

    today: date
    opens_on: date | None = None
    plans: Mapping[str, Sequence[PlanTerm]] = field(default_factory=dict)

    def assumed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return 計上日 and 回収区分 of a receipt that does not say them."""
        received_on = values.get("received_on")
        if received_on is None:
            return {}
        return {"posted_on": self.posted_on(received_on), "recovery_type": self.ruled(values).recovery_type.value}

    def ruled(self, values: Mapping[str, Any]) -> Judgement:
        """Return the 回収区分 by the rule; 入金日 is there."""
        source = Source(values["source"]) if values.get("source") else None
        return recovery_type_of(source, values["received_on"], self.plans.get(str(values.get("claim_no")), ()))

    def posted_on(self, received_on: date) -> date:
        """Return the 計上日: the 入金日; where its month is closed, today, in a month that is open (rules §7)."""
        if self.opens_on is None or received_on >= self.opens_on:
            return received_on
        return max(self.today, self.opens_on)

    def judged(self, verdict: RowVerdict) -> RowVerdict:
        """Return a verdict with what is said of a 計上日 in a closed month, and of a 回収区分 against the rule."""
        posted_on, received_on = verdict.record["posted_on"], verdict.record["received_on"]
        found = deviation_findings(verdict.record, self.ruled(verdict.record)) if received_on is not None else ()
        for one in found:
            verdict = (with_warning if one.is_warning else with_finding)(verdict, one.column, one.message + one.remedy)
        if posted_on is None or self.opens_on is None:
            return verdict
        if posted_on < self.opens_on:
            return with_finding(verdict, "posted_on", "".join(closed_sentence(posted_on, self.opens_on)))
        if "posted_on" in verdict.assumed and posted_on != received_on:
            said = f"入金日の月は締めてあるため、計上日は{short_era(posted_on)}です。"
            return with_warning(verdict, "posted_on", said)
        return verdict


def texts_of(records: Sequence[Record], payers: Sequence[Option]) -> list[Texts]:
    """Return receipts as rows of the grid are typed; what the rules say anyway is left empty."""
    names = {payer.value: payer.label for payer in payers}
    return [tuple(_text(record, column.name, names) for column in RECEIPTS.columns) for record in records]


def _text(record: Record, name: str, names: Mapping[object, str]) -> str:
    value = record.get(name)
    if value is None or name == "recovery_type" or (name == "posted_on" and value == record["received_on"]):
        return ""
    if name == "payer_no":
        return names.get(value, "")
    column = TABLE["receipts"].column(name)
    if column.kind is Kind.CODE:
        return next(code.label for code in column.codes if code.value == value)
    if isinstance(value, date):
        return short_era(value)
    return show_yen(value) if column.kind is Kind.YEN else str(value)
