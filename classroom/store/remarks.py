"""What nbgrader's gradebook says of a version: kept here before the gradebook makes room for the next round."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from classroom.rounds import Remark
from classroom.store import tables as t
from classroom.store.clock import now
from classroom.store.versions import version_of


def keep_remark(
    connection: Connection, text: str, number: int, remark: Remark, *, by: str, at: datetime | None = None
) -> None:
    """Keep what the gradebook says of a version, in the place of what it said before. NotFound when the version is not there."""
    version = version_of(connection, text, number).id
    connection.execute(delete(t.remark).where(t.remark.c.version == version))
    said = {"comment": remark.comment, "score": remark.score, "max_score": remark.max_score}
    connection.execute(insert(t.remark).values(version=version, **said, by=by, at=at or now()))


def remark_of(connection: Connection, version: str) -> Remark | None:
    """What the gradebook says of the version with this id, if anything."""
    row = connection.execute(select(t.remark).where(t.remark.c.version == version)).first()
    return Remark(row.comment, row.score, row.max_score) if row else None
