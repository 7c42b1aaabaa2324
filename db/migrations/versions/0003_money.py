"""Add what the money needs beside receipts and costs: bank lines, refunds, accounts, rates, insurance, month closes."""

import sqlalchemy as sa
from alembic import op

revision = "0003_money"
down_revision = "0002_entry"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _one_of(table: str, column: str, *words: str) -> str:
    listed = " OR ".join(f"{column} = '{word}'" for word in words)
    return f"CONSTRAINT ck_{table}_{column}_known CHECK ({listed})"


def _columns() -> None:
    """Plain SQL: SQLite adds a column with its constraints, but no constraint to a table that is there."""
    yes_no = _one_of("costs", "recoverable", "yes", "no")
    rule = _one_of("instalment_plans", "holiday_rule", "next", "previous", "same")
    order = _one_of("receipts", "allocation_order", "principal-first", "statutory")
    for statement in (
        f"ALTER TABLE costs ADD COLUMN recoverable TEXT NOT NULL DEFAULT 'yes' {yes_no}",
        "ALTER TABLE costs ADD COLUMN reverses TEXT CONSTRAINT fk_costs_reverses REFERENCES costs (cost_no)",
        "ALTER TABLE costs ADD COLUMN reason TEXT",
        f"ALTER TABLE instalment_plans ADD COLUMN holiday_rule TEXT NOT NULL DEFAULT 'next' {rule}",
        "ALTER TABLE receipts ADD COLUMN deposit_no TEXT CONSTRAINT fk_receipts_deposit_no REFERENCES deposits (deposit_no)",
        f"ALTER TABLE receipts ADD COLUMN allocation_order TEXT {order}",
        "ALTER TABLE receipts ADD COLUMN reason TEXT",
    ):
        op.execute(statement)
    op.create_index(op.f("uq_costs_reverses"), "costs", ["reverses"], unique=True)
    op.create_index(op.f("ix_receipts_deposit_no"), "receipts", ["deposit_no"], unique=False)


def _refund_entries() -> None:
    """Let the ledger hold refunds: its check of kinds knows one more word."""
    known, more = "kind = 'waiver'", "kind = 'waiver' OR kind = 'refund'"
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        name = "ck_ledger_entries_kind_known"
        kinds = " OR ".join(f"kind = '{word}'" for word in ("subrogation", "cost", "receipt", "reversal"))
        op.execute(f"ALTER TABLE ledger_entries DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE ledger_entries ADD CONSTRAINT {name} CHECK ({kinds} OR {more})")
        return
    # SQLite changes no check: the table is written anew. Its triggers go with it and are made again after the upgrade.
    found = "SELECT sql FROM sqlite_master WHERE tbl_name = 'ledger_entries' AND type = "
    table = bind.scalar(sa.text(f"{found}'table'"))
    indexes = list(bind.scalars(sa.text(f"{found}'index' AND sql IS NOT NULL")))
    op.execute(table.replace("ledger_entries", "ledger_entries_new", 1).replace(known, more))
    op.execute("INSERT INTO ledger_entries_new SELECT * FROM ledger_entries")
    op.execute("DROP TABLE ledger_entries")
    op.execute("ALTER TABLE ledger_entries_new RENAME TO ledger_entries")
    for index in indexes:
        op.execute(index)


def upgrade() -> None:
    op.create_table(
        "deposits",
        sa.Column("deposit_no", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payer_name", sa.Text(), nullable=True),
        sa.Column("bank_name", sa.Text(), nullable=True),
        sa.Column("branch_name", sa.Text(), nullable=True),
        sa.Column("virtual_account", sa.Text(), nullable=True),
        sa.Column("customer_no", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("record_no", sa.Integer(), nullable=True),
        sa.Column("reverses", sa.Text(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "kind = 'transfer' OR kind = 'direct_debit' OR kind = 'cash' OR kind = 'court' OR kind = 'servicer' OR kind = 'other'",
            name=op.f("ck_deposits_kind_known"),
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_deposits_amount_not_zero")),
        sa.CheckConstraint("amount > 0 OR reverses IS NOT NULL", name=op.f("ck_deposits_negative_only_reverses")),
        sa.CheckConstraint("record_no >= 0", name=op.f("ck_deposits_record_no_minimum")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_deposits_audit_no")),
        sa.ForeignKeyConstraint(["reverses"], ["deposits.deposit_no"], name=op.f("fk_deposits_reverses")),
        sa.PrimaryKeyConstraint("deposit_no", name=op.f("pk_deposits")),
        sa.UniqueConstraint("reverses", name=op.f("uq_deposits_reverses")),
    )
    op.create_index(op.f("ix_deposits_file_sha256_record_no"), "deposits", ["file_sha256", "record_no"], unique=False)
    op.create_index(op.f("ix_deposits_received_on"), "deposits", ["received_on"], unique=False)
    op.create_table(
        "month_closes",
        sa.Column("close_no", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "kind = 'closed' OR kind = 'reopened' OR kind = 'sealed'", name=op.f("ck_month_closes_kind_known")
        ),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_month_closes_audit_no")),
        sa.PrimaryKeyConstraint("close_no", name=op.f("pk_month_closes")),
    )
    op.create_index(op.f("ix_month_closes_month"), "month_closes", ["month"], unique=False)
    op.create_table(
        "debit_accounts",
        sa.Column("customer_no", sa.Text(), nullable=False),
        sa.Column("party_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=True),
        sa.Column("bank_code", sa.Text(), nullable=False),
        sa.Column("bank_name", sa.Text(), nullable=True),
        sa.Column("branch_code", sa.Text(), nullable=False),
        sa.Column("branch_name", sa.Text(), nullable=True),
        sa.Column("account_kind", sa.Text(), nullable=False),
        sa.Column("account_no", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "account_kind = '1' OR account_kind = '2' OR account_kind = '9'",
            name=op.f("ck_debit_accounts_account_kind_known"),
        ),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_debit_accounts_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_debit_accounts_claim_no")),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_debit_accounts_party_no")),
        sa.PrimaryKeyConstraint("customer_no", name=op.f("pk_debit_accounts")),
    )
    op.create_index(op.f("ix_debit_accounts_claim_no"), "debit_accounts", ["claim_no"], unique=False)
    op.create_index(op.f("ix_debit_accounts_party_no"), "debit_accounts", ["party_no"], unique=False)
    op.create_table(
        "insurance_claims",
        sa.Column("insurance_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=False),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_insurance_claims_amount_minimum")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_insurance_claims_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_insurance_claims_claim_no")),
        sa.PrimaryKeyConstraint("insurance_no", name=op.f("pk_insurance_claims")),
    )
    op.create_index(op.f("ix_insurance_claims_claim_no"), "insurance_claims", ["claim_no"], unique=False)
    op.create_table(
        "payer_names",
        sa.Column("payer_name", sa.Text(), nullable=False),
        sa.Column("party_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_payer_names_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_payer_names_claim_no")),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_payer_names_party_no")),
        sa.PrimaryKeyConstraint("payer_name", "party_no", name=op.f("pk_payer_names")),
    )
    op.create_index(op.f("ix_payer_names_claim_no"), "payer_names", ["claim_no"], unique=False)
    op.create_index(op.f("ix_payer_names_party_no"), "payer_names", ["party_no"], unique=False)
    op.create_table(
        "rate_periods",
        sa.Column("claim_no", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_rate_periods_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_rate_periods_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", "since", name=op.f("pk_rate_periods")),
    )
    op.create_table(
        "refunds",
        sa.Column("refund_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=True),
        sa.Column("deposit_no", sa.Text(), nullable=True),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reverses", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("staff_no", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_refunds_amount_not_zero")),
        sa.CheckConstraint("amount > 0 OR reverses IS NOT NULL", name=op.f("ck_refunds_negative_only_reverses")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_refunds_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_refunds_claim_no")),
        sa.ForeignKeyConstraint(["deposit_no"], ["deposits.deposit_no"], name=op.f("fk_refunds_deposit_no")),
        sa.ForeignKeyConstraint(["reverses"], ["refunds.refund_no"], name=op.f("fk_refunds_reverses")),
        sa.ForeignKeyConstraint(["staff_no"], ["staff.staff_no"], name=op.f("fk_refunds_staff_no")),
        sa.PrimaryKeyConstraint("refund_no", name=op.f("pk_refunds")),
        sa.UniqueConstraint("reverses", name=op.f("uq_refunds_reverses")),
    )
    op.create_index(op.f("ix_refunds_claim_no"), "refunds", ["claim_no"], unique=False)
    op.create_index(op.f("ix_refunds_deposit_no"), "refunds", ["deposit_no"], unique=False)
    op.create_table(
        "servicer_reports",
        sa.Column("claim_no", sa.Text(), nullable=False),
        sa.Column("servicer", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("net", sa.BigInteger(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_servicer_reports_cost_minimum")),
        sa.CheckConstraint("gross >= 0", name=op.f("ck_servicer_reports_gross_minimum")),
        sa.CheckConstraint("net >= 0", name=op.f("ck_servicer_reports_net_minimum")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_servicer_reports_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_servicer_reports_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", "servicer", "month", name=op.f("pk_servicer_reports")),
    )
    op.create_table(
        "shares",
        sa.Column("claim_no", sa.Text(), nullable=False),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.Column("share", sa.Text(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "bearer = 'jfc' OR bearer = 'federation' OR bearer = 'prefecture' OR bearer = 'city' OR bearer = 'association'",
            name=op.f("ck_shares_bearer_known"),
        ),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_shares_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_shares_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", "bearer", name=op.f("pk_shares")),
    )
    op.create_table(
        "virtual_accounts",
        sa.Column("account_no", sa.Text(), nullable=False),
        sa.Column("party_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_virtual_accounts_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_virtual_accounts_claim_no")),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_virtual_accounts_party_no")),
        sa.PrimaryKeyConstraint("account_no", name=op.f("pk_virtual_accounts")),
    )
    op.create_index(op.f("ix_virtual_accounts_claim_no"), "virtual_accounts", ["claim_no"], unique=False)
    op.create_index(op.f("ix_virtual_accounts_party_no"), "virtual_accounts", ["party_no"], unique=False)
    op.create_table(
        "direct_debits",
        sa.Column("debit_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=False),
        sa.Column("plan_no", sa.Text(), nullable=True),
        sa.Column("customer_no", sa.Text(), nullable=False),
        sa.Column("debited_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("deposit_no", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("staff_no", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "result = '0' OR result = '1' OR result = '2' OR result = '3' OR result = '4' OR result = '8' OR result = '9'",
            name=op.f("ck_direct_debits_result_known"),
        ),
        sa.CheckConstraint("amount >= 1", name=op.f("ck_direct_debits_amount_minimum")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_direct_debits_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_direct_debits_claim_no")),
        sa.ForeignKeyConstraint(
            ["customer_no"], ["debit_accounts.customer_no"], name=op.f("fk_direct_debits_customer_no")
        ),
        sa.ForeignKeyConstraint(["deposit_no"], ["deposits.deposit_no"], name=op.f("fk_direct_debits_deposit_no")),
        sa.ForeignKeyConstraint(["plan_no"], ["instalment_plans.plan_no"], name=op.f("fk_direct_debits_plan_no")),
        sa.ForeignKeyConstraint(["staff_no"], ["staff.staff_no"], name=op.f("fk_direct_debits_staff_no")),
        sa.PrimaryKeyConstraint("debit_no", name=op.f("pk_direct_debits")),
    )
    op.create_index(op.f("ix_direct_debits_claim_no"), "direct_debits", ["claim_no"], unique=False)
    op.create_index(
        op.f("ix_direct_debits_customer_no_debited_on"), "direct_debits", ["customer_no", "debited_on"], unique=False
    )
    _columns()
    _refund_entries()


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was taken before the upgrade.")
