"""Alembic's door: run the migrations on the connection that `classroom.store.migration` hands over."""

from alembic import context

from classroom.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
