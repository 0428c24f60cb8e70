"""Bringing a store to today's tables, from an empty file or from any earlier release, and saying at which revision it is."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from classroom.store.engine import Store, open_store

HEAD = "head"
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
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revision_of(connection: Connection) -> str | None:
    """The revision at which the tables are, as it is written in the store; None in an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision that this release needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def revisions() -> list[str]:
    """Every revision that this release knows, the oldest first."""
    walked = ScriptDirectory.from_config(_config()).walk_revisions()
    return [script.revision for script in walked][::-1]


def is_known(revision: str) -> bool:
    """Whether this release, or an earlier one, made stores at this revision."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
