"""Alembic's entry: runs the migrations on the connection that `Database` hands over."""

from alembic import context

from vanban.register import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
