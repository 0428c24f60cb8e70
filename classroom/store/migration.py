"""Bringing a store to today's tables, from an empty file or from any earlier release, and saying at which revision it is."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from classroom.store.engine import Store, open_store

HEAD = "head"
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x65637269  # "ecri": two services that start together migrate one after the other


def migrate(url: str) -> None:
    """Create or upgrade the tables at this URL. Harmless when they are up to date."""
    store = open_store(url)
    try:
        upgrade(store)
    finally:
        store.close()


def upgrade(store: Store) -> None:
    """The same on an open store, in one transaction."""
    with store.write() as connection:
        one_at_a_time(connection)
        upgrade_to(connection, HEAD)


def one_at_a_time(connection: Connection) -> None:
    """Whoever changes the tables next waits until this transaction has ended."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def upgrade_to(connection: Connection, revision: str) -> None:
    """Create or upgrade the tables behind this connection, in its transaction, up to this revision."""
    # Needed once in a release, and as long to import as the rest of the store: a service that starts again does without.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revision_of(connection: Connection) -> str | None:
    """The revision at which the tables are, as it is written in the store; None in an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def newest_revision() -> str:
    """The revision that this release needs."""
    return revisions()[-1]


def revisions() -> list[str]:
    """Every revision that this release knows, the oldest first: each is the beginning of its file's name."""
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def is_known(revision: str) -> bool:
    """Whether this release, or an earlier one, made stores at this revision."""
    return revision in revisions()
