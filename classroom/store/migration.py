"""Bringing a store to today's tables, from an empty file or from any earlier release."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from classroom.store.engine import Store, open_store

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
        if store.kind == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
