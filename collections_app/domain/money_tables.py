"""The records of the money beside receipts and costs: accounts, direct debits, refunds, rates, insurance, servicers."""

from __future__ import annotations

from collections_app.domain import codes
from collections_app.domain.columns import (
    CLAIM,
    CLAIM_IF_ANY,
    IN_CHARGE,
    PARTY,
    Column,
    Kind,
    Table,
    code_column,
    date_column,
    ref_column,
    text_column,
    yen_column,
)

_MEMO = text_column("memo", "内容")

MONEY_TABLES: tuple[Table, ...] = (
    Table(
        "refunds",
        "返還",
        ("refund_no",),
        (
            text_column("refund_no", "返還番号", required=True),
            CLAIM_IF_ANY,
            ref_column("deposit_no", "明細番号", "deposits"),
            date_column("refunded_on", "返還日", required=True),
            yen_column("amount", "金額", required=True, minimum=None),
            text_column("payee", "返還先"),
            text_column("reason", "事由"),
            ref_column("reverses", "取消対象", "refunds"),
            *IN_CHARGE,
        ),
        append_only=True,
    ),
    Table(
        "virtual_accounts",
        "仮想口座",
        ("account_no",),
        (
            text_column("account_no", "口座番号", required=True),
            PARTY,
            CLAIM_IF_ANY,
            date_column("ends_on", "終了日"),
            _MEMO,
        ),
    ),
    Table(
        "payer_names",
        "振込名義",
        ("payer_name", "party_no"),
        (
            text_column("payer_name", "振込名義", required=True),
            PARTY,
            CLAIM_IF_ANY,
            date_column("confirmed_on", "確認日", required=True),
        ),
    ),
    Table(
        "debit_accounts",
        "振替口座",
        ("customer_no",),
        (
            text_column("customer_no", "顧客番号", required=True),
            PARTY,
            CLAIM_IF_ANY,
            text_column("bank_code", "銀行番号", required=True),
            text_column("bank_name", "金融機関"),
            text_column("branch_code", "支店番号", required=True),
            text_column("branch_name", "支店"),
            code_column("account_kind", "預金種目", codes.AccountKind, required=True),
            text_column("account_no", "口座番号", required=True),
            text_column("holder", "預金者名", required=True),
            date_column("ends_on", "終了日"),
        ),
    ),
    Table(
        "direct_debits",
        "口座振替",
        ("debit_no",),
        (
            text_column("debit_no", "振替番号", required=True),
            CLAIM,
            ref_column("plan_no", "計画番号", "instalment_plans"),
            ref_column("customer_no", "顧客番号", "debit_accounts", required=True),
            date_column("debited_on", "振替日", required=True),
            yen_column("amount", "金額", required=True, minimum=1),
            code_column("result", "結果", codes.DebitResult),
            ref_column("deposit_no", "明細番号", "deposits"),
            *IN_CHARGE,
        ),
    ),
    Table(
        "rate_periods",
        "損害金率の期間",
        ("claim_no", "since"),
        (
            CLAIM,
            date_column("since", "適用開始日", required=True),
            Column("rate", "率", Kind.PERCENT, required=True, maximum=100),
            _MEMO,
        ),
    ),
    Table(
        "insurance_claims",
        "保険金",
        ("insurance_no",),
        (
            text_column("insurance_no", "保険金番号", required=True),
            CLAIM,
            date_column("claimed_on", "請求日"),
            date_column("received_on", "受領日"),
            yen_column("amount", "保険金額"),
            _MEMO,
        ),
    ),
    Table(
        "shares",
        "負担割合",
        ("claim_no", "bearer"),
        (
            CLAIM,
            code_column("bearer", "負担者", codes.Bearer, required=True),
            Column("share", "割合", Kind.FRACTION, required=True),
            _MEMO,
        ),
    ),
    Table(
        "servicer_reports",
        "サービサー報告",
        ("claim_no", "servicer", "month"),
        (
            CLAIM,
            text_column("servicer", "委託先", required=True),
            date_column("month", "対象月", required=True),
            yen_column("gross", "回収額", required=True),
            yen_column("cost", "手数料"),
            yen_column("net", "送金額"),
            date_column("settled_on", "解消日"),
            _MEMO,
        ),
    ),
)
