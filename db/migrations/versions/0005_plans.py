"""Add what an instalment plan is agreed over and which one it replaces, and the approval of waivers."""

from alembic import op

revision = "0005_plans"
down_revision = "0004_counting"
branch_labels = None
depends_on = None


def _one_of(table: str, column: str, *words: str) -> str:
    listed = " OR ".join(f"{column} = '{word}'" for word in words)
    return f"CONSTRAINT ck_{table}_{column}_known CHECK ({listed})"


def _refers(table: str, column: str, target: str) -> str:
    return f"CONSTRAINT fk_{table}_{column} REFERENCES {target}"


def upgrade() -> None:
    """Plain SQL: SQLite adds a column with its constraints, but no constraint to a table that is there."""
    plans, waivers = "instalment_plans", "waivers"
    for table, column in (
        (plans, f"total BIGINT CONSTRAINT ck_{plans}_total_minimum CHECK (total >= 1)"),
        (plans, f"payments INTEGER CONSTRAINT ck_{plans}_payments_minimum CHECK (payments >= 1)"),
        (plans, f"odd_yen TEXT {_one_of(plans, 'odd_yen', 'first', 'last')}"),
        (plans, f"replaces TEXT {_refers(plans, 'replaces', 'instalment_plans (plan_no)')}"),
        (plans, "reason TEXT"),
        (waivers, f"approval TEXT {_one_of(waivers, 'approval', 'requested', 'approved', 'rejected')}"),
        (waivers, "applied_on DATE"),
        (waivers, f"applied_by TEXT {_refers(waivers, 'applied_by', 'staff (staff_no)')}"),
        (waivers, "ruled_on DATE"),
        (waivers, f"ruled_by TEXT {_refers(waivers, 'ruled_by', 'staff (staff_no)')}"),
        (waivers, "ringi_no TEXT"),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was taken before the upgrade.")
