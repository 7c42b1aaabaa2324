"""Add the plan of a year by month, beside the plan of the whole year."""

import sqlalchemy as sa
from alembic import op

revision = "0006_plan_months"
down_revision = "0005_plans"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "plan_months",
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint("fiscal_year <= 9999", name=op.f("ck_plan_months_fiscal_year_maximum")),
        sa.CheckConstraint("fiscal_year >= 1868", name=op.f("ck_plan_months_fiscal_year_minimum")),
        sa.CheckConstraint("month <= 12", name=op.f("ck_plan_months_month_maximum")),
        sa.CheckConstraint("month >= 1", name=op.f("ck_plan_months_month_minimum")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_plan_months_value_minimum")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_plan_months_audit_no")),
        sa.PrimaryKeyConstraint("fiscal_year", "figure", "month", name=op.f("pk_plan_months")),
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was taken before the upgrade.")
