"""The columns of the tables of 入金."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from collections_app.domain.codes import Confidence
from collections_app.ui.table.column import Column

if TYPE_CHECKING:
    from collections_app.domain.bank_lines import BankLine, DebitAnswer
    from collections_app.domain.deposit_views import DebitDue, DepositRow, Use
    from collections_app.domain.matching import Suggestion
    from collections_app.domain.spread_entry import SpreadLine

TONES = {Confidence.CERTAIN: "good", Confidence.LIKELY: "accent", Confidence.POSSIBLE: "warn"}
Chosen = Callable[[str], "Suggestion | None"]  # the suggestion chosen for a line, by its number


def line_columns(chosen: Chosen) -> tuple[Column, ...]:
    """Return the columns of the lines; the claim shown is the one chosen, else the best."""

    def shown(row: DepositRow) -> Suggestion | None:
        return chosen(row.deposit_no) or row.best

    def of(name: str) -> Callable[[DepositRow], object]:
        return lambda row: getattr(shown(row), name, None)

    def tone(row: DepositRow) -> str:
        one = shown(row)
        return TONES[one.confidence] if one is not None else ""

    return (
        Column("chosen", "選", "text", 48, lambda row: "✓" if chosen(row.deposit_no) else "", tone=lambda _: "accent"),
        Column("on", "入金日", "date", 84, lambda row: row.received_on),
        Column("payer", "振込名義", "text", 170, lambda row: row.payer_name, least=110),
        Column("amount", "金額 円", "yen", 96, lambda row: row.amount),
        Column("left", "残り 円", "yen", 96, lambda row: row.left),
        Column("claim", "求償権番号", "claim", 108, of("claim_no")),
        Column("debtor", "主債務者", "text", 150, of("debtor_name"), least=90),
        Column("confidence", "確度", "text", 56, of("confidence"), tone=tone),
        Column("reason", "根拠", "text", 220, of("reason"), least=110),
        Column("kind", "種類", "text", 84, lambda row: "取消済" if row.is_reversed else row.kind),
        Column("number", "明細番号", "code", 84, lambda row: row.deposit_no),
        Column(
            "bank", "金融機関", "text", 110, lambda row: f"{row.bank_name} {row.branch_name}".strip(), is_hidden=True
        ),
        Column("file", "ファイル", "text", 140, lambda row: row.file_name, is_hidden=True),
    )


SUGGESTIONS: tuple[Column, ...] = (
    Column("claim", "求償権番号", "claim", 116, lambda one: one.claim_no),
    Column("debtor", "主債務者", "text", 160, lambda one: one.debtor_name, least=100),
    Column("confidence", "確度", "text", 60, lambda one: one.confidence, tone=lambda one: TONES[one.confidence]),
    Column("reason", "根拠", "text", 260, lambda one: one.reason, least=120),
)


def _use(name: str) -> Callable[[Use], object]:
    return lambda use: getattr(use, name)


USES: tuple[Column, ...] = (
    Column("title", "使い道", "text", 64, _use("title")),
    Column("claim", "求償権番号", "claim", 108, _use("claim_no")),
    Column("on", "日付", "date", 84, _use("on")),
    Column("amount", "金額 円", "yen", 100, _use("amount")),
    Column("number", "番号", "code", 84, _use("number")),
)


def _line(name: str) -> Callable[[BankLine], object]:
    return lambda line: getattr(line, name)


FILE_LINES: tuple[Column, ...] = (
    Column("record", "行・件目", "count", 72, _line("record_no")),
    Column("on", "入金日", "date", 84, _line("received_on")),
    Column("amount", "金額 円", "yen", 104, _line("amount")),
    Column("payer", "振込名義", "text", 220, _line("payer_name"), least=120),
    Column("kind", "種類", "text", 80, _line("kind")),
    Column("bank", "金融機関", "text", 150, lambda line: f"{line.bank_name} {line.branch_name}".strip(), least=90),
    Column("customer", "依頼人コード", "code", 110, _line("customer_no")),
    Column("memo", "内容", "text", 150, _line("memo"), least=80),
)


def _answer(name: str) -> Callable[[DebitAnswer], object]:
    return lambda answer: getattr(answer, name)


FILE_ANSWERS: tuple[Column, ...] = (
    Column("record", "件目", "count", 64, _answer("record_no")),
    Column("on", "振替日", "date", 84, _answer("debited_on")),
    Column("customer", "顧客番号", "code", 150, _answer("customer_no")),
    Column("holder", "預金者名", "text", 200, _answer("holder"), least=120),
    Column("amount", "金額 円", "yen", 104, _answer("amount")),
    Column("result", "結果", "text", 200, _answer("result"), least=120),
)


def _due(name: str) -> Callable[[DebitDue], object]:
    return lambda due: getattr(due, name)


DUE: tuple[Column, ...] = (
    Column("claim", "求償権番号", "claim", 116, _due("claim_no")),
    Column("debtor", "主債務者", "text", 180, _due("debtor_name"), least=110),
    Column("plan", "計画番号", "code", 90, _due("plan_no")),
    Column("due", "期日", "date", 90, _due("due_on")),
    Column("amount", "金額 円", "yen", 104, _due("amount")),
    Column("customer", "顧客番号", "code", 140, _due("customer_no"), least=100),
    Column("holder", "預金者名", "text", 160, _due("holder"), least=100),
    Column("bank", "金融機関・支店", "text", 220, _due("bank"), least=120),
    Column("first", "新規", "text", 56, lambda due: "初回" if due.is_first else ""),
)


def _owed(part: str) -> Callable[[SpreadLine], object]:
    return lambda line: getattr(line.debt.owed, part)


def _to(part: str) -> Callable[[SpreadLine], object]:
    return lambda line: getattr(line.portion.split, part) or None


SPREAD: tuple[Column, ...] = (
    Column("claim", "求償権番号", "claim", 100, lambda line: line.claim_no),
    Column("debtor", "主債務者", "text", 120, lambda line: line.debtor_name, least=76),
    Column("rate", "利率", "number", 56, lambda line: f"{float(line.debt.rate * 100):g}%"),
    Column("due", "弁済期", "date", 76, lambda line: line.debt.due_on),
    Column("costs", "費用 残", "yen", 76, _owed("costs")),
    Column("damages", "損害金 残", "yen", 90, _owed("damages")),
    Column("principal", "元金 残", "yen", 96, _owed("principal")),
    Column("amount", "充当額 円", "yen", 96, lambda line: line.portion.amount or None, tone=lambda _: "accent"),
    Column("to_costs", "うち費用", "yen", 72, _to("costs")),
    Column("to_damages", "損害金", "yen", 84, _to("damages")),
    Column("to_principal", "元金", "yen", 92, _to("principal")),
    Column("rule", "根拠", "text", 260, lambda line: line.rule, least=150),
)
