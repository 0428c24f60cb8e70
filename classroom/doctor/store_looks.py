"""Looking at the store: does it answer, is it whole, is every text there, and when was something last written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pycrdt import Doc
from sqlalchemy import Connection, DateTime, Table, func, select, text

from classroom.backup.digest import living
from classroom.backup.shape import tables_at
from classroom.doctor import words_fr as words
from classroom.doctor.finding import Finding, well, wrong
from classroom.documents import contains, merge
from classroom.store.migration import is_known, newest_revision, revision_of
from classroom.store.tables import UtcDateTime

SHOWN = 20
"""Texts named at most: with more, the store itself is ill."""


def look_at_pages(connection: Connection) -> Iterator[Finding]:
    """Whether the database is whole. PostgreSQL sees to that by itself (checksums, and it refuses a broken page)."""
    yield well(words.STORE_ANSWERS.format(kind=connection.dialect.name))
    if connection.dialect.name != "sqlite":
        return
    defects = [row[0] for row in connection.execute(text("PRAGMA quick_check"))]
    loose = connection.execute(text("PRAGMA foreign_key_check")).all()
    if defects != ["ok"]:
        yield wrong(words.STORE_DAMAGED.format(count=len(defects)))
    elif loose:
        tables = ", ".join(sorted({row[0] for row in loose}))
        yield wrong(words.LINKS_BROKEN.format(count=len(loose), tables=tables))
    else:
        yield well(words.STORE_WHOLE)


def look_at_revision(connection: Connection) -> Iterator[Finding]:
    revision = revision_of(connection)
    if revision == newest_revision():
        yield well(words.REVISION_OK.format(revision=revision))
    elif revision is None or is_known(revision):
        yield wrong(words.REVISION_OLD.format(revision=revision or "0"))
    else:
        yield wrong(words.REVISION_NEW.format(revision=revision))


def look_at_texts(connection: Connection) -> Iterator[Finding]:
    """Whether each text can be put together from its updates, and holds every version that was deposited of it."""
    tables = known_tables(connection)
    if not tables:
        return
    texts = list(connection.scalars(select(tables["text"].c.id).order_by(tables["text"].c.id)))
    versions, trouble = 0, []
    for one in texts:
        counted, found = _look_at_text(connection, tables, one)
        versions += counted
        trouble += found
    yield from trouble[:SHOWN]
    if not trouble:
        yield well(words.TEXTS_WHOLE.format(count=len(texts), versions=versions))


def last_written(connection: Connection) -> datetime | None:
    """When the last row of any table was written, as far as rows say when."""
    tables = known_tables(connection)
    moments = [
        connection.scalar(select(func.max(column)))
        for name in ("text_update", "transition", "annotation_event", "version", "asset")
        if name in tables
        for column in tables[name].columns
        if isinstance(column.type, UtcDateTime | DateTime)
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def known_tables(connection: Connection) -> dict[str, Table]:
    """The tables by name; none when the store is empty, or newer than this release."""
    revision = revision_of(connection)
    return {table.name: table for table in tables_at(revision)} if revision and is_known(revision) else {}


def _look_at_text(connection: Connection, tables: dict[str, Table], one: str) -> tuple[int, list[Finding]]:
    try:
        now = living(connection, tables["text_update"], one)
    except ValueError:
        return 0, [wrong(words.TEXT_BROKEN.format(text=one))]
    version = tables["version"]
    deposited = select(version.c.number, version.c.ydoc, version.c.state_vector).where(version.c.text == one)
    rows = connection.execute(deposited.order_by(version.c.number)).all()
    return len(rows), [found for row in rows for found in _look_at_version(now, one, row)]


def _look_at_version(now: Doc[Any], one: str, row: Any) -> Iterator[Finding]:
    try:
        merge([row.ydoc])
        held = contains(now.get_state(), row.state_vector)
    except ValueError:
        yield wrong(words.VERSION_BROKEN.format(text=one, number=row.number))
        return
    if not held:
        yield wrong(words.VERSION_LOST.format(text=one, number=row.number))
