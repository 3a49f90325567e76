"""Run by Alembic: migrate over the connection that :mod:`data.store.schema` hands in."""

from alembic import context

from data.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
