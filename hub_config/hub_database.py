"""The hub's own database: who is signed in and which servers run. A pupil who comes in writes to it many times, and all others wait each time."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Engine, event

from hub_config.settings import School


def configure(c: Any, school: School) -> None:
    """A power cut may forget the last who came in, and they come in again; the file stays whole, and no text is in it."""
    c.JupyterHub.db_url = f"sqlite:///{school.home / 'run' / 'hub.sqlite'}"
    if not event.contains(Engine, "connect", write_ahead):
        event.listen(Engine, "connect", write_ahead)


def write_ahead(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
