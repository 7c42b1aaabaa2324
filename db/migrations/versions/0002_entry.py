"""Add the records of the staff's own work, what is attached, and saved views."""

import sqlalchemy as sa
from alembic import op

revision = "0002_entry"
down_revision = "0001_first"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("claim_parties", sa.Column("renounced_on", sa.Date(), nullable=True))
    op.create_table(
        "attachment_contents",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment_contents")),
    )
    op.create_table(
        "saved_views",
        sa.Column("view_no", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_saved_views_audit_no")),
        sa.PrimaryKeyConstraint("view_no", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("owner", "name", name=op.f("uq_saved_views_owner_name")),
    )
    op.create_table(
        "deputies",
        sa.Column("staff_no", sa.Text(), nullable=False),
        sa.Column("deputy_no", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_deputies_audit_no")),
        sa.ForeignKeyConstraint(["deputy_no"], ["staff.staff_no"], name=op.f("fk_deputies_deputy_no")),
        sa.ForeignKeyConstraint(["staff_no"], ["staff.staff_no"], name=op.f("fk_deputies_staff_no")),
        sa.PrimaryKeyConstraint("staff_no", "deputy_no", "starts_on", name=op.f("pk_deputies")),
    )
    op.create_table(
        "financial_statements",
        sa.Column("statement_no", sa.Text(), nullable=False),
        sa.Column("party_no", sa.Text(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=True),
        sa.Column("operating_profit", sa.BigInteger(), nullable=True),
        sa.Column("ordinary_profit", sa.BigInteger(), nullable=True),
        sa.Column("net_profit", sa.BigInteger(), nullable=True),
        sa.Column("depreciation", sa.BigInteger(), nullable=True),
        sa.Column("total_assets", sa.BigInteger(), nullable=True),
        sa.Column("net_assets", sa.BigInteger(), nullable=True),
        sa.Column("borrowings", sa.BigInteger(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint("borrowings >= 0", name=op.f("ck_financial_statements_borrowings_minimum")),
        sa.CheckConstraint("depreciation >= 0", name=op.f("ck_financial_statements_depreciation_minimum")),
        sa.CheckConstraint("employees >= 0", name=op.f("ck_financial_statements_employees_minimum")),
        sa.CheckConstraint("sales >= 0", name=op.f("ck_financial_statements_sales_minimum")),
        sa.CheckConstraint("total_assets >= 0", name=op.f("ck_financial_statements_total_assets_minimum")),
        sa.ForeignKeyConstraint(
            ["audit_no"], ["audit_records.audit_no"], name=op.f("fk_financial_statements_audit_no")
        ),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_financial_statements_party_no")),
        sa.PrimaryKeyConstraint("statement_no", name=op.f("pk_financial_statements")),
    )
    op.create_index(
        op.f("ix_financial_statements_party_no_period_end"),
        "financial_statements",
        ["party_no", "period_end"],
        unique=False,
    )
    op.create_table(
        "party_addresses",
        sa.Column("history_no", sa.Text(), nullable=False),
        sa.Column("party_no", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_party_addresses_audit_no")),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_party_addresses_party_no")),
        sa.PrimaryKeyConstraint("history_no", name=op.f("pk_party_addresses")),
    )
    op.create_index(op.f("ix_party_addresses_party_no"), "party_addresses", ["party_no"], unique=False)
    op.create_table(
        "party_merges",
        sa.Column("party_no", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_party_merges_audit_no")),
        sa.ForeignKeyConstraint(["merged_into"], ["parties.party_no"], name=op.f("fk_party_merges_merged_into")),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_party_merges_party_no")),
        sa.PrimaryKeyConstraint("party_no", name=op.f("pk_party_merges")),
    )
    op.create_index(op.f("ix_party_merges_merged_into"), "party_merges", ["merged_into"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("attachment_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=True),
        sa.Column("party_no", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_attachments_size_minimum")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_attachments_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_attachments_claim_no")),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_attachments_party_no")),
        sa.PrimaryKeyConstraint("attachment_no", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_claim_no"), "attachments", ["claim_no"], unique=False)
    op.create_index(op.f("ix_attachments_party_no"), "attachments", ["party_no"], unique=False)
    op.create_index(op.f("ix_attachments_sha256"), "attachments", ["sha256"], unique=False)
    op.create_table(
        "initial_steps",
        sa.Column("claim_no", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "step = 'first_contact' OR step = 'survey' OR step = 'registry' OR step = 'policy'",
            name=op.f("ck_initial_steps_step_known"),
        ),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_initial_steps_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_initial_steps_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", "step", name=op.f("pk_initial_steps")),
    )
    op.create_index(op.f("ix_initial_steps_due_on"), "initial_steps", ["due_on"], unique=False)
    op.create_table(
        "notes",
        sa.Column("note_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=True),
        sa.Column("party_no", sa.Text(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("staff_no", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_notes_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_notes_claim_no")),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_notes_party_no")),
        sa.ForeignKeyConstraint(["staff_no"], ["staff.staff_no"], name=op.f("fk_notes_staff_no")),
        sa.PrimaryKeyConstraint("note_no", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_claim_no"), "notes", ["claim_no"], unique=False)
    op.create_index(op.f("ix_notes_party_no"), "notes", ["party_no"], unique=False)
    op.create_table(
        "surveys",
        sa.Column("survey_no", sa.Text(), nullable=False),
        sa.Column("party_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=True),
        sa.Column("surveyed_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=True),
        sa.Column("income", sa.BigInteger(), nullable=True),
        sa.Column("expenses", sa.BigInteger(), nullable=True),
        sa.Column("assets", sa.BigInteger(), nullable=True),
        sa.Column("debts", sa.BigInteger(), nullable=True),
        sa.Column("dependants", sa.Integer(), nullable=True),
        sa.Column("housing", sa.Text(), nullable=True),
        sa.Column("living", sa.Text(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("staff_no", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "housing = 'owned' OR housing = 'rented' OR housing = 'family' OR housing = 'facility' OR housing = 'unknown'",
            name=op.f("ck_surveys_housing_known"),
        ),
        sa.CheckConstraint(
            "source = 'interview' OR source = 'document' OR source = 'registry' OR source = 'municipality' OR source = 'site' OR source = 'other'",
            name=op.f("ck_surveys_source_known"),
        ),
        sa.CheckConstraint("assets >= 0", name=op.f("ck_surveys_assets_minimum")),
        sa.CheckConstraint("debts >= 0", name=op.f("ck_surveys_debts_minimum")),
        sa.CheckConstraint("dependants <= 99", name=op.f("ck_surveys_dependants_maximum")),
        sa.CheckConstraint("dependants >= 0", name=op.f("ck_surveys_dependants_minimum")),
        sa.CheckConstraint("expenses >= 0", name=op.f("ck_surveys_expenses_minimum")),
        sa.CheckConstraint("income >= 0", name=op.f("ck_surveys_income_minimum")),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_surveys_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_surveys_claim_no")),
        sa.ForeignKeyConstraint(["party_no"], ["parties.party_no"], name=op.f("fk_surveys_party_no")),
        sa.ForeignKeyConstraint(["staff_no"], ["staff.staff_no"], name=op.f("fk_surveys_staff_no")),
        sa.PrimaryKeyConstraint("survey_no", name=op.f("pk_surveys")),
    )
    op.create_index(op.f("ix_surveys_claim_no"), "surveys", ["claim_no"], unique=False)
    op.create_index(op.f("ix_surveys_party_no"), "surveys", ["party_no"], unique=False)
    op.create_table(
        "tags",
        sa.Column("claim_no", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_tags_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_tags_claim_no")),
        sa.PrimaryKeyConstraint("claim_no", "tag", name=op.f("pk_tags")),
    )
    op.create_index(op.f("ix_tags_tag"), "tags", ["tag"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("task_no", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Text(), nullable=True),
        sa.Column("staff_no", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("audit_no", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"], name=op.f("fk_tasks_audit_no")),
        sa.ForeignKeyConstraint(["claim_no"], ["claims.claim_no"], name=op.f("fk_tasks_claim_no")),
        sa.ForeignKeyConstraint(["staff_no"], ["staff.staff_no"], name=op.f("fk_tasks_staff_no")),
        sa.PrimaryKeyConstraint("task_no", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_claim_no"), "tasks", ["claim_no"], unique=False)
    op.create_index(op.f("ix_tasks_staff_no_due_on"), "tasks", ["staff_no", "due_on"], unique=False)
    op.create_index(op.f("ix_audit_records_subject"), "audit_records", ["subject"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was taken before the upgrade.")
