"""Add what recovery paid on needs: lines as they were reported, what was paid; layouts and settling of servicer reports."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0007_sharing"
down_revision = "0006_plan_months"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _servicer_reports() -> None:
    """Let a report hold a month of which more was taken back than came in, and why a difference was settled."""
    bind = op.get_bind()
    op.execute("ALTER TABLE servicer_reports ADD COLUMN reason TEXT")
    if bind.dialect.name == "postgresql":
        for column in ("gross", "cost", "net"):
            op.execute(f"ALTER TABLE servicer_reports DROP CONSTRAINT ck_servicer_reports_{column}_minimum")
        return
    # SQLite drops no check: the table is written anew
    found = "SELECT sql FROM sqlite_master WHERE tbl_name = 'servicer_reports' AND type = 'table'"
    table = re.sub(r"CONSTRAINT ck_servicer_reports_\w+_minimum CHECK \([^)]*\),?\s*", "", bind.scalar(sa.text(found)))
    op.execute(re.sub(r"\bservicer_reports\b", "servicer_reports_new", table, count=1))
    op.execute("INSERT INTO servicer_reports_new SELECT * FROM servicer_reports")
    op.execute("DROP TABLE servicer_reports")
    op.execute("ALTER TABLE servicer_reports_new RENAME TO servicer_reports")


def upgrade() -> None:
    op.create_table(
        "servicer_layouts",
        sa.Column("servicer", sa.Text(), nullable=False),
        sa.Column("claim_heading", sa.Text(), nullable=True),
        sa.Column("month_heading", sa.Text(), nullable=True),
        sa.Column("gross_heading", sa.Text(), nullable=True),
        sa.Column("cost_heading", sa.Text(), nullable=True),
        sa.Column("net_heading", sa.Text(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_servicer_layouts_audit_no")),
        sa.PrimaryKeyConstraint("servicer", name=op.f("pk_servicer_layouts")),
    )
    op.create_table(
        "payment_lines",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=False),
        sa.Column("receipt_no", sa.Text(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("jfc", sa.BigInteger(), nullable=False),
        sa.Column("federation", sa.BigInteger(), nullable=False),
        sa.Column("prefecture", sa.BigInteger(), nullable=False),
        sa.Column("city", sa.BigInteger(), nullable=False),
        sa.Column("association", sa.BigInteger(), nullable=False),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_payment_lines_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_payment_lines_claim_no")),
        sa.ForeignKeyConstraint(["receipt_no"], ["receipts.receipt_no"], name=op.f("fk_payment_lines_receipt_no")),
        sa.PrimaryKeyConstraint("month", "receipt_no", name=op.f("pk_payment_lines")),
    )
    op.create_index(op.f("ix_payment_lines_claim_no"), "payment_lines", ["claim_no"], unique=False)
    op.create_table(
        "bearer_payments",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "bearer = 'jfc' OR bearer = 'federation' OR bearer = 'prefecture' OR bearer = 'city' OR bearer = 'association'",
            name=op.f("ck_bearer_payments_bearer_known"),
        ),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_bearer_payments_audit_no")),
        sa.PrimaryKeyConstraint("month", "bearer", name=op.f("pk_bearer_payments")),
    )
    _servicer_reports()
