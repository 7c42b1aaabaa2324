"""Add what an office keeps of its reports: layouts of its own, and texts of sentences with their confirmations."""

import sqlalchemy as sa
from alembic import op

revision = "0008_reports"
down_revision = "0007_sharing"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "report_layouts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_report_layouts_audit_no")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_report_layouts")),
    )
    op.create_table(
        "report_sentences",
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confirmed", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_report_sentences_audit_no")),
        sa.PrimaryKeyConstraint("layout", "fiscal_year", "key", name=op.f("pk_report_sentences")),
    )
