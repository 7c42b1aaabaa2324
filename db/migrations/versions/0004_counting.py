"""Add the counting rules: what an office decided about how a figure is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0004_counting"
down_revision = "0003_money"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "counting_rules",
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("dated", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint("version <= 9999", name=op.f("ck_counting_rules_version_maximum")),
        sa.CheckConstraint("version >= 2", name=op.f("ck_counting_rules_version_minimum")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_counting_rules_audit_no")),
        sa.PrimaryKeyConstraint("measure", "version", name=op.f("pk_counting_rules")),
    )
