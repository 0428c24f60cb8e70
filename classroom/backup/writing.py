"""Making a copy while the class is working: everything as it was in one instant, written beside, read back, then put in its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from json import dumps
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from classroom.backup import archive as form
from classroom.backup import words_fr as words
from classroom.backup.archive import Manifest, Member
from classroom.backup.belongings import Belongings, private_file, readable
from classroom.backup.digest import digests
from classroom.backup.lines import lines_of
from classroom.backup.quiet import is_damage
from classroom.backup.shape import is_empty, tables_at
from classroom.errors import BadInput, Conflict, NotFound, OutOfService
from classroom.store import Store
from classroom.store.migration import is_known, revision_of

SPARE = 200_000_000
"""Bytes that a copy leaves free on a disk where the class writes too."""

UNREADABLE = "unreadable"
"""The code of the error that says that the store is damaged."""


def write_backup(store: Store, belongings: Belongings, path: Path) -> Manifest:
    """Copy everything into this file, which must not exist; gives what the file says of itself.

    NotFound when there is no class, Conflict when the file exists, BadInput when the store cannot be read or the file cannot be written:
    then there is no file, and nothing has changed.
    """
    if path.exists():
        raise Conflict(words.ALREADY_THERE.format(path=path), code="file_exists")
    beside = path.with_name(f".{path.name}.part")
    try:
        with snapshot(store) as connection:
            check_room(path.parent, _size(connection) + belongings.size())
            with private_file(beside) as raw:
                manifest = _write(raw, connection, belongings)
                raw.flush()
                os.fsync(raw.fileno())
        _read_back(beside, manifest, path.parent)
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput(words.NOT_WRITTEN.format(folder=path.parent, reason=reason), code="not_written") from error
    except (OutOfService, DatabaseError, ValueError) as error:  # ValueError: a page full of something else
        if isinstance(error, OutOfService) and not is_damage(error):
            raise
        raise BadInput(words.UNREADABLE.format(reason=type(error).__name__), code=UNREADABLE) from error
    finally:
        beside.unlink(missing_ok=True)
    return manifest


@contextmanager
def snapshot(store: Store) -> Iterator[Connection]:
    """A transaction that sees the store as it is in one instant, however long it lasts, and holds nobody up."""
    if store.kind == "sqlite":
        with store.read() as connection:
            yield connection
        return
    with store.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        yield connection


def check_room(folder: Path, needed: int) -> None:
    """BadInput when this folder is not there, or its disk would be almost full after so many bytes more."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise BadInput(words.NO_FOLDER.format(folder=folder), code="no_folder") from error
    if free < needed + SPARE:
        sizes = {"free": free // 1_000_000, "needed": (needed + SPARE) // 1_000_000}
        raise BadInput(words.NO_ROOM.format(folder=folder, **sizes), code="no_room")


def _size(connection: Connection) -> int:
    """Bytes of the store: a copy, which is compressed, is rarely larger."""
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    pages, size = (connection.scalar(text(f"PRAGMA {name}")) or 0 for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def sync_folder(folder: Path) -> None:
    """The names in this folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(raw: IO[bytes], connection: Connection, belongings: Belongings) -> Manifest:
    began, revision = _now(), revision_of(connection)
    if revision is None or (is_known(revision) and is_empty(connection, revision)):
        raise NotFound(words.NOTHING_TO_KEEP, code="nothing_to_keep")
    if not is_known(revision):
        raise Conflict(words.TAKEN_OVER_BY_NEWER, code="newer_store")
    members: dict[str, Member] = {}
    with ZipFile(raw, "w", ZIP_DEFLATED) as file:
        members[form.README] = _add(file, form.README, [words.README.encode()])
        for table in tables_at(revision):
            name = f"{form.TABLES}{table.name}.jsonl"
            members[name] = _add(file, name, lines_of(connection, table))
        texts = (dumps([one.text, one.word]).encode() + b"\n" for one in digests(connection, tables_at(revision)))
        members[form.TEXTS] = _add(file, form.TEXTS, texts)
        for name, path in belongings.there():
            with suppress(FileNotFoundError), readable(path) as source:  # the teacher has just put it away
                members[name] = _add(file, name, iter(partial(source.read, form.CHUNK), b""))
        manifest = Manifest(revision, version("ecritoire"), began, _now(), members[form.TEXTS].lines, members)
        file.writestr(form.MANIFEST, manifest.to_json())
    return manifest


def _add(file: ZipFile, name: str, pieces: Iterable[bytes]) -> Member:
    size, lines, digest = 0, 0, sha256()
    with file.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            size, lines = size + len(piece), lines + piece.count(b"\n")
    return Member(size, digest.hexdigest(), lines)


def _read_back(beside: Path, manifest: Manifest, folder: Path) -> None:
    try:
        with form.opened(beside) as found:
            if found.manifest != manifest:
                raise BadInput(code="damaged_backup")
    except BadInput as error:
        raise BadInput(words.NOT_READ_BACK.format(folder=folder), code="not_written") from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
