"""Bringing a copy back: all of it or nothing, in one transaction, and compared text by text before it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError

from classroom.backup import archive as form
from classroom.backup import words_fr as words
from classroom.backup.archive import Archive
from classroom.backup.belongings import Belongings
from classroom.backup.digest import digests
from classroom.backup.lines import AT_ONCE, row_of
from classroom.backup.quiet import is_damage, put_aside, refuse_if_in_use
from classroom.backup.shape import NUMBERING, is_empty, tables_at
from classroom.backup.writing import UNREADABLE, write_backup
from classroom.errors import BadInput, Conflict, OutOfService
from classroom.store import Store, open_store
from classroom.store.migration import HEAD, is_known, newest_revision, one_at_a_time, revision_of, upgrade_to


class Found(Enum):
    """What stands where a copy is to be brought back."""

    NOTHING = "nothing"
    A_CLASS = "a class"
    NEWER = "a class of a newer release"
    DAMAGED = "what cannot be read"


@dataclass(frozen=True)
class Restored:
    """How many texts came back as they were, when the copy was made (ISO 8601 UTC), and where what stood here before is now."""

    texts: int
    made_at: str
    before: Path | None


def restore(url: str, belongings: Belongings, path: Path, *, aside: Path, force: bool = False) -> Restored:
    """Bring the copy at `path` back into the store at this URL; with `force` also where there is a class, which is first copied to `aside`.

    BadInput or Conflict, in one sentence, when the file is not good, the class is open, there is a class already, or a text did not come
    back as it was: then nothing has changed.
    """
    with form.opened(path) as archive:
        refuse_if_in_use(url)
        store = open_store(url)
        try:
            found = what_is_there(store)
            _refuse(found, force)
            with _out_of_the_way(store, url, belongings, found, aside) as before:
                _bring_back(store, belongings, archive)
        finally:
            store.close()
    return Restored(archive.manifest.texts, archive.manifest.ended_at, before)


def what_is_there(store: Store) -> Found:
    """A class, nothing yet, or what this release cannot read."""
    try:
        with store.read() as connection:
            revision = revision_of(connection)
            if revision is None:
                return Found.NOTHING
            if not is_known(revision):
                return Found.NEWER
            return Found.NOTHING if is_empty(connection, revision) else Found.A_CLASS
    except OutOfService as error:
        if is_damage(error):
            return Found.DAMAGED
        raise


def _refuse(found: Found, force: bool) -> None:
    if found is Found.NEWER:
        raise Conflict(words.TAKEN_OVER_BY_NEWER, code="newer_store")
    if found is Found.A_CLASS and not force:
        raise Conflict(words.NOT_EMPTY, code="not_empty")
    if found is Found.DAMAGED and not force:
        raise Conflict(words.DAMAGED_HERE, code="damaged_store")


@contextmanager
def _out_of_the_way(store: Store, url: str, belongings: Belongings, found: Found, aside: Path) -> Iterator[Path | None]:
    """What stood here is kept somewhere else; put back when what follows fails."""
    if found is Found.A_CLASS and _copied(store, belongings, aside):
        yield aside
    elif found is Found.NOTHING:
        yield None
    else:
        store.close()
        with put_aside(url, aside) as kept:
            try:
                yield kept
            finally:
                store.close()  # before files change their names: SQLite removes its journal by name when it closes


def _copied(store: Store, belongings: Belongings, aside: Path) -> bool:
    try:
        write_backup(store, belongings, aside)
    except BadInput as error:
        if error.code == UNREADABLE:
            return False
        raise
    return True


def _bring_back(store: Store, belongings: Belongings, archive: Archive) -> None:
    beside = belongings.lay_beside(archive)
    try:
        with store.write() as connection, _readable(archive):
            one_at_a_time(connection)
            _empty(connection)
            _fill(connection, archive)
            upgrade_to(connection, HEAD)
            compare(connection, archive)
        for written, place in beside:
            written.replace(place)
    finally:
        for written, _ in beside:
            written.unlink(missing_ok=True)


@contextmanager
def _readable(archive: Archive) -> Iterator[None]:
    """A copy whose sums are right and whose rows are not was made by something else."""
    try:
        yield
    except (*form.DAMAGE, IntegrityError, DataError) as error:
        raise BadInput(
            words.DAMAGED.format(path=archive.path, where=type(error).__name__), code="damaged_backup"
        ) from error


def _empty(connection: Connection) -> None:
    revision = revision_of(connection)
    if revision is not None:
        for table in reversed(tables_at(revision)):
            table.drop(connection)
        connection.execute(text(f"DROP TABLE {NUMBERING}"))


def _fill(connection: Connection, archive: Archive) -> None:
    revision = archive.manifest.revision
    upgrade_to(connection, revision)
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    tables = tables_at(revision)
    if archive.tables() != {table.name for table in tables}:
        raise ValueError("tables")
    for table in tables:
        rows = (row_of(table, line) for line in archive.table(table.name))
        while batch := list(islice(rows, AT_ONCE)):
            connection.execute(insert(table), batch)
        _number_after(connection, table)


def _number_after(connection: Connection, table: Table) -> None:
    """The next row gets a number after those that came back. SQLite sees to it by itself."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        name = {"table": table.name, "column": column.name}
        if counter := connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), name):
            last: Any = connection.scalar(select(func.max(column)))
            connection.execute(
                text("SELECT setval(:counter, :next, false)"), {"counter": counter, "next": (last or 0) + 1}
            )


def compare(connection: Connection, archive: Archive) -> None:
    """Every text is the one that was copied, as a page will read it now. Conflict when one is not."""
    promised = dict(json.loads(line) for line in archive.lines(form.TEXTS))
    found = {one.text: one.word for one in digests(connection, tables_at(newest_revision()))}
    different = promised.keys() ^ found.keys() | {id for id in found if found[id] != promised.get(id)}
    if different:
        raise Conflict(words.DIFFERENT.format(count=len(different)), code="different_texts")
