"""${message}

Revision: ${up_revision}, after: ${down_revision | comma,n}

A migration imports alembic and sqlalchemy and nothing of ours, so that it means the same in five years. Batch ALTER on
SQLite drops triggers: they are created again after every upgrade. No CASCADE towards the ledger.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was taken before the upgrade.")
