"""Run by alembic: the program hands its open connection over, inside its own transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
