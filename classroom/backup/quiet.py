"""Making sure that nobody is at work in the cupboard before it is emptied, and putting aside one that cannot be opened any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from classroom.backup import words_fr as words
from classroom.errors import Conflict, OutOfService
from classroom.store import open_store
from classroom.store.engine import APPLICATION

LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
BESIDE = ("-wal", "-shm", "")
"""The files of an SQLite store: the database goes last, so that its last pages never stand alone beside another one."""


DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_damage(error: BaseException) -> bool:
    """Whether this error says that an SQLite store is damaged, and not only out of reach for the moment."""
    cause = error.__cause__ if isinstance(error, OutOfService) else error
    return getattr(getattr(cause, "orig", cause), "sqlite_errorcode", 0) & 0xFF in DAMAGED


def refuse_if_in_use(url: str) -> None:
    """Conflict when a service, or another command, is connected to this store."""
    in_use = _file_in_use(file) if (file := file_of(url)) else _database_in_use(url)
    if in_use:
        raise Conflict(words.IN_USE, code="in_use")


def file_of(url: str) -> Path | None:
    """The file of an SQLite store."""
    address = make_url(url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None


@contextmanager
def put_aside(url: str, aside: Path) -> Iterator[Path]:
    """The files of a store that cannot be read, under another name; they come back when what follows fails. Conflict when they are no files."""
    file = file_of(url)
    if file is None:
        raise Conflict(words.UNREADABLE.format(reason="PostgreSQL"), code="unreadable")
    kept = file.with_name(f"{file.name}.{aside.stem}")
    _rename(file, kept)
    file.touch(mode=0o600)
    try:
        yield kept
    except BaseException:
        _rename(kept, file)
        raise


def _rename(file: Path, other: Path) -> None:
    for end in BESIDE:
        there, wanted = file.with_name(file.name + end), other.with_name(other.name + end)
        if there.exists():
            there.replace(wanted)
        else:
            wanted.unlink(missing_ok=True)


def _file_in_use(file: Path) -> bool:
    """Only who is alone in an SQLite database may change its kind of journal. One that cannot be read is in nobody's use."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
        except sqlite3.DatabaseError as error:
            return getattr(error, "sqlite_errorcode", 0) & 0xFF in LOCKED
    return False


def _database_in_use(url: str) -> bool:
    store = open_store(url)
    others = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = :ours AND pid <> pg_backend_pid()"
    )
    try:
        with store.read() as connection:
            return bool(connection.scalar(others, {"ours": APPLICATION}))
    finally:
        store.close()
