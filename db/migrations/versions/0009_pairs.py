"""File the pairs of the search anew: the beginning of a word is found by its first two characters.

The pairs follow from the entries and are filed by the program after the upgrade. Nothing asks how long an entry is.
"""

from alembic import op

revision = "0009_pairs"
down_revision = "0008_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_grams")
        op.execute("CREATE VIRTUAL TABLE search_grams USING fts5(grams, content='', columnsize=0)")
