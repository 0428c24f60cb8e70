"""Pictures, named by what they are made of (SHA-256), kept in the store so that a backup is one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from classroom.errors import NotFound
from classroom.store import tables as t
from classroom.store.clock import now


@dataclass(frozen=True, slots=True)
class Asset:
    sha256: str
    media_type: str
    width: int
    height: int
    data: bytes


def keep_asset(connection: Connection, asset: Asset, *, by: str, at: datetime | None = None) -> None:
    """Keep a picture; nothing happens when it is kept already."""
    if connection.scalar(select(t.asset.c.sha256).where(t.asset.c.sha256 == asset.sha256)):
        return
    columns = ("sha256", "media_type", "width", "height", "data")
    values = {name: getattr(asset, name) for name in columns}
    connection.execute(insert(t.asset).values(**values, by=by, created_at=at or now()))


def asset_of(connection: Connection, sha256: str) -> Asset:
    """The picture of this name. NotFound when it was never sent."""
    row = connection.execute(select(t.asset).where(t.asset.c.sha256 == sha256)).first()
    if row is None:
        raise NotFound("Cette image n'existe pas.", detail="asset")
    return Asset(row.sha256, row.media_type, row.width, row.height, row.data)
