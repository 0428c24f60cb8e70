"""The deposited versions of a text, as they were when they were frozen."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, select

from classroom.errors import NotFound
from classroom.model import Version
from classroom.store import tables as t


def version_of(connection: Connection, text: str, number: int) -> Version:
    """This version of this text. NotFound when it was never deposited."""
    row = connection.execute(_versions(text).where(t.version.c.number == number)).first()
    if row is None:
        raise NotFound("Cette version n'existe pas.", detail=f"version {number} of {text}")
    return as_version(row)


def version_with_key(connection: Connection, text: str, key: str) -> Version:
    """The version that was deposited with this idempotency key."""
    return as_version(connection.execute(_versions(text).where(t.version.c.key == key)).one())


def versions_of(connection: Connection, text: str) -> list[Version]:
    """All versions of a text, the first one first."""
    return [as_version(row) for row in connection.execute(_versions(text).order_by(t.version.c.number))]


def as_version(row: Row[Any]) -> Version:
    return Version(
        id=row.id,
        text=row.text,
        number=row.number,
        document=row.document,
        plain=row.plain,
        ydoc=row.ydoc,
        state_vector=row.state_vector,
        submitted_at=row.submitted_at,
    )


def _versions(text: str) -> Select[Any]:
    return select(t.version).where(t.version.c.text == text)
